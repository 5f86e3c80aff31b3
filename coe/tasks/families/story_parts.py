"""Word problems of parts of a whole: fractions and percents of an amount and of what remains."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "f:fraction q:sum n=q*den(f)",
        "part: {things} given away = f * n; left: {things} left = n - part",
        "{A} has {n} {things} and gives {f} of them to {B}. How many {things} are left?",
        "{f} of {A}'s {n} {things} are given to {B}. How many {things} does {A} keep?",
        "There are {n} {things} in a {container}. {A} takes {f} of the {things}. How many {things} stay in "
        "the {container}?",
        extras=("The {things} were collected in {2..9} years.",),
    ),
    story(
        "p:percent q:sum n=5*q",
        "part: girls = p/100 * n; rest: boys = n - part",
        "A [school|camp] has {n} children. {p}% of them are girls. How many boys are there?",
        "{p}% of the {n} members of a {group} are girls. [How many members are boys|The others are boys. "
        "How many boys are there]?",
        "Of {n} [swimmers|runners], {p}% are girls. How many boys are among them?",
        extras=("The oldest child is {13..16} years old.",),
        words={"group": "choir|club|band|team"},
    ),
    story(
        "f:fraction g:fraction q:sum n=q*den(f)*den(g); f + g < 1",
        "one: money for food = f * n; two: money for rent = g * n; spent = one + two; left = n - spent",
        "{A} earns ${n}. {he} spends {f} of it on food and {g} of it on rent. How much is left?",
        "Of {his} ${n}, {A} uses {f} for food and {g} for rent. How many dollars does {he} keep?",
        "{f} of {A}'s ${n} goes to food, {g} of the ${n} to rent. How much money does {he} have left?",
        extras=("{A} pays with {2..9} bills.",),
    ),
    story(
        "f:fraction g:fraction q:sum n=q*den(f)*den(g)",
        "one: pages on the first day = f * n; rest: pages left = n - one; two: pages on the second day = g "
        "* rest; left: pages still to read = rest - two",
        "{a_book} has {n} pages. {A} reads {f} of it on Monday and {g} of the rest on Tuesday. How many "
        "pages are still to read?",
        "{A} reads {f} of a {n}-page {book} on the first day and {g} of the remaining pages on the second. "
        "How many pages are left?",
        "From a {book} of {n} pages, {A} has read {f}. Then {he} reads {g} of what is left. How many pages "
        "remain?",
        extras=(
            "The {book} costs ${11..40}.",
            "The {book} has {41..60} chapters.",
        ),
        words={"book": "novel|story book|biography"},
    ),
    story(
        "p:percent q:sum n=5*q f:fraction; n*p % (100*den(f)) == 0",
        "one: {vehicles} sold = p/100 * n; two: sold on the first day = f * one; later: sold later = one - "
        "two",
        "A [dealer|shop] [has|gets] {n} {vehicles} and sells {p}% of them. {f} of those are sold on the "
        "first day. How many {vehicles} are sold later?",
        "{p}% of {n} {vehicles} are sold, {f} of these on the first day and the [others|rest] "
        "[later|afterwards]. How many {vehicles} are sold later?",
        "Of {n} {vehicles}, {A} sells {p}%. {he} sells {f} of these on one day. How many {vehicles} does "
        "{he} sell on the other days?",
    ),
    story(
        "q:sum n=5*q p:percent r:percent; p + r < 100",
        "share: percent in all = p + r; other: percent of the others = 100 - share; rest: visitors from "
        "elsewhere = other/100 * n",
        "Of {n} visitors of a {place}, {p}% come from the town and {r}% from villages nearby. How many "
        "visitors come from elsewhere?",
        "{p}% of the {n} visitors of a {place} walk and {r}% take the bus. The others drive. How many "
        "visitors drive?",
        "A {place} had {n} visitors: {p}% were children, {r}% were students, the rest were adults. How many "
        "adults came?",
        extras=(
            "The {place} has {2..9} entrances.",
            "A ticket costs ${3..19}.",
        ),
    ),
    story(
        "f:fraction q:sum n=q*den(f) k:few m:few; n*f*k > m",
        "red: red {flowers} = f * n; bunch: red {flowers} for all = red * k; left = bunch - m",
        "Each of {k} gardens has {n} {flowers}. In each garden {f} of them are red. After {m} red {flowers} "
        "are picked, how many red {flowers} are left?",
        "{A} [plants|has] {n} {flowers} in each of {k} beds, and {f} of those in each bed are red. {he} "
        "cuts {m} red ones. How many red {flowers} remain?",
        "There are {k} [parks|fields] with {n} {flowers} each, {f} of them red. {m} red {flowers} are sold. "
        "How many red {flowers} are there then?",
    ),
    story(
        "f:fraction q:sum n=q*den(f)*5 p:percent k:2..8; (n - n*f) * p % 100 == 0",
        "one: {fruits} sold = f * n; rest: {fruits} left = n - one; two: {fruits} spoiled = p/100 * rest; "
        "good: good {fruits} = rest - two; boxes = good / k",
        "A farmer picks {n} {fruits} and sells {f} of them. {p}% of the rest are spoiled. The good ones are "
        "packed in boxes of {k}. How many boxes are there?",
        "{f} of {n} {fruits} are sold at once, and {p}% of the others are spoiled. {A} puts the good ones "
        "in boxes of {k}. How many boxes does {he} need?",
        "From {n} {fruits}, {A} sells {f}. Of those left, {p}% go bad. Boxes of {k} are filled with what is "
        "still good. How many boxes are filled?",
        extras=("A box costs ${2..9}.",),
    ),
    story(
        "f:fraction g:fraction q:sum n=q*den(f)*den(g)*2 k:few; f + g < 1; n - n*f - n*g > k",
        "one: red {things} = f * n; two: blue {things} = g * n; both: other colors = one + two; other: "
        "green {things} = n - both; left: green {things} left = other - k; half: half of them = left / 2; "
        "total = half + one",
        "{A} has {n} {things}. {f} are red, {g} are blue and the others are green. {he} loses {k} green "
        "ones and gives half of the green ones left to {B}, with all red ones. How many {things} does {B} "
        "get?",
        "Of {n} {things}, {f} are red and {g} blue; the rest are green. {k} green {things} break. {A} gives "
        "all red {things} and half of the green {things} that are left to {B}. How many {things} is that?",
        "{n} {things} are red ({f} of them), blue ({g} of them) or green. After {k} green {things} are "
        "lost, {B} gets the red {things} and half of the green {things}. How many {things} does {B} get?",
    ),
    story(
        "f:fraction q:sum n=q*den(f)*5 p:percent t:2..4 k:sum; (n - n*f) * p % 100 == 0",
        "rent = f * n; rest: left after rent = n - rent; food = p/100 * rest; left: left after food = rest "
        "- food; year: left in all months = left * t; total = year + k",
        "{A} earns ${n} a month. {he} pays {f} of it for rent and {p}% of the rest for food. How much does "
        "{he} have after {t} months, if {he} had ${k} before?",
        "Each month {A} gets ${n}, of which {f} is for rent; {p}% of what remains is for food. {he} saves "
        "the rest for {t} months and had saved ${k}. How much is saved then?",
        "From ${n} a month, {A} spends {f} on rent and {p}% of the remaining money on food. With ${k} from "
        "before, how many dollars does {he} have after {t} months?",
    ),
)  # fmt: skip

EXTRAS = (
    "This was {2..9} weeks ago.",
    "{A} is {16..60} years old.",
    "{A} has {2..9} neighbors.",
)

FAMILY = story_family("story_parts", STORIES, EXTRAS)
