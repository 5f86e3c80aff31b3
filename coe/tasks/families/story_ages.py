"""Word problems of ages: now, in some years, some years ago, sums, multiples."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "a:age t:2..3 k:few",
        "now: {B}'s age = a * t; later: age later = now + k",
        "{A} is {a} years old and {B} is {t:times} as old. How old will {B} be in {k} years?",
        "{B} is {t:times} as old as {A}, who is {a}. What will {B}'s age be {k} years from now?",
        "{A}'s age is {a}, and {B}'s age is {t:times} that. How old is {B} [after|in] {k} years?",
    ),
    story(
        "a:age b:few c:few; c < a",
        "second: {B}'s age = a + b; third: {C}'s age = second - c",
        "{A} is {a} years old. {B} is {b} years older than [{A}|{him}], [and|while] {C} is {c} years "
        "younger than {B}. How old is {C}?",
        "{C} is {c} years younger than {B}. {B} is {b} years older than {A}, who is {a}. [What is {C}'s "
        "age|How old is {C}]?",
        "{A} [turned|became] {a} [today|yesterday]. {B} was born {b} years before {him}, and {C} {c} years "
        "after {B}. How old is {C}?",
    ),
    story(
        "a:age t:2..3 b:few; b < a",
        "many: multiple of {A}'s age = a * t; old: {B}'s age = many - b",
        "{B} is {b} years younger than {t:times} {A}'s age. {A} is {a} years old. How old is {B}?",
        "{A} is {a}. {B}'s age is {b} less than {t:times} the age of {A}. What is {B}'s age?",
        "Take {t:times} {A}'s age, which is {a}, and subtract {b}: that is the age of {B}. How old is {B}?",
    ),
    story(
        "a:age k:few t:2..3; k < a - 1",
        "past: {A}'s age then = a - k; then: {B}'s age then = past * t; now: {B}'s age now = then + k",
        "{A} is {a} years old. {k} years ago {B} was {t:times} as old as {A}. How old is {B} now?",
        "{k} years ago, {B}'s age was {t:times} {A}'s age. {A} is {a} now. What is {B}'s age [now|today]?",
        "{B} was {t:times} as old as {A} {k} years ago. {A} is now {a}. How old is {B} [now|today]?",
    ),
    story(
        "a:age k:few t:2..3",
        "later: {A}'s age then = a + k; then: {B}'s age then = later * t; now: {B}'s age now = then - k",
        "{A} is {a} years old. In {k} years {B} will be {t:times} as old as {A}. How old is {B} now?",
        "In {k} years {B}'s age will be {t:times} {A}'s age. {A} is {a} now. What is {B}'s age [now|today]?",
        "{k} years from now {B} will be {t:times} as old as {A}, who is {a} today. How old is {B} "
        "[now|today]?",
    ),
    story(
        "a:age t:2..3 b:few",
        "second: {B}'s age = a * t; third: {C}'s age = second + b; two: ages of {A} and {B} = a + second; "
        "sum: sum of the ages = two + third",
        "{A} is {a} years old. {B} is {t:times} as old as {A}, and {C} is {b} years older than {B}. What is "
        "the sum of their ages?",
        "{C} is {b} years older than {B}, and {B} is {t:times} as old as {A}. {A} is {a}. How old are the "
        "three together?",
        "{A}'s age is {a}. {B}'s age is {t:times} that, and {C} is {b} years older than {B}. Add up the "
        "three ages. What is the result?",
    ),
    story(
        "q:age d:few s=2*q+d",
        "rest: sum without the difference = s - d; young: {A}'s age = rest / 2; old: {B}'s age = young + d",
        "[{A} and {B} are {s} years old together|The ages of {A} and {B} add up to {s}]. {B} is {d} years "
        "older than {A}. How old is {B}?",
        "The sum of {A}'s and {B}'s ages is {s}. {A} is {d} years younger than {B}. What is {B}'s age?",
        "{B} was born {d} years before {A}. Together they are {s} years old. How old is {B}?",
    ),
    story(
        "q:age t:2..3 s=q*(t+1)",
        "parts = t + 1; young: {A}'s age = s / parts; old: {B}'s age = young * t",
        "{B} is {t:times} as old as {A}. Together they are {s} years old. How old is {B}?",
        "{A} and {B} are {s} years old together, and {B}'s age is {t:times} {A}'s age. What is {B}'s age?",
        "The sum of two ages is {s}. {B} is {t:times} as old as {A}. How old is {B}?",
    ),
    story(
        "a:age b:few t:2..3 k:few",
        "second: {B}'s age = a + b; third: {C}'s age = second * t; two: ages of {A} and {B} = a + second; "
        "sum: sum of the ages = two + third; grow: years added = 3 * k; total = sum + grow",
        "{A} is {a}, {B} is {b} years older, and {C} is {t:times} as old as {B}. What will the sum of the "
        "ages of these 3 people be in {k} years?",
        "{B} is {b} years older than {A}, who is {a}. {C} is {t:times} as old as {B}. How old will the 3 of "
        "them be together in {k} years?",
        "{A}'s age is {a}. {B} is {b} years older than {A}, and {C}'s age is {t:times} {B}'s. In {k} years, "
        "what do the ages of all 3 add up to?",
    ),
    story(
        "a:age b:few c:few d:few; (4*a+b+c+d) % 4 == 0",
        "second: {B}'s age = a + b; third: {C}'s age = a + c; fourth: age of the {relative} = a + d; two: "
        "first two ages = a + second; three: first three ages = two + third; sum: all four ages = three + "
        "fourth; average = sum / 4",
        "{A} is {a} years old. {B} is {b} years older than {A}, {C} is {c} years older than {A}, and their "
        "{relative} is {d} years older than {A}. What is the average age of the 4?",
        "{B}, {C} and a {relative} are {b}, {c} and {d} years older than {A}, who is {a}. What is the "
        "average age of these 4 people?",
        "The youngest of 4 people is {A}, aged {a}. {B} is {b} years older than {him}, {C} {c} years and "
        "their {relative} {d} years. Find the average age.",
        words={"relative": "neighbor|teacher|cousin|coach"},
    ),
)  # fmt: skip

EXTRAS = (
    "{A} has {2..9} cousins.",
    "{A} lives at number {21..99} of a long street.",
    "They have known each other for {2..19} months.",
)

FAMILY = story_family("story_ages", STORIES, EXTRAS)
