"""Answers beside Math-Verify: right verdicts, wrong accepts, wrong rejects and pairs a second, in one run.

Run: python benchmarks/answers.py [--list] [--suite FOLDER] [--limit N]. The pairs are those of
benchmarks/data/answer_pairs.jsonl, each told to both; --suite adds the pairs in Math-Verify's own tests, read
from its unpacked source distribution (see benchmarks/data/README.md). Every pair is timed --repeat times with
cold caches, the best counts: ours that a text fills are cleared, and SymPy's in this process; the symbolic
worker is started before and keeps what SymPy remembers in it. Math-Verify's time limits are off. Starting
either is shown apart. --clock processor counts the processor time of this process, for a machine that does
other work too; how often the symbolic worker, another process, was asked is shown beside it.
Verdicts: right means accepted where the pair is the same, and not accepted where it is not; "not known"
counts as not accepted and is shown apart. The machine's load moves both sides: trust the ratios.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from coe.verifier import equivalent
from coe.verifier.expressions.kept import text_caches
from coe.verifier.workers.worker import shared_worker

DATA = Path(__file__).parent / "data" / "answer_pairs.jsonl"
Judge = Callable[[str, str], bool | None]
CLOCKS: dict[str, Callable[[], float]] = {"wall": time.perf_counter, "processor": time.process_time}

# Pairs of Math-Verify's own tests (test, number from 0) whose expectation is not our policy, with the reason.
OTHER_POLICY: dict[tuple[str, int], str] = {
    ("test_percent_notation", 9): "28% is not 28: Policy(percent=NUMBER) accepts it",
    ("test_number_extraction", 5): "1000,99 is a list: Policy(decimal_comma=True) accepts it",
    ("test_number_extraction", 6): "1,22 is a list: Policy(decimal_comma=True) accepts it",
    ("test_number_extraction", 7): "2,74 is a list: Policy(decimal_comma=True)",
    ("test_number_extraction", 17): "0,111 is a list: Policy(decimal_comma=True) accepts it",
    ("test_complex_math_expressions", 0): "0.0833333333333333 is a rounding: Policy(rounded=6) accepts it",
    ("test_complex_math_expressions", 7): "0.33 is a rounding of 1/3: Policy(rounded=2) accepts it",
    ("test_complex_math_expressions", 13): "2.6667 is a rounding of 8/3",
    ("test_math_extraction_additional_cases", 7): "the pair (1,3) is not the set {1,3}",
    ("test_latex_notation", 9): "1/2 = 10/9 is a false chain",
    ("test_latex_notation", 5): "9 is 9: line breaks inside $ $ do not matter",
    ("test_latex_notation", 6): "9 is 9: line breaks inside \\( \\) do not matter",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers, and whether they mean the same."""

    gold: str
    answer: str
    same: bool
    group: str
    hard: bool = False
    name: str = ""
    other_policy: str = ""


Measured = dict[Pair, tuple[bool | None, float]]


def own_pairs() -> list[Pair]:
    """The pairs of the data file."""
    pairs = []
    for row in map(json.loads, DATA.read_text("utf-8").splitlines()):
        hard = bool(row.get("hard"))
        group = "LaTeX" if row["style"] == "latex" else "plain text"
        for same in (True, False):
            pairs += [
                Pair(row["gold"], answer, same, group, hard, row["kind"])
                for answer in row["same" if same else "different"]
            ]
    return pairs


def suite_pairs(folder: Path) -> list[Pair]:
    """The literal pairs in the parametrized tests of a folder: gold, prediction, expected."""
    pairs = []
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                pairs += _parametrized(node)
    if not pairs:
        raise SystemExit(f"no parametrized pairs under {folder}: give the folder of Math-Verify's tests")
    return pairs


def _parametrized(function: ast.FunctionDef) -> list[Pair]:
    found: list[Pair] = []
    for decorator in function.decorator_list:
        if not isinstance(decorator, ast.Call) or len(decorator.args) < 2:
            continue
        try:
            names, rows = (ast.literal_eval(argument) for argument in decorator.args[:2])
        except ValueError:
            print(f"  {function.name}: its pairs are computed, left out")
            continue
        columns = [name.strip() for name in names.split(",")]
        # Other columns are options that change what is asked; "precision" only says how it is told.
        if columns[:2] != ["gold", "pred"] or set(columns[2:]) - {"expected", "result", "precision"}:
            print(f"  {function.name}: {len(rows)} rows of another form ({names}), left out")
            continue
        for number, row in enumerate(rows):
            name = f"{function.name}[{number}]"
            policy = OTHER_POLICY.get((function.name, number), "")
            found.append(Pair(row[0], row[1], bool(row[2]), "its own tests", True, name, policy))
    return found


def math_verify() -> Judge:
    """Math-Verify with its defaults, time limits off."""
    from math_verify import parse, verify

    def judge(gold: str, answer: str) -> bool:
        first = parse(gold, parsing_timeout=None)
        return bool(verify(first, parse(answer, parsing_timeout=None), timeout_seconds=None))

    return judge


def measured(
    judge: Judge, pairs: Iterable[Pair], prepare: Callable[[], None], repeat: int, clock: Callable[[], float]
) -> Measured:
    """Verdict and best seconds of the clock for each pair, each time after `prepare`."""
    found: Measured = {}
    for pair in pairs:
        seconds = []
        for _ in range(repeat):
            prepare()
            start = clock()
            said = judge(pair.gold, pair.answer)
            seconds.append(clock() - start)
        found[pair] = said, min(seconds)
    return found


def clear_ours() -> None:
    for cache in text_caches():
        cache.cache_clear()


def clear_theirs() -> None:
    from sympy.core.cache import clear_cache

    clear_cache()


def show_verdicts(
    group: str,
    pairs: list[Pair],
    ours: Measured,
    theirs: Measured,
) -> None:
    print(f"\n{group}: {len(pairs)} pairs, {sum(pair.same for pair in pairs)} the same")
    print(f"  {'':28}{'right':>7}{'wrong accepts':>15}{'wrong rejects':>15}{'not known':>11}")
    told_apart = [pair for pair in pairs if pair.other_policy]
    for name, verdicts in (("coe", ours), ("Math-Verify", theirs)):
        _count(name, pairs, verdicts)
        if told_apart:
            _count(f"  by our policy on {len(told_apart)}", pairs, verdicts, by_policy=True)
    only_ours = [p for p in pairs if not p.same and ours[p][0] and not theirs[p][0] and not p.other_policy]
    print(f"  accepted wrongly by coe and not by Math-Verify: {len(only_ours)}")
    for pair in only_ours:
        print(f"    {pair.name}  {pair.gold[:60]!r}  {pair.answer[-80:]!r}")


def _count(name: str, pairs: list[Pair], verdicts: Measured, *, by_policy: bool = False) -> None:
    counts: Counter[str] = Counter()
    for pair in pairs:
        said = verdicts[pair][0]
        same = pair.same != (by_policy and bool(pair.other_policy))
        counts["right" if (said is True) == same else "accept" if said else "reject"] += 1
        counts["unknown"] += said is None
    columns = f"{counts['right']:7}{counts['accept']:15}{counts['reject']:15}{counts['unknown']:11}"
    print(f"  {name:28}{columns}")


def show_speed(
    title: str,
    pairs: list[Pair],
    ours: Measured,
    theirs: Measured,
) -> None:
    if not pairs:
        return
    rates = [len(pairs) / sum(verdicts[pair][1] for pair in pairs) for verdicts in (ours, theirs)]
    slowest = max(pairs, key=lambda pair: ours[pair][1])
    print(
        f"  {title:24}{len(pairs):6}{rates[0]:12,.0f}{rates[1]:13,.0f}{rates[0] / rates[1]:8.1f}"
        f"   slowest of ours {ours[slowest][1] * 1e3:.1f} ms: {slowest.gold[-40:]} | {slowest.answer[-40:]}"
    )


def show_wrong(pairs: list[Pair], name: str, verdicts: Measured) -> None:
    print(f"\nwrong verdicts of {name}")
    for pair in pairs:
        said = verdicts[pair][0]
        if (said is True) != pair.same:
            remark = f"  ({pair.other_policy})" if pair.other_policy else ""
            kind = "accepts" if said else "rejects" if said is False else "does not know"
            print(f"  {kind:14} {pair.name:16} {pair.gold[-70:]!r}  {pair.answer[-70:]!r}{remark}")


def show_start_up() -> None:
    codes = {
        "coe": "from coe.verifier import equivalent; equivalent('1/2', '0.5')",
        "coe's symbolic worker": "from coe.verifier.workers import worker; worker.shared_worker().warm()",
        "Math-Verify": "from math_verify import parse, verify; verify(parse('1/2'), parse('0.5'))",
    }
    print("\nstart-up to the first answer, not counted above (s)")
    for name, code in codes.items():
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        print(f"  {name:24}{time.perf_counter() - start:6.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--list", action="store_true", help="name every wrong verdict of both")
    parser.add_argument("--suite", type=Path, help="folder of Math-Verify's tests")
    parser.add_argument("--limit", type=int, help="only so many pairs of each group")
    parser.add_argument("--repeat", type=int, default=3, help="cold timings of each pair")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="what a pair's time is")
    options = parser.parse_args()
    try:
        judge = math_verify()
    except ModuleNotFoundError:
        raise SystemExit("Math-Verify is not installed: pip install math-verify") from None
    pairs = own_pairs() + (suite_pairs(options.suite) if options.suite else [])
    groups: dict[str, list[Pair]] = {}
    for pair in dict.fromkeys(pairs):
        groups.setdefault(pair.group, []).append(pair)
    if options.limit:
        groups = {name: each[: options.limit] for name, each in groups.items()}
    every = [pair for each in groups.values() for pair in each]
    shared_worker().warm()
    equivalent("1", "2")
    judge("1", "2")
    clock, before = CLOCKS[options.clock], shared_worker().asked
    ours = measured(equivalent, every, clear_ours, options.repeat, clock)
    asked = shared_worker().asked - before
    theirs = measured(judge, every, clear_theirs, options.repeat, clock)
    for name, each in groups.items():
        show_verdicts(name, each, ours, theirs)
    print(f"\n{options.clock} time; questions to the symbolic worker: {asked}")
    print("pairs a second, caches cold    pairs         coe  Math-Verify   ratio")
    latex = groups["LaTeX"]
    show_speed("simple LaTeX", [pair for pair in latex if not pair.hard], ours, theirs)
    show_speed("hard LaTeX", [pair for pair in latex if pair.hard], ours, theirs)
    plain = groups["plain text"]
    show_speed("plain text", plain, ours, theirs)
    show_speed("simple LaTeX and plain", [pair for pair in latex if not pair.hard] + plain, ours, theirs)
    if "its own tests" in groups:
        show_speed("its own tests", groups["its own tests"], ours, theirs)
    show_start_up()
    if options.list:
        show_wrong(every, "coe", ours)
        show_wrong(every, "Math-Verify", theirs)


if __name__ == "__main__":
    main()
