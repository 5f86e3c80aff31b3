"""A long run of hostile and random lines through `coe verify`: no crash, no hang, no growth, no process left.

Run: python benchmarks/soak.py [1000000] [--seed 0]. The command's own function is called in this process,
with a draft of a few lines on standard input: random text, words of mathematics in any order, worked
solutions with something changed, and attacks (deep nesting, huge powers, long numbers, hidden characters,
code, patterns that make regular expressions slow). Printed on the way: lines a second, the slowest draft,
memory of this process and of the symbolic worker. Exit code 1 where a draft crashed or took longer than
SLOWEST seconds, the memory at the end is more than GROWTH times that at the half, or a process is left.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import typer

from coe.cli.verify import verify as command
from coe.seeding import derive_rng
from coe.tasks.catalogue import family_names, make_problem
from coe.verifier.workers.worker import shared_worker

SLOWEST = 2.0
"""Seconds of this process for one draft; the symbolic worker has a limit of its own for each question."""

GROWTH = 1.25
PARTS = 10
_TEXT = """
x y n t a total price 2 13 0.5 1/2 100% $5 1,000 km hours = = = < > <= ≈ ± + - * / ^ ( ) [ ] { } , ; : . ! |
or and so of per Answer: the answer is Let be sqrt sin log_2 ln abs Solve for Calculate Expand Factor Simplify
What if since \\frac{1}{2} \\boxed{4} \\sqrt{2} \\pi \\int \\sum_{k=1}^n \\lim π ∞ ∈ ∪ ² ½ √ × ÷ − ° no
solution yes true x^2 2x (x+1) f(x) f'(x) dx x_1 twelve dozen 3:4 (1,2) [0,1) |x| 5! mod gcd(4,6)
"""
_WORDS = _TEXT.split()
_ALPHABETS = (
    "0123456789+-*/^()=.x ",
    "abcdefghijklmnopqrstuvwxyz  =0123456789",
    "\\{}$^_&%#~ frac sqrt left right",
    "".join(chr(code) for code in (*range(32, 127), *range(0xA0, 0x250), *range(0x370, 0x400))),
    "".join(chr(code) for code in (*range(0x2000, 0x2400), *range(0x4E00, 0x4E40), 0x1F600, 0x200B, 0x202E)),
)
_ASKED = (
    "Solve for x: {}", "Simplify {}", "Expand {}", "Factor {}", "Calculate {}", "What is {}?", "Integrate {}",
    "Find the derivative of {}", "Solve the system: {}, x - y = 1", "Find the limit of {} as x approaches 0",
    "{}", "How many are there in all?",
)  # fmt: skip


def random_text(rng: Random) -> str:
    alphabet = rng.choice(_ALPHABETS)
    return "".join(rng.choices(alphabet, k=rng.randint(0, 120)))


def salad(rng: Random) -> str:
    return " ".join(rng.choices(_WORDS, k=rng.randint(1, 14)))


def expression(rng: Random, depth: int = 0) -> str:
    """Well-formed mathematics, with every operator and function of the parser."""
    kind = rng.randrange(10 if depth < 3 else 3)
    if kind < 3:
        return rng.choice(("x", "y", "n", "pi", "e", str(rng.randint(0, 99)), f"{rng.random() * 20:.2f}"))
    inner = expression(rng, depth + 1)
    if kind < 8:
        return f"({inner} {rng.choice('+-*/^')} {expression(rng, depth + 1)})"
    if kind < 9:
        return f"{rng.choice(('sqrt', 'sin', 'cos', 'tan', 'ln', 'abs', 'exp', 'floor', 'sinh'))}({inner})"
    return rf"\frac{{{inner}}}{{{expression(rng, depth + 1)}}}"


def claim(rng: Random) -> str:
    return f"{expression(rng)} {rng.choice(('=', '=', '=', '<', '>=', '≈'))} {expression(rng)}"


def _deep(rng: Random) -> str:
    opener, closer = rng.choice((("(", ")"), ("{", "}"), ("[", "]"), ("|", "|"), ("sqrt(", ")"), ("-", "")))
    count = rng.choice((5, 50, 70, 300))
    return f"{opener * count}1{closer * count} = 1"


def _tower(rng: Random) -> str:
    return rng.choice(("^", "**", "!", "!^")).join(["9"] * rng.randint(2, 12)) + rng.choice(
        (" = 1", "! = x", "")
    )


def _long(rng: Random) -> str:
    piece = rng.choice(
        ("1", "x", "x+", "1,", "a ", ", ", "or ", "= ", "$", "\\", "((", "1/", ".", "-", "e", "½", "|")
    )
    return piece * rng.randint(100, 2500) + rng.choice(("", " = 1", "x"))


def _code(rng: Random) -> str:
    return rng.choice(
        ("__import__('os').system('true')", "lambda: 0", "x.__class__", "eval('1')", "{{7*7}}", "\x1b[2J",
         "\x00", "../../etc/passwd", "'; DROP TABLE x; --", "%s%n", "<script>alert(1)</script>", "exec(1)",
         "\ud800")
    ) + rng.choice(("", " = 4"))  # fmt: skip


def _heavy(rng: Random) -> str:
    n = rng.randint(2, 400)
    return rng.choice(
        (f"(1+x)^{n} = (1+x)^{n}", f"x^{n}+y^{n} = (x+y)^{n}", f"sin(x)^{n} = cos(x)^{n}", f"{n}!! = {n}!",
         f"binomial({n}0,{n}) = 1", f"sqrt({n}+sqrt({n}+sqrt(x))) = {n}", f"10^-{n}{n}{n} = 0",
         f"x^{n} = {n}", f"sinh(x)^{n} = cosh(x)^2", f"x^x^x = {n}", f"{n}^(1/{n}) = 1.0{n}",
         f"gcd({n}^{n}, {n + 1}!) = x", f"\\int x^{n} e^x sin(x) dx = x", f"x^5 - {n}x + 1 = 0",
         f"\\sum_{{k=1}}^{{{n}}} k^{n} = 1", f"n_1 = {n}{' + 1' * 100}", f"n_2 = n_1{' + n_1' * 100}",
         f"n_3 = n_2{' * n_2' * 100}")
    )  # fmt: skip


_ATTACKS: tuple[Callable[[Random], str], ...] = (_deep, _tower, _long, _code, _heavy)


def draft(rng: Random, index: int) -> tuple[str, list[str], str | None]:
    """A problem, lines and perhaps a reference answer."""
    kind = index % 10
    if kind < 2:
        problem = make_problem(rng.choice(family_names()), "train", rng.randrange(50), rng.randrange(100))
        lines = [_spoiled(rng, line) if rng.random() < 0.5 else line for line in problem.solution]
        return problem.statement, [*lines, f"Answer: {problem.answer}"], problem.answer
    asked = rng.choice(_ASKED).replace("{}", rng.choice((claim, salad, random_text, _heavy))(rng))
    # The command refuses an empty problem.
    asked = asked if asked.strip() else "How many are there in all?"
    if kind < 5:
        return asked, [rng.choice(_ATTACKS)(rng) for _ in range(rng.randint(1, 6))], None
    write = random_text if kind < 7 else salad if kind < 9 else claim
    lines = [write(rng) for _ in range(rng.randint(1, 12))]
    return asked, lines, write(rng) if rng.random() < 0.3 else None


def _spoiled(rng: Random, line: str) -> str:
    place = rng.randrange(len(line) + 1)
    return line[:place] + rng.choice("0123456789+-*/^()=x. ") + line[place + rng.randrange(2) :]


# One stream for the whole run: typer keeps for ever what it has once written to.
_OUT = io.StringIO()


def run_command(problem: str, lines: list[str], truth: str | None, as_json: bool) -> dict[str, object] | None:
    """What `coe verify` prints with --json; None without it."""
    _OUT.seek(0)
    _OUT.truncate()
    before, sys.stdin = sys.stdin, io.StringIO("\n".join(lines))
    try:
        with redirect_stdout(_OUT):
            command(problem=problem, solution="-", truth=truth, json=as_json)
    except typer.Exit:
        pass
    finally:
        sys.stdin = before
    return dict(json.loads(_OUT.getvalue())) if as_json else None


def memory(pid: int | None) -> float:
    """Resident memory of a process in MiB; 0 for none."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def descendants() -> set[int]:
    """Every living process of the sessions that this one's workers lead."""
    helper = shared_worker().helper_pid
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, fields = path.read_text().rpartition(") ")
        except OSError:
            continue
        state, parent, _, session = fields.split()[:4]
        if state != "Z" and (int(parent) == os.getpid() or int(session) == helper):
            found.add(int(path.parent.name))
    return found


@dataclass
class Soak:
    """What is counted on the way."""

    lines: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    longest: float = 0.0
    resident: list[float] = field(default_factory=list)

    def one(self, index: int, seed: int) -> None:
        problem, lines, truth = draft(derive_rng("soak", seed, index), index)
        # One draft in twenty is shown to people, as without --json.
        as_json = index % 20 != 19
        start, clock = time.process_time(), time.perf_counter()
        try:
            record = run_command(problem, lines, truth, as_json)
        except Exception as error:
            self.crashes.append(f"{type(error).__name__}: {error} | {problem!r} {lines!r} {truth!r}")
            record = None
        taken = time.process_time() - start
        self.longest = max(self.longest, time.perf_counter() - clock)
        if taken > self.slowest[0]:
            self.slowest = (taken, f"{problem!r} {lines!r} {truth!r}")
        self.lines += len(lines)
        if record is not None:
            rows = record["lines"]
            assert isinstance(rows, list)
            self.verdicts.update(str(row["status"]) for row in rows)

    def report(self, seconds: float) -> None:
        worker = shared_worker()
        self.resident.append(memory(os.getpid()))
        print(
            f"{self.lines:9,} lines {self.lines / seconds:7,.0f} a second"
            f"  slowest draft {self.slowest[0]:.2f} s, on the clock {self.longest:.2f} s"
            f"  {self.resident[-1]:5.0f} MiB,"
            f" helper {memory(worker.helper_pid):4.0f} MiB"
            f"  asked {worker.asked:,}  crashes {len(self.crashes)}",
            flush=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    shared_worker().warm()
    soak, start, index = Soak(), time.perf_counter(), 0
    for part in range(1, PARTS + 1):
        while soak.lines < given.lines * part // PARTS:
            soak.one(index, given.seed)
            index += 1
        soak.report(time.perf_counter() - start)
    alive = descendants()
    shared_worker().close()
    deadline = time.monotonic() + 5
    while (left := {pid for pid in alive if memory(pid)}) and time.monotonic() < deadline:
        time.sleep(0.05)
    print(f"{index:,} drafts in {time.perf_counter() - start:,.0f} s; verdicts {dict(soak.verdicts)}")
    print(f"processes before the end {len(alive)}, after it {len(left)}")
    print(f"slowest: {soak.slowest[0]:.2f} s {soak.slowest[1][:400]}")
    for crash in soak.crashes[:20]:
        print(f"crash: {crash[:600]}")
    grown = soak.resident[-1] / soak.resident[PARTS // 2 - 1]
    return int(bool(soak.crashes or left or soak.slowest[0] > SLOWEST or grown > GROWTH))


if __name__ == "__main__":
    sys.exit(main())
