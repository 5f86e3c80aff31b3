"""Flags that choose and set up an agent, shared by the commands that ask one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from typer import Option

from coe.agents.catalogue import agent_names
from coe.errors import UsageError

if TYPE_CHECKING:
    from coe.agents import Agent

# Scripted agents need their script, which no command line can give.
_AGENTS = ", ".join(name for name in agent_names() if name != "scripted")
_KEY_HELP = "Key of a service; better in the environment or a .env file, where no other process sees it."

BaseUrl = Annotated[
    list[str] | None, Option(help="Address of a service; for openai repeat it to share the work.")
]
Concurrency = Annotated[int | None, Option(min=1, help="Most requests to a service at once.")]
Thinking = Annotated[
    str | None, Option(help="Of a service: minimal, low, medium, high, or a number of tokens.")
]
Prices = Annotated[str | None, Option(metavar="FILE", help="Your prices (TOML), over the built-in table.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentRequest:
    """The agent that is asked for; flags that were not given are None or False."""

    PANEL: ClassVar[str] = "Agent"

    model_type: Annotated[str, Option(help=f"Agent: {_AGENTS}, or your own package.module:attribute.")] = (
        "tiny"
    )
    model: Annotated[str | None, Option(help="Model folder or name, for agents that take one.")] = None
    adapter_path: Annotated[
        str | None,
        Option(
            "--adapter", "--adapter-path", metavar="FOLDER|NAME",
            help="Adapter: a folder, or a name in `coe models list`. Without --model its base is used.",
        ),
    ] = None  # fmt: skip
    load_in_4bit: Annotated[bool, Option("--load-in-4bit", help="Load the model in 4 bits.")] = False
    load_in_8bit: Annotated[bool, Option("--load-in-8bit", help="Load the model in 8 bits.")] = False
    device: Annotated[str | None, Option(help="Of a local model: auto, cuda, cuda:1, mps, gpu, cpu.")] = None
    dtype: Annotated[str | None, Option(help="Of a local model: auto, float32, float16, bfloat16.")] = None
    api_key: Annotated[str | None, Option(help=_KEY_HELP, show_default=False)] = field(
        default=None, repr=False
    )
    base_url: BaseUrl = None
    concurrency: Concurrency = None
    thinking: Thinking = None
    prices: Prices = None
    budget_usd: Annotated[float | None, Option(help="Stop when this many US dollars are spent.")] = None
    budget_tokens: Annotated[int | None, Option(help="Stop when this many tokens are read and written.")] = (
        None
    )
    cache: Annotated[
        str | None, Option(metavar="DIR|URL", help="Keep replies in a folder, or at redis://host:port/0.")
    ] = None
    first: Annotated[str | None, Option(help="Of hybrid: the agent that is asked first.")] = None
    first_model: Annotated[str | None, Option(help="Of hybrid: --model of the first.")] = None
    first_budget_usd: Annotated[
        float | None, Option(help="Of hybrid: hand over when the first has spent this many US dollars.")
    ] = None
    first_budget_tokens: Annotated[
        int | None, Option(help="Of hybrid: hand over when the first has read and written this many tokens.")
    ] = None
    second: Annotated[
        str | None, Option(help="Of hybrid: asked when the first is stuck, unavailable or over its budget.")
    ] = None
    second_model: Annotated[str | None, Option(help="Of hybrid: --model of the second.")] = None
    patience: Annotated[int | None, Option(min=1, help="Of hybrid: turns without progress (3).")] = None


def make_agent(request: AgentRequest, on_text: Callable[[str], None] | None = None) -> Agent:
    """The agent that is asked for, with its budget and its cache.

    `on_text` gets the pieces of a reply as it is written, if the agent can show them.

    Only the options that were given are passed, so that agents without them still work.

    Raises:
        UsageError: the request does not fit together or names something that is not there.
        MissingDependencyError: a package is not installed.
    """
    from coe.agents import create_agent
    from coe.cli.hybrid_flags import make_hybrid, refuse_flags_of_hybrid

    if request.model_type == "hybrid":
        return _with_budget(request, make_hybrid(request, on_text))
    refuse_flags_of_hybrid(request)
    given: dict[str, Any] = {
        "model": request.model or _base_of(request),
        "adapter_path": request.adapter_path,
        "load_in_4bit": request.load_in_4bit or None,
        "load_in_8bit": request.load_in_8bit or None,
        "device": request.device,
        "dtype": request.dtype,
        "api_key": request.api_key,
        "base_url": request.base_url or None,
        "concurrency": request.concurrency,
        "thinking": request.thinking,
        "prices": request.prices,
    }
    agent = create_agent(
        request.model_type, **{name: value for name, value in given.items() if value is not None}
    )
    if on_text is not None:
        from coe.agents.protocol import StreamingAgent
        from coe.agents.streaming import StreamedAgent

        agent = StreamedAgent(agent, on_text) if isinstance(agent, StreamingAgent) else agent
    agent = _with_budget(request, agent)
    if request.cache is not None:
        from coe.agents.cache import CachedAgent, open_store

        agent = CachedAgent(agent, open_store(request.cache))
    return agent


def worker_count(request: AgentRequest, workers: int | None) -> int:
    """Processes of this machine that play episodes with the agent that is asked for.

    Args:
        request: the agent.
        workers: as asked for; None is every core for the built-in model, which computes on one in each, and
            one process for others: they use the cores by themselves, or none of this machine's.

    Raises:
        UsageError: several processes, and a budget for all of them.
    """
    from coe.processes import usable_cores

    budgets = (
        request.budget_usd, request.budget_tokens, request.first_budget_usd, request.first_budget_tokens
    )  # fmt: skip
    bounded = any(budget is not None for budget in budgets)
    if workers is None:
        return usable_cores() if request.model_type == "tiny" and not bounded else 1
    if workers > 1 and bounded:
        raise UsageError("a budget is kept by one process: leave --workers out, or give --workers 1")
    return workers


def _base_of(request: AgentRequest) -> str | None:
    """The model that the adapter was trained for, where only the adapter is given."""
    from coe.agents.adapters import base_of
    from coe.agents.catalogue import takes_option

    if request.adapter_path is None or not takes_option(request.model_type, "adapter_path"):
        return None
    return base_of(request.adapter_path)


def _with_budget(request: AgentRequest, agent: Agent) -> Agent:
    if request.budget_usd is None and request.budget_tokens is None:
        return agent
    from coe.agents.budget import BudgetedAgent

    return BudgetedAgent(agent, usd=request.budget_usd, tokens=request.budget_tokens)
