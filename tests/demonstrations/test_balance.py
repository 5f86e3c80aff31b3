"""Turns are left out until the commands have the shares asked, and what is left still replays."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from coe.demonstrations.balance import kept_shares, mix_of, thinned
from coe.demonstrations.formats import Format
from coe.demonstrations.generate import DemonstrationConfig, commands_of, demonstrations
from coe.demonstrations.pilot import with_command_mix
from coe.demonstrations.replay import fault_of
from coe.demonstrations.rows import read_file
from coe.demonstrations.writer import write_demonstrations
from coe.errors import UsageError

TARGET = {"ADDL": 30.0, "REPL": 40.0, "DELL": 10.0, "REPW": 10.0, "EXIT": 10.0}
EPISODE = [("ADDL", True), ("REPL", False), ("REPL", True), ("EXIT", True)]


def test_a_mix_is_read() -> None:
    assert mix_of("ADDL=30, REPL=40.5", "--command-mix") == {"ADDL": 30.0, "REPL": 40.5}


@pytest.mark.parametrize("text", ["", "ADDL", "ADD=3", "ADDL=x", "ADDL=0,REPL=0", "ADDL=-1"])
def test_what_is_no_mix_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--command-mix"):
        mix_of(text, "--command-mix")


def test_what_is_commonest_beside_the_target_is_thinned_and_the_rarest_is_kept() -> None:
    shares = dict(kept_shares([EPISODE] * 10, {"ADDL": 50.0, "REPL": 50.0, "EXIT": 25.0}))
    assert shares["EXIT"] == 0.5
    assert shares["ADDL"] == 1.0
    assert dict(kept_shares([EPISODE], {"ADDL": 1.0}))["EXIT"] == 0.0
    with pytest.raises(UsageError):
        kept_shares([EPISODE], {"DELL": 1.0})


def test_the_last_change_and_an_only_turn_stay() -> None:
    nothing = dict.fromkeys(TARGET, 0.0)
    assert thinned(EPISODE, nothing, Random(0)) == (False, False, True, False)
    assert thinned([("EXIT", True)], nothing, Random(0)) == (True,)


def test_the_mix_comes_near_the_target_and_every_demonstration_replays(tmp_path) -> None:
    config = DemonstrationConfig(("linear_equations", "word_two_step", "expand"), seed=5)
    mixed = with_command_mix(config, TARGET)
    assert mixed == with_command_mix(config, TARGET)
    counts: Counter[str] = Counter()
    for made in demonstrations(mixed, 300):
        commands = [command for command, learned in commands_of(made) if learned]
        assert commands
        counts.update(commands)
    for command, share in TARGET.items():
        assert abs(100 * counts[command] / counts.total() - share) < 6, counts
    for form in (Format.CHAT, Format.TRACE):
        path = tmp_path / f"{form}.jsonl"
        write_demonstrations(mixed, 40, path, form=form)
        recorded = list(read_file(path))
        assert len(recorded) == 40
        assert [fault for one in recorded if (fault := fault_of(one))] == []


def test_methods_of_one_reply_have_no_commands() -> None:
    with pytest.raises(UsageError, match="not with method cot"):
        DemonstrationConfig(method="cot", command_mix=(("ADDL", 1.0),))
