import pytest

from coe.errors import UsageError
from coe.messages import Sampling


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("temperature", -0.1), ("temperature", float("nan")), ("max_tokens", -1), ("top_k", -1),
        ("top_p", 0.0), ("top_p", 1.1), ("min_p", -0.1), ("min_p", 1.1), ("repetition_penalty", 0.0),
        ("stop", ("",)),
    ],
)  # fmt: skip
def test_a_value_outside_its_range_is_named(option: str, value: object) -> None:
    with pytest.raises(UsageError, match=option):
        Sampling(**{option: value})  # type: ignore[arg-type]


def test_the_default_is_greedy_and_one_line() -> None:
    sampling = Sampling()
    assert (sampling.temperature, sampling.stop, sampling.grammar) == (0.0, ("\n",), None)
