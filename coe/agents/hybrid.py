"""Two agents: the first is asked, and the second where the first is stuck, unavailable or over its budget.

Every reply says which of the two wrote it. Nothing is remembered of an episode: whoever asks says in
`Sampling.stalled` how long it has made no progress, as `run_episodes` does, so that episodes may be batched
in any way. With progress the first is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coe.agents.protocol import Agent, Conversation, failed, knows_only_edits, sampling_of_each
from coe.errors import UsageError
from coe.messages import FinishReason, Reply, Sampling


class HybridAgent:
    """Asks the first agent, or the second.

    The second is asked where the episode has made no progress in `patience` turns, and where the reply of the
    first is an error, a used-up budget included (wrap the first in a `BudgetedAgent`). Where a second that
    was asked for lack of progress fails, the first is asked after all. A reply carries the usage of all that
    was asked for it, and is an error only if both failed.

    After a call in which every reply of an agent was an error, that agent is left out of the next `rest`
    calls, unless the other fails: a service that is down would be waited for in every turn. A cache belongs
    around each of the two, not around both.

    Args:
        first: asked first.
        second: asked where the first does not get on.
        patience: turns without progress.
        rest: calls for which an agent that failed altogether is left alone.
        name: of the pair; records name the one that wrote each reply.

    Raises:
        UsageError: patience below 1, or rest below 0.
    """

    def __init__(
        self, first: Agent, second: Agent, *, patience: int = 3, rest: int = 8, name: str | None = None
    ) -> None:
        if patience < 1:
            raise UsageError(f"patience must be at least 1, not {patience}")
        if rest < 0:
            raise UsageError(f"rest must be at least 0, not {rest}")
        self.name = name or f"{first.name}, then {second.name}"
        self.edits_only = knows_only_edits(first) or knows_only_edits(second)  # either may be asked
        self._patience = patience
        self._first, self._second = _Member(first, rest), _Member(second, rest)

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order."""
        wanted = sampling_of_each(conversations, sampling)
        if not wanted:
            return []
        first_rests, second_rests = self._first.rests(), self._second.rests()
        orders = [self._order(how, first_rests, second_rests) for how in wanted]
        replies: dict[int, Reply] = {}
        for place in (0, 1):
            for member in (self._first, self._second):
                asked = [i for i, order in enumerate(orders) if order[place] is member and _open(replies, i)]
                answers = member.ask([conversations[i] for i in asked], [wanted[i] for i in asked])
                for i, answer in zip(asked, answers, strict=True):
                    replies[i] = _joined(replies.get(i), answer)
        return [replies[i] for i in range(len(wanted))]

    def _order(self, how: Sampling, first_rests: bool, second_rests: bool) -> tuple[_Member, _Member]:
        """Who is asked, and who where that fails."""
        stuck = how.stalled >= self._patience
        second = (first_rests and stuck) if second_rests else (first_rests or stuck)
        return (self._second, self._first) if second else (self._first, self._second)


class _Member:
    """One of the two, and for how many calls it is still left alone."""

    def __init__(self, agent: Agent, rest: int) -> None:
        self._agent, self._rest, self._left = agent, rest, 0

    def rests(self) -> bool:
        """Whether it is to be left alone in this call; counted by being asked."""
        self._left -= self._left > 0
        return self._left > 0

    def ask(self, conversations: Sequence[Conversation], sampling: Sequence[Sampling]) -> list[Reply]:
        """Its replies under its name; an exception of the agent is an error of each."""
        if not conversations:
            return []
        try:
            replies = self._agent.act(conversations, sampling)
            fits = len(replies) == len(conversations) and all(isinstance(reply, Reply) for reply in replies)
            failure = None if fits else f"no list of {len(conversations)} replies"
        except Exception as error:
            replies, failure = [], f"{type(error).__name__}: {error}"
        if failure is not None:
            replies = [failed(failure)] * len(conversations)
        # One that has come back is left alone no longer.
        self._left = self._rest + 1 if all(reply.error is not None for reply in replies) else 0
        return [replace(reply, agent=reply.agent or self._agent.name) for reply in replies]


def _open(replies: dict[int, Reply], i: int) -> bool:
    return i not in replies or replies[i].error is not None


def _joined(earlier: Reply | None, later: Reply) -> Reply:
    """The later reply, with what both took; if both failed, with both reasons."""
    if earlier is None:
        return later
    usage = earlier.usage + later.usage
    if later.error is None:
        return replace(later, usage=usage)
    # The run ends by BUDGET only where no agent can be asked any more.
    same = earlier.finish_reason is later.finish_reason
    reason = later.finish_reason if same else FinishReason.ERROR
    error = f"{earlier.agent}: {earlier.error}; {later.agent}: {later.error}"
    return replace(later, usage=usage, finish_reason=reason, error=error, agent="")
