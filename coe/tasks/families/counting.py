"""Counting: choices, orders, pairs and teams, codes, paths."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "n:few m:few",
        "ways = n * m",
        "{A} has {n} shirts and {m} pairs of trousers. How many outfits can {he} wear?",
        "A cafe offers {n} soups and {m} desserts. In how many ways can {A} choose one of each?",
        "There are {n} roads from {A}'s town to the lake and {m} from the lake to the sea. How many ways "
        "lead to the sea by the lake?",
        "{n} boys and {m} girls dance. How many pairs of a boy and a girl are possible?",
    ),
    story(
        "n:few m:few k:few",
        "two: first two choices = n * m; ways = two * k",
        "{A} [has|owns] {n} shirts, {m} pairs of trousers and {k} hats. How many outfits of all three [are "
        "there|can {he} wear]?",
        "A menu has {n} starters, {m} main dishes and {k} desserts. How many meals of three courses [are "
        "possible|can be chosen]?",
        "A [bike|phone] comes in {n} colors, {m} sizes and {k} models. How many [different ones|kinds] are "
        "there?",
    ),
    story(
        "n:count; n > 2",
        "rest: left for the second place = n - 1; ways = n * rest",
        "{n} [runners|swimmers] race. In how many ways can first and second place go?",
        "A club of {n} members elects a president and a treasurer, two different people. In how many ways "
        "can it do so?",
        "{A} puts 2 of {n} different books on a shelf, in order. How many ways are [there|possible]?",
        "In how many ways can a first and a second prize go to 2 of {n} people?",
    ),
    story(
        "n:count; n > 2",
        "rest: others = n - 1; ordered: ordered pairs = n * rest; pairs = ordered / 2",
        "{n} people shake hands, each with each other once. How many handshakes [are there|is that]?",
        "How many pairs can be formed from {n} [players|pupils]?",
        "{n} teams play each other once. How many [games|matches] are played?",
        "In how many ways can {A} choose 2 of {n} {things}, if the order does not matter?",
    ),
    story(
        "n:count; n > 3",
        "second: left for the second = n - 1; third: left for the third = n - 2; two: first two places = n "
        "* second; ways = two * third",
        "In how many ways can gold, silver and bronze go to 3 of {n} [runners|swimmers]?",
        "{A} hangs 3 of {n} different pictures in a row. How many ways are [there|possible]?",
        "A club of {n} people elects a president, a treasurer and a secretary, 3 different people. How many "
        "results [are possible|can this have]?",
    ),
    story(
        "n:count; n > 3",
        "second: left for the second = n - 1; third: left for the third = n - 2; two: first two = n * "
        "second; ordered: ordered choices = two * third; orders: orders of three = 3 * 2; groups = ordered "
        "/ orders",
        "How many teams of 3 can be formed from {n} [players|pupils]?",
        "In how many ways can {A} choose 3 of {n} {things}, if the order does not matter?",
        "A committee of 3 is chosen from {n} people. How many committees [are possible|can this be]?",
    ),
    story(
        "n:few k:few; k > 2; n > 1",
        "rest: others = k - 1; ordered: ordered pairs = k * rest; pairs: pairs of girls = ordered / 2; ways "
        "= pairs * n",
        "A team of 1 boy and 2 girls is [chosen|formed] from {n} boys and {k} girls. How many teams are "
        "possible?",
        "{A} takes 1 of {n} soups and 2 of {k} salads, in any order. How many meals can {he} [choose|order]?",
        "From {n} teachers and {k} pupils, 1 teacher and 2 pupils are chosen. In how many ways [is that "
        "possible|can this be done]?",
    ),
    story(
        "n:count",
        "two: first two signs = n * n; codes = two * n",
        "A code has 3 signs. Each is one of {n} letters and may be used again. How many codes are there?",
        "A lock has 3 wheels with {n} numbers each. How many settings [does it have|are there]?",
        "{A} paints 3 different doors, each in one of {n} colors. In how many ways can {he} do so?",
    ),
    story(
        "n:few k:few",
        "letters: letter pairs = n * n; signs: digit pairs = k * k; codes = letters * signs",
        "A number plate has 2 of {n} letters and then 2 of {k} digits, which may repeat. How many plates "
        "[are possible|can be made]?",
        "{A}'s password has 2 letters out of {n} and then 2 digits out of {k}; any may be used twice. How "
        "many passwords [are possible|are there]?",
        "Codes are made of 2 letters and 2 digits in this order. There are {n} letters and {k} digits, "
        "which may be used again. How many codes [are there|are possible]?",
    ),
    story(
        "n:few m:few; n > 2; m > 2",
        "out: ways there = n * m; back: first roads left = n - 1; other: second roads left = m - 1; home: "
        "ways back = back * other; ways = out * home",
        "{n} roads lead from {A}'s home to a town and {m} from the town to the sea. {he} goes to the sea "
        "and back and uses no road twice. How many ways are [there|possible]?",
        "From a hut {n} paths lead to a lake, and {m} from the lake to a peak. How many round trips from "
        "hut to peak [use no path twice|take each path once at most]?",
        "{n} [buses|ferries] go from home to the station, {m} trains from there to the city. In how many "
        "ways can {A} go to the city and back without taking one twice?",
    ),
    story(
        "n:count; n > 3",
        "far: corners reached from one = n - 3; ends: ends of diagonals = n * far; diagonals = ends / 2",
        "How many diagonals does a polygon with {n} [corners|sides] have?",
        "A polygon has {n} sides. How many diagonals can {A} draw in it?",
        "{A} joins all corners of a polygon with {n} sides that are not neighbors. How many lines does {he} "
        "draw?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {7..60} years old.",
    "{A} has {2..9} cousins.",
)

FAMILY = story_family("counting", STORIES, EXTRAS)
