"""Plays episodes of the environment with the real library and a scripted OpenAI-compatible server.

Run in an environment of its own, where this package and verifiers are installed:

    python -m venv /tmp/verifiers && /tmp/verifiers/bin/pip install . ./integrations/verifiers
    /tmp/verifiers/bin/python integrations/verifiers/smoke.py
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import verifiers.v1 as vf
from chain_of_edits import load_environment

PROBLEM = {
    "statement": "Solve for x: 2x = 8",
    "answer": "4",
    "solution": ["x = 4"],
    "drafts": [["x = 5"]],
    "split": "train",
}
SAID = ["nonsense", "REPL 1 >>>x = {8 / 2}"]


class Scripted(BaseHTTPRequestHandler):
    """Says the commands in turn: the n-th reply of a conversation is the n-th command."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        turn = sum(message["role"] == "assistant" for message in asked["messages"])
        message = {"role": "assistant", "content": SAID[turn]}
        body = {
            "id": "1", "object": "chat.completion", "created": 0, "model": asked["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }  # fmt: skip
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


async def play(url: str, tasks: str) -> vf.Episode:
    """One episode."""
    environment = load_environment(tasks, 1)
    (task,) = environment.taskset
    client = vf.EvalClientConfig(base_url=url, api_key_var="SCRIPTED_KEY")
    async with environment.serving():
        return await environment.run_episode(task, vf.ModelContext("scripted", client))


def main() -> None:
    os.environ["SCRIPTED_KEY"] = "none"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        problems = Path(folder) / "problems.jsonl"
        problems.write_text(json.dumps(PROBLEM) + "\n", encoding="utf-8")
        episode = asyncio.run(play(f"http://127.0.0.1:{server.server_port}/v1", str(problems)))
    server.shutdown()
    assert episode.ok, episode.errors or [trace.errors for trace in episode.traces]
    (trace,) = episode.traces
    sys.stdout.write(f"reward {trace.reward:.2f}, {trace.metrics}\n")
    assert abs(trace.reward - 1.1) < 1e-9
    assert trace.metrics["solved"] == 1
    assert trace.metrics["commands"] == 2
    assert trace.metrics["refused"] == 1
    asked = [str(message.content) for message in trace.branches[-1].messages if message.role == "user"]
    assert len(asked) == 2
    assert "Error:" in asked[1]


if __name__ == "__main__":
    main()
