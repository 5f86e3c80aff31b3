"""Problems by what a user types: family names, "all", example names, files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from coe.errors import UsageError
from coe.problem import Problem, read_json, read_jsonl
from coe.tasks.catalogue import ALL, FAMILIES, GROUPS, families_named, make_problem
from coe.tasks.examples import EXAMPLES
from coe.tasks.loaders.loading import LoadCounts, draw_worked, load, loader_of
from coe.tasks.loaders.spec import LOADERS, is_spec, read_spec


def load_problems(
    spec: str,
    n: int | None = None,
    seed: int = 0,
    split: str = "train",
    counts: LoadCounts | None = None,
) -> Iterator[Problem]:
    """Problems of every source named in `spec`, one from each in turn, at most `n`.

    Args:
        spec: comma-separated: a family, a group of families ("core", "algebra", "all"), "examples", an
            example's name ("example:percent" where a family has the same name), a .json or .jsonl file of our
            own records, a data set as NAME:PATH ("gsm8k:train.jsonl", see `coe.tasks.loaders.spec`), or a
            family of the user's own as "package.module:attribute".
        n: number of problems; None takes all there are, which families do not allow: they never end.
        seed: of the generated problems.
        split: of the generated problems; files and examples are taken as they are.
        counts: filled with the rows of data sets, good and bad.

    Raises:
        UsageError: an unknown name (at once), or n missing for a family.
        ProblemError: a file cannot be read (when its problems are reached).
    """
    names = [name.strip() for name in spec.split(",") if name.strip()]
    if not names:
        raise UsageError("no task named; try 'all', a family, an example or a .jsonl file")
    sources = [source for name in names for source in _sources(name, n, seed, split, counts)]
    return islice(_in_turn(sources), n)


def draw_problem(name: str, split: str, seed: int, index: int) -> Problem:
    """Problem number `index` of a family, or of the worked problems of a data set.

    Raises:
        UsageError: there is no such family or data set, or it has no worked problem in the split.
        ProblemError: the data set cannot be read.
    """
    draw = draw_worked if is_spec(name) else make_problem
    return draw(name, split, seed, index)


def _sources(
    name: str, n: int | None, seed: int, split: str, counts: LoadCounts | None
) -> list[Iterator[Problem]]:
    if is_spec(name):
        if n is None and loader_of(read_spec(name).name).endless:
            raise UsageError(f"{name} is generated without end: say how many problems")
        return [load(name, counts)]
    if name == "examples":
        return [iter(EXAMPLES.values())]
    example = name.removeprefix("example:")
    if example in EXAMPLES and name not in FAMILIES:
        return [iter((EXAMPLES[example],))]
    if name.endswith((".json", ".jsonl")):
        return [_file(Path(name))]
    if name not in FAMILIES and name not in (ALL, *GROUPS) and ":" not in name:
        raise UsageError(
            f"unknown task {name!r}; groups: {', '.join((ALL, *GROUPS))}; families: {', '.join(FAMILIES)}; "
            f"examples: {', '.join(EXAMPLES)}; or a .json or .jsonl file, or a data set as NAME:PATH, "
            f"NAME one of {', '.join(LOADERS)}"
        )
    families = families_named([name])
    if n is None:
        raise UsageError(f"{name} is generated without end: say how many problems")
    return [_generated(family, seed, split) for family in families]


def _generated(family: str, seed: int, split: str) -> Iterator[Problem]:
    index = 0
    while True:
        yield make_problem(family, split, seed, index)
        index += 1


def _file(path: Path) -> Iterator[Problem]:
    if not path.exists():
        raise UsageError(f"no file {path}")
    return read_jsonl(path) if path.suffix == ".jsonl" else iter(read_json(path))


def _in_turn(sources: list[Iterator[Problem]]) -> Iterator[Problem]:
    live = list(sources)
    while live:
        for source in list(live):
            problem = next(source, None)
            if problem is None:
                live.remove(source)
            else:
                yield problem
