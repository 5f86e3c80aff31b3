"""Arithmetic and geometric sequences: a term, the next one, the formula, the sum of the first or all terms.

A sequence given by its terms is read where they decide it: named arithmetic or geometric, or at least three
terms with one difference, or at least four with one quotient.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.substitution import substitute
from coe.verifier.problems.goals import Form, Goal
from coe.verifier.problems.reading.parts import count, exact, number, numbers, quantity, template, value_of
from coe.verifier.syntax.parser import parse_expression
from coe.verifier.syntax.printing import format_expression

WORDS = (
    "sequence", "progression", "series", "term", "comes next", "missing number",
)  # fmt: skip
"""A statement, in lower case, without any of these is not for this reader."""
_KIND = r"(?:(?P<kind>arithmetic|geometric) )?(?:sequence|progression|series)"
_DOTS = r"(?:,? ?(?:\.\.\.|…|and so on)|,)?"
_BY_TERMS = rf"(?:the )?(?:{_KIND}):? ?\(?{{t*}}{_DOTS}\)?"
_BY_START = (
    rf"an? {_KIND} (?:with|whose|has|that has)(?: a)? first term (?:is |of |= ?)?{{a}},? and(?: a)?"
    rf" common (?P<step>difference|ratio)"
    r" (?:is |of |= ?)?{d}"
)
_NTH = r"(?P<n>\d+)(?:st|nd|rd|th)"
_WORDS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10,
}  # fmt: skip
_TERM = (
    rf"(?P<what>(?:the )?(?:{_NTH}|(?P<word>{'|'.join(_WORDS)})|(?P<next>next)|(?P<general>nth|n-th|general))"
    r" (?:term|number)(?: in| of)?)"
)
_ENDLESS = r"(?P<endless>the sum to infinity of|the sum of the infinite)"
_SUM = r"(?P<sum>the sum of the first {c#} terms(?: in| of)?)"
_FORMS = tuple(
    template(pattern)
    for pattern in (
        rf"(?:{{ask}}) {_TERM} {_BY_TERMS}",
        rf"(?:{{ask}}) {_TERM} {_BY_START}",
        rf"(?:{{ask}}) (?:a formula for )?{_TERM}:? {{t*}}{_DOTS}",
        rf"(?:{{ask}}) {_SUM} {_BY_TERMS}",
        rf"(?:{{ask}}) {_SUM} {_BY_START}",
        rf"(?:{{ask}}) {_ENDLESS} {_BY_TERMS}",
        rf"(?:{{ask}}) {_ENDLESS} {_BY_START}",
        rf"{_BY_START}\. (?:{{ask}}) (?:{_TERM}|{_SUM})(?: the sequence| it)?",
        rf"(?:what (?:number )?comes next(?: in)?(?: the sequence)?):? {{t*}}{_DOTS}",
    )
)
_BLANK = r"(?:_+|\?|\[ ?\]|\.\.\.)"
_GAP = template(
    rf"(?:{{ask}}|fill in) the missing (?:term|number)(?: in| of)?:?(?: (?:the )?{_KIND})?:? "
    rf"(?P<before>(?:-?\d+(?:[./]\d+)?,? ?)*){_BLANK},? ?(?P<after>(?:-?\d+(?:[./]\d+)?,? ?)*){_DOTS}"
)
_FAR = 10_000
_MOST_DIGITS = 400


@dataclass(frozen=True, slots=True)
class _Sequence:
    """first, first + step, ... or first, first * step, ..."""

    first: Fraction
    step: Fraction
    geometric: bool

    @property
    def words(self) -> str:
        """For people."""
        kind, step = ("geometric", "ratio") if self.geometric else ("arithmetic", "difference")
        return f"{kind} sequence with first term {self.first} and common {step} {self.step}"

    def term(self, n: int) -> Fraction:
        """Term number n, from 1."""
        if self.geometric:
            return self.first * self.step ** (n - 1)
        return self.first + (n - 1) * self.step

    def total(self, n: int) -> Fraction:
        """The sum of the first n terms."""
        if not self.geometric:
            return n * (2 * self.first + (n - 1) * self.step) / 2
        if self.step == 1:
            return n * self.first
        return self.first * (self.step**n - 1) / (self.step - 1)

    def total_of_all(self) -> Fraction | None:
        """The sum of the infinite series; None where it does not converge."""
        if not self.geometric or abs(self.step) >= 1:
            return None
        return self.first / (1 - self.step)

    def formula(self) -> Expr:
        """Term number n as an expression in n."""
        text = "a*q^(n-1)" if self.geometric else "a+(n-1)*q"
        return substitute(parse_expression(text), {"a": exact(self.first), "q": exact(self.step)})


def read(text: str) -> Goal | None:
    """The sequence and what is asked of it; None where the text is anything else."""
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            groups = match.groupdict()
            sequence = _of_terms(groups) if groups.get("t") else _of_start(groups)
            if sequence is not None:
                return _asked(sequence, groups)
    gap = _GAP.fullmatch(text)
    return None if gap is None else _missing(gap)


def _missing(match: re.Match[str]) -> Goal | None:
    """The one term that a row leaves out, where three terms or more fit one sequence only."""
    before, after = ([value_of(part) for part in numbers(match[side])] for side in ("before", "after"))
    known = [*enumerate(before), *enumerate(after, start=len(before) + 1)]
    kind = (match["kind"] or "").lower()
    fitting = [
        sequence
        for sequence in _through(known)
        if kind in ("", "geometric" if sequence.geometric else "arithmetic")
        and all(sequence.term(place + 1) == value for place, value in known)
    ]
    if len(known) < 3 or len(fitting) != 1:
        return None
    (sequence,) = fitting
    row = ", ".join((*map(str, before), "_", *map(str, after)))
    place = len(before) + 1
    names = ("missing term", "missing number", *(f"{letter}_{place}" for letter in "atuT"))
    words = f"find the missing term of {row}, of an {sequence.words}".replace("an geo", "a geo")
    return quantity(words, sequence.term(place), names, given=_given(sequence))


def _through(known: list[tuple[int, Fraction]]) -> list[_Sequence]:
    """The arithmetic and the geometric sequence by two terms side by side."""
    found: list[_Sequence] = []
    for (place, one), (following, two) in itertools.pairwise(known):
        if following == place + 1:
            found.append(_Sequence(one - place * (two - one), two - one, False))
            if one and two and two != one:
                found.append(_Sequence(one / (two / one) ** place, two / one, True))
            break
    return found


def _of_terms(groups: dict[str, str | None]) -> _Sequence | None:
    terms = [value_of(part) for part in numbers(groups["t"] or "")]
    kind = (groups.get("kind") or "").lower()
    steps = {b - a for a, b in itertools.pairwise(terms)}
    if len(steps) == 1 and kind != "geometric" and (kind or len(terms) > 2):
        return _Sequence(terms[0], steps.pop(), False)
    if 0 in terms or kind == "arithmetic":
        return None
    quotients = {b / a for a, b in itertools.pairwise(terms)}
    if len(quotients) == 1 and (kind or len(terms) > 3):
        return _Sequence(terms[0], quotients.pop(), True)
    return None


def _of_start(groups: dict[str, str | None]) -> _Sequence | None:
    kind, step = (groups.get("kind") or "").lower(), (groups.get("step") or "").lower()
    if (kind, step) not in (("arithmetic", "difference"), ("geometric", "ratio")):
        return None
    first, by = value_of(number(groups["a"] or "")), value_of(number(groups["d"] or ""))
    return _Sequence(first, by, kind == "geometric")


def _given(sequence: _Sequence) -> tuple[tuple[str, Expr], ...]:
    step = ("r", "common ratio") if sequence.geometric else ("d", "common difference")
    pairs = ((("a_1", "a1", "first term"), sequence.first), (step, sequence.step))
    return tuple((name, exact(value)) for names, value in pairs for name in names)


def _asked(sequence: _Sequence, groups: dict[str, str | None]) -> Goal | None:
    terms = numbers(groups.get("t") or "")
    shown = ", ".join(map(format_expression, terms))
    of = f"the sequence {shown}, ..., an {sequence.words}" if terms else f"the {sequence.words}"
    of = of.replace("an geo", "a geo")
    if groups.get("general"):
        return quantity(
            f"find the nth term of {of}",
            sequence.formula(),
            ("a_n", "t_n", "u_n", "T_n", "nth term", "n th term"),
            given=_given(sequence),
            variables=("n",),
            form=Form.SIMPLIFIED,
        )
    if groups.get("endless"):
        total = sequence.total_of_all()
        names = ["S", "sum", "sum to infinity", "S_oo"]
        words = f"add all terms of {of}"
        return None if total is None else quantity(words, total, names, given=_given(sequence))
    summed = groups.get("sum")
    n = count(groups["c"] or "") if summed else _place(groups, len(terms) + 1)
    if not 1 <= n <= _FAR or (sequence.geometric and _too_long(sequence, n)):
        return None
    if summed:
        names = [f"S_{n}", "S", "sum", f"sum of first {n} terms"]
        return quantity(f"add the first {n} terms of {of}", sequence.total(n), names, given=_given(sequence))
    names = [*(f"{letter}_{n}" for letter in "atuT"), f"{n} th term", f"{groups.get('word') or 'next'} term"]
    return quantity(f"find term {n} of {of}", sequence.term(n), names, given=_given(sequence))


def _place(groups: dict[str, str | None], following: int) -> int:
    """The number of the term asked: "10th", "tenth", or the one that follows."""
    return int(groups.get("n") or _WORDS.get((groups.get("word") or "").lower(), following))


def _too_long(sequence: _Sequence, n: int) -> bool:
    size = max(sequence.step.numerator.bit_length(), sequence.step.denominator.bit_length())
    return size * n > 3 * _MOST_DIGITS
