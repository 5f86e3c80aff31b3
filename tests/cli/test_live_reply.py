"""`coe solve` on a pseudo-terminal: what a person sees while a reply is written."""

import os
import re
import subprocess
import sys

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals are of Unix")


def shown(*flags: str) -> str:
    """All that a terminal gets from `coe solve`."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    command = [sys.executable, "-m", "coe", "solve", *flags]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True
    )
    os.close(theirs)
    pieces: list[bytes] = []
    try:
        while piece := os.read(ours, 4096):
            pieces.append(piece)
    except OSError:  # Linux: the other side is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    return b"".join(pieces).decode("utf-8")


def test_a_reply_grows_on_the_terminal_and_gives_way_to_the_turn() -> None:
    text = shown("linear", "--model-type", "tiny")
    before, _, after = text.partition("Step 1: ")
    states = re.findall(r"\x1b\[2K\x1b\[2m([^\x1b]*)\x1b", before)
    command = re.sub(r"\x1b\[[0-9;]*m", "", after).split("\r\n")[0]
    assert len(set(states)) > 2
    assert all(command.startswith(state) for state in states)
    assert sorted(states, key=len) == states
    assert states[-1] == command
    assert "\x1b[1A\x1b[2K" in before  # the line that grew is taken off
