"""Any causal language model of transformers, from a folder or by name, with an optional peft adapter.

Conversations are batched, left padded and generated with a KV cache; a reply ends at the end of its line. A
model with a chat template gets the conversation through it; one without gets the contents as plain text,
separated by blank lines. Only safetensors weights are loaded (no pickle), and no code from a model's folder
runs unless `trust_remote_code` is set. PyTorch is imported when the agent is made, not with this module.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.files_hash import files_hash
from coe.agents.protocol import Conversation, sampling_of_each
from coe.errors import AgentError, UsageError
from coe.messages import FinishReason, Reply, Sampling, Usage

_DTYPES = ("auto", "float32", "float16", "bfloat16")


class LocalAgent:
    """Answers with a local model.

    Args:
        model: folder, or a name on the Hugging Face hub.
        adapter_path: folder of a peft adapter trained for this model.
        device: "auto" takes CUDA, then Apple's MPS, then the CPU.
        dtype: "auto" is bfloat16 on CUDA where it has it, float16 on other accelerators, float32 on the CPU.
        load_in_4bit: quantise to 4 bits with bitsandbytes; needs CUDA.
        batch_size: most conversations generated together.
        trust_remote_code: run code that comes with the model.
        name: written into records; None is "local:" and the model.

    Raises:
        UsageError: no such folder, adapter or device, or values that do not fit.
        AgentError: the model or adapter is there but does not load.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        adapter_path: str | Path | None = None,
        *,
        device: str = "auto",
        dtype: str = "auto",
        load_in_4bit: bool = False,
        batch_size: int = 16,
        trust_remote_code: bool = False,
        name: str | None = None,
    ) -> None:
        if model is None:
            raise UsageError("the local agent needs --model: a folder or a name on the Hugging Face hub")
        if dtype not in _DTYPES or batch_size < 1:
            raise UsageError(f"dtype is one of {', '.join(_DTYPES)} and batch_size at least 1")
        self.name = name or f"local:{model}"
        self._places = (str(model), adapter_path)
        self._batch_size = batch_size
        self._torch = require("torch")
        self.device = _pick_device(self._torch, device)
        if load_in_4bit and not self.device.startswith("cuda"):
            raise UsageError("--load-in-4bit needs a CUDA device; leave it out to run on " + self.device)
        _check_place(str(model), adapter_path)
        options = {"dtype": _pick_dtype(self._torch, dtype, self.device), "use_safetensors": True}
        if load_in_4bit:
            require("bitsandbytes")
            options["quantization_config"] = require("transformers").BitsAndBytesConfig(load_in_4bit=True)
            options["device_map"] = self.device
        self._tokenizer, loaded = _load(str(model), trust_remote_code, options)
        if adapter_path is not None:
            loaded = _adapt(loaded, Path(adapter_path))
        self._model = (loaded if load_in_4bit else loaded.to(self.device)).eval()
        self._pad = _padding(self._tokenizer)
        self._ends = _end_tokens(self._tokenizer, self._model)

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """Model, adapter and precision, for a cache of responses; files of folders are read and hashed."""
        model, adapter = self._places
        revision = getattr(self._model.config, "_commit_hash", None) or ""
        return {
            "agent": "local",
            "model": files_hash(model) if Path(model).is_dir() else f"{model} {revision}",
            "adapter": "" if adapter is None else files_hash(adapter),
            "precision": f"{self._model.dtype} {getattr(self._model.config, 'quantization_config', '')}",
        }

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order; a batch that fails gives errors to its own items."""
        wanted = sampling_of_each(conversations, sampling)
        replies: dict[int, Reply] = {}
        prompts: dict[int, list[int]] = {}
        for index, conversation in enumerate(conversations):
            try:
                prompts[index] = self._encode(conversation)
            except Exception as error:  # templates raise what they like
                replies[index] = _failed(f"the chat template refused the conversation: {error}")
        order = sorted(prompts, key=lambda index: len(prompts[index]))
        for start in range(0, len(order), self._batch_size):
            chosen = order[start : start + self._batch_size]
            answers = self._batch([prompts[index] for index in chosen], [wanted[index] for index in chosen])
            replies.update(zip(chosen, answers, strict=True))
        return [replies[index] for index in range(len(conversations))]

    def _encode(self, conversation: Conversation) -> list[int]:
        if not conversation:
            raise UsageError("it is empty")
        if self._tokenizer.chat_template is None:
            text = "\n\n".join(message.content for message in conversation) + "\n"
            return list(self._tokenizer(text)["input_ids"])
        messages = [{"role": message.role, "content": message.content} for message in conversation]
        encoded = self._tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, tokenize=True, return_dict=True
        )
        return list(encoded["input_ids"])

    def _batch(self, prompts: list[list[int]], sampling: list[Sampling]) -> list[Reply]:
        begun = time.perf_counter()
        try:
            with self._torch.inference_mode():
                said = self._generate(prompts, sampling)
        except RuntimeError as error:  # out of memory, or a kernel that the device lacks
            return [_failed(f"generation failed on {self.device}: {error}") for _ in prompts]
        seconds = (time.perf_counter() - begun) / len(prompts)
        return [self._reply(*item, seconds) for item in zip(prompts, said, strict=True)]

    def _generate(self, prompts: list[list[int]], sampling: list[Sampling]) -> list[tuple[list[int], bool]]:
        """Tokens of each reply and whether it ended by itself."""
        torch = self._torch
        width = max(map(len, prompts))
        ids = torch.full((len(prompts), width), self._pad)
        mask = torch.zeros((len(prompts), width), dtype=torch.long)
        for row, prompt in enumerate(prompts):
            ids[row, width - len(prompt) :] = torch.tensor(prompt)
            mask[row, width - len(prompt) :] = 1
        ids, mask = ids.to(self.device), mask.to(self.device)
        streams = [torch.Generator().manual_seed(how.seed % 2**63) for how in sampling]
        said: list[list[int]] = [[] for _ in prompts]
        ended = [how.max_tokens <= 0 for how in sampling]
        stopped = [False] * len(prompts)
        positions = (mask.cumsum(1) - 1).clamp(min=0)
        cache = None
        while not all(ended):
            output = self._model(
                input_ids=ids,
                attention_mask=mask,
                position_ids=positions,
                past_key_values=cache,
                use_cache=True,
            )
            cache, logits = output.past_key_values, output.logits[:, -1].float().cpu()
            chosen = [self._pad] * len(prompts)
            for row, how in enumerate(sampling):
                if ended[row]:
                    continue
                chosen[row] = _choose(torch, logits[row], how.temperature, streams[row])
                stopped[row] = chosen[row] in self._ends or self._ends_line(said[row], chosen[row])
                if not stopped[row]:
                    said[row].append(chosen[row])
                ended[row] = stopped[row] or len(said[row]) >= how.max_tokens
            ids = torch.tensor(chosen, device=self.device)[:, None]
            mask = torch.cat((mask, torch.ones_like(mask[:, :1])), 1)
            positions = positions[:, -1:] + 1
        return list(zip(said, stopped, strict=True))

    def _ends_line(self, said: list[int], token: int) -> bool:
        # A newline before the first word is passed over: many chat models begin with one.
        if "\n" not in self._tokenizer.decode([token]):
            return False
        text = self._tokenizer.decode([*said, token], skip_special_tokens=True)
        if "\n" in text.strip("\n ") or not text.strip():
            return bool(text.strip())
        said.append(token)  # may hold the end of the line's text, as in ")\n"
        return True

    def _reply(self, prompt: list[int], said: tuple[list[int], bool], seconds: float) -> Reply:
        tokens, stopped = said
        text = self._tokenizer.decode(tokens, skip_special_tokens=True).strip().split("\n")[0].rstrip()
        usage = Usage(len(prompt), len(tokens), seconds)
        return Reply(text, usage, FinishReason.STOP if stopped else FinishReason.LENGTH)


def _choose(torch: Any, logits: Any, temperature: float, stream: Any) -> int:
    if temperature <= 0:
        return int(logits.argmax())
    return int(torch.multinomial((logits / temperature).softmax(-1), 1, generator=stream))


def _pick_device(torch: Any, wanted: str) -> str:
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    if wanted == "auto":
        return "cuda" if cuda else "mps" if mps else "cpu"
    if (wanted.startswith("cuda") and not cuda) or (wanted == "mps" and not mps):
        raise UsageError(f"device {wanted!r} is not available here; use --device auto or cpu")
    try:
        return str(torch.device(wanted))
    except RuntimeError as error:
        raise UsageError(f"{wanted!r} is no device; use auto, cuda, mps or cpu") from error


def _pick_dtype(torch: Any, wanted: str, device: str) -> Any:
    if wanted != "auto":
        return getattr(torch, wanted)
    if device.startswith("cuda"):
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return torch.float16 if device == "mps" else torch.float32


def _check_place(model: str, adapter_path: str | Path | None) -> None:
    """Refuses paths that do not exist before anything slow is loaded."""
    looks_like_path = model.startswith((".", "/", "~")) or model.count("/") > 1 or Path(model).exists()
    if looks_like_path and not (Path(model) / "config.json").is_file():
        raise UsageError(f"{model} is not a folder with a transformers model (no config.json in it)")
    if adapter_path is not None and not (Path(adapter_path) / "adapter_config.json").is_file():
        raise UsageError(f"{adapter_path} is not a folder with a peft adapter (no adapter_config.json in it)")


def _load(model: str, trust_remote_code: bool, options: dict[str, Any]) -> tuple[Any, Any]:
    transformers = require("transformers")
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(model, trust_remote_code=trust_remote_code)
        loaded = transformers.AutoModelForCausalLM.from_pretrained(
            model, trust_remote_code=trust_remote_code, **options
        )
    except Exception as error:  # transformers raises a dozen kinds
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        if Path(model).exists():
            raise AgentError(f"the model in {model} does not load: {first}") from error
        raise UsageError(
            f"model {model!r} could not be fetched from the Hugging Face hub ({first}); "
            "check the name and the network, or give the folder of a downloaded model"
        ) from error
    return tokenizer, loaded


def _adapt(model: Any, adapter: Path) -> Any:
    peft = require("peft")
    try:
        return peft.PeftModel.from_pretrained(model, str(adapter), use_safetensors=True)
    except Exception as error:  # shapes, target modules, formats: peft raises many kinds
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise UsageError(
            f"the adapter in {adapter} does not fit this model: {first}; give the model it was trained for"
        ) from error


def _padding(tokenizer: Any) -> int:
    """A token to pad with: it is masked, so which one does not matter."""
    return int(next((i for i in (tokenizer.pad_token_id, tokenizer.eos_token_id) if i is not None), 0))


def _end_tokens(tokenizer: Any, model: Any) -> frozenset[int]:
    found = {tokenizer.eos_token_id}
    configured = getattr(getattr(model, "generation_config", None), "eos_token_id", None)
    found |= set(configured) if isinstance(configured, list) else {configured}
    return frozenset(int(token) for token in found if token is not None)


def _failed(error: str) -> Reply:
    return Reply("", finish_reason=FinishReason.ERROR, error=error)
