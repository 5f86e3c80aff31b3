"""Where runs are kept: a SQLite file, or a PostgreSQL database that many machines write to at once.

Each finished episode is a transaction of its own, so whatever ends a process loses no finished episode. An
episode has one place, (run, problem, sample), which the database itself keeps unique: two processes on one
run may do work twice but never count it twice. An episode that failed on our side leaves its place to a later
one.

A run is named `STORE` or `STORE#NAME`, where STORE is a file or a postgresql:// URL and NAME is `main` if it
is left out.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Insert, Select, create_engine, event, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from coe.environment import Episode, EpisodeStatus
from coe.errors import RunStoreError, UsageError
from coe.evaluation.configuration import RunConfig, Settings, refuse_changes
from coe.evaluation.facts import EpisodeFacts, facts_of
from coe.evaluation.provenance import Provenance, provenance
from coe.evaluation.tables import SCHEMA, episodes, metadata, runs, schema, sessions

DEFAULT_RUN = "main"
PATIENCE = 60.0
"""Seconds to wait for a database that is locked or away before a run stops."""

_FACTS = tuple(field.name for field in fields(EpisodeFacts))
# What the disk or the rights say no to will not pass by waiting.
_LASTING = ("readonly", "read-only", "disk is full", "no space left", "unable to open", "permission denied")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A run in a list.

    Args:
        name: in its store.
        created: UTC, ISO 8601.
        config: its settings.
        episodes: stored ones by status.
    """

    name: str
    created: str
    config: Settings
    episodes: Mapping[EpisodeStatus, int]


class RunStore:
    """An open store. Use `open_store`."""

    def __init__(self, engine: Engine, place: str, patience: float = PATIENCE) -> None:
        self.place = place
        self._engine = engine
        self._patience = patience

    def runs(self) -> list[RunInfo]:
        """Every run, oldest first.

        Raises:
            RunStoreError: the store does not answer.
        """

        def read(connection: Connection) -> list[RunInfo]:
            found = connection.execute(select(runs).order_by(runs.c.id)).mappings().all()
            return [
                RunInfo(row["name"], row["created"], row["config"], _counts(connection, row["id"]))
                for row in found
            ]

        return self.transact(read)

    def run(self, name: str = DEFAULT_RUN) -> Run:
        """A run that is there.

        Raises:
            UsageError: it is not.
            RunStoreError: the store does not answer.
        """

        def read(connection: Connection) -> Run:
            row = connection.execute(select(runs).where(runs.c.name == name)).mappings().first()
            if row is None:
                known = ", ".join(connection.scalars(select(runs.c.name).order_by(runs.c.id)))
                raise UsageError(f"{self.place} holds no run {name!r}; it holds: {known or 'none'}")
            return Run(self, row["id"], name, row["config"])

        return self.transact(read)

    def begin(self, name: str, config: RunConfig) -> Run:
        """The run, new or to go on with.

        Raises:
            UsageError: it is there with another configuration; the message has the differences.
            RunStoreError: the store does not answer.
        """
        settings = config.to_dict()

        def write(connection: Connection) -> Run:
            wanted = select(runs.c.id, runs.c.config).where(runs.c.name == name)
            if connection.execute(wanted).first() is None:
                row = {"name": name, "created": _now(), "config": settings}
                connection.execute(insert_for(connection, runs).values(**row).on_conflict_do_nothing())
            found = connection.execute(wanted).one()
            refuse_changes(found.config, settings, f"{self.place}#{name}")
            made_with = provenance(calculator=config.environment.calculator)
            session = insert(sessions).values(run_id=found.id, started=_now(), provenance=made_with)
            key = connection.scalar(session.returning(sessions.c.id))
            return Run(self, found.id, name, found.config, key)

        return self.transact(write)

    def transact(self, action: Callable[[Connection], _T], patience: float | None = None) -> _T:
        """What `action` returns, in one transaction; waits while the database is locked or away, at most
        `patience` seconds (by default the store's).

        Raises:
            RunStoreError: it stays so for longer than the store's patience, or refuses for good.
        """
        # A monotonic clock: nothing is waited for longer because the date was changed.
        deadline = time.monotonic() + (self._patience if patience is None else patience)
        pause = 0.05
        while True:
            try:
                with self._engine.begin() as connection:
                    return action(connection)
            except OperationalError as error:
                said = str(error.orig).lower()
                if any(words in said for words in _LASTING) or time.monotonic() + pause > deadline:
                    raise RunStoreError(f"{self.place}: {_first_line(error)}") from error
            except SQLAlchemyError as error:
                raise RunStoreError(f"{self.place}: {_first_line(error)}") from error
            time.sleep(pause)
            pause = min(2 * pause, 2.0)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()


@dataclass(frozen=True, slots=True)
class Run:
    """A run in a store.

    Args:
        store: that holds it.
        id: in the store.
        name: as typed.
        config: its settings.
        session: under which this process writes; None where it only reads.
    """

    store: RunStore
    id: int
    name: str
    config: Settings
    session: int | None = None

    @property
    def label(self) -> str:
        """Store and name, as a reader types it."""
        return self.store.place if self.name == DEFAULT_RUN else f"{self.store.place}#{self.name}"

    @property
    def revealed(self) -> bool:
        """Whether its agent was shown the reference answers: said wherever its figures are."""
        environment = self.config.get("environment")
        return isinstance(environment, Mapping) and bool(environment.get("reveal_truth"))

    def add(self, episode: Episode) -> bool:
        """Store a finished episode; whether it was not there yet.

        One that failed on our side gives way to one that did not, and never the other way round.

        Raises:
            RunStoreError: the store does not answer; the episode is not stored.
        """
        facts = asdict(facts_of(episode))
        facts["status"] = episode.status.value
        row = {
            **facts,
            "run_id": self.id,
            "session_id": self.session,
            "record": json.dumps(episode.to_dict(), ensure_ascii=False),
        }

        def write(connection: Connection) -> bool:
            statement = insert_for(connection, episodes).values(**row)
            failed = episodes.c.status == EpisodeStatus.FAILED.value
            changed = {
                name: statement.excluded[name]
                for name in row
                if name not in ("run_id", "problem_id", "sample")
            }
            statement = statement.on_conflict_do_update(
                index_elements=["run_id", "problem_id", "sample"], set_=changed, where=failed
            )
            return bool(connection.execute(statement).rowcount)

        return self.store.transact(write)

    def finished(self) -> set[tuple[str, int]]:
        """(problem, sample) of every episode that need not be run again."""
        wanted = select(episodes.c.problem_id, episodes.c.sample).where(
            episodes.c.run_id == self.id, episodes.c.status != EpisodeStatus.FAILED.value
        )
        return self.store.transact(
            lambda connection: {(row.problem_id, row.sample) for row in connection.execute(wanted)}
        )

    def counts(self) -> dict[EpisodeStatus, int]:
        """Stored episodes by status."""
        return self.store.transact(lambda connection: _counts(connection, self.id))

    def facts(self) -> list[EpisodeFacts]:
        """The flat row of every episode, in the order of problem and sample: the order of storing says only
        who was quicker."""
        wanted = self._episodes(*(episodes.c[name] for name in _FACTS))

        def read(connection: Connection) -> list[EpisodeFacts]:
            rows = connection.execute(wanted).mappings()
            return [EpisodeFacts(**{**row, "status": EpisodeStatus(row["status"])}) for row in rows]

        return self.store.transact(read)

    def records(self, page: int = 200) -> Iterator[tuple[dict[str, Any], Provenance]]:
        """(episode record, provenance) of every episode, read `page` at a time."""
        known = self._provenances()
        last = ("", -1)
        while rows := self._page(last, page):
            for row in rows:
                yield json.loads(row.record), known[row.session_id]
            last = (rows[-1].problem_id, rows[-1].sample)

    def episodes(self) -> Iterator[Episode]:
        """Every episode.

        Raises:
            ProblemError: a record cannot be read.
        """
        for record, _ in self.records():
            yield Episode.from_dict(record)

    def episode(self, problem_id: str, sample: int) -> Episode | None:
        """One episode, None where there is none.

        Raises:
            ProblemError: its record cannot be read.
        """
        wanted = select(episodes.c.record).where(
            episodes.c.run_id == self.id, episodes.c.problem_id == problem_id, episodes.c.sample == sample
        )
        record = self.store.transact(lambda connection: connection.scalar(wanted))
        return None if record is None else Episode.from_dict(json.loads(record))

    def _page(self, last: tuple[str, int], size: int) -> list[Any]:
        problem, sample = episodes.c.problem_id, episodes.c.sample
        wanted = self._episodes(problem, sample, episodes.c.session_id, episodes.c.record).limit(size)
        wanted = wanted.where((problem > last[0]) | ((problem == last[0]) & (sample > last[1])))
        return self.store.transact(lambda connection: list(connection.execute(wanted)))

    def _provenances(self) -> dict[int, Provenance]:
        wanted = select(sessions.c.id, sessions.c.started, sessions.c.provenance).where(
            sessions.c.run_id == self.id
        )
        return self.store.transact(
            lambda connection: {
                row.id: {"started": row.started, **row.provenance} for row in connection.execute(wanted)
            }
        )

    def _episodes(self, *columns: Any) -> Select[Any]:
        wanted = select(*columns).where(episodes.c.run_id == self.id)
        return wanted.order_by(episodes.c.problem_id, episodes.c.sample)


def open_store(place: str, *, create: bool = False, patience: float = PATIENCE) -> RunStore:
    """The store in a SQLite file or at a postgresql:// URL.

    Args:
        place: file or URL.
        create: make the file or the tables where there are none.
        patience: seconds to wait for a database that is locked or away.

    Raises:
        UsageError: it is not there, or is no store.
        RunStoreError: it does not answer.
        MissingDependencyError: a package is not installed.
    """
    engine = _postgresql(place) if "://" in place else _sqlite(place, create, patience)
    store = RunStore(engine, place, patience)
    try:
        store.transact(lambda connection: _prepare(connection, place, create), patience=5.0)
    except RunStoreError as error:
        if isinstance(error.__cause__, DatabaseError) and "not a database" in str(error):
            raise UsageError(f"{place} is not a store of runs (no SQLite file)") from error
        raise
    return store


def open_run(spec: str) -> Run:
    """The run that `STORE` or `STORE#NAME` names, to read.

    Raises:
        UsageError, RunStoreError, MissingDependencyError: as `open_store` and `RunStore.run`.
    """
    place, name = split_spec(spec)
    return open_store(place).run(name)


def split_spec(spec: str) -> tuple[str, str]:
    """(store, name of the run) of `STORE` or `STORE#NAME`.

    Raises:
        UsageError: one of the two is empty.
    """
    place, mark, name = spec.partition("#")
    if not place or (mark and not name):
        raise UsageError(f"{spec!r} names no run; write FILE, FILE#NAME or postgresql://.../database#NAME")
    return place, name or DEFAULT_RUN


def insert_for(connection: Connection, table: Any) -> Any:
    """An insert that knows `on_conflict_...` of the database's dialect."""
    dialects: dict[str, Callable[[Any], Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    return dialects[connection.dialect.name](table)


def _sqlite(place: str, create: bool, patience: float) -> Engine:
    path = Path(place)
    if not create and not path.is_file():
        raise UsageError(f"there is no run {place}")
    if path.is_dir():
        raise UsageError(f"{place} is a folder; give a file in it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {path.parent}: {error.strerror or error}") from error
    engine = create_engine(f"sqlite+pysqlite:///{path}", connect_args={"timeout": min(5.0, patience)})

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _: object) -> None:
        # Readers do not stop the writer, and a commit outlives a killed process.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def _postgresql(place: str) -> Engine:
    scheme, _, rest = place.partition("://")
    if scheme not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise UsageError(f"no store at {scheme}://; give a file or a postgresql:// URL")
    from coe._optional import require

    require("psycopg", "postgres")
    try:
        return create_engine(f"postgresql+psycopg://{rest}", pool_pre_ping=True)
    except (SQLAlchemyError, ValueError) as error:
        raise UsageError(f"{place}: {_first_line(error)}") from error


def _prepare(connection: Connection, place: str, create: bool) -> None:
    """Make the tables where there are none; refuse those of another version."""
    if create and connection.dialect.name == "postgresql":
        # Two processes that make the same tables at once would stumble over each other.
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('coe_schema'))"))
    if not connection.dialect.has_table(connection, schema.name):
        if not create:
            raise UsageError(f"{place} is not a store of runs")
        metadata.create_all(connection)
    if create:
        connection.execute(insert_for(connection, schema).values(version=SCHEMA).on_conflict_do_nothing())
    version = connection.scalar(select(func.max(schema.c.version)))
    if version != SCHEMA:
        raise UsageError(f"{place} is a store of version {version}; this program reads {SCHEMA}")


def _counts(connection: Connection, run: int) -> dict[EpisodeStatus, int]:
    wanted = (
        select(episodes.c.status, func.count()).where(episodes.c.run_id == run).group_by(episodes.c.status)
    )
    return {EpisodeStatus(status): count for status, count in connection.execute(wanted)}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _first_line(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().partition("\n")[0]
