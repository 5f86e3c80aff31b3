"""The record of a run beside its adapter: settings, versions, and the solved rates before and after."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import coe
from coe.environment import Feedback
from coe.errors import UsageError
from coe.files import write_text
from coe.intervals import Rate
from coe.training.grpo.config import GrpoConfig, check_same
from coe.training.held_out import HeldOut
from coe.training.sft.card import card_head
from coe.training.sft.run_folder import is_first_process

RECORD_FILE = "coe_grpo.json"
_PACKAGES = ("torch", "transformers", "peft", "trl", "accelerate")


class Record:
    """What is known of a run; written whole at every change.

    Args:
        config: of the run.
        held_out: problems that are measured.
        goes_on: whether there is a checkpoint to go on from.

    Raises:
        UsageError: the folder cannot be written, or holds a run with other settings that is to go on.
    """

    def __init__(self, config: GrpoConfig, held_out: HeldOut | None = None, *, goes_on: bool = False) -> None:
        self._file = config.out / RECORD_FILE
        self._values: dict[str, Any] = self._read() if goes_on else {}
        if goes_on:
            check_same(config, self._values["settings"])
        self._values["settings"] = config.to_dict()
        self._values["held_out"] = None if held_out is None else asdict(held_out)
        self._values["versions"] = {
            "coe": coe.__version__,
            "python": platform.python_version(),
            **{name: version(name) for name in _PACKAGES},
        }
        self._write()

    def set(self, **values: object) -> None:
        """Keeps JSON values, or rates."""
        self._values |= {
            name: asdict(value) if isinstance(value, Rate) else value for name, value in values.items()
        }
        self._write()

    def rate(self, name: str) -> Rate | None:
        """A rate that was kept."""
        return Rate(**self._values[name]) if self._values.get(name) else None

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._file.read_text(encoding="utf-8"))
            if not isinstance(values["settings"], dict):
                raise ValueError("it is no record of a run")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{self._file} cannot be read ({error}), so no run can go on from it; delete the "
                "checkpoints, or choose another --out"
            ) from error
        return dict(values)

    def _write(self) -> None:
        if not is_first_process():
            return
        try:
            write_text(self._file, json.dumps(self._values, indent=2) + "\n")
        except OSError as error:
            raise UsageError(f"cannot write {self._file}: {error.strerror or error}") from error


def write_card(config: GrpoConfig, record: Record, steps: int, device: str) -> None:
    """README.md beside the adapter, with the head that the Hugging Face hub reads."""
    trained = f"method `{config.method}`" if config.method.one_reply else f"form `{config.form}`"
    told = "the verifier alone" if config.feedback is not Feedback.OUTCOME else "the reference answers too"
    lines = [
        *card_head(config.model, "lora", "grpo", "chain-of-edits", "mathematics", method=config.method),
        f"Reinforcement (GRPO, {trained}), {steps:,} updates of {config.batch_size} completions, "
        f"{config.num_generations} a prompt, on {config.starts.tasks}"
        + ("" if config.adapter is None else f", from the adapter {config.adapter.name}") + ". "
        f"Feedback `{config.feedback}`: {told} said what is solved. Device: {device} ({platform.machine()}).",
        "", f"Settings and versions are in {RECORD_FILE}, the figures of each update in log.jsonl.", "",
        "## Figures", "",
    ]  # fmt: skip
    rates = [(when, record.rate(when)) for when in ("before", "after")]
    measured = [f"Held-out problems solved {when}: {rate}." for when, rate in rates if rate is not None]
    lines += [*(measured or ["Nothing was measured."]), "", "Intervals are 95 % (Wilson).", ""]
    write_text(config.out / "README.md", "\n".join(lines))
