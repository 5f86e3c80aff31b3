"""Averages: of listed numbers, a missing number, groups joined, a score that is needed."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "a:count b:count c:count; (a+b+c) % 3 == 0",
        "sum = a + b + c; average = sum / 3",
        "[Find|Work out] the [average|mean] of {a}, {b} and {c}.",
        "What is the [mean|average] of {a}, {b} and {c}?",
        "{A} scores {a}, {b} and {c} points in 3 games. What is {his} average?",
        "On 3 days {A} sells {a}, {b} and {c} {things}. How many is that a day on average?",
    ),
    story(
        "a:count b:count c:count d:count e:count; (a+b+c+d+e) % 5 == 0",
        "sum = a + b + c + d + e; average = sum / 5",
        "[Find|Work out] the [average|mean] of {a}, {b}, {c}, {d} and {e}.",
        "What is the [mean|average] of the numbers {a}, {b}, {c}, {d} and {e}?",
        "Five [parcels|bags] weigh {a}, {b}, {c}, {d} and {e} {weights}. What is their average weight?",
    ),
    story(
        "a:count b:count m:count; 3*m > a + b",
        "all: sum of all = m * 3; known: sum of the known = a + b; missing: missing number = all - known",
        "The [average|mean] of 3 numbers is {m}. Two of them are {a} and {b}. What is the third?",
        "{A} scored {a} and {b} points in two games. How many points does {he} need in the next one for an "
        "average of {m} over 3 games?",
        "{a}, {b} and another number have the mean {m}. What is the other number?",
        "After tests with {a} and {b} points, what must {A} score on the next one to have an average of {m} "
        "over 3 tests?",
    ),
    story(
        "n:few m:count",
        "sum = n * m",
        "{n} numbers have an average of {m}. What is their sum?",
        "The mean weight of {n} [boxes|bags] is {m} {weights}. How many {weights} do they weigh together?",
        "{A} read {m} pages a day on average for {n} days. How many pages is that in all?",
        "On average each of {n} players scored {m} points. How many points did they score together?",
    ),
    story(
        "n:few m:count k:few s=m+k*(n+1)",
        "old: sum of the old = n * m; new: sum with the new = old + s; more: values now = n + 1; average = "
        "new / more",
        "The [average|mean] of {n} numbers is {m}. The number {s} is added. What is [the average then|their "
        "average now]?",
        "{A} has an average of {m} points after {n} games. In the next [game|round] {he} scores {s}. What "
        "is {his} average [now|then]?",
        "{n} [parcels|bags] weigh {m} {weights} on average. One of {s} {weights} is [added|put to them]. "
        "What is the average weight then?",
    ),
    story(
        "n:few m:count k:few j:few q=m+k*(n+j); j > 1",
        "one: sum of the first = n * m; two: sum of the second = j * q; all: sum of all = one + two; "
        "numbers: values = n + j; average = all / numbers",
        "{n} [pupils|players] have an average of {m} points, {j} others one of {q}. What is the average of "
        "[them all|all of them]?",
        "A group of {n} {things} weighs {m} grams on average, a group of {j} weighs {q} grams on average. "
        "What is the average [of both groups|of all of them]?",
        "{A} sold {m} {things} a day for {n} days and {q} a day for {j} days, on average. How many a day is "
        "that [over all the days|in all]?",
    ),
    story(
        "j:few m:count d:few n=j+1 s=m+d*j; m > d",
        "all: sum of all = n * m; left: sum of the others = all - s; rest: others = n - 1; average = left / "
        "rest",
        "The [average|mean] of {n} numbers is {m}. The number {s} is taken away. What is the [average|mean] "
        "of the others?",
        "{n} [boys|players] have {m} points on average. One of them has {s}. What is the average of the "
        "others?",
        "{A} sold {m} {things} a day on average over {n} days, {s} of them on the first day. How many a day "
        "is that on the other days?",
    ),
    story(
        "n:few m:count d:few t=m+d",
        "now: sum now = n * m; days: values in the end = n + 1; goal: sum needed = days * t; need = goal - "
        "now",
        "{A} has an average of {m} points after {n} games. How many points [must|should] {he} score in the "
        "next game [for|to reach] an average of {t}?",
        "The [mean|average] of {n} numbers is {m}. [Which number must be added|What number has to be added] "
        "to make it {t}?",
        "After {n} days {A} has [walked|cycled] {m} {distances} a day on average. How many must {he} "
        "[do|cover] the next day to raise this to {t}?",
    ),
    story(
        "a:count b:count c:count d:count; (a+b+c+d) % 4 == 0; 3*a > b + c + d",
        "one: first two = a + b; two: last two = c + d; all: sum of all = one + two; average = all / 4; "
        "more: above the average = a - average",
        "{A} sold {a}, {b}, {c} and {d} {things} in 4 weeks. By how many was the first week [above|over] "
        "the average?",
        "[The numbers are|Look at] {a}, {b}, {c} and {d}. How much is the first of these 4 above their "
        "average?",
        "In 4 games {A} scored {a}, {b}, {c} and {d} points. How many points [above|over] {his} average was "
        "the first game?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {7..60} years old.",
    "{A} has {2..9} cousins.",
)

FAMILY = story_family("averages", STORIES, EXTRAS)
