from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from coe.agents.budget import BudgetedAgent
from coe.agents.scripted import ScriptedAgent
from coe.dsl import draft_grammar, draft_outline
from coe.environment import EnvironmentConfig, Episode, EpisodeStatus, FirstDraft, Method, Rendering
from coe.errors import UsageError
from coe.messages import Message, Reply, Sampling
from coe.problem import Problem
from coe.rollout import INTERRUPTED, Start, TurnEvent, run_episodes


def problem(n: int) -> Problem:
    return Problem(f"Solve for x: {n}x = {4 * n}", answer="4")


def mend(conversation: Sequence[Message]) -> str:
    """Solves "nx = 4n" problems, after as many idle turns as the draft has lines."""
    state = conversation[-1].content
    if "(no lines)" in state:
        return "ADDL 1 >>>x = 4"
    return "DELL 1"


class Recording:
    """Answers by a function and keeps what it was asked."""

    name = "recording"

    def __init__(self, answer: object = mend) -> None:
        self.answer = answer
        self.sizes: list[int] = []
        self.sampling: list[Sampling] = []

    def act(
        self, conversations: Sequence[Sequence[Message]], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        self.sizes.append(len(conversations))
        self.sampling += sampling or []
        return [Reply(self.answer(conversation)) for conversation in conversations]  # type: ignore[operator]


def test_every_start_gives_one_episode_and_places_are_refilled() -> None:
    agent = Recording()
    starts = [Start(problem(n), ("x = 9",) * (n % 5)) for n in range(2, 22)]
    episodes = list(run_episodes(agent, starts, batch_size=4))
    assert Counter(e.problem.id for e in episodes) == Counter(s.problem.id for s in starts)
    assert all(episode.solved for episode in episodes)
    # Full batches until the starts run out: no waiting for the slowest.
    assert agent.sizes[:10] == [4] * 10
    assert sum(agent.sizes) == sum(1 + n % 5 for n in range(2, 22))


def test_results_do_not_depend_on_the_batch_size() -> None:
    starts = [Start(problem(n), ("x = 9",) * (n % 3)) for n in range(2, 12)]

    def results(batch_size: int) -> dict[str, Episode]:
        return {e.problem.id: e for e in run_episodes(ScriptedAgent(mend), starts, batch_size=batch_size)}

    assert results(1) == results(7)


def test_starts_are_read_only_as_needed() -> None:
    def endless() -> Iterator[Start]:
        n = 2
        while True:
            yield Start(problem(n))
            n += 1

    run = run_episodes(ScriptedAgent(mend), endless(), batch_size=3)
    assert len([next(run) for _ in range(10)]) == 10


def test_one_failed_reply_fails_one_episode() -> None:
    def picky(conversation: Sequence[Message]) -> str:
        if "3x = 12" in conversation[-1].content:
            raise ValueError("down")
        return mend(conversation)

    episodes = list(run_episodes(ScriptedAgent(picky), [Start(problem(n)) for n in (2, 3, 5)]))
    failed = [episode for episode in episodes if episode.status is EpisodeStatus.FAILED]
    assert [episode.problem for episode in failed] == [problem(3)]
    assert "down" in (failed[0].failure or "")
    assert failed[0].steps == 0
    assert sum(episode.solved for episode in episodes) == 2


class Broken:
    name = "broken"

    def __init__(self, how: str) -> None:
        self.how, self.calls = how, 0

    def act(
        self, conversations: Sequence[Sequence[Message]], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        self.calls += 1
        if self.calls == 2:
            if self.how == "raises":
                raise ConnectionError("gone")
            return [] if self.how == "short" else ["EXIT"] * len(conversations)  # type: ignore[list-item]
        return [Reply(mend(conversation)) for conversation in conversations]


@pytest.mark.parametrize("how", ["raises", "short", "no replies"])
def test_a_failed_call_loses_nothing(how: str) -> None:
    starts = [Start(problem(n), ("x = 9",) * (n % 2)) for n in range(2, 12)]
    episodes = list(run_episodes(Broken(how), starts, batch_size=4))
    assert len(episodes) == 10
    failed = [episode for episode in episodes if episode.status is EpisodeStatus.FAILED]
    assert len(failed) == 4
    assert all("agent broken" in (episode.failure or "") for episode in failed)
    assert sum(episode.solved for episode in episodes) == 6


def test_a_start_that_cannot_begin_is_a_failed_episode() -> None:
    starts = [Start(problem(2), ("a >>>b",)), Start(problem(3))]
    bad, good = run_episodes(ScriptedAgent(mend), starts)
    assert bad.status is EpisodeStatus.FAILED
    assert "line 1" in (bad.failure or "")
    assert good.solved


def test_a_solved_start_needs_no_turn() -> None:
    (episode,) = run_episodes(ScriptedAgent([]), [Start(problem(2), ("x = 4",))])
    assert episode.solved
    assert episode.steps == 0


def test_a_draft_seen_before_raises_the_temperature() -> None:
    script = ["nonsense", "ADDL 1 >>>x = 9", "DELL 1", "ADDL 1 >>>x = 4"]
    agent = Recording(lambda _: script.pop(0))
    (episode,) = run_episodes(agent, [Start(problem(2))], sampling=Sampling(0.1), repeat_temperature=0.8)
    assert [turn.temperature for turn in episode.turns] == [0.1, 0.8, 0.1, 0.8]
    assert [drawn.temperature for drawn in agent.sampling] == [0.1, 0.8, 0.1, 0.8]


def test_a_raised_temperature_can_be_turned_off() -> None:
    agent = Recording(lambda _: "nonsense")
    config = EnvironmentConfig(max_steps=3)
    list(run_episodes(agent, [Start(problem(2))], config=config, repeat_temperature=0))
    assert [drawn.temperature for drawn in agent.sampling] == [0, 0, 0]


def test_the_sampling_reaches_the_agent_with_a_grammar_of_each_draft_where_asked_for() -> None:
    script = ["ADDL 1 >>>x = 9", "ADDL 1 >>>x = 4"]
    how = Sampling(0.5, max_tokens=7, top_p=0.9, stop=("!",))
    agent = Recording(lambda _: script.pop(0))
    config = EnvironmentConfig(max_steps=2)
    list(run_episodes(agent, [Start(problem(2))], config=config, sampling=how, constrained=True))
    assert [drawn.grammar for drawn in agent.sampling] == [draft_grammar(()), draft_grammar(("x = 9",))]
    assert [drawn.outline for drawn in agent.sampling] == [draft_outline(0), draft_outline(1)]
    for drawn in agent.sampling:
        assert replace(drawn, seed=0, grammar=None, outline=None, stalled=0) == how
    assert [drawn.stalled for drawn in agent.sampling] == [0, 1]
    script, agent.sampling = ["EXIT"], []
    list(run_episodes(agent, [Start(problem(2))], sampling=replace(how, grammar="start: /a/")))
    assert agent.sampling[0].grammar == "start: /a/"


def test_seeds_differ_by_turn_and_sample_and_repeat_with_the_run() -> None:
    def seeds(run_seed: int, samples: tuple[int | None, ...] = (None, None)) -> list[int]:
        agent = Recording(lambda _: "nonsense")
        starts = [Start(problem(2), sample=sample) for sample in samples]
        config = EnvironmentConfig(max_steps=3)
        list(run_episodes(agent, starts, config=config, seed=run_seed))
        return [drawn.seed for drawn in agent.sampling]

    assert len(set(seeds(0) + seeds(1))) == 12
    assert seeds(0) == seeds(0) == seeds(0, (0, 1))


def test_callbacks_see_every_turn_and_every_episode() -> None:
    events: list[TurnEvent] = []
    saved: list[Episode] = []
    starts = [Start(problem(2), ("x = 9",)), Start(problem(3))]
    episodes = list(run_episodes(ScriptedAgent(mend), starts, on_turn=events.append, on_episode=saved.append))
    assert saved == episodes
    first = [event for event in events if event.problem == problem(2)]
    assert [event.number for event in first] == [1, 2]
    assert [(event.before.lines, event.after.lines) for event in first] == [
        (("x = 9",), ()),
        ((), ("x = 4",)),
    ]


def test_the_trace_grows() -> None:
    lengths: list[int] = []

    def count(conversation: Sequence[Message]) -> str:
        lengths.append(len(conversation))
        return "nonsense"

    config = EnvironmentConfig(max_steps=3)
    (episode,) = run_episodes(
        ScriptedAgent(count), [Start(problem(2))], config=config, rendering=Rendering.TRACE
    )
    assert lengths == [2, 4, 6]
    assert episode.truncated
    assert episode.status is EpisodeStatus.UNSOLVED


def test_a_batch_needs_a_place() -> None:
    with pytest.raises(ValueError, match="batch_size"):
        list(run_episodes(ScriptedAgent([]), [], batch_size=0))


def test_the_reference_scores_and_is_not_shown() -> None:
    asked: list[str] = []

    def note(conversation: Sequence[Message]) -> str:
        asked.append("\n".join(message.content for message in conversation))
        return mend(conversation)

    secret = replace(problem(2), answer="8191")
    (episode,) = run_episodes(ScriptedAgent(note), [Start(secret)])
    assert episode.status is EpisodeStatus.UNSOLVED
    assert all("8191" not in text for text in asked)


def solution_or_edit(conversation: Sequence[Message]) -> str:
    asks = conversation[-1].content
    if "no command this time" in asks or "Think step by step" in conversation[0].content:
        return "Divide: x = 5"
    return "REPL 1 >>>x = 4"


def test_each_method_goes_through_the_loop_with_its_own_limits() -> None:
    how = Sampling(0.5, max_tokens=7, stop=("\n", "!"))

    def asked(config: EnvironmentConfig) -> tuple[Episode, list[tuple[int, tuple[str, ...], bool]]]:
        agent = Recording(solution_or_edit)
        run = run_episodes(
            agent,
            [Start(problem(2))],
            config=config,
            sampling=how,
            constrained=True,
            solution_tokens=50,
            seed=3,
        )
        (episode,) = run
        return episode, [(s.max_tokens, s.stop, s.grammar is not None) for s in agent.sampling]

    long, short, command = (50, ("!",), False), (7, ("\n", "!"), False), (7, ("\n", "!"), True)
    episode, drawn = asked(EnvironmentConfig(method=Method.COT))
    assert drawn == [long]
    assert (episode.status, episode.method) == (EpisodeStatus.UNSOLVED, Method.COT)
    assert asked(EnvironmentConfig(method=Method.DIRECT))[1] == [short]
    episode, drawn = asked(EnvironmentConfig(draft=FirstDraft.MODEL))
    assert drawn == [long, command]
    assert episode.solved
    assert episode.decoding is not None
    assert episode.decoding.to_dict()["seed"] == 3
    assert episode.decoding.solution_tokens == 50


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (EnvironmentConfig(method=Method.COT), "method cot"),
        (EnvironmentConfig(method=Method.DIRECT), "method direct"),
        (EnvironmentConfig(draft=FirstDraft.MODEL), "first draft"),
    ],
)
def test_an_agent_that_knows_only_edits_is_asked_for_nothing_else(
    config: EnvironmentConfig, said: str
) -> None:
    agent = Recording()
    agent.edits_only = True  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match=f"knows only edit commands and cannot .*{said}"):
        next(run_episodes(BudgetedAgent(agent, tokens=9), [Start(problem(2))], config=config))
    assert agent.sizes == []


def test_an_interrupted_run_hands_over_what_was_in_flight() -> None:
    def interrupt(conversation: Sequence[Message]) -> str:
        if "L 1" in conversation[-1].content:
            raise KeyboardInterrupt
        return "ADDL 1 >>>x = 9"

    cut: list[Episode] = []
    finished: list[Episode] = []
    run = run_episodes(
        ScriptedAgent(interrupt),
        [Start(problem(2)), Start(problem(3))],
        on_interrupt=cut.append,
        on_episode=finished.append,
    )
    with pytest.raises(KeyboardInterrupt):
        next(run)
    assert [(episode.lines, episode.failure) for episode in cut] == [(("x = 9",), INTERRUPTED)] * 2
    assert all(episode.status is EpisodeStatus.FAILED for episode in cut)
    assert finished == []


def test_a_start_may_have_settings_of_its_own() -> None:
    problem = Problem("Solve for x: 2x + 5 = 13", "x = 4")
    starts = [Start(problem, sample=0), Start(problem, sample=1, config=EnvironmentConfig(max_steps=1))]
    agent = ScriptedAgent(lambda _: "ADDL 1 >>>x = 9")
    episodes = run_episodes(agent, starts, config=EnvironmentConfig(max_steps=3))
    assert sorted((episode.sample, episode.steps, episode.config.max_steps) for episode in episodes) == [
        (0, 3, 3), (1, 1, 1),
    ]  # fmt: skip
