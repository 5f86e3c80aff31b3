"""A small run to measure, and a real PostgreSQL server."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.evaluation import Run, evaluate, open_store
from tests.evaluation.sums import config, right, sums


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run in which every sum is solved."""
    stored = open_store(str(tmp_path / "run.sqlite"), create=True).begin("main", config())
    evaluate(create_agent("scripted", replies=right), stored, config(), sums())
    return stored


def _postgres_folder() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
    where = shutil.which("initdb")
    return found[-1] if found else Path(where).parent if where else None


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a real PostgreSQL server of this test run."""
    binaries = _postgres_folder()
    if binaries is None:
        pytest.skip("no PostgreSQL on this machine; on Debian: apt-get install postgresql")
    folder = Path("/tmp") / f"coe-postgres-{os.getpid()}"  # a socket's path must be short
    folder.mkdir(mode=0o755)
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data = folder / "data"

    def call(*command: str | Path) -> None:
        subprocess.run(command, user=user, check=True, capture_output=True, cwd=folder, timeout=60)

    try:
        call(binaries / "initdb", "-D", data, "-U", "coe", "--auth=trust", "--no-sync", "-E", "UTF8")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        call(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        call(binaries / "createdb", "-h", folder, "-U", "coe", "runs")
        yield f"postgresql://coe@/runs?host={folder}"
    finally:
        if (data / "postmaster.pid").exists():
            call(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
            time.sleep(0.1)
        shutil.rmtree(folder, ignore_errors=True)
