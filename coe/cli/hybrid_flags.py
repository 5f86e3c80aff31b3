"""`--model-type hybrid`: two agents out of one request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coe.errors import UsageError

if TYPE_CHECKING:
    from coe.agents import Agent
    from coe.cli.agent_flags import AgentRequest

_OF_HYBRID = (
    "first", "first_model", "first_budget_usd", "first_budget_tokens", "second", "second_model", "patience",
)  # fmt: skip
# Each agent gets those of these that it takes.
_SHARED = (
    "adapter_path", "load_in_4bit", "load_in_8bit", "device", "dtype", "api_key", "base_url", "concurrency",
    "thinking", "prices",
)  # fmt: skip


def refuse_flags_of_hybrid(request: AgentRequest) -> None:
    """Nothing, unless the request for a single agent has flags of a pair.

    Raises:
        UsageError: it has.
    """
    given = [_flag(name) for name in _OF_HYBRID if getattr(request, name) is not None]
    if given:
        raise UsageError(f"{given[0]} is for --model-type hybrid")


def make_hybrid(request: AgentRequest, on_text: Callable[[str], None] | None = None) -> Agent:
    """The pair that is asked for; each of the two has the cache, the first its own budget.

    Raises:
        UsageError: an agent is not named, or a flag that neither of the two takes.
        MissingDependencyError: a package is not installed.
    """
    from coe.agents.catalogue import takes_option
    from coe.agents.hybrid import HybridAgent
    from coe.cli.agent_flags import make_agent

    first, second = _name(request, "first"), _name(request, "second")
    if request.model is not None:
        raise UsageError("--model-type hybrid has two models: --first-model and --second-model, not --model")
    given = [name for name in _SHARED if getattr(request, name)]
    for name in given:
        if not (takes_option(first, name) or takes_option(second, name)):
            raise UsageError(f"neither {first} nor {second} takes {_flag(name)}")
    one = _alone(
        request, first, request.first_model, budgets=(request.first_budget_usd, request.first_budget_tokens)
    )
    other = _alone(request, second, request.second_model, budgets=(None, None))
    agents = make_agent(one, on_text), make_agent(other, on_text)
    return (
        HybridAgent(*agents) if request.patience is None else HybridAgent(*agents, patience=request.patience)
    )


def _alone(
    request: AgentRequest, name: str, model: str | None, *, budgets: tuple[float | None, int | None]
) -> AgentRequest:
    """The request for one of the two, with the shared flags that it takes."""
    from coe.agents.catalogue import takes_option

    empty: dict[str, Any] = dict.fromkeys(_OF_HYBRID)
    # All of these flags are off where they are empty.
    empty |= {option: None for option in _SHARED if not takes_option(name, option)}
    usd, tokens = budgets
    return replace(
        request, **empty | {"model_type": name, "model": model, "budget_usd": usd, "budget_tokens": tokens}
    )


def _name(request: AgentRequest, which: str) -> str:
    name: str | None = getattr(request, which)
    if name is None:
        raise UsageError("--model-type hybrid needs two agents, such as --first tiny --second gemini")
    if name == "hybrid":
        raise UsageError(f"--{which} cannot be hybrid: flags name two agents; in Python pairs can hold pairs")
    return name


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")
