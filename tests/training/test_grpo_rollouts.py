"""States, traces and rewards, with a sampler that says what it is told to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.agents.chat import encode
from coe.environment import (
    Environment,
    EnvironmentConfig,
    Feedback,
    Method,
    render_messages,
    render_observation,
    state_messages,
    trace_messages,
)
from coe.errors import AgentError, UsageError
from coe.messages import Sampling
from coe.problem import Problem
from coe.rollout import Start, run_episodes
from coe.training.grpo.agents import SamplerAgent, TurnsAgent
from coe.training.grpo.config import Form, GrpoConfig
from coe.training.grpo.episodes import EpisodeRollouts
from coe.training.grpo.rewards import Judged, judge_answer, judge_edit
from coe.training.grpo.rollouts import Rollout, to_trl
from coe.training.grpo.sampling import Sampled
from coe.training.grpo.shared_rows import turns_of
from coe.training.grpo.states import StateRollouts
from coe.training.grpo.traces import TraceAgent, turn_tokens
from coe.verifier.workers.late import WorkerTimeout
from coe.verifier.workers.worker import shared_worker
from tests.training.grpo_models import OPEN, PROBLEM, SOLVING, make_tokenizer

START = Start(PROBLEM, PROBLEM.drafts[0])
TOKENIZER = make_tokenizer()
ENDS = frozenset({1})
SLOW = "max(x, 3) = max(3, x)"
"""A line that only the symbolic worker decides."""


class Said:
    """Says the texts in turn, the same ones again and again, and remembers what it was asked."""

    def __init__(self, *texts: str, ends: bool = True) -> None:
        self.texts, self.ends, self.asked = texts, ends, list[list[int]]()
        self.how: list[Sampling] = []

    def sample(self, prompts: Sequence[Sequence[int]], sampling: Sequence[Sampling]) -> list[Sampled]:
        said = [self.texts[(len(self.asked) + place) % len(self.texts)] for place in range(len(prompts))]
        self.asked += [list(prompt) for prompt in prompts]
        self.how += sampling
        ids = [(*TOKENIZER.encode(text), *([1] if self.ends else [])) for text in said]
        scores = [tuple(-0.1 * place for place in range(1, len(row) + 1)) for row in ids]
        return [Sampled(*item) for item in zip(ids, scores, said, strict=True)]


def config(form: Form = Form.STATE, **changes: object) -> GrpoConfig:
    values: dict[str, object] = {
        "form": form, "episodes": 1, "refresh_every": 2, "max_steps": 3, **changes,
    }  # fmt: skip
    return GrpoConfig(model="m", out=Path("out"), **values)  # type: ignore[arg-type]


def states(said: Said, **changes: object) -> StateRollouts:
    agent = SamplerAgent(said, TOKENIZER, 1024)
    return StateRollouts(config(Form.STATE, **changes), [START], agent, said)


def traces(said: Said, starts: Sequence[Start] = (START,), **changes: object) -> EpisodeRollouts:
    return EpisodeRollouts(
        config(**{"form": Form.TRACE, **changes}), starts, TraceAgent(said, TOKENIZER, ENDS, 1024)
    )


def test_the_prompts_are_states_that_the_policy_visits() -> None:
    said = Said("DELL 1", "ADDL 1 >>>2x = 8", "nonsense")
    rollouts = states(said, start_share=0.0).make(2, 3, 0)
    read = {TOKENIZER.decode(rollout.prompt) for rollout in rollouts}
    assert len(read) == 2
    assert any("(no lines)" in text for text in read)
    assert any("L 1 [ok] 2x = 8" in text for text in read)
    assert rollouts[0].prompt == rollouts[1].prompt == rollouts[2].prompt != rollouts[3].prompt


def test_the_states_are_refreshed() -> None:
    said = Said("DELL 1")
    source = states(said, start_share=0.0)
    counts = []
    for step in range(4):
        before = len(said.asked)
        source.make(1, 2, step)
        counts.append(len(said.asked) - before)
    assert counts == [3 + 2, 2, 3 + 2, 2]  # an episode of three turns, and then two commands


def test_a_share_of_the_prompts_are_starts() -> None:
    rollouts = states(Said("DELL 1"), start_share=1.0).make(3, 2, 0)
    assert all("] x = 5" in TOKENIZER.decode(rollout.prompt) for rollout in rollouts)


def test_a_refresh_in_which_all_episodes_fail_is_our_failure() -> None:
    said = Said("EXIT")
    agent = SamplerAgent(said, TOKENIZER, context=10)
    with pytest.raises(AgentError, match="more than this model holds"):
        StateRollouts(config(Form.STATE), [START], agent, said).make(1, 2, 0)


@pytest.mark.parametrize(
    ("reply", "reward", "solved", "refused"),
    [
        (SOLVING, 1.2, True, False),
        ("REPL 1 >>>x = 6", 0.0, False, False),
        ("nonsense", -0.1, False, True),
        ("DELL 7", -0.1, False, True),
        ("EXIT", -0.3, False, False),
    ],
)
def test_rewards_of_edits_are_those_of_the_environment(
    reply: str, reward: float, solved: bool, refused: bool
) -> None:
    judged = judge_edit(PROBLEM, ("x = 5",), reply, config(Form.STATE).environment, gave_up=-0.3)
    assert judged.reward == pytest.approx(reward)
    assert (judged.solved, judged.refused) == (solved, refused)


def test_what_nothing_can_judge_has_no_reward() -> None:
    environment = config(Form.STATE).environment
    for reply in ("EXIT", "nonsense", "REPL 1 >>>Answer: 6"):
        assert judge_edit(OPEN, ("Answer: 5",), reply, environment).reward is None
    assert judge_edit(OPEN, ("Answer: 5",), "DELL 1", environment).reward == pytest.approx(0)


def test_a_line_that_runs_into_the_time_limit_has_no_reward(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise WorkerTimeout

    monkeypatch.setattr(shared_worker(), "ask", late)
    asked = Problem("Calculate 1 + 1", "2")
    judged = judge_edit(asked, ("1 + 1 = 2",), f"ADDL 1 >>>{SLOW}", EnvironmentConfig(Feedback.OUTCOME))
    assert (judged.reward, judged.refused) == (None, False)


def test_under_lines_no_reward_depends_on_the_reference() -> None:
    lied = Problem(PROBLEM.statement, "5")
    for reply in (SOLVING, "EXIT", "REPL 1 >>>x = 5"):
        told = [
            judge_edit(problem, ("x = 6",), reply, config(Form.STATE, feedback=Feedback.LINES).environment)
            for problem in (PROBLEM, lied)
        ]
        assert told[0] == told[1]
    outcome = config(Form.STATE, feedback=Feedback.OUTCOME).environment
    asked = Problem(OPEN.statement, "7")
    assert judge_edit(asked, ("Answer: 5",), "REPL 1 >>>Answer: 7", outcome).solved
    assert judge_edit(asked, ("Answer: 5",), "REPL 1 >>>Answer: 6", outcome).reward is not None


@pytest.mark.parametrize("ends", [True, False])
def test_a_trace_only_grows_and_the_policys_tokens_are_marked(ends: bool) -> None:
    said = Said("DELL 1", "nonsense", "ADDL 1 >>>x = 4", ends=ends)
    (rollout,) = traces(said).make(1, 1, 0)
    whole = [*rollout.prompt, *rollout.completion]
    assert all(whole[: len(prompt)] == prompt for prompt in said.asked)
    own = [token for token, mark in zip(rollout.completion, rollout.mask, strict=True) if mark]
    end = [1] if ends else []
    replies = ["DELL 1", "nonsense", "ADDL 1 >>>x = 4"]
    assert own == [token for reply in replies for token in [*TOKENIZER.encode(reply), *end]]
    assert all((score != 0) == bool(mark) for score, mark in zip(rollout.logprobs, rollout.mask, strict=True))
    text = TOKENIZER.decode(rollout.completion)
    assert text.index("DELL 1<|end|><|user|>Problem") < text.index("nonsense<|end|><|user|>Problem")
    assert rollout.reward == pytest.approx(1.0 - 0.1)
    assert (rollout.solved, rollout.refused) == (True, pytest.approx(1 / 3))


def test_each_command_of_an_episode_reads_its_state_alone() -> None:
    said = Said("DELL 1", "nonsense", "ADDL 1 >>>x = 4")
    made = config(Form.EPISODE)
    (rollout,) = EpisodeRollouts(made, [START], TurnsAgent(said, TOKENIZER, 1024)).make(1, 1, 0)
    turns = turns_of(rollout.prompt, rollout.completion, rollout.mask)
    assert [turn.prompt for turn in turns] == said.asked
    assert [TOKENIZER.decode(turn.reply) for turn in turns] == [f"{text}<|end|>" for text in said.texts]
    assert all((score != 0) == bool(mark) for score, mark in zip(rollout.logprobs, rollout.mask, strict=True))
    assert rollout.reward == pytest.approx(1.0 - 0.1)
    assert (rollout.solved, rollout.refused) == (True, pytest.approx(1 / 3))
    (wanted,) = run_episodes(create_agent("scripted", replies=said.texts), [START], config=made.environment)
    states = [state_messages(turn.observation, calculator=True) for turn in wanted.turns]
    assert said.asked == [encode(TOKENIZER, state) for state in states]


def test_the_trace_reads_as_the_renderer_writes_it() -> None:
    said = Said("DELL 1", "EXIT")
    (rollout,) = traces(said).make(1, 1, 0)
    first = Environment().reset(PROBLEM, START.draft_lines)
    assert said.asked[0] == rollout.prompt == encode(TOKENIZER, render_messages(first))
    then = render_observation(Environment().reset(PROBLEM))
    assert TOKENIZER.decode(said.asked[1]).endswith(f"<|user|>{then}<|end|><|assistant|>")
    assert rollout.reward == pytest.approx(-0.2)  # the second of three turns, and the one it leaves


def test_giving_up_is_never_worth_more_than_trying() -> None:
    def worth(form: Form, *texts: str) -> float | None:
        (rollout,) = traces(Said(*texts), form=form).make(1, 1, 0)
        return rollout.reward

    assert worth(Form.TRACE, "EXIT") == worth(Form.TRACE, "nonsense") == pytest.approx(-0.3)
    assert worth(Form.TRACE, "DELL 1", "ADDL 1 >>>2x = 8") == 0  # all of them fit


def test_traces_come_back_in_the_order_of_their_groups() -> None:
    other = Start(Problem("Solve for x: 3x = 6", "2"), ("x = 9",))
    rollouts = traces(Said(SOLVING, "DELL 1", "EXIT", "nonsense"), [START, other]).make(2, 4, 0)
    asked = ["for x: 2x = 8" in TOKENIZER.decode(rollout.prompt) for rollout in rollouts]
    assert asked in ([True] * 4 + [False] * 4, [False] * 4 + [True] * 4)
    assert len({rollout.reward for rollout in rollouts}) > 1


def test_an_undecided_episode_and_a_failed_one_are_masked() -> None:
    (undecided,) = traces(Said("EXIT"), [Start(OPEN, OPEN.drafts[0])]).make(1, 1, 0)
    assert undecided.reward is None
    agent = TraceAgent(Said("EXIT"), TOKENIZER, ENDS, context=10)
    (failed,) = EpisodeRollouts(config(Form.TRACE), [START], agent).make(1, 1, 0)
    assert failed.reward is None
    told = to_trl([undecided, failed, Rollout([5], [6, 7], [-1.0, 0.0], [1, 0], 0.5)])
    assert [sum(mask) for mask in told["env_mask"]] == [0, 0, 1]
    assert all(told["completion_ids"])


@pytest.mark.parametrize(
    ("method", "reply", "reward"),
    [
        (Method.DIRECT, "x = 4", 1.0),
        (Method.DIRECT, "4", 1.0),
        (Method.DIRECT, "5", 0.0),
        (Method.DIRECT, "", 0.0),
        (Method.COT, "2x = 8\nx = 4", 1.0),
        (Method.COT, "2x = 6\nAnswer: 4", 1.0),
        (Method.COT, "2x = 8\nx = 3", 0.0),
        (Method.COT, "I do not know.", 0.0),
    ],
)
def test_one_reply_is_rewarded_by_its_final_answer(method: Method, reply: str, reward: float) -> None:
    said = Said(reply)
    (rollout,) = traces(said, [Start(PROBLEM)], method=method, form=Form.STATE).make(1, 1, 0)
    assert rollout.reward == reward
    assert rollout.solved is (reward == 1.0)
    assert said.asked == [rollout.prompt]
    (how,) = said.how
    wanted_tokens = 256 if method is Method.COT else 64
    assert (how.max_tokens, "\n" in how.stop) == (wanted_tokens, method is Method.DIRECT)
    (wanted,) = run_episodes(
        create_agent("scripted", replies=[reply]), [Start(PROBLEM)], config=EnvironmentConfig(method=method)
    )
    observations = [turn.observation for turn in wanted.turns]
    assert rollout.prompt == encode(TOKENIZER, trace_messages(observations, [], method=method))
    assert list(rollout.completion) == [*TOKENIZER.encode(reply), 1]
    assert set(rollout.mask) == {1}


def test_an_answer_of_which_nothing_tells_if_it_is_right_is_masked() -> None:
    lines = EnvironmentConfig(method=Method.DIRECT)
    assert judge_answer(OPEN, ("Answer: 5",), lines).reward is None
    assert judge_answer(OPEN, (), lines).reward == 0
    told = replace(lines, feedback=Feedback.OUTCOME)
    asked = replace(OPEN, answer="7")
    assert judge_answer(asked, ("Answer: 7",), told) == Judged(1.0, True)
    assert judge_answer(asked, ("Answer: 5",), told) == Judged(0.0)
    assert judge_answer(asked, ("Answer: 7",), lines).reward is None


@pytest.mark.parametrize("feedback", [Feedback.LINES, Feedback.OUTCOME])
def test_an_answer_that_runs_into_the_time_limit_is_masked(
    monkeypatch: pytest.MonkeyPatch, feedback: Feedback
) -> None:
    def late(*_: object, **__: object) -> None:
        raise WorkerTimeout

    monkeypatch.setattr(shared_worker(), "ask", late)
    asked = Problem("Simplify max(x, 3)", "max(x, 3)")
    config = EnvironmentConfig(feedback, method=Method.DIRECT)
    assert judge_answer(asked, ("max(3, x)",), config).reward is None


def test_a_template_that_cannot_grow_is_refused() -> None:
    with pytest.raises(UsageError, match="no chat template"):
        turn_tokens(make_tokenizer(None), "a")
    forgetful = "<|user|>{{ messages[-1]['content'] }}<|assistant|>"
    with pytest.raises(UsageError, match="writes earlier turns in another way"):
        turn_tokens(make_tokenizer(forgetful), "a")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"num_generations": 1}, "at least 2"),
        ({"batch_size": 60}, "multiple of num_generations 8"),
        ({"micro_batch": 7}, "multiple of micro_batch 7"),
        ({"temperature": 0.0}, "temperature must be above 0"),
        ({"start_share": 1.5}, "from 0 to 1"),
        ({"steps": 0}, "steps must be at least 1"),
        ({"sampled_tokens": 0}, "sampled_tokens must be at least 1"),
        ({"max_minutes": 0.0}, "max_minutes must be above 0"),
        ({"scale_rewards": "all"}, "scale_rewards is group, batch or none, not all"),
        ({"method": Method.COT, "form": Form.TRACE}, "form trace is for method coe"),
    ],
)
def test_settings_that_do_not_fit_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        config(**{"form": Form.STATE, **changes})
