"""Adapters: loading one changes the output; one that is missing, foreign or for another model is named."""

import json
from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.agents.adapters import check_base, read_adapter
from coe.agents.local import LocalAgent
from coe.cli.agent_flags import AgentRequest, make_agent
from coe.errors import UsageError
from tests.agents.test_local import CONVERSATIONS, make_model

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
peft = pytest.importorskip("peft")


def make_adapter(folder: Path, base: Path, strength: float = 2.0) -> Path:
    torch.manual_seed(5)
    model = transformers.AutoModelForCausalLM.from_pretrained(base)
    adapted = peft.get_peft_model(model, peft.LoraConfig(r=4, target_modules=["q_proj", "v_proj"]))
    for name, parameter in adapted.named_parameters():
        if "lora_B" in name:
            parameter.data.normal_(std=strength)
    adapted.save_pretrained(folder)
    return folder


def renamed(adapter: Path, base: str) -> Path:
    """The same adapter, said to be trained for another model."""
    file = adapter / "adapter_config.json"
    config = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**config, "base_model_name_or_path": base}), encoding="utf-8")
    return adapter


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("model"))


def test_an_adapter_changes_what_is_said(
    model: Path, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    def said(adapter: Path | None) -> list[str]:
        options = {} if adapter is None else {"adapter_path": str(adapter)}
        agent = create_agent("local", model=str(model), device="cpu", **options)
        return [reply.text for reply in agent.act(CONVERSATIONS)]

    strong = make_adapter(tmp_path / "strong", model)
    zero = make_adapter(tmp_path / "zero", model, strength=0.0)
    recwarn.clear()
    assert said(strong) != said(None)
    assert said(zero) == said(None)
    assert not [str(w.message) for w in recwarn if issubclass(w.category, FutureWarning)]


def tied_model(folder: Path) -> Path:
    """Its embeddings are its last layer too."""
    config = transformers.AutoConfig.from_pretrained(make_model(folder))
    config.tie_word_embeddings = True
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.mark.parametrize(
    ("layers", "is_merged"), [(["q_proj", "down_proj"], True), (["q_proj", "embed_tokens"], False)]
)
def test_an_adapter_is_merged_where_the_model_then_says_the_same(
    tmp_path: Path, layers: list[str], is_merged: bool
) -> None:
    place = tied_model(tmp_path / "model")
    adapted = peft.get_peft_model(
        transformers.AutoModelForCausalLM.from_pretrained(place), peft.LoraConfig(r=4, target_modules=layers)
    ).eval()
    with torch.no_grad():
        for name, parameter in adapted.named_parameters():
            if "lora_" in name:
                parameter.normal_(std=0.5)
    adapted.save_pretrained(tmp_path / "adapter", save_embedding_layers=False)
    agent = LocalAgent(place, tmp_path / "adapter", device="cpu", dtype="float32")
    assert is_merged is not hasattr(agent._model, "peft_config")
    tokens = torch.tensor([[5, 6, 7, 8]])
    with torch.no_grad():
        torch.testing.assert_close(agent._model(tokens).logits, adapted(tokens).logits, rtol=1e-4, atol=1e-4)


def test_a_folder_that_is_not_there(model: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        LocalAgent(model, tmp_path / "nowhere")


def test_a_folder_without_an_adapter(model: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no adapter_config\.json"):
        LocalAgent(model, tmp_path)
    with pytest.raises(UsageError, match=r"no adapter_config\.json"):
        LocalAgent(model, model)
    (tmp_path / "adapter_config.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="not the configuration"):
        LocalAgent(model, tmp_path)
    (tmp_path / "adapter_config.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        LocalAgent(model, tmp_path)


def test_pickled_weights_are_refused_with_the_reason(model: Path, tmp_path: Path) -> None:
    make_adapter(tmp_path, model)
    (tmp_path / "adapter_model.safetensors").unlink()
    with pytest.raises(UsageError, match="no weights"):
        LocalAgent(model, tmp_path)
    (tmp_path / "adapter_model.bin").write_bytes(b"pickle")
    with pytest.raises(UsageError, match="can run code"):
        LocalAgent(model, tmp_path)


def test_an_adapter_of_mlx_is_foreign_to_transformers(model: Path, tmp_path: Path) -> None:
    make_adapter(tmp_path, model)
    (tmp_path / "adapter_model.safetensors").rename(tmp_path / "adapters.safetensors")
    with pytest.raises(UsageError, match="--model-type mlx"):
        LocalAgent(model, tmp_path)


def test_another_size_is_named_with_both_sizes(model: Path, tmp_path: Path) -> None:
    adapter = make_adapter(tmp_path / "adapter", make_model(tmp_path / "other", width=64))
    with pytest.raises(
        UsageError,
        match=r"other\) does not fit this model: model\.layers\.0\.self_attn\.q_proj has 64 inputs and 64 "
        r"outputs in the adapter, 32 and 32 in the model",
    ):
        LocalAgent(model, adapter, device="cpu")


def test_layers_that_the_model_lacks_are_named(model: Path, tmp_path: Path) -> None:
    adapter = make_adapter(tmp_path / "adapter", make_model(tmp_path / "deeper", layers=3))
    with pytest.raises(UsageError, match=r"it changes model\.layers\.2\.self_attn\.q_proj, which"):
        LocalAgent(model, adapter, device="cpu")


def test_another_base_is_named_where_both_are_names_of_the_hub(model: Path, tmp_path: Path) -> None:
    adapter = read_adapter(renamed(make_adapter(tmp_path, model), "someone/Llama-3.2-1B"))
    with pytest.raises(UsageError, match=r"for someone/Llama-3\.2-1B, and the model is x/Qwen3-0\.6B"):
        check_base(adapter, "x/Qwen3-0.6B")
    check_base(adapter, "unsloth/llama-3.2-1B")
    check_base(adapter, str(model))


def test_weights_that_do_not_load_are_named(model: Path, tmp_path: Path) -> None:
    make_adapter(tmp_path, model)
    (tmp_path / "adapter_model.safetensors").write_bytes(b"nothing")
    with pytest.raises(UsageError, match="cannot be read"):
        LocalAgent(model, tmp_path, device="cpu")


def test_an_adapter_in_the_store_is_used_by_name_with_its_own_base(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = make_adapter(tmp_path / "coe" / "adapters" / "mine", model)
    by_path = create_agent("local", model=str(model), adapter_path=str(folder), device="cpu")
    by_name = make_agent(AgentRequest(model_type="local", adapter_path="mine", device="cpu"))
    assert by_name.name == f"local:{model}"
    assert by_name.identity == by_path.identity  # type: ignore[attr-defined]
    said = [[reply.text for reply in agent.act(CONVERSATIONS)] for agent in (by_name, by_path)]
    assert said[0] == said[1]
