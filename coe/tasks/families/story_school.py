"""Word problems of school: classes, books, tests, trips, homework."""

from __future__ import annotations

from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import story_family

STORIES = (
    story(
        "c:few n:count k:few; k < c * n",
        "all: pupils in all = c * n; here: pupils here = all - k",
        "A school has {c} classes of {n} pupils. Today {k} pupils are [ill|away]. How many pupils are at "
        "school?",
        "There are {n} pupils in each of {c} classes, and {k} of them stay at home. How many come to school?",
        "{c} classes with {n} pupils each go on a trip, but {k} pupils [miss the bus|cannot come]. How many "
        "pupils go?",
        extras=("The school is {11..90} years old.",),
    ),
    story(
        "n:few q:few k=n*q p:few",
        "tables: tables needed = k / n; total = tables * p",
        "{k} [pupils|children] sit at tables of {n}. [At|On] each table there are {p} books. How many books "
        "are there [in all|altogether]?",
        "{A} puts {k} pupils into groups of {n} and gives each group {p} [sheets of paper|cards]. How many "
        "of them does {he} give out?",
        "Each team has {n} pupils and gets {p} balls. How many balls do {k} pupils [need|get]?",
    ),
    story(
        "a:count b:few c:few",
        "right: points for answers = a * b; total = right + c",
        "{A} answers {a} questions right on a [test|quiz] and gets {b} points for each. {he} also gets {c} "
        "bonus points. How many points does {he} have?",
        "A right answer [brings|is worth] {b} points. {A} has {a} right answers and {c} extra points. What "
        "is {his} score?",
        "On a [quiz|test] with {b} points a question, {A} gets {a} questions right and {c} points for neat "
        "work. How many points is that?",
        extras=("The test takes {31..90} minutes.",),
    ),
    story(
        "n:count w:few m:few b:few; w*m < n*b",
        "plus: points won = n * b; minus: points lost = w * m; score = plus - minus",
        "In a quiz a right answer gives {b} points and a wrong one costs {m} points. {A} has {n} right and "
        "{w} wrong answers. What is {his} score?",
        "{A} gets {n} questions right and {w} wrong. Each right answer earns {b} points, each wrong one "
        "loses {m}. How many points does {he} have?",
        "A team [scores|earns] {b} points for each of {n} right answers and loses {m} points for each of "
        "{w} mistakes. How many points does it have?",
        extras=("The quiz has {5..9} rounds.",),
    ),
    story(
        "g:count t:times d:few",
        "boys = g * t; all: pupils = g + boys; books = all * d",
        "A club has {g} girls and {t:times} as many boys. Each of them gets {d} books. How many books is "
        "that?",
        "There are {t:times} as many boys as the {g} girls in a camp. Every child [brings|needs] {d} "
        "towels. How many towels are there?",
        "{g} girls are in the choir, and {t:times} as many boys. Each child sells {d} tickets. How many "
        "tickets are sold?",
    ),
    story(
        "b:few q:few k:few n=b*q-k p:sum; n > 1",
        "seats: people in all = n + k; buses = seats / b; cost = buses * p",
        "{n} pupils and {k} teachers go on a trip in buses with {b} seats. A bus costs ${p}. All seats are "
        "taken. What do the buses cost?",
        "A school rents buses of {b} seats for {n} pupils and {k} teachers. [They are full|No seat stays "
        "free]. How much is the rent at ${p} a bus?",
        "For a trip of {n} pupils and {k} adults, vans with {b} seats are rented at ${p} each and filled. "
        "How many dollars is that?",
        extras=("The trip takes {2..9} hours.",),
    ),
    story(
        "a:count b:count c:count d:count; (a+b+c+d) % 4 == 0",
        "two: first two tests = a + b; three: first three tests = two + c; sum: all four tests = three + d; "
        "average = sum / 4",
        "{A} scored {a}, {b}, {c} and {d} points on 4 tests. What is {his} average score?",
        "The points of {A}'s 4 tests are {a}, {b}, {c} and {d}. What is the average?",
        "On 4 days {A} solved {a}, {b}, {c} and {d} problems. How many problems a day is that on average?",
        extras=("{his} class has {21..35} pupils.",),
    ),
    story(
        "n:few c:few g:few k:few p:price; k < n*c*g",
        "one: pencils for one class = n * c; all: pencils for the school = one * g; buy: pencils to buy = "
        "all - k; cost = buy * p",
        "Each of {n} pupils in a class needs {c} pencils, and there are {g} such classes. The school has "
        "{k} pencils and buys the others for ${p} each. What does it pay?",
        "A school of {g} classes with {n} pupils gives every pupil {c} pencils. {k} pencils are there "
        "already. The rest cost ${p} each. How much is that?",
        "{g} classes of {n} pupils need {c} pencils for each pupil. How much does the school spend if it "
        "has {k} and pays ${p} for each of the others?",
    ),
    story(
        "n:few q:few m:few r:few h:3..10 x:few; (n*q+m*r) % h == 0",
        "math: math problems = n * q; words: reading problems = m * r; all: problems = math + words; hours "
        "= all / h; total = hours + x",
        "{A} has {n} pages of {q} math problems and {m} pages of {r} reading problems. {he} does {h} "
        "problems an hour and rests for {x} hours. How many hours does this take?",
        "A workbook has {n} pages with {q} math problems each and {m} pages with {r} reading problems each. "
        "At {h} problems an hour and {x} hours of breaks, how many hours does {A} need?",
        "{A} does {h} problems an hour. How many hours do {n} pages of {q} math problems, {m} pages of {r} "
        "reading problems and {x} hours of breaks take?",
    ),
    story(
        "a:few p:price b:few q:price s:sum k:few r:price g:few; a*p+b*q+s > k*r+g",
        "cakes: money for cakes = a * p; juice: money for juice = b * q; sale: money from the sale = cakes "
        "+ juice; funds: with the gift = sale + s; games: cost of the games = k * r; rest: left after the "
        "games = funds - games; left = rest - g",
        "A class sells {a} cakes for ${p} and {b} bottles of juice for ${q} each, and gets a gift of ${s}. "
        "It buys {k} games for ${r} each and spends ${g} on paper. How much is left?",
        "{a} cakes at ${p} and {b} bottles of juice at ${q} are sold for a class, and parents give ${s}. "
        "The class pays ${r} for each of {k} games and ${g} for paint. How many dollars remain?",
        "A class has ${s} and sells {a} cakes at ${p} and {b} bottles of juice at ${q}. Then it buys {k} "
        "games at ${r} and pays ${g} for a room. How much money does the class have?",
    ),
)  # fmt: skip

EXTRAS = (
    "The school has {11..60} windows.",
    "The day begins at {7..10} o'clock.",
    "The library has {201..900} books.",
)

FAMILY = story_family("story_school", STORIES, EXTRAS)
