"""What a record says of how replies were drawn."""

from __future__ import annotations

import json

import pytest

from coe.environment import Asked, Decoding, Rendering
from coe.errors import UsageError
from coe.messages import Sampling

DECODING = Decoding(
    Sampling(0.5, 9, 32, top_k=4, top_p=0.9, min_p=0.1, repetition_penalty=1.2, stop=("\n", "!")),
    repeat_temperature=0.8,
    constrained=True,
    solution_tokens=77,
    rendering=Rendering.TRACE,
)


def test_the_record_names_every_setting_and_reads_back() -> None:
    record = json.loads(json.dumps(DECODING.to_dict()))
    assert record == {
        "temperature": 0.5, "seed": 9, "max_tokens": 32, "top_k": 4, "top_p": 0.9, "min_p": 0.1,
        "repetition_penalty": 1.2, "stop": ["\n", "!"], "repeat_temperature": 0.8, "constrained": True,
        "solution_tokens": 77, "rendering": "trace",
    }  # fmt: skip
    assert Decoding.from_dict(record) == DECODING
    assert Decoding.from_dict({}) == Decoding()


@pytest.mark.parametrize(
    "record", [{"stop": "x"}, {"rendering": "none"}, {"colour": 1}, {"top_p": 3}, {"solution_tokens": 0}]
)
def test_damaged_settings_are_named(record: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Decoding.from_dict(record)


def test_a_whole_solution_has_more_tokens_and_goes_on_after_a_line() -> None:
    for asked in (Asked.SOLUTION, Asked.DRAFT):
        how = DECODING.of(asked)
        assert (how.max_tokens, how.stop, how.temperature) == (77, ("!",), 0.5)
    for asked in (Asked.EDIT, Asked.ANSWER):
        assert DECODING.of(asked) is DECODING.sampling
