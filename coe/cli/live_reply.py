"""The reply that is being written, at the bottom of a terminal; it vanishes when the turn is printed."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live
from rich.text import Text

from coe.cli.display import printable


class LiveReply:
    """Shows pieces of text as they come.

    Args:
        console: a terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._text = ""
        self._live: Live | None = None

    def show(self, piece: str) -> None:
        """A further piece of the reply."""
        self._text += piece
        shown = Text("\n".join(map(printable, self._text.splitlines())), style="dim")
        if self._live is None:
            self._live = Live(shown, console=self._console, transient=True, auto_refresh=False)
            self._live.start(refresh=True)
        else:
            self._live.update(shown, refresh=True)

    def clear(self) -> None:
        """The reply is over: its text is taken off the terminal."""
        if self._live is not None:
            self._live.stop()
        self._live, self._text = None, ""
