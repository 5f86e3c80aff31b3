"""The cache of responses: in a folder, in a real Redis server, and around an agent."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import peft
import pytest
import transformers

from coe.agents import check_agent
from coe.agents.budget import BudgetedAgent
from coe.agents.cache import CachedAgent, Store, StoreError, open_store, response_key
from coe.agents.files_hash import files_hash
from coe.agents.local import LocalAgent
from coe.agents.protocol import Conversation
from coe.agents.scripted import ScriptedAgent
from coe.agents.tiny import MODEL_FOLDER, TinyAgent
from coe.errors import UsageError
from coe.messages import FinishReason, Message, Outline, Reply, Sampling, Usage

ASK: list[Conversation] = [[Message("user", f"Problem {n}")] for n in range(6)]
DRAWN = [Sampling(temperature=0.7, seed=n) for n in range(6)]


class Counting:
    """Answers with a number that never comes twice, and counts."""

    name = "counting"

    def __init__(self, model: str = "a", adapter: str = "") -> None:
        self.identity: Mapping[str, str] = {"model": model, "adapter": adapter}
        self.asked = 0

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        self.asked += len(conversations)
        numbers = range(self.asked - len(conversations), self.asked)
        return [Reply(f"reply {n}", Usage(7, 3, 0.5, 0.25, 1), FinishReason.LENGTH) for n in numbers]


@pytest.fixture(params=["folder", "redis"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store that holds nothing."""
    if request.param == "folder":
        return str(tmp_path / "deep" / "cache")
    url: str = request.getfixturevalue("redis_url")
    pytest.importorskip("redis").Redis.from_url(url).flushall()
    return url


def test_a_second_agent_is_not_asked(place: str) -> None:
    first = CachedAgent(Counting(), open_store(place))
    replies = first.act(ASK, DRAWN)
    again = Counting()
    said = CachedAgent(again, open_store(place)).act(ASK[::-1], DRAWN[::-1])
    assert again.asked == 0
    assert [reply.text for reply in said] == [reply.text for reply in replies][::-1]
    for reply in said:
        assert reply.finish_reason is FinishReason.LENGTH
        assert replace(reply.usage, seconds=0.0) == Usage(7, 3, 0.0, 0.0, 1, 10)


def test_only_what_is_missing_is_asked_and_in_order(place: str) -> None:
    agent = Counting()
    cached = CachedAgent(agent, open_store(place))
    cached.act([ASK[1], ASK[4]])
    replies = cached.act(ASK)
    assert [reply.text for reply in replies] == [f"reply {n}" for n in (2, 0, 3, 4, 1, 5)]
    assert [reply.usage.cached_tokens for reply in replies] == [0, 10, 0, 0, 10, 0]


def test_equal_questions_of_a_batch_are_asked_once(place: str) -> None:
    agent = Counting()
    replies = CachedAgent(agent, open_store(place)).act([ASK[0], ASK[1], ASK[0]])
    assert agent.asked == 2
    assert [reply.text for reply in replies] == ["reply 0", "reply 1", "reply 0"]
    assert [reply.usage.cost_usd for reply in replies] == [0.25, 0.25, 0.0]


def test_failures_are_not_kept(place: str) -> None:
    class Failing(Counting):
        def act(
            self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
        ) -> list[Reply]:
            return [replace(reply, text="", error="down") for reply in super().act(conversations)]

    store = open_store(place)
    assert CachedAgent(Failing(), store).act(ASK[:1])[0].error == "down"
    assert CachedAgent(Counting(), store).act(ASK[:1])[0].text == "reply 0"


def kept(**changes: object) -> str:
    """A stored reply that is right but for the changes."""
    counts = {"prompt_tokens": 1, "completion_tokens": 1, "thinking_tokens": 0}
    return json.dumps({"text": "x", "finish_reason": "stop", **counts, **changes})


@pytest.mark.parametrize(
    "stored",
    [
        "no json",
        "[]",
        "null",
        '{"text": "x"}',
        kept(text=3),
        kept(finish_reason="ok"),
        kept(finish_reason="error"),
        kept(prompt_tokens=-1),
        kept(completion_tokens=True),
        kept(thinking_tokens=2**60),
        kept(text="x" * 1_000_001),
        "[" * 100_000,
    ],
    ids=range(12),
)
def test_what_is_no_reply_is_asked_for_again(place: str, stored: str) -> None:
    store, agent = open_store(place), Counting()
    keys = [response_key(agent.identity, asked, Sampling()) for asked in ASK[:2]]
    store.put_many({keys[0]: stored, keys[1]: kept()})
    cached = CachedAgent(agent, store)
    assert [reply.text for reply in cached.act(ASK[:2])] == ["reply 0", "x"]
    assert [reply.text for reply in cached.act(ASK[:2])] == ["reply 0", "x"]
    assert agent.asked == 1


def test_values_are_json_text(place: str, tmp_path: Path) -> None:
    CachedAgent(Counting(), open_store(place)).act(ASK)
    if place.startswith("redis"):
        client = pytest.importorskip("redis").Redis.from_url(place)
        values = [client.get(key).decode() for key in client.keys("coe:response:*")]
    else:
        base = sqlite3.connect(Path(place) / "responses.sqlite")
        values = [value for (value,) in base.execute("SELECT reply FROM responses")]
    assert sorted(json.loads(value)["text"] for value in values) == [f"reply {n}" for n in range(6)]


class Bomb:
    """A pickle of it runs a program."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch {self.mark}",)


def test_a_pickle_in_the_store_is_not_loaded(place: str, tmp_path: Path) -> None:
    mark, agent = tmp_path / "executed", Counting()
    key = response_key(agent.identity, ASK[0], Sampling())
    store = open_store(place)
    if place.startswith("redis"):
        pytest.importorskip("redis").Redis.from_url(place).set(
            f"coe:response:{key}", pickle.dumps(Bomb(mark))
        )
    else:
        base = sqlite3.connect(Path(place) / "responses.sqlite")
        base.execute("INSERT INTO responses VALUES (?, ?)", (key, pickle.dumps(Bomb(mark))))
        base.commit()
    assert CachedAgent(agent, store).act(ASK[:1])[0].text == "reply 0"
    assert not mark.exists()


def other(value: object) -> object:
    """A value of the same type that is not this one."""
    if isinstance(value, tuple):
        return ("other",)
    if isinstance(value, int | float):
        return value / 2 if isinstance(value, float) and value else value + 1
    return "other"


def test_what_no_model_depends_on_is_no_part_of_the_key() -> None:
    identity = Counting().identity
    samplings = (Sampling(), Sampling(stalled=5), Sampling(outline=Outline("start: /a/")))
    assert len({response_key(identity, ASK[0], sampling) for sampling in samplings}) == 1


@pytest.mark.parametrize(
    "name", [field.name for field in fields(Sampling) if field.name not in ("stalled", "outline")]
)
def test_every_parameter_of_sampling_is_part_of_the_key(name: str) -> None:
    drawn = Sampling(temperature=0.5)
    changed = replace(drawn, **{name: other(getattr(drawn, name))})
    identity = Counting().identity
    assert response_key(identity, ASK[0], drawn) != response_key(identity, ASK[0], changed)


def test_the_key_tells_models_adapters_and_texts_apart() -> None:
    asked = [
        (Counting().identity, ASK[0]),
        (Counting("b").identity, ASK[0]),
        (Counting("a", "b").identity, ASK[0]),
        (Counting().identity, ASK[1]),
        (Counting().identity, [Message("system", "Problem 0")]),
        (Counting().identity, [*ASK[0], *ASK[1]]),
        (Counting().identity, [Message("user", "Problem 0Problem 1")]),
    ]
    assert len({response_key(identity, text, Sampling()) for identity, text in asked}) == len(asked)


def test_a_greedy_reply_does_not_depend_on_the_seed() -> None:
    keys = {response_key({}, ASK[0], Sampling(seed=seed)) for seed in (1, 2)}
    drawn = {response_key({}, ASK[0], Sampling(temperature=0.1, seed=seed)) for seed in (1, 2)}
    assert (len(keys), len(drawn)) == (1, 2)


def test_keys_are_the_same_in_every_process() -> None:
    program = (
        "from coe.agents.cache import response_key; from coe.messages import Message, Sampling;"
        "print(response_key({'b': '1', 'a': '2'}, [Message('user', 'x')], Sampling()))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    out = subprocess.check_output([sys.executable, "-c", program], text=True, env=environment)
    assert out.strip() == response_key({"a": "2", "b": "1"}, [Message("user", "x")], Sampling())


def test_the_built_in_model_is_cached_by_its_files(tmp_path: Path) -> None:
    agent = TinyAgent()
    cached = CachedAgent(agent, open_store(str(tmp_path / "cache")))
    check_agent(cached)
    copy = tmp_path / "copy"
    shutil.copytree(MODEL_FOLDER, copy)
    assert TinyAgent(copy).identity == agent.identity
    (copy / "config.json").write_text((copy / "config.json").read_text() + "\n")
    assert TinyAgent(copy).identity != agent.identity


def test_an_adapter_is_part_of_the_identity(tmp_path: Path) -> None:
    plain = transformers.AutoModelForCausalLM.from_pretrained(MODEL_FOLDER)
    peft.get_peft_model(plain, peft.LoraConfig(r=2)).save_pretrained(tmp_path / "adapter")
    agent = LocalAgent(MODEL_FOLDER, device="cpu")
    adapted = LocalAgent(MODEL_FOLDER, tmp_path / "adapter", device="cpu")
    assert agent.identity["model"] == adapted.identity["model"]
    assert agent.identity["adapter"] == ""
    assert adapted.identity["adapter"] == files_hash(tmp_path / "adapter")
    kinds = [LocalAgent(MODEL_FOLDER, device="cpu", dtype=kind).identity for kind in ("float32", "bfloat16")]
    assert kinds[0] != kinds[1]


def test_a_hash_of_files_depends_on_names_and_contents_only(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "weights").write_bytes(b"abc")
    assert files_hash(tmp_path / "one") == files_hash(tmp_path / "two")
    (tmp_path / "two" / "weights").rename(tmp_path / "two" / "other")
    assert files_hash(tmp_path / "one") != files_hash(tmp_path / "two")
    with pytest.raises(UsageError, match="cannot be read"):
        files_hash(tmp_path / "none")


def test_an_agent_that_does_not_say_its_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="identity"):
        CachedAgent(ScriptedAgent([]), open_store(str(tmp_path)))


def test_a_budget_bears_what_is_cached(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    CachedAgent(Counting(), store).act(ASK[:4])
    budgeted = BudgetedAgent(Counting(), tokens=10)
    replies = CachedAgent(budgeted, store).act(ASK)
    assert [reply.finish_reason for reply in replies] == [FinishReason.LENGTH] * 5 + [FinishReason.BUDGET]
    assert budgeted.spent.tokens == 10


def test_processes_write_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from coe.agents.cache import open_store; store = open_store(sys.argv[1])\n"
        "for n in range(200): store.put_many({f'{sys.argv[2]} {n}': 'x'})"
    )
    store = open_store(str(tmp_path))
    runs = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name], cwd=Path(__file__).parents[2])
        for name in "ab"
    ]
    assert [run.wait() for run in runs] == [0, 0]
    assert store.get_many([f"{name} {n}" for name in "ab" for n in range(200)]) == ["x"] * 400
    assert store.get_many([str(n) for n in range(1200)]) == [None] * 1200


def test_threads_share_a_store(place: str) -> None:
    store = open_store(place)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.put_many({str(n): str(n)}), range(100)))
        assert list(pool.map(lambda n: store.get_many([str(n)]), range(100))) == [
            [str(n)] for n in range(100)
        ]


class Down:
    def get_many(self, keys: Sequence[str]) -> list[str | None]:
        raise StoreError("gone")

    def put_many(self, items: Mapping[str, str]) -> None:
        raise StoreError("gone")


def test_a_store_that_goes_down_loses_no_answer() -> None:
    store: Store = Down()
    cached = CachedAgent(Counting(), store)
    with pytest.warns(UserWarning, match="gone") as warned:
        replies = cached.act(ASK) + cached.act(ASK)
    assert [reply.text for reply in replies] == [f"reply {n}" for n in range(12)]
    assert len(warned) == 1


def test_places_that_cannot_be_opened_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="file"):
        open_store(str(tmp_path / "file"))
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "responses.sqlite").write_text("no data base at all, only some text")
    with pytest.raises(UsageError, match="foreign"):
        open_store(str(tmp_path / "foreign"))


def test_a_redis_that_is_not_there_is_named_without_its_password() -> None:
    pytest.importorskip("redis")
    with pytest.raises(UsageError) as caught:
        open_store("redis://:swordfish@127.0.0.1:1/0")
    assert "127.0.0.1:1/0" in str(caught.value)
    assert "swordfish" not in str(caught.value)


def test_a_redis_at_a_socket_of_this_machine(redis_url: str) -> None:
    client = pytest.importorskip("redis").Redis.from_url(redis_url)
    place = client.config_get("unixsocket")["unixsocket"]
    CachedAgent(Counting(), open_store(f"unix://:swordfish@{place}?db=1")).act(ASK)
    again = Counting()
    CachedAgent(again, open_store(redis_url.replace("/0", "/1"))).act(ASK)
    assert again.asked == 0


def test_a_redis_with_another_password_is_wrong_usage(redis_url: str) -> None:
    with pytest.raises(UsageError, match="does not answer"):
        open_store(redis_url.replace("swordfish", "wrong"))
