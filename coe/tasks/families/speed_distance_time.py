"""Speed, distance and time: one leg or several, meeting, catching up, streams."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "v:speed t:half",
        "distance = v * t",
        "A {vehicle} [drives|moves] at {v} {distances} an hour. How many {distances} does it go in {t} "
        "hours?",
        "{A} cycles at {v} {distances} an hour for {t} hours. How far does {he} get, in {distances}?",
        "How many {distances} does a {vehicle} cover in {t} hours at {v} {distances} an hour?",
        "At a speed of {v} {distances} per hour, how far does {A} [ride|travel] in {t} hours?",
    ),
    story(
        "v:speed t:few n=v*t",
        "speed = n / t",
        "A {vehicle} covers {n} {distances} in {t} hours. What is its speed in {distances} per hour?",
        "{A} drives {n} {distances} in {t} hours. At what speed, in {distances} per hour, is that?",
        "What speed, in {distances} per hour, takes a {vehicle} {n} {distances} far in {t} hours?",
        "{n} {distances} in {t} hours: what is {A}'s [average|mean] speed in {distances} per hour?",
    ),
    story(
        "v:speed t:few n=v*t",
        "hours = n / v",
        "How many hours does a {vehicle} need for {n} {distances} at {v} {distances} an hour?",
        "{A} [drives|rides] {n} {distances} at {v} {distances} an hour. How many hours does this take?",
        "A [ship|boat] sails {v} {distances} an hour. In how many hours does it sail {n} {distances}?",
        "At {v} {distances} an hour, how long, in hours, is a trip of {n} {distances}?",
    ),
    story(
        "v:speed w:speed t:few n=(v+w)*t",
        "closing: speed together = v + w; hours = n / closing",
        "Two [trains|cars] start {n} {distances} apart and drive toward each other at {v} and {w} "
        "{distances} an hour. After how many hours do they meet?",
        "{A} and {B} live {n} {distances} apart. They ride toward each other at {v} and {w} {distances} an "
        "hour. In how many hours do they meet?",
        "A bus and a truck, {n} {distances} apart, drive toward each other, at {v} and {w} {distances} an "
        "hour. How many hours pass until they meet?",
    ),
    story(
        "w:speed d:few k:few t:few n=d*t v=w+d",
        "faster: speed difference = v - w; hours = n / faster; place: distance = hours * v",
        "{B} is {n} {distances} ahead of {A}. {A} rides {v} {distances} an hour and {B} {w}. How many "
        "{distances} does {A} ride until {he} catches {B}?",
        "A truck at {w} {distances} an hour has a lead of {n} {distances} on a car at {v} {distances} an "
        "hour. How far does the car go until it [reaches|catches] the truck?",
        "{A} runs after {B}, who is {n} {distances} away. {A}'s speed is {v} {distances} an hour and {B}'s "
        "is {w}. After how many {distances} does {A} reach {B}?",
    ),
    story(
        "v:speed t:few k:few j:1..3 w=v+j*(t+k)",
        "one: first part = v * t; two: second part = w * k; all: distance in all = one + two; time: hours "
        "in all = t + k; speed: average speed = all / time",
        "{A} drives {t} hours at {v} {distances} an hour and {k} hours at {w} {distances} an hour. What is "
        "{his} average speed?",
        "A {vehicle} goes {v} {distances} an hour for {t} hours and then {w} {distances} an hour for {k} "
        "hours. Find its average speed for the whole trip.",
        "For {t} hours a train runs at {v} {distances} an hour, for {k} more hours at {w}. What is the "
        "average speed, in {distances} an hour?",
    ),
    story(
        "v:speed w:speed q:1..3 n=v*w*q; v < w",
        "out: hours there = n / v; back: hours back = n / w; time: hours in all = out + back; way: both "
        "ways = n * 2; speed: average speed = way / time",
        "{A} drives {n} {distances} at {v} {distances} an hour and back at {w}. What is {his} average speed "
        "for both ways?",
        "A {vehicle} goes to a town {n} {distances} away at {v} {distances} an hour and returns at {w} "
        "{distances} an hour. Find the average speed.",
        "The way to the lake is {n} {distances} long. {A} rides there at {v} and back at {w} {distances} an "
        "hour. What is the average speed of the whole ride?",
        fractions=True,
    ),
    story(
        "v:speed s:few t:few; s < v",
        "down: speed downstream = v + s; one: way downstream = down * t; up: speed upstream = v - s; two: "
        "way upstream = up * t; gap: difference = one - two",
        "A boat makes {v} {distances} an hour in still water. The river flows {s} {distances} an hour. How "
        "much farther does it get in {t} hours downstream than in {t} hours upstream?",
        "{A} rows at {v} {distances} an hour in still water on a river of {s} {distances} an hour. In {t} "
        "hours, how many more {distances} does {he} get downstream than upstream?",
        "With a current of {s} {distances} an hour, a ship of {v} {distances} an hour in still water sails "
        "{t} hours up or {t} hours down. By how many {distances} do the ways differ?",
    ),
    story(
        "v:speed m:few; v*1000*m % 60 == 0",
        "meters: meters an hour = v * 1000; minute: meters a minute = meters / 60; distance = minute * m",
        "A {vehicle} goes {v} kilometers an hour. How many meters does it go in {m} minutes?",
        "{A} rides at {v} kilometers an hour. How many meters is that in {m} minutes?",
        "How many meters does a [rider|train] cover in {m} minutes at {v} kilometers an hour?",
    ),
    story(
        "l:count v:few q:few b=v*q-l; b > 1",
        "way: way of the front = l + b; time: seconds = way / v",
        "A train {l} meters long crosses a bridge of {b} meters at {v} meters a second. How many seconds "
        "pass until the whole train is across?",
        "At {v} meters a second, how many seconds does a train of {l} meters need to pass completely "
        "through a tunnel of {b} meters?",
        "A tunnel is {b} meters long. A train of {l} meters enters it at {v} meters a second. After how "
        "many seconds has all of it left the tunnel?",
    ),
    story(
        "v:speed t:few r:few w:speed",
        "first: first way = v * t; second: second way = w * r; apart: distance apart = first + second",
        "{A} and {B} leave a town in opposite directions. {A} drives {t} hours at {v} {distances} an hour, "
        "{B} {r} hours at {w}. How far apart are they?",
        "From one house {A} goes east for {t} hours at {v} {distances} an hour and {B} goes west for {r} "
        "hours at {w} {distances} an hour. How many {distances} are between them?",
        "Two [cars|riders] start at one place in opposite directions, one for {t} hours at {v} {distances} "
        "an hour, the other for {r} hours at {w}. How far apart are they then?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {16..60} years old.",
    "The trip begins at {5..11} in the morning.",
    "It is {11..30} degrees outside.",
)

FAMILY = story_family("speed_distance_time", STORIES, EXTRAS)
