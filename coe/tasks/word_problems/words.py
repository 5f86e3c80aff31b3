"""People with their pronouns, nouns with their plurals, and articles."""

from __future__ import annotations

WOMEN = (
    "Mia", "Ana", "Zoe", "Eva", "Lily", "Nina", "Ella", "Sara", "Kate", "Emma", "Ivy", "Rosa", "Mei",
    "Lucy", "Aisha", "Priya", "Maria", "Helen", "Julia", "Fatima", "Yuki", "Olga", "Grace", "Amara", "Clara",
)  # fmt: skip
MEN = (
    "Sam", "Tom", "Leo", "Ben", "Max", "Omar", "Jack", "Ravi", "Paul", "Diego", "Noah", "Adam", "Carl",
    "Finn", "Ali", "David", "Kofi", "Mark", "Ivan", "Peter", "Hugo", "Kenji", "Victor", "Liam", "Oscar",
)  # fmt: skip

PRONOUNS = {
    "he": ("she", "he"),
    "his": ("her", "his"),
    "him": ("her", "him"),
    "himself": ("herself", "himself"),
}

NOUNS = {
    "thing": "marble sticker card shell button stamp bead coin badge postcard",
    "toy": "toy car|doll|puzzle|kite|ball|yo-yo|robot|board game",
    "fruit": "apple orange peach pear plum mango lemon banana",
    "treat": "cookie cupcake muffin brownie pie tart bagel roll",
    "flower": "rose tulip daisy lily orchid sunflower",
    "plant": "tomato plant|pepper plant|strawberry plant|bean plant|bush|tree|rosebush",
    "animal": "cow goat sheep/sheep horse pig duck hen",
    "pet": "dog cat rabbit hamster parrot",
    "item": "notebook pencil marker eraser folder ruler pen",
    "good": "jacket lamp chair camera radio backpack helmet tent guitar",
    "garment": "shirt sweater hat scarf/scarves dress sock belt",
    "drink": "juice box|bottle of water|can of soda|smoothie|milkshake",
    "food": "sandwich burger pizza taco salad wrap",
    "craft": "bracelet necklace candle scarf/scarves vase bowl basket",
    "vehicle": "car bus van truck train",
    "container": "box bag basket crate tray jar",
    "group": "club choir team class troop band",
    "room": "bedroom kitchen hall office classroom",
    "worker": "painter baker tailor gardener printer carpenter",
    "place": "park museum library zoo beach market",
    "book": "novel|comic book|magazine|cookbook|storybook",
    "color": "red blue green yellow white purple",
    "weekday": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "month": "January March April June July August October November",
    "relative": "brother sister cousin uncle aunt",
    "sport": "soccer tennis basketball hockey chess",
    "distance": "mile kilometer",
    "length": "foot/feet meter yard",
    "weight": "pound kilogram",
    "liquid": "liter gallon",
}
"""Pools by name: singular, or singular/plural, one a word or one between bars."""

_SILENT_H = ("hour", "honest", "heir")
_NO_VOWEL = ("uni", "use", "one", "eu")


def plural(noun: str) -> str:
    """ "boxes" for "box"; the head of "bottle of water" changes."""
    head, of, rest = noun.partition(" of ")
    if of:
        return f"{plural(head)} of {rest}"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith("o") and noun[-2] not in "aeiouy" else "s")


def with_article(noun: str) -> str:
    """ "an apple", "a unicorn", "an hour"."""
    low = noun.lower()
    vowel = low[0] in "aeiou" and not low.startswith(_NO_VOWEL)
    return f"{'an' if vowel or low.startswith(_SILENT_H) else 'a'} {noun}"


def read_pool(text: str) -> tuple[tuple[str, str], ...]:
    """(singular, plural) pairs of a pool's declaration."""
    entries = text.split("|") if "|" in text else text.split()
    pairs = []
    for entry in entries:
        single, slash, many = entry.strip().partition("/")
        pairs.append((single, many if slash else plural(single)))
    return tuple(pairs)


POOLS = {name: read_pool(text) for name, text in NOUNS.items()}

STORY_WORDS = frozenset(
    word.lower()
    for text in (
        *WOMEN, *MEN, *PRONOUNS, *(pronoun for pair in PRONOUNS.values() for pronoun in pair),
        *(noun for pool in POOLS.values() for pair in pool for noun in pair),
    )
    for word in text.split()
    if word != "of"
)  # fmt: skip
"""Words that stories draw into their slots."""
