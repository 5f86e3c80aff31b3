"""Word problems of travel: legs of a trip, round trips, fuel, tickets, luggage."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "n:minutes d:few",
        "trip: {distances} a day = n * 2; total = trip * d",
        "{A} [lives|works] {n} {distances} from [school|the office] and drives there and back each day. How "
        "many {distances} does {he} drive in {d} days?",
        "The way to {A}'s school is {n} {distances} long. {he} cycles there and back on {d} days. How many "
        "{distances} is that?",
        "A bus goes {n} {distances} to the next town and returns once a day. How many {distances} does it "
        "go in {d} days?",
        extras=(
            "The bus ticket costs ${2..12}.",
            "{A}'s bag weighs {5..20} pounds.",
        ),
    ),
    story(
        "a:count b:count c:count",
        "two: first two days = a + b; total = two + c",
        "{A} [hikes|cycles] {a} {distances} on Monday, {b} on Tuesday and {c} on Wednesday. How many "
        "{distances} is that altogether?",
        "On a trip {A} [drives|rides] {a} {distances} the first day, {b} {distances} the second and {c} "
        "{distances} the third. How far does {he} go?",
        "A {vehicle} covers {a} {distances} in the morning, {b} at noon and {c} in the evening. How many "
        "{distances} does it cover [that day|altogether]?",
    ),
    story(
        "v:speed h:few w:speed k:few",
        "one: first part = v * h; two: second part = w * k; distance = one + two",
        "{A} drives {h} hours at {v} {distances} an hour and {k} hours at {w} {distances} an hour. How many "
        "{distances} does {he} drive?",
        "A {vehicle} goes {v} {distances} an hour for {h} hours, then {w} {distances} an hour for {k} "
        "hours. How far does it go?",
        "For {h} hours {A}'s [boat|ship] sails at {v} {distances} an hour, and for the next {k} hours at "
        "{w}. What distance is that, in {distances}?",
    ),
    story(
        "m:speed q:few n=m*q p:2..6",
        "fuel: gallons needed = n / m; cost = fuel * p",
        "{A}'s [car|van] goes {m} miles on a gallon of gas, and a gallon costs ${p}. What does the gas for "
        "{n} miles cost?",
        "Gas is ${p} a gallon. {A} drives {n} miles in a car that goes {m} miles per gallon. How much does "
        "{he} pay for gas?",
        "A van needs one gallon for every {m} miles. How many dollars does a trip of {n} miles cost at ${p} "
        "a gallon?",
        extras=(
            "The tank holds {31..60} gallons.",
            "The car is {2..14} years old.",
        ),
    ),
    story(
        "a:few p:price b:few q:price; p > q",
        "adults: tickets for adults = a * p; kids: tickets for children = b * q; total = adults + kids",
        "A train ticket costs ${p} for adults and ${q} for children. What do {a} adults and {b} children "
        "pay?",
        "{a} adults and {b} children take a boat tour. Adults pay ${p}, children ${q}. How much is that in "
        "all?",
        "{A} buys {a} adult tickets at ${p} and {b} child tickets at ${q} for the [bus|ferry]. How much "
        "does {he} pay?",
        extras=("The trip takes {31..90} minutes.",),
    ),
    story(
        "k:few r:few v:count h:few n=v*h+k*r",
        "done: driven so far = v * h; left: still to drive = n - done; daily: a day = left / k",
        "A trip is {n} {distances} long. {A} [drives|rides] {v} {distances} a day for {h} days. How many "
        "{distances} a day must {he} cover to finish in {k} more days?",
        "{A} wants to walk {n} {distances}. After {h} days with {v} {distances} each, {he} has {k} days "
        "left. How many {distances} must {he} walk a day?",
        "Of {n} {distances}, {A} [rides|travels] {v} on each of the first {h} days and the rest evenly in "
        "{k} days. How many {distances} a day is that?",
    ),
    story(
        "v:speed w:speed h:few; v > w",
        "one: distance of {A} = v * h; two: distance of {B} = w * h; apart: difference = one - two",
        "{A} [rides|drives] {v} {distances} an hour and {B} {w} {distances} an hour. How much farther does "
        "{A} get in {h} hours?",
        "{A} and {B} start together in the same direction, at {v} and {w} {distances} an hour. How far "
        "apart are they after {h} hours?",
        "In {h} hours, how many {distances} more does {A} cover at {v} {distances} an hour than {B} at {w}?",
    ),
    story(
        "a:count b:few c:few d:few e:few; b + d < a + c + e",
        "one: after the first stop = a - b; two: with new riders = one + c; three: after the second stop = "
        "two - d; total = three + e",
        "{a} people are on a [bus|train]. At the first stop {b} get off and {c} get on. At the next {d} get "
        "off and {e} get on. How many people are on it then?",
        "A [ferry|bus] starts with {a} people. First {b} leave and {c} come aboard, then {d} leave and {e} "
        "come aboard. How many are aboard at the end?",
        "There were {a} passengers on a train. {b} got off and {c} got on in the first town; {d} got off "
        "and {e} got on in the second. How many passengers are there?",
        extras=(
            "The driver is {25..64} years old.",
            "The trip takes {31..95} minutes.",
        ),
    ),
    story(
        "d:few p:sum m:sum k:sum r:sum b=p*d+m*4+k+r",
        "hotel: cost of the hotel = p * d; food: cost of the food = m * 4; both: first costs = hotel + "
        "food; cost = both + k; left = b - cost",
        "Four friends travel for {d} nights. The hotel costs ${p} a night, food is ${m} for each friend, "
        "and the car is ${k}. They have ${b}. How much is left?",
        "{A} plans a trip for 4 people with ${b}. {he} pays ${p} a night for {d} nights, ${m} of food for "
        "each person and ${k} for a car. How many dollars are left?",
        "With ${b}, 4 people pay a hotel at ${p} a night for {d} nights, ${m} each for food and ${k} for "
        "gas. How much money do they bring home?",
    ),
    story(
        "v:speed h:2..12 w:speed k:2..9 m:4..30 q:few p:price; (v*h+w*k) % m == 0",
        "one: first day = v * h; two: second day = w * k; all: distance = one + two; fuel: gallons = all / "
        "m; gas: cost of the gas = fuel * p; total = gas + q",
        "{A} drives {h} hours at {v} miles an hour on Monday and {k} hours at {w} on Tuesday. The car goes "
        "{m} miles per gallon, gas is ${p} a gallon and the toll is ${q}. What does the trip cost?",
        "On one day {A}'s car goes {v} miles an hour for {h} hours, on the next {w} miles an hour for {k} "
        "hours. It goes {m} miles per gallon. With gas at ${p} a gallon and ${q} for parking, how much does "
        "{he} pay?",
        "A truck drives {h} hours at {v} miles an hour and {k} hours at {w} miles an hour. It needs a "
        "gallon for {m} miles, at ${p} each. The bridge costs ${q}. How many dollars is the trip?",
    ),
    story(
        "n:few k:few m:few j:few b:few w=n*k+m*j+b",
        "one: weight of the {containers} = n * k; two: weight of the {containers2} = m * j; load = one + "
        "two; free: free = w - load",
        "A {vehicle} can carry {w} {weights}. It holds {n} {containers} of {k} {weights} and {m} "
        "{containers2} of {j} {weights}. How many more {weights} can it carry?",
        "{n} {containers} of {k} {weights} each and {m} {containers2} of {j} {weights} each are on a "
        "{vehicle} for {w} {weights}. How many {weights} are still free?",
        "How many {weights} can still be loaded on a {vehicle} for {w} {weights} with {n} {containers} of "
        "{k} and {m} {containers2} of {j} {weights} on it?",
    ),
)  # fmt: skip

EXTRAS = (
    "It is {41..95} degrees outside.",
    "The town has {101..190} houses.",
)

FAMILY = story_family("story_travel", STORIES, EXTRAS)
