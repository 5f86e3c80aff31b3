"""Word problems of the kitchen: recipes, batches, servings, portions."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "n:count b:few k:few; k < n * b",
        "baked: {treats} baked = n * b; left: {treats} left = baked - k",
        "{A} bakes {b} batches of {n} {treats}. {his} friends eat {k} of them. How many {treats} are left?",
        "A batch makes {n} {treats}. {A} makes {b} batches and [gives away|burns] {k} {treats}. How many "
        "does {he} have?",
        "From {b} batches of {n} {treats} each, {A} takes {k} to school. How many {treats} [stay at "
        "home|remain]?",
        extras=(
            "The oven is set to {301..450} degrees.",
            "Each batch takes {13..40} minutes.",
        ),
    ),
    story(
        "s:few q:few n=s*q c:few",
        "times: recipes needed = n / s; cups = times * c",
        "A [recipe|meal] for {s} people [needs|takes] {c} cups of [flour|rice|milk]. How many cups does {A} "
        "need for {n} people?",
        "{A} cooks for {n} guests. The recipe serves {s} and takes {c} cups of [rice|broth]. How many cups "
        "are needed?",
        "To feed {s} people, {A} uses {c} cups of [lentils|oats]. How many cups does {he} use for {n} "
        "people?",
        extras=("The soup cooks for {31..90} minutes.",),
    ),
    story(
        "g:few e:2..5 k:few; (g*12-k) % e == 0; g*12 > k + e",
        "all: eggs in all = g * 12; left: eggs left = all - k; omelets = left / e",
        "{A} buys {g} dozen eggs and [drops|boils] {k} of them. {he} uses {e} eggs for an omelet. How many "
        "omelets can {he} make?",
        "There are {g} dozen eggs in the [kitchen|fridge]. {k} are used for [a cake|noodles], the others "
        "for omelets of {e} eggs each. How many omelets is that?",
        "From {g} dozen eggs {A} takes {k} for [pancakes|noodles]. How many omelets of {e} eggs can {he} "
        "make with the rest?",
        extras=("A dozen eggs costs ${3..9}.",),
    ),
    story(
        "a:few t:times b:few",
        "sugar: cups of sugar = a * t; two: cups without milk = a + sugar; total = two + b",
        "A cake needs {a} cups of flour, {t:times} as much sugar and {b} cups of milk. How many cups is "
        "that in all?",
        "{A} mixes {a} cups of flour with {t:times} as many cups of sugar, and adds {b} cups of milk. How "
        "many cups are in the bowl?",
        "For a dough, {A} takes {b} cups of milk, {a} cups of flour, and {t:times} as much sugar as flour. "
        "How many cups does {he} use?",
    ),
    story(
        "n:few p:price k:few q:price s:2..6",
        "meat: cost of the meat = n * p; veg: cost of the vegetables = k * q; total = meat + veg; each: "
        "cost for each = total / s",
        "{A} buys {n} pounds of meat at ${p} a pound and {k} pounds of vegetables at ${q} a pound for a "
        "dinner for {s}. What is the cost for each person?",
        "A [dinner|meal] for {s} people [takes|needs] {n} pounds of meat at ${p} and {k} pounds of "
        "vegetables at ${q}. How much does it cost for each person?",
        "Meat is ${p} a pound and vegetables are ${q} a pound. {s} friends [cook with|use] {n} pounds of "
        "meat and {k} pounds of vegetables. How many dollars does each pay?",
    ),
    story(
        "g:few c:few s:few q:few w=g*s+c+2*q",
        "guests: slices for guests = g * s; rest: slices after dinner = w - guests; lunch: after lunch = "
        "rest - c; half: slices each = lunch / 2",
        "{A} cuts {w} slices of pizza. {g} guests eat {s} slices each, and {he} eats {c} for lunch. {A} and "
        "{B} share the rest equally. How many does each get?",
        "Of {w} slices of pizza, {g} guests take {s} each. {c} more are eaten the next day, and two friends "
        "split what is left. How many slices does each friend get?",
        "There are {w} slices of cake at {A}'s party. Each of {g} guests eats {s}, {his} mother takes {c}, "
        "and {A} and {B} get equal shares of the rest. How many slices does {A} get?",
    ),
    story(
        "n:few p:few k:few q:few s:2..6; (n*p+k*q) % s == 0",
        "small: from small pots = n * p; large: from large pots = k * q; all: cups of soup = small + large; "
        "bowls = all / s",
        "{A} fills {n} small pots with {p} cups of soup each and {k} large pots with {q} cups each. A bowl "
        "holds {s} cups. How many bowls can {he} fill?",
        "{n} pots of {p} cups and {k} pots of {q} cups of soup are served in bowls of {s} cups. How many "
        "bowls is that?",
        "A bowl takes {s} cups of soup. How many bowls does {A} get from {n} pots with {p} cups and {k} "
        "pots with {q} cups?",
    ),
    story(
        "b:few n:count p:cheap c:sum k:few; k < n * b; (n*b-k)*p > c",
        "baked: {treats} baked = b * n; sold: {treats} sold = baked - k; income = sold * p; profit = income "
        "- c",
        "{A} bakes {b} trays of {n} {treats}, eats {k} and sells the rest for ${p} each. The ingredients "
        "cost ${c}. What is {his} profit?",
        "At a bake sale {A} has {b} trays with {n} {treats} each. {k} are left over, the others are sold "
        "for ${p} each. After paying ${c} for ingredients, how much does {he} gain?",
        "Ingredients for {b} trays of {n} {treats} cost {A} ${c}. {he} gives away {k} {treats} and sells "
        "the others at ${p}. How much profit does {he} make?",
        extras=("The sale is for a class of {21..35} pupils.",),
    ),
    story(
        "a:few b:few c:few g:few k:few",
        "two: cups for one cake = a + b; one: cups with milk = two + c; cakes: cups for the cakes = one * "
        "g; need: cups with the icing = cakes + k; total: cups for two parties = need * 2",
        "A cake takes {a} cups of flour, {b} cups of sugar and {c} cups of milk. A party needs {g} cakes, "
        "and {k} cups of icing. How many cups go into two such parties?",
        "For a party, {A} bakes {g} cakes with {a} cups of flour, {b} of sugar and {c} of milk each, and "
        "makes {k} cups of icing. How many cups does {he} use for two parties?",
        "{A} makes {g} cakes and {k} cups of icing for each of two parties. One cake has {a} cups of flour, "
        "{b} cups of sugar and {c} cups of milk. How many cups is that altogether?",
    ),
    story(
        "n:few b:few p:percent m:few q:cheap; (n*b*20*p) % 100 == 0",
        "tray: {treats} on the trays = n * b; baked: {treats} in all = tray * 20; sold: {treats} sold = "
        "p/100 * baked; left: {treats} left = baked - sold; kept: {treats} for sale = left - m; worth = "
        "kept * q",
        "A bakery bakes {n} trays of {b} {treats} on each of 20 days. {p}% are sold in the shop, {m} are "
        "burnt and the rest go to hotels for ${q} each. How much do the hotels pay?",
        "For 20 days {A} bakes {n} trays of {b} {treats} a day. {he} sells {p}% of all {treats} in the shop "
        "and eats {m}. A hotel buys the others at ${q} each. How many dollars does it pay?",
        "Every day {n} trays with {b} {treats} each are baked. Of those from 20 days, {p}% are sold and {m} "
        "are thrown away; a school takes the rest for ${q} each. How much does the school pay?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {18..70} years old.",
    "The kitchen has {2..9} shelves.",
    "{A} has {11..60} cookbooks.",
)

FAMILY = story_family("story_cooking", STORIES, EXTRAS)
