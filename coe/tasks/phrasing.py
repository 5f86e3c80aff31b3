"""Wordings. The verifier reads every phrase here that belongs to a readable family."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

CALCULATE = (
    "Calculate {e}", "Compute {e}", "Evaluate {e}", "Work out {e}", "Find {e}", "What is {e}?",
    "Find the value of {e}", "{e} = ?", "Compute: {e}", "Calculate {e}.", "What does {e} equal?",
    "How much is {e}?", "What is the value of {e}?", "Determine {e}", "Compute the value of {e}",
    "Work out the value of {e}", "Calculate the value of {e}", "What is the result of {e}?",
    "Find the result of {e}", "Determine the value of {e}", "What is {e} equal to?", "Please work out {e}",
)  # fmt: skip

SOLVE = (
    "Solve for {v}: {e}", "Solve {e}", "Solve {e} for {v}", "Solve the equation {e}",
    "Solve the equation {e} for {v}",
    "Find {v} if {e}", "Find {v} when {e}", "Find the value of {v}: {e}", "Find the value of {v} if {e}",
    "Find the value of {v} such that {e}", "What is {v} if {e}?", "What is {v} when {e}?",
    "Determine {v}: {e}",
    "What value of {v} satisfies {e}?", "If {e}, what is {v}?", "If {e}, find {v}.",
)  # fmt: skip

SOLVE_ALL = (
    "Solve for {v}: {e}", "Solve {e}", "Solve the equation {e}", "Solve the equation {e} for {v}",
    "Find {v} if {e}", "What values of {v} satisfy {e}?", "Determine {v}: {e}", "If {e}, what is {v}?",
    "Find {v} when {e}", "Solve {e} for {v}", "Determine all values of {v} such that {e}",
    "Find all values of {v} such that {e}",
    "Find all {v} such that {e}", "Find the solutions of {e}", "Find the roots of {e}",
    "What are the solutions of {e}?", "What are the roots of {e}?", "Find all solutions of {e}",
    "For which values of {v} is {e}?", "Find the values of {v} for which {e}", "If {e}, find {v}.",
    "Solve the following equation: {e}", "Find every {v} such that {e}", "What are the solutions to {e}?",
)  # fmt: skip

SYSTEM = (
    "Solve the system: {e}, {f}", "Solve the system: {e}; {f}", "Solve the system: {e} and {f}",
    "Solve the system of equations: {e}, {f}", "Solve the system of equations: {e} and {f}",
    "Find {v} and {w} if {e} and {f}", "Find {v} and {w} if {e}, {f}", "Solve for {v} and {w}: {e}, {f}",
    "Solve {e} and {f} for {v} and {w}", "What are {v} and {w} if {e} and {f}?",
    "If {e} and {f}, find {v} and {w}.", "Given {e} and {f}, find {v} and {w}.",
    "Find the values of {v} and {w} if {e} and {f}", "Solve the simultaneous equations {e}, {f}",
    "Find {v} and {w} such that {e} and {f}", "If {e} and {f}, what are {v} and {w}?",
    "Solve the pair of equations {e}, {f}", "Solve simultaneously: {e}, {f}",
)  # fmt: skip

SYSTEM_OF_THREE = (
    "Solve the system: {e}, {f}, {g}", "Solve the system: {e}; {f}; {g}",
    "Solve the system of equations: {e}, {f}, {g}", "Solve for {u}, {v} and {w}: {e}, {f}, {g}",
    "Find {u}, {v} and {w} if {e}, {f} and {g}", "Solve the simultaneous equations {e}, {f}, {g}",
    "Find {u}, {v} and {w} such that {e}, {f} and {g}", "If {e}, {f} and {g}, find {u}, {v} and {w}.",
    "Given {e}, {f} and {g}, find {u}, {v} and {w}.", "What are {u}, {v} and {w} if {e}, {f} and {g}?",
    "Solve {e}, {f} and {g} for {u}, {v} and {w}", "Solve simultaneously: {e}, {f}, {g}",
    "Find the values of {u}, {v} and {w} if {e}, {f} and {g}",
    "Determine {u}, {v} and {w} such that {e}, {f} and {g}",
)  # fmt: skip

INEQUALITY = (
    "Solve {e}", "Solve {e} for {v}", "Solve for {v}: {e}", "Solve the inequality {e}",
    "Solve the inequality {e} for {v}", "Find all {v} such that {e}", "For which {v} is {e}?",
    "For which values of {v} is {e}?", "What values of {v} satisfy {e}?",
    "Find the values of {v} for which {e}", "Find the solution set of {e}",
    "Find all values of {v} such that {e}", "Find all real numbers {v} such that {e}",
    "Find the solutions of the inequality {e}", "Solve the following inequality: {e}",
    "Which values of {v} satisfy the inequality {e}?", "Find every {v} such that {e}",
    "Determine all values of {v} such that {e}",
)  # fmt: skip

EXPAND = (
    "Expand {e}", "Multiply out {e}", "Multiply out: {e}", "Remove the brackets: {e}",
    "Remove the brackets in {e}", "Expand {e}.", "Expand and simplify {e}", "Expand the brackets: {e}",
    "Expand the expression {e}", "Write {e} without brackets", "Remove the parentheses: {e}",
    "Remove the parentheses from {e}", "Expand the product {e}", "Multiply out the brackets: {e}",
    "Expand the brackets in {e}", "Multiply out the product {e}", "Expand and collect like terms: {e}",
    "Multiply out the brackets in {e}", "Remove the brackets from {e}", "Please expand {e}",
)  # fmt: skip

FACTOR = (
    "Factor {e}", "Factorise {e}", "Factorize {e}", "Factor completely {e}",
    "Factorise completely: {e}", "Write {e} as a product of factors", "Factorize fully {e}",
    "Factor {e} completely", "Factor the expression {e}", "Write {e} as a product", "Factor fully {e}",
    "Factorise {e} fully", "Factorize completely: {e}", "Factorise the expression {e}",
    "Factorize the expression {e}", "Write {e} as a product of its factors", "Factorise fully: {e}",
    "Factorise {e} completely", "Factor completely the expression {e}", "Please factor {e}",
    "Factorize {e} completely", "Factor {e} fully", "Please factorise {e}",
)  # fmt: skip

SIMPLIFY = (
    "Simplify {e}", "Simplify: {e}", "Collect like terms: {e}", "Collect like terms in {e}", "Simplify {e}.",
    "Simplify the expression {e}", "Combine like terms: {e}", "Combine like terms in {e}",
    "Combine the like terms in {e}", "Please simplify {e}",
)  # fmt: skip
SIMPLIFY_PRODUCT = (
    "Simplify {e}", "Simplify: {e}", "Simplify {e}.", "Simplify the expression {e}", "Please simplify {e}",
)  # fmt: skip

SIMPLIFY_POWERS = (
    "Simplify {e}", "Simplify: {e}", "Simplify the expression {e}", "Please simplify {e}",
    "Calculate {e}", "Work out {e}", "Evaluate {e}", "What is {e}?", "Find {e}", "Compute {e}",
    "What does {e} equal?", "What is {e} equal to?",
)  # fmt: skip

NAMES = (
    "Sam", "Mia", "Tom", "Ana", "Leo", "Zoe", "Ben", "Eva", "Max", "Lily", "Omar", "Nina", "Jack", "Ella",
    "Ravi", "Sara",
    "Paul", "Kate", "Luis", "Emma", "Noah", "Ivy", "Adam", "Rosa", "Carl", "Mei", "Alex", "Lucy", "Finn",
    "Aisha",
)  # fmt: skip

THINGS = (
    "apples", "books", "pens", "marbles", "stickers", "cards", "oranges", "coins", "shells", "pencils",
    "cookies",
    "stamps", "beads", "toys", "eggs", "plums", "candies", "flowers", "balloons", "buttons",
)  # fmt: skip

CONTAINERS = ("boxes", "bags", "packs", "jars", "baskets", "crates", "trays", "shelves")

LENGTHS = ("cm", "m", "mm", "km", "feet", "inches", "yards", "meters")
WALKED = ("m", "feet", "meters", "yards")
"""Units for gardens, walks and ladders."""


RECTANGULAR = (
    "garden", "room", "field", "poster", "pool", "yard", "carpet", "park", "table", "farm", "photo", "floor",
)  # fmt: skip
TRIANGULAR = ("garden", "flag", "field", "sail", "park", "sign", "roof", "plot")
ROUND = ("pond", "table", "pool", "plate", "rug", "track", "garden", "clock", "wheel", "lid")
DIAGONAL = ("field", "park", "door", "screen", "garden", "room", "court", "table")
"""What may be rectangular, and its diagonal of interest."""

GOODS = (
    "jacket", "phone", "bike", "lamp", "table", "book", "ticket", "watch", "chair", "game", "camera",
    "shirt", "laptop", "bag", "radio", "sofa", "tent", "guitar",
)  # fmt: skip
TOWNS = ("town", "village", "city", "district", "valley", "region")
GROUPS = ("club", "school", "choir", "team", "company", "camp", "gym")
MEMBERS = ("students", "members", "workers", "players", "visitors", "guests", "children")
FOODS = ("flour", "sugar", "rice", "oats", "milk", "butter", "juice", "water")
MEASURES = ("grams", "cups", "spoons", "ml")
VEHICLES = ("car", "bus", "train", "truck", "boat", "bike", "plane", "van")
MADE_BY = {
    "machine": "parts", "printer": "pages", "robot": "boxes", "baker": "loaves", "painter": "tiles",
    "factory": "toys", "tap": "liters", "pump": "liters",
}  # fmt: skip
"""Worker -> what it makes."""

_POOLS = (
    NAMES, THINGS, CONTAINERS, LENGTHS, WALKED, RECTANGULAR, TRIANGULAR, ROUND, DIAGONAL, GOODS, TOWNS,
    GROUPS, MEMBERS, FOODS, MEASURES, VEHICLES, MADE_BY, MADE_BY.values(),
)  # fmt: skip
DRAWN_WORDS = frozenset(word.lower() for pool in _POOLS for word in pool)
"""Words that wordings draw into their slots: they do not make a wording another one."""


def letter(rng: Random) -> str:
    """A variable: x more often than the others."""
    return "x" if rng.random() < 0.5 else rng.choice("yzntamkpw")


def phrase(rng: Random, phrases: Sequence[str], **slots: str) -> str:
    """One of the wordings, filled in."""
    return rng.choice(phrases).format(**slots)
