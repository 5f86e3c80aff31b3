"""Where runs are kept: a SQLite file, or a PostgreSQL database that many machines write to at once.

Each finished episode is a transaction of its own, so whatever ends a process loses no finished episode. An
episode has one place, (run, problem, sample), which the database itself keeps unique: two processes on one
run may do work twice but never count it twice. An episode that failed on our side leaves its place to a later
one.

A run is named `STORE` or `STORE#NAME`, where STORE is a file or a postgresql:// URL and NAME is `main` if it
is left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select, text
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from coe.environment import EpisodeStatus
from coe.errors import RunStoreError, UsageError, first_line
from coe.evaluation.configuration import RunConfig, Settings, refuse_changes
from coe.evaluation.provenance import provenance
from coe.evaluation.run import DEFAULT_RUN, Run, counts_of
from coe.evaluation.tables import SCHEMA, insert_for, metadata, runs, schema, sessions

PATIENCE = 60.0
"""Seconds to wait for a database that is locked or away before a run stops."""

# What the disk or the rights say no to will not pass by waiting.
_LASTING = (
    "readonly",
    "read-only",
    "is full",
    "no space left",
    "i/o error",
    "unable to open",
    "permission denied",
)
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
                RunInfo(row["name"], row["created"], row["config"], counts_of(connection, row["id"]))
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
            made_with = provenance(config.environment)
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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _first_line(error: Exception) -> str:
    return first_line(getattr(error, "orig", None) or error)
