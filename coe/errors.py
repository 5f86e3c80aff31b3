"""Errors, named for the boundary that broke.

    CoeError
    |- UsageError              a flag, a path or a value given by the user (exit code 2)
    |- MissingDependencyError  a package that an extra installs
    |- EditError
    |  |- EditParseError       a reply that is not an edit command
    |  `- EditApplyError       a command that does not fit the draft
    |- CalculatorError         a calculator span that does not evaluate
    |- ProblemError            a problem record or file that cannot be read
    |- AgentError              a backend that failed: ours to mend, never the model's mistake
    |- ExportError             a converter or the disk failed while a model was exported
    |- VerifierError           the verifier itself failed: ours to mend
    `- RunStoreError           a store of runs that does not answer, or does not take what it is given

A model's mistake is data (an Observation says what was wrong); only our own failures and wrong
usage surface as exceptions at the command line, as one line without a traceback.
"""

from __future__ import annotations


class CoeError(Exception):
    """Base of every error that this package raises on purpose."""


class UsageError(CoeError):
    """A flag, a path or a value is wrong; the message names it and the remedy."""


class MissingDependencyError(CoeError):
    """A package is not installed; the message is the pip line to run."""


class EditError(CoeError):
    """An edit command was refused; the draft stays as it was."""


class EditParseError(EditError):
    """A reply is not an edit command.

    Attributes:
        line: 1-based line of the reply where reading stopped.
        column: 1-based column.
        expected: what would have been accepted there, in words.
    """

    def __init__(self, message: str, *, line: int, column: int, expected: tuple[str, ...]) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.expected = expected


class EditApplyError(EditError):
    """A well-formed command does not fit the draft."""


class CalculatorError(EditError):
    """A calculator span does not evaluate; the message quotes the span."""


class ProblemError(CoeError):
    """A problem record or file cannot be read; the message names the place."""


class AgentError(CoeError):
    """An agent's backend failed: ours to mend, never counted as the model's mistake."""


class ExportError(CoeError):
    """A model could not be exported: a converter failed, or the disk is full."""


class VerifierError(CoeError):
    """The verifier itself failed: ours to mend, never counted as a wrong line."""


class RunStoreError(CoeError):
    """A store of runs does not answer or does not take an episode; the message is the database's."""


def first_line(error: BaseException) -> str:
    """The first line of what another library's error says; the name of its kind where it says nothing."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
