"""The program `coe`, and `python -m coe`: an interrupt ends it without a word even while it is loaded."""

from __future__ import annotations

import sys

_INTERRUPTED = 130  # as a shell has it; `coe.cli.errors` may not be loaded yet


def main() -> None:
    """Run the command line on the program's arguments and exit with its code."""
    try:
        from coe.cli.main import main as run
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
