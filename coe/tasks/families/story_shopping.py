"""Word problems of the shop: several items, change, packs, discounts, two shops."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "n:few p:price m:sum",
        "first: cost of the {items} = n * p; total = first + m",
        "{A} [buys|gets] {n} {items} at ${p} each and {a_good} for ${m}. How much does {he} [pay|spend] in "
        "all?",
        "{a_item} costs ${p} and {a_good} costs ${m}. How much does {A} [pay|need] for {n} {items} and one "
        "{good}?",
        "At a sale, {A} [picks|chooses] {n} {items} priced at ${p} each. {he} also takes {a_good} for ${m}. "
        "What is the total [cost|price]?",
        extras=("{A} [leaves|puts back] {a_good2} that costs ${101..180}.",),
    ),
    story(
        "n:few p:price q:price k:few m=n*p+k*q+q",
        "first: cost of the {items} = n * p; second: cost of the {items2} = k * q; total = first + second; "
        "change = m - total",
        "{A} buys {n} {items} for ${p} each and {k} {items2} for ${q} each. {he} [pays with|hands over] "
        "${m}. How much change does {he} get?",
        "{items} cost ${p} each and {items2} cost ${q} each. {A} has ${m} and buys {n} {items} and {k} "
        "{items2}. How [much money|many dollars] [does {he} have left|are left]?",
        "{A} [went|goes] to the shop with ${m}. How much will be left if {he} buys {n} {items} at ${p} and "
        "{k} {items2} at ${q}?",
    ),
    story(
        "q:few k:few n=q*k p:price",
        "packs = n / k; cost = packs * p",
        "{A} needs {n} {items}. They are sold in packs of {k}, and a pack costs ${p}. How much does {he} "
        "pay?",
        "{items} come in packs of {k} [for|at] ${p} a pack. How much [do|will] {n} {items} cost {A}?",
        "A shop sells {items} only in packs of {k}. Each pack [costs|is] ${p}. {A} [wants|orders] exactly "
        "{n} {items}. What does {he} spend?",
        extras=("The shop has {120..190} packs on its shelves.",),
    ),
    story(
        "b:few n=20*b p:percent k:few",
        "off: discount = p/100 * n; price: sale price = n - off; cost = price * k",
        "{a_good} costs ${n}. It is [on sale|sold] at {p}% off. How much do {k} of them cost [now|in the "
        "sale]?",
        "{A} buys {k} {goods} in a sale. Each one usually costs ${n}, but today it is {p}% off. How much "
        "does {he} [pay|spend] in total?",
        "The [regular|normal] price of {a_good} is ${n}. A shop gives {p}% off. What do {k} {goods} cost "
        "there?",
        extras=("The sale [lasts|goes on for] {3..14} days.",),
    ),
    story(
        "n:few p:price c:price; c < n * p",
        "cost = n * p; paid = cost - c",
        "{A} buys {n} {items} for ${p} each and uses a ${c} [coupon|voucher]. How much does {he} pay?",
        "{n} {items} at ${p} each are in {A}'s cart. A [coupon|gift card] takes ${c} off the [bill|total]. "
        "How many dollars are left to pay?",
        "With a [coupon|voucher] for ${c} off, how much does {A} pay for {n} {items} that cost ${p} each?",
    ),
    story(
        "p:sum d:sum n:few; d < p",
        "gap: saved on each = p - d; saved = gap * n",
        "{a_good} costs ${p} at one shop and ${d} at another. How much does {A} save on {n} {goods} at the "
        "cheaper shop?",
        "{A} needs {n} {goods}. The [mall|market] asks ${p} for each, an online shop only ${d}. How much "
        "does {he} save by buying online?",
        "Last [week|month] {a_good} cost ${p}. [Today|This week] it costs ${d}. {A} buys {n} of them "
        "[today|now]. How much money does {he} save?",
        extras=("{A} lives {2..20} minutes from the shop.",),
    ),
    story(
        "p:price t:times n:few",
        "good: price of the {good} = p * t; items: cost of the {items} = n * p; total = good + items",
        "{a_item} costs ${p} and {a_good} costs {t:times} as much. How much do {n} {items} and one {good} "
        "cost [together|in total]?",
        "{A} buys {n} {items} at ${p} each. {he} also buys {a_good} that costs {t:times} as much as one "
        "{item}. How much does {he} spend?",
        "What does {A} pay for {n} {items} and {a_good}, if {a_item} is ${p} and the {good} is {t:times} "
        "that price?",
    ),
    story(
        "b:few n=20*b q:1..4 p=5*q m:sum; m < n",
        "tax = p/100 * n; price: price with tax = n + tax; needed: money needed = price - m",
        "{A} wants {a_good} that costs ${n} plus {p}% tax. {he} has ${m}. How much more money does {he} "
        "need?",
        "{a_good} is [listed|marked] at ${n}, and {p}% tax is added. {A} has saved ${m} [so far|already]. "
        "How many more dollars must {he} save?",
        "{A} has ${m} in {his} [wallet|pocket]. How much is {he} short for {a_good} of ${n} when a tax of "
        "{p}% comes on top?",
    ),
    story(
        "n:few p:price k:few q:price j:few r:price",
        "first: cost of the {items} = n * p; second: cost of the {items2} = k * q; third: cost of the "
        "{treats} = j * r; part: cost of {items} and {items2} = first + second; total = part + third",
        "{A} buys {n} {items} at ${p} each, {k} {items2} at ${q} each and {j} {treats} at ${r} each. How "
        "much does {he} spend [altogether|in total]?",
        "[Prices at the school shop:|At the kiosk:] {a_item} is ${p}, {a_item2} is ${q} and {a_treat} is "
        "${r}. What is the bill for {n} {items}, {k} {items2} and {j} {treats}?",
        "For a party {A} orders {n} {items}, {k} {items2} and {j} {treats}. They cost ${p}, ${q} and ${r} "
        "each, in that order. What does the order cost?",
        extras=("The shop opens at {7..10} in the morning.",),
    ),
    story(
        "b:few n=20*b p:percent q:few c=20*q r:percent",
        "first: discount on the {good} = p/100 * n; one: price of the {good} = n - first; second: discount "
        "on the {good2} = r/100 * c; two: price of the {good2} = c - second; total = one + two",
        "{a_good} of ${n} is {p}% off and {a_good2} of ${c} is {r}% off. How much does {A} pay for both?",
        "In a sale {A} [finds|sees] {a_good} with {p}% off its ${n} price and {a_good2} with {r}% off its "
        "${c} price. {he} buys both. How much does {he} [pay|spend]?",
        "{A} buys two things in a sale: {a_good}, normally ${n}, at a {p}% discount and {a_good2}, normally "
        "${c}, at a {r}% discount. What is the [total|bill]?",
    ),
    story(
        "n:few p:price k:few q:price c:price r:few m=(n*p+k*q-c)+r; c < n * p",
        "first: cost of the {items} = n * p; second: cost of the {treats} = k * q; bill = first + second; "
        "paid = bill - c; left = m - paid",
        "{A} has ${m}. {he} buys {n} {items} for ${p} each and {k} {treats} for ${q} each, and a coupon "
        "takes ${c} off the bill. How much money does {he} have left?",
        "{A} puts {n} {items} at ${p} and {k} {treats} at ${q} in the cart. {he} has a ${c} "
        "[coupon|voucher] and pays with ${m}. How much change does {he} [get|receive]?",
        "{items} are ${p} each and {treats} ${q} each. With a coupon for ${c} off, how much of {A}'s ${m} "
        "[is left|remains] after buying {n} {items} and {k} {treats}?",
    ),
    story(
        "n:few p:price t:few k:few; t < n",
        "paid: {items} paid for = n - t; once: cost of one order = paid * p; cost = once * k",
        "A shop gives {t} free {items} with every order of {n}. {a_item} costs ${p}. {A} makes {k} such "
        "orders. How much does {he} pay?",
        "In every order of {n} {items}, {t} are free; the others cost ${p} each. How much does {A} pay for "
        "{k} orders?",
        "{A} places {k} orders of {n} {items} at ${p} each. In each order {t} {items} [are|come] free. What "
        "does {he} spend [altogether|in all]?",
    ),
)  # fmt: skip

EXTRAS = (
    "{A} is {6..15} years old.",
    "The shop [is|lies] {3..40} minutes away.",
    "There are {4..30} other people in the [shop|line].",
)

FAMILY = story_family("story_shopping", STORIES, EXTRAS)
