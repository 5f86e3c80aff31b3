"""Compound interest: savings, growth and loss that build on what is there."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "r:rate b:sum n=100*b",
        "first: interest of the first year = r/100 * n; one: after one year = n + first; second: interest "
        "of the second year = r/100 * one; two: after two years = one + second",
        "{A} [saves|invests] ${n} at {r}% interest, compounded yearly. How much is there after two years?",
        "${n} earn {r}% a year, compounded yearly. What is the amount after two years?",
        "To how many dollars do ${n} grow in two years at {r}% compound interest?",
        "A bank adds {r}% to an account each year. {A} pays in ${n}. What does {he} have after two years?",
    ),
    story(
        "r:rate b:sum n=100*b",
        "first: interest of the first year = r/100 * n; one: after one year = n + first; second: interest "
        "of the second year = r/100 * one; interest = first + second",
        "{A} saves ${n} at {r}% interest, compounded yearly. How much interest does {he} earn in two years?",
        "What is the compound interest on ${n} at {r}% a year for two years?",
        "How much interest do ${n} [bring|earn] in two years at {r}%, compounded yearly?",
    ),
    story(
        "r:tens b:sum n=1000*b",
        "first: growth in the first year = r/100 * n; one: after one year = n + first; second: growth in "
        "the second year = r/100 * one; two: after two years = one + second; third: growth in the third "
        "year = r/100 * two; three: after three years = two + third",
        "A [town|village] of {n} people grows by {r}% [each|every] year. How many people live there after "
        "three years?",
        "{A} [saves|invests] ${n} at {r}% interest, compounded yearly. [How much is there|What does {he} "
        "have] after three years?",
        "The number of trees in a forest, now {n}, [rises|grows] by {r}% a year. How many trees are there "
        "in three years?",
    ),
    story(
        "r:rate b:sum n=100*b",
        "first: loss in the first year = r/100 * n; one: after one year = n - first; second: loss in the "
        "second year = r/100 * one; two: after two years = one - second",
        "A car of ${n} loses {r}% of its value each year. [What|How much] is it worth after two years?",
        "{A} buys a machine for ${n}. Each year its value falls by {r}%. How much is it worth in two years?",
        "The value of {a_good}, ${n}, goes down by {r}% of what it was each year. What is the value after "
        "two years?",
        "A lake holds {n} tons of water and loses {r}% of it each year. How many tons are left after two "
        "years?",
    ),
    story(
        "r:rate b:sum n=100*b",
        "simple: simple interest a year = r/100 * n; both: simple interest in two years = simple * 2; one: "
        "after one year = n + simple; second: interest of the second year = r/100 * one; all: compound "
        "interest = simple + second; more: difference = all - both",
        "How much more do ${n} [bring|earn] at {r}% compound interest than at {r}% simple interest in two "
        "years?",
        "{A} can save ${n} for two years at {r}% simple or at {r}% compound interest a year. By how many "
        "dollars do they differ?",
        "What is the difference between compound and simple interest on ${n} at {r}% a year for two years?",
    ),
    story(
        "n:count",
        "one: after one step = n * 2; two: after two steps = one * 2; three: after three steps = two * 2",
        "A dish holds {n} [bacteria|cells]. Their number [doubles|is doubled] every hour. How many are "
        "there after three hours?",
        "{A} has {n} [fish|rabbits]. Their number doubles every year. How many are there after three years?",
        "Every [week|month] the number of readers of a page doubles. It has {n} readers [now|today]. How "
        "many has it after doing so three times?",
    ),
    story(
        "n:count",
        "one: after one step = n * 3; two: after two steps = one * 3",
        "A dish holds {n} bacteria. Their number is tripled every hour. How many are there after two hours?",
        "Every year the number of plants in a pond becomes three times as large. There are {n}. How many "
        "are there in two years?",
        "{A} has {n} fish, and each year their number triples. How many fish are there after two years?",
    ),
    story(
        "r:rate b:sum n=100*b d:count k=100*d",
        "first: interest of the first year = r/100 * n; one: after one year = n + first; more: with the new "
        "money = one + k; second: interest of the second year = r/100 * more; two: after two years = more + "
        "second",
        "{A} saves ${n} at {r}% a year, compounded yearly, and adds ${k} after the first year. How much is "
        "there after two years?",
        "An account of ${n} pays {r}% a year. After one year ${k} are added. What is in it after another "
        "year with interest?",
        "After a year at {r}% interest on ${n}, {A} pays in ${k} more. How many dollars are there after the "
        "second year at {r}%?",
    ),
    story(
        "h:rate r=2*h b:sum n=100*b",
        "half: percent for half a year = r / 2; first: interest of the first half = half/100 * n; one: "
        "after half a year = n + first; second: interest of the second half = half/100 * one; two: after "
        "one year = one + second",
        "{A} saves ${n} at {r}% a year, compounded every half year. How much is there after [one|a] year?",
        "A bank pays {r}% a year on ${n} and adds the interest every six months. What is the [amount|sum] "
        "after a year?",
        "To how many dollars do ${n} grow in a year at {r}%, compounded twice a year?",
    ),
    story(
        "r:rate s:rate b:sum n=100*b",
        "up: rise = r/100 * n; one: after the rise = n + up; down: fall = s/100 * one; two: after the fall "
        "= one - down",
        "A price of ${n} rises by {r}% and then falls by {s}%. What is it then?",
        "A share of ${n} goes up by {r}% in May and down by {s}% in June. What is it worth at the end of "
        "June?",
        "{A} has {n} [fish|bees]. Their number grows by {r}% and then drops by {s}%. How many are there?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {18..70} years old.",
    "{A} has {2..9} neighbors.",
)

FAMILY = story_family("compound_interest", STORIES, EXTRAS)
