"""A transformers model and its tokenizer, from a folder, a GGUF file or the hub.

Only safetensors and GGUF are read, never pickle. No code from a model's folder runs unless it is asked for.
"""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.adapters import Adapter, check_base, check_layers, is_hub_name, read_adapter
from coe.agents.exported import is_exported, load_exported
from coe.agents.quiet import quiet_libraries
from coe.errors import AgentError, CoeError, UsageError, first_line

DEFAULT_MODEL = "microsoft/Phi-3.5-mini-instruct"
DTYPES = ("auto", "float32", "float16", "bfloat16")


@dataclass(frozen=True, slots=True)
class Pretrained:
    """What is to be loaded, checked as far as it can be before anything slow happens.

    Args:
        place: folder, of safetensors or of an export to ONNX, or GGUF file.
        device: "cpu", "mps", "cuda" or "cuda:N".
        dtype: a torch dtype.
        adapter: to be put on the model.
        bits: 4 or 8 to quantise with bitsandbytes; None is not at all.
        trust_remote_code: run code that comes with the model.
    """

    place: Path
    device: str
    dtype: Any
    adapter: Adapter | None = None
    bits: int | None = None
    trust_remote_code: bool = False

    def load(self) -> tuple[Any, Any]:
        """The tokenizer and the model, on its device, ready to answer.

        Raises:
            UsageError: the adapter does not fit.
            AgentError: it is there and does not load.
        """
        tokenizer, model = self._from()
        if self.adapter is not None:
            model = _adapted(model, self.adapter)
        return tokenizer, (model if self.bits else model.to(self.device)).eval()

    def _from(self) -> tuple[Any, Any]:
        transformers = require("transformers")
        options: dict[str, Any] = {"dtype": self.dtype, "use_safetensors": True}
        source: dict[str, Any] = {"trust_remote_code": self.trust_remote_code}
        place = self.place
        where = str(place)
        if place.is_file():
            require("gguf", "gguf")
            where, source["gguf_file"] = str(place.parent), place.name
            del options["use_safetensors"]
        if self.bits is not None:
            require("bitsandbytes", "quantize")
            wanted = {f"load_in_{self.bits}bit": True}
            options["quantization_config"] = transformers.BitsAndBytesConfig(**wanted)
            options["device_map"] = self.device
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(where, **source)
            if is_exported(place):
                return tokenizer, load_exported(place, self.device)
            model = transformers.AutoModelForCausalLM.from_pretrained(where, **source, **options)
        except CoeError:
            raise
        except Exception as error:  # transformers raises a dozen kinds
            raise AgentError(f"the model in {place} does not load: {first_line(error)}") from error
        return tokenizer, model


def without_quantisation(model: Any) -> Any:
    """The model as one that can be saved and trained: itself, unless it was read from a GGUF file."""
    config = model.config
    if getattr(config, "quantization_config", None) is None:
        return model
    del config.quantization_config
    plain = require("transformers").AutoModelForCausalLM.from_config(config, dtype=model.dtype)
    plain.load_state_dict(model.state_dict())
    plain.generation_config = model.generation_config
    return plain


def bits_asked(load_in_4bit: bool, load_in_8bit: bool) -> int | None:
    """4, 8, or None for weights as they are.

    Raises:
        UsageError: both are asked.
    """
    if load_in_4bit and load_in_8bit:
        raise UsageError("--load-in-4bit and --load-in-8bit exclude each other")
    return 4 if load_in_4bit else 8 if load_in_8bit else None


def check_request(
    model: str, adapter_path: str | Path | None, device: str, bits: int | None
) -> Adapter | None:
    """The adapter, if any; refuses what cannot work before anything slow is loaded.

    Raises:
        UsageError: no such model or adapter, or they do not fit together.
    """
    if bits is not None and not device.startswith("cuda"):
        raise UsageError(
            f"--load-in-{bits}bit works on CUDA devices only, and this is {device}; leave it out, or choose "
            "a GGUF file, which is read on any device"
        )
    if not is_hub_name(model):
        place = Path(model).expanduser()
        check_place(place)
        if is_exported(place) and (adapter_path is not None or bits is not None):
            raise UsageError(f"{model} is an export to ONNX, and is used as it is: no adapter, no --load-in")
        if bits is not None and model.endswith(".gguf"):
            raise UsageError(f"a GGUF file is quantised already; leave --load-in-{bits}bit out")
    if adapter_path is None:
        return None
    adapter = read_adapter(adapter_path)
    if adapter.is_mlx:
        raise UsageError(f"the adapter in {adapter.folder} is one of mlx-lm; use it with --model-type mlx")
    check_base(adapter, model)
    return adapter


def check_place(place: Path) -> None:
    """Nothing, if this is a GGUF file, or a folder with a model in safetensors or an export to ONNX.

    Raises:
        UsageError: it is neither; pickled weights are named as the reason.
    """
    try:
        if place.is_file() and place.suffix == ".gguf":
            return
        is_model = (place / "config.json").is_file()
    except OSError as error:  # a name that is too long, a folder that may not be entered
        raise UsageError(f"{place} cannot be read: {error.strerror or error}") from error
    if not is_model:
        raise UsageError(
            f"{place} is neither a folder with a transformers model (no config.json in it) nor a GGUF file"
        )
    if list(place.glob("*.safetensors")) or is_exported(place):
        return
    pickled = sorted(file.name for file in place.iterdir() if file.suffix in (".bin", ".pt", ".pth", ".ckpt"))
    if pickled:
        raise UsageError(
            f"{place} holds pickled weights only ({pickled[0]}), which can run code when they are read; "
            "save the model as safetensors"
        )
    raise UsageError(f"{place} holds no weights (no .safetensors file)")


def _adapted(model: Any, adapter: Adapter) -> Any:
    peft = require("peft")
    modules = dict(model.named_modules())
    sizes = {
        name: (int(module.out_features), int(module.in_features))
        for name, module in modules.items()
        if hasattr(module, "in_features") and hasattr(module, "out_features")
    }
    check_layers(adapter, sizes, set(modules))
    try:
        with warnings.catch_warnings():
            quiet_libraries()
            return peft.PeftModel.from_pretrained(model, str(adapter.folder), use_safetensors=True)
    except Exception as error:  # formats and versions: peft raises many kinds
        raise UsageError(
            f"the adapter in {adapter.folder} does not fit this model: {first_line(error)}; "
            "give the model it was trained for"
        ) from error


def pick_device(torch: Any, wanted: str) -> str:
    """The device to use: "auto" takes CUDA, then Apple's MPS, then the CPU.

    Raises:
        UsageError: no such device, here or at all.
    """
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    if wanted == "auto":
        return "cuda" if cuda else "mps" if mps else "cpu"
    if (wanted.startswith("cuda") and not cuda) or (wanted == "mps" and not mps):
        raise UsageError(f"device {wanted!r} is not available here; use --device auto or cpu")
    try:
        device = torch.device(wanted)
    except RuntimeError as error:
        raise UsageError(f"{wanted!r} is no device; use auto, cuda, mps or cpu") from error
    if device.type not in ("cuda", "mps", "cpu"):
        raise UsageError(f"device {wanted!r} is not one to compute on here; use auto, cuda, mps or cpu")
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise UsageError(f"device {wanted!r} is not here: {torch.cuda.device_count()} are, from cuda:0")
    return str(device)


def check_dtype(wanted: str) -> None:
    """Nothing, if this names a dtype or "auto".

    Raises:
        UsageError: it does not.
    """
    if wanted not in DTYPES:
        raise UsageError(f"dtype is one of {', '.join(DTYPES)}, not {wanted!r}")


def pick_dtype(torch: Any, wanted: str, device: str, place: Path) -> Any:
    """The dtype to use: "auto" is bfloat16 on CUDA where it has it, and float16 on other accelerators.

    On a CPU it is bfloat16 where the CPU computes in it and the weights hold no more, else float32.
    """
    if wanted != "auto":
        return getattr(torch, wanted)
    if device.startswith("cuda"):
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if device == "mps":
        return torch.float16
    return torch.bfloat16 if _computes_bfloat16(torch) and not _is_single(place) else torch.float32


def _computes_bfloat16(torch: Any) -> bool:
    capabilities: dict[str, Any] = getattr(
        torch.cpu, "get_capabilities", dict
    )()  # absent before PyTorch 2.10
    return any(capabilities.get(name) for name in ("avx512_bf16", "amx_bf16", "sve_bf16"))


def _is_single(place: Path) -> bool:
    """Whether weights are stored in float32, as far as the model's configuration says."""
    if place.is_file():  # GGUF: its kernels compute in float32
        return True
    try:
        config = json.loads((place / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):  # loading will say what is wrong with it
        return True
    if not isinstance(config, dict):
        return True
    return (config.get("dtype") or config.get("torch_dtype")) not in ("bfloat16", "float16")
