"""Word problems of two or more people: comparing, giving, collecting, sharing equally, leftovers."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "n:count t:times",
        "second: {B}'s {things} = n * t; total = n + second",
        "{A} has {n} {things}. {B} has {t:times} as many {things} as {A}. How many {things} do they have "
        "together?",
        "{A} [collects|finds] {n} {things}, and {B} {t:times} as many. How many {things} is that altogether?",
        "{B} owns {t:times} as many {things} as {A}. How many {things} do the two have, if {A} has {n}?",
        extras=("{A} keeps {his} {things} in {2..9} boxes.",),
    ),
    story(
        "a:count b:few c:few",
        "second: {B}'s {things} = a + b; third: {C}'s {things} = second + c",
        "{A} has {a} {things}, {B} has {b} more {things} than {A}, [and|while] {C} has {c} more than {B}. "
        "How many {things} does {C} have?",
        "{C} has {c} more {things} than {B}. {B} has {b} more than {A}, who has {a}. How many {things} does "
        "{C} [own|have]?",
        "{A} owns {a} {things}. {B} owns {b} more {things} than {A}. {C} owns {c} more [{things} than|than] "
        "{B}. How many {things} does {C} have?",
    ),
    story(
        "q:few n=2*q b:few; b < q",
        "half: half of the {things} = n / 2; second: {B}'s {things} = half - b; total = n + second",
        "{A} has {n} {things}. {B} has {b} fewer than half as many. How many {things} do they have "
        "[together|in all]?",
        "{B} found {b} {things} less than half of what {A} found. {A} found {n} {things}. How many {things} "
        "did [both|they] find?",
        "The {n} {things} of {A} and those of {B}, {b} fewer than half of {A}'s, [are put|go] in one box. "
        "How many {things} are in the box?",
    ),
    story(
        "a:few b:few k:few q:few n=a+b+k*q",
        "first: after the gift to {B} = n - a; rest: {things} left = first - b; each = rest / k",
        "{A} has {n} {things}. {he} gives {a} to {B}, keeps {b} and shares the rest equally among {k} "
        "friends. How many {things} does each friend get?",
        "From {his} {n} {things}, {A} gives {a} to {B} and loses {b}. {k} [cousins|children] get equal "
        "shares of the others. How many {things} are in a share?",
        "{A} splits {n} {things}: {a} for {B}, {b} for {himself}, and the rest in equal parts for {k} "
        "[classmates|neighbors]. How many {things} does each of them get?",
    ),
    story(
        "k:few q:few g:few a:count b=k*q-a+g; b > 1",
        "both: {things} together = a + b; rest: {things} to share = both - g; each = rest / k",
        "{A} has {a} {things} and {B} has {b}. They put them together, throw away {g} broken ones and pack "
        "the rest equally into {k} {containers}. How many {things} are in each {container}?",
        "{a} {things} of {A} and {b} of {B} are sorted. {g} are broken. The others go equally into {k} "
        "{containers}. How many {things} go into one {container}?",
        "{A} and {B} [bring|have] {a} and {b} {things}. After {g} are lost, they fill {k} {containers} with "
        "equal numbers of {things}. How many {things} are in one {container}?",
    ),
    story(
        "n:few m:few k:few d:few; k < n*m",
        "bought: {things} bought = n * m; left: after the gift = bought - k; total = left + d; twice: {B}'s "
        "{things} = total * 2",
        "{A} buys {n} packs of {m} {things}, gives away {k} and finds {d} more. {B} has twice as many "
        "{things} as {A} has then. How many {things} does {B} have?",
        "{n} packs with {m} {things} each are {A}'s. {he} sells {k} {things} and gets {d} as a present. {B} "
        "has twice {A}'s number. How many {things} are {B}'s?",
        "After buying {n} packs of {m} {things}, losing {k} {things} and winning {d}, {A} has half as many "
        "{things} as {B}. How many {things} does {B} have?",
    ),
    story(
        "a:count t:times b:few",
        "second: {B}'s {fruits} = a * t; third: {C}'s {fruits} = second + b; two: {fruits} of {A} and {B} = "
        "a + second; total = two + third",
        "{A} has {a} {fruits}. {B} has {t:times} as many, and {C} has {b} more than {B}. How many {fruits} "
        "do the three have?",
        "{C} collected {b} more {fruits} than {B}, and {B} {t:times} as many as {A}. {A} collected {a} "
        "{fruits}. How many {fruits} is that together?",
        "{A} picks {a} {fruits}, {B} {t:times} as many and {C} {b} more than {B}. How many {fruits} do they "
        "pick?",
        extras=("{A} climbs a ladder of {10..20} feet.",),
    ),
    story(
        "p:sum t:times c:sum k:2..6; (p+p*t+c) % k == 0",
        "second: {B}'s money = p * t; both: money of both = p + second; all: money in all = both + c; each "
        "= all / k",
        "{A} earns ${p} and {B} {t:times} as much. With ${c} from {C} they share all the money equally "
        "among {k} people. How much does each get?",
        "{B} has {t:times} as much money as {A}, who has ${p}. {C} adds ${c}, and {k} friends get equal "
        "parts of the whole. How many dollars is one part?",
        "{A} gives ${p} to a fund, {B} gives {t:times} as much and {C} gives ${c}. The fund is split "
        "equally between {k} clubs. How much does each club get?",
        extras=("The fund is {2..19} years old.",),
    ),
    story(
        "a:few b:few c:few d:few e:few f:few; a*b + c*d > e * f",
        "one: {things} of {A} = a * b; two: {things} of {B} = c * d; both: {things} together = one + two; "
        "gone: {things} given away = e * f; left: {things} left = both - gone",
        "{A} has {a} {containers} of {b} {things}, and {B} has {c} {containers} of {d}. They give {e} "
        "{things} to each of {f} friends. How many {things} are left?",
        "There are {a} {containers} with {b} {things} from {A} and {c} {containers} with {d} {things} from "
        "{B}. Each of {f} children takes {e} {things}. How many {things} remain?",
        "{A} brings {a} {containers} with {b} {things} each, {B} brings {c} with {d} each. {f} friends get "
        "{e} {things} each. How many {things} are not given away?",
    ),
    story(
        "n:count t:times b:few k:few g:few; (n + n*t + n*t+b) % 2 == 0; (n+n*t+n*t+b)/2 > k*g",
        "second: {B}'s {things} = n * t; third: {C}'s {things} = second + b; two: {things} of {A} and {B} = "
        "n + second; all: {things} of all = two + third; half: half of the {things} = all / 2; gone: "
        "{things} given away = k * g; left: {things} left = half - gone",
        "{A} has {n} {things}, {B} {t:times} as many and {C} {b} more than {B}. They sell half of all. From "
        "the other half, {k} children of a {group} get {g} each. How many {things} are left?",
        "{B} has {t:times} as many {things} as {A}, and {C} has {b} more than {B}. {A} has {n}. Half of all "
        "the {things} are kept for school; of these, {k} pupils take {g} each. How many {things} stay there?",
        "{A} collects {n} {things}. {B} collects {t:times} that number, and {C} {b} more than {B}. Half of "
        "the {things} are lost. Of the rest, they give {g} to each of {k} friends. How many {things} do "
        "they still have?",
        words={"group": "team|class|club"},
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {6..15} years old.",
    "{A} lives {2..30} minutes from {B}.",
    "{A} and {B} have been friends for {2..14} years.",
    "{A} has {2..6} cats.",
)

FAMILY = story_family("story_sharing", STORIES, EXTRAS)
