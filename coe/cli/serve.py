"""`coe serve`: the service and its page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Annotated

import typer
from typer import Option

from coe.cli.agent_flags import make_agent, worker_count
from coe.cli.requests import takes
from coe.cli.sampling_flags import SamplingRequest, make_decoding


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeRequest(SamplingRequest):
    """What `coe serve` can be asked, besides the agent and how replies are drawn."""

    host: Annotated[str, Option(help="Address; any but this machine's own needs a key.")] = "127.0.0.1"
    port: Annotated[int, Option(min=1, max=65535)] = 8000
    service_key: Annotated[
        str | None,
        Option(
            envvar="COE_API_KEY",
            help="Key that requests must show; better in COE_API_KEY.",
            show_default=False,
        ),
    ] = field(default=None, repr=False)
    waiting: Annotated[int, Option(min=1, help="Most requests in work or waiting; then 429.")] = 256
    batch_size: Annotated[int, Option(min=1, help="Episodes answered at once.")] = 64
    workers: Annotated[
        int | None,
        Option(min=1, help="Processes that share them. Default: one for every core with tiny, else one."),
    ] = None
    seconds: Annotated[float, Option(min=0.1, help="Limit of a request; then 504.")] = 120.0
    cache_seconds: Annotated[float, Option(min=0, help="How long an answer is kept; 0 keeps none.")] = 600.0
    answers: Annotated[
        str | None, Option(metavar="URL", help="redis:// that keeps answers for several processes.")
    ] = None
    runs: Annotated[str | None, Option(metavar="STORE", help="Runs that the page shows.")] = None
    also: Annotated[
        list[str] | None, Option(metavar="NAME", help="Another agent to choose from; repeat for more.")
    ] = None


@takes(ServeRequest)
def serve(request: ServeRequest) -> None:
    """Solve, verify and tutor over HTTP, with a page at the address that is printed."""
    run(request)


def run(request: ServeRequest) -> None:
    """Serve until interrupted.

    Raises:
        UsageError: an open address without a key, or anything else that does not fit together.
        MissingDependencyError: fastapi or uvicorn is not installed.
    """
    from coe._optional import require
    from coe.agents import create_agent

    workers = worker_count(request, request.workers)
    for package in ("fastapi", "prometheus_client"):
        require(package, "serve")
    uvicorn = require("uvicorn", "serve")
    from coe.server import ServerConfig, create_app

    config = ServerConfig(
        host=request.host, api_key=request.service_key, waiting=request.waiting,
        batch_size=request.batch_size, seconds=request.seconds, cache_seconds=request.cache_seconds,
        cache_url=request.answers, runs=request.runs, workers=workers,
        decoding=make_decoding(request),
    )  # fmt: skip
    agents = {request.model_type: make_agent(request)}
    agents |= {name: create_agent(name) for name in request.also or ()}
    _refuse_taken_port(request.host, request.port)
    app = create_app(agents, config, {request.model_type: partial(make_agent, request)})
    host = f"[{request.host}]" if ":" in request.host else request.host
    typer.echo(f"coe: http://{host}:{request.port} (Ctrl-C stops)", err=True)
    uvicorn.run(
        app, host=request.host, port=request.port, log_level="warning", timeout_graceful_shutdown=15,
        timeout_keep_alive=15, server_header=False,
    )  # fmt: skip


def _refuse_taken_port(host: str, port: int) -> None:
    """Nothing, unless nobody can listen there.

    Raises:
        UsageError: somebody else does, or the address is not this machine's.
    """
    import socket

    from coe.errors import UsageError

    try:
        kind = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind[0], kind[1]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(kind[4])
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}; "
            "choose another --port or --host"
        ) from error
