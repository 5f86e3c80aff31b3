"""Stores keep what they are given, once, whoever writes and whatever ends."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.environment import EnvironmentConfig, Episode, EpisodeStatus
from coe.errors import RunStoreError, UsageError
from coe.evaluation import Draft, Run, evaluate, open_run, open_store
from coe.evaluation.export import export_jsonl, export_parquet, to_pandas
from coe.messages import FinishReason, Reply
from coe.rollout import run_episodes
from tests.evaluation.sums import SUMS, config, right, sums

ROOT = Path(__file__).parents[2]
SOLVER = """
import sys, time
sys.path.insert(0, {root!r})
from coe.agents import create_agent
from coe.evaluation import evaluate, open_store
from tests.evaluation.sums import config, right, sums

def slowly(messages):
    time.sleep(0.05)
    return right(messages)

run = open_store({place!r}, create=True).begin("main", config())
print("begun", flush=True)
evaluate(create_agent("scripted", replies=slowly), run, config(), sums(), batch_size=1)
"""


def solver(place: str) -> subprocess.Popen[str]:
    program = SOLVER.format(root=str(ROOT), place=place)
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)


def an_episode() -> Episode:
    seed = config().decoding.sampling.seed
    return next(run_episodes(create_agent("scripted", replies=right), sums()[:1], seed=seed))


def test_episodes_come_back_whole(run: Run) -> None:
    stored = {episode.problem.id: episode for episode in open_run(run.store.place).episodes()}
    assert stored.keys() == {problem.id for problem in SUMS}
    episode = an_episode()
    kept = stored[episode.problem.id]
    assert replace(kept, turns=()) == replace(episode, turns=())
    assert [turn.observation for turn in kept.turns] == [turn.observation for turn in episode.turns]


def test_provenance_stands_beside_every_episode(run: Run) -> None:
    for _, made_with in run.records():
        assert {"versions", "git_commit", "machine", "prompt_hash", "started"} <= made_with.keys()


def test_pages_hold_every_record_once(run: Run) -> None:
    ids = [record["problem"]["id"] for record, _ in run.records(page=5)]
    assert sorted(ids) == sorted(problem.id for problem in SUMS)


def test_an_episode_is_stored_once(run: Run) -> None:
    assert run.add(an_episode()) is False
    assert run.counts() == {EpisodeStatus.SOLVED: len(SUMS)}


def test_a_failure_gives_way_and_never_takes_a_place(tmp_path: Path) -> None:
    run = open_store(str(tmp_path / "f.sqlite"), create=True).begin("main", config())
    broken = create_agent(
        "scripted", replies=lambda _: Reply("", finish_reason=FinishReason.ERROR, error="the server is down")
    )
    assert evaluate(broken, run, config(), sums()) == len(SUMS)
    assert run.counts() == {EpisodeStatus.FAILED: len(SUMS)}
    assert run.finished() == set()
    assert evaluate(create_agent("scripted", replies=right), run, config(), sums()) == len(SUMS)
    assert run.counts() == {EpisodeStatus.SOLVED: len(SUMS)}
    failed = next(run_episodes(broken, sums()[:1]))
    assert run.add(failed) is False


def test_another_configuration_is_refused_with_the_difference(run: Run) -> None:
    with pytest.raises(UsageError, match=r"environment\.max_steps: 15 in the store, 3 asked.*--out"):
        run.store.begin("main", config(environment=EnvironmentConfig(max_steps=3)))
    with pytest.raises(UsageError, match="draft: 'mistaken' in the store, 'empty' asked"):
        run.store.begin("main", config(draft=Draft.EMPTY))
    assert run.store.begin("other", config(draft=Draft.EMPTY)).counts() == {}


def test_runs_are_listed(run: Run) -> None:
    run.store.begin("second", config())
    assert [(info.name, sum(info.episodes.values())) for info in run.store.runs()] == [
        ("main", len(SUMS)), ("second", 0),
    ]  # fmt: skip


def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    place = str(tmp_path / "killed.sqlite")
    process = solver(place)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.25)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    run = open_store(place).begin("main", config())
    kept = len(run.finished())
    assert 0 < kept < len(SUMS)
    assert evaluate(create_agent("scripted", replies=right), run, config(), sums()) == len(SUMS) - kept
    assert run.counts() == {EpisodeStatus.SOLVED: len(SUMS)}


def test_two_processes_on_one_run_count_nothing_twice(tmp_path: Path) -> None:
    place = str(tmp_path / "two.sqlite")
    both = [solver(place), solver(place)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert open_run(place).counts() == {EpisodeStatus.SOLVED: len(SUMS)}


def test_a_locked_store_is_waited_for(run: Run) -> None:
    lock = sqlite3.connect(run.store.place, check_same_thread=False)
    lock.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, lock.rollback)
    release.start()
    assert run.add(replace(an_episode(), sample=7)) is True
    release.join()
    lock.close()


def test_a_store_that_stays_away_is_an_error(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "gone.sqlite"), create=True, patience=0.1)
    run = store.begin("main", config())
    lock = sqlite3.connect(store.place)
    lock.execute("BEGIN IMMEDIATE")
    store._engine.dispose()
    with pytest.raises(RunStoreError, match="locked"):
        run.add(an_episode())
    lock.rollback()
    lock.close()
    assert run.add(an_episode()) is True


def test_a_full_disk_says_so_and_keeps_what_is_there(run: Run) -> None:
    def shrink(connection: object) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()  # type: ignore[attr-defined]
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    run.store.transact(shrink)
    episode = an_episode()
    with pytest.raises(RunStoreError, match="full"):
        any(not run.add(replace(episode, sample=sample)) for sample in range(1, 200))
    assert len(open_run(run.store.place).facts()) >= len(SUMS)


@pytest.mark.parametrize("spec", ["", "#x", "file#"])
def test_a_spec_without_parts_is_refused(spec: str) -> None:
    with pytest.raises(UsageError, match="names no run"):
        open_run(spec)


def test_what_is_no_store_is_refused(tmp_path: Path, run: Run) -> None:
    with pytest.raises(UsageError, match="there is no run"):
        open_run(str(tmp_path / "nothing.sqlite"))
    text = tmp_path / "text.sqlite"
    text.write_text("not a database at all, whatever its name says" * 100)
    with pytest.raises(UsageError, match="not a store of runs"):
        open_run(str(text))
    empty = tmp_path / "empty.sqlite"
    sqlite3.connect(empty).close()
    empty.touch()
    with pytest.raises(UsageError, match="not a store of runs"):
        open_run(str(empty))
    with pytest.raises(UsageError, match="holds no run 'x'; it holds: main"):
        open_run(run.store.place + "#x")
    with pytest.raises(UsageError, match="mysql"):
        open_store("mysql://localhost/x")
    with pytest.raises(UsageError, match="is a folder"):
        open_store(str(tmp_path), create=True)


def test_another_version_is_refused(run: Run) -> None:
    connection = sqlite3.connect(run.store.place)
    connection.execute("UPDATE coe_schema SET version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(UsageError, match="version 99"):
        open_run(run.store.place)


def test_exports(run: Run, tmp_path: Path) -> None:
    frames = pytest.importorskip("pandas")
    table = to_pandas(run)
    assert len(table) == len(SUMS)
    assert table["solved"].all()
    assert export_jsonl(run, tmp_path / "run.jsonl") == len(SUMS)
    rows = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text("utf-8").splitlines()]
    assert all(Episode.from_dict(_episode_part(row)).solved for row in rows)
    assert export_parquet(run, tmp_path / "run.parquet") == len(SUMS)
    assert frames.read_parquet(tmp_path / "run.parquet")["steps"].tolist() == table["steps"].tolist()
    with pytest.raises(UsageError, match="cannot write"):
        export_jsonl(run, tmp_path / "no" / "run.jsonl")


def _episode_part(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in ("run", "run_config", "provenance")}


def test_postgresql_takes_many_writers_and_a_killed_one(postgres: str) -> None:
    writers = [solver(postgres) for _ in range(3)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "begun\n"
    writers[0].kill()
    assert [writer.wait(60) for writer in writers[1:]] == [0, 0]
    run = open_run(postgres)
    assert run.counts() == {EpisodeStatus.SOLVED: len(SUMS)}
    assert len(run.facts()) == len(list(run.episodes())) == len(SUMS)
    with pytest.raises(UsageError, match="max_steps"):
        run.store.begin("main", config(environment=EnvironmentConfig(max_steps=3)))
