"""`coe solve`: one problem, one agent, each edit shown as it comes.

The typer command and `examples/solve_cli.py` both fill a `SolveRequest` and call `run`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from coe.cli.console import make_console
from coe.cli.method_flags import SearchRequest
from coe.cli.requests import takes

if TYPE_CHECKING:
    from coe.cli.playing import Played
    from coe.rollout import Start


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveRequest(SearchRequest):
    """What `coe solve` can be asked, besides the agent, the method and how replies are drawn."""

    problem: Annotated[
        str, Argument(help="The problem in quotes, an example (apples, linear, ...), or gsm8k:FILE?rows=7.")
    ]
    initial: Annotated[
        str | None,
        Option(metavar="TEXT|FILE", help="Starting solution; lines separated by newlines or \\n."),
    ] = None
    truth: Annotated[
        str | None, Option(help="Reference answer: scores the end; the agent does not see it.")
    ] = None
    json: Annotated[bool, Option("--json", help="Print one JSON object, nothing else.")] = False
    quiet: Annotated[bool, Option("--quiet", "-q", help="Print the end only.")] = False


@takes(SolveRequest)
def solve(request: SolveRequest) -> None:
    """Mend or write a solution, edit by edit, with every line judged.

    Exit code: 0 solved or consistent, 1 not solved, 2 wrong usage, 130 interrupted.
    """
    raise typer.Exit(run(request))


def run(request: SolveRequest) -> int:
    """Solve as asked, print as asked; the exit code: 0 solved or consistent, 1 not.

    Raises:
        UsageError: the request does not fit together or names something that is not there.
        MissingDependencyError: the agent needs a package that is not installed.
        KeyboardInterrupt: the run was interrupted; what there was is printed.
    """
    from time import perf_counter

    from coe.cli.playing import config_of, play

    started = perf_counter()
    start = start_of(request)
    played = play(request, start, config_of(request, start))
    _print_result(request, played, perf_counter() - started)
    if played.interrupted:
        raise KeyboardInterrupt
    return 0 if played.episode.status.value in ("solved", "consistent") else 1


def start_of(request: SolveRequest) -> Start:
    """The problem and the starting draft that are asked for.

    An example brings its own wrong draft and its answer, unless the request gives others.

    Raises:
        UsageError: no problem, or a draft that cannot be one.
    """
    from dataclasses import replace

    from coe.cli.drafts import one_line, read_initial
    from coe.dsl import Draft
    from coe.errors import EditApplyError, UsageError
    from coe.problem import Problem
    from coe.rollout import Start
    from coe.tasks.examples import EXAMPLES
    from coe.tasks.loaders.spec import is_spec
    from coe.tasks.sources import load_problems

    name = request.problem.strip()
    if is_spec(name):
        problem = next(load_problems(name, 1), None)
        if problem is None:
            raise UsageError(f"{name} holds no problem")
    else:
        problem = EXAMPLES.get(name) or Problem(one_line(request.problem), source="command line")
    lines = read_initial(request.initial)
    if request.initial is None and problem.drafts:
        lines = problem.drafts[0]
    if request.truth is not None:
        problem = replace(problem, answer=request.truth)
    try:
        return Start(problem, Draft.from_lines(lines).lines)
    except EditApplyError as error:
        raise UsageError(f"--initial: {error}; lines are plain text without >>>") from error


def _print_result(request: SolveRequest, played: Played, seconds: float) -> None:
    import json

    from coe.cli.search_report import print_choice, search_record
    from coe.cli.solve_report import json_record, print_end, print_interruption

    found = played.search
    if request.json:
        record = json_record(played.episode, seconds, with_agents=request.model_type == "hybrid")
        if found is not None:
            record |= search_record(found, record["usage"])
        if played.interrupted:
            record["interrupted"] = True
        typer.echo(json.dumps(record, ensure_ascii=False))
        return
    console = make_console()
    if found is not None:
        print_choice(console, found)
    print_end(
        console, played.episode, seconds, model_type=request.model_type,
        with_lines=request.quiet or found is not None, usage=None if found is None else found.usage,
    )  # fmt: skip
    if played.interrupted:
        print_interruption(console, request.cache)
