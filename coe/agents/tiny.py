"""The built-in model as an agent: NumPy only, ready in a fraction of a second.

It reads the last user message of a conversation and nothing else (it was trained on states, not on growing
conversations), and answers one edit command. It knows the task families of the group `core`, which
it was trained on, and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

from coe.agents.blas_threads import blas_threads, one_blas_thread
from coe.agents.files_hash import files_hash
from coe.agents.protocol import Conversation, failed, sampling_of_each
from coe.agents.tiny_runtime import TinyRuntime
from coe.errors import UsageError
from coe.messages import Reply, Sampling

MODEL_FOLDER = Path(__file__).resolve().parent.parent / "models" / "tiny"
# A thread of its own is worth it from so many conversations on: fewer take about as long as half of them.
_FEWEST = 8
_FILES = ("config.json", "model.safetensors", "tokenizer.json")


class TinyAgent:
    """Answers with the built-in model.

    Args:
        model: folder of a model that `coe train tiny` made; None is the one that ships.
        batch_size: most conversations computed together by a thread; memory grows with it.
        name: written into records.
        constrained: keep to the grammar of a sampling that has one.
        threads: that answer parts of a long list at the same time; None is as many as NumPy's BLAS takes.
            Those who ask at the same time share them.

    Raises:
        UsageError: the folder does not hold a model.
        AgentError: it holds one that cannot be read, or of another kind.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        batch_size: int = 32,
        name: str = "tiny",
        *,
        constrained: bool = True,
        threads: int | None = None,
    ) -> None:
        self.name = name
        self.edits_only = True
        self._constrained = constrained
        if batch_size < 1:
            raise UsageError(f"batch_size must be at least 1, not {batch_size}")
        if threads is not None and threads < 1:
            raise UsageError(f"threads must be at least 1, not {threads}")
        self._batch_size = batch_size
        self.calls_at_once = threads or blas_threads()
        self._callers: list[None] = []  # one for each that asks, so that they are counted without a lock
        folder = MODEL_FOLDER if model is None else Path(model)
        missing = [file for file in _FILES if not (folder / file).is_file()]
        if missing:
            raise UsageError(
                f"no built-in model in {folder} ({', '.join(missing)} missing); make it with: coe train tiny"
            )
        self._folder = folder
        self.runtime = TinyRuntime(folder)

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """The model's files, for a cache of responses."""
        model = files_hash(self._folder, _FILES)
        return {"agent": "tiny", "model": model, "constrained": str(self._constrained)}

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order; a state that is too long gets an error."""
        wanted = sampling_of_each(conversations, sampling)
        replies: dict[int, Reply] = {}
        prompts: dict[int, list[int]] = {}
        for index, conversation in enumerate(conversations):
            item = self._prompt(conversation)
            if isinstance(item, Reply):
                replies[index] = item
            else:
                prompts[index] = item
        self._callers.append(None)
        try:
            with one_blas_thread():
                for chosen, answers in self._answered(list(self._parts(prompts)), prompts, wanted):
                    replies.update(zip(chosen, answers, strict=True))
        finally:
            self._callers.pop()
        return [replies[index] for index in range(len(conversations))]

    def _parts(self, prompts: Mapping[int, list[int]]) -> Iterator[list[int]]:
        """The prompts in batches, equally long ones together: what is shorter waits for what is longer."""
        free = max(1, self.calls_at_once // len(self._callers))
        threads = min(free, max(1, len(prompts) // _FEWEST))
        order = sorted(prompts, key=lambda index: len(prompts[index]))
        most = self._batch_size * threads
        for start in range(0, len(order), most):
            for thread in range(threads):
                if part := order[start : start + most][thread::threads]:
                    yield part

    def _answered(
        self, parts: Sequence[list[int]], prompts: Mapping[int, list[int]], sampling: Sequence[Sampling]
    ) -> Iterator[tuple[list[int], list[Reply]]]:
        def answer(part: list[int]) -> list[Reply]:
            return self.runtime.generate(
                [prompts[index] for index in part],
                [sampling[index] for index in part],
                constrained=self._constrained,
            )

        return zip(parts, (map if len(parts) < 2 else self._pool.map)(answer, parts), strict=True)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.calls_at_once, "coe tiny")

    def stream(self, conversation: Conversation, sampling: Sampling, on_text: Callable[[str], None]) -> Reply:
        """The reply of `act`, its text shown piece by piece."""
        item = self._prompt(conversation)
        if isinstance(item, Reply):
            return item
        (reply,) = self.runtime.generate([item], [sampling], constrained=self._constrained, on_text=on_text)
        return reply

    def _prompt(self, conversation: Conversation) -> list[int] | Reply:
        if not conversation or conversation[-1].role != "user":
            return failed("a conversation must end with a user message")
        prompt = self.runtime.encode_prompt(conversation[-1].content)
        most = 4 * self.runtime.context
        if len(prompt) > most:
            return failed(
                f"the state has {len(prompt)} tokens, more than the {most} that the built-in model reads; "
                "try --model-type local or another agent"
            )
        return prompt
