"""Word problems of work: wages, overtime, production, profit, teams."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "p:wage h:3..10 d:few",
        "daily: pay for a day = p * h; pay = daily * d",
        "{A} earns ${p} an hour and works {h} hours a day. How much does {he} earn in {d} days?",
        "{A} [works|babysits] {h} hours on each of {d} days for ${p} an hour. How many dollars does {he} "
        "earn?",
        "A {worker} is paid ${p} an hour. What is the pay for {d} days of {h} hours?",
    ),
    story(
        "p:wage h:few m:sum; m < p * h",
        "pay = p * h; left = pay - m",
        "{A} works {h} hours [for|at] ${p} an hour and then spends ${m} on {a_good}. How much does {he} "
        "have left?",
        "After {h} hours of work at ${p} an hour, {A} pays ${m} for {a_good}. How much of the [pay|money] "
        "is left?",
        "{A} earns ${p} for every hour of [gardening|cleaning]. {he} worked {h} hours and gave ${m} to "
        "{his} {relative}. How many dollars did {he} keep?",
    ),
    story(
        "n:few p:price c:sum; c < n * p",
        "income = n * p; profit = income - c",
        "{A} sells {n} {crafts} for ${p} each. The [materials|supplies] cost {him} ${c}. What is {his} "
        "profit?",
        "{A} pays ${c} for [wool|wax] and paint, makes {n} {crafts} and sells each for ${p}. How much "
        "profit does {he} make?",
        "At a market {A} sold all {his} {n} {crafts} at ${p}. A stall cost {him} ${c}. How many dollars did "
        "{he} gain?",
        extras=("{A} works {2..9} evenings on them.",),
    ),
    story(
        "p:wage h:few x:few b:wage; b < p",
        "base: regular pay = p * h; rate: overtime rate = p + b; over: overtime pay = rate * x; pay = base "
        "+ over",
        "{A} earns ${p} an hour and ${b} an hour more for overtime. {he} works {h} regular hours and {x} "
        "hours of overtime. How much does {he} earn?",
        "A {worker} gets ${p} an hour; each overtime hour is paid ${b} more. What is the pay for {h} "
        "regular and {x} overtime hours?",
        "For {h} hours {A} is paid ${p} each. Then {he} works {x} hours of overtime, for which {he} gets "
        "${b} more an hour. What is {his} pay [in all|altogether]?",
    ),
    story(
        "n:count h:2..10 k:few",
        "one: made by one machine = n * h; total = one * k",
        "A machine makes {n} [toys|parts|cups] an hour. How many do {k} machines make in {h} hours?",
        "Each of {k} machines [fills|packs] {n} bottles an hour. How many bottles are that in {h} hours?",
        "A factory runs {k} machines for {h} hours. Every machine [makes|prints] {n} pages an hour. How "
        "many pages is that?",
        extras=("The hall is {41..90} yards long.",),
    ),
    story(
        "p:price c:price n:few d:few; c < p",
        "gain: profit on each = p - c; daily: profit a day = gain * n; profit = daily * d",
        "A {craft} costs {A} ${c} to make and sells for ${p}. {he} sells {n} a day. How much profit does "
        "{he} make in {d} days?",
        "{A} sells {n} {crafts} a day for ${p} each. Making one costs ${c}. What is {his} profit after {d} "
        "days?",
        "It costs ${c} to make a {craft}, which {A} sells for ${p}. What profit do {d} days with {n} sales "
        "a day bring?",
        extras=("{A} started the shop {2..15} years ago.",),
    ),
    story(
        "n:count m:count d:few k:few; m < n",
        "fast: made by {A} = n * d; slow: made by {B} = m * d; both = fast + slow; left = both - k",
        "{A} makes {n} {crafts} a day and {B} makes {m}. They work for {d} days, and {k} {crafts} break. "
        "How many are left?",
        "In {d} days {A} makes {n} {crafts} a day, {B} {m} a day. They [keep|give away] {k} of them and "
        "sell the rest. How many do they sell?",
        "{A} and {B} make {crafts} for {d} days: {n} a day and {m} a day. After {k} are sold, how many are "
        "left?",
    ),
    story(
        "k:few j:few h:2..10 q:few n=k*j b=k*q; q < j * h",
        "made: {treats} baked = n * h; rest: {treats} left = made - b; boxes = rest / k",
        "A bakery bakes {n} {treats} an hour for {h} hours. {b} are [burnt|sold at once]. The rest are "
        "packed {k} to a box. How many boxes are [filled|needed]?",
        "For {h} hours, {A} bakes {n} {treats} an hour. {he} sells {b} of them and puts the others in boxes "
        "of {k}. How many boxes does {he} fill?",
        "{A}'s oven makes {n} {treats} an hour and runs for {h} hours. {b} {treats} go to [neighbors|a "
        "school]. How many boxes of {k} can {he} fill with the others?",
    ),
    story(
        "w:few p:price v:few q:price c:sum d:few",
        "lawns: money for lawns = w * p; cars: money for cars = v * q; daily: earned a day = lawns + cars; "
        "earned = daily * d; total = earned + c",
        "{A} mows {w} lawns a day for ${p} each and washes {v} cars a day for ${q} each. {he} does this for "
        "{d} days and gets ${c} in tips. How much does {he} earn?",
        "Each day {A} mows {w} lawns at ${p} and washes {v} cars at ${q}. What does {he} earn in {d} days, "
        "with ${c} in tips?",
        "{A} charges ${p} for a lawn and ${q} for a car. For {d} days {he} does {w} lawns and {v} cars a "
        "day, and a neighbor adds ${c}. How many dollars is that in all?",
    ),
    story(
        "p:wage h:3..10 d:3..6 b:sum c:sum; p*h*d > c + 5",
        "daily: pay for a day = p * h; week: pay for the week = daily * d; four: pay for four weeks = week "
        "* 4; after: after the rent = four - c; bonus: with the bonus = after + b",
        "{A} earns ${p} an hour, {h} hours a day, {d} days a week. {he} works 4 weeks, pays ${c} rent and "
        "gets a bonus of ${b}. How much money does {he} have?",
        "In each of 4 weeks {A} works {d} days of {h} hours at ${p} an hour. After ${c} for rent and a "
        "bonus of ${b}, how many dollars does {he} have?",
        "{A}'s pay is ${p} an hour. {he} works {h} hours a day on {d} days a week. What is left of 4 weeks' "
        "pay after ${c} of rent, with a bonus of ${b} added?",
    ),
    story(
        "n:few p:price k:few q:price r:price c:sum; n*p + k*q > n*r + c",
        "one: income from {crafts} = n * p; two: income from {crafts2} = k * q; income = one + two; cost: "
        "cost of the wood = n * r; costs = cost + c; profit = income - costs",
        "{A} sells {n} {crafts} for ${p} each and {k} {crafts2} for ${q} each. The wood costs ${r} for each "
        "{craft}, and the stall costs ${c}. What is {his} profit?",
        "At a fair {A} takes in ${p} for each of {n} {crafts} and ${q} for each of {k} {crafts2}. {he} paid "
        "${r} for the wood of every {craft} and ${c} for the stall. How much is {his} gain?",
        "A stall at the fair costs {A} ${c}. {he} sells {n} {crafts} at ${p}, with ${r} of wood in each, "
        "and {k} {crafts2} at ${q}. What profit is left?",
        words={"craft": "chair|table|shelf/shelves|stool|bench|toy train"},
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {18..60} years old.",
    "The [work|job] starts at {6..10} in the morning.",
    "The town has {11..90} shops.",
)

FAMILY = story_family("story_work", STORIES, EXTRAS)
