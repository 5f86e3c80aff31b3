"""The training loop of the built-in model: one call, from nothing to a model folder.

`train_tiny` builds the tokenizer from the source's first chunks, trains until the budget is spent, evaluates
as it goes and leaves in `out` a folder that TinyAgent, transformers, MLX and vLLM load, with log.jsonl beside
it. Called again with the same `out`, it goes on from the last checkpoint, with examples it has not seen.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from coe.errors import UsageError
from coe.seeding import derive_seed
from coe.training.tiny.checkpoint import Progress, export_model, load_checkpoint, save_checkpoint
from coe.training.tiny.config import TrainConfig
from coe.training.tiny.model import TinyLlama, TinyShape
from coe.training.tiny.optimizer import MuonAdamW, schedule
from coe.training.tiny.stream import Array, Batch, ExampleStream, Source
from coe.training.tiny.tokenizer import Codec, build_tokenizer, save_tokenizer

__all__ = ["Evaluate", "Report", "TrainConfig", "train_tiny"]

Evaluate = Callable[[Path], str]
Report = Callable[[str], None]
_WARM_UP = 3  # updates of a call that wait for compilation


def train_tiny(
    config: TrainConfig, examples: Source, evaluate: Evaluate | None = None, report: Report = print
) -> Progress:
    """Trains, or goes on training, the model in `config.out`.

    Args:
        examples: examples of chunk k; picklable when `config.workers` > 0.
        evaluate: called with the model folder now and then and at the end; its text is reported.
        report: called with each line of the log.

    Raises:
        UsageError: a checkpoint that does not fit the configuration.
        CoeError: the source failed.
    """
    return _Run(config, examples, evaluate, report).train()


@dataclass(slots=True)
class _Window:
    """What happened since the last report."""

    tokens: int = 0
    losses: list[Tensor] = field(default_factory=list)
    seconds: float = 0.0


class _Run:
    """One call of `train_tiny`: its objects and its clocks."""

    def __init__(
        self, config: TrainConfig, examples: Source, evaluate: Evaluate | None, report: Report
    ) -> None:
        self.config, self.evaluate, self.report = config, evaluate, report
        if config.threads:
            torch.set_num_threads(config.threads)
        self._make_folder()
        self.tokenizer = self._tokenizer(examples)
        self.codec = Codec(self.tokenizer)
        self.shape = TinyShape(
            self.tokenizer.get_vocab_size(), config.width, config.layers, config.heads, config.inner,
            config.context, config.rope_theta,
        )  # fmt: skip
        torch.manual_seed(derive_seed("tiny weights", config.seed) % 2**63)
        self.model = TinyLlama(self.shape)
        self.dtype = _product_dtype(config.precision)
        self.optimizer = MuonAdamW(
            self.model, lr=config.matrix_lr, adamw_lr=config.other_lr, dtype=self.dtype
        )
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.progress = self._resume()
        if config.compile:
            self._compile()
        self.stream = ExampleStream(
            examples, config.out / "tokenizer.json", config.tokens_per_batch, config.examples_per_chunk,
            config.context, config.workers, config.seed,
        )  # fmt: skip
        self.window = _Window()
        self.updates = 0
        self.last_checkpoint = self.last_evaluation = self.progress.seconds

    def _make_folder(self) -> None:
        try:
            self.config.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"cannot make the folder {self.config.out}: {error.strerror or error}"
            ) from error

    def _tokenizer(self, examples: Source) -> Tokenizer:
        file = self.config.out / "tokenizer.json"
        if not file.exists():
            texts = islice(_texts(examples), 2 * self.config.tokenizer_examples)
            built = build_tokenizer(texts, vocab_size=self.config.vocab_size, numbers=self.config.numbers)
            save_tokenizer(built, self.config.out, context=self.config.context)
        return Tokenizer.from_file(str(file))

    def _resume(self) -> Progress:
        loaded = load_checkpoint(self.config.out / "checkpoint", self.optimizer)
        if loaded is None:
            return Progress()
        weights, self.average, progress = loaded
        try:
            self.model.load_state_dict(weights)
        except RuntimeError as error:
            raise UsageError(f"the checkpoint in {self.config.out} has other sizes: {error}") from error
        self.report(f"resumed at step {progress.step}, {progress.tokens:,} tokens")
        return progress

    def _compile(self) -> None:
        # Layer by layer: all layers share one compiled function each, which is ready in half a minute.
        for block in self.model.layers():
            for name in ("attend", "finish"):
                setattr(block, name, torch.compile(getattr(block, name), dynamic=True))

    def spent(self) -> float:
        """Share of the budget used, 0 to 1."""
        shares = [0.0]
        if self.config.minutes is not None:
            shares.append(self.progress.seconds / (60 * self.config.minutes))
        if self.config.tokens is not None:
            shares.append(self.progress.tokens / self.config.tokens)
        return max(shares)

    def train(self) -> Progress:
        parameters = sum(parameter.numel() for parameter in self.model.parameters())
        self.report(
            f"{parameters:,} parameters, vocabulary {self.shape.vocab}, {torch.get_num_threads()} threads, "
            f"products in {str(self.dtype).removeprefix('torch.')}"
        )
        for batch in self._batches():
            if self.spent() >= 1:
                break
            self._update(batch)
            self._housekeeping()
        self._checkpoint()
        self._evaluate()
        return self.progress

    def _batches(self) -> Iterator[Batch]:
        for chunk in self.stream.chunks(self.progress.next_chunk):
            self.progress.next_chunk = chunk.index + 1
            self.progress.too_long += chunk.too_long
            yield from chunk.batches

    def _update(self, batch: Batch) -> None:
        begun = time.perf_counter()
        loss = self._loss(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip)
        self.optimizer.step(schedule(self.spent()))
        self.optimizer.zero_grad()
        self._average()
        self.updates += 1
        took = time.perf_counter() - begun if self.updates > _WARM_UP or not self.config.compile else 0.0
        read = int(batch.lengths.sum())
        self.progress.step += 1
        self.progress.tokens += read
        self.progress.examples += len(batch.lengths)
        self.progress.seconds += took
        self.window.tokens += read if took else 0
        self.window.seconds += took

    def _loss(self, batch: Batch) -> Tensor:
        """Mean loss of a command's token, plus what the text that is read adds at its weight."""
        rows, wanted, command = batch.targets()
        reading = self.config.prompt_weight * max(0.0, 1 - self.spent() / self.config.prompt_until)
        if reading == 0:
            keep = command == 1
            rows, wanted, command = rows[keep], wanted[keep], command[keep]
        positions = torch.from_numpy(spread_positions(batch, self.config.gaps, self.progress.step))
        with torch.autocast("cpu", torch.bfloat16, enabled=self.dtype is torch.bfloat16):
            logits = self.model(torch.from_numpy(batch.tokens), torch.from_numpy(rows), positions)
        losses = F.cross_entropy(logits.float(), torch.from_numpy(wanted), reduction="none")
        is_command = torch.from_numpy(command).bool()
        weights = torch.where(is_command, 1.0, reading)
        self.window.losses.append((losses.detach() * is_command).sum() / is_command.sum())
        return (losses * weights).sum() / is_command.sum()

    @torch.no_grad()
    def _average(self) -> None:
        share = 1 / min(self.config.average, 1 + self.progress.step // 4)
        weights = self.model.state_dict()
        torch._foreach_lerp_([self.average[name] for name in weights], list(weights.values()), share)

    def _housekeeping(self) -> None:
        if self.window.seconds >= self.config.print_seconds:
            self._print()
        if self.progress.seconds - self.last_checkpoint >= 60 * self.config.checkpoint_minutes:
            self._checkpoint()
        every = 60 * self.config.eval_minutes
        if every and self.progress.seconds - self.last_evaluation >= every:
            self._evaluate()

    def _print(self) -> None:
        loss = float(torch.stack(self.window.losses).mean())
        rate = self.window.tokens / self.window.seconds
        self.report(
            f"{self.progress.seconds / 60:6.1f} min  step {self.progress.step:6d}"
            f"  {self.progress.tokens / 1e6:7.2f}M tokens  {rate:6.0f} tokens/s"
            f"  loss {loss:.4f}  budget {self.spent():.0%}"
        )
        self._log(loss=loss, tokens_per_second=rate)
        self.window = _Window()

    def _checkpoint(self) -> None:
        self.last_checkpoint = self.progress.seconds
        weights = {name: value.detach() for name, value in self.model.state_dict().items()}
        save_checkpoint(self.config.out / "checkpoint", weights, self.average, self.optimizer, self.progress)
        codec = self.codec
        export_model(self.config.out, self.average, self.shape, bos=codec.bos, eos=codec.eos, pad=codec.pad)

    def _evaluate(self) -> None:
        self.last_evaluation = self.progress.seconds
        if self.evaluate is None:
            return
        self._checkpoint()
        begun = time.perf_counter()
        text = self.evaluate(self.config.out)
        self.report(f"evaluation ({time.perf_counter() - begun:.0f} s): {text}")
        self._log(evaluation=text)

    def _log(self, **values: float | str) -> None:
        with (self.config.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(self.progress) | values) + "\n")


def _product_dtype(precision: str) -> torch.dtype:
    """What "auto" means here: bfloat16 in software is several times slower than float32."""
    if precision == "auto":
        # The call is newer than the oldest PyTorch that we take.
        hardware: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
        fast = hardware.get("avx512_bf16") or hardware.get("amx_bf16")
        return torch.bfloat16 if fast else torch.float32
    return torch.bfloat16 if precision == "bfloat16" else torch.float32


def _texts(examples: Source) -> Iterator[str]:
    """Prompts and commands from the first chunk on."""
    index = 0
    while True:
        for example in examples(index):
            yield example.prompt
            yield example.completion
        index += 1


def spread_positions(batch: Batch, share: float, seed: int) -> Array:
    """Positions [batch, time] from 0; in `share` of the rows they jump by up to 64 at one place."""
    rng = np.random.default_rng(derive_seed("gaps", seed))
    count, time_ = batch.tokens.shape
    jump = rng.integers(1, 65, count) * (rng.random(count) < share)
    place = rng.integers(1, time_, count)
    steps = np.arange(time_)
    return steps[None, :] + np.where(steps[None, :] >= place[:, None], jump[:, None], 0)
