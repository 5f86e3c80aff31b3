"""Work rates: together, with helpers, filling and draining, working days."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "a:2..12 b:2..12; a != b",
        "one: share of the first an hour = 1 / a; two: share of the second an hour = 1 / b; both: share of "
        "both an hour = one + two; hours = 1 / both",
        "{A} [paints|cleans] a room in {a} hours, {B} in {b} hours. How many hours do they need together?",
        "{A} needs {a} hours for a job and {B} needs {b} hours. How long, in hours, do they take together?",
        "Working alone, {A} builds a fence in {a} hours and {B} in {b} hours. In how many hours do both "
        "build it?",
        "One pump fills a tank in {a} hours, another in {b} hours. How many hours do {A}'s two pumps need "
        "together?",
        fractions=True,
    ),
    story(
        "n:few k:few j:few d=k*j; k != n",
        "work: days of work = n * d; days = work / k",
        "{n} workers [build|repair] a wall in {d} days. How many days do {k} workers need?",
        "A job takes {n} people {d} days. How many days does it take {k} people?",
        "{d} days are enough for {n} painters to paint a school. In how many days do {k} painters paint it?",
        "A farmer has feed for {n} cows for {d} days. For how many days does it last {k} cows?",
    ),
    story(
        "p:count q:count t:few n=(p+q)*t",
        "rate: made in an hour = p + q; hours = n / rate",
        "One machine makes {p} [parts|toys] an hour, another {q}. How many hours do both need for {n}?",
        "{A} types {p} words a minute and {B} {q}. In how many minutes do they type {n} words together?",
        "Two printers print {p} and {q} pages a minute. How many minutes do they take for {n} pages "
        "together?",
    ),
    story(
        "d:few q:few b:few n=d*q a=b+d",
        "net: gain an hour = a - b; hours = n / net",
        "A tap fills a tank with {a} liters an hour, while {b} liters an hour leak out. How many hours does "
        "it take to fill {n} liters?",
        "A pump brings {a} gallons an hour into a pool, and a drain takes out {b}. In how many hours does "
        "the pool gain {n} gallons?",
        "{A} fills a tub with {a} liters a minute, but {b} liters a minute run out. After how many minutes "
        "are {n} liters in it?",
    ),
    story(
        "f:fraction q:few h=q*num(f)",
        "whole: hours for the whole = h / f",
        "{A} does {f} of a job in {h} hours. How many hours does the whole job take?",
        "In {h} hours {f} of a [wall|fence] is painted. How long, in hours, does the whole of it take?",
        "{h} hours are needed for {f} of a [field|road]. How many hours is that for all of it?",
        fractions=True,
    ),
    story(
        "n:count h:few m:count k:few t:few p=n*h r=m*k",
        "one: {A}'s rate = p / h; two: {B}'s rate = r / k; rate: rate of both = one + two; total = rate * t",
        "{A} packs {p} boxes in {h} hours and {B} packs {r} boxes in {k} hours. How many boxes do they pack "
        "together in {t} hours?",
        "In {h} hours {A} sews {p} bags, and in {k} hours {B} sews {r}. How many bags do both sew in {t} "
        "hours?",
        "{A} plants {p} trees in {h} days; {B} plants {r} trees in {k} days. How many trees do both plant "
        "in {t} days?",
    ),
    story(
        "p:count h:few q:count t:few n=p*h+(p+q)*t",
        "alone: made alone = p * h; left: still to make = n - alone; rate: made together an hour = p + q; "
        "hours = left / rate",
        "{A} makes {p} {crafts} an hour. After {h} hours {B}, who makes {q} an hour, helps. How many hours "
        "do they work together until {n} {crafts} are made?",
        "{n} {crafts} are ordered. {A} makes {p} an hour and works alone for {h} hours, then {B} joins with "
        "{q} an hour. How many hours more does it take?",
        "Alone for {h} hours, {A} makes {p} {crafts} an hour. Then {B} helps with {q} an hour. After how "
        "many more hours are all {n} {crafts} done?",
    ),
    story(
        "y:few x:few j:1..3 k:few n=y+x d=k+y*j",
        "all: days left as planned = d - k; work: days of work left = n * all; men: workers left = n - x; "
        "days = work / men",
        "{n} workers would finish a road in {d} days. After {k} days {x} of them leave. How many more days "
        "do the others need?",
        "A house is to be built by {n} workers in {d} days. {k} days later {x} workers fall ill. In how "
        "many more days do the rest finish?",
        "{n} people plan {d} days for a job. When {k} days are over, {x} people go. How many days does the "
        "rest of the job take?",
    ),
    story(
        "w:count h:few p:few m:few t:few n=w*h*p",
        "one: made an hour = n / h; each: made by each an hour = one / p; hour: made by the new group an "
        "hour = each * m; total = hour * t",
        "{p} bakers make {n} rolls in {h} hours. How many rolls do {m} bakers make in {t} hours?",
        "In {h} hours {p} machines make {n} bolts. How many bolts do {m} machines make in {t} hours?",
        "{n} pages are typed by {p} people in {h} hours. How many pages do {m} people type in {t} hours?",
    ),
    story(
        "a:3..12 b:2..12 k:2..9; k < a",
        "one: done by {A} = k / a; left: share left = 1 - one; hours = left * b",
        "{A} needs {a} hours for a job, {B} needs {b} hours. {A} works {k} hours and {B} does the rest. How "
        "many hours does {B} work?",
        "A job takes {A} {a} hours and {B} {b} hours. After {k} hours {A} stops. How many hours does {B} "
        "need to finish it?",
        "{A} can [paint|clean] a house in {a} hours and {B} in {b}. {A} does it for {k} hours, then {B} "
        "alone. For how many hours does {B} work?",
        fractions=True,
    ),
)  # fmt: skip

EXTRAS = (
    "The work begins at {6..10} in the morning.",
    "{A} is {18..64} years old.",
    "It is {11..30} degrees outside.",
)

FAMILY = story_family("work_rates", STORIES, EXTRAS)
