import json

import pytest

from coe.environment import EnvironmentConfig, Feedback, RewardConfig
from coe.errors import UsageError


def test_round_trip_through_json() -> None:
    config = EnvironmentConfig(
        Feedback.OUTCOME, calculator=False, max_steps=7, reveal_truth=True, rewards=RewardConfig(refused=-0.5)
    )
    assert EnvironmentConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


@pytest.mark.parametrize("record", [{"max_steps": 0}, {"no_such": 1}, {"feedback": "all"}, {"rewards": 3}])
def test_wrong_settings_are_refused(record: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        EnvironmentConfig.from_dict(record)


def test_what_uses_the_reference() -> None:
    assert not EnvironmentConfig().uses_reference
    assert EnvironmentConfig(Feedback.OUTCOME).uses_reference
    assert EnvironmentConfig(reveal_truth=True).uses_reference
