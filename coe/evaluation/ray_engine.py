"""A run on a Ray cluster: agents as actors, episodes to the store as they finish.

Each worker makes its own agent and plays a few starts at a time through the rollout loop; every episode
travels back and is stored at once. The episodes that a lost worker had not given back are played once more by
another one; those lost a second time are left, and the same command tries them again. The store counts
nothing twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from coe import __version__
from coe._optional import require
from coe.agents.protocol import Agent
from coe.demonstrations.ray_engine import RayEngine
from coe.environment import Episode
from coe.errors import CoeError
from coe.evaluation.configuration import RunConfig
from coe.evaluation.evaluate import left_of, play
from coe.evaluation.run import Run
from coe.rollout import Start

_STARTS = 16  # of a shard, at most: what a lost worker loses


@dataclass(slots=True)
class _Shard:
    """Starts that travel together.

    Args:
        starts: not given back yet.
        lost: workers that were lost with them.
    """

    starts: dict[tuple[str, int | None], Start]
    lost: int = 0


class _Worker:
    """An agent on some machine."""

    def __init__(self, make_agent: Callable[[], Agent]) -> None:
        self.agent = make_agent()

    def play(
        self, starts: Sequence[Start], config: RunConfig, batch_size: int
    ) -> Generator[tuple[str, Episode]]:
        for episode in play(self.agent, starts, config, batch_size):
            yield __version__, episode


def evaluate_on_ray(
    make_agent: Callable[[], Agent],
    run: Run,
    config: RunConfig,
    starts: Iterable[Start],
    *,
    address: str | None = None,
    workers: int | None = None,
    gpus: float = 0.0,
    batch_size: int = 32,
    on_episode: Callable[[Episode], None] | None = None,
) -> int:
    """As `coe.evaluation.evaluate`, on a cluster; the number of episodes played.

    Args:
        make_agent: called once in each worker; must be picklable.
        run: of `RunStore.begin`.
        config: as it was begun.
        starts: all of the run.
        address: of a running cluster; None starts one on this machine.
        workers: agents at once; None takes one for every core, or every GPU request that fits.
        gpus: that each worker asks for.
        batch_size: episodes in flight in a worker.
        on_episode: called with each episode after it is stored.

    Raises:
        UsageError: there is no cluster at the address.
        MissingDependencyError: Ray is not installed.
        CoeError: a worker has another version of this package, or cannot make its agent.
        RunStoreError: the store does not answer any more; what it held before is kept.
    """
    left = list(left_of(starts, run))
    if not left:
        return 0
    with RayEngine(address, workers) as cluster:
        driver = _Driver(make_agent, config, batch_size, cluster.workers, gpus)
        played = 0
        for episode in driver.episodes(left):
            run.add(episode)
            played += 1
            if on_episode is not None:
                on_episode(episode)
    return played


class _Driver:
    """Gives shards to workers and takes episodes back."""

    def __init__(
        self, make_agent: Callable[[], Agent], config: RunConfig, batch_size: int, workers: int, gpus: float
    ) -> None:
        self._ray = require("ray", "ray")
        self._make_agent, self._config, self._batch_size = make_agent, config, batch_size
        self._actor = self._ray.remote(num_cpus=1, num_gpus=gpus)(_Worker)
        self._most = workers
        self._idle: list[Any] = []
        self._busy: dict[Any, tuple[Any, _Shard]] = {}
        self._again: deque[_Shard] = deque()

    def episodes(self, starts: Iterable[Start]) -> Generator[Episode]:
        """Episodes as they come back from anywhere."""
        source = iter(starts)
        while True:
            while len(self._busy) < self._most and (shard := self._next(source)) is not None:
                self._send(shard)
            if not self._busy:
                return
            ready, _ = self._ray.wait(list(self._busy), num_returns=1)
            episode = self._take(ready[0])
            if episode is not None:
                yield episode

    def _next(self, source: Iterable[Start]) -> _Shard | None:
        if self._again:
            return self._again.popleft()
        starts = {(start.problem.id, start.sample): start for start in islice(source, _STARTS)}
        return _Shard(starts) if starts else None

    def _send(self, shard: _Shard) -> None:
        worker = self._idle.pop() if self._idle else self._actor.remote(self._make_agent)
        asked = worker.play.options(num_returns="streaming")
        self._busy[asked.remote(list(shard.starts.values()), self._config, self._batch_size)] = (
            worker,
            shard,
        )

    def _take(self, stream: Any) -> Episode | None:
        """The next episode of a worker; None where it has done its shard, or was lost."""
        worker, shard = self._busy[stream]
        errors = self._ray.exceptions
        try:
            version, episode = self._ray.get(next(stream))
        except StopIteration:
            del self._busy[stream]
            self._idle.append(worker)
            return None
        except errors.RayTaskError as error:
            raise _cause(error, "a Ray worker failed") from error
        except errors.ActorDiedError as error:
            if "creation task" in str(error):
                raise _cause(error, "a Ray worker could not make its agent") from error
            self._lost(stream, shard)
            return None
        except errors.RayError:
            self._lost(stream, shard)
            return None
        if version != __version__:
            raise CoeError(f"a worker has coe {version}, this machine {__version__}: install the same one")
        found: Episode = episode
        shard.starts.pop((found.problem.id, found.sample), None)
        return found

    def _lost(self, stream: Any, shard: _Shard) -> None:
        del self._busy[stream]
        shard.lost += 1
        if shard.lost < 2 and shard.starts:
            self._again.append(shard)


def _cause(error: Exception, what: str) -> CoeError:
    """Our own error where it was one, else one that says what Ray says."""
    cause = getattr(error, "cause", None)
    return cause if isinstance(cause, CoeError) else CoeError(f"{what}: {error}")
