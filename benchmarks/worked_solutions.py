"""Worked solutions of any data set, line by line, and their reference answers, through the verifier.

Run: python benchmarks/worked_solutions.py math:FOLDER [--wrong 3] [--seed 0] [--show 20]

The data set is a NAME:PATH with options, as for `coe tasks`; rows that are none are counted and passed over.
Each solution is judged as loaded, then without the line "Answer: ..." that loading puts behind a solution
whose own last line does not state the answer so that it can be read, and at last with answers of other
problems of the same subject as the reference, of which none may be accepted. Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence

from coe.errors import CoeError
from coe.intervals import wilson
from coe.problem import Problem
from coe.tasks.loaders.loading import LoadCounts, load
from coe.tasks.loaders.spec import BadRows, with_bad_rows
from coe.verifier import AnswerStatus, LineStatus, equivalent, verify

_SLOW = 1.0
_ADDED = "Answer: "


def own_lines(problem: Problem) -> tuple[str, ...]:
    """The solution without the line that loading added."""
    lines = problem.solution
    return lines[:-1] if lines[-1].startswith(_ADDED) else lines


def judge(problems: Sequence[Problem]) -> tuple[Counter[str], list[str]]:
    """Counts, and the invalid lines."""
    counts: Counter[str] = Counter()
    invalid: list[str] = []
    for number, problem in enumerate(problems, start=1):
        start = time.process_time()
        report = verify(problem.statement, problem.solution, problem.answer)
        counts["slow"] += time.process_time() - start > _SLOW
        counts.update(f"line {verdict.status}" for verdict in report.lines)
        counts[f"answer {report.answer}"] += 1
        counts["flawed"] += report.first_invalid is not None
        for place, (line, verdict) in enumerate(zip(problem.solution, report.lines, strict=True), start=1):
            if verdict.status is LineStatus.INVALID:
                invalid.append(f"problem {number} line {place}: {verdict.reason}: {line}")
        own = verify(problem.statement, own_lines(problem), problem.answer)
        counts[f"own {own.answer}"] += 1
        counts["own flawed"] += own.first_invalid is not None
    return counts, invalid


def accepted(problems: Sequence[Problem], tries: int, seed: int) -> tuple[int, list[str]]:
    """How many answers of other problems were tried as the reference, and those that were accepted."""
    rng = random.Random(seed)
    answers: dict[object, list[str]] = defaultdict(list)
    for problem in problems:
        answers[problem.metadata.get("subject")].append(str(problem.answer))
    tried, wrong = 0, []
    for problem in problems:
        others = [other for other in answers[problem.metadata.get("subject")] if other != problem.answer]
        for other in rng.sample(others, min(tries, len(others))):
            if equivalent(str(problem.answer), other) is True:
                continue
            tried += 1
            if verify(problem.statement, own_lines(problem), other).answer is AnswerStatus.RIGHT:
                wrong.append(f"{other} where {problem.answer} is right: {own_lines(problem)[-1]}")
    return tried, wrong


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", help="NAME:PATH")
    parser.add_argument("--wrong", type=int, default=3, help="answers of other problems tried for each")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=20, help="how many invalid lines are printed")
    arguments = parser.parse_args()
    loaded = LoadCounts()
    try:
        problems = [one for one in load(with_bad_rows(arguments.data, BadRows.SKIP), loaded) if one.solution]
    except CoeError as error:
        print(error, file=sys.stderr)
        return 2
    print(loaded)
    if not problems:
        print("no worked solution in it", file=sys.stderr)
        return 2
    counts, invalid = judge(problems)
    lines = sum(count for name, count in counts.items() if name.startswith("line "))
    for status in LineStatus:
        print(f"lines {status.value}: {wilson(counts[f'line {status}'], lines)}")
    n = len(problems)
    print(f"solutions with an invalid line: {wilson(counts['flawed'], n)}")
    print(f"reference answers accepted: {wilson(counts['answer right'], n)}")
    print("without the line that loading adds:")
    print(f"  solutions with an invalid line: {wilson(counts['own flawed'], n)}")
    for answer in AnswerStatus:
        print(f"  answer {answer.value}: {wilson(counts[f'own {answer}'], n)}")
    tried, wrong = accepted(problems, arguments.wrong, arguments.seed)
    print(f"answers of other problems accepted: {wilson(len(wrong), tried)}")
    print(f"solutions over {_SLOW:g} s of CPU: {counts['slow']}")
    print(*invalid[: arguments.show], *wrong[: arguments.show], sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
