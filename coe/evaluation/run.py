"""One run in a store: its episodes, added and read back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, select

from coe.environment import Episode, EpisodeStatus
from coe.evaluation.configuration import Settings
from coe.evaluation.facts import EpisodeFacts, facts_of
from coe.evaluation.provenance import Provenance
from coe.evaluation.tables import episodes, insert_for, sessions

if TYPE_CHECKING:
    from coe.evaluation.store import RunStore

DEFAULT_RUN = "main"
_FACTS = tuple(field.name for field in fields(EpisodeFacts))


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
        return self.store.transact(lambda connection: counts_of(connection, self.id))

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


def counts_of(connection: Connection, run: int) -> dict[EpisodeStatus, int]:
    """Stored episodes of a run by status."""
    wanted = (
        select(episodes.c.status, func.count()).where(episodes.c.run_id == run).group_by(episodes.c.status)
    )
    return {EpisodeStatus(status): count for status, count in connection.execute(wanted)}
