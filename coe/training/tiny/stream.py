"""Examples as batches of token arrays, produced in background processes, in an order that never varies.

A source is a function of a chunk number: `source(k)` yields the examples of chunk k, and no two chunks hold
the same ones. A training run that stops after chunk k resumes at chunk k + 1, so no example is seen twice.
No torch here: the workers stay small.
"""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import Full

import numpy as np
from tokenizers import Tokenizer

from coe.errors import CoeError
from coe.seeding import derive_seed
from coe.training.tiny.tokenizer import Codec

Array = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Example:
    """What the model reads and the one command that answers it."""

    prompt: str
    completion: str


Source = Callable[[int], Iterable[Example]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Right-padded examples of about equal length.

    Args:
        tokens: [batch, time].
        lengths: [batch], tokens of each example before padding.
        prompts: [batch], tokens of each prompt; the completion follows up to `lengths`.
    """

    tokens: Array
    lengths: Array
    prompts: Array

    def targets(self) -> tuple[Array, Array, Array]:
        """Rows of the flattened batch that predict, what they predict, and 1 where that is in a command."""
        time = np.arange(self.tokens.shape[1] - 1)
        real = time[None, :] + 1 < self.lengths[:, None]
        command = time[None, :] + 1 >= self.prompts[:, None]
        item, step = np.nonzero(real)
        wanted = self.tokens[item, step + 1]
        return item * self.tokens.shape[1] + step, wanted, command[item, step].astype(np.int64)


def make_batches(
    examples: Iterable[Example],
    codec: Codec,
    *,
    tokens_per_batch: int,
    context: int,
    seed: int,
    round_to: int = 8,
) -> tuple[list[Batch], int]:
    """Batches of at most `tokens_per_batch` tokens in a seeded order, and how many examples were too long."""
    pairs = list(examples)
    prompts = codec.prompts([example.prompt for example in pairs])
    completions = codec.completions([example.completion for example in pairs])
    rows = [
        (prompt + completion, len(prompt)) for prompt, completion in zip(prompts, completions, strict=True)
    ]
    fitting = sorted((row for row in rows if len(row[0]) <= context), key=lambda row: len(row[0]))
    batches: list[Batch] = []
    end = len(fitting)
    while end > 0:
        width = -(-len(fitting[end - 1][0]) // round_to) * round_to
        start = max(0, end - max(1, tokens_per_batch // width))
        batches.append(_pad(fitting[start:end], width, codec.pad))
        end = start
    order = np.random.default_rng(seed).permutation(len(batches))
    return [batches[index] for index in order], len(rows) - len(fitting)


def _pad(rows: list[tuple[list[int], int]], width: int, pad: int) -> Batch:
    tokens = np.full((len(rows), width), pad, dtype=np.int64)
    for index, (ids, _) in enumerate(rows):
        tokens[index, : len(ids)] = ids
    lengths = np.array([len(ids) for ids, _ in rows], dtype=np.int64)
    return Batch(tokens, lengths, np.array([prompt for _, prompt in rows], dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Chunk:
    """The batches of one chunk of the source."""

    index: int
    batches: list[Batch]
    too_long: int


@dataclass(frozen=True, slots=True)
class ExampleStream:
    """Chunks of batches from a source, from any chunk on, for ever.

    Args:
        source: a picklable function of the chunk number.
        tokenizer_file: tokenizer.json.
        tokens_per_batch: padded tokens in a batch, at most.
        examples_per_chunk: only so many examples of each chunk are taken.
        workers: background processes; 0 works inside the training process. The order is the same.
    """

    source: Source
    tokenizer_file: Path
    tokens_per_batch: int = 4096
    examples_per_chunk: int = 4096
    context: int = 512
    workers: int = 1
    seed: int = 0

    def make_chunk(self, index: int, codec: Codec) -> Chunk:
        examples = islice(self.source(index), self.examples_per_chunk)
        seed = derive_seed("batch order", self.seed, index)
        batches, too_long = make_batches(
            examples, codec, tokens_per_batch=self.tokens_per_batch, context=self.context, seed=seed
        )
        return Chunk(index, batches, too_long)

    def chunks(self, first: int = 0) -> Iterator[Chunk]:
        """Chunk `first`, `first` + 1, ...

        Raises:
            CoeError: the source failed in a worker; the message holds its traceback.
        """
        if self.workers == 0:
            codec = Codec(Tokenizer.from_file(str(self.tokenizer_file)))
            while True:
                yield self.make_chunk(first, codec)
                first += 1
        yield from self._from_workers(first)

    def _from_workers(self, first: int) -> Iterator[Chunk]:
        context = multiprocessing.get_context("spawn")
        queues = [context.Queue(maxsize=2) for _ in range(self.workers)]
        processes = [
            context.Process(target=_work, args=(self, first + number, queue), daemon=True)
            for number, queue in enumerate(queues)
        ]
        for process in processes:
            process.start()
        try:
            while True:
                for queue in queues:
                    item = queue.get()
                    if isinstance(item, str):
                        raise CoeError(f"the source of examples failed:\n{item}")
                    yield item
        finally:
            for process in processes:
                process.kill()


def _work(stream: ExampleStream, first: int, queue: multiprocessing.Queue[Chunk | str]) -> None:
    parent = os.getppid()
    try:
        codec = Codec(Tokenizer.from_file(str(stream.tokenizer_file)))
        while _hand_over(queue, stream.make_chunk(first, codec), parent):
            first += stream.workers
    except Exception:
        queue.put(traceback.format_exc())


def _hand_over(queue: multiprocessing.Queue[Chunk | str], chunk: Chunk, parent: int) -> bool:
    """Waits for room in the queue; False when the training process is gone: killed, it ends no workers."""
    while os.getppid() == parent:
        try:
            queue.put(chunk, timeout=5)
            return True
        except Full:
            continue
    queue.cancel_join_thread()  # nobody reads what is left
    return False
