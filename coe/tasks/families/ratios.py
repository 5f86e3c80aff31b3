"""Ratios: sharing in a ratio, one share from another, scales, simplest form."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "f:ratio a=num(f) b=den(f) q:count n=q*(a+b)",
        "parts = a + b; part: one part = n / parts; share: {A}'s share = part * a",
        "{A} and {B} share ${n} in the ratio {a}:{b}. How much does {A} get?",
        "${n} is [divided|split] between {A} and {B} in the ratio {a}:{b}. How many dollars does {A} "
        "[get|receive]?",
        "A prize of ${n} goes to {A} and {B} in the ratio {a}:{b}. What is {A}'s share?",
        "A [sum|gift] of ${n} is shared in the ratio {a}:{b} by {A} and {B}. What does {A} get?",
    ),
    story(
        "f:ratio a=num(f) b=den(f) q:count n=q*a",
        "part: one part = n / a; other: {B}'s share = part * b",
        "{A} and {B} share {things} in the ratio {a}:{b}. {A} gets {n}. How many {things} does {B} get?",
        "The ratio of {A}'s {things} to {B}'s {things} is {a}:{b}. {A} has {n} {things}. How many does {B} "
        "have?",
        "Some {things} are split between {A} and {B} in the ratio {a}:{b}. If {A}'s share is {n} {things}, "
        "what is {B}'s?",
        "For every {a} of {A}'s {things}, {B} has {b}. {A} has {n} {things}. How many {things} does {B} "
        "have?",
    ),
    story(
        "f:ratio a=num(f) b=den(f) q:count n=q*(a+b)",
        "parts = a + b; part: one part = n / parts; more: parts more = b - a; gap: difference = part * more",
        "{n} [pupils|children] are in a school. The ratio of boys to girls is {a}:{b}. How many more girls "
        "than boys are there?",
        "Boys and girls in a camp are in the ratio {a}:{b}. There are {n} of them in all. By how many are "
        "there more girls?",
        "A [club|choir] of {n} members has boys and girls in the ratio {a}:{b}. How many more girls than "
        "boys does it have?",
    ),
    story(
        "f:ratio a=num(f) b=den(f) q:count n=q*(b-a); a < b",
        "more: parts more = b - a; part: one part = n / more; all: parts in all = a + b; total = part * all",
        "The ratio of cats to dogs in a [town|village] is {a}:{b}. There are {n} more dogs than cats. How "
        "many cats and dogs are there together?",
        "{A} and {B} share {things} in the ratio {a}:{b}, so {B} gets {n} more than {A}. How many {things} "
        "do they share?",
        "Red and blue {things} are in the ratio {a}:{b}. The blue ones are {n} more. How many {things} are "
        "there in all?",
    ),
    story(
        "a:2..5 b:2..6 c:3..9 q:count n=q*(a+b+c)",
        "two: parts of two = a + b; parts = two + c; part: one part = n / parts; share: {C}'s share = part "
        "* c",
        "{A}, {B} and {C} share ${n} in the ratio {a}:{b}:{c}. How much does {C} get?",
        "${n} is split between {A}, {B} and {C} in the ratio {a}:{b}:{c}. How many dollars [does {C} get|go "
        "to {C}]?",
        "Three friends, {A}, {B} and {C}, divide a prize of ${n} in the ratio {a}:{b}:{c}. What is {C}'s "
        "share?",
    ),
    story(
        "f:ratio a=num(f) b=den(f) q:count n=q*a",
        "part: one part = n / a; second = part * b; total = n + second",
        "A paint is mixed from blue and white in the ratio {a}:{b}. {A} takes {n} {liquids} of blue. How "
        "many {liquids} of paint is that in all?",
        "Cement and sand are mixed in the ratio {a}:{b}. How many {weights} of the mix does {A} get with "
        "{n} {weights} of cement?",
        "A drink has syrup and water in the ratio {a}:{b}. {A} uses {n} cups of syrup. How many cups of the "
        "drink is that?",
    ),
    story(
        "k:count c:few",
        "distance = k * c",
        "On a map, 1 inch stands for {k} miles. Two towns are {c} inches apart on it. How many miles apart "
        "are they?",
        "A map shows {k} kilometers as 1 cm. How many kilometers is a road that is {c} cm long on the map?",
        "The scale of a map is 1 inch to {k} miles. {A} walks a path of {c} inches on the map. How many "
        "miles is that?",
        "{A} draws a plan on which 1 cm is {k} feet. A wall is {c} cm long on it. How many feet long is the "
        "wall?",
    ),
    story(
        "f:ratio a=num(f) b=den(f) q:few c:2..9 n=q*(a+b)",
        "parts = a + b; part: one part = n / parts; cups: cups of rice = part * b; total = cups * c",
        "Beans and rice are cooked in the ratio {a}:{b}. One meal takes {n} cups together. How many cups of "
        "rice do {c} meals need?",
        "A meal of {n} cups is beans and rice in the ratio {a}:{b}. How many cups of rice are in {c} such "
        "meals?",
        "{A} cooks {c} meals. Each has {n} cups of beans and rice, in the ratio {a}:{b}. How many cups of "
        "rice does {he} need?",
    ),
    story(
        "f:ratio a=num(f) b=den(f) k:count n=k*a m=k*b",
        "ratio = n / m",
        "There are {n} [boys|men] and {m} [girls|women] in a {group}. What is the ratio of the first to the "
        "second, as a fraction in lowest terms?",
        "{A} has {n} red and {m} blue {things}. Write the ratio of red to blue {things} as a fraction in "
        "lowest terms.",
        "A [farm|zoo] has {n} ducks and {m} geese. Give the ratio of ducks to geese as a fraction in lowest "
        "terms.",
        "In lowest terms, what is the ratio of {n} {weights} to {m} {weights}, written as a fraction?",
        fractions=True,
    ),
    story(
        "f:ratio a=num(f) b=den(f) k:count n=k*a m=k*b",
        "all: {things} in all = n + m; share: share of red = n / all",
        "{A} has {n} red and {m} green {things}. What fraction of the {things} is red?",
        "A {container} holds {n} red {things} and {m} green ones. What fraction of all {things} is red?",
        "Of {A}'s {things}, {n} are red and {m} are green. Write the red part as a fraction of all.",
        fractions=True,
    ),
    story(
        "f:ratio g:ratio a=num(f) b=den(f) c=num(g) d=den(g) q:few n=q*a*c",
        "part: part of {A} = n / a; second: {B}'s {things} = part * b; next: part of {B} = second / c; "
        "third: {C}'s {things} = next * d",
        "The {things} of {A} and {B} are in the ratio {a}:{b}, those of {B} and {C} in the ratio {c}:{d}. "
        "{A} has {n}. How many {things} does {C} have?",
        "{A}'s {things} are to {B}'s as {a}:{b}, and {B}'s to {C}'s as {c}:{d}. If {A} has {n} {things}, "
        "how many does {C} have?",
        "{A} has {n} {things}. {A}'s and {B}'s numbers are in the ratio {a}:{b}, {B}'s and {C}'s in the "
        "ratio {c}:{d}. Find {C}'s number.",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {7..40} years old.",
    "It took {11..59} minutes.",
    "This was {2..9} days ago.",
)

FAMILY = story_family("ratios", STORIES, EXTRAS)
