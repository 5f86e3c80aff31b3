"""The expert's episode through the real environment, straight or after a few wrong commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from coe.corruptions import repair_edit
from coe.corruptions.word_edit import shorter_edit
from coe.demonstrations.lapses import MOST_IN_A_ROW, lapse
from coe.dsl import AddLine, Draft, Edit, Exit, ReplaceLine, edit_script, format_edit
from coe.environment import EnvironmentConfig, Episode, EpisodeStatus, Method, Recorder
from coe.problem import Problem
from coe.verifier import understand

EXPERT = "expert"
"""Agent of the turns to be learned from."""
_STATED = "Answer: "
LAPSE = "lapse"
"""Agent of the turns that push an episode off the good path."""


def is_readable(problem: Problem) -> bool:
    """Whether the verifier reads the statement, so that its verdicts decide which lines are kept."""
    goal = understand(problem.statement)
    return goal is not None and goal.binds_every_line


def expert_episode(
    problem: Problem,
    lines: Sequence[str],
    settings: EnvironmentConfig,
    *,
    replace_word: bool = False,
    lapses: Random | None = None,
) -> Episode | None:
    """The episode of the expert on this draft, or None where it does not end solved after an edit.

    Args:
        problem: with a worked solution.
        lines: the draft.
        settings: of the environment.
        replace_word: the expert says REPW where that is the shorter command.
        lapses: where given, one to three wrong commands are drawn from it and carried out on the way.
    """
    player = _Player(problem, Recorder(problem, lines, config=settings), is_readable(problem))
    recorder = player.recorder
    while not recorder.done:
        if lapses is not None and lapses.random() < 0.5:
            for _ in range(lapses.randint(1, MOST_IN_A_ROW)):
                player.lapse(lapses)
                if recorder.done:
                    return None
            lapses = None
        if recorder.step(format_edit(player.edit(replace_word)), agent=EXPERT).error is not None:
            return None
    episode = recorder.episode()
    return episode if episode.status is EpisodeStatus.SOLVED and episode.turns else None


def one_reply_episode(problem: Problem, settings: EnvironmentConfig) -> Episode | None:
    """The episode of a method of one reply whose reply is right: the worked solution and then the answer, or
    the answer alone; None where it does not end solved.

    Args:
        problem: with a worked solution and an answer.
        settings: of the environment, their method cot or direct.
    """
    if problem.answer is None:
        return None
    answer = _STATED + " ".join(problem.answer.split())
    lines = problem.solution if settings.method is Method.COT else ()
    recorder = Recorder(problem, config=settings)
    recorder.step("\n".join((*lines, answer)), agent=EXPERT)
    episode = recorder.episode()
    return episode if episode.status is EpisodeStatus.SOLVED else None


def mended_episode(
    problem: Problem, lines: Sequence[str], settings: EnvironmentConfig, *, replace_word: bool = False
) -> Episode | None:
    """The episode that goes from a draft of any origin to the worked solution by the fewest edits, or None
    where it does not end solved after an edit.

    At each state the first edit of the shortest script is made (`coe.dsl.edit_script`): a function of the
    state. A draft that an agent wrote has other lines than the solution, and no shape to go by.
    """
    recorder = Recorder(problem, lines, config=settings)
    while not recorder.done:
        edit = _next_edit(problem, recorder.environment.lines, settings.calculator, replace_word)
        if recorder.step(format_edit(edit), agent=EXPERT).error is not None:
            return None
    episode = recorder.episode()
    return episode if episode.status is EpisodeStatus.SOLVED and episode.turns else None


def _next_edit(problem: Problem, lines: tuple[str, ...], calculator: bool, replace_word: bool) -> Edit:
    script = edit_script(Draft(lines), Draft(problem.solution))
    if not script:
        return Exit()
    texts = problem.derivation if calculator and problem.derivation else problem.solution
    # Edits come first line first, so a line that is written has its final number.
    match script[0]:
        case AddLine(number):
            return AddLine(number, texts[number - 1])
        case ReplaceLine(number):
            edit = ReplaceLine(number, texts[number - 1])
            line, stored = lines[number - 1], problem.solution[number - 1]
            return shorter_edit(edit, line, stored) if replace_word else edit
        case edit:
            return edit


@dataclass(frozen=True, slots=True)
class _Player:
    problem: Problem
    recorder: Recorder
    readable: bool

    def edit(self, replace_word: bool) -> Edit:
        """What the expert says now."""
        environment = self.recorder.environment
        return repair_edit(
            self.problem,
            environment.lines,
            environment.report.lines,
            readable=self.readable,
            calculator=environment.config.calculator,
            replace_word=replace_word,
        )

    def lapse(self, rng: Random) -> None:
        """Carry out a wrong command."""
        environment = self.recorder.environment
        wrong = lapse(
            self.problem, environment.lines, self.edit(replace_word=False), environment.config.calculator, rng
        )
        self.recorder.step(wrong, agent=LAPSE)
