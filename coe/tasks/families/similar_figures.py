"""Similar figures: sides, perimeters, areas and volumes under a scale factor, shadows, models."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "a:few k:times b:few c=a*k",
        "factor = c / a; side = b * factor",
        "Two triangles are similar. One has sides of {a} and {b} {lengths}; in the other the first side is "
        "{c} {lengths}. [How long is its second side|What is its second side]?",
        "A photo of {a} by {b} inches is enlarged so that the side of {a} inches becomes {c} inches. [How "
        "long is|What is] the other side?",
        "A rectangle of {a} by {b} {lengths} is similar to one whose first side is {c} {lengths}. [What is "
        "the second side of that one|How long is the second side of that one]?",
        "{A} draws a triangle with sides of {a} and {b} cm, then a similar one whose first side is {c} cm. "
        "How long is the [second|other] side?",
    ),
    story(
        "a:few k:times s:few c=s*k h=a*k",
        "factor = c / s; height = a * factor",
        "A pole {a} {lengths} high throws a shadow of {s} {lengths}. A tower's shadow is {c} {lengths} long "
        "at the same time. [How high is the tower|What is the height of the tower]?",
        "{A} holds a stick of {a} {lengths} upright; its shadow is {s} {lengths} long. A tree's shadow is "
        "{c} {lengths}. [How high is the tree|What is the height of the tree]?",
        "A post of {a} {lengths} has a shadow of {s} {lengths} while a house has one of {c} {lengths}. "
        "[What is the height of the house|How high is the house]?",
    ),
    story(
        "k:3..9 n:count",
        "square: factor for areas = k * k; area = n * square",
        "The sides of a figure of {n} square {lengths} [are made|become] {k} times as long. What is its "
        "area then?",
        "Two figures are similar with scale factor {k}. The smaller one covers {n} square {lengths}. What "
        "[is the area of|area has] the larger one?",
        "{A} draws a figure again with all lengths {k} times as long. It had {n} square cm. How many square "
        "cm [has the larger figure|is the larger figure]?",
    ),
    story(
        "k:3..9 n:count",
        "square: factor for areas = k * k; cube: factor for volumes = square * k; volume = n * cube",
        "Each edge of a solid of {n} cubic {lengths} [is made|becomes] {k} times as long. What is its "
        "volume then?",
        "Two solids are similar with scale factor {k}. The smaller one has {n} cubic {lengths}. What [is "
        "the volume of|volume has] the larger one?",
        "{A} builds a box again with all lengths {k} times as long. The first one held {n} cubic cm. How "
        "many cubic cm does the [other|larger one] hold?",
    ),
    story(
        "k:count n:few",
        "real: real length = n * k",
        "On a model every length is 1/{k} of the real one. The model is {n} cm long. How many cm long is "
        "the [real|true] thing?",
        "{A} builds a model ship at the scale 1:{k}. The model is {n} inches long. How long is the "
        "[ship|real ship], in inches?",
        "At a scale of 1:{k}, a line of {n} cm stands for what [real|true] length in cm?",
        "A model car is {n} cm long. The scale is 1:{k}. How many cm long is the [car itself|real car]?",
    ),
    story(
        "k:count n:few r=k*n",
        "model: length on the model = r / k",
        "A ship is {r} {lengths} long. How many {lengths} long is a model of it [at the scale|at] 1:{k}?",
        "{A} draws a [wall|road] of {r} cm at the scale 1:{k}. How many cm long is it [in the drawing|on "
        "paper]?",
        "A tower of {r} {lengths} is [built as a model|copied] at the scale 1:{k}. How high is the model, "
        "in {lengths}?",
    ),
    story(
        "a:few b:few c:few k:times d=a*k",
        "factor = d / a; first: sum of two sides = a + b; around: perimeter of the first = first + c; "
        "perimeter = around * factor",
        "A triangle has sides of {a}, {b} and {c} {lengths}. In a similar one the side that belongs to the "
        "first is {d} {lengths} long. What is [the perimeter of that one|its perimeter]?",
        "{A} enlarges a triangle with sides of {a}, {b} and {c} cm until the first side is {d} cm long. "
        "[What is its perimeter|How far is it around] then?",
        "The sides of a triangle are {a}, {b} and {c} {lengths} long. It is similar to one whose first side "
        "is {d} {lengths}. [What is the perimeter of the larger one|How far is it around the larger one]?",
    ),
    story(
        "a:few k:3..6 n:count c=a*k",
        "factor = c / a; square: factor for areas = factor * factor; area = n * square",
        "Two similar figures have matching sides of {a} and {c} {lengths}. The [first|smaller one] has an "
        "area of {n} square {lengths}. What is the area of the [second|larger one]?",
        "A photo {a} inches wide and {n} square inches large is enlarged to a width of {c} inches. [How "
        "many square inches is it then|What is its area then, in square inches]?",
        "{A}'s garden plan is {a} cm wide and covers {n} square cm. A larger plan of it is {c} cm wide. How "
        "many square cm does [that one|it] cover?",
    ),
    story(
        "a:few k:3..6 n:few c=a*k",
        "factor = c / a; square: factor for areas = factor * factor; cube: factor for volumes = square * "
        "factor; volume = n * cube",
        "Two similar solids are {a} and {c} {lengths} high. The [first|smaller one] has a volume of {n} "
        "cubic {lengths}. What is the volume of the [second|larger one]?",
        "A jar {a} cm high holds {n} cups. How many cups [does a similar jar of {c} cm hold|go into a "
        "similar jar of {c} cm]?",
        "{A} has two similar vases of {a} and {c} inches. The smaller one holds {n} cups of water. How many "
        "cups [does the larger one hold|fill the larger one]?",
    ),
    story(
        "a:few k:times b:few c=a*k p:price",
        "factor = c / a; wide: width of the poster = b * factor; area: area of the poster = c * wide; cost "
        "= area * p",
        "A photo of {a} by {b} inches is enlarged to a poster; the side of {a} inches becomes {c} inches. A "
        "square inch of it costs ${p}. [What|How much] does the poster cost?",
        "{A} enlarges a picture of {a} by {b} cm so that the side of {a} cm grows to {c} cm. [What|How "
        "much] does it cost at ${p} a square cm?",
        "A plan of {a} by {b} feet is built larger, with {c} feet in place of {a}. Tiles cost ${p} a square "
        "foot. [How many dollars|How much] do the tiles cost?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {7..60} years old.",
    "{A} has {2..9} cousins.",
)

FAMILY = story_family("similar_figures", STORIES, EXTRAS)
