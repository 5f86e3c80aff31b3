"""One process at a time trains into a folder; a killed one does not keep it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coe.errors import UsageError
from coe.training.run_lock import LOCK_FILE, only_run_in

HOLD = (
    "import sys, time; from pathlib import Path; from coe.training.run_lock import only_run_in\n"
    "with only_run_in(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
)


def test_another_process_is_refused_until_it_is_gone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(out)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match="another process is training"), only_run_in(out):
            pass
    finally:
        other.kill()
        other.communicate()
    with only_run_in(out):
        assert (out / LOCK_FILE).exists()
    assert list(out.iterdir()) == []


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot write to"), only_run_in(tmp_path / "file"):
        pass
