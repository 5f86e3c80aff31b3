"""LoRA adapters in folders: what is in them, and whether they belong to a model.

Everything is looked at before weights are put together, because an adapter of another model may load without
a word and change nothing, or the wrong thing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import safe_open

from coe.agents.store_place import adapters_folder
from coe.errors import UsageError

PEFT_WEIGHTS = "adapter_model.safetensors"
MLX_WEIGHTS = "adapters.safetensors"
_LONGEST_NAME = 96  # on the hub
_PREFIX, _DOWN, _UP = "base_model.model.", ".lora_A.weight", ".lora_B.weight"


@dataclass(frozen=True, slots=True)
class Adapter:
    """A folder with an adapter.

    Args:
        folder: where it is.
        config: its adapter_config.json.
        weights: its safetensors file; the name tells whose format it is.
    """

    folder: Path
    config: Mapping[str, Any]
    weights: Path

    @property
    def is_mlx(self) -> bool:
        """Whether mlx-lm wrote it; otherwise peft did."""
        return self.weights.name == MLX_WEIGHTS

    @property
    def is_lora(self) -> bool:
        """Whether it is a LoRA of peft, of any variety."""
        return not self.is_mlx and str(self.config.get("peft_type")) == "LORA"

    def factors(self) -> dict[str, tuple[int, int]]:
        """Each adapted layer of a peft LoRA, with the outputs and inputs of the layer it was trained on.

        Raises:
            UsageError: the weights cannot be read.
        """
        sizes: dict[str, list[int]] = {}
        stored: Any
        try:
            stored = safe_open(self.weights, framework="np")
        except Exception as error:  # SafetensorError is no subclass of anything narrower
            raise UsageError(f"{self.weights} cannot be read: {error}") from error
        with stored:
            for key in stored.keys():  # noqa: SIM118 - it is no mapping
                shape = stored.get_slice(key).get_shape()
                if key.endswith(_DOWN) and len(shape) == 2:
                    layer = key.removeprefix(_PREFIX).removesuffix(_DOWN)
                    sizes.setdefault(layer, [0, 0])[1] = shape[1]
                elif key.endswith(_UP) and len(shape) == 2:
                    layer = key.removeprefix(_PREFIX).removesuffix(_UP)
                    sizes.setdefault(layer, [0, 0])[0] = shape[0]
        return {layer: (out, into) for layer, (out, into) in sizes.items()}

    def scale(self, layer: str, rank: int) -> float:
        """What the product of peft's two LoRA matrices of a layer is multiplied with."""
        alpha = _of_layer(self.config.get("alpha_pattern"), layer, self.config.get("lora_alpha", rank))
        return float(alpha / (math.sqrt(rank) if self.config.get("use_rslora") else rank))


def _of_layer(patterns: object, layer: str, default: float) -> float:
    """The entry whose name is the layer's, or the end of it."""
    found = patterns.items() if isinstance(patterns, dict) else ()
    return next((value for name, value in found if layer == name or layer.endswith("." + name)), default)


def read_adapter(folder: str | Path) -> Adapter:
    """What is in the folder.

    Args:
        folder: of the adapter, or the name of one in the store (`coe models list`).

    Raises:
        UsageError: no such folder, no adapter in it, or one that only pickle could read.
    """
    place = Path(folder).expanduser()
    if not place.is_dir():
        named = adapters_folder() / place
        if place.name != str(place) or not named.is_dir():
            raise UsageError(
                f"no adapter: there is no folder {place}, and no adapter of this name was pulled "
                "(`coe models pull smollm2-coe`, `coe models list`)"
            )
        place = named
    file = place / "adapter_config.json"
    if not file.is_file():
        raise UsageError(f"{place} is not a folder with an adapter (no adapter_config.json in it)")
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from error
    if not isinstance(config, dict):
        raise UsageError(f"{file} is not the configuration of an adapter")
    for name in (PEFT_WEIGHTS, MLX_WEIGHTS):
        if (place / name).is_file():
            return Adapter(place, config, place / name)
    if (place / "adapter_model.bin").is_file():
        raise UsageError(
            f"{place} holds pickled weights (adapter_model.bin), which can run code when they are read; "
            f"save the adapter as {PEFT_WEIGHTS}"
        )
    raise UsageError(f"{place} holds no weights of an adapter (no {PEFT_WEIGHTS}, no {MLX_WEIGHTS})")


def check_base(adapter: Adapter, model: str) -> None:
    """Nothing, unless the adapter says that it was trained for another model than `model`.

    Only names on the hub are compared, by their last part: a folder may have been moved, and the same model
    is published by several owners.

    Raises:
        UsageError: the two names differ.
    """
    base = adapter.config.get("base_model_name_or_path")
    if not isinstance(base, str) or not (is_hub_name(base) and is_hub_name(model)):
        return
    if base.rpartition("/")[2].lower() != model.rpartition("/")[2].lower():
        raise UsageError(
            f"the adapter in {adapter.folder} does not fit this model: it was trained for {base}, "
            f"and the model is {model}"
        )


def check_layers(adapter: Adapter, layers: Mapping[str, tuple[int, int]], names: set[str]) -> None:
    """Nothing, if every layer that a peft LoRA changes is there with the size that it was trained for.

    Args:
        adapter: to be put on the model.
        layers: outputs and inputs of the model's linear layers, by name.
        names: of all parts of the model; those outside `layers` are not measured.

    Raises:
        UsageError: a layer is missing or has another size; the message names it and both sizes.
    """
    base = adapter.config.get("base_model_name_or_path")
    trained_for = f" (trained for {base})" if base else ""
    refusal = f"the adapter in {adapter.folder}{trained_for} does not fit this model: "
    for layer, wanted in adapter.factors().items():
        if layer not in names:
            raise UsageError(refusal + f"it changes {layer}, which the model does not have")
        found = layers.get(layer, wanted)
        if found != wanted:
            raise UsageError(
                refusal + f"{layer} has {wanted[1]} inputs and {wanted[0]} outputs in the adapter, "
                f"{found[1]} and {found[0]} in the model"
            )


def base_of(folder: str | Path) -> str | None:
    """The model that an adapter names as its base, if it does.

    Raises:
        UsageError: as `read_adapter`.
    """
    base = read_adapter(folder).config.get("base_model_name_or_path")
    return base if isinstance(base, str) and base else None


def is_hub_name(model: str) -> bool:
    """Whether this can be a name on the Hugging Face hub (owner/name, or a bare name) and is no path here."""
    if len(model) > _LONGEST_NAME or model.startswith((".", "/", "~")) or model.count("/") > 1:
        return False
    return not Path(model).exists()
