"""The rounds: sample, keep what the verifier accepts, fine-tune, measure; each piece once, whatever happens.

The folder of a run holds `config.json`, for every round `rounds/NN` with its sampled episodes, the rows that
were learned, the adapter, the held-out episodes and `round.json`, and the best round's adapter in `best`. A
run that was killed goes on with the episodes that are missing, the last checkpoint of the training, or the
next round. Everything but the training is the same however often it was interrupted; the training is as its
own checkpoints make it.
"""

from __future__ import annotations

import gc
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.local import LocalAgent
from coe.agents.pretrained import check_dtype, check_request, pick_device
from coe.environment import Episode
from coe.errors import AgentError, UsageError
from coe.files import write_text
from coe.rollout import Start, check_method
from coe.seeding import derive_seed
from coe.training.episodes.choosing import choose_episodes, chosen_episodes, is_accepted
from coe.training.episodes.rows import write_rows
from coe.training.episodes.sampling import PlayConfig, play_into
from coe.training.episodes.showing import Bars, Silent, Tally
from coe.training.episodes.starts import repeated, training_starts
from coe.training.episodes.store import EpisodeFile
from coe.training.episodes.teaching import Teaching
from coe.training.held_out import HeldOut
from coe.training.run_lock import only_run_in
from coe.training.run_settings import keep_settings
from coe.training.self_improve.card import write_best, write_summary
from coe.training.self_improve.config import Begin, ImproveConfig
from coe.training.self_improve.rounds import (
    Round,
    best_round,
    compared,
    read_round,
    reference_round,
    why_stop,
)
from coe.training.sft.preflight import check_packages
from coe.training.sft.run_folder import processes
from coe.training.sft.train import train_sft

CONFIG_FILE = "config.json"
BEST = "best"
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Improved:
    """What a run came to.

    Args:
        rounds: the finished ones, round 0 first.
        best: the best of them.
        adapter: a copy of its adapter; None where the model as it came is the best.
        why: it stopped.
    """

    rounds: tuple[Round, ...]
    best: Round
    adapter: Path | None
    why: str


def self_improve(
    config: ImproveConfig, *, report: Report = lambda line: None, bars: Bars = Silent
) -> Improved:
    """Runs the rounds, or goes on with those in `config.out`.

    Args:
        config: of the run.
        report: called with lines for people.
        bars: shows progress.

    Raises:
        UsageError: settings, data or model that do not fit together, or an `out` of another run.
        AgentError: the model fails all the time.
    """
    run = _Run(config, report, bars)
    run.check()
    with only_run_in(config.out):
        return run.go()


class _Run:
    def __init__(self, config: ImproveConfig, report: Report, bars: Bars) -> None:
        self.config, self.report, self.bars = config, report, bars
        self._loaded: tuple[str, LocalAgent] | None = None
        self._held_out: list[Start] = []

    def go(self) -> Improved:
        keep_settings(self.config.out / CONFIG_FILE, self.config.to_json())
        rounds = [self._once_round(0, ())]
        self._tell(rounds)
        why = None
        while (why := why or why_stop(rounds, self.config.rounds, self.config.patience)) is None:
            number = len(rounds)
            chosen = self._chosen(number)
            if not chosen["episodes"]:
                why = self._nothing(number, chosen)
                continue
            rounds.append(self._once_round(number, rounds))
            self._tell(rounds)
        self._free()
        best = best_round(rounds)
        return Improved(tuple(rounds), best, self.config.out / BEST if best.number else None, why)

    def check(self) -> None:
        """Nothing, as far as can be known before anything is written.

        Raises:
            UsageError: settings, data or model that do not fit together.
        """
        config, sft = self.config, self.config.sft
        if processes() > 1:
            raise UsageError("self-improvement runs in one process; start it without a launcher of several")
        check_dtype(sft.dtype)
        check_request(sft.model, sft.adapter, pick_device(require("torch"), sft.device), sft.bits)
        check_packages(sft)
        next(iter(training_starts(replace(config.starts, n=1))))
        self._held_out = _numbered(config.held_out)

    def _once_round(self, number: int, before: Sequence[Round]) -> Round:
        folder = self._folder(number)
        finished = read_round(folder)
        if finished is not None:
            return finished
        figures: dict[str, Any] = {}
        if number:
            trained = self._trained(number)
            figures = {**self._chosen(number), **trained}
        result = self._measured(number, figures, before)
        result.save(folder)
        return result

    def _chosen(self, number: int) -> dict[str, Any]:
        """Figures of the rows of a round, which are sampled, chosen and written first."""
        return _once(self._folder(number) / "chosen.json", lambda: self._choose(number))

    def _choose(self, number: int) -> dict[str, Any]:
        config = self.config
        files = [self._sampled(each) for each in range(1, number)] if config.begin is Begin.BASE else []
        files.append(self._sample(number))
        choice = choose_episodes(files, config.feedback, config.keep)
        teaching = Teaching(config.thin)
        here = choice.of_file[-1]
        figures = {
            "problems": here.problems, "played": here.played, "accepted": here.accepted,
            "solved_problems": here.solved, "episodes": len(choice.chosen),
            "sampled_tokens": files[-1].usage.tokens,
        }  # fmt: skip
        if not choice.chosen:
            return figures
        manifest = write_rows(
            teaching.demonstrations(chosen_episodes(files, choice)),
            self._folder(number) / "rows",
            form=config.form,
            settings={
                "families": config.starts.tasks.split(","),
                "seed": config.starts.seed,
                "round": number,
            },
            about=f"Played by {config.sft.model} in self-improvement, and accepted under feedback "
            f"`{config.feedback}`.\n",
        )
        left_out = {"turns": teaching.turns, "refused": teaching.refused, "idle": teaching.idle}
        return {**figures, **left_out, "repeated": teaching.repeated, "rows": manifest.rows}

    def _sample(self, number: int) -> EpisodeFile:
        """All episodes of a round."""
        file = self._sampled(number)
        starts = repeated(training_starts(self._starts(number)), self.config.samples)
        feedback = self.config.feedback
        self._play(
            file, list(starts), self._play_config(number), self._adapter(number - 1),
            f"round {number}: episodes", lambda episode: is_accepted(episode, feedback), "accepted",
        )  # fmt: skip
        return file

    def _sampled(self, number: int) -> EpisodeFile:
        settings = {**self._play_config(number).to_dict(), "starts": asdict(self._starts(number))}
        return EpisodeFile(self._folder(number) / "episodes.jsonl", settings)

    def _starts(self, number: int) -> Any:
        starts = self.config.starts
        return replace(starts, seed=derive_seed("self-improve", starts.seed, number) % 2**31)

    def _play_config(self, number: int) -> PlayConfig:
        play = self.config.play
        seed = derive_seed("self-improve", play.decoding.sampling.seed, number) % 2**31
        sampling = replace(play.decoding.sampling, seed=seed)
        return replace(play, decoding=replace(play.decoding, sampling=sampling))

    def _trained(self, number: int) -> dict[str, Any]:
        return _once(self._folder(number) / "trained.json", lambda: self._train(number))

    def _train(self, number: int) -> dict[str, Any]:
        config, folder = self.config, self._folder(number)
        self._free()
        adapter = config.sft.adapter
        if config.begin is Begin.LAST:
            adapter = self._adapter(number - 1)
        sft = replace(config.sft, data=(folder / "rows",), out=folder / "adapter", adapter=adapter)
        with self.bars(f"round {number}: training, %", 100) as bar:
            result = train_sft(
                sft, report=lambda line: None,
                progress=lambda clock, share, loss: bar.show(int(100 * share), f"loss {loss:.3f}"),
            )  # fmt: skip
        return {
            "training_tokens": result.tokens, "training_seconds": result.seconds,
            "adapter": str((folder / "adapter").relative_to(config.out)),
        }  # fmt: skip

    def _measured(self, number: int, figures: Mapping[str, Any], before: Sequence[Round]) -> Round:
        config = self.config
        file, starts = self._held_out_file(number), self._held_out
        self._play(
            file, starts, config.measuring, self._adapter(number),
            f"round {number}: held-out", lambda episode: episode.solved, "solved",
        )  # fmt: skip
        solved = _solved(file)
        if not solved:
            raise AgentError(f"every held-out episode of round {number} failed: {file.last_failure}")
        failed = len(starts) - len(solved)
        known: dict[str, Any] = {"solved": sum(solved.values()), "measured": len(solved), "failed": failed}
        if not before:
            return Round(number, **figures, **known)
        against = reference_round(before)
        gained, lost, chance, rose = compared(
            _solved(self._held_out_file(against.number)), solved, config.confidence
        )
        return Round(
            number, **figures, **known, against=against.number, gained=gained, lost=lost, p_value=chance,
            rose=rose,
        )  # fmt: skip

    def _held_out_file(self, number: int) -> EpisodeFile:
        settings = {**self.config.measuring.to_dict(), "held_out": asdict(self.config.held_out)}
        return EpisodeFile(self._folder(number) / "held_out.jsonl", settings)

    def _play(
        self,
        file: EpisodeFile,
        starts: Sequence[Start],
        play: PlayConfig,
        adapter: Path | None,
        name: str,
        accepts: Callable[[Episode], bool],
        word: str,
    ) -> None:
        wanted = {(start.problem.id, start.sample) for start in starts}
        if wanted <= file.finished:
            return
        agent = self._agent(adapter)
        check_method(agent, play.environment)
        with self.bars(name, len(starts)) as bar, file:
            tally = Tally(bar, len(file.finished), accepts, word)
            play_into(agent, starts, file, play, batch_size=self.config.batch_size, on_episode=tally.add)

    def _agent(self, adapter: Path | None) -> LocalAgent:
        """The model with this adapter; the one before is let go, so that one at most is in memory."""
        if self._loaded is None or self._loaded[0] != str(adapter):
            self._free()
            sft = self.config.sft
            agent = LocalAgent(
                sft.model, adapter, device=sft.device, dtype=sft.dtype, load_in_4bit=sft.bits == 4,
                batch_size=self.config.batch_size, trust_remote_code=sft.trust_remote_code,
            )  # fmt: skip
            self._loaded = str(adapter), agent
        return self._loaded[1]

    def _free(self) -> None:
        self._loaded = None
        gc.collect()
        torch = sys.modules.get("torch")
        if torch is not None and torch.cuda.is_available():
            torch.cuda.empty_cache()

    def _adapter(self, number: int) -> Path | None:
        return self._folder(number) / "adapter" if number else self.config.sft.adapter

    def _folder(self, number: int) -> Path:
        return self.config.out / "rounds" / f"{number:02d}"

    def _tell(self, rounds: Sequence[Round]) -> None:
        """Write down where the run stands, and keep the best round's adapter."""
        best = best_round(rounds)
        try:
            write_summary(self.config, rounds)
            if best.number:
                write_best(self.config.out / BEST, self._folder(best.number) / "adapter", rounds)
        except OSError as error:
            raise UsageError(
                f"cannot write {error.filename or self.config.out}: {error.strerror or error}; no round is "
                "lost: when that is mended, the same command goes on"
            ) from error
        last = rounds[-1]
        self.report(f"round {last.number}: held-out {last.rate}")

    def _nothing(self, number: int, chosen: Mapping[str, Any]) -> str:
        why = f"none of the {chosen['played']} episodes of round {number} was accepted: nothing to learn from"
        if self.config.feedback == "lines":
            why += " (under feedback lines the verifier has to read the statement; see `coe tasks`)"
        return why


def _once(path: Path, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a file holds; made and written first where it is not there."""
    try:
        if path.exists():
            return dict(json.loads(path.read_text(encoding="utf-8")))
        made = make()
        write_text(path, json.dumps(made, indent=1) + "\n")
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error
    return made


def _numbered(held_out: HeldOut) -> list[Start]:
    """The held-out starts with a sample each: one problem may have several."""
    met: Counter[str] = Counter()
    numbered = []
    for start in (start for task in held_out.tasks for start in held_out.starts(task)):
        numbered.append(replace(start, sample=met[start.problem.id]))
        met[start.problem.id] += 1
    return numbered


def _solved(file: EpisodeFile) -> dict[str, bool]:
    """For each start that did not fail on our side, whether it was solved."""
    return {
        f"{stored.episode.problem.id} {stored.episode.sample}": stored.episode.solved
        for stored in file
        if stored.episode.failure is None
    }
