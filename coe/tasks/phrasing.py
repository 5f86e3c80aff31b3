"""Wordings. The verifier reads every phrase here that belongs to a readable family."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

CALCULATE = (
    "Calculate {e}", "Compute {e}", "Evaluate {e}", "Work out {e}", "Find {e}", "What is {e}?",
    "Find the value of {e}", "{e} = ?", "Calculate: {e}", "Calculate {e}.",
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
    "Find {v} if {e}",
    "What values of {v} satisfy {e}?", "Determine {v}: {e}", "If {e}, what is {v}?", "Find {v} when {e}",
    "Solve: {e}",
)  # fmt: skip

SYSTEM = (
    "Solve the system: {e}, {f}", "Solve the system: {e}; {f}", "Solve the system: {e} and {f}",
    "Solve the system of equations: {e}, {f}", "Solve the system of equations: {e} and {f}",
    "Find {v} and {w} if {e} and {f}", "Find {v} and {w} if {e}, {f}", "Solve for {v} and {w}: {e}, {f}",
)  # fmt: skip

EXPAND = (
    "Expand {e}", "Expand: {e}", "Multiply out {e}", "Multiply out: {e}", "Remove the brackets: {e}",
    "Remove the brackets {e}", "Expand {e}.",
)  # fmt: skip

FACTOR = (
    "Factor {e}", "Factorise {e}", "Factorize {e}", "Factor: {e}", "Factor completely {e}",
    "Factorise completely: {e}",
    "Write {e} as a product of factors", "Factor {e}.",
)  # fmt: skip

SIMPLIFY = (
    "Simplify {e}",
    "Simplify: {e}",
    "Collect like terms: {e}",
    "Collect like terms in {e}",
    "Simplify {e}.",
)
SIMPLIFY_PRODUCT = ("Simplify {e}", "Simplify: {e}", "Simplify {e}.")

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


def letter(rng: Random) -> str:
    """A variable: x more often than the others."""
    return "x" if rng.random() < 0.5 else rng.choice("yzntamkpw")


def phrase(rng: Random, phrases: Sequence[str], **slots: str) -> str:
    """One of the wordings, filled in."""
    return rng.choice(phrases).format(**slots)
