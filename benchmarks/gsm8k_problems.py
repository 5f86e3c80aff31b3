"""GSM8K rows as problems with worked solutions, whose calculator annotations become calculator spans."""

from __future__ import annotations

import json
import random
from pathlib import Path

from gsm8k_corruptions import ANNOTATION, plain

from coe.errors import CalculatorError
from coe.problem import Problem
from coe.verifier import fill_spans


def read_problems(path: Path, n: int, seed: int) -> list[Problem]:
    """`n` rows drawn with the seed, as problems."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    chosen = random.Random(seed).sample(range(len(rows)), n)
    return [_problem(rows[number], number) for number in chosen]


def _problem(row: dict[str, str], number: int) -> Problem:
    *lines, last = (line.strip() for line in row["answer"].split("\n") if line.strip())
    solution = tuple(plain(line) for line in lines)
    return Problem(
        statement=" ".join(row["question"].split()),
        answer=last.removeprefix("####").strip(),
        solution=solution,
        derivation=tuple(_derivation(line, text) for line, text in zip(lines, solution, strict=True)),
        family="gsm8k",
        source="gsm8k_train",
        metadata={"row": number},
    )


def _derivation(line: str, text: str) -> str:
    """`<<48/2=24>>24` becomes `{48/2}` where that is how the calculator writes it; else the line stays."""
    spanned = ANNOTATION.sub(lambda match: "{" + match[1] + "}" + f"<<{match[2]}>>", line)
    for piece in set(ANNOTATION.findall(line)):
        spanned = spanned.replace("{" + piece[0] + "}" + f"<<{piece[1]}>>{piece[1]}", "{" + piece[0] + "}")
    try:
        return spanned if "<<" not in spanned and fill_spans(spanned) == text else text
    except CalculatorError:
        return text
