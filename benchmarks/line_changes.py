"""A line with one thing changed, or with one thing written another way: what the mutation test feeds on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

_Change = Callable[[str, Random], str | None]


def mutate(line: str, rng: Random) -> tuple[str, str] | None:
    """A line with one number, operator or sign changed, and which; None where there is none."""
    return _first({"number": _other_number, "operator": _other_operator, "sign": _other_sign}, line, rng)


def rewrite(line: str, rng: Random) -> tuple[str, str] | None:
    """A line with something written another way, and what; None where there is nothing."""
    return _first(_REWRITES, line, rng)


def _first(changes: Mapping[str, _Change], line: str, rng: Random) -> tuple[str, str] | None:
    for kind in rng.sample(sorted(changes), len(changes)):
        changed = changes[kind](line, rng)
        if changed is not None and changed != line:
            return changed, kind
    return None


def _same_number(line: str, rng: Random) -> str | None:
    places = list(re.finditer(r"\d+(?:\.\d+)?", line))
    if not places:
        return None
    place = rng.choice(places)
    old, k = place[0], rng.randint(2, 9)
    forms = [f"({Fraction(old) * k}/{k})"] if "." not in old else [f"({old} + {k} - {k})"]
    if "." not in old:
        forms += [f"({int(old) + k} - {k})", f"{old}.0", f"({k} - {k - int(old)})".replace("- -", "+ ")]
    return line[: place.start()] + rng.choice(forms) + line[place.end() :]


def _same_operator(line: str, rng: Random) -> str | None:
    places = list(re.finditer(r"(?<=[\w)]) [-+*/] (?=[\w(])|(?<=[\w)])/(?=[\w(])", line))
    if not places:
        return None
    place = rng.choice(places)
    forms = {"-": (" + -", " − "), "+": (" - -",), "*": (" × ", " · "), "/": (" ÷ ",)}
    return line[: place.start()] + rng.choice(forms[place[0].strip()]) + line[place.end() :]


def _same_sign(line: str, rng: Random) -> str | None:
    places = list(re.finditer(r"(?:(?<=^)|(?<==))\s*-?(?=[\d(]|[a-z]\b)", line))
    if not places:
        return None
    place = rng.choice(places)
    # At the start of a line a minus sign with a space marks an item of a list.
    new = rng.choice((" -1 * ", " 0 - ")) if place[0].strip() else rng.choice((" 0 + ", " +"))
    return line[: place.start()] + new + line[place.end() :]


def _same_side(line: str, rng: Random) -> str | None:
    """A whole side in brackets."""
    places = [place for place in re.finditer(r"[^=]+", line) if _SUM.fullmatch(place[0].strip())]
    if not places:
        return None
    place = rng.choice(places)
    return f"{line[: place.start()].rstrip()} ({place[0].strip()}) {line[place.end() :].lstrip()}".strip()


def _same_order(line: str, rng: Random) -> str | None:
    """The terms of a sum without brackets from its end."""
    places = [
        place
        for place in re.finditer(r"[^=]+", line)
        if _SUM.fullmatch(place[0].strip()) and re.search(r" [-+] ", place[0].strip())
    ]
    if not places:
        return None
    place = rng.choice(places)
    side = place[0].strip()
    if "(" in side:
        return None
    first, *rest = re.split(r" ([-+]) ", side)
    terms = [f"- {first[1:]}" if first.startswith("-") else f"+ {first}"]
    terms += [f"{sign} {term}" for sign, term in zip(rest[::2], rest[1::2], strict=True)]
    turned = " ".join(reversed(terms))
    turned = turned[2:] if turned.startswith("+ ") else f"-{turned[2:]}"
    return f"{line[: place.start()].rstrip()} {turned} {line[place.end() :].lstrip()}".strip()


def _same_in_latex(line: str, rng: Random) -> str | None:
    """Fractions, powers, products and roots as LaTeX source."""
    written = re.sub(r"(?<![\w.)/])(\d+)/(\d+)(?![\w./(^])", r"\\frac{\1}{\2}", line)
    written = re.sub(r"sqrt\((\d+)\)", r"\\sqrt{\1}", re.sub(r"\^(\d+)", r"^{\1}", written))
    written = written.replace(" * ", r" \cdot ")
    if written == line or re.search(r"(?<![\\a-z])[A-Za-z]{2}", written):
        return None
    return f"${written}$" if rng.random() < 0.5 else written


_SUM = re.compile(r"(?:[\d\s.+\-*/^()]|(?<![A-Za-z])[a-z](?![A-Za-z]))+")
_REWRITES: dict[str, _Change] = {
    "number": _same_number,
    "operator": _same_operator,
    "sign": _same_sign,
    "brackets": _same_side,
    "order": _same_order,
    "LaTeX": _same_in_latex,
}


def from_latex(text: str) -> str:
    """The LaTeX that is written here, as the route that decides reads it."""
    text = re.sub(r"\\frac\{(\d+)\}\{(\d+)\}", r"(\1/\2)", text.strip("$"))
    text = re.sub(r"\\sqrt\{(\d+)\}", r"sqrt(\1)", text).replace(r"\cdot", "*")
    return re.sub(r"\^\{(\d+)\}", r"^\1", text)


def _other_number(line: str, rng: Random) -> str | None:
    places = list(re.finditer(r"\d+(?:\.\d+)?", line))
    if not places:
        return None
    place = rng.choice(places)
    old = place[0]
    whole, point, decimals = old.partition(".")
    digits = list(whole + decimals)
    step = rng.random()
    if step < 0.4:
        number = str(int("".join(digits)) + rng.choice((-1, 1, 2, 10)))
    elif step < 0.7 and len(set(digits)) > 1:
        first = rng.randrange(len(digits) - 1)
        digits[first], digits[first + 1] = digits[first + 1], digits[first]
        number = "".join(digits)
    else:
        digits[rng.randrange(len(digits))] = rng.choice("0123456789")
        number = "".join(digits)
    number = number.lstrip("-").zfill(len(decimals) + 1)
    split = len(number) - len(decimals)
    new = f"{int(number[:split])}{point}{number[split:]}"
    return line[: place.start()] + new + line[place.end() :]


def _other_operator(line: str, rng: Random) -> str | None:
    places = list(re.finditer(r"(?<=[\w)] )[-+*/](?= )|(?<=[\w)])[/^](?=[\w(])", line))
    if not places:
        return None
    place = rng.choice(places)
    new = rng.choice([operator for operator in "+-*/" if operator != place[0]])
    if place.start() and line[place.start() - 1] != " ":
        new = f" {new} " if new in "+-" else new
    return line[: place.start()] + new + line[place.end() :]


def _other_sign(line: str, rng: Random) -> str | None:
    """A minus sign put in front of a term or taken away, or a sum's sign turned."""
    places = list(re.finditer(r"(?:(?<=^)|(?<=[=(] )|(?<=[=(])|(?<=or ))-?(?=[\w(])|(?<= )[-+](?= )", line))
    places = [place for place in places if line[place.end() : place.end() + 1] != " " or place[0] in "+-"]
    if not places:
        return None
    place = rng.choice(places)
    new = {"": "-", "-": "" if line[place.end()] != " " else "+", "+": "-"}[place[0]]
    return line[: place.start()] + new + line[place.end() :]
