"""Word problems of time: several days, minutes and hours, schedules, weeks of practice."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "n:minutes d:few m:minutes",
        "first: minutes each day = n + m; total = first * d",
        "{A} [practices|plays] the piano for {n} minutes and the drums for {m} minutes every day. How many "
        "minutes is that in {d} days?",
        "Each morning {A} runs for {n} minutes and stretches for {m} minutes. How long does {he} exercise "
        "in {d} days, in minutes?",
        "On each of {d} days {A} reads for {n} minutes and draws for {m} minutes. How many minutes does "
        "this take {him} altogether?",
        extras=("{he} gets up at {5..9} in the morning.",),
    ),
    story(
        "k:count h:2..12",
        "week: hours a week = h * 7; hours = week * k",
        "{A} [sleeps|works] {h} hours a day. How many hours is that in {k} weeks?",
        "A lamp is on for {h} hours every day. For how many hours is it on in {k} weeks?",
        "{A}'s shop is open {h} hours a day, every day of the week. How many hours is it open in {k} weeks?",
        "For {k} weeks a [pump|heater|fan] runs {h} hours a day. How many hours does it run [in "
        "all|altogether]?",
    ),
    story(
        "q:few n=60*q m:minutes",
        "total = n * m; hours = total / 60",
        "It takes {A} {m} minutes to [make|paint] one {craft}. How many hours do {n} {crafts} take?",
        "{A} needs {m} minutes for [each|every] {craft} and makes {n} of them. How many hours does {he} "
        "work?",
        "A {craft} is made in {m} minutes. How many hours does it take to make {n} {crafts} one after "
        "another?",
    ),
    story(
        "a:minutes t:times b:minutes",
        "second: minutes on the second day = a * t; third: minutes on the third day = second + b; sum: "
        "first two days = a + second; total = sum + third",
        "{A} trained {a} minutes on Monday, {t:times} as long on Tuesday and {b} minutes longer on "
        "Wednesday than on Tuesday. How many minutes did {he} train in all?",
        "On the first day {A} walked for {a} minutes. On the second day {he} walked {t:times} as long, and "
        "on the third {b} minutes more than on the second. How long did {he} walk in total?",
        "{A} spent {a} minutes on homework on Monday and {t:times} that on Tuesday. On Wednesday it was {b} "
        "minutes more than on Tuesday. How many minutes is that for the three days?",
    ),
    story(
        "n:count d:few b:count j:few",
        "one: pages in the first part = n * d; two: pages in the second part = b * j; pages = one + two",
        "{A} reads {n} pages a day for {d} days and then {b} pages a day for {j} days until the book ends. "
        "How many pages does the book have?",
        "A {book} takes {A} {d} days at {n} pages a day and {j} more days at {b} pages a day. How long is "
        "it, in pages?",
        "For {d} days {A} reads {n} pages each day, then for {j} days {b} pages each day. How many pages "
        "does {he} read [altogether|in that time]?",
        extras=(
            "The book cost ${11..49}.",
            "The book has {5..30} pictures.",
        ),
    ),
    story(
        "d:few n:count r:few q=n*d m=q+r*d",
        "read: pages read = n * d; left: pages left = m - read; rate = left / d",
        "{A}'s book has {m} pages. {he} reads {n} pages a day for {d} days. How many pages a day must {he} "
        "read to finish in {d} more days?",
        "{A} has read {n} pages on each of {d} days of a {m}-page [book|story]. {he} wants to finish in "
        "another {d} days. How many pages a day is that?",
        "A book of {m} pages must be finished. After {d} days with {n} pages each, {d} days remain. How "
        "many pages a day are needed?",
    ),
    story(
        "b:minutes c:minutes q:few a=(b+c)//60+q; a > 1",
        "all: minutes in all = a * 60; first: left after homework = all - b; left: minutes left = first - c",
        "{A} has {a} hours of free time. {he} does homework for {b} minutes and plays {sport} for {c} "
        "minutes. How many minutes are left?",
        "In {a} free hours {A} spends {b} minutes on homework and {c} minutes on {sport}. How many minutes "
        "does {he} have left?",
        "{A}'s afternoon has {a} free hours. Homework takes {b} minutes and {sport} {c} minutes. How many "
        "free minutes remain?",
    ),
    story(
        "w:few d:2..6 h:half k:few p:price",
        "week: hours a week = h * d; hours = week * w; cost = hours * p; fee = cost + k",
        "{A} takes {sport} lessons of {h} hours on {d} days a week for {w} weeks. An hour costs ${p}, and "
        "there is a fee of ${k}. What does {he} pay?",
        "A {sport} course meets {d} days a week for {h} hours and lasts {w} weeks. It costs ${p} an hour "
        "plus ${k} once. How much is it in all?",
        "For {w} weeks {A} [trains|practices] {h} hours on {d} days a week. The trainer asks ${p} an hour "
        "and ${k} for the gym. How many dollars does {A} pay?",
        extras=("The course has {5..40} members.",),
    ),
    story(
        "n:minutes m:minutes d:few k:few",
        "morning: morning and noon = n + m; twice: evening walk = n * 2; daily: minutes a day = morning + "
        "twice; week: minutes in all = daily * d; left: minutes walked = week - k",
        "{A} walks {his} dog for {n} minutes in the morning, {m} minutes at noon and twice as long as in "
        "the morning in the evening. {he} does so for {d} days but skips {k} minutes once. How many minutes "
        "do they walk?",
        "A dog is walked {n} minutes in the morning, {m} minutes at noon, and in the evening twice as long "
        "as in the morning. Over {d} days {k} minutes were lost to rain. How many minutes was it walked?",
        "[Each|Every] day {A} cycles {n} minutes before school, {m} minutes after lunch and, at night, "
        "twice the time before school. In {d} days {he} misses {k} minutes. How long does {he} cycle, in "
        "minutes?",
    ),
    story(
        "a:few b:few n:few m:few d:few k:few c:2..9",
        "short: time for short calls = a * n; long: time for long calls = b * m; daily: minutes a day = "
        "short + long; all: minutes for calls = daily * d; total = all + k; cost = total * c",
        "Every day {A} makes {a} calls of {n} minutes and {b} calls of {m} minutes. After {d} days {he} "
        "adds one call of {k} minutes. A minute costs {c} cents. How many cents do the calls cost?",
        "{A}'s office makes {a} short calls of {n} minutes and {b} long calls of {m} minutes a day for {d} "
        "days, and one of {k} minutes. At {c} cents a minute, what is the cost in cents?",
        "A call costs {c} cents a minute. {A} makes {a} calls of {n} minutes and {b} calls of {m} minutes "
        "on each of {d} days, then one call of {k} minutes. How many cents is that?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {8..60} years old.",
    "It is {10..40} degrees outside.",
    "{A} has {2..9} neighbors.",
)

FAMILY = story_family("story_time", STORIES, EXTRAS)
