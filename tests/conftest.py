"""Fixtures that tests of several parts share."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest

if "PYTEST_XDIST_WORKER" in os.environ:
    # Before NumPy and PyTorch are imported: each worker has one core, and threads that wait for each other on
    # a busy machine take many times as long. Programs that tests start inherit it.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium that asks the network for nothing by itself.

    Not for longer than a module: while it runs, its driver keeps an event loop in this thread, and tests of
    asyncio need their own.
    """
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if binary is None:
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")
    sync = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    quiet = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(quiet))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis server of this test run."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server binary on this machine; on Debian: apt-get install redis-server")
    folder = tmp_path_factory.mktemp("redis")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    limits = ["--port", port, "--bind", "127.0.0.1", "--unixsocket", str(folder / "socket")]
    server = subprocess.Popen(
        [program, *limits, "--save", "", "--requirepass", "swordfish"], stdout=subprocess.DEVNULL, cwd=folder
    )
    try:
        # The socket file is made after the port is bound.
        while not (folder / "socket").exists():
            assert server.poll() is None, "redis-server ended"
            time.sleep(0.01)
        yield f"redis://:swordfish@127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()
