"""Questions to SymPy: what the layers before it leave open, through the worker."""

import pytest

from coe.verifier.syntax.parser import parse_expression as parse
from coe.verifier.values.points import identical
from coe.verifier.workers import symbolic
from coe.verifier.workers.worker import WorkerTimeout

# Generous: these tests are about answers, on machines that may be busy. test_workers.py tests the limit.
SECONDS = 20.0


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [("sin(x)^2 + cos(x)^2", "1", True), ("2^x * 2", "2^(x+1)", True), ("ln(x^2)", "2 ln(x)", True),
     ("sin(pi/6)", "1/2", True), ("sin(2x)", "2 sin(x) cos(x)", True), ("|x|^2", "x^2", True),
     ("(-8)^(1/3)", "-2", None), ("(-8)^(1/3)", "2", None), ("sqrt(3 + 2 sqrt(2))", "1 + sqrt(2)", True),
     ("sqrt(-4)", "sqrt(-4)", None), ("oo", "oo + 1", None)],
)  # fmt: skip
def test_equal(left: str, right: str, verdict: bool | None) -> None:
    assert symbolic.equal(parse(left), parse(right), seconds=SECONDS) is verdict


def test_solve() -> None:
    roots = symbolic.solve(parse("x^3"), parse("8"), "x", seconds=SECONDS)
    assert roots is not None
    assert [identical(root, parse("2")) for root in roots] == [True]
    assert symbolic.solve(parse("x^2"), parse("-1"), "x", seconds=SECONDS) == []
    assert symbolic.solve(parse("sin(x)"), parse("0"), "x", seconds=SECONDS) is None
    assert symbolic.solve(parse("x + a"), parse("0"), "x", seconds=SECONDS) is None


def test_integrate_and_limit() -> None:
    slope = symbolic.limit(parse("(x^2 - 1)/(x - 1)"), "x", parse("1"), "", seconds=SECONDS)
    assert slope == parse("2")
    primitive = symbolic.integrate(parse("3x^2 + 2"), "x", seconds=SECONDS)
    assert primitive is not None
    assert identical(primitive, parse("x^3 + 2x"))


def test_a_hang_in_sympy_is_a_timeout() -> None:
    nine = parse("9")
    tower = ("^", ("^", nine, nine), ("^", nine, ("^", nine, nine)))
    with pytest.raises(WorkerTimeout):
        symbolic.equal(tower, parse("1"))
