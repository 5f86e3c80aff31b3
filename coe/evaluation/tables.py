"""The tables of a store, the same in SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Float,
    ForeignKey,
    Insert,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql, sqlite

SCHEMA = 1
"""Version of these tables; a store of another version is refused."""

metadata = MetaData()

# SQLite counts up only a plain INTEGER key.
_Key = BigInteger().with_variant(Integer(), "sqlite")

schema = Table("coe_schema", metadata, Column("version", Integer, primary_key=True))

runs = Table(
    "coe_runs",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("created", String(40), nullable=False),
    Column("config", JSON, nullable=False),
)

sessions = Table(
    "coe_sessions",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("run_id", _Key, ForeignKey("coe_runs.id"), nullable=False),
    Column("started", String(40), nullable=False),
    Column("provenance", JSON, nullable=False),
)

episodes = Table(
    "coe_episodes",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("run_id", _Key, ForeignKey("coe_runs.id"), nullable=False),
    Column("session_id", _Key, ForeignKey("coe_sessions.id"), nullable=False),
    Column("problem_id", String(32), nullable=False),
    Column("sample", Integer, nullable=False),
    Column("family", Text, nullable=False),
    Column("difficulty", Integer),
    Column("mistakes", Integer),
    Column("status", String(16), nullable=False),
    Column("steps", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("edits", Integer, nullable=False),
    Column("minimal_edits", Integer, nullable=False),
    Column("breaking", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("unchecked", Integer, nullable=False),
    Column("prompt_tokens", BigInteger, nullable=False),
    Column("completion_tokens", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("cost_usd", Float),
    Column("solved_turn", Integer),
    Column("record", Text, nullable=False),
    # One episode a problem and sample, however many processes write: nothing is counted twice.
    UniqueConstraint("run_id", "problem_id", "sample"),
)


def insert_for(connection: Connection, table: Any) -> Any:
    """An insert that knows `on_conflict_...` of the database's dialect."""
    dialects: dict[str, Callable[[Any], Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    return dialects[connection.dialect.name](table)
