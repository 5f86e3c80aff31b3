"""Word problems of farm and garden: animals, legs, milk, rows of plants, harvests, feed."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

_FOUR = "cow|goat|sheep/sheep|horse|pig"
_TWO = "hen|duck|goose/geese|turkey"

STORIES = (
    story(
        "n:count m:count",
        "four: legs of the {beasts} = n * 4; two: legs of the {birds} = m * 2; legs = four + two",
        "A farmer has {n} {beasts} and {m} {birds}. How many legs do the animals have?",
        "There are {n} {beasts} and {m} {birds} in a yard. How many legs is that in all?",
        "{A} [counts|feeds] {n} {beasts} and {m} {birds}. How many legs do they have together?",
        "How many legs do the {n} {beasts} and {m} {birds} on {A}'s farm have?",
        extras=("The farm is {21..90} years old.",),
        words={"beast": _FOUR, "bird": _TWO},
    ),
    story(
        "r:few n:count k:few; k < r * n",
        "planted: {plants} planted = r * n; left: {plants} left = planted - k",
        "{A} plants {r} rows of {n} {plants}. {k} of them die. How many {plants} are left?",
        "A garden has {r} rows with {n} {plants} each. {A} digs out {k} {plants}. How many {plants} remain?",
        "In a field there are {n} {plants} in each of {r} rows. Rabbits eat {k} {plants}. How many {plants} "
        "does {A} still have?",
        extras=("The rows are {21..60} feet long.",),
    ),
    story(
        "n:count e:few d:few; e < n",
        "daily: eggs sold a day = n - e; week: eggs sold in all = daily * d",
        "{A}'s hens lay {n} eggs [a|every] day. {he} [eats|uses] {e} each day and sells the rest. How many "
        "eggs does {he} sell in {d} days?",
        "A farm gets {n} eggs a day. {e} are [used|eaten] in the kitchen, the others are sold. How many "
        "eggs are sold in {d} days?",
        "Each day {A} takes {e} of the {n} eggs that {his} hens lay [and sells the others|for {himself} and "
        "sells the rest]. How many eggs are sold in {d} days?",
        extras=("The hens eat {2..9} pounds of grain.",),
    ),
    story(
        "n:count e:few m:few p:cheap; e + m < n",
        "first: after breakfast = n - e; left: eggs for sale = first - m; money = left * p",
        "{A}'s ducks lay {n} eggs a day. {he} eats {e} for breakfast, bakes with {m} and sells the rest for "
        "${p} each. How much does {he} make a day?",
        "Of {n} eggs, {A} eats {e} and uses {m} for a cake. {he} sells the others for ${p} each at the "
        "market. How many dollars does {he} get?",
        "At the market {A} sells eggs for ${p} each. Today's {n} eggs lose {e} for [breakfast|lunch] and "
        "{m} for muffins. How much does {he} earn with the rest?",
    ),
    story(
        "n:few l:few d:few p:cheap",
        "daily: {liquids} a day = n * l; all: {liquids} in all = daily * d; money = all * p",
        "Each of {n} cows gives {l} {liquids} of milk a day. How [much money|many dollars] do {d} days of "
        "milk bring at ${p} a {liquid}?",
        "{A} has {n} cows. A cow gives {l} {liquids} of milk a day, and a {liquid} sells for ${p}. What "
        "does {he} earn in {d} days?",
        "For {d} days, {n} cows give {l} {liquids} of milk each a day. {A} sells the milk at ${p} a "
        "{liquid}. How many dollars is that?",
        extras=("The milk truck comes at {4..8} in the morning.",),
    ),
    story(
        "a:few b:few j:few i:few k:few n=j*k m=i*k",
        "one: {fruits} from the first trees = a * n; two: {fruits} from the other trees = b * m; all: "
        "{fruits} in all = one + two; boxes = all / k",
        "{A} picks {n} {fruits} from each of {a} trees and {m} from each of {b} other trees. {he} packs {k} "
        "{fruits} in a box. How many boxes does {he} fill?",
        "{a} trees bear {n} {fruits} each and {b} trees bear {m} each. All {fruits} go into boxes of {k}. "
        "How many boxes is that?",
        "How many boxes of {k} {fruits} does {A} get from {a} trees with {n} {fruits} each and {b} trees "
        "with {m} {fruits} each?",
    ),
    story(
        "n:count t:times b:few; b < n",
        "goats: sheep = n * t; pigs = n - b; two: first two kinds = n + goats; total: animals = two + pigs",
        "A farm has {n} cows, {t:times} as many sheep as cows and {b} fewer pigs than cows. How many "
        "animals does it have?",
        "{A} owns {n} cows. {he} has {t:times} as many sheep and {b} fewer pigs than cows. How many animals "
        "is that in all?",
        "On a farm there are {b} fewer pigs than cows and {t:times} as many sheep as cows. There are {n} "
        "cows. How many animals are there together?",
    ),
    story(
        "n:few f:few m:few g:few d:few k:few w=(n*f+m*g)*d+k",
        "one: feed for the {beasts} = n * f; two: feed for the {birds} = m * g; daily: feed a day = one + "
        "two; used: feed used = daily * d; left: feed left = w - used",
        "A barn holds {w} {weights} of feed. Each of {n} {beasts} eats {f} {weights} a day and each of {m} "
        "{birds} eats {g}. How many {weights} are left after {d} days?",
        "{A} feeds {n} {beasts} with {f} {weights} each a day and {m} {birds} with {g} {weights} each. How "
        "much of {w} {weights} of feed is left after {d} days?",
        "Every day {n} {beasts} eat {f} {weights} of feed each and {m} {birds} eat {g} {weights} each. {A} "
        "has {w} {weights}. How many {weights} does {he} have after {d} days?",
        words={"beast": _FOUR, "bird": _TWO},
    ),
    story(
        "r:few n:count f:few p:cheap c:sum k:few; k < r*n; (r*n-k)*f*p > c",
        "all: plants in all = r * n; alive: plants that bear = all - k; crop: {fruits} = alive * f; money = "
        "crop * p; profit = money - c",
        "{A} has {r} rows of {n} trees. {k} trees bear nothing; the others bear {f} {fruits} each, which "
        "sell for ${p} each. After ${c} for water, what is {his} profit?",
        "An orchard has {r} rows with {n} trees. All but {k} trees bear {f} {fruits} each. The {fruits} are "
        "sold for ${p} each, and the work costs ${c}. How much profit is made?",
        "Of the trees in {r} rows of {n}, {k} are too young. Each of the others gives {f} {fruits}, sold at "
        "${p}. {A} pays ${c} for help. How many dollars does {he} gain?",
    ),
    story(
        "n:few l:few p:cheap m:few e:few q:cheap d:few f:sum; (n*l*p + m*e*q)*d > f",
        "milk: {liquids} of milk = n * l; one: money for milk = milk * p; eggs = m * e; two: money for eggs "
        "= eggs * q; daily: money a day = one + two; all: money in all = daily * d; profit = all - f",
        "Each of {n} cows gives {l} {liquids} of milk a day, sold at ${p} a {liquid}. Each of {m} hens lays "
        "{e} eggs a day, sold at ${q} each. Feed costs ${f} for {d} days. What is the profit in these days?",
        "{A} sells the milk of {n} cows, {l} {liquids} each a day, at ${p} a {liquid}, and the eggs of {m} "
        "hens, {e} each a day, at ${q}. What is left of the income of {d} days after ${f} for feed?",
        "A farm has {n} cows with {l} {liquids} of milk each and {m} hens with {e} eggs each, every day. A "
        "{liquid} of milk is ${p}, an egg ${q}. In {d} days, feed costs ${f}. How much profit is made in "
        "that time?",
    ),
)  # fmt: skip

EXTRAS = (
    "The farm has {2..9} barns.",
    "It rained on {2..9} days.",
    "The [road|way] to the market is {11..60} miles long.",
)

FAMILY = story_family("story_farm", STORIES, EXTRAS)
