"""Word problems of money: saving, spending, allowances, bills that are split, gifts."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "p:sum k:few m:sum",
        "saved = p * k; total = saved + m",
        "{A} [saves|puts aside] ${p} a week for {k} weeks. {he} already had ${m}. How much does {he} have "
        "now?",
        "{A} had ${m} in a [jar|savings account] and adds ${p} [every|each] week. How much is there after "
        "{k} weeks?",
        "Every month {A}'s [parents|grandparents] give {him} ${p}. For {his} birthday {he} also gets ${m}. "
        "How many dollars is that after {k} months?",
        extras=("{he} also has {3..30} foreign coins.",),
    ),
    story(
        "p:sum k:few r:sum m=p*k+r",
        "needed: money needed = m - r; weeks = needed / p",
        "{A} wants {a_good} that costs ${m} and has saved ${r}. {he} [saves|earns] ${p} a week. In how many "
        "weeks can {he} buy it?",
        "{a_good} costs ${m}. {A} has ${r} [so far|already] and puts aside ${p} every week. How many weeks "
        "must {he} [wait|save]?",
        "How [many weeks|long, in weeks,] does {A} [need|have] to save for {a_good} of ${m}, with ${r} in "
        "hand and ${p} more each week?",
        extras=("The {good} weighs {2..20} pounds.",),
    ),
    story(
        "a:sum b:sum c:sum; b + c < a",
        "first: left after the {good} = a - b; left: money left = first - c",
        "{A} [gets|earns] ${a}. {he} [spends|pays] ${b} on {a_good} and ${c} on food. How much does {he} "
        "have left?",
        "From {his} ${a}, {A} buys {a_good} for ${b} and gives ${c} to {his} {relative}. How many dollars "
        "[are left|remain]?",
        "{A} [takes|brings] ${a} to the [fair|market] and buys {a_good} for ${b}. Then {he} loses ${c}. How "
        "much money is left?",
    ),
    story(
        "k:few q:sum b:sum n=k*q-b; n > b",
        "bill = n + b; share = bill / k",
        "{k} friends [eat out|go to dinner]. The food costs ${n} and the drinks cost ${b}. They split the "
        "bill equally. How much does each pay?",
        "{A} and {his} friends, {k} people in all, share the cost of a trip equally. The bus costs ${n} and "
        "the tickets cost ${b}. How many dollars does each [pay|owe]?",
        "A group of {k} [people|friends] [rents|hires] a boat for ${n} and buys food for ${b}. What is the "
        "share of each, if all pay the same?",
        extras=("The table is set for {31..60} guests.",),
    ),
    story(
        "q:sum n=2*q t:times c:sum; c < n*t",
        "second: {B}'s money = n * t; both = n + second; left = both - c",
        "{A} has ${n} and {B} has {t:times} as much. Together they buy {a_good} for ${c}. How much do they "
        "have left?",
        "{B} saved {t:times} as much as {A}, who saved ${n}. They put their money together and spend ${c}. "
        "How many dollars are left?",
        "{A} [earned|got] ${n}. {B} [earned|got] {t:times} as much. They give ${c} of the whole sum to "
        "[charity|their mother]. How much do they keep?",
    ),
    story(
        "q:sum n=2*q m:sum c:sum; n/2 + m > c",
        "had: half the price = n / 2; now: money with the gift = had + m; spent: after the card = now - c",
        "{A} has [half of|half] the ${n} that {a_good} costs. {his} {relative} gives {him} ${m}, and {he} "
        "spends ${c} on a card. How much money does {he} have now?",
        "{a_good} costs ${n}. {A} has saved [half of that|half the money] and gets ${m} from {his} "
        "{relative}. Then {he} pays ${c} for a birthday card. How much is left?",
        "Half of the ${n} for {a_good} is in {A}'s [piggy bank|drawer]. {he} adds ${m} and takes out ${c} "
        "for a card. How many dollars are in it then?",
    ),
    story(
        "k:sum m:sum t:2..4 n=2*(m+m*t+k)",
        "had: saved = n / 2; gift: gift of the grandparents = m * t; first: with the parents' gift = had + "
        "m; sum: money in all = first + gift; needed = n - sum",
        "{A} is saving for {a_good} that costs ${n}. {he} has half of the money. {his} parents give {him} "
        "${m} and {his} grandparents {t:times} as much as {his} parents. How much more does {he} need?",
        "{a_good} costs ${n}. {A} has saved half of it. {he} gets ${m} from {his} parents and {t:times} as "
        "much from {his} grandparents. How many dollars are still missing?",
        "How much more money does {A} need for {a_good} of ${n}, if {he} has half the price, {his} parents "
        "add ${m} and {his} grandparents add {t:times} what {his} parents do?",
    ),
    story(
        "a:sum b:price k:few c:price j:few; b*k + c*j < a",
        "rides: cost of the rides = k * b; games: cost of the games = j * c; spent = rides + games; left = "
        "a - spent",
        "{A} takes ${a} to a fair. {he} goes on {k} rides for ${b} each and plays {j} games for ${c} each. "
        "How much does {he} have left?",
        "At the fair a ride costs ${b} and a game ${c}. {A} has ${a}, takes {k} rides and plays {j} games. "
        "How many dollars are left?",
        "{A} pays for {k} rides at ${b} and {j} games at ${c} out of {his} ${a}. How much money does {he} "
        "[bring home|keep]?",
        extras=(
            "The fair has {31..60} rides.",
            "{he} waits {11..45} minutes in line.",
        ),
    ),
    story(
        "p:sum b:few n=20*b r:1..9 s=10*r j:sum; n*s/100 + p*4 > j",
        "bonus = s/100 * n; chores: money for chores = p * 4; extra: bonus with chores = bonus + chores; "
        "more: left over = extra - j",
        "{A} gets {s}% of a prize of ${n}. {he} also does chores for ${p} a week for 4 weeks, and spends "
        "${j}. How much does {he} have then?",
        "For 4 weeks {A} earns ${p} a week with chores. From a [prize|sale] of ${n} {he} gets {s}%. {he} "
        "pays ${j} for {a_good}. How much is left?",
        "A prize of ${n} is shared, and {A} gets {s}% of it. {he} adds ${p} from each of 4 weeks of chores "
        "and buys {a_good} for ${j}. How many dollars does {he} keep?",
    ),
    story(
        "a:sum b:sum k:few c:sum d:sum j:few; a*k + b > d*j + c",
        "pay: earned = a * k; income = pay + b; bills: paid for food = d * j; costs = bills + c; saved = "
        "income - costs",
        "{A} earns ${a} a week for {k} weeks and gets a bonus of ${b}. {he} spends ${d} on food in each of "
        "{j} weeks and ${c} on {a_good}. How much does {he} save?",
        "In {k} weeks {A} earns ${a} each and a bonus of ${b} on top. Food costs ${d} a week for {j} weeks, "
        "{a_good} costs ${c}. How much money is left?",
        "{A}'s pay is ${a} a week. After {k} weeks {he} also gets ${b} extra. {he} has paid ${d} for food "
        "{j} times and ${c} for {a_good}. How many dollars has {he} kept?",
    ),
    story(
        "p:sum d:sum k:few m:few r:sum; d < p",
        "net: kept each week = p - d; one: saved by {A} = net * k; two: saved by {B} = r * m; both = one + "
        "two; half: gift = both / 2; left = both - half",
        "{A} earns ${p} a week, spends ${d} of it, and does so for {k} weeks. {B} saves ${r} a week for {m} "
        "weeks. They use half of their savings for a gift. How much is left?",
        "{A} gets ${p} each week and spends ${d}. {B} puts aside ${r} each week. After {k} weeks of {A}'s "
        "and {m} weeks of {B}'s, they spend half of all they saved. How many dollars remain?",
        "For {k} weeks {A} keeps what is left of ${p} after spending ${d}. {B} saves ${r} in each of {m} "
        "weeks. Half of the money together goes to a trip. How much do they still have?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {6..17} years old.",
    "{A} has {2..9} cousins.",
    "The bank is {3..25} minutes from {his} home.",
)

FAMILY = story_family("story_money", STORIES, EXTRAS)
