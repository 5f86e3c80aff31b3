"""One running episode and its record, turn by turn.

The rollout, demonstrations and the page all play through this, so that one record means one thing.
"""

from __future__ import annotations

from collections.abc import Iterable

from coe.dsl import format_edit
from coe.environment.config import EnvironmentConfig
from coe.environment.decoding import Decoding
from coe.environment.environment import Environment, EpisodeStatus
from coe.environment.episode import Episode, Turn
from coe.environment.observation import Observation
from coe.environment.rendering import Rendering, render_observation, state_messages, trace_messages
from coe.messages import Message, Reply, Usage
from coe.problem import Problem


class Recorder:
    """An episode being played.

    Args:
        problem: what is asked.
        draft_lines: the starting draft.
        config: the environment's settings.
        sample: which episode on this problem of its run, from 0.
        decoding: how replies are drawn, for the record.

    Raises:
        EditApplyError: a starting line holds what no line may hold.
    """

    def __init__(
        self,
        problem: Problem,
        draft_lines: Iterable[str] = (),
        *,
        config: EnvironmentConfig | None = None,
        sample: int = 0,
        decoding: Decoding | None = None,
    ) -> None:
        self.environment = Environment(config)
        self.sample = sample
        self._decoding = decoding
        self._first = self.environment.reset(problem, draft_lines)
        self._texts = [render_observation(self._first, self.environment.asked)]
        self._turns: list[Turn] = []

    @property
    def observation(self) -> Observation:
        """The state now."""
        return self.environment.observation

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns so far."""
        return tuple(self._turns)

    @property
    def done(self) -> bool:
        """Whether the episode is over."""
        return self.environment.done

    def messages(self, rendering: Rendering = Rendering.STATE) -> tuple[Message, ...]:
        """The conversation that the agent is to answer now."""
        config = self.environment.config
        if rendering is Rendering.STATE:
            return state_messages(
                self._texts[-1],
                calculator=config.calculator, method=config.method, verdicts=config.shows_verdicts,
            )  # fmt: skip
        return trace_messages(
            self._texts, [turn.reply for turn in self._turns],
            calculator=config.calculator, method=config.method, verdicts=config.shows_verdicts,
        )  # fmt: skip

    def step(self, reply: Reply | str, *, agent: str = "", temperature: float = 0.0) -> Turn:
        """Carry out a reply; the turn it made.

        Raises:
            RuntimeError: the episode is over.
        """
        if isinstance(reply, str):
            reply = Reply(reply)
        text, asked = _storable(reply.text), self.environment.asked
        result = self.environment.step(text)
        after = result.observation
        turn = Turn(
            observation=self._texts[-1],
            reply=text,
            edit=None if result.edit is None else format_edit(result.edit),
            stored=result.stored,
            error=after.error,
            lines=after.lines,
            verdicts=after.verdicts,
            reward=result.reward,
            usage=reply.usage,
            agent=agent,
            temperature=temperature,
            asked=asked,
        )
        self._turns.append(turn)
        self._texts.append(render_observation(after, self.environment.asked))
        return turn

    def episode(self, failure: str | None = None, failed_usage: Usage | None = None) -> Episode:
        """The record so far.

        Args:
            failure: what failed, if something of ours did: the status is then FAILED.
            failed_usage: what a reply that failed took.
        """
        environment = self.environment
        status = environment.status() if failure is None else EpisodeStatus.FAILED
        return Episode(
            problem=environment.problem,
            initial_lines=self._first.lines,
            initial_verdicts=self._first.verdicts,
            turns=self.turns,
            status=status,
            final_answer=environment.report.answer_text,
            exited=environment.exited,
            truncated=environment.truncated,
            config=environment.config,
            sample=self.sample,
            failure=failure,
            failed_usage=failed_usage or Usage(),
            decoding=self._decoding,
        )


def _storable(text: str) -> str:
    # A lone surrogate, which some decoders produce, could not be written to a UTF-8 file.
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
