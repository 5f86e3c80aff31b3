"""Demonstrations a second, written to a folder: one process beside several, in the same run.

    python benchmarks/demonstrations.py [--n 4000] [--workers 2] [--tasks all] [--format chat] [--files jsonl]

`--tasks` takes what `coe demos` takes, data sets as NAME:PATH too. Every demonstration goes through the
environment, all lines of all states judged. Each run writes the set anew, in a process of its own that has
judged nothing before; the files must be the same to the byte. `a CPU second` divides by the processor time
of all processes, which other load on the machine does not change much: times the number of free cores it is
what an idle machine would do. Start-up of the processes is in both figures; `--n` large enough makes it
small. Memory is the largest of any process of the run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from hashlib import blake2b
from pathlib import Path

from coe.cli.switches import chosen_families
from coe.demonstrations.engine import LocalEngine
from coe.demonstrations.formats import Format
from coe.demonstrations.generate import DemonstrationConfig
from coe.demonstrations.store import Store
from coe.demonstrations.writer import write_dataset


def cpu_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def largest_memory() -> float:
    """MiB."""
    return (
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        / 1024
    )


def content(folder: Path) -> str:
    digest = blake2b(digest_size=8)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def measure(config: DemonstrationConfig, workers: int, arguments: argparse.Namespace) -> str:
    """Writes a set, prints a row, and gives the hash of its files."""
    with tempfile.TemporaryDirectory() as folder:
        cpu, start = cpu_seconds(), time.perf_counter()
        rows = write_dataset(
            config, {"train": arguments.n}, Path(folder) / "set", form=Format(arguments.format),
            store=Store(arguments.files), engine=LocalEngine(workers),
        )  # fmt: skip
        seconds, cpu = time.perf_counter() - start, cpu_seconds() - cpu
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(
            f"{workers:>3} processes: {arguments.n:,} demonstrations, {rows:,} rows, {size / 1e6:.1f} MB in "
            f"{seconds:.1f} s: {arguments.n / seconds:,.0f} a second, {arguments.n / cpu:,.0f} a CPU second, "
            f"{largest_memory():.0f} MiB",
            flush=True,
        )
        return content(Path(folder) / "set")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=4000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--tasks", default="all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", choices=[form.value for form in Format], default="chat")
    parser.add_argument("--files", choices=[store.value for store in Store], default="jsonl")
    arguments = parser.parse_args()
    config = DemonstrationConfig(chosen_families(arguments.tasks), seed=arguments.seed)
    fresh = multiprocessing.get_context("spawn")
    found = set()
    for workers in (1, arguments.workers):
        with ProcessPoolExecutor(1, mp_context=fresh) as one:
            found.add(one.submit(measure, config, workers, arguments).result())
    print("the same bytes" if len(found) == 1 else "THE BYTES DIFFER")
    raise SystemExit(len(found) != 1)


if __name__ == "__main__":
    main()
