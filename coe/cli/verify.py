"""`coe verify`: every line of a solution judged, and the answer where something can tell."""

from __future__ import annotations

import json as jsonlib
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from coe.cli.console import make_console

if TYPE_CHECKING:
    from coe.verifier.policy import Policy
    from coe.verifier.report import Report


def verify(
    problem: Annotated[str, typer.Option(help="The problem, in words or as mathematics.")],
    solution: Annotated[str, typer.Option(help="A file with one step a line, or - for standard input.")],
    truth: Annotated[
        str | None, typer.Option(help="The right answer; without it the problem itself decides where it can.")
    ] = None,
    policy: Annotated[
        list[str] | None,
        typer.Option(help="What counts as the same answer: rounded=3, percent=number; see docs/verifier.md."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON record.")] = False,
) -> None:
    """Judge every line of a solution. Exit code 0: solved or consistent; 1: not; 2: wrong usage."""
    from coe.cli.drafts import one_line
    from coe.verifier import Outcome, explain
    from coe.verifier import verify as judge

    statement = one_line(problem)
    lines = _read(solution)
    report = judge(statement, lines, truth, _policy(policy or []))
    reasons = explain(statement, lines, truth, report)
    if json:
        typer.echo(jsonlib.dumps(_record(statement, lines, report, truth, reasons), ensure_ascii=False))
    else:
        _show(statement, lines, report, reasons)
    raise typer.Exit(0 if report.outcome in (Outcome.SOLVED, Outcome.CONSISTENT) else 1)


def _policy(options: list[str]) -> Policy:
    """The policy of the options.

    Raises:
        UsageError: there is no such option or value.
    """
    from coe.errors import UsageError
    from coe.verifier.policy import read_policy

    try:
        return read_policy(options)
    except ValueError as error:
        raise UsageError(f"--policy: {error}") from None


def _read(solution: str) -> tuple[str, ...]:
    """The lines of the file, blank ones dropped.

    Raises:
        UsageError: the file is not there or is no text.
    """
    from pathlib import Path

    from coe.cli.drafts import read_initial, read_piped
    from coe.errors import UsageError

    if solution == "-":
        return read_piped(sys.stdin)
    if not Path(solution).is_file():
        raise UsageError(f"--solution: there is no file {solution!r}; give a file, or - for standard input")
    return read_initial(solution)


def _record(
    statement: str, lines: tuple[str, ...], report: Report, truth: str | None, reasons: tuple[str, ...]
) -> dict[str, object]:
    return {
        "problem": statement,
        "read_as": report.read_as,
        "lines": [
            {
                "line": line,
                "status": verdict.status.value,
                "reason": verdict.reason.value,
                "rests_on": verdict.rests_on,
                "explanation": explanation,
            }
            for line, verdict, explanation in zip(lines, report.lines, reasons, strict=True)
        ],
        "answer": report.answer_text,
        "answer_verdict": report.answer.value,
        "outcome": report.outcome.value,
        "reference": truth,
        "policy": report.policy.as_dict(),
    }


def _show(statement: str, lines: tuple[str, ...], report: Report, reasons: tuple[str, ...]) -> None:
    from rich.text import Text

    from coe.cli.display import draft_rows, needs_words, printable, verdict_colour

    console = make_console()
    console.print(Text(f"Problem: {printable(statement)}"))
    console.print(
        Text(f"Read as: {report.read_as or 'not understood: lines are judged by themselves'}", "dim"),
        soft_wrap=True,
    )
    for row in draft_rows(lines, report.lines):
        console.print(row)
    for judged, explanation in zip(report.lines, reasons, strict=True):
        if needs_words(judged):
            console.print(Text(f"  {printable(explanation)}", verdict_colour(judged)), soft_wrap=True)
    answer = printable(report.answer_text or "none stated yet")
    style = {"right": "green", "wrong": "red"}.get(report.answer.value, "yellow")
    verdict = Text(report.answer.value, style) if report.answer_text else Text("")
    console.print(Text.assemble(f"Answer:  {answer}  ", verdict))
    console.print(Text(f"Policy:  {report.policy.text}", "dim"))
    colour = {"solved": "green", "consistent": "yellow"}.get(report.outcome.value, "red")
    console.print(Text.assemble("Outcome: ", (report.outcome.value, colour)))
