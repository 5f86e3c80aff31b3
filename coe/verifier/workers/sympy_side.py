"""The worker's side: expressions to SymPy nodes, never text, and the questions answered with them.

Runs only in the worker process (see `worker.py`), where building a node may take as long as it likes: it
is killed from outside. SymPy is imported there, when the process starts.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from coe.verifier.expressions.building import number
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.limits import MAX_DEPTH, MAX_OPERATORS
from coe.verifier.workers.worker import Message, decode, encode

if TYPE_CHECKING:
    import sympy

_MEMORY_BYTES = 2 << 30
_PR_SET_PDEATHSIG = 1
_ENDED, _FAULTY = 0, 1
"""Codes of a worker that nobody needs any more, and of one that Python ended with an error of its own."""
_MAX_NESTING = MAX_OPERATORS + MAX_DEPTH
_SYMPY_NAMES = {
    "ln": "log", "abs": "Abs", "max": "Max", "min": "Min", "ceil": "ceiling", "mod": "Mod", "sqrt": "sqrt",
    "gcd": "gcd", "lcm": "lcm", "exp": "exp", "sin": "sin", "cos": "cos", "tan": "tan", "sec": "sec",
    "csc": "csc", "cot": "cot", "asin": "asin", "acos": "acos", "atan": "atan", "sinh": "sinh",
    "cosh": "cosh", "tanh": "tanh", "floor": "floor", "binomial": "binomial",
}  # fmt: skip
_RETURNED = frozenset(_SYMPY_NAMES) - {
    "max",
    "min",
    "ceil",
    "mod",
    "sqrt",
    "gcd",
    "lcm",
    "exp",
    "floor",
    "binomial",
}


class Unsupported(Exception):
    """The expression has no reading here."""


def to_sympy(node: Expr, positive: bool = False) -> sympy.Expr:
    """The SymPy node of an expression, variables real (or positive).

    Raises:
        Unsupported: units, lists, infinity, odd roots of negative numbers, ...
    """
    import sympy

    def build(part: Expr) -> sympy.Expr:
        return to_sympy(part, positive)

    kind = node[0]
    if kind == "num":
        return sympy.Rational(node[1].numerator, node[1].denominator)
    if kind == "var":
        return sympy.Symbol(node[1], real=True, positive=True if positive else None)
    if kind == "const":
        if node[1] not in ("pi", "e"):
            raise Unsupported
        return sympy.pi if node[1] == "pi" else sympy.E
    if kind in ("+", "-", "*", "/", "^"):
        return _binary(kind, build(node[1]), build(node[2]))
    if kind == "neg":
        return -build(node[1])
    if kind == "pct":
        return build(node[1]) / 100
    if kind == "fact":
        return sympy.factorial(build(node[1]))
    if kind == "call":
        return _call(node[1], [build(argument) for argument in node[2]])
    raise Unsupported


def _binary(kind: str, left: sympy.Expr, right: sympy.Expr) -> sympy.Expr:
    if kind == "+":
        return left + right
    if kind == "-":
        return left - right
    if kind == "*":
        return left * right
    if kind == "/":
        if right.is_zero:
            raise Unsupported
        return left / right
    if (not right.is_integer and left.is_negative) or (left.is_zero and not right.is_positive):
        raise Unsupported
    return left**right


def _call(name: str, arguments: list[sympy.Expr]) -> sympy.Expr:
    import sympy

    first = arguments[0]
    if (name in ("sqrt", "ln", "log") and first.is_negative) or (name in ("ln", "log") and first.is_zero):
        raise Unsupported
    if name == "log":
        return sympy.log(first) / sympy.log(arguments[1] if len(arguments) == 2 else 10)
    if name == "cbrt":
        return sympy.real_root(first, 3)
    if name == "root":
        return sympy.real_root(first, arguments[1])
    if name not in _SYMPY_NAMES:
        raise Unsupported
    function = cast("Callable[..., sympy.Expr]", getattr(sympy, _SYMPY_NAMES[name]))
    return function(*arguments)


def from_sympy(value: sympy.Expr) -> Expr:
    """The expression of a SymPy node.

    Raises:
        Unsupported: it has none.
    """
    import sympy

    if isinstance(value, sympy.Rational):
        return number(Fraction(int(value.p), int(value.q)))
    if isinstance(value, sympy.Symbol):
        return ("var", value.name)
    if value is sympy.pi or value is sympy.E:
        return ("const", "pi" if value is sympy.pi else "e")
    if isinstance(value, sympy.Add):
        return _fold("+", [from_sympy(part) for part in value.as_ordered_terms()])
    if isinstance(value, sympy.Mul):
        if value.as_coeff_Mul()[0].is_negative:
            return ("neg", from_sympy(-value))
        top, bottom = value.as_numer_denom()
        if bottom != 1:
            return ("/", from_sympy(top), from_sympy(bottom))
        return _fold("*", [from_sympy(part) for part in value.as_ordered_factors()])
    if isinstance(value, sympy.exp):
        return ("^", ("const", "e"), from_sympy(value.args[0]))
    if isinstance(value, sympy.Pow):
        if value.exp == sympy.Rational(1, 2):
            return ("call", "sqrt", (from_sympy(value.base),))
        return ("^", from_sympy(value.base), from_sympy(value.exp))
    if isinstance(value, sympy.Function):
        name = {"log": "ln", "Abs": "abs"}.get(type(value).__name__, type(value).__name__)
        if name in _RETURNED:
            return ("call", name, tuple(from_sympy(argument) for argument in value.args))
    raise Unsupported


def _fold(operator: str, parts: list[Expr]) -> Expr:
    result = parts[0]
    for part in parts[1:]:
        result = ("-", result, part[1]) if operator == "+" and part[0] == "neg" else (operator, result, part)
    return result


def equal(left: Expr, right: Expr) -> bool | None:
    """See `symbolic.equal`."""
    import sympy

    for positive in (False, True):
        difference = to_sympy(left, positive) - to_sympy(right, positive)
        if difference.has(sympy.nan, sympy.zoo, sympy.oo):
            return None
        if difference == 0 or sympy.expand(difference) == 0 or sympy.simplify(difference) == 0:
            return True
        if not difference.free_symbols:
            decided = difference.equals(0)
            return None if decided is None else bool(decided)
    expanded = sympy.expand_log(sympy.expand_trig(difference), force=True)
    return True if sympy.simplify(expanded) == 0 else None


def solve(left: Expr, right: Expr, variable: str) -> list[Expr] | None:
    """See `symbolic.solve`."""
    import sympy

    symbol = sympy.Symbol(variable, real=True)
    difference = to_sympy(left) - to_sympy(right)
    if difference.free_symbols != {symbol}:
        return None
    found = sympy.solveset(difference, symbol, domain=sympy.S.Reals)
    if found is sympy.S.EmptySet:
        return []
    if not isinstance(found, sympy.FiniteSet):
        return None
    return [from_sympy(root) for root in found]


def integrate(expression: Expr, variable: str) -> Expr:
    """See `symbolic.integrate`."""
    import sympy

    return from_sympy(sympy.integrate(to_sympy(expression), sympy.Symbol(variable, real=True)))


def limit(expression: Expr, variable: str, point: Expr, side: str) -> Expr:
    """See `symbolic.limit`."""
    import sympy

    infinity: Expr = ("const", "oo")
    ends = {infinity: sympy.oo, ("neg", infinity): -sympy.oo}
    symbol = sympy.Symbol(variable, real=True)
    target = ends[point] if point in ends else to_sympy(point)
    found = sympy.limit(to_sympy(expression), symbol, target, side or "+-" if point not in ends else "+")
    if found in (sympy.oo, -sympy.oo):
        return infinity if found == sympy.oo else ("neg", infinity)
    return from_sympy(found)


def _sleep(milliseconds: int) -> int:
    """For tests of the time limit: holds the interpreter busy, as a power in C would."""
    total = 0
    while True:
        total += milliseconds
        if total < 0:
            return total


def _crash() -> None:
    """For tests: dies without an answer."""
    os._exit(3)


QUESTIONS: dict[str, Callable[..., object]] = {
    "equal": equal, "solve": solve, "integrate": integrate, "limit": limit, "hang": _sleep,
    "crash": _crash, "echo": lambda value: value,
}  # fmt: skip


def _answer(request: dict[str, Message]) -> Message:
    from sympy.core.cache import clear_cache

    # What was asked before must not change the answer or its time.
    clear_cache()
    arguments = decode(request["arguments"])
    try:
        answer = QUESTIONS[str(request["question"])](*cast("tuple[object, ...]", arguments))
        return encode(answer) if _is_flat(answer) else None
    except MemoryError:
        os._exit(4)
    except Exception:
        # SymPy raises many kinds on input it cannot handle; each means that it does not know.
        return None


def _is_flat(answer: object) -> bool:
    """Whether the answer is nested no deeper than what the parser gives: its readers recurse."""
    level: list[object] = [answer]
    for _ in range(_MAX_NESTING):
        level = [item for part in level if isinstance(part, tuple | list) for item in part]
        if not level:
            return True
    return False


def _serve() -> None:
    """Answer questions from standard input until it ends."""
    _say({"ready": os.getpid()})
    while line := _read_line():
        try:
            # In front of it may stand one that the worker before this one was killed with.
            request = json.loads(line.rstrip().rpartition(b"\n")[2])
        except ValueError:
            # The rest of a question that a killed worker had begun to read.
            continue
        left = float(request["until"]) - time.monotonic()
        if left <= 0:
            continue
        _say({"taken": request["id"]})
        _set_alarm(left + 1, float(request["seconds"]))
        answer = _answer(request)
        _set_alarm(0, 0)
        _say({"id": request["id"], "answer": answer})


def _say(message: dict[str, object]) -> None:
    # The leading line break ends whatever a killed worker left unfinished.
    os.write(1, b"\n" + json.dumps(message).encode() + b"\n")


def _read_line() -> bytes:
    """One request, read without a buffer so that nothing is lost with a killed worker."""
    data = b""
    while not data.endswith(b"\n"):
        chunk = os.read(0, 65536)
        if not chunk:
            return b""
        data += chunk
    return data


def _set_alarm(seconds: float, processor_seconds: float) -> None:
    """The system ends this process then, whatever it is doing: at its limit, or when the parent is gone."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
        signal.setitimer(signal.ITIMER_PROF, processor_seconds)


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    except (ImportError, ValueError, OSError):
        pass


def _parent_death_signal() -> Callable[[], object]:
    """What a worker calls to be killed with its helper, on Linux; elsewhere the end of the pipe ends it."""
    try:
        import ctypes

        prctl = ctypes.CDLL(None).prctl
    except (ImportError, AttributeError, OSError, TypeError):
        return lambda: None
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Import SymPy, then keep one forked worker alive until standard input ends."""
    import sympy

    sympy.simplify(sympy.Symbol("x", real=True) ** 2)
    sys.setrecursionlimit(20_000)
    if not hasattr(os, "fork"):
        _serve()
        return
    _limit_memory()
    # What the host ignores or blocks would be inherited: then dead workers could not be waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    end_with_parent = _parent_death_signal()
    while True:
        child = os.fork()
        if child == 0:
            end_with_parent()
            with contextlib.suppress(BrokenPipeError):  # nobody reads any more: that is the end too
                _serve()
            os._exit(_ENDED)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code in (_ENDED, _FAULTY):  # one that fails by itself would fail again: the host starts anew
            return
        if code == -signal.SIGPROF:
            _say({"over": True})
