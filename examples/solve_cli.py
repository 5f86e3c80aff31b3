"""`coe solve` as a script: the same code with `--problem` as a flag."""

from __future__ import annotations

import argparse
import sys

from coe.cli.errors import exit_code_of
from coe.cli.solve import SolveRequest, run


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--problem", required=True, help="the problem, or an example's name")
    parser.add_argument("--initial", help="starting solution: text or a file")
    parser.add_argument("--truth", help="reference answer: scores the end, the agent does not see it")
    parser.add_argument("--model-type", default="tiny", help="agent: tiny, local, ...")
    parser.add_argument("--model", help="model folder or name")
    parser.add_argument("--first", help="of --model-type hybrid: the agent that is asked first")
    parser.add_argument("--second", help="asked when the first is stuck, unavailable or over budget")
    parser.add_argument("--adapter-path", help="folder of a peft adapter")
    parser.add_argument("--load-in-4bit", action="store_true")
    parser.add_argument("--method", default="coe", choices=("coe", "cot", "direct"))
    parser.add_argument("--draft", default="empty", choices=("empty", "model"))
    parser.add_argument("--max-steps", type=int, default=15)
    parser.add_argument("--quiet", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(exit_code_of(lambda: run(SolveRequest(**vars(arguments())))))
