"""The contract of a problem family as a program: `check_task("linear_equations")`."""

from __future__ import annotations

from collections.abc import Iterator

from coe.problem import Problem
from coe.tasks.catalogue import SPLITS, load_family, make_problem, split_of
from coe.tasks.family import DIFFICULTIES, MOST_WORDS
from coe.tasks.templates import MOST_OF_A_FAMILY, commonest_template
from coe.verifier import AnswerStatus, LineStatus, Outcome, check_answer, verify

_DRAWN_FOR_TEMPLATES = 1000


def check_task(family: str, n: int = 50, seed: int = 0) -> list[str]:
    """Faults found in `n` problems of every difficulty, one sentence each; empty where the family is sound.

    Checked: drawing twice gives the same problem; one statement has one derivation; statements are one line
    and short; the split is the statement's; every solution line is judged valid, and the verifier calls the
    solution solved (readable families) or its answer right (the others). Once, over problems of every
    difficulty: no wording prevails.

    Raises:
        UsageError: there is no such family.
    """
    load_family(family)
    faults: list[str] = []
    derivations: dict[str, tuple[str, ...]] = {}
    for problem in _problems(family, n, seed):
        if isinstance(problem, str):
            faults.append(problem)
            continue
        known = derivations.setdefault(problem.statement, problem.derivation)
        if known != problem.derivation:
            faults.append(f"{problem.statement!r} has two derivations: {known} and {problem.derivation}")
        faults += [f"{problem.statement!r}: {fault}" for fault in check_problem(problem)]
    return faults or list(check_wordings(family, seed))


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


def check_problem(problem: Problem) -> Iterator[str]:
    """Faults of one generated problem."""
    if "\n" in problem.statement or len(problem.statement.split()) > MOST_WORDS:
        yield "the statement is long or has several lines"
    if split_of(problem.statement) != problem.split:
        yield f"it does not belong to the {problem.split} split"
    if not problem.solution or any("{" in line for line in problem.solution):
        yield f"the solution is empty or holds spans: {problem.solution}"
    yield from _judged(problem)


def _judged(problem: Problem) -> Iterator[str]:
    readable = load_family(problem.family).readable
    report = verify(problem.statement, problem.solution)
    for line, verdict in zip(problem.solution, report.lines, strict=True):
        if verdict.status is LineStatus.INVALID or (readable and verdict.status is not LineStatus.VALID):
            yield f"line {line!r} is {verdict.status} ({verdict.reason})"
    if readable and report.outcome is not Outcome.SOLVED:
        yield f"{report.outcome}, answer {report.answer} ({report.answer_text!r}), read as {report.read_as!r}"
    right = check_answer(problem.solution, problem.answer or "", problem.statement)
    if right is not AnswerStatus.RIGHT:
        yield f"answer {problem.answer!r} is {right} for {problem.solution}"


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
