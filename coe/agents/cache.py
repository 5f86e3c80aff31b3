"""A cache of responses around any agent that says what its replies depend on.

The key is a hash of the agent's identity (model, adapter hash, precision), the sampling and the conversation;
the value is the reply as JSON, and nothing else is ever read back: no pickle, whoever wrote the store.
Failures are not kept. Kept replies are never dropped by themselves: delete the folder, or set `maxmemory` in
Redis.
"""

from __future__ import annotations

import hashlib
import json
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Protocol

from coe.agents.protocol import Agent, Conversation, identity_of, knows_only_edits, sampling_of_each
from coe.errors import AgentError
from coe.messages import FinishReason, Reply, Sampling, Usage

_FORMAT = 1
_LONGEST = 1_000_000


class StoreError(AgentError):
    """A store does not answer."""


class Store(Protocol):
    """Where texts are kept under keys; `FolderStore` and `RedisStore` are two.

    Both methods raise StoreError where the store does not answer.
    """

    def get_many(self, keys: Sequence[str]) -> list[str | None]:
        """The text of each key, None where there is none."""
        ...

    def put_many(self, items: Mapping[str, str]) -> None:
        """Keep these, in the place of what the keys held before."""
        ...


def open_store(place: str) -> Store:
    """The store at a URL (redis://, rediss://, unix://) or in a folder.

    Raises:
        UsageError: it cannot be opened.
        MissingDependencyError: the package `redis` is not installed.
    """
    if place.startswith(("redis://", "rediss://", "unix://")):
        from coe.agents.cache_redis import RedisStore

        return RedisStore(place)
    from coe.agents.cache_folder import FolderStore

    return FolderStore(place)


class CachedAgent:
    """Asks an agent only what it has not answered before.

    A reply from the cache has the text, the finish reason and the token counts of the first time;
    `usage.cached_tokens` says that they were not computed again, and its cost is 0.

    Args:
        agent: the one asked; the name is its name.
        store: where replies are kept.

    Raises:
        UsageError: the agent has no `identity`, so that its replies could be taken for another model's.
    """

    def __init__(self, agent: Agent, store: Store) -> None:
        self.name = agent.name
        self._agent = agent
        self._store = store
        self._identity = dict(identity_of(agent))
        self._warned = False

    @property
    def edits_only(self) -> bool:
        """The agent's own."""
        return knows_only_edits(self._agent)

    @property
    def identity(self) -> Mapping[str, str]:
        """The agent's own."""
        return self._identity

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order; equal questions of a batch are asked once."""
        wanted = sampling_of_each(conversations, sampling)
        begun = time.perf_counter()
        keys = [response_key(self._identity, *item) for item in zip(conversations, wanted, strict=True)]
        known = self._known(keys)
        seconds = (time.perf_counter() - begun) / max(1, len(keys))
        asked = [i for i, key in enumerate(keys) if key not in known and key not in keys[:i]]
        answers = (
            self._agent.act([conversations[i] for i in asked], [wanted[i] for i in asked]) if asked else []
        )
        if len(answers) != len(asked):
            raise AgentError(f"agent {self.name} gave {len(answers)} replies to {len(asked)} conversations")
        fresh = dict(zip(asked, answers, strict=True))
        self._keep({keys[i]: _to_json(reply) for i, reply in fresh.items() if reply.error is None})
        known |= {keys[i]: reply for i, reply in fresh.items()}
        return [fresh[i] if i in fresh else _again(known[key], seconds) for i, key in enumerate(keys)]

    def _known(self, keys: Sequence[str]) -> dict[str, Reply]:
        try:
            found = self._store.get_many(keys)
        except StoreError as error:
            self._warn(error)
            return {}
        replies = ((key, _from_json(text)) for key, text in zip(keys, found, strict=True) if text is not None)
        return {key: reply for key, reply in replies if reply is not None}

    def _keep(self, items: Mapping[str, str]) -> None:
        try:
            if items:
                self._store.put_many(items)
        except StoreError as error:
            self._warn(error)

    def _warn(self, error: StoreError) -> None:
        # A cache that is down must not cost the answers that were paid for.
        if not self._warned:
            warnings.warn(
                f"the cache of responses does not answer, going on without it: {error}", stacklevel=3
            )
        self._warned = True


def response_key(identity: Mapping[str, str], conversation: Conversation, sampling: Sampling) -> str:
    """A hash of everything that a reply depends on; a greedy one does not depend on the seed."""
    drawn = asdict(sampling if sampling.temperature > 0 else replace(sampling, seed=0))
    del drawn["stalled"], drawn["outline"]  # neither changes what is drawn
    messages = [[message.role, message.content] for message in conversation]
    parts = json.dumps([_FORMAT, dict(identity), drawn, messages], sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()


def _to_json(reply: Reply) -> str:
    usage = reply.usage
    return json.dumps(
        {
            "text": reply.text,
            "finish_reason": reply.finish_reason.value,
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
            "thinking_tokens": usage.thinking_tokens,
        }
    )


def _from_json(text: str) -> Reply | None:
    """The reply, None if the text is not one: it is then asked for again."""
    if len(text) > _LONGEST:
        return None
    try:
        record = json.loads(text)
        counts = [record[name] for name in ("prompt_tokens", "completion_tokens", "thinking_tokens")]
        said, reason = record["text"], FinishReason(record["finish_reason"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    fits = isinstance(said, str) and all(type(count) is int and 0 <= count < 2**53 for count in counts)
    if not fits or reason not in (FinishReason.STOP, FinishReason.LENGTH):
        return None
    return Reply(said, Usage(counts[0], counts[1], thinking_tokens=counts[2]), reason)


def _again(reply: Reply, seconds: float) -> Reply:
    """A reply given a second time: counted, but neither computed nor paid for."""
    usage = replace(reply.usage, seconds=seconds, cost_usd=0.0, cached_tokens=reply.usage.tokens)
    return replace(reply, usage=usage)
