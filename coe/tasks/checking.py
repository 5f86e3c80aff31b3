"""The contract of a problem family as a program: `check_task("linear_equations")`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from coe.problem import Problem
from coe.tasks.catalogue import SPLITS, load_family, make_problem, split_of
from coe.tasks.family import DIFFICULTIES, KNOWN_NUMBERS, MOST_LINES, MOST_WORDS, Worked
from coe.tasks.templates import MOST_OF_A_FAMILY, commonest_template
from coe.verifier import AnswerStatus, LineStatus, Outcome, check_answer, verify

_DRAWN_FOR_TEMPLATES = 2000
_DRAWN_FOR_SIZES = 60
_MOST_REPEATED = 0.2
_LONGER = 1.1
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def check_task(family: str, n: int = 50, seed: int = 0) -> list[str]:
    """Faults found in `n` problems of every difficulty, one sentence each; empty where the family is sound.

    A fault names the statement, the line and the remedy. Checked of each problem: `build` returns a Worked;
    drawing twice gives the same problem; one statement has one derivation; statements are one line and
    short; the split is the statement's; every number of a line is copied, known or a calculator's result;
    every line before the last is judged valid and the last is not wrong; the verifier calls the solution
    solved (readable families) or its answer right (the others). Where that holds, over many problems: no
    wording prevails, statements are rarely drawn again, difficulty and scale make numbers longer.

    Raises:
        UsageError: there is no such family.
    """
    load_family(family)
    faults = list(check_build(family, seed))
    if faults:
        return faults
    derivations: dict[str, tuple[str, ...]] = {}
    for problem in _problems(family, n, seed):
        if isinstance(problem, str):
            faults.append(problem)
            continue
        known = derivations.setdefault(problem.statement, problem.derivation)
        if known != problem.derivation:
            faults.append(
                f"{problem.statement!r} has two derivations: {known} and {problem.derivation}; a random "
                "number may choose the statement and nothing else"
            )
        faults += [f"{problem.statement!r}: {fault}" for fault in check_problem(problem)]
    return faults or [*check_wordings(family, seed), *check_sizes(family, seed)]


def check_build(family: str, seed: int = 0) -> Iterator[str]:
    """What `build` returns that is no worked problem; what it raises is told by `check_task` in its place."""
    build = load_family(family).build
    for difficulty in DIFFICULTIES:
        try:
            worked: object = build(Random(seed), difficulty, 1)
        except Exception:
            # The same draw is made, and its error told with its number, where problems are drawn.
            continue
        if not isinstance(worked, Worked):
            yield (
                f"build returns {type(worked).__name__}: return "
                "coe.tasks.family.Worked(statement, derivation, answer)"
            )
            return
        fields: dict[str, object] = {"statement": worked.statement, "answer": worked.answer}
        wrong = [name for name, value in fields.items() if not isinstance(value, str) or not value.strip()]
        if wrong:
            yield f"difficulty {difficulty}: the {wrong[0]} is {fields[wrong[0]]!r}: give a text"
            return
        lines: object = worked.derivation
        if not isinstance(lines, tuple) or not all(isinstance(line, str) for line in lines):
            yield f"{worked.statement!r}: the derivation is {lines!r}: give a tuple of lines"
            return


def check_wordings(family: str, seed: int = 0) -> Iterator[str]:
    """The template that more than 5 % of a family's statements share, if there is one."""
    statements = (
        make_problem(family, "train", seed, index).statement for index in range(_DRAWN_FOR_TEMPLATES)
    )
    template, share = commonest_template(statements)
    if share > MOST_OF_A_FAMILY:
        yield (
            f"{share:.1%} of the statements are {template!r}: give the family more wordings "
            f"(at most {MOST_OF_A_FAMILY:.0%} each)"
        )


def check_sizes(family: str, seed: int = 0) -> Iterator[str]:
    """Whether difficulty and scale make the numbers of the statements longer, and the family is large."""
    easy, hard = (_drawn(family, seed, difficulty) for difficulty in (1, 5))
    longer = _drawn(family, seed, 5, scale=2)
    if _digits(hard) < _LONGER * _digits(easy):
        yield (
            "numbers of difficulty 5 are no longer than those of difficulty 1 "
            f"({hard[0]!r}): let the difficulty bound what is drawn"
        )
    if _digits(longer) < _LONGER * _digits(hard):
        yield (
            f"numbers at scale 2 are no longer than at scale 1 ({longer[0]!r}): draw them with "
            "coe.tasks.numbers.draw(rng, low, high, scale)"
        )
    other = _drawn(family, seed + 1, 5)
    shared = len(set(hard) & set(other)) / len(set(hard))
    if shared > _MOST_REPEATED:
        yield (
            f"{shared:.0%} of the statements of difficulty 5 come again with another seed ({hard[0]!r}): "
            "draw from more numbers, names or wordings"
        )


def check_problem(problem: Problem) -> Iterator[str]:
    """Faults of one generated problem."""
    words = len(problem.statement.split())
    if "\n" in problem.statement:
        yield "the statement has several lines: write it on one"
    if words > MOST_WORDS:
        yield f"the statement is {words} words long: at most {MOST_WORDS} are read"
    if split_of(problem.statement) != problem.split:
        yield f"it does not belong to the {problem.split} split"
    if not problem.solution:
        yield "the solution is empty: give a derivation, one short line a step"
    if len(problem.solution) > MOST_LINES:
        yield f"the solution has {len(problem.solution)} lines: at most {MOST_LINES} are worked"
    for number, line in enumerate(problem.solution, start=1):
        if "{" in line or "\n" in line:
            yield f"line {number} {line!r} holds a brace that is no calculator span, or a line break"
    yield from _sourced(problem)
    yield from _judged(problem)


def _sourced(problem: Problem) -> Iterator[str]:
    """Numbers of a line that are neither copied from the statement or an earlier line nor a result."""
    if load_family(problem.family).chosen:
        return
    known = KNOWN_NUMBERS | set(_NUMBER.findall(problem.statement))
    lines = zip(problem.derivation, problem.solution, strict=True)
    for number, (derived, line) in enumerate(lines, start=1):
        new = [found for found in _NUMBER.findall(derived) if found not in known]
        if new:
            yield (
                f"line {number} {derived!r} holds {new[0]}, which stands in no line before it: write it as a "
                "calculator span, such as {3 * 4}, or let the family be chosen=True"
            )
        known |= set(_NUMBER.findall(line))


def _judged(problem: Problem) -> Iterator[str]:
    readable = load_family(problem.family).readable
    report = verify(problem.statement, problem.solution)
    for number, (line, verdict) in enumerate(zip(problem.solution, report.lines, strict=True), start=1):
        place = f"line {number} {line!r} is {verdict.status} ({verdict.reason})"
        if verdict.status is LineStatus.INVALID:
            yield f"{place}: mend its working"
        elif verdict.status is not LineStatus.VALID and (readable or number < len(problem.solution)):
            yield f"{place}: write it so that it can be judged, such as 'total = 2 + 3 = {{2 + 3}}'"
    if readable and report.outcome is not Outcome.SOLVED:
        yield (
            f"{report.outcome}, answer {report.answer} ({report.answer_text!r}), read as {report.read_as!r}: "
            "mend the solution or the wording, or let the family be readable=False"
        )
    right = check_answer(problem.solution, problem.answer or "", problem.statement)
    if right is not AnswerStatus.RIGHT:
        yield (
            f"answer {problem.answer!r} is {right} for {problem.solution}: the last line must state it, in "
            "plain form"
        )


def _problems(family: str, n: int, seed: int) -> Iterator[Problem | str]:
    """Problems of every difficulty and split, or what went wrong where one was to be drawn."""
    for difficulty in DIFFICULTIES:
        for index in range(n):
            split = tuple(SPLITS)[index % len(SPLITS)]
            try:
                problem = make_problem(family, split, seed, index, difficulty)
                again = make_problem(family, split, seed, index, difficulty)
            except Exception as error:
                # Whatever a person's own family raises is a fault of it, to be named like the others.
                yield f"difficulty {difficulty}, number {index}: {type(error).__name__}: {error}"
                continue
            if problem != again:
                yield f"{problem.statement!r}: drawn again it is {again.statement!r}; draw with the rng given"
            yield problem


def _drawn(family: str, seed: int, difficulty: int, scale: int = 1) -> list[str]:
    return [
        make_problem(family, "train", seed, index, difficulty, scale).statement
        for index in range(_DRAWN_FOR_SIZES)
    ]


def _digits(statements: list[str]) -> float:
    """Mean number of digits of the numbers; 0 where there are none."""
    sizes = [len(number) for statement in statements for number in re.findall(r"\d+", statement)]
    return sum(sizes) / len(sizes) if sizes else 0.0
