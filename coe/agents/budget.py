"""An agent with a budget: when it is used up, nobody is asked any more.

Conversations that are not asked get a reply with the finish reason BUDGET and an error that says so: not the
model's mistake. `run_episodes` then starts no more episodes and keeps the finished ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coe.agents.protocol import Agent, Conversation, identity_of, knows_only_edits, sampling_of_each
from coe.errors import UsageError
from coe.messages import FinishReason, Reply, Sampling, Usage


class BudgetedAgent:
    """Asks an agent while there is budget left.

    Replies from a cache of responses cost nothing. What a request will cost is known only afterwards, so a
    budget can be overrun, by little: near the end only as many conversations are asked at once as would fit
    if each cost as much as the dearest reply so far (one, before there is any).

    Args:
        agent: the one asked; the name is its name.
        usd: most US dollars, None is no limit. A reply without a known price stops the run at once.
        tokens: most tokens read and written, None is no limit.

    Raises:
        UsageError: a limit that is not above 0.
    """

    def __init__(self, agent: Agent, *, usd: float | None = None, tokens: int | None = None) -> None:
        for flag, limit in (("--budget-usd", usd), ("--budget-tokens", tokens)):
            if limit is not None and not limit > 0:
                raise UsageError(f"{flag} must be above 0, not {limit}")
        self.name = agent.name
        self.spent = Usage()
        self._agent = agent
        self._usd, self._tokens = usd, tokens
        self._asked, self._dearest_usd, self._dearest_tokens = 0, 0.0, 0

    @property
    def used_up(self) -> str | None:
        """Why nobody is asked any more, None while there is budget left."""
        if self._usd is not None:
            if self.spent.cost_usd is None:
                return (
                    f"--budget-usd cannot be kept: {self.name} has no known price; give it with --prices FILE"
                )
            if self.spent.cost_usd >= self._usd:
                return f"the budget of {self._usd:g} USD is used up ({self.spent.cost_usd:.6f} USD spent)"
        if self._tokens is not None and _paid(self.spent) >= self._tokens:
            return f"the budget of {self._tokens} tokens is used up ({_paid(self.spent)} spent)"
        return None

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order; those that the budget does not reach get an error."""
        wanted = sampling_of_each(conversations, sampling)
        replies: list[Reply] = []
        while len(replies) < len(conversations) and self.used_up is None:
            start = len(replies)
            stop = start + self._wave()
            answers = self._agent.act(conversations[start:stop], wanted[start:stop])
            for reply in answers:
                self._spend(reply.usage)
            replies += answers
            if len(answers) != len(conversations[start:stop]):
                return replies  # a broken agent: whoever asked sees it by the count
        unasked = Reply("", finish_reason=FinishReason.BUDGET, error=self.used_up)
        return replies + [unasked] * (len(conversations) - len(replies))

    @property
    def edits_only(self) -> bool:
        """The agent's own."""
        return knows_only_edits(self._agent)

    @property
    def identity(self) -> Mapping[str, str]:
        """The agent's own."""
        return identity_of(self._agent)

    def _spend(self, usage: Usage) -> None:
        self.spent += usage
        self._asked += 1
        self._dearest_usd = max(self._dearest_usd, usage.cost_usd or 0.0)
        self._dearest_tokens = max(self._dearest_tokens, _paid(usage))

    def _wave(self) -> int:
        """How many conversations the rest of the budget bears; while all replies were free, ever more."""
        bears = []
        if self._usd is not None and self._dearest_usd:
            bears.append((self._usd - (self.spent.cost_usd or 0.0)) / self._dearest_usd)
        if self._tokens is not None and self._dearest_tokens:
            bears.append((self._tokens - _paid(self.spent)) / self._dearest_tokens)
        return max(1, int(min(bears))) if bears else 1 + self._asked


def _paid(usage: Usage) -> int:
    return usage.tokens - usage.cached_tokens
