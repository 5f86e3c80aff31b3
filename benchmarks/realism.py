"""How far drafts with our mistakes resemble the drafts that an agent writes, on GSM8K.

    python benchmarks/realism.py ../shared/data/gsm8k_train.jsonl --agent local \\
        --model HuggingFaceTB/SmolLM2-135M-Instruct --drafts runs/smollm2.drafts.jsonl --n 200 \\
        --out docs/mistakes.md --plot docs/mistakes_realism.svg

The agent writes a solution to each of `n` problems, drawn with the seed; its drafts are kept in --drafts, and
a run that was cut short goes on. Its wrong ones are compared with drafts of `--ours` worked solutions of the
same data set with mistakes of a mixture in them. What is compared is found in the same way on both sides:

- result of a line: its last number. A line is off where its result is no number of the statement or of the
  worked solution; the first such line is the wrong one.
- lines to mend: fewest insertions, deletions and replacements that turn the results of the draft into those
  of the worked solution.
- error: the last number of the draft against the reference, as a share of it.
- seen: a line is invalid for the verifier, which does not know the reference.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from rich.progress import track
from sections import put_section

from coe.corruptions import CORE, CORE_MOST, FULL, MODEL, corrupt
from coe.dsl import Draft, edit_script
from coe.intervals import wilson
from coe.problem import Problem
from coe.seeding import derive_rng
from coe.tasks.loaders.loading import load
from coe.verifier import verify

NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:/\d+)?")
PLACES = ("first third", "middle third", "last third", "no line")
MENDED = ("1", "2", "3", "4", "5 or more")
ERRORS = ("none", "under 10 %", "10 to 100 %", "over 100 %", "no number")


@dataclass(frozen=True, slots=True)
class Measured:
    """What is compared, of one wrong draft."""

    place: str
    mended: int
    error: str
    seen: bool
    lines: int


def numbers(text: str) -> list[Fraction]:
    """The numbers of a text, in order; a bar by zero is left out."""
    found = []
    for match in NUMBER.finditer(text):
        top, _, bottom = match[0].replace(",", "").partition("/")
        if not bottom or int(bottom):
            found.append(Fraction(top) / int(bottom or 1))
    return found


def measure(problem: Problem, lines: Sequence[str]) -> Measured:
    """One draft."""
    report = verify(problem.statement, lines)
    known = {abs(n) for text in (problem.statement, *problem.solution) for n in numbers(text)}
    results = [numbers(line)[-1:] for line in lines]
    off = [index for index, result in enumerate(results) if result and abs(result[0]) not in known]
    place = "no line" if not off else PLACES[min(2, 3 * off[0] // len(lines))]
    return Measured(
        place,
        _to_mend(problem, lines),
        _error(problem, results),
        report.first_invalid is not None,
        len(lines),
    )


def _to_mend(problem: Problem, lines: Sequence[str]) -> int:
    """Edits between the results of both, lines without a number left out."""
    ours, wanted = (
        Draft(tuple(str(n[-1]) for text in texts if (n := numbers(text))))
        for texts in (lines, problem.solution)
    )
    return len(edit_script(ours, wanted))


def _error(problem: Problem, results: Sequence[list[Fraction]]) -> str:
    stated = [result[0] for result in results if result]
    (reference,) = numbers(problem.answer or "")[:1] or [Fraction(0)]
    if not stated:
        return "no number"
    if stated[-1] == reference:
        return "none"
    share = abs(stated[-1] - reference) / max(abs(reference), Fraction(1))
    return "under 10 %" if share < Fraction(1, 10) else "10 to 100 %" if share <= 1 else "over 100 %"


def ours(problems: Sequence[Problem], weights: object, most: int, seed: int, name: str) -> list[Measured]:
    """Our drafts of these problems, one each."""
    found = []
    for index, problem in enumerate(track(problems, description=name)):
        rng = derive_rng("realism", name, seed, index)
        corrupted = corrupt(problem, rng, rng.randint(1, most), weights)  # type: ignore[arg-type]
        if corrupted is not None:
            found.append(measure(problem, corrupted.lines))
    return found


def of_the_agent(problems: Sequence[Problem], options: argparse.Namespace) -> tuple[list[Measured], int]:
    """Its wrong drafts, and how many it wrote in all."""
    from coe.agents import create_agent
    from coe.demonstrations.model_drafts import Drafting, read_attempts, write_attempts

    drafting = Drafting(
        f"{options.agent} {options.model}", f"{options.file.stem} n={options.n} seed={options.seed}",
        temperature=options.temperature, tokens=options.tokens, batch_size=12,
    )  # fmt: skip
    if not options.only_read:
        agent = create_agent(options.agent, **({"model": options.model} if options.model else {}))
        write_attempts(agent, problems, options.drafts, drafting, on_attempt=lambda n: print(n, "drafts"))
    attempts = read_attempts(options.drafts)
    wrong = [attempt for attempt in attempts if attempt.is_wrong]
    if any(problems[attempt.number].statement != attempt.problem.statement for attempt in attempts):
        raise SystemExit(f"{options.drafts} is of other problems; choose another file")
    return [measure(problems[attempt.number], attempt.lines) for attempt in wrong], len(attempts)


def shares(found: Sequence[Measured], of: str) -> list[float]:
    """Share of each bin, in percent."""
    names, values = BINS[of]
    counts = Counter(map(values, found))
    return [100 * counts[name] / len(found) for name in names]


BINS = {
    "First wrong line": (PLACES, lambda m: m.place),
    "Lines to mend": (MENDED, lambda m: str(m.mended) if m.mended < 5 else MENDED[-1]),
    "Error of the answer": (ERRORS, lambda m: m.error),
    "Seen by the line verifier": (("yes", "no"), lambda m: "yes" if m.seen else "no"),
}


def table(columns: dict[str, list[Measured]]) -> str:
    """Bins down, sources across; shares in percent with Wilson intervals."""
    rows = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    rows.append("| wrong drafts | " + " | ".join(str(len(found)) for found in columns.values()) + " |")
    means = (f"{statistics.mean(m.lines for m in found):.1f}" for found in columns.values())
    rows.append("| lines a draft, mean | " + " | ".join(means) + " |")
    for title, (names, values) in BINS.items():
        for name in names:
            rates = [wilson(sum(values(m) == name for m in found), len(found)) for found in columns.values()]
            cells = [f"{100 * r.value:.0f} [{100 * r.low:.0f}, {100 * r.high:.0f}]" for r in rates]
            rows.append(f"| {title}: {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def plot(columns: dict[str, list[Measured]], path: Path) -> None:
    """Four panels of grouped bars, the same bytes for the same figures."""
    from matplotlib.figure import Figure

    from coe.files import write_text
    from coe.pictures import svg_of

    colours = ("#33658a", "#86bbd8", "#c3c8cc", "#f26419")
    figure = Figure(figsize=(9.5, 6), layout="constrained")
    panels = figure.subplots(2, 2)
    for axes, title in zip(panels.flat, BINS, strict=True):
        names, width = BINS[title][0], 0.8 / len(columns)
        for number, (label, found) in enumerate(columns.items()):
            places = [place + (number - (len(columns) - 1) / 2) * width for place in range(len(names))]
            axes.bar(places, shares(found, title), width, label=label, color=colours[number % len(colours)])
        axes.set_xticks(range(len(names)), names, fontsize=8)
        axes.set_title(title, loc="left")
        axes.set_ylabel("% of wrong drafts")
        axes.spines[["top", "right"]].set_visible(False)
    panels.flat[0].legend(frameon=False, fontsize=8)
    write_text(path, svg_of(figure, "data"))


def main() -> None:
    """Measure, print, draw, and put the table into the page where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="gsm8k_train.jsonl")
    parser.add_argument("--agent", default="local")
    parser.add_argument("--model", default="HuggingFaceTB/SmolLM2-135M-Instruct")
    parser.add_argument("--drafts", type=Path, required=True, help="file of the agent's drafts")
    parser.add_argument(
        "--only-read", action="store_true", help="of the drafts there are; ask the agent nothing"
    )
    parser.add_argument("--temperature", type=float, default=0.0)
    parser.add_argument("--tokens", type=int, default=256, help="most tokens of a solution")
    parser.add_argument("--n", type=int, default=60, help="problems that the agent tries")
    parser.add_argument("--ours", type=int, default=1000, help="problems that our mistakes are made in")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="page whose part `realism` is replaced")
    parser.add_argument("--plot", type=Path, help="SVG file")
    options = parser.parse_args()
    everything = list(load(f"gsm8k:{options.file}"))
    problems, worked = (
        [everything[number] for number in random.Random(options.seed).sample(range(len(everything)), count)]
        for count in (options.n, options.ours)
    )
    drafts, tried = of_the_agent(problems, options)
    columns = {
        f"{options.model.rpartition('/')[2] or options.agent}": drafts,
        "full, 1 to 6": ours(worked, FULL, 6, options.seed, "full"),
        "model, 1 to 6": ours(worked, MODEL, 6, options.seed, "model"),
        f"core, 1 to {CORE_MOST}": ours(worked, CORE, CORE_MOST, options.seed, "core"),
    }
    command = (
        f"python benchmarks/realism.py gsm8k_train.jsonl --agent {options.agent} --model {options.model} "
        f"--drafts FILE --n {options.n} --ours {options.ours} --seed {options.seed} "
        f"--temperature {options.temperature:g} --tokens {options.tokens}"
    )
    text = "\n\n".join(
        (
            f"`{command}`; the agent tried {tried} problems and got {len(drafts)} wrong; percent of wrong "
            "drafts [95 % Wilson interval].",
            table(columns),
        )
    )
    print(text)
    if options.out:
        put_section(options.out, "realism", text)
    if options.plot:
        plot(columns, options.plot)


if __name__ == "__main__":
    main()
