"""Probability: one draw, two draws with and without putting back, complements, expected counts."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "r:count b:count",
        "all: {things} in all = r + b; probability = r / all",
        "A bag holds {r} red and {b} blue {things}. {A} draws one. What is the probability that it is red?",
        "There are {r} red {things} and {b} blue ones in a box. One is taken at random. What is the "
        "probability of red?",
        "{A} has {r} red and {b} green {things} and takes one without looking. What is the probability of a "
        "red one?",
        "Of the {things} in a drawer, {r} are red and {b} are black. {A} takes one at random. With what "
        "probability is it red?",
        fractions=True,
    ),
    story(
        "r:count b:count g:count",
        "two: red or blue = r + b; all: {things} in all = two + g; probability = two / all",
        "A bag holds {r} red, {b} blue and {g} green {things}. {A} draws one. What is the probability that "
        "it is red or blue?",
        "{r} red, {b} blue and {g} green {things} are in a box. One is taken at random. What is the "
        "probability that it is not green?",
        "With what probability does {A} draw a red or a blue one from {r} red, {b} blue and {g} green "
        "{things}?",
        fractions=True,
    ),
    story(
        "r:few b:few",
        "all: {things} in all = r + b; one: probability of one red = r / all; both: probability = one * one",
        "A bag holds {r} red and {b} blue {things}. {A} draws one, puts it back and draws again. What is "
        "the probability that both are red?",
        "From {r} red and {b} blue {things} one is drawn, put back, and one is drawn again. [What is the "
        "probability|How large is the probability] of red both times?",
        "{A} draws twice from {r} red and {b} blue {things} and puts the first one back. With what "
        "probability are both red?",
        fractions=True,
    ),
    story(
        "r:few b:few; r > 1",
        "all: {things} in all = r + b; one: first red = r / all; left: red left = r - 1; rest: {things} "
        "left = all - 1; two: second red = left / rest; probability = one * two",
        "A bag holds {r} red and {b} blue {things}. {A} draws 2 without putting any back. What is the "
        "probability that both are red?",
        "From {r} red and {b} blue {things} {A} takes 2 at once. What is the probability that both are red?",
        "2 {things} are drawn one after the other from {r} red and {b} blue ones and not put back. What is "
        "the probability of two red ones?",
        fractions=True,
    ),
    story(
        "r:few b:few",
        "all: {things} in all = r + b; one: first red = r / all; rest: {things} left = all - 1; two: then "
        "blue = b / rest; probability = one * two",
        "A bag holds {r} red and {b} blue {things}. {A} draws 2 without putting any back. What is the "
        "probability of first red, then blue?",
        "From {r} red and {b} blue {things} 2 are drawn and not put back. What is the probability that the "
        "first is red and the second blue?",
        "{A} takes 2 {things} in a row from {r} red and {b} blue ones. With what probability is the first "
        "red and the second blue?",
        fractions=True,
    ),
    story(
        "f:fraction q:count n=q*den(f)",
        "times: expected number = f * n",
        "A spinner stops on red with probability {f}. It is spun {n} times. How many reds are expected?",
        "{A} hits a target with probability {f}. How many hits are expected in {n} throws?",
        "The probability of rain on a day is {f}. On how many of {n} days does {A} expect rain?",
        "A seed sprouts with probability {f}. How many of {n} seeds are expected to sprout?",
        fractions=True,
    ),
    story(
        "n:count k:count; k < n",
        "other: others = n - k; probability = other / n",
        "Of {n} {things}, {k} are broken. {A} takes one at random. What is the probability that it is not "
        "broken?",
        "{k} of {n} [tickets|lots] win. {A} buys one. What is the probability that it does not win?",
        "A box of {n} {things} has {k} red ones. One is drawn. With what probability is it not red?",
        fractions=True,
    ),
    story(
        "f:fraction g:fraction",
        "probability = f * g",
        "{A} is on time with probability {f} and {B}, independently, with probability {g}. What is the "
        "probability that both are on time?",
        "The probability of rain is {f} on Monday and {g} on Tuesday, independently. What is the "
        "probability [of rain on both days|that it rains on both days]?",
        "Two machines run independently, with probabilities {f} and {g}. [With what probability do both "
        "run|What is the probability that both run]?",
        fractions=True,
    ),
    story(
        "f:fraction g:fraction",
        "one: no success of the first = 1 - f; two: no success of the second = 1 - g; none: no success of "
        "both = one * two; probability = 1 - none",
        "{A} hits a target with probability {f}, {B} independently with probability {g}. What is the "
        "probability that at least one hits?",
        "Two lamps work independently, with probabilities {f} and {g}. What is the probability that at "
        "least one works?",
        "The chances of {A} and {B} to win their games are {f} and {g}, independently. With what "
        "probability does at least one of them win?",
        fractions=True,
    ),
    story(
        "f:fraction",
        "lose: probability of no win = 1 - f; two: no win in two games = lose * lose; three: no win in "
        "three games = two * lose; probability = 1 - three",
        "{A} wins a game with probability {f}. What is the probability that {he} wins at least one of 3 "
        "games?",
        "A seed sprouts with probability {f}. What is the probability that at least one of 3 seeds sprouts?",
        "Each shot hits with probability {f}. With what probability does at least one of 3 shots hit?",
        fractions=True,
    ),
    story(
        "a:count b:count c:count d:count",
        "girls = a + b; boys = c + d; all: pupils = girls + boys; swim: swimmers = a + c; probability = "
        "swim / all",
        "In a camp, {a} girls swim and {b} do not; {c} boys swim and {d} do not. One child is chosen at "
        "random. [What is the probability that it swims|How large is the probability that it swims]?",
        "{a} of the girls and {c} of the boys of a school play chess; {b} girls and {d} boys do not. What "
        "is the probability that a child drawn at random plays?",
        "A club has {a} girls who sing, {b} girls who do not, {c} boys who sing and {d} boys who do not. "
        "With what probability does a member drawn at random sing?",
        fractions=True,
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {7..60} years old.",
    "{A} has {2..9} cousins.",
)

FAMILY = story_family("probability", STORIES, EXTRAS)
