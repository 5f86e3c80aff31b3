"""The environment: states, commands, rewards, the renderer and the record of an episode."""

from coe.environment.checking import check_environment
from coe.environment.config import EnvironmentConfig, Feedback, RewardConfig
from coe.environment.decoding import Decoding
from coe.environment.environment import Environment, EpisodeStatus, StepResult, is_solved
from coe.environment.episode import Episode, Turn
from coe.environment.methods import Asked, FirstDraft, Method
from coe.environment.observation import Observation
from coe.environment.ranking import Rank, rank
from coe.environment.recorder import Recorder
from coe.environment.rendering import (
    Rendering,
    instructions,
    render_messages,
    render_observation,
    state_messages,
    trace_messages,
    verdict_label,
)
from coe.environment.reward import potential, turn_reward

__all__ = [
    "Asked",
    "Decoding",
    "Environment",
    "EnvironmentConfig",
    "Episode",
    "EpisodeStatus",
    "Feedback",
    "FirstDraft",
    "Method",
    "Observation",
    "Rank",
    "Recorder",
    "Rendering",
    "RewardConfig",
    "StepResult",
    "Turn",
    "check_environment",
    "instructions",
    "is_solved",
    "potential",
    "rank",
    "render_messages",
    "render_observation",
    "state_messages",
    "trace_messages",
    "turn_reward",
    "verdict_label",
]
