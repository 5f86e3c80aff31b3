import numpy as np
import pytest

from coe.agents.tiny_memory import KeptPrompts
from coe.agents.tiny_weights import Floats

LAYERS, HEADS, WIDTH = 2, 4, 3
TOKEN = 4 * LAYERS * HEADS * WIDTH


def made(tokens: int) -> KeptPrompts:
    """Memory for so many tokens."""
    return KeptPrompts(tokens * TOKEN, LAYERS, HEADS, WIDTH)


def computed(prompt: list[int]) -> Floats:
    """Numbers that say which token they are of, and of which beginning."""
    result = np.empty((LAYERS, HEADS, len(prompt), WIDTH), np.float32)
    for end in range(len(prompt)):
        result[:, :, end] = hash(tuple(prompt[: end + 1])) % 1000
    return result


def loaded(kept: KeptPrompts, prompt: list[int]) -> int:
    """How many tokens are known, after a look at whether they are the right ones."""
    held = np.full((LAYERS, HEADS, len(prompt) + 2, WIDTH), -1, np.float32)
    length = kept.load(prompt, held)
    np.testing.assert_array_equal(held[:, :, :length], computed(prompt)[:, :, :length])
    assert (held[:, :, length:] == -1).all()
    return length


def test_the_longest_common_beginning_is_loaded_one_token_short_of_the_whole() -> None:
    kept = made(20)
    for prompt in ([1, 2, 3, 4], [1, 2, 9]):
        kept.keep(prompt, computed(prompt))
    assert loaded(kept, [1, 2, 3, 7, 8]) == 3
    assert loaded(kept, [1, 2, 9, 9]) == 3
    assert loaded(kept, [1, 2, 3, 4]) == 3
    assert loaded(kept, [1]) == 0
    assert loaded(kept, [5, 1, 2]) == 0


def test_what_came_longest_ago_is_written_over() -> None:
    kept = made(8)
    for token in (1, 2, 3):
        kept.keep([token, 0, 0], computed([token, 0, 0]))
    assert [loaded(kept, [token, 0, 0]) for token in (1, 2, 3)] == [0, 2, 2]
    kept.keep([2, 0, 0], computed([2, 0, 0]))
    kept.keep([4, 0, 0], computed([4, 0, 0]))
    assert [loaded(kept, [token, 0, 0]) for token in (2, 3, 4)] == [2, 0, 2]


@pytest.mark.parametrize("seed", range(5))
def test_nothing_known_is_ever_of_another_prompt(seed: int) -> None:
    rng = np.random.default_rng(seed)
    kept, found = made(40), 0
    for _ in range(400):
        prompt = rng.integers(0, 3, rng.integers(1, 12)).tolist()
        found += loaded(kept, prompt) > 0
        kept.keep(prompt, computed(prompt))
        assert loaded(kept, prompt) == len(prompt) - 1
    assert found > 100


def test_what_is_too_large_is_not_kept_and_drives_nothing_out() -> None:
    kept = made(3)
    kept.keep([1, 2], computed([1, 2]))
    kept.keep([3, 4, 5, 6], computed([3, 4, 5, 6]))
    assert loaded(kept, [3, 4, 5, 6]) == 0
    assert loaded(kept, [1, 2]) == 1
