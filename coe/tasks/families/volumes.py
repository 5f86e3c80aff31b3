"""Volumes: boxes, cubes, prisms, pyramids, and round solids in terms of pi."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.phrasing import LENGTHS
from coe.tasks.terms import step
from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "a:count b:few c:few",
        "base: area of the base = a * b; volume = base * c",
        "A box is {a} {lengths} long, {b} {lengths} wide and {c} {lengths} high. What is its volume?",
        "What volume has a [room|tank] of {a} by {b} by {c} {lengths}?",
        "{A} digs a hole {a} {lengths} long, {b} {lengths} wide and {c} {lengths} deep. How many cubic "
        "{lengths} of earth is that?",
    ),
    story(
        "a:few",
        "square: area of a face = a * a; volume = square * a",
        "What is the volume of a cube with edges of {a} {lengths}?",
        "A cube has edges {a} {lengths} long. How many cubic {lengths} does it hold?",
        "{A} builds a cube with an edge of {a} {lengths}. What is its volume?",
    ),
    story(
        "a:few b:few c:few v=a*b*c",
        "base: area of the base = a * b; height = v / base",
        "A box {a} {lengths} long and {b} {lengths} wide has a volume of {v} cubic {lengths}. How high is "
        "it?",
        "{A}'s tank holds {v} cubic {lengths}. Its base is {a} by {b} {lengths}. What is its height?",
        "How high is a room of {v} cubic {lengths} with a floor of {a} by {b} {lengths}?",
    ),
    story(
        "a:few q:few b=2*q c:few",
        "double: base times height = a * b; area: area of the triangle = double / 2; volume = area * c",
        "The ends of a prism are triangles with base {a} {lengths} and height {b} {lengths}. The prism is "
        "{c} {lengths} long. What is its volume?",
        "A tent is {c} {lengths} long. Its front is a triangle {a} {lengths} wide and {b} {lengths} high. "
        "How many cubic {lengths} does it hold?",
        "{A} pours a bar {c} {lengths} long whose cross section is a triangle of base {a} and height {b} "
        "{lengths}. What is its volume?",
    ),
    story(
        "a:few b:few q:few c=3*q",
        "base: area of the base = a * b; prism: base times height = base * c; volume = prism / 3",
        "A pyramid has a base of {a} by {b} {lengths} and a height of {c} {lengths}. What is its volume?",
        "What is the volume of a pyramid {c} {lengths} high on a rectangle of {a} by {b} {lengths}?",
        "{A} builds a pyramid of sand, {a} by {b} {lengths} at the bottom and {c} {lengths} high. How many "
        "cubic {lengths} of sand is that?",
    ),
    story(
        "e:2..6 a:few b:few c:few p=a*e q=b*e r=c*e",
        "long: cubes along the length = p / e; wide: cubes along the width = q / e; high: layers = r / e; "
        "layer: cubes in a layer = long * wide; total = layer * high",
        "How many cubes with edges of {e} cm fit into a box of {p} by {q} by {r} cm?",
        "{A} fills a box {p} cm long, {q} cm wide and {r} cm high with cubes of edge {e} cm. How many fit "
        "in?",
        "A case measures {p} by {q} by {r} inches. How many dice with an edge of {e} inches go into it?",
    ),
    story(
        "a:few b:few k:few j:few c=j*2 r=a*b*2",
        "base: area of the base = a * b; volume = base * c; minutes = volume / r",
        "A tank of {a} by {b} by {c} {lengths} is filled with {r} cubic {lengths} of water a minute. How "
        "many minutes does this take?",
        "{A}'s pool is {a} {lengths} long, {b} {lengths} wide and {c} {lengths} deep. In how many minutes "
        "is it full, at {r} cubic {lengths} a minute?",
        "How many minutes does a pump with {r} cubic {lengths} a minute need to empty a full tank of {a} by "
        "{b} by {c} {lengths}?",
    ),
    story(
        "a:few b:few h:few",
        "base: area of the base = a * b; water = base * h",
        "The water in a tank of {a} by {b} {lengths} rises by {h} {lengths}. How many cubic {lengths} of "
        "water came in?",
        "A stone sinks in a tank of {a} by {b} {lengths}, and the water rises by {h} {lengths}. What is the "
        "volume of the stone?",
        "{A}'s pond, {a} by {b} {lengths}, loses {h} {lengths} of its depth in a dry summer. How many cubic "
        "{lengths} of water is that?",
    ),
    story(
        "a:few b:few c:few d:few e:few f:few; a*b*c > d*e*f",
        "one: base of the first = a * b; first: volume of the first = one * c; two: base of the second = d "
        "* e; second: volume of the second = two * f; more: difference = first - second",
        "One box is {a} by {b} by {c} {lengths}, another {d} by {e} by {f} {lengths}. How much larger is "
        "the volume of the first?",
        "{A} has a box of {a} by {b} by {c} {lengths} and cuts out a piece of {d} by {e} by {f} {lengths}. "
        "What volume is left?",
        "By how many cubic {lengths} does a tank of {a} by {b} by {c} {lengths} hold more than one of {d} "
        "by {e} by {f}?",
    ),
    story(
        "n:few h:few k:few",
        "one: volume of one = n * h; total = one * k",
        "A pillar with a base of {n} square {lengths} is {h} {lengths} high. What is the volume of {k} such "
        "pillars?",
        "{A} pours {k} concrete posts, each {h} {lengths} high with a cross section of {n} square "
        "{lengths}. How many cubic {lengths} of concrete are needed?",
        "What volume have {k} equal columns {h} {lengths} high with bases of {n} square {lengths}?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {7..60} years old.",
    "{A} has {2..9} neighbors.",
)

_CYLINDER = (
    "A cylinder has a radius of {r} {u} and a height of {h} {u}. Find its volume in terms of pi.",
    "What is the volume of a cylinder with radius {r} {u} and height {h} {u}, in terms of pi?",
    "In terms of pi, what is the volume of a cylinder of radius {r} {u} and height {h} {u}?",
    "A can is a cylinder {h} {u} high with a radius of {r} {u}. Give its volume in terms of pi.",
    "Find the volume of a cylinder of radius {r} {u} and height {h} {u}. Leave pi in the answer.",
)
_CONE = (
    "A cone has a radius of {r} {u} and a height of {h} {u}. Find its volume in terms of pi.",
    "What is the volume of a cone with radius {r} {u} and height {h} {u}, in terms of pi?",
    "In terms of pi, what is the volume of a cone of radius {r} {u} and height {h} {u}?",
    "A pile of sand is a cone {h} {u} high with a radius of {r} {u}. Give its volume in terms of pi.",
    "Find the volume of a cone of radius {r} {u} and height {h} {u}. Leave pi in the answer.",
)
_SPHERE = (
    "Find the volume of a sphere of radius {r} {u} in terms of pi.",
    "What is the volume of a sphere with radius {r} {u}, in terms of pi?",
    "A ball has a radius of {r} {u}. Give its volume in terms of pi.",
    "In terms of pi, what is the volume of a sphere of radius {r} {u}?",
    "Find the volume of a ball of radius {r} {u}. Leave pi in the answer.",
)
_SIZES = (8, 12, 20, 40, 90)
_SHARE_OF_ROUND = 0.35


def _round(rng: Random, difficulty: int, scale: int) -> Worked:
    r, h = (draw(rng, 2, _SIZES[difficulty - 1], scale) for _ in range(2))
    kind = rng.choice((_CYLINDER, _CONE, _SPHERE))
    if kind is _SPHERE:
        r *= 3
    if kind is _CONE:
        h *= 3
    statement = rng.choice(kind).format(r=r, h=h, u=rng.choice(LENGTHS))
    if kind is _SPHERE:
        cube, four = r**3, 4 * r**3
        lines = (
            step("cube of the radius", f"{r}^3"),
            step("four cubes", f"4 * {cube}"),
            f"volume = {four}pi / 3 = {{{four} / 3}}pi",
        )
        return Worked(statement, lines, f"{four // 3}pi")
    base = f"base = pi * {r}^2 = {{{r}^2}}pi"
    area, prism = r * r, r * r * h
    if kind is _CYLINDER:
        return Worked(statement, (base, f"volume = {area}pi * {h} = {{{area} * {h}}}pi"), f"{prism}pi")
    lines = (
        base,
        f"cylinder = {area}pi * {h} = {{{area} * {h}}}pi",
        f"volume = {prism}pi / 3 = {{{prism} / 3}}pi",
    )
    return Worked(statement, lines, f"{prism // 3}pi")


_FLAT = story_family("volumes", STORIES, EXTRAS)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    make = _round if rng.random() < _SHARE_OF_ROUND else _FLAT.build
    return make(rng, difficulty, scale)


FAMILY = Family("volumes", False, _build)
