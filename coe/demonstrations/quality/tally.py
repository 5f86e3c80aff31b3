"""Counts over a batch of demonstrations: replayed, broken down, tokenized, fingerprinted. Tallies add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from coe.demonstrations.formats import METHOD, Row
from coe.demonstrations.quality.near import Signature, signature
from coe.demonstrations.replay import RecordedTurn, fault_of, first_state, turns_of
from coe.demonstrations.rows import Recorded
from coe.environment import Method
from coe.errors import CoeError

KEY_BYTES = 8
SHOWN = 20
_BUCKET = 16


@dataclass(frozen=True, slots=True)
class Batch:
    """Demonstrations to look at together; picklable.

    Args:
        demonstrations: with their rows.
        tokenizer: a tokenizer.json.
        sampled: for each, whether near duplicates of it are looked for.
        statements: also fingerprint every statement, to compare them with evaluation sets.
    """

    demonstrations: tuple[Recorded, ...]
    tokenizer: Path
    sampled: tuple[bool, ...]
    statements: bool


@dataclass(slots=True)
class Tally:
    """Counts; `counts` holds one Counter for each thing that is broken down.

    Args:
        demonstrations, rows, replayed: how many.
        faults: the first demonstrations that do not replay, with the place and the reason.
        counts: "family", "mistake", "command", "turns", "difficulty", "start", "feedback", "split",
            "mistakes a draft", "path", "state tokens" (lower ends of buckets).
        tokens: "states" and "commands" of the turns to be learned, "instructions" once a row; totals.
        keys: a hash of statement, starting lines and settings of each demonstration, one after the other.
        problems: split -> a hash of each demonstration's statement.
        near: (place, signature) of the sampled demonstrations.
        statements: (place, statement, signature) of every demonstration, where asked for.
    """

    demonstrations: int = 0
    rows: int = 0
    replayed: int = 0
    faults: list[str] = field(default_factory=list)
    counts: dict[str, Counter[Any]] = field(default_factory=dict)
    tokens: Counter[str] = field(default_factory=Counter)
    keys: bytearray = field(default_factory=bytearray)
    problems: dict[str, bytearray] = field(default_factory=dict)
    near: list[tuple[str, Signature]] = field(default_factory=list)
    statements: list[tuple[str, str, Signature]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in another tally, whose demonstrations come after these."""
        for item in fields(self):
            mine, theirs = getattr(self, item.name), getattr(other, item.name)
            if item.name == "counts":
                for name, counter in theirs.items():
                    self.counts.setdefault(name, Counter()).update(counter)
            elif item.name == "problems":
                for split, keys in theirs.items():
                    self.problems.setdefault(split, bytearray()).extend(keys)
            elif isinstance(mine, Counter):
                mine.update(theirs)
            else:
                setattr(self, item.name, mine + theirs)
        del self.faults[SHOWN:]

    def count(self, name: str, value: object, times: int = 1) -> None:
        """Add to a breakdown."""
        self.counts.setdefault(name, Counter())[value] += times


def measure(batch: Batch) -> Tally:
    """The tally of a batch: every row of it goes through the environment."""
    tally = Tally()
    for recorded, sampled in zip(batch.demonstrations, batch.sampled, strict=True):
        _take(tally, recorded, batch, sampled)
    return tally


def _take(tally: Tally, recorded: Recorded, batch: Batch, sampled: bool) -> None:
    tally.demonstrations += 1
    tally.rows += len(recorded.rows)
    fault = fault_of(recorded)
    tally.replayed += fault is None
    if fault is not None and len(tally.faults) < SHOWN:
        tally.faults.append(f"{recorded.place}: {fault}")
    try:
        turns = turns_of(recorded)
        statement, lines = first_state(recorded)
    except (CoeError, IndexError):
        # Rows without that shape are counted as not replayed, and there is nothing more to count.
        return
    _break_down(tally, recorded, turns)
    _count_tokens(tally, [turn for turn in turns if turn.learned], batch.tokenizer)
    tally.tokens["instructions"] += _length(batch.tokenizer, turns[0].system) * len(recorded.rows)
    row = recorded.rows[0]
    tally.keys += key_of(row, statement, lines)
    tally.problems.setdefault(str(row["split"]), bytearray()).extend(fingerprint(normal(statement)))
    if sampled:
        tally.near.append((recorded.place, signature("\n".join((statement, *lines)))))
    if batch.statements:
        tally.statements.append((recorded.place, normal(statement), signature(statement)))


def _break_down(tally: Tally, recorded: Recorded, turns: list[RecordedTurn]) -> None:
    row = recorded.rows[0]
    for name in ("family", "difficulty", "start", "feedback", "split"):
        tally.count(name, row[name])
    tally.count("turns", row["turns"])
    tally.count("mistakes a draft", len(row["mistakes"]))
    for kind in row["mistakes"]:
        tally.count("mistake", kind)
    for turn in turns:
        if turn.learned and row.get(METHOD, Method.COE) == Method.COE:
            tally.count("command", turn.reply.partition(" ")[0])
    left_out = row["turns"] - sum(turn.learned for turn in turns)
    tally.count("path", "pushed off and mended" if left_out else "straight")


def _count_tokens(tally: Tally, turns: list[RecordedTurn], tokenizer: Path) -> None:
    if not turns:
        return
    encode = _tokenizer(tokenizer).encode_batch_fast
    states = [len(one) for one in encode([turn.state for turn in turns], add_special_tokens=False)]
    tally.tokens["states"] += sum(states)
    tally.tokens["commands"] += sum(
        len(one) for one in encode([turn.reply for turn in turns], add_special_tokens=False)
    )
    for length in states:
        tally.count("state tokens", length // _BUCKET * _BUCKET)


@cache
def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))


@lru_cache(maxsize=16)
def _length(tokenizer: Path, text: str) -> int:
    return len(_tokenizer(tokenizer).encode(text, add_special_tokens=False))


def key_of(row: Row, statement: str, lines: tuple[str, ...]) -> bytes:
    """Equal for demonstrations that start from the same draft of the same problem under the same settings."""
    settings = f"{row['feedback']} {row['calculator']}"
    return fingerprint("\n".join((settings, statement, *lines)))


def normal(statement: str) -> str:
    """A statement for comparison: case and blank space do not count."""
    return " ".join(statement.casefold().split())


def fingerprint(text: str) -> bytes:
    """A hash of `KEY_BYTES` bytes."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=KEY_BYTES).digest()


def fingerprints(keys: bytes | bytearray) -> Iterator[bytes]:
    """The hashes of a string of them."""
    for start in range(0, len(keys), KEY_BYTES):
        yield bytes(keys[start : start + KEY_BYTES])
