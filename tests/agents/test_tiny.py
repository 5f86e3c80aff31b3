import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from threadpoolctl import threadpool_info

from coe.agents import create_agent
from coe.agents.checking import check_agent
from coe.agents.tiny import TinyAgent
from coe.agents.tiny_batch import Integers, TinyBatch
from coe.agents.tiny_runtime import TinyRuntime
from coe.agents.tiny_weights import Floats
from coe.errors import AgentError, UsageError
from coe.messages import FinishReason, Message, Sampling
from coe.training.tiny.checkpoint import export_model
from coe.training.tiny.model import TinyLlama, TinyShape
from coe.training.tiny.tokenizer import Codec, build_tokenizer, save_tokenizer
from tests.training.sums import sums

PROMPTS = ["Problem: 1 + 2\n(no lines)", "Problem: Calculate 12 + 345 * 7\nL 1 [ok] = 9\nL 2 [ok] = 4", "x"]


@dataclass(frozen=True)
class Made:
    folder: Path
    runtime: TinyRuntime


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A random model: its replies are noise, but noise that every implementation must agree on."""
    folder = tmp_path_factory.mktemp("tiny")
    tokenizer = build_tokenizer([item.prompt for item in sums(0)], vocab_size=420)
    save_tokenizer(tokenizer, folder, context=64)
    codec = Codec(tokenizer)
    torch.manual_seed(3)
    shape = TinyShape(tokenizer.get_vocab_size(), width=32, layers=3, heads=4, inner=48, context=64)
    model = TinyLlama(shape)
    for parameter in model.parameters():
        parameter.data += 0.2 * torch.randn_like(parameter)
    export_model(folder, model.state_dict(), shape, bos=codec.bos, eos=codec.eos, pad=codec.pad)
    return Made(folder, TinyRuntime(folder))


def conversations() -> list[list[Message]]:
    return [[Message("system", "Rules."), Message("user", prompt)] for prompt in PROMPTS]


def test_logits_and_greedy_tokens_are_those_of_transformers(made: Made) -> None:
    transformers = pytest.importorskip("transformers")
    theirs = transformers.AutoModelForCausalLM.from_pretrained(made.folder, dtype=torch.float32)
    prompts = [made.runtime.encode_prompt(prompt) for prompt in PROMPTS]
    for prompt, logits in zip(prompts, made.runtime.logits(prompts), strict=True):
        ids = torch.tensor([prompt])
        with torch.no_grad():
            np.testing.assert_allclose(logits, theirs(ids).logits[0, -1].numpy(), atol=2e-4)
        (reply,) = made.runtime.generate([prompt], [Sampling(max_tokens=30)])
        expected = theirs.generate(ids, max_new_tokens=30, do_sample=False)[0, len(prompt) :].tolist()
        count = reply.usage.completion_tokens
        assert reply.text == made.runtime.decode(expected[:count]).strip()
        assert count == 30 or expected[count] in made.runtime._stops


@pytest.mark.parametrize("temperature", [0.0, 0.8])
def test_a_reply_does_not_depend_on_its_neighbours(made: Made, temperature: float) -> None:
    agent = TinyAgent(made.folder)
    how = [Sampling(temperature, seed, max_tokens) for seed, max_tokens in ((1, 40), (2, 7), (3, 24))]
    together = agent.act(conversations(), how)
    alone = [agent.act([c], [h])[0] for c, h in zip(conversations(), how, strict=True)]
    backwards = agent.act(conversations()[::-1], how[::-1])[::-1]
    small = TinyAgent(made.folder, batch_size=2).act(conversations(), how)
    texts = [reply.text for reply in together]
    assert texts == [r.text for r in alone] == [r.text for r in backwards] == [r.text for r in small]


@pytest.mark.parametrize("temperature", [0.0, 0.8])
def test_guesses_and_known_prefixes_change_no_token(made: Made, temperature: float) -> None:
    plain = TinyRuntime(made.folder, remembered=0, guessing=False)
    runtime = TinyRuntime(made.folder)
    prompts = [plain.encode_prompt(f"Problem: {n} + {n} * 1{n}\nL 1 [ok] = {n}") for n in range(30)]
    how = [Sampling(temperature, seed, max_tokens=5 + seed) for seed in range(30)]
    expected = [plain.generate([p], [h])[0] for p, h in zip(prompts, how, strict=True)]
    for size in (1, 2, 4, 30):  # the later rounds know every prefix and every reply
        for start in range(0, 30, size):
            rows = slice(start, start + size)
            for reply, other in zip(runtime.generate(prompts[rows], how[rows]), expected[rows], strict=True):
                assert reply.text == other.text
                assert reply.finish_reason is other.finish_reason
                assert reply.usage.completion_tokens == other.usage.completion_tokens


@pytest.mark.parametrize("temperature", [0.0, 0.8])
def test_threads_change_no_reply(made: Made, temperature: float) -> None:
    asked = [[Message("user", f"Problem: {n} + {n % 7}\nL 1 [ok] = {n}")] for n in range(50)]
    how = [Sampling(temperature, seed, 5 + seed % 20) for seed in range(50)]
    one, several = (TinyAgent(made.folder, batch_size=12, threads=n) for n in (1, 3))
    for _ in range(2):  # the second time every prompt is known
        for reply, other in zip(one.act(asked, how), several.act(asked, how), strict=True):
            assert (reply.text, reply.finish_reason) == (other.text, other.finish_reason)


def test_prompts_that_are_alike_are_read_once(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = TinyRuntime(made.folder)
    prompt, other = (runtime.encode_prompt(text) for text in ("Problem: 1 + 2", "Problem: 3 * 4"))
    read: list[int] = []
    forward = TinyBatch._forward

    def counting(self: TinyBatch, tokens: Integers, *rest: Any) -> Floats:
        read.append(len(tokens))
        return forward(self, tokens, *rest)

    monkeypatch.setattr(TinyBatch, "_forward", counting)
    logits = runtime.logits([prompt, other, prompt, prompt])
    assert read == [len(prompt) + len(other)]
    for row in (2, 3):
        np.testing.assert_array_equal(logits[row], logits[0])
    assert (logits[1] != logits[0]).any()


def test_the_seed_decides_what_is_drawn(made: Made) -> None:
    agent = TinyAgent(made.folder)
    texts = [agent.act(conversations()[:1], [Sampling(1.0, seed)])[0].text for seed in (1, 2, 1)]
    assert texts[0] == texts[2] != texts[1]


def test_a_reply_is_one_line_within_its_limit_and_counts_its_tokens(made: Made) -> None:
    agent = TinyAgent(made.folder)
    for seed in range(20):
        for reply in agent.act(conversations(), [Sampling(1.5, seed, 12)] * 3):
            assert "\n" not in reply.text
            assert reply.usage.completion_tokens <= 12
            assert reply.usage.prompt_tokens > 2
            assert (reply.finish_reason is FinishReason.LENGTH) == (reply.usage.completion_tokens == 12)


def test_a_state_that_is_too_long_fails_alone(made: Made) -> None:
    conversation = [Message("user", "1" * 400)]
    first, second = TinyAgent(made.folder).act([conversation, conversations()[0]])
    assert first.text == ""
    assert "another agent" in str(first.error)
    assert second.error is None


def test_special_tokens_in_a_problem_are_text(made: Made) -> None:
    ids = made.runtime.encode_prompt("Problem: <eos><edit><bos>")
    assert ids.count(made.runtime.bos) == ids.count(made.runtime.edit) == 1
    assert made.runtime.eos not in ids


def test_the_contract_of_agents_holds(made: Made) -> None:
    check_agent(create_agent("tiny", model=str(made.folder)))


def test_an_empty_folder_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="coe train tiny"):
        TinyAgent(tmp_path)


def test_files_of_another_kind_are_refused(made: Made, tmp_path: Path) -> None:
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        (tmp_path / name).write_bytes((made.folder / name).read_bytes())
    config = (tmp_path / "config.json").read_text()
    (tmp_path / "config.json").write_text(config.replace('"llama"', '"qwen"'))
    with pytest.raises(AgentError, match="model-type local"):
        TinyAgent(tmp_path)
    (tmp_path / "config.json").write_text(config)
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(AgentError, match="cannot be read"):
        TinyAgent(tmp_path)


def test_the_runtime_loads_neither_torch_nor_transformers(made: Made) -> None:
    code = (
        "import sys; from coe.agents.tiny import TinyAgent; from coe.messages import Message\n"
        f"TinyAgent({str(made.folder)!r}).act([[Message('user', 'Problem: 1')]])\n"
        "sys.exit(bool({'torch', 'transformers', 'sympy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_generation_leaves_the_number_of_blas_threads_as_it_was(made: Made) -> None:
    threads = [pool["num_threads"] for pool in threadpool_info()]
    made.runtime.generate([made.runtime.encode_prompt("Problem: 1")], [Sampling(max_tokens=2)])
    assert [pool["num_threads"] for pool in threadpool_info()] == threads
