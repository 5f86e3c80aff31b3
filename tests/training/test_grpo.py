"""GRPO in TRL's trainer: real updates of a small policy, in both forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coe.agents.adapters import read_adapter
from coe.agents.pretrained import Pretrained
from coe.environment import Method
from coe.errors import UsageError
from coe.messages import Sampling
from coe.training.episodes.starts import StartConfig
from coe.training.grpo.config import Form, GrpoConfig
from coe.training.grpo.record import RECORD_FILE
from coe.training.grpo.rollouts import Rollout, to_trl
from coe.training.grpo.sampling import CountedSampler, VllmSampler
from coe.training.grpo.train import make_trainer, rewarded_starts, train_grpo
from coe.training.held_out import HeldOut
from tests.training.grpo_models import OPEN, PROBLEM, make_policy, problem_file

torch = pytest.importorskip("torch")


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_policy(tmp_path_factory.mktemp("policy"))


def config(policy: Path, folder: Path, form: Form = Form.STATE, **changes: Any) -> GrpoConfig:
    values: dict[str, Any] = {
        "starts": StartConfig(problem_file(folder, PROBLEM), n=4), "steps": 2, "batch_size": 16,
        "micro_batch": 16, "num_generations": 8, "learning_rate": 1e-2, "warm_up": 0, "max_tokens": 6,
        "max_steps": 3, "episodes": 4, "refresh_every": 2, "save_every": 2, "rank": 8, "dtype": "float32",
        "device": "cpu", "start_share": 0.5,
    }  # fmt: skip
    return GrpoConfig(model=str(policy), out=folder / "out", form=form, **{**values, **changes})


def trainer_of(config: GrpoConfig) -> Any:
    wanted = Pretrained(Path(config.model), "cpu", torch.float32)
    config.out.mkdir()
    return make_trainer(config, wanted, rewarded_starts(config), lambda *_: None)


def figures(out: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]


def weights(folder: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    return load_file(read_adapter(folder).weights)


@pytest.mark.parametrize("form", list(Form))
def test_what_a_run_says_and_writes(policy: Path, tmp_path: Path, form: Form) -> None:
    lines: list[str] = []
    steps: list[int] = []
    made = config(policy, tmp_path, form)
    held_out = HeldOut(("percent",), n=2, max_steps=1)
    result = train_grpo(
        made, held_out=held_out, report=lines.append, progress=lambda step, _: steps.append(step)
    )
    assert steps == [1, 2]
    assert lines[0] == "1 problems to start from"
    assert [line.partition(":")[0] for line in lines[1:]] == ["solved before", "solved after"]
    record = json.loads((made.out / RECORD_FILE).read_text())
    assert record["settings"]["form"] == form
    assert record["before"]["n"] == record["after"]["n"] == 2
    assert result.steps == 2
    assert str(result.after) in (made.out / "README.md").read_text()
    assert list(made.out.glob("runs/*/events*"))


@pytest.mark.parametrize("form", list(Form))
def test_log_probabilities_are_the_policys_own(policy: Path, tmp_path: Path, form: Form) -> None:
    from trl.trainer.utils import pad

    trainer = trainer_of(config(policy, tmp_path, form, temperature=0.7, beta=0.1))
    rollouts: list[Rollout] = trainer.source.make(16)
    if form is not Form.STATE:
        assert any(0 in rollout.mask for rollout in rollouts), "no episode had two turns"
    # As TRL pads them.
    batch = to_trl(rollouts)
    prompts, replies = (
        [torch.tensor(ids) for ids in batch[f"{name}_ids"]] for name in ("prompt", "completion")
    )
    ids = torch.cat((pad(prompts, padding_side="left"), pad(replies)), 1)
    ones = [[torch.ones_like(ids) for ids in part] for part in (prompts, replies)]
    mask = torch.cat((pad(ones[0], padding_side="left"), pad(ones[1])), 1)
    with torch.no_grad():
        found, *_ = trainer._get_per_token_logps_and_entropies(
            trainer.model, ids, mask, max(map(len, replies)), batch_size=8
        )
    for row, rollout in zip(found.numpy(), rollouts, strict=True):
        own = np.asarray(rollout.mask, bool)
        np.testing.assert_allclose(row[: len(own)][own], np.asarray(rollout.logprobs)[own], atol=1e-4)


@pytest.mark.parametrize("method", [Method.COT, Method.DIRECT])
def test_log_probabilities_of_one_reply_are_the_policys_own(
    policy: Path, tmp_path: Path, method: Method
) -> None:
    trainer = trainer_of(config(policy, tmp_path, method=method))
    rollouts: list[Rollout] = trainer.source.make(16)
    assert any(len(rollout.completion) > 1 for rollout in rollouts)
    for rollout in rollouts[:4]:
        ids = torch.tensor([[*rollout.prompt, *rollout.completion]])
        with torch.no_grad():
            found, *_ = trainer._get_per_token_logps_and_entropies(
                trainer.model, ids, torch.ones_like(ids), len(rollout.completion)
            )
        np.testing.assert_allclose(found[0].numpy(), rollout.logprobs, atol=1e-4)


def test_a_run_ends_at_its_limit_and_stays_there(policy: Path, tmp_path: Path) -> None:
    made = config(policy, tmp_path, steps=9, sampled_tokens=1)
    assert train_grpo(made).steps == 1
    (figure,) = figures(made.out)
    record = json.loads((made.out / RECORD_FILE).read_text())
    drawn = round(figure["completions/mean_length"] * made.batch_size)
    assert record["sampled"] == figure["sampled"] > drawn  # the refresh drew some, too
    before = weights(made.out)
    assert train_grpo(made).steps == 1
    after = weights(made.out)
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert train_grpo(replace(made, sampled_tokens=figure["sampled"] + 1)).steps == 2
    assert [row["step"] for row in figures(made.out)] == [1, 2]
    assert train_grpo(replace(made, sampled_tokens=None, max_minutes=1e-9)).steps == 2


def test_prompts_without_advantage_are_left_out_of_the_computation(
    policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coe.training.grpo.trainer import PolicyTrainer

    read, trained = [], []
    original = PolicyTrainer._get_per_token_logps_and_entropies

    def counted(self: Any, model: Any, ids: Any, *rest: Any, **options: Any) -> Any:
        read.append(len(ids))
        return original(self, model, ids, *rest, **options)

    monkeypatch.setattr(PolicyTrainer, "_get_per_token_logps_and_entropies", counted)
    for micro_batch in (16, 8):  # in one batch with the others, and by themselves
        folder = tmp_path / str(micro_batch)
        folder.mkdir()
        trainer = trainer_of(config(policy, folder, steps=1, micro_batch=micro_batch))
        trainer._source = Given([1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0] + [0.5] * 8)
        trainer.train()
        trained.append({name: value.detach().clone() for name, value in trainer.model.named_parameters()})
    assert read == [16, 8]
    assert all(torch.allclose(trained[0][name], trained[1][name], atol=1e-6) for name in trained[0])


class Given:
    """Rollouts with rewards as told."""

    def __init__(self, rewards: Sequence[float | None]) -> None:
        self.rewards = rewards
        self.sampler = CountedSampler(None)  # type: ignore[arg-type]

    def owns(self, *_: object) -> list[None]:
        return []

    def make(self, count: int) -> list[Rollout]:
        rewards = [self.rewards[place % len(self.rewards)] for place in range(count)]
        return [
            Rollout([2, 10, 11], [20 + place, 1], [-1.0, -1.0], [1, 1], reward)
            for place, reward in enumerate(rewards)
        ]


def test_a_reward_that_is_missing_is_outside_the_mean_and_the_loss(policy: Path, tmp_path: Path) -> None:
    trainer = trainer_of(config(policy, tmp_path, beta=0.1))
    trainer._source = Given([1.0, None, 0.0, 0.0, None, 0.0, 0.0, 1.0])
    batch = trainer._generate_and_score_completions([{"prompt": "episode"} for _ in range(16)])
    advantages = batch["advantages"].numpy()[:8]
    judged = np.asarray([1.0, 0.0, 0.0, 0.0, 0.0, 1.0])
    expected = (judged - judged.mean()) / (judged.std(ddof=1) + 1e-4)
    np.testing.assert_allclose(advantages[[0, 2, 3, 5, 6, 7]], expected, rtol=1e-4)
    assert advantages[[1, 4]].tolist() == [0, 0]
    assert batch["tool_mask"].sum(1).tolist()[:8] == [2, 0, 2, 2, 0, 2, 2, 2]
    assert batch["num_items_in_batch"] == 2 * 12


@pytest.mark.parametrize(("rewards", "moves"), [([None], False), ([1.0, None, 0.0, None], True)])
def test_rewards_that_are_missing_move_no_weight(
    policy: Path, tmp_path: Path, rewards: list[float | None], moves: bool
) -> None:
    trainer = trainer_of(config(policy, tmp_path))
    trainer._source = Given(rewards)
    before = {name: value.detach().clone() for name, value in trainer.model.named_parameters()}
    trainer.train()
    after = dict(trainer.model.named_parameters())
    assert moves is not all(torch.equal(before[name], after[name]) for name in before)
    masked = sum(reward is None for reward in rewards) / len(rewards)
    assert [row["masked"] for row in figures(trainer.config.out)] == [masked, masked]


def test_a_run_in_pieces_is_the_run_in_one(policy: Path, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    whole = config(policy, tmp_path / "one", steps=4, beta=0.05)
    train_grpo(whole)
    pieces = config(policy, tmp_path / "two", steps=2, beta=0.05)
    pieces = replace(pieces, starts=whole.starts)
    train_grpo(pieces)
    torn = pieces.out / "checkpoint-3"
    torn.mkdir()
    lines: list[str] = []
    train_grpo(replace(pieces, steps=4), report=lines.append)
    assert lines[-1] == "going on from checkpoint-2"
    assert not torn.exists()
    assert [row["reward"] for row in figures(pieces.out)] == [row["reward"] for row in figures(whole.out)]
    one, two = weights(whole.out), weights(pieces.out)
    assert all(torch.allclose(one[name], two[name], atol=1e-3) for name in one)
    with pytest.raises(UsageError, match=r"learning_rate: 0\.01 in the run, 0\.5 asked"):
        train_grpo(replace(pieces, learning_rate=0.5))


def test_it_goes_on_from_an_adapter(policy: Path, tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    first = config(policy, tmp_path / "first")
    train_grpo(first)
    second = config(policy, tmp_path, adapter=first.out, steps=1, learning_rate=1e-9, beta=0.1)
    train_grpo(second)
    one, two = weights(first.out), weights(second.out)
    assert one.keys() == two.keys()
    assert all(torch.allclose(one[name], two[name], atol=1e-4) for name in one)
    assert figures(second.out)[0]["kl"] == pytest.approx(0, abs=1e-6)


def test_what_cannot_work_is_refused_before_the_model_loads(policy: Path, tmp_path: Path) -> None:
    made = config(policy, tmp_path)
    with pytest.raises(UsageError, match="--vllm generates on CUDA devices only"):
        train_grpo(replace(made, vllm=True))
    with pytest.raises(UsageError, match="neither a folder"):
        train_grpo(replace(made, model=str(tmp_path)))
    with pytest.raises(UsageError, match="no folder"):
        train_grpo(replace(made, adapter=tmp_path / "none"))
    with pytest.raises(UsageError, match="fewer --max-tokens"):
        train_grpo(replace(made, max_tokens=1020))
    unreadable = problem_file(tmp_path, replace(OPEN, answer="7", solution=("Answer: 7",)))
    with pytest.raises(UsageError, match="--feedback outcome"):
        train_grpo(replace(made, starts=StartConfig(unreadable, n=1)))
    assert not (tmp_path / "out").exists()


def test_a_trace_needs_a_chat_template(tmp_path: Path) -> None:
    plain = make_policy(tmp_path, template=None)
    with pytest.raises(UsageError, match="no chat template"):
        train_grpo(config(plain, tmp_path, Form.TRACE))


class Engine:
    """As TRL's vLLM engine answers: log-probabilities as a list a token, None for one that is not known."""

    def generate(self, prompts: list[list[int]], images: object, num_generations: int) -> tuple[Any, ...]:
        assert (images, num_generations) == (None, 1)
        return prompts, [[5, 6]] * len(prompts), [[[-0.5], [None]]] * len(prompts), None


def test_replies_of_vllm_keep_their_tokens(policy: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(policy)
    (reply,) = VllmSampler(Engine(), tokenizer).sample([(1, 2)], [Sampling()])
    assert reply.ids == (5, 6)
    assert reply.logprobs[0] == -0.5
    assert np.isnan(reply.logprobs[1])
    assert reply.text == tokenizer.decode([5, 6]).strip()
    told = to_trl([Rollout((1, 2), reply.ids, reply.logprobs, (1, 1), 1.0)])
    assert told["completion_ids"] == [[5, 6]]
