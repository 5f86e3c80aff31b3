"""An agent of your own: a class with a name and `act`. Here it asks a program, one process a reply.

    PYTHONPATH=examples coe solve "Solve for x: 2x = 8" --model-type own_agent:ProgramAgent --model ./program

The program reads the conversation as JSON from its standard input and prints one edit command.
"""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict

from coe.messages import Message, Reply, Sampling


class ProgramAgent:
    def __init__(self, model: str) -> None:
        self.name, self.program = f"program:{model}", model

    def act(
        self, conversations: Sequence[Sequence[Message]], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        return [self.answer(conversation) for conversation in conversations]

    def answer(self, conversation: Sequence[Message]) -> Reply:
        text = json.dumps([asdict(message) for message in conversation])
        done = subprocess.run([self.program], input=text, capture_output=True, text=True)
        failed = done.stderr.strip() or f"exit code {done.returncode}" if done.returncode else None
        return Reply("" if failed else done.stdout, error=failed)
