"""A first look at what a configuration gives, from which its thinning is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from coe.demonstrations.balance import kept_shares
from coe.demonstrations.generate import DemonstrationConfig, commands_of, demonstrations

PILOT = 568
"""Demonstrations looked at: eight of each built-in family, about a second of work."""


def with_command_mix(config: DemonstrationConfig, target: Mapping[str, float]) -> DemonstrationConfig:
    """The configuration with the turns of its demonstrations thinned towards a mix of commands.

    A function of the configuration and the target alone, so the same set is made again.

    Args:
        config: without such a mix.
        target: command -> share.

    Raises:
        UsageError: its demonstrations hold none of the commands.
    """
    sample = [commands_of(made) for made in demonstrations(replace(config, split="train"), PILOT)]
    shares = kept_shares(sample, target)
    return replace(config, command_mix=tuple(target.items()), command_kept=shares)
