from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.agents.checking import check_agent
from coe.agents.local import LocalAgent
from coe.errors import AgentError, UsageError
from coe.messages import FinishReason, Message, Sampling
from coe.training.tiny.tokenizer import build_tokenizer, save_tokenizer
from tests.training.sums import sums

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
peft = pytest.importorskip("peft")

WIDTH = 32
CONVERSATIONS = [
    [Message("system", "Rules."), Message("user", text)]
    for text in ("Problem: 1 + 2", "x", "Problem: " + "7 - 5" * 9)
]


def make_model(folder: Path, width: int = WIDTH, seed: int = 1, initializer_range: float = 0.5) -> Path:
    """A random Llama with a tokenizer: noise, but the same noise however it is generated."""
    tokenizer = build_tokenizer([item.prompt for item in sums(0)], vocab_size=420)
    save_tokenizer(tokenizer, folder)
    torch.manual_seed(seed)
    config = transformers.LlamaConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=width, intermediate_size=48, num_hidden_layers=2,
        num_attention_heads=4, initializer_range=initializer_range, bos_token_id=1, eos_token_id=2,
        pad_token_id=0,
    )  # fmt: skip
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def make_adapter(folder: Path, base: Path) -> Path:
    model = transformers.AutoModelForCausalLM.from_pretrained(base)
    adapted = peft.get_peft_model(model, peft.LoraConfig(r=4, target_modules=["q_proj", "v_proj"]))
    for name, parameter in adapted.named_parameters():
        if "lora_B" in name:
            parameter.data.normal_(std=2.0)
    adapted.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def agent(model: Path) -> LocalAgent:
    return LocalAgent(model, device="cpu")


def test_greedy_replies_are_those_of_generate(model: Path, agent: LocalAgent) -> None:
    theirs = transformers.AutoModelForCausalLM.from_pretrained(model)
    tokenizer = transformers.AutoTokenizer.from_pretrained(model)
    for conversation, reply in zip(
        CONVERSATIONS, agent.act(CONVERSATIONS, [Sampling(0, 0, 20)] * 3), strict=True
    ):
        ids = tokenizer("<bos>" + conversation[-1].content + "<edit>", return_tensors="pt")["input_ids"]
        whole = theirs.generate(ids, max_new_tokens=20, do_sample=False)[0, ids.shape[1] :]
        text = tokenizer.decode(whole, skip_special_tokens=True)
        assert reply.text == text.strip().split("\n")[0].rstrip()
        assert reply.usage.prompt_tokens == ids.shape[1]


@pytest.mark.parametrize("temperature", [0.0, 0.9])
def test_a_reply_does_not_depend_on_its_neighbours(
    model: Path, agent: LocalAgent, temperature: float
) -> None:
    how = [Sampling(temperature, seed, 16) for seed in (1, 2, 3)]
    together = [reply.text for reply in agent.act(CONVERSATIONS, how)]
    alone = [agent.act([c], [h])[0].text for c, h in zip(CONVERSATIONS, how, strict=True)]
    in_twos = [reply.text for reply in LocalAgent(model, device="cpu", batch_size=2).act(CONVERSATIONS, how)]
    assert together == alone == in_twos
    if temperature:
        assert together != [
            reply.text for reply in agent.act(CONVERSATIONS, [Sampling(temperature, 9, 16)] * 3)
        ]


def test_a_reply_is_one_line_within_its_limit(agent: LocalAgent) -> None:
    for seed in range(10):
        for reply in agent.act(CONVERSATIONS, [Sampling(1.5, seed, 8)] * 3):
            assert "\n" not in reply.text
            assert reply.usage.completion_tokens <= 8
            assert reply.finish_reason in (FinishReason.STOP, FinishReason.LENGTH)


def test_an_adapter_changes_what_is_said(model: Path, agent: LocalAgent, tmp_path: Path) -> None:
    adapted = create_agent(
        "local", model=str(model), adapter_path=str(make_adapter(tmp_path, model)), device="cpu"
    )
    plain, changed = ([r.text for r in a.act(CONVERSATIONS)] for a in (agent, adapted))
    assert plain != changed


def test_an_adapter_of_another_model_is_refused(model: Path, tmp_path: Path) -> None:
    other = make_model(tmp_path / "other", width=64)
    adapter = make_adapter(tmp_path / "adapter", other)
    with pytest.raises(UsageError, match="does not fit this model"):
        LocalAgent(model, adapter, device="cpu")


def test_a_model_without_a_chat_template_reads_plain_text(model: Path, tmp_path: Path) -> None:
    for file in model.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes().replace(b'"chat_template"', b'"unused"'))
    (reply,) = LocalAgent(tmp_path, device="cpu").act([[Message("system", "ab"), Message("user", "cd")]])
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path)
    assert tokenizer.chat_template is None
    assert reply.usage.prompt_tokens == len(tokenizer("ab\n\ncd\n")["input_ids"])


def test_the_contract_of_agents_holds(agent: LocalAgent) -> None:
    check_agent(agent)


def test_what_is_missing_is_named_with_the_remedy(model: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--model"):
        LocalAgent()
    with pytest.raises(UsageError, match=r"no config\.json"):
        LocalAgent(str(tmp_path))
    with pytest.raises(UsageError, match=r"no config\.json"):
        LocalAgent("./nowhere")
    with pytest.raises(UsageError, match=r"no adapter_config\.json"):
        LocalAgent(model, tmp_path)
    with pytest.raises(UsageError, match="no device"):
        LocalAgent(model, device="abacus")


def test_a_hub_that_cannot_be_reached_is_the_users_to_know(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*_: object, **__: object) -> None:
        raise OSError("We couldn't connect to 'https://huggingface.co'")

    monkeypatch.setattr(transformers.AutoTokenizer, "from_pretrained", offline)
    with pytest.raises(UsageError, match="downloaded model"):
        LocalAgent("someone/some-model", device="cpu")


def test_weights_that_do_not_load_are_ours_to_mend(model: Path, tmp_path: Path) -> None:
    for file in model.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(AgentError, match="does not load"):
        LocalAgent(tmp_path, device="cpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="the refusal is for machines without CUDA")
def test_four_bits_need_cuda(model: Path) -> None:
    with pytest.raises(UsageError, match="CUDA"):
        LocalAgent(model, load_in_4bit=True)
