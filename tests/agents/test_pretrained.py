"""What is loaded and what is refused: folders, GGUF files, pickles, names that no hub answers for."""

import json
from pathlib import Path

import pytest
from huggingface_hub import constants

from coe.agents.local import DEFAULT_MODEL, LocalAgent
from coe.errors import AgentError, UsageError
from coe.messages import Message, Sampling
from tests.agents.test_local import make_model

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def without_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens where the hub should be, and nothing is in the caches."""
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.mark.usefixtures("without_hub")
def test_a_name_that_cannot_be_fetched_names_the_command_that_fetches_it() -> None:
    assert DEFAULT_MODEL == "microsoft/Phi-3.5-mini-instruct"
    for options in ({}, {"model": "someone/some-model"}):
        name = options.get("model", DEFAULT_MODEL)
        with pytest.raises(UsageError, match=f"not on this machine.*coe models pull {name}"):
            LocalAgent(device="cpu", **options)


@pytest.mark.parametrize("place", ["./nowhere", "/no/such/folder", "~/no such folder"])
def test_a_path_without_a_model(place: str) -> None:
    with pytest.raises(UsageError, match=r"no config\.json"):
        LocalAgent(place, device="cpu")


def test_pickled_weights_are_refused_with_the_reason(model: Path, tmp_path: Path) -> None:
    for file in model.iterdir():
        if file.suffix != ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(UsageError, match="no weights"):
        LocalAgent(tmp_path, device="cpu")
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(UsageError, match=r"pickled weights only \(pytorch_model\.bin\), which can run code"):
        LocalAgent(tmp_path, device="cpu")


def test_weights_that_do_not_load_are_ours_to_mend(model: Path, tmp_path: Path) -> None:
    for file in model.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(AgentError, match="does not load"):
        LocalAgent(tmp_path, device="cpu")


def test_code_of_a_model_does_not_run(model: Path, tmp_path: Path) -> None:
    for file in model.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    config = (tmp_path / "config.json").read_text("utf-8")
    theirs = '"auto_map": {"AutoConfig": "own.C", "AutoModelForCausalLM": "own.M"}, "model_type": "own"'
    (tmp_path / "config.json").write_text(config.replace('"model_type": "llama"', theirs), "utf-8")
    (tmp_path / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", "utf-8")
    with pytest.raises(AgentError, match="custom code"):
        LocalAgent(tmp_path, device="cpu")
    assert not (tmp_path / "ran").exists()


def write_gguf(file: Path, model: Path) -> None:
    """The model as llama.cpp keeps it: other names, and the halves of each head's rotation side by side."""
    gguf = pytest.importorskip("gguf")
    loaded = transformers.AutoModelForCausalLM.from_pretrained(model)
    tokenizer = transformers.AutoTokenizer.from_pretrained(model)
    config = loaded.config
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(config.vocab_size)
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(tokenizer.convert_ids_to_tokens(range(config.vocab_size)))
    writer.add_token_types([1] * config.vocab_size)
    merges = json.loads((model / "tokenizer.json").read_text("utf-8"))["model"]["merges"]
    writer.add_token_merges([" ".join(pair) for pair in merges])
    writer.add_bos_token_id(config.bos_token_id)
    writer.add_eos_token_id(config.eos_token_id)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.num_hidden_layers)
    for name, value in loaded.state_dict().items():
        array = value.float().numpy()
        if name.endswith(("q_proj.weight", "k_proj.weight")):
            heads = array.reshape(config.num_attention_heads, 2, -1, config.hidden_size)
            array = heads.swapaxes(1, 2).reshape(array.shape)
        base = names.get_name(name.removesuffix(".weight"))
        writer.add_tensor(f"{base}.weight", array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def test_a_gguf_file_is_the_same_model(model: Path, tmp_path: Path) -> None:
    write_gguf(tmp_path / "model.gguf", model)
    agent = LocalAgent(tmp_path / "model.gguf", device="cpu")
    theirs = transformers.AutoModelForCausalLM.from_pretrained(model).state_dict()
    for name, value in agent._model.state_dict().items():
        torch.testing.assert_close(value, theirs[name])
    (reply,) = agent.act([[Message("user", "1+2")]], [Sampling(max_tokens=5)])
    assert reply.error is None
    assert agent.identity["model"]


def test_a_gguf_file_that_is_none(tmp_path: Path) -> None:
    pytest.importorskip("gguf")
    (tmp_path / "model.gguf").write_bytes(b"nothing")
    with pytest.raises(AgentError, match="does not load"):
        LocalAgent(tmp_path / "model.gguf", device="cpu")
