"""Requests and answers, as the OpenAPI pages describe them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Line = Annotated[str, Field(max_length=400)]
Lines = Annotated[list[Line], Field(max_length=200)]


class Request(BaseModel):
    """A body: fields that are not known are refused, so that a typing error is seen."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class SolveRequest(Request):
    """A problem to solve, from a draft or from nothing."""

    problem: Text = Field(description="The statement.", examples=["Solve for x: 2x + 5 = 13"])
    initial: Lines = Field(default=[], description="The starting draft.", examples=[["2x = 18", "x = 9"]])
    truth: str | None = Field(
        default=None, max_length=400, description="Scores the end; the agent does not see it."
    )
    feedback: Literal["lines", "outcome"] = Field(default="lines", description="outcome needs a truth.")
    max_steps: int = Field(default=15, ge=1, description="Most commands.")
    agent: str | None = Field(default=None, max_length=100, description="One of those that /health names.")


class VerifyRequest(Request):
    """A solution to judge."""

    problem: str = Field(default="", max_length=4000, examples=["Solve for x: 2x + 5 = 13"])
    lines: Lines = Field(examples=[["2x = 18", "x = 9"]])
    truth: str | None = Field(default=None, max_length=400)


class FeedbackRequest(Request):
    """A student's problem and attempt; or a record with question, response and rationale."""

    problem: Text | None = Field(default=None, examples=["Solve for x: 2x + 5 = 13"])
    attempt: Lines = Field(default=[], examples=[["2x = 18", "x = 9"]])
    truth: str | None = Field(default=None, max_length=400)
    question: Text | None = Field(default=None, description="Of a SAT record, in place of `problem`.")
    response: str | None = Field(
        default=None, max_length=4000, description="The student's, in place of `attempt`."
    )
    rationale: str | None = Field(
        default=None, max_length=8000, description="Of the right answer; it is not shown to the agent."
    )
    max_steps: int = Field(default=15, ge=1)


class ShownLine(BaseModel):
    """A line with its verdict.

    `pieces` are its parts for a page: [text, whether it is TeX].
    """

    text: str
    status: str
    label: str
    explanation: str = ""
    pieces: list[tuple[str, bool]]


class Usage(BaseModel):
    """What replies took."""

    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None
    seconds: float


class SolveAnswer(BaseModel):
    """A finished episode; `status` is solved, consistent, unsolved, gave_up or failed (ours)."""

    status: str
    solved: bool
    read_as: str
    answer: str | None
    steps: int
    edits: list[str]
    lines: list[ShownLine]
    usage: Usage
    failure: str | None = None
    episode: dict[str, Any] = Field(description="The whole record.")


class VerifyAnswer(BaseModel):
    """Verdicts on a solution; `outcome` is solved, consistent or unsolved."""

    outcome: str
    read_as: str
    answer: str | None
    answer_verdict: str
    first_wrong: int | None
    lines: list[ShownLine]


class FeedbackAnswer(BaseModel):
    """What a tutor says; the hint holds no value that the student should find."""

    right: bool | None = Field(description="None where nothing can tell.")
    first_wrong: int | None
    why: str
    hint: str
    mended: list[ShownLine] | None = Field(description="None where the agent did not solve it.")
    skills: list[str]


class Problem(BaseModel):
    """An error."""

    detail: str
