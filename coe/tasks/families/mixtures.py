"""Mixtures: solutions and their strength, blends and their price."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "p:percent v:count",
        "salt = p/100 * v",
        "How many liters of acid are in {v} liters of a {p}% acid solution?",
        "A tank holds {v} liters of salt water that is {p}% salt. How many liters of salt is that?",
        "{A} has {v} {liquids} of a {p}% solution of sugar. How many {liquids} of sugar does it hold?",
        "{v} {liquids} of a [cleaner|paint] are {p}% alcohol. How many {liquids} of alcohol [are in it|is "
        "that]?",
    ),
    story(
        "a:1..8 b:1..8 m:count r=5*a p=r+5*b v=a*m k=b*m; p*v % 100 == 0; k > 1",
        "acid = p/100 * v; all: liters in all = v + k; part: share of acid = acid / all; strength: percent "
        "of acid = part * 100",
        "{k} liters of water are added to {v} liters of a {p}% acid solution. What percent of the new "
        "solution is acid?",
        "{A} thins {v} liters of a {p}% acid solution with {k} liters of water. What is its strength then, "
        "in percent?",
        "{v} liters of a cleaner are {p}% acid. After {k} liters of water are poured in, what percent of it "
        "is acid?",
        fractions=True,
    ),
    story(
        "a:1..6 b:1..5 c:1..5 m:few r=5*a s=r+5*b p=s+5*c v=b*m*2 w=c*m*2; p*v % 100 == 0; r*w % 100 == 0",
        "one: acid in the first = p/100 * v; two: acid in the second = r/100 * w; acid = one + two; all: "
        "liters in all = v + w; part: share of acid = acid / all; strength: percent of acid = part * 100",
        "{v} liters of a {p}% acid solution are mixed with {w} liters of a {r}% solution. What percent of "
        "the mixture is acid?",
        "{A} pours {v} liters of {p}% acid and {w} liters of {r}% acid together. What is the strength of "
        "the mixture in percent?",
        "What percent acid is a mixture of {v} liters at {p}% and {w} liters at {r}%?",
        fractions=True,
    ),
    story(
        "p:percent x:few r:percent y:few v=20*x w=20*y",
        "one: fat in the first = p/100 * v; two: fat in the second = r/100 * w; fat = one + two",
        "{v} {liquids} of milk with {p}% fat and {w} {liquids} with {r}% fat are mixed. How many {liquids} "
        "of fat are in the mixture?",
        "{A} mixes {v} {liquids} of {p}% milk with {w} {liquids} of {r}% milk. How many {liquids} of fat is "
        "that?",
        "How many {liquids} of fat are in {v} {liquids} of cream with {p}% fat and {w} {liquids} with {r}% "
        "fat together?",
    ),
    story(
        "c:price x:few y:few j:2..4 n=y*j m=x*j p=c+x q=c-y; q > 1",
        "one: cost of the first = n * p; two: cost of the second = m * q; cost = one + two; all: pounds in "
        "all = n + m; price: mixed price = cost / all",
        "A shop mixes {n} pounds of [coffee|tea] at ${p} a pound with {m} pounds at ${q} a pound. What is a "
        "pound of the mix worth?",
        "{A} blends {n} pounds of nuts at ${p} and {m} pounds at ${q}. How much does a pound of the blend "
        "cost {him}?",
        "{n} pounds of candy at ${p} a pound and {m} pounds at ${q} a pound are mixed. How many dollars is "
        "a pound of the mixture?",
    ),
    story(
        "k:few q:count n=q*(k+1)",
        "parts = k + 1; juice = n / parts; water = juice * k",
        "A [drink|punch] is 1 part juice and {k} parts water. How many cups of water [are in|go into] {n} "
        "cups of it?",
        "{A} [makes|mixes] {n} {liquids} of a cleaner from 1 part soap and {k} parts water. How many "
        "{liquids} of water does {he} [need|use]?",
        "{n} {liquids} of [paint|glaze] are mixed from 1 part red and {k} parts white. How many {liquids} "
        "of white [is that|are in it]?",
    ),
    story(
        "a:1..8 b:1..8 m:count r=5*a p=r+5*b v=a*m; p*v % 100 == 0",
        "salt = p/100 * v; one: one percent of the mix = salt / r; all: liters in the end = one * 100; "
        "water: water added = all - v",
        "How many liters of water must {A} [add to|pour into] {v} liters of a {p}% salt solution to make it "
        "{r}%?",
        "{A} has {v} liters of {p}% salt water and wants {r}%. How many liters of water must {he} [add|pour "
        "in]?",
        "{v} liters of a {p}% solution of salt are [thinned to|made] {r}% with water. How many liters of "
        "water is that?",
        fractions=True,
    ),
    story(
        "a:1..8 b:1..8 m:count p=5*a s=p+5*b v=(a+b)*m k=b*m; p*v % 100 == 0; k > 1",
        "salt = p/100 * v; left: liters left = v - k; part: share of salt = salt / left; strength: percent "
        "of salt = part * 100; strength2: more = strength - p",
        "{k} liters of water dry out of {v} liters of {p}% salt water. By how many percent of salt is it "
        "stronger now?",
        "{A} boils {v} liters of {p}% salt water until {k} liters of water are gone. By how many percent "
        "does the share of salt rise?",
        "From {v} liters of a {p}% salt solution {k} liters of water [evaporate|dry out]. [How many percent "
        "of salt more does it hold then|By how many percent of salt is it stronger then]?",
        fractions=True,
    ),
    story(
        "x:few p:percent y:few r:percent n=20*x m=20*y",
        "one: raisins in the first = p/100 * n; two: raisins in the second = r/100 * m; all: raisins in all "
        "= one + two; sum: pounds in all = n + m; rest: pounds without raisins = sum - all",
        "{n} pounds of a mix with {p}% raisins and {m} pounds of one with {r}% raisins are stirred "
        "together. How many pounds are not raisins?",
        "{A} buys {n} pounds of a mix that is {p}% raisins and {m} pounds of one that is {r}% raisins. How "
        "many pounds of other things are in both?",
        "One mix of {n} pounds is {p}% raisins, another of {m} pounds is {r}% raisins. How many pounds of "
        "the two together are something else?",
    ),
)  # fmt: skip

EXTRAS = (
    "The room is at {15..30} degrees.",
    "{A} is {20..60} years old.",
    "The tank is {2..19} years old.",
)

FAMILY = story_family("mixtures", STORIES, EXTRAS)
