"""The routes of the service."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

import coe
from coe.agents.protocol import Agent, Identified
from coe.assets import katex_script, katex_style, lines_script, lines_style
from coe.dsl import Draft
from coe.environment import EnvironmentConfig, Feedback
from coe.errors import CoeError, EditApplyError, UsageError
from coe.problem import Problem
from coe.rollout import Start
from coe.server import schemas
from coe.server.cache import Events, answer_key, open_cache
from coe.server.config import ServerConfig
from coe.server.figures import Counting, Figures
from coe.server.guards import PAGE_POLICY, Guards
from coe.server.lanes import Full, Lanes, Stopped, Ticket
from coe.server.process_lanes import ProcessLanes
from coe.server.shown import end_event, read_as, shown_lines, turn_event
from coe.server.stored_runs import runs_router
from coe.server.tutor import advise, answer_of
from coe.tasks.examples import EXAMPLES
from coe.verifier import explain, verify

MakeAgent = Callable[[], Agent]

_RETRY_SECONDS = 2
_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": schemas.Problem} for status in (401, 413, 422, 429, 503, 504)
}


@dataclass(slots=True)
class _Job:
    """A request being solved: its events arrive here from the lane's thread."""

    events: asyncio.Queue[dict[str, Any]]
    ticket: Ticket


class Service:
    """What the routes share.

    Args:
        agents: by the name that a request gives; the first answers where it gives none.
        config: settings.
        makers: of agents that worker processes make for themselves.
    """

    def __init__(
        self, agents: Mapping[str, Agent], config: ServerConfig, makers: Mapping[str, MakeAgent]
    ) -> None:
        self.config = config
        # Before the lanes: they start processes, which a cache that does not answer would leave running.
        self.cache = open_cache(config.cache_url, config.cache_seconds, config.cache_size)
        self.lanes = {name: _lanes(agent, makers.get(name), config) for name, agent in agents.items()}
        self.decoding = config.decoding.to_dict()
        self.figures = Figures(
            lambda: self.open, lambda: [pid for lanes in self.lanes.values() for pid in lanes.pids]
        )
        self.identities = {
            name: dict(agent.identity) if isinstance(agent, Identified) else {"name": agent.name}
            for name, agent in agents.items()
        }

    @property
    def open(self) -> int:
        """Requests in work or waiting."""
        return sum(lanes.open for lanes in self.lanes.values())

    def agent_of(self, request: schemas.SolveRequest) -> str:
        """The agent that a request asks for.

        Raises:
            HTTPException: 422, there is none of that name.
        """
        name = request.agent or next(iter(self.lanes))
        if name not in self.lanes:
            raise HTTPException(422, f"unknown agent {name!r}; here are {', '.join(self.lanes)}")
        return name

    def stop(self) -> None:
        """Take no more requests, and wait for those in work."""
        for lanes in self.lanes.values():
            lanes.stop()

    def start_of(self, request: schemas.SolveRequest) -> Start:
        """What a request asks for.

        Raises:
            HTTPException: 422, it does not fit together.
        """
        config = self.config
        if request.feedback == "outcome" and request.truth is None:
            raise HTTPException(422, "feedback outcome needs a truth to compare with")
        if request.max_steps > config.max_steps:
            raise HTTPException(422, f"max_steps is at most {config.max_steps} here")
        if len(request.initial) > config.lines:
            raise HTTPException(422, f"a draft has at most {config.lines} lines here")
        try:
            lines = Draft.from_lines(request.initial).lines
        except EditApplyError as error:
            raise HTTPException(422, f"initial: {error}") from error
        problem = Problem(" ".join(request.problem.split()), answer=request.truth, source="service")
        settings = EnvironmentConfig(feedback=Feedback(request.feedback), max_steps=request.max_steps)
        return Start(problem, lines, sample=0, config=settings)

    async def events(self, request: schemas.SolveRequest) -> AsyncIterator[dict[str, Any]]:
        """start, a turn for each edit, end; from the cache where they are known.

        Raises:
            HTTPException: before the first event: 422, 429, 503.
        """
        start = self.start_of(request)
        agent = self.agent_of(request)
        key, known = "", None
        if self.cache is not None:
            key = answer_key(self.identities[agent], self.decoding, request.model_dump())
            known = await run_in_threadpool(self.cache.get, key)
        if known is not None:
            self.figures.cache_hits.inc()
            for event in known:
                yield event
            return
        kept: Events = []
        async for event in self._play(agent, start):
            kept.append(event)
            yield event
        if self.cache is not None and kept[-1]["event"] == "end" and kept[-1]["result"]["status"] != "failed":
            await run_in_threadpool(self.cache.put, key, kept)

    async def _play(self, agent: str, start: Start) -> AsyncIterator[dict[str, Any]]:
        job = self._submit(agent, start)
        deadline = time.monotonic() + self.config.seconds
        try:
            while True:
                left = deadline - time.monotonic()
                try:
                    event = await asyncio.wait_for(job.events.get(), max(0.0, left))
                except TimeoutError:
                    yield {
                        "event": "error",
                        "status": 504,
                        "detail": f"not solved in {self.config.seconds:g} s",
                    }
                    return
                before = event.pop("before", None)
                if before is not None:
                    yield before
                if event["event"] == "end":
                    self.figures.note(event["result"])
                    yield event
                    return
                yield event
        finally:
            job.ticket.cancelled.set()

    def _submit(self, agent: str, start: Start) -> _Job:
        loop = asyncio.get_running_loop()
        events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

        def send(event: dict[str, Any]) -> None:
            try:
                loop.call_soon_threadsafe(events.put_nowait, event)
            except RuntimeError:
                return  # the service has ended; nobody is waiting any more

        ticket = Ticket(start, send)
        try:
            self.lanes[agent].submit(ticket)
        except Full:
            raise HTTPException(
                429, "too many requests at once; try again", headers={"Retry-After": str(_RETRY_SECONDS)}
            ) from None
        except Stopped:
            raise HTTPException(503, "the service is ending") from None
        return _Job(events, ticket)

    async def solved(self, request: schemas.SolveRequest) -> dict[str, Any]:
        """The result of a request.

        Raises:
            HTTPException: 422, 429, 503, 504.
        """
        last: dict[str, Any] = {}
        async for event in self.events(request):
            last = event
        if last.get("event") != "end":
            raise HTTPException(last.get("status", 500), last.get("detail", "no result"))
        result: dict[str, Any] = last["result"]
        return result


def _lanes(agent: Agent, make_agent: MakeAgent | None, config: ServerConfig) -> Lanes | ProcessLanes:
    shared: dict[str, Any] = {
        "batch_size": config.batch_size, "waiting": config.waiting, "show_turn": turn_event,
        "show_episode": end_event,
    }  # fmt: skip
    if make_agent is None or config.workers == 1:
        return Lanes(agent, config.decoding, **shared)
    return ProcessLanes(make_agent, config.decoding, workers=config.workers, **shared)


def create_app(
    agents: Mapping[str, Agent],
    config: ServerConfig | None = None,
    makers: Mapping[str, MakeAgent] | None = None,
) -> FastAPI:
    """The service as an ASGI application.

    Args:
        agents: by name; the first mends for `/feedback` and answers where a request names none.
        config: settings; the defaults listen to this machine alone.
        makers: functions that can be pickled and make agents of `agents` once more, by name: where
            `config.workers` is above 1, those play in so many processes.

    Raises:
        UsageError: a cache or a store that does not answer.
        CoeError: a process cannot make its agent.
    """
    config = config or ServerConfig()
    runs = runs_router(config.runs)
    service = Service(agents, config, makers or {})

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(service.stop)

    app = FastAPI(
        title="coe",
        version=coe.__version__,
        summary="Mathematics solved by editing: every line is judged.",
        lifespan=lifespan,
        responses=_ERRORS,
    )
    app.state.service = service
    app.add_middleware(Guards, config=service.config)
    app.add_middleware(Counting, figures=service.figures)
    app.exception_handler(CoeError)(_told)
    _solving_routes(app, service)
    _judging_routes(app, service)
    _watching_routes(app, service)
    _page_routes(app)
    app.include_router(runs)
    return app


def _solving_routes(app: FastAPI, service: Service) -> None:
    @app.post("/solve", response_model=schemas.SolveAnswer, tags=["solve"])
    async def solve(request: schemas.SolveRequest) -> Any:
        """Solve a problem, or mend a draft; the answer comes when the episode has ended."""
        # A `SolveAnswer` already, made where it was played: not to be checked and written a second time.
        return JSONResponse(await service.solved(request))

    @app.post("/solve/stream", tags=["solve"], response_class=StreamingResponse)
    async def stream(request: schemas.SolveRequest) -> StreamingResponse:
        """The same as server-sent events: `start`, a `turn` for each edit, `end` (or `error`)."""
        events = service.events(request)
        first = await anext(events)  # so that a refusal has its own status

        async def messages() -> AsyncIterator[str]:
            yield _message(first)
            async for event in events:
                yield _message(event)

        return StreamingResponse(messages(), media_type="text/event-stream")


def _judging_routes(app: FastAPI, service: Service) -> None:
    @app.post("/verify", response_model=schemas.VerifyAnswer, tags=["judge"])
    async def judge(request: schemas.VerifyRequest) -> schemas.VerifyAnswer:
        """Judge every line of a solution, with an explanation of each."""
        return await run_in_threadpool(_verified, request)

    @app.post("/feedback", response_model=schemas.FeedbackAnswer, tags=["judge"])
    async def feedback(request: schemas.FeedbackRequest) -> schemas.FeedbackAnswer:
        """Tutor a student: the first wrong line, why, a hint, the mended solution, skills to practise."""
        problem = request.problem or request.question
        if problem is None:
            raise HTTPException(422, "give problem and attempt, or question and response")
        attempt = [line for line in request.attempt or (request.response or "").splitlines() if line.strip()]
        truth = request.truth
        if truth is None and request.rationale:
            truth = await run_in_threadpool(answer_of, request.rationale)
        advice = await run_in_threadpool(advise, problem, tuple(attempt), truth)
        mended = None
        if advice.right is not True:
            asked = schemas.SolveRequest(
                problem=problem, initial=attempt, truth=truth, max_steps=request.max_steps
            )
            result = await service.solved(asked)
            if result["status"] in ("solved", "consistent"):
                mended = result["lines"]
        return schemas.FeedbackAnswer(
            right=advice.right, first_wrong=advice.first_wrong, why=advice.why, hint=advice.hint,
            mended=mended, skills=list(advice.skills),
        )  # fmt: skip


def _watching_routes(app: FastAPI, service: Service) -> None:
    @app.get("/health", tags=["watch"])
    async def health() -> dict[str, Any]:
        """Whether the service is there, and what answers."""
        return {
            "status": "ok",
            "agents": list(service.lanes),
            "version": coe.__version__,
            "queue": service.open,
        }

    @app.get("/metrics", tags=["watch"], response_class=Response)
    async def metrics() -> Response:
        """Requests, latency, tokens, queue, cache hits and memory, as Prometheus reads them."""
        return Response(service.figures.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    @app.get("/examples", tags=["solve"])
    async def examples() -> list[dict[str, Any]]:
        """Problems to try, with a wrong draft of each."""
        return [
            {
                "name": name,
                "problem": problem.statement,
                "initial": list(problem.drafts[0]) if problem.drafts else [],
            }
            for name, problem in EXAMPLES.items()
        ]


def _page_routes(app: FastAPI) -> None:
    folder = files("coe.server").joinpath("static")
    texts = {
        "/": ("text/html", folder.joinpath("index.html").read_text("utf-8")),
        "/static/app.js": ("text/javascript", folder.joinpath("app.js").read_text("utf-8")),
        "/static/app.css": ("text/css", lines_style() + folder.joinpath("app.css").read_text("utf-8")),
        "/static/lines.js": ("text/javascript", lines_script()),
        "/static/katex.js": ("text/javascript", katex_script()),
        "/static/katex.css": ("text/css", katex_style()),
    }

    def serve(path: str, media_type: str, text: str) -> None:
        async def file() -> Response:
            return Response(text, media_type=media_type, headers={"Content-Security-Policy": PAGE_POLICY})

        app.add_api_route(path, file, methods=["GET"], include_in_schema=False)

    for path, (media_type, text) in texts.items():
        serve(path, media_type, text)


def _verified(request: schemas.VerifyRequest) -> schemas.VerifyAnswer:
    statement, lines = " ".join(request.problem.split()), tuple(request.lines)
    report = verify(statement, lines, request.truth)
    reasons = explain(statement, lines, request.truth, report)
    return schemas.VerifyAnswer(
        outcome=report.outcome.value,
        read_as=report.read_as or read_as(statement),
        answer=report.answer_text,
        answer_verdict=report.answer.value,
        first_wrong=report.first_invalid,
        lines=shown_lines(lines, report.lines, reasons),
    )


async def _told(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, 422 if isinstance(error, UsageError) else 503)


def _message(event: dict[str, Any]) -> str:
    # JSON has no line break of its own, so an event is one data line whatever a model wrote.
    return f"event: {event['event']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
