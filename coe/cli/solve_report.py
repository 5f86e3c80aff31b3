"""What `coe solve` prints: steps as they come, the end for a person, one JSON object for a program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from coe.agents import agent_names
from coe.cli.display import change_rows, draft_rows, printable
from coe.environment import Asked, Episode, EpisodeStatus
from coe.messages import Usage
from coe.problem import Problem
from coe.rollout import INTERRUPTED, TurnEvent
from coe.verifier import understand
from coe.verifier.report import LineVerdict

_COLOURS = {
    EpisodeStatus.SOLVED: "bold green",
    EpisodeStatus.CONSISTENT: "bold yellow",
    EpisodeStatus.UNSOLVED: "bold red",
    EpisodeStatus.GAVE_UP: "bold red",
    EpisodeStatus.FAILED: "bold magenta",
}
_TITLES = {Asked.DRAFT: "First draft", Asked.SOLUTION: "Solution", Asked.ANSWER: "Answer"}
_REVEALED = "The reference answer was shown to the agent (--reveal-truth)."


def print_start(
    console: Console,
    problem: Problem,
    lines: Sequence[str],
    verdicts: Sequence[LineVerdict],
    *,
    revealed: bool,
) -> None:
    """The problem and the starting draft."""
    console.print(Text.assemble(("Problem: ", "bold"), printable(problem.statement)))
    if revealed:
        console.print(Text(_REVEALED, style="bold yellow"))
    _print_rows(console, list(draft_rows(lines, verdicts)))


def print_turn(console: Console, event: TurnEvent) -> None:
    """One step: the edit, the draft with its change as a diff, the verdicts, or why it was refused."""
    turn = event.turn
    author = f" ({printable(turn.agent)})" if event.passed_on else ""
    console.print()
    if turn.asked is Asked.EDIT:
        command = turn.edit or " ".join(turn.reply.split()) or "(empty reply)"
        title = (f"Step {event.number}{author}: ", "bold"), (printable(command), "cyan")
        console.print(Text.assemble(*title), soft_wrap=True)
    else:
        console.print(Text(f"{_TITLES[turn.asked]}{author}:", style="bold"))
    if turn.error is not None:
        console.print(Text(f"  refused: {printable(turn.error)}", style="red"), soft_wrap=True)
    if turn.error is not None and turn.asked is Asked.EDIT:
        return
    _print_rows(console, list(change_rows(event.before.lines, event.after.lines, event.after.verdicts)))
    if event.after.answer_is_right is False:
        console.print(Text("  the final answer is wrong", style="red"))


def print_interruption(console: Console, cache: str | None) -> None:
    """What is kept of an interrupted run."""
    kept = "What is printed above is all that is kept; with --cache DIR replies would not be asked for again."
    if cache is not None:
        kept = f"The replies so far are in the cache {printable(cache)}: the same command goes on from there."
    console.print(Text(kept), soft_wrap=True)


def print_end(
    console: Console,
    episode: Episode,
    seconds: float,
    *,
    model_type: str,
    with_lines: bool,
    usage: Usage | None = None,
) -> None:
    """The status, steps, tokens and time, and for what is not solved a plain sentence on what to try.

    Args:
        console: to print on.
        episode: that ended.
        seconds: of the whole command.
        model_type: as the command line names the agent.
        with_lines: print the last draft too.
        usage: of more than the episode, None is its own.
    """
    if with_lines:
        _print_rows(console, list(draft_rows(episode.lines, episode.verdicts)))
    else:
        console.print()
    console.print(Text(f"Read as: {printable(read_as(episode))}", style="dim"), soft_wrap=True)
    usage = usage or episode.usage
    steps = f"{episode.steps} step" + ("" if episode.steps == 1 else "s")
    detail = f"{usage.prompt_tokens} read, {usage.completion_tokens} written"
    figures = f"{steps}, {usage.tokens} tokens ({detail}{_kinds(usage)}), {_cost(usage)}{seconds:.2f} s"
    if usage.seconds:  # the rest is what was imported, loaded and judged
        figures += f", the replies {usage.seconds:.2f} s"
    status = INTERRUPTED if episode.failure == INTERRUPTED else episode.status.value.replace("_", " ")
    console.print(Text.assemble((status, _COLOURS[episode.status]), f": {figures}"), soft_wrap=True)
    sentence = closing_sentence(episode, model_type)
    if sentence:
        console.print(Text(printable(sentence)), soft_wrap=True)
    if episode.config.reveal_truth:
        console.print(Text(_REVEALED, style="bold yellow"))


def _kinds(usage: Usage) -> str:
    thought = f", {usage.thinking_tokens} of them thinking" if usage.thinking_tokens else ""
    return thought + (f"; {usage.cached_tokens} from the cache" if usage.cached_tokens else "")


def _cost(usage: Usage) -> str:
    if usage.cost_usd is None:
        return "cost unknown (--prices gives one), "
    return f"{usage.cost_usd:.6f} USD, " if usage.cost_usd else ""


def read_as(episode: Episode) -> str:
    """How the verifier understood the problem, so that a misreading is seen."""
    goal = understand(episode.problem.statement)
    return "not understood: lines were judged by themselves" if goal is None else goal.read_as


def closing_sentence(episode: Episode, model_type: str) -> str:
    """A plain sentence on what the status means and what to try; empty where there is nothing to say."""
    match episode.status:
        case EpisodeStatus.SOLVED:
            return ""
        case EpisodeStatus.CONSISTENT:
            return "No line is wrong, but nothing could check the answer; give the right one with --truth."
        case EpisodeStatus.FAILED if episode.failure == INTERRUPTED:
            return ""
        case EpisodeStatus.FAILED:
            return f"The episode could not go on; this is not a wrong answer: {episode.failure}"
    others = [name for name in agent_names() if name not in ("scripted", "hybrid", model_type)]
    names = " or ".join(f"--model-type {name}" for name in others)
    another = f"try another agent with {names}" if names else "try another model with --model"
    if model_type == "tiny":
        return (
            "The built-in model did not solve this; it knows the families that `coe tasks` lists. "
            f"For other problems {another} (--model names a model)."
        )
    more = "--method coe" if episode.method.one_reply else "more --max-steps"
    return f"This agent did not solve it; {another}, a larger model with --model, or {more}."


def json_record(episode: Episode, seconds: float, *, with_agents: bool) -> dict[str, Any]:
    """The object of `--json`; `reply`, `agents`, `reveal_truth` and `failure` only where they apply."""
    record: dict[str, Any] = {
        "status": episode.status.value,
        "solved": episode.solved,
        "steps": episode.steps,
        "edits": [turn.edit or turn.reply for turn in episode.turns if turn.asked is Asked.EDIT],
        "solution": list(episode.lines),
        "verdicts": [_verdict_record(number, verdict) for number, verdict in enumerate(episode.verdicts, 1)],
        "usage": usage_record(episode.usage) | {"seconds": round(seconds, 4)},
        "method": episode.method.value,
        "draft": episode.config.draft.value,
        "decoding": None if episode.decoding is None else episode.decoding.to_dict(),
    }
    if episode.turns and episode.turns[0].asked is not Asked.EDIT:
        record["reply"] = episode.turns[0].reply
    if with_agents:
        record["agents"] = [turn.agent for turn in episode.turns]
    if episode.config.reveal_truth:
        record["reveal_truth"] = True
    if episode.failure is not None:
        record["failure"] = episode.failure
    return record


def usage_record(usage: Usage) -> dict[str, Any]:
    """Tokens and cost."""
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "thinking_tokens": usage.thinking_tokens,
        "cached_tokens": usage.cached_tokens,
        "cost_usd": usage.cost_usd,
    }


def _verdict_record(number: int, verdict: LineVerdict) -> dict[str, Any]:
    record: dict[str, Any] = {"line": number, "status": verdict.status.value, "reason": verdict.reason.value}
    if verdict.rests_on is not None:
        record["rests_on"] = verdict.rests_on
    return record


def _print_rows(console: Console, rows: Sequence[Text]) -> None:
    for row in rows:
        console.print(row, soft_wrap=True)
