"""One episode by a local model, with the time of every command.

python examples/demo_local_solver.py --model smollm2
"""

from __future__ import annotations

import argparse
import time

from coe.agents import create_agent
from coe.problem import Problem
from coe.rollout import Start, run_episodes

if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--model", help="folder or name of a transformers model; without it, the built-in one"
    )
    parser.add_argument("--problem", default="Solve for x: 2x + 5 = 13")
    parser.add_argument("--draft", nargs="*", default=["2x = 18", "x = 9"], help="lines of the draft")
    asked = parser.parse_args()
    begun = time.perf_counter()
    agent = create_agent("local", model=asked.model) if asked.model else create_agent("tiny")
    print(f"loaded in {time.perf_counter() - begun:.1f} s")
    start = Start(Problem(asked.problem), tuple(asked.draft))
    for episode in run_episodes(agent, [start], batch_size=1, constrained=bool(asked.model)):
        for number, turn in enumerate(episode.turns, 1):
            print(f"{number}. {turn.edit or turn.reply}   {1000 * turn.usage.seconds:.0f} ms")
            for line, label in zip(turn.lines, turn.labels, strict=True):
                print(f"     {line}   [{label}]")
        print(f"{episode.status}, {episode.usage.tokens} tokens, {episode.usage.seconds:.2f} s")
