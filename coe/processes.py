"""Processes of this machine that work for this one: how many, and what each does about its parent's end."""

from __future__ import annotations

import os
import signal


def usable_cores() -> int:
    """Cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def leave_interrupts_to_parent() -> None:
    """From here on an interrupt from the keyboard, which every process of a terminal gets, is the parent's to
    handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # a parent may have started this process with interrupts held back
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
