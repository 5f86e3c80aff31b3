"""GSM8K: the human solutions, line by line, and the reference answers, through the verifier.

Run: python benchmarks/gsm8k.py ../shared/data/gsm8k_train.jsonl [--workers 2] [--corrupt 2000] [--table FILE]

A solution's lines are the lines of its "answer" that are not blank, without calculator annotations; the
last, "#### n", is the reference. A line is checked when its verdict is valid or invalid: what is unchecked
for any reason, or over time, is not. A line holds mathematics when it has an annotation or a sign of
equality. Lines are judged with their problem and the lines before them. Where a line is invalid,
gsm8k_invalid.jsonl beside this file must say why: a row without a reason, or a reason without its row,
fails the run.

--corrupt N: one digit of N checked lines changed, see gsm8k_corruptions.py. --table: the list of invalid
lines with their reasons as a table. Times: wall clock from the first solution to the last report, processes
started before; and seconds of CPU of all processes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from gsm8k_corruptions import ANNOTATION, corrupt, plain

from coe.verifier import AnswerStatus, LineStatus, verify

REASONS = Path(__file__).with_name("gsm8k_invalid.jsonl")
_CHECKED = (LineStatus.VALID, LineStatus.INVALID)
_CHUNK = 100


@dataclass(frozen=True)
class Row:
    """One problem: its number in the file from 0, the lines as written, the same without annotations."""

    number: int
    question: str
    annotated: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(map(plain, self.annotated))

    @property
    def reference(self) -> str:
        return self.annotated[-1].removeprefix("####").strip()


@dataclass
class Tally:
    """What the verdicts on some rows come to.

    Args:
        counts: lines and solutions by kind.
        invalid: (row, line from 1, text, reason of the verdict).
        wrong: rows whose reference answer was not accepted.
        seconds: of CPU.
    """

    counts: Counter[str] = field(default_factory=Counter)
    invalid: list[tuple[int, int, str, str]] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        self.counts += other.counts
        self.invalid += other.invalid
        self.wrong += other.wrong
        self.seconds += other.seconds


def read(path: Path) -> list[Row]:
    """The rows of the data set."""
    with path.open(encoding="utf-8") as stream:
        records = [json.loads(line) for line in stream if line.strip()]
    return [
        Row(number, record["question"], tuple(line for line in record["answer"].split("\n") if line.strip()))
        for number, record in enumerate(records)
    ]


def judge(rows: Iterable[Row]) -> Tally:
    """The verdicts on whole solutions."""
    start = time.process_time()
    tally = Tally()
    for row in rows:
        report = verify(row.question, row.lines, row.reference)
        tally.counts["solutions"] += 1
        if report.answer is not AnswerStatus.RIGHT:
            tally.wrong.append(row.number)
        flawed = False
        for number, (line, verdict) in enumerate(zip(row.annotated, report.lines, strict=True), start=1):
            if verdict.status is LineStatus.INVALID:
                tally.invalid.append((row.number, number, plain(line), str(verdict.reason)))
                flawed = True
            if number == len(row.annotated):
                break
            kinds = ["lines"]
            if ANNOTATION.search(line):
                kinds += ["annotated", "mathematics"]
            elif "=" in line:
                kinds.append("mathematics")
            checked = verdict.status in _CHECKED
            tally.counts.update(f"{kind} {part}" for kind in kinds for part in ("", "checked")[: 1 + checked])
        tally.counts["flawed"] += flawed
    tally.seconds = time.process_time() - start
    return tally


def measure(rows: list[Row], workers: int) -> tuple[Tally, float]:
    """The tally of every row and the seconds on the wall."""
    total = Tally()
    if workers < 2:
        start = time.perf_counter()
        total.add(judge(rows))
        return total, time.perf_counter() - start
    chunks = [rows[first : first + _CHUNK] for first in range(0, len(rows), _CHUNK)]
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        # The processes import the verifier before the clock starts.
        pool.map(judge, [[]] * workers, chunksize=1)
        start = time.perf_counter()
        for tally in pool.imap_unordered(judge, chunks):
            total.add(tally)
        return total, time.perf_counter() - start


def show(tally: Tally, wall: float, workers: int) -> None:
    counts = tally.counts
    print(
        f"{counts['solutions']:,} solutions, {workers} processes: {wall:.1f} s, {tally.seconds:.1f} s of CPU"
    )
    for kind, name in (
        ("lines", "of all lines"),
        ("mathematics", "of lines with an annotation or '='"),
        ("annotated", "of lines with an annotation"),
    ):
        checked, every = counts[f"{kind} checked"], counts[f"{kind} "]
        print(f"{100 * checked / every:6.2f} % {name} are checked ({checked:,} of {every:,})")
    flawed = counts["flawed"]
    print(
        f"{100 * flawed / counts['solutions']:6.2f} % of solutions hold an invalid line ({flawed}, "
        f"{len(tally.invalid)} lines)"
    )
    right = counts["solutions"] - len(tally.wrong)
    print(f"{100 * right / counts['solutions']:6.2f} % of reference answers are accepted", *tally.wrong)


def reasons() -> dict[tuple[int, int], str]:
    """Why a line is invalid, by row and line."""
    with REASONS.open(encoding="utf-8") as stream:
        return {(item["row"], item["line"]): item["reason"] for item in map(json.loads, stream)}


def unexplained(tally: Tally) -> list[str]:
    """Invalid lines without a reason, and reasons without their invalid line."""
    known = reasons()
    found = {(row, line): text for row, line, text, _ in tally.invalid}
    missing = [
        f"no reason: row {row} line {line}: {found[row, line]}" for row, line in found.keys() - known.keys()
    ]
    return missing + [f"not invalid: row {row} line {line}" for row, line in known.keys() - found.keys()]


def table(tally: Tally) -> str:
    """The invalid lines with their reasons, in Markdown."""
    known = reasons()
    rows = ["| row | line | as written | verdict | why |", "|---|---|---|---|---|"]
    for row, line, text, verdict in sorted(tally.invalid):
        shown = text if len(text) < 160 else f"{text[:60]} ... {text[-90:]}"
        shown = shown.replace("|", "\\|").replace("$", "\\$").replace("*", "\\*")
        rows.append(f"| {row} | {line} | {shown} | {verdict} | {known.get((row, line), '')} |")
    return "\n".join(rows) + "\n"


def show_corruptions(rows: list[Row], wanted: int, seed: int) -> None:
    """How many of the lines made false are invalid."""
    rng = random.Random(seed)
    places = [(row, index) for row in rows for index in range(len(row.annotated) - 1)]
    rng.shuffle(places)
    verdicts: Counter[str] = Counter()
    for row, index in places:
        if verdicts.total() == wanted:
            break
        corruption = corrupt(row.annotated[index], rng)
        if corruption is None:
            continue
        lines = list(row.lines)
        if verify(row.question, lines).lines[index].status is not LineStatus.VALID:
            continue
        lines[index] = corruption.text
        verdict = verify(row.question, lines).lines[index]
        verdicts[verdict.status] += 1
        if verdict.status is not LineStatus.INVALID:
            print(f"  {verdict.status}: {corruption.text}   [{corruption.calculation} is false]")
    caught = verdicts[LineStatus.INVALID]
    print(f"{100 * caught / verdicts.total():6.2f} % of lines made false are invalid: {dict(verdicts)}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--corrupt", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--table", type=Path)
    arguments = parser.parse_args()
    rows = read(arguments.file)
    tally, wall = measure(rows, arguments.workers)
    show(tally, wall, arguments.workers)
    if arguments.table:
        arguments.table.write_text(table(tally), encoding="utf-8")
    if arguments.corrupt:
        show_corruptions(rows, arguments.corrupt, arguments.seed)
    problems = unexplained(tally)
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
