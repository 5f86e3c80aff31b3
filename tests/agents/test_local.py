from pathlib import Path

import pytest

from coe.agents import local_writer
from coe.agents.checking import check_agent
from coe.agents.local import LocalAgent
from coe.errors import UsageError
from coe.messages import FinishReason, Message, Sampling
from coe.training.tiny.tokenizer import build_tokenizer, save_tokenizer
from tests.training.sums import sums

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

WIDTH = 32
CONVERSATIONS = [
    [Message("system", "Rules."), Message("user", text)]
    for text in ("Problem: 1 + 2", "x", "Problem: " + "7 - 5" * 9)
]


def make_model(
    folder: Path, width: int = WIDTH, seed: int = 1, initializer_range: float = 0.5, layers: int = 2
) -> Path:
    """A random Llama with a tokenizer: noise, but the same noise however it is generated."""
    tokenizer = build_tokenizer([item.prompt for item in sums(0)], vocab_size=420)
    save_tokenizer(tokenizer, folder)
    torch.manual_seed(seed)
    config = transformers.LlamaConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=width, intermediate_size=48,
        num_hidden_layers=layers, num_attention_heads=4, initializer_range=initializer_range,
        bos_token_id=1, eos_token_id=2, pad_token_id=0,
    )  # fmt: skip
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
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


@pytest.mark.parametrize("temperature", [0.0, 0.9])
def test_what_was_read_before_and_guesses_change_no_reply(
    model: Path, agent: LocalAgent, temperature: float
) -> None:
    texts = [f"Problem: find the sum of {n} and {n} times {n + 1}" + " + 1" * (n % 5) for n in range(11)]
    conversations = [[Message("user", text)] for text in texts]
    how = [Sampling(temperature, seed, 10 + seed) for seed in range(11)]
    fresh = [
        LocalAgent(model, device="cpu", batch_size=1).act([c], [h])[0]
        for c, h in zip(conversations, how, strict=True)
    ]
    for _ in range(2):  # the second time every prompt is known
        for reply, other in zip(agent.act(conversations, how), fresh, strict=True):
            assert (reply.text, reply.usage.completion_tokens) == (other.text, other.usage.completion_tokens)
    for conversation, each, other in zip(conversations, how, fresh, strict=True):
        assert agent.act([conversation], [each])[0].text == other.text


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("temperature", [0.0, 0.7])
def test_a_few_replies_are_written_in_fewer_passes_and_say_the_same(
    model: Path, monkeypatch: pytest.MonkeyPatch, count: int, temperature: float
) -> None:
    texts = [f"Problem: {n} + {n}" + " + 1" * (3 * n) for n in range(1, count + 1)]
    conversations = [[Message("user", text)] for text in texts]
    how = [Sampling(temperature, seed, 40) for seed in range(count)]
    seen = []
    for most in (0, 3):
        monkeypatch.setattr(local_writer, "_GUESSED", most)
        agent = LocalAgent(model, device="cpu")
        agent.act(conversations, how)  # what was said is guessed the second time
        passes: list[int] = []
        forward = agent._model.forward
        monkeypatch.setattr(
            agent._model, "forward", lambda _f=forward, _p=passes, **more: _p.append(1) or _f(**more)
        )
        replies = agent.act(conversations, how)
        seen.append(([(reply.text, reply.usage.completion_tokens) for reply in replies], len(passes)))
    assert seen[0][0] == seen[1][0]
    assert seen[1][1] < seen[0][1]


def test_guesses_change_nothing_where_attention_goes_by_places(model: Path, tmp_path: Path) -> None:
    folder = make_model(tmp_path / "alibi")
    config = transformers.MptConfig(
        d_model=WIDTH, n_heads=4, n_layers=2, vocab_size=420, max_seq_len=256, initializer_range=0.5
    )
    torch.manual_seed(1)
    transformers.MptForCausalLM(config).save_pretrained(folder)
    agent = LocalAgent(folder, device="cpu")
    how = [Sampling(0.3, seed, 60) for seed in range(3)]
    alone = [
        LocalAgent(folder, device="cpu").act([c], [h])[0].text
        for c, h in zip(CONVERSATIONS, how, strict=True)
    ]
    for _ in range(2):  # the second time there is something to guess from
        assert [reply.text for reply in agent.act(CONVERSATIONS, how)] == alone


def test_a_reply_is_one_line_within_its_limit(agent: LocalAgent) -> None:
    for seed in range(10):
        for reply in agent.act(CONVERSATIONS, [Sampling(1.5, seed, 8)] * 3):
            assert "\n" not in reply.text
            assert reply.usage.completion_tokens <= 8
            assert reply.finish_reason in (FinishReason.STOP, FinishReason.LENGTH)


def test_the_contract_of_agents_holds(agent: LocalAgent) -> None:
    check_agent(agent)


def test_every_filter_changes_what_is_drawn(agent: LocalAgent) -> None:
    def said(**options: object) -> list[str]:
        how = [Sampling(1.5, seed, 12, **options) for seed in range(3)]  # type: ignore[arg-type]
        return [reply.text for reply in agent.act(CONVERSATIONS, how)]

    greedy = [reply.text for reply in agent.act(CONVERSATIONS, [Sampling(max_tokens=12)] * 3)]
    assert said() != greedy
    assert said(top_k=1) == said(top_p=1e-9) == said(min_p=1.0) == greedy
    assert said(repetition_penalty=50.0) != said()


def test_stop_texts_end_a_reply(agent: LocalAgent) -> None:
    (free,) = agent.act(CONVERSATIONS[:1], [Sampling(1.2, 4, 40, stop=())])
    assert len(free.text) > 4
    stop = free.text[2:4]
    (cut,) = agent.act(CONVERSATIONS[:1], [Sampling(1.2, 4, 40, stop=("never", stop))])
    assert cut.text == free.text[: free.text.index(stop)].rstrip()
    assert cut.finish_reason is FinishReason.STOP
    assert cut.usage.completion_tokens < free.usage.completion_tokens


def test_a_streamed_reply_is_the_same_reply_in_pieces(agent: LocalAgent) -> None:
    most = 0
    for seed in range(5):
        pieces: list[str] = []
        how = Sampling(1.2, seed, 30)
        reply = agent.stream(CONVERSATIONS[0], how, pieces.append)
        assert reply.text == agent.act(CONVERSATIONS[:1], [how])[0].text == "".join(pieces)
        most = max(most, len(pieces))
    assert most > 3


def test_a_model_without_a_chat_template_reads_plain_text(model: Path, tmp_path: Path) -> None:
    for file in model.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes().replace(b'"chat_template"', b'"unused"'))
    (reply,) = LocalAgent(tmp_path, device="cpu").act([[Message("system", "ab"), Message("user", "cd")]])
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path)
    assert tokenizer.chat_template is None
    assert reply.usage.prompt_tokens == len(tokenizer("ab\n\ncd\n")["input_ids"])


def test_a_conversation_longer_than_the_model_holds_fails_alone(agent: LocalAgent) -> None:
    long = [Message("user", "1" * 3000)]
    first, second = agent.act([long, CONVERSATIONS[0]], [Sampling(max_tokens=5)] * 2)
    assert "more than the 2048" in str(first.error)
    assert second.error is None


def test_nothing_to_say_is_an_error_of_its_own_item(agent: LocalAgent) -> None:
    first, second = agent.act([[], CONVERSATIONS[0]], [Sampling(max_tokens=5)] * 2)
    assert "empty" in str(first.error)
    assert second.error is None


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_a_dtype_can_be_chosen(model: Path, dtype: str) -> None:
    agent = LocalAgent(model, device="cpu", dtype=dtype)
    assert agent.identity["precision"].startswith(f"torch.{dtype}")
    assert agent.act(CONVERSATIONS, [Sampling(max_tokens=4)] * 3)[0].error is None


def test_values_that_do_not_fit_are_named(model: Path) -> None:
    for options, said in (
        ({"device": "abacus"}, "no device"),
        ({"dtype": "int3"}, "dtype"),
        ({"batch_size": 0}, "batch_size"),
        ({"load_in_4bit": True, "load_in_8bit": True}, "exclude"),
    ):
        with pytest.raises(UsageError, match=said):
            LocalAgent(model, **options)


@pytest.mark.skipif(torch.cuda.is_available(), reason="the refusal is for machines without CUDA")
@pytest.mark.parametrize("bits", [4, 8])
def test_quantised_weights_need_cuda(model: Path, bits: int) -> None:
    with pytest.raises(UsageError, match=f"--load-in-{bits}bit works on CUDA devices only, and this is cpu"):
        LocalAgent(model, **{f"load_in_{bits}bit": True})


def test_a_model_in_memory_answers_with_the_weights_that_it_has(model: Path, agent: LocalAgent) -> None:
    inside = transformers.AutoModelForCausalLM.from_pretrained(model).train()
    around = LocalAgent.around(inside, transformers.AutoTokenizer.from_pretrained(model), name="mine")
    assert [r.text for r in around.act(CONVERSATIONS)] == [r.text for r in agent.act(CONVERSATIONS)]
    assert inside.training
    assert around.name == "mine"
    with pytest.raises(UsageError, match="no files"):
        _ = around.identity

    other = transformers.LlamaForCausalLM(inside.config)
    inside.load_state_dict(other.state_dict())
    around.weights_changed()
    fresh = LocalAgent.around(other, transformers.AutoTokenizer.from_pretrained(model))
    assert [r.text for r in around.act(CONVERSATIONS)] == [r.text for r in fresh.act(CONVERSATIONS)]
