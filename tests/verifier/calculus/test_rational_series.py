"""Series of quotients of polynomials: right and wrong values, and those that are not decided."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from coe.verifier import LineStatus, Reason, verify
from coe.verifier.calculus.rational_series import rational_series
from coe.verifier.syntax.parser import parse_expression
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.reals import real_value


def judged(line: str) -> LineStatus:
    return verify("", [line]).lines[0].status


@pytest.mark.parametrize(
    ("term", "low", "right", "wrong"),
    [
        ("1/n^2", 1, "pi^2/6", "pi^2/8"),
        ("1/n^2", 2, "pi^2/6 - 1", "pi^2/6"),
        ("6/n^2", 1, "pi^2", "pi^2/6"),
        ("1/(n+1)^2", 0, "pi^2/6", "pi^2/6 - 1"),
        ("1/n^4", 1, "pi^4/90", "pi^4/80"),
        ("1/n", 1, "oo", "5"),
        ("-1/n", 1, "-oo", "oo"),
        ("1/(n(n+1))", 1, "1", "2"),
        ("1/(n(n+2))", 1, "3/4", "1/2"),
        ("1/(n^2-1)", 2, "3/4", "1"),
        ("(1/n - 1/(n+1))", 1, "1", "0"),
        ("(2n+1)/(n^2(n+1)^2)", 1, "1", "pi^2/6"),
    ],
)
def test_values(term: str, low: int, right: str, wrong: str) -> None:
    series = rf"\sum_{{n={low}}}^\infty {term}"
    assert judged(f"{series} = {right}") is LineStatus.VALID
    assert judged(f"{series} = {wrong}") is LineStatus.INVALID


@pytest.mark.parametrize("term", ["1/n^3", "1/(n^2+1)", "1/(4n^2-1)", "1/n^p", "a/n^2"])
def test_what_is_not_decided(term: str) -> None:
    assert judged(rf"\sum_{{n=1}}^\infty {term} = 2") is LineStatus.UNCHECKED


def test_a_value_may_be_rounded() -> None:
    assert verify("", [r"\sum_{n=1}^\infty 1/n^2 = 1.64"]).lines[0].reason is Reason.ROUNDED
    assert judged(r"\sum_{n=1}^\infty 1/n^2 = 1.65") is LineStatus.INVALID


@pytest.mark.parametrize("term", ["1/(n-3)", "1/(n-3)^2", "(n-3)/((n-3)n^2)"])
def test_a_term_that_has_no_value(term: str) -> None:
    with pytest.raises(Undefined):
        rational_series(parse_expression(term), "n", 1)


def test_values_against_partial_sums() -> None:
    rng = random.Random(3)
    for _ in range(20):
        roots = [rng.randint(-3, 0) for _ in range(rng.randint(2, 3))]
        bottom = "*".join(f"(n + {-root})" for root in roots)
        top = f"({rng.randint(1, 5)}*n + {rng.randint(1, 5)})" if len(roots) == 3 else str(rng.randint(1, 5))
        term = parse_expression(f"{top}/({bottom})")
        found = rational_series(term, "n", 1)
        if found is None:
            # A root three times asks for zeta(3).
            assert len(set(roots)) == 1
            continue
        value = real_value(found)
        terms = [evaluate(term, {"n": Fraction(n)}) for n in range(1, 400)]
        part = sum(float(each) for each in terms if each is not None)
        # What is left out lies between 0 and the integral of 8/n^2.
        assert value is not None
        assert 0 < float(value) - part < 8 / 399
