"""Coverage-guided fuzzing of the verifier with atheris: no text may crash it, hang it or make it grow.

An input is UTF-8 text: the first line is the problem, the others are the draft; a last line that starts
with "####" is the reference answer. Beside crashes, it fails on a missing verdict, on an answer comparison
that depends on the order of its arguments, and on more than SLOWEST seconds of processor time. What it
finds becomes a case of tests/data/fuzz_findings.jsonl. README.md beside this file says how to run it.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["coe.verifier"]):
    from coe.verifier import check_answer, equivalent, explain, understand, verify

SLOWEST = 2.0
"""Seconds of processor time for one input, instrumented; far above what a slow machine needs."""

MOST_LINES = 6
SEEDS = Path(__file__).with_name("seeds.txt")


class TooSlow(Exception):
    """An input took longer than SLOWEST."""


def parts(text: str) -> tuple[str, list[str], str | None]:
    """Problem, draft and reference answer of an input."""
    problem, *lines = text.split("\n")[: MOST_LINES + 1]
    reference = lines.pop()[4:] if lines and lines[-1].startswith("####") else None
    return problem, lines, reference


def check(text: str) -> None:
    """Everything that must hold for one input.

    Raises:
        AssertionError, TooSlow: it does not hold.
    """
    problem, lines, reference = parts(text)
    start = time.process_time()
    report = verify(problem, lines, reference)
    assert len(report.lines) == len(explain(problem, lines, reference, report)) == len(lines)
    understand(problem)
    if reference is not None:
        check_answer(lines, reference, problem)
    if lines:
        other = problem if reference is None else reference
        assert equivalent(lines[-1], other) == equivalent(other, lines[-1])
    taken = time.process_time() - start
    if taken > SLOWEST:
        raise TooSlow(f"{taken:.1f} s")


def one_input(data: bytes) -> None:
    check(data.decode("utf-8", "ignore"))


def unpack_seeds(folder: Path) -> None:
    """Write the seeds, parted by blank lines in seeds.txt, one file each, where they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS.read_text("utf-8").strip().split("\n\n")):
        (folder / f"seed-{number:03}").write_text(seed, "utf-8")


if __name__ == "__main__":
    # The first argument that is no switch is the corpus: libFuzzer reads it and adds to it.
    for argument in sys.argv[1:]:
        if not argument.startswith("-") and not Path(argument).is_file():
            unpack_seeds(Path(argument))
            break
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
