"""Errors at the command line: one line on standard error and an exit code, never a traceback.

Only errors that this package raises on purpose are shortened; anything else is a bug and keeps its
traceback, so that it can be reported.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from coe.errors import CoeError, UsageError

WRONG_USAGE = 2
INTERRUPTED = 130


def exit_code_of(call: Callable[[], int]) -> int:
    """What `call` returns, or the exit code of the error that it raised: 2 wrong usage, 1 any other
    error of this package or no memory, 130 interrupted. The message goes to standard error."""
    try:
        return call()
    except UsageError as error:
        return _report(error, WRONG_USAGE)
    except CoeError as error:
        return _report(error, 1)
    except MemoryError:
        sys.stderr.write(
            "coe: the memory of this machine ran out; try a smaller model, smaller batches or shorter rows; "
            "what was finished is kept\n"
        )
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("coe: interrupted\n")
        return INTERRUPTED


def _report(error: CoeError, code: int) -> int:
    # Values of strangers are quoted in messages: no terminal escapes.
    message = "".join(filter(str.isprintable, " ".join(str(error).split())))
    sys.stderr.write(f"coe: {message}\n")
    return code
