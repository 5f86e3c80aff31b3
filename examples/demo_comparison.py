"""Two agents on the same problems, side by side, with the difference and its interval.

    python examples/demo_comparison.py --second openai --second-model NAME

Without a second agent it compares the built-in model told about its lines with the same one told the outcome.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path


def coe(*arguments: str) -> None:
    if subprocess.call([sys.executable, "-m", "coe", *arguments]) == 2:
        sys.exit(2)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--second", help="model type of the second agent")
    parser.add_argument("--second-model", help="its --model")
    parser.add_argument("--tasks", default="linear_equations,word_two_step")
    parser.add_argument("-n", default="40", help="problems")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="folder of the runs and the page")
    asked = parser.parse_args()
    first, second = str(asked.out / "first.sqlite"), str(asked.out / "second.sqlite")
    told = ["--model-type", asked.second] if asked.second else ["--feedback", "outcome"]
    told += ["--model", asked.second_model] if asked.second_model else []
    shared = ["--tasks", asked.tasks, "-n", asked.n]
    coe("evaluate", *shared, "--out", first)
    coe("evaluate", *shared, *told, "--out", second)
    coe("compare", first, second)
    coe("report", first, second, "--html", str(asked.out / "comparison.html"))
