"""Flags that say how replies are drawn, shared by the commands that ask an agent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar

from typer import Option

from coe.cli.agent_flags import AgentRequest
from coe.cli.switches import Switch

if TYPE_CHECKING:
    from coe.environment import Decoding


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingRequest(AgentRequest):
    """How replies are drawn; `coe.messages.Sampling` says what the flags mean."""

    PANEL: ClassVar[str] = "Sampling"

    temperature: Annotated[
        float | None,
        Option(min=0.0, help="0 is greedy, the default.", show_default=False),
    ] = None
    top_k: Annotated[int, Option(min=0, help="Draw among the likeliest tokens only; 0 is all.")] = 0
    top_p: Annotated[float, Option(help="Draw among the tokens that hold this much probability.")] = 1.0
    min_p: Annotated[
        float, Option(min=0.0, max=1.0, help="Draw among tokens this likely beside the likeliest.")
    ] = 0.0
    repetition_penalty: Annotated[float, Option(help="Above 1 makes tokens that were seen less likely.")] = (
        1.0
    )
    stop: Annotated[
        list[str] | None, Option(metavar="TEXT", help="End a reply before this text; repeat for more.")
    ] = None
    max_tokens: Annotated[
        int | None, Option(min=1, help="Most tokens of a command or an answer (96).", show_default=False)
    ] = None
    solution_tokens: Annotated[
        int | None,
        Option(
            min=1,
            help="Most tokens of a reply that is a whole solution: cot, a draft (1024).",
            show_default=False,
        ),
    ] = None
    repeat_temperature: Annotated[
        float,
        Option(min=0.0, help="Least temperature where the draft is one that was there before; 0 is off."),
    ] = 0.7
    constrained: Annotated[
        Switch | None,
        Option(
            help="Only commands that fit the draft can be written. Default: on, but off for tiny, which was "
            "trained to write nothing else."
        ),
    ] = None
    seed: Annotated[int, Option(help="Seed of the sampling.")] = 0

    @property
    def default_temperature(self) -> float:
        """Where none is given."""
        return 0.0

    @property
    def keeps_to_grammar(self) -> bool:
        """Whether replies are constrained."""
        if self.constrained is not None:
            return self.constrained is Switch.ON
        asked = (self.first, self.second) if self.model_type == "hybrid" else (self.model_type,)
        return any(name != "tiny" for name in asked)


def make_decoding(request: SamplingRequest) -> Decoding:
    """How the replies of a run are drawn.

    Raises:
        UsageError: a value outside its range.
    """
    from coe.environment import Decoding
    from coe.messages import Sampling

    sampling = Sampling(
        request.default_temperature if request.temperature is None else request.temperature,
        max_tokens=96 if request.max_tokens is None else request.max_tokens,
        top_k=request.top_k,
        top_p=request.top_p,
        min_p=request.min_p,
        repetition_penalty=request.repetition_penalty,
        stop=("\n", *(request.stop or ())),
        seed=request.seed,
    )
    decoding = Decoding(sampling, request.repeat_temperature, request.keeps_to_grammar)
    tokens = request.solution_tokens
    return decoding if tokens is None else replace(decoding, solution_tokens=tokens)
