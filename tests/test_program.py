"""How the program ends where its own modules are still being loaded."""

from __future__ import annotations

import subprocess
import sys

INTERRUPTED_WHILE_LOADING = """
import sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "coe.cli.main":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
from coe.__main__ import main
main()
"""


def test_an_interrupt_while_it_is_loaded_ends_it_without_a_traceback() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_LOADING], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
