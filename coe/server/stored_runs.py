"""`/runs`: stored evaluation runs, to browse."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query

from coe.evaluation import Run, RunStore, open_store
from coe.server.shown import shown_lines


def runs_router(place: str | None) -> APIRouter:
    """The routes over the store at `place`; an empty list where there is none.

    Raises:
        UsageError: it is no store.
        RunStoreError: it does not answer.
    """
    store = None if place is None else open_store(place)
    router = APIRouter(prefix="/runs", tags=["runs"])

    @router.get("")
    def runs() -> list[dict[str, Any]]:
        """Every run: name, agent, tasks, episodes by status."""
        infos = [] if store is None else store.runs()
        return [
            {
                "name": info.name, "created": info.created, "config": info.config,
                "episodes": {status.value: n for status, n in info.episodes.items()},
            }
            for info in infos
        ]  # fmt: skip

    @router.get("/{name}/episodes")
    def episodes(
        name: str,
        offset: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> list[dict[str, Any]]:
        """Episodes of a run, in figures."""
        facts = _run(store, name).facts()[offset : offset + limit]
        return [
            {
                "problem_id": row.problem_id, "sample": row.sample, "family": row.family,
                "status": row.status.value, "steps": row.steps, "tokens": row.tokens,
            }
            for row in facts
        ]  # fmt: skip

    @router.get("/{name}/episodes/{problem_id}/{sample}")
    def episode(name: str, problem_id: str, sample: int) -> dict[str, Any]:
        """One episode, state by state."""
        found = _run(store, name).episode(problem_id, sample)
        if found is None:
            raise HTTPException(404, "no such episode")
        states: list[dict[str, Any]] = [
            {"edit": None, "lines": shown_lines(found.initial_lines, found.initial_verdicts)}
        ]
        states += [
            {
                "edit": turn.edit or turn.reply,
                "error": turn.error,
                "lines": shown_lines(turn.lines, turn.verdicts),
            }
            for turn in found.turns
        ]
        return {"problem": found.problem.statement, "status": found.status.value, "states": states}

    return router


def _run(store: RunStore | None, name: str) -> Run:
    if store is None:
        raise HTTPException(404, "this service shows no runs; start it with --runs STORE")
    if name not in {info.name for info in store.runs()}:
        raise HTTPException(404, f"no run {name!r}")
    return store.run(name)
