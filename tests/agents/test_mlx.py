"""The mlx agent, for real on this machine: against transformers, with the built-in model, with adapters."""

import json
from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.agents.checking import check_agent
from coe.agents.local import LocalAgent
from coe.agents.tiny import MODEL_FOLDER, TinyAgent
from coe.dsl import Draft, apply_edit, draft_grammar, parse_edit
from coe.environment import EpisodeStatus
from coe.errors import AgentError, UsageError
from coe.messages import FinishReason, Message, Sampling
from coe.rollout import Start, run_episodes
from coe.tasks.examples import EXAMPLES
from tests.agents.test_adapters import make_adapter
from tests.agents.test_local import CONVERSATIONS, make_model

mx = pytest.importorskip("mlx.core", reason="mlx has no wheel for this system")
MlxAgent = pytest.importorskip("coe.agents.mlx").MlxAgent


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def agent(model: Path):  # type: ignore[no-untyped-def]
    return MlxAgent(model)


@pytest.fixture(scope="module")
def built_in():  # type: ignore[no-untyped-def]
    return create_agent("mlx", model=str(MODEL_FOLDER), dtype="float32")


def test_greedy_replies_are_those_of_transformers(model: Path, agent) -> None:  # type: ignore[no-untyped-def]
    theirs = LocalAgent(model, device="cpu")
    how = [Sampling(max_tokens=20)] * 3
    assert [r.text for r in agent.act(CONVERSATIONS, how)] == [r.text for r in theirs.act(CONVERSATIONS, how)]


@pytest.mark.parametrize("temperature", [0.0, 0.9])
def test_a_reply_does_not_depend_on_its_neighbours(agent, model: Path, temperature: float) -> None:  # type: ignore[no-untyped-def]
    how = [Sampling(temperature, seed, limit) for seed, limit in ((1, 16), (2, 3), (3, 9))]
    together = [reply.text for reply in agent.act(CONVERSATIONS, how)]
    alone = [agent.act([c], [h])[0].text for c, h in zip(CONVERSATIONS, how, strict=True)]
    assert together == alone
    assert together == [r.text for r in MlxAgent(model, batch_size=2).act(CONVERSATIONS, how)]


def test_the_contract_of_agents_holds(agent) -> None:  # type: ignore[no-untyped-def]
    check_agent(agent)


def test_the_built_in_model_says_what_its_own_runtime_says(built_in) -> None:  # type: ignore[no-untyped-def]
    asked = [
        [Message("user", text)]
        for text in (
            "Problem: Solve for x: 2x + 5 = 13\nL 1 [does not follow] 2x = 18\nL 2 [rests on line 1] x = 9",
            "Problem: Calculate 12 + 5 * 3\n(no lines)",
            "Problem: Expand (x + 2)(x - 3)\nL 1 [ok] x^2 - 3x + 2x - 6",
        )
    ]
    assert [r.text for r in built_in.act(asked)] == [r.text for r in TinyAgent().act(asked)]


def test_the_built_in_model_solves_batched_episodes(built_in) -> None:  # type: ignore[no-untyped-def]
    starts = [Start(EXAMPLES[name], EXAMPLES[name].drafts[0]) for name in ("linear", "square", "percent")]
    episodes = list(run_episodes(built_in, starts, constrained=True))
    assert [episode.status for episode in episodes] == [EpisodeStatus.SOLVED] * 3
    assert episodes[0].turns[0].agent == f"mlx:{MODEL_FOLDER}"


def test_every_filter_and_stop_works(agent) -> None:  # type: ignore[no-untyped-def]
    greedy = [r.text for r in agent.act(CONVERSATIONS, [Sampling(max_tokens=12)] * 3)]
    for options in ({"top_k": 1}, {"top_p": 1e-9}, {"min_p": 1.0}):
        how = [Sampling(1.5, 1, 12, **options)] * 3  # type: ignore[arg-type]
        assert [r.text for r in agent.act(CONVERSATIONS, how)] == greedy
    (free,) = agent.act(CONVERSATIONS[:1], [Sampling(1.2, 4, 40, stop=())])
    (cut,) = agent.act(CONVERSATIONS[:1], [Sampling(1.2, 4, 40, stop=(free.text[3],))])
    assert cut.text == free.text[: free.text.index(free.text[3])].rstrip()
    assert cut.finish_reason is FinishReason.STOP


def test_commands_keep_to_the_grammar(tmp_path: Path) -> None:
    untrained = MlxAgent(make_model(tmp_path, initializer_range=0.02), batch_size=64)
    lines = ("2x = 13 - 5", "x = 4")
    how = [Sampling(1.5, seed, 40, grammar=draft_grammar(lines)) for seed in range(64)]
    for reply in untrained.act(CONVERSATIONS[:1] * 64, how):
        apply_edit(Draft(lines), parse_edit(reply.text))
    free = MlxAgent(tmp_path, constrained=False).act(CONVERSATIONS[:1], how[:1])
    assert free[0].text != untrained.act(CONVERSATIONS[:1], how[:1])[0].text


def test_a_streamed_reply_is_the_same_reply_in_pieces(agent) -> None:  # type: ignore[no-untyped-def]
    pieces: list[str] = []
    reply = agent.stream(CONVERSATIONS[0], Sampling(1.2, 3, 30), pieces.append)
    assert reply.text == agent.act(CONVERSATIONS[:1], [Sampling(1.2, 3, 30)])[0].text == "".join(pieces)
    assert len(pieces) > 1


def test_an_adapter_of_peft_says_what_it_says_with_transformers(model: Path, agent, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    adapter = make_adapter(tmp_path, model)
    changed = [r.text for r in MlxAgent(model, adapter).act(CONVERSATIONS)]
    assert changed == [r.text for r in LocalAgent(model, adapter, device="cpu").act(CONVERSATIONS)]
    assert changed != [r.text for r in agent.act(CONVERSATIONS)]


def write_mlx_adapter(folder: Path, inputs: int, layers: int = 2) -> Path:
    folder.mkdir(exist_ok=True)
    config = {"fine_tune_type": "lora", "num_layers": layers,
              "lora_parameters": {"rank": 4, "scale": 20.0, "dropout": 0.0,
                                  "keys": ["self_attn.q_proj"]}}  # fmt: skip
    (folder / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
    mx.random.seed(3)
    names = [f"model.layers.{number}.self_attn.q_proj" for number in range(layers)]
    weights = {f"{name}.lora_a": mx.random.normal((inputs, 4)) for name in names}
    weights |= {f"{name}.lora_b": mx.random.normal((4, inputs)) for name in names}
    mx.save_safetensors(str(folder / "adapters.safetensors"), weights)
    return folder


def test_an_adapter_of_mlx_changes_what_is_said(model: Path, agent, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    adapter = write_mlx_adapter(tmp_path, 32)
    adapted = MlxAgent(model, adapter)
    assert [r.text for r in adapted.act(CONVERSATIONS)] != [r.text for r in agent.act(CONVERSATIONS)]
    assert adapted.identity["adapter"]


def test_adapters_that_do_not_fit_are_named(model: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        MlxAgent(model, tmp_path / "nowhere")
    with pytest.raises(
        UsageError, match=r"does not fit this model: .*adapter shape \(.*64.*\) does not match"
    ):
        MlxAgent(model, write_mlx_adapter(tmp_path / "wide", 64))
    other = make_adapter(tmp_path / "peft", make_model(tmp_path / "other", width=64))
    with pytest.raises(UsageError, match="64 inputs and 64 outputs in the adapter, 32 and 32 in the model"):
        MlxAgent(model, other)


@pytest.mark.parametrize("bits", [4, 8])
def test_weights_can_be_quantised_on_any_device(bits: int) -> None:
    agent = MlxAgent(MODEL_FOLDER, **{f"load_in_{bits}bit": True})
    (reply,) = agent.act([[Message("user", "Problem: Calculate 2 + 3\n(no lines)")]])
    parse_edit(reply.text)


def test_values_that_do_not_fit_are_named(model: Path, tmp_path: Path) -> None:
    for options, said in (
        ({"device": "abacus"}, "no device of mlx"),
        ({"dtype": "int3"}, "dtype"),
        ({"batch_size": 0}, "batch_size"),
        ({"load_in_4bit": True, "load_in_8bit": True}, "exclude"),
        ({"load_in_4bit": True, "model": model}, "multiple of 64 wide"),
        ({"model": tmp_path}, r"no config\.json"),
    ):
        with pytest.raises(UsageError, match=said):
            MlxAgent(**{"model": model, **options})
    for file in model.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(AgentError, match="does not load"):
        MlxAgent(tmp_path)
