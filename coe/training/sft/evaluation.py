"""What is measured while an adapter is trained: solved rate, loss and perplexity, and whether to go on.

The first process measures and the others wait. The solved rate is that of `coe.training.held_out`, on
problems of the validation split: early stopping chooses by it, so the test split stays unseen.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from coe.agents.local import LocalAgent
from coe.errors import UsageError
from coe.intervals import Rate
from coe.training.held_out import HeldOut, pooled, solved_rates
from coe.training.sft.output import save_adapter, writing
from coe.training.sft.rows import Collator, pack
from coe.training.sft.trainer import RowTrainer, token_loss

LOG_FILE = "evaluations.jsonl"
BEST = "best"


@dataclass(frozen=True, slots=True)
class Measured:
    """One evaluation.

    Args:
        updates: made before it.
        tokens: of training before it.
        solved: rate on the held-out problems; None where none are set.
        failed: episodes that failed on our side.
        loss: on the validation rows, mean over the tokens that are learned; None where there are none.
        seconds: that it took.
    """

    updates: int
    tokens: int
    solved: Rate | None
    failed: int
    loss: float | None
    seconds: float

    @property
    def perplexity(self) -> float | None:
        """exp(loss)."""
        return None if self.loss is None else math.exp(min(self.loss, 700.0))

    @property
    def merit(self) -> tuple[float, float]:
        """Higher is better: the solved rate, then the loss."""
        rate = -1.0 if self.solved is None or not self.solved.n else self.solved.value
        return rate, -math.inf if self.loss is None else -self.loss

    def __str__(self) -> str:
        parts = [] if self.solved is None else [f"solved {self.solved}"]
        parts += [f"{self.failed} failed on our side"] if self.failed else []
        parts += [] if self.loss is None else [f"loss {self.loss:.4f}", f"perplexity {self.perplexity:.3f}"]
        return f"after {self.updates} updates: " + ", ".join(parts)


class Evaluator:
    """Measures now and then, keeps the best adapter, and says when it is enough.

    Args:
        held_out: the problems; None for none.
        validation: rows for the loss; None for none.
        minutes: of training between two evaluations; 0 for none but the last.
        patience: evaluations without a better one after which the run stops; 0 for never.
        tokenizer: of the model.
        report: called with each line for people.
    """

    def __init__(
        self,
        held_out: HeldOut | None,
        validation: Collator | None,
        minutes: float,
        patience: int,
        tokenizer: Any,
        report: Callable[[str], None],
    ) -> None:
        self.held_out, self.validation, self.tokenizer = held_out, validation, tokenizer
        self.minutes, self.patience, self.report = minutes, patience, report
        self.last_at = 0.0
        self.best: tuple[float, float] | None = None
        self.worse = 0

    @property
    def measures(self) -> bool:
        """Whether there is anything to measure."""
        return self.held_out is not None or self.validation is not None

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps of it."""
        best = None if self.best is None else [None if math.isinf(part) else part for part in self.best]
        return {"last_at": self.last_at, "best": best, "worse": self.worse}

    def restore(self, state: dict[str, Any]) -> None:
        """Goes on from a checkpoint."""
        self.last_at, self.worse = state["last_at"], state["worse"]
        best = state["best"]
        self.best = None if best is None else (best[0], -math.inf if best[1] is None else best[1])

    def due(self, seconds: float) -> bool:
        """Whether to measure after so many seconds of training."""
        return self.measures and self.minutes > 0 and seconds - self.last_at >= 60 * self.minutes

    def measure(self, trainer: RowTrainer) -> Measured:
        """Measures, writes it down, and keeps the adapter if it is the best. On the first process only."""
        begun = time.perf_counter()
        self.last_at = trainer.clock.seconds
        model = trainer.accelerator.unwrap_model(trainer.model)
        rates = []
        if self.held_out is not None:
            rates = solved_rates(LocalAgent.around(model, self.tokenizer), self.held_out)
        measured = Measured(
            trainer.clock.updates, trainer.clock.tokens, pooled(rates) if rates else None,
            sum(rate.failed for rate in rates),
            None if self.validation is None else validation_loss(trainer, self.validation),
            time.perf_counter() - begun,
        )  # fmt: skip
        self._note(trainer, model, measured)
        return measured

    def _note(self, trainer: RowTrainer, model: Any, measured: Measured) -> None:
        self.report(str(measured))
        facts = asdict(measured) | {"perplexity": measured.perplexity}
        out = trainer.config.out
        with writing(out), (out / LOG_FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(facts) + "\n")
        logs = {"eval_loss": measured.loss, "eval_perplexity": measured.perplexity}
        logs["eval_solved"] = None if measured.solved is None else measured.solved.value
        trainer.log({name: value for name, value in logs.items() if value is not None})
        if self.best is not None and measured.merit <= self.best:
            self.worse += 1
            return
        self.best, self.worse = measured.merit, 0
        if self.patience:
            with writing(out):
                save_adapter(out / BEST, model, trainer.config.model)

    @property
    def enough(self) -> bool:
        """Whether the last evaluations brought nothing better."""
        return 0 < self.patience <= self.worse


def validation_loss(trainer: RowTrainer, rows: Collator) -> float:
    """Mean loss over the learned tokens of the rows, without dropout."""
    model = trainer.accelerator.unwrap_model(trainer.model)
    training = model.training
    model.eval()
    total, count = 0.0, 0
    try:
        with torch.no_grad(), trainer.lora_in_half(), trainer.autocast_smart_context_manager():
            for row in pack(rows.examples, trainer.config.row_tokens, 0, 0):
                batch = trainer._prepare_inputs(rows([row]))
                labels = batch.pop("labels")
                learned = int((labels != -100).sum())
                total += float(token_loss(model(**batch, use_cache=False), labels)) * learned
                count += learned
    finally:
        model.train(training)
    return total / count


def check_whole_on_each(trainer: RowTrainer) -> None:
    """Nothing, if every process holds the whole model, so that the first one can measure by itself.

    Raises:
        UsageError: its weights are spread over the processes.
    """
    if trainer.is_fsdp_enabled or (trainer.is_deepspeed_enabled and _stage(trainer) == 3):
        raise UsageError(
            "with FSDP or ZeRO-3 no process holds the whole model, so nothing can be measured while it is "
            "trained; add --eval-n 0 --validation-rows 0, and use coe evaluate on the adapter"
        )


def _stage(trainer: RowTrainer) -> int:
    plugin = trainer.accelerator.state.deepspeed_plugin
    return int(plugin.zero_stage)


def use_best(out: Path) -> None:
    """The best adapter takes the place of the last."""
    for file in (out / BEST).iterdir():
        os.replace(file, out / file.name)
    (out / BEST).rmdir()
