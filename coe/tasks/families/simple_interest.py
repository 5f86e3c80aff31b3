"""Simple interest: interest, final sum, rate, time, principal, loans."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "r:2..12 b:count n=100*b t:few",
        "yearly: interest a year = r/100 * n; interest = yearly * t",
        "{A} saves ${n} at {r}% simple interest a year. How much interest is that in {t} years?",
        "What is the simple interest on ${n} at {r}% a year for {t} years?",
        "A bank pays {r}% simple interest a year. How many dollars of interest do ${n} bring in {t} years?",
        "{A} lends ${n} for {t} years at {r}% simple interest a year. How much interest does {he} get?",
    ),
    story(
        "r:2..12 b:count n=100*b t:few",
        "yearly: interest a year = r/100 * n; interest = yearly * t; total = n + interest",
        "{A} puts ${n} in a bank that pays {r}% simple interest a year. How much is there after {t} years?",
        "${n} are saved for {t} years at {r}% simple interest a year. What is the [final amount|amount "
        "then]?",
        "{A} borrows ${n} at {r}% simple interest a year and pays everything back after {t} years. How much "
        "does {he} pay?",
        "At {r}% simple interest a year, to [how many dollars|what sum] do ${n} grow in {t} years?",
    ),
    story(
        "r:2..12 b:count n=100*b t:few i=r*b*t",
        "yearly: interest a year = i / t; part: share of the sum = yearly / n; rate: percent a year = part "
        "* 100",
        "${n} bring ${i} of simple interest in {t} years. What is the [rate in percent a year|yearly rate "
        "in percent]?",
        "{A} gets ${i} of simple interest on ${n} after {t} years. What percent a year does the bank pay?",
        "At what yearly rate, in percent, do ${n} earn ${i} of simple interest in {t} years?",
        fractions=True,
    ),
    story(
        "r:2..12 b:count n=100*b t:few i=r*b*t",
        "yearly: interest a year = r/100 * n; years = i / yearly",
        "In how many years do ${n} [bring|earn] ${i} of simple interest at {r}% a year?",
        "{A} saves ${n} at {r}% simple interest a year. After how many years has {he} earned ${i} of "
        "interest?",
        "How many years [does it take until ${n} earn|must ${n} be saved to earn] ${i}, at {r}% simple "
        "interest a year?",
    ),
    story(
        "r:2..12 b:count t:few i=r*b*t",
        "yearly: interest a year = i / t; one: one percent = yearly / r; sum = one * 100",
        "A sum [brings|earns] ${i} of simple interest in {t} years at {r}% a year. [How many dollars is the "
        "sum|How large is the sum, in dollars]?",
        "{A} [earned|got] ${i} of simple interest in {t} years at {r}% a year. How much [did {he} save|had "
        "{he} saved]?",
        "How [much money|many dollars] must be saved to earn ${i} of simple interest in {t} years at {r}% a "
        "year?",
    ),
    story(
        "r:2..12 b:count n=100*b s:2..12 c:count k=100*c t:few",
        "first: interest a year on the first = r/100 * n; second: interest a year on the second = s/100 * "
        "k; yearly: interest a year = first + second; interest = yearly * t",
        "{A} has ${n} at {r}% and ${k} at {s}% simple interest a year. How much interest does {he} get in "
        "{t} years?",
        "One account of ${n} pays {r}% a year, another of ${k} pays {s}%, both simple interest. What [is "
        "the interest of both|do both bring] in {t} years?",
        "What simple interest do ${n} at {r}% and ${k} at {s}% a year [bring|earn] together in {t} years?",
    ),
    story(
        "r:2..12 b:count n=1200*b m:2..11",
        "yearly: interest a year = r/100 * n; monthly: interest a month = yearly / 12; interest = monthly * "
        "m",
        "{A} [saves|lends] ${n} for {m} months at {r}% simple interest a year. How much interest is that?",
        "What simple interest do ${n} [bring|earn] in {m} months at {r}% a year?",
        "A loan of ${n} costs {r}% simple interest a year. How many dollars of interest are due after {m} "
        "months?",
    ),
    story(
        "r:2..12 c:count k:2..6 n=1200*c*k",
        "yearly: interest a year = r/100 * n; interest = yearly * k; due: sum to pay back = n + interest; "
        "months = k * 12; monthly: payment a month = due / months",
        "{A} borrows ${n} for {k} years at {r}% simple interest a year and pays it all back in equal "
        "monthly payments. How much is [one|each] payment?",
        "A loan of ${n} at {r}% simple interest a year is paid back with its interest over {k} years, every "
        "month the same. [What|How much] is paid a month?",
        "What [are the|is each of the] equal monthly payments that pay back ${n} and {k} years of simple "
        "interest at {r}% a year in these {k} years?",
    ),
    story(
        "r:2..8 d:1..6 s=r+d b:count n=100*b t:few",
        "low: interest a year at the first bank = r/100 * n; high: interest a year at the second bank = "
        "s/100 * n; more: more a year = high - low; gain: more in all = more * t",
        "One bank [pays|offers] {r}% and another {s}% simple interest a year. How much more do ${n} bring "
        "at the second in {t} years?",
        "{A} moves ${n} from a bank with {r}% to one with {s}% simple interest a year. How much more "
        "interest does {he} [get|earn] in {t} years?",
        "By [how many dollars|how much] is the simple interest on ${n} in {t} years higher at {s}% than at "
        "{r}% a year?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {18..70} years old.",
    "{A} has {2..9} neighbors.",
)

FAMILY = story_family("simple_interest", STORIES, EXTRAS)
