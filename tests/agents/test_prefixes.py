from coe.agents.prefixes import Prefixes


def made(most: int = 8) -> Prefixes[str]:
    return Prefixes(most, len, lambda held, count: held[:count])


def test_the_longest_common_beginning_is_found() -> None:
    prefixes = made()
    prefixes.keep([1, 2, 3, 4], "abcd")
    prefixes.keep([1, 2, 9], "xyz")
    assert prefixes.find([1, 2, 3, 7, 8]) == "abc"
    assert prefixes.find([1, 2, 9, 9]) == "xyz"
    assert prefixes.find([5, 1, 2]) is None


def test_one_token_is_always_left_to_compute() -> None:
    prefixes = made()
    prefixes.keep([1, 2, 3], "abc")
    assert prefixes.find([1, 2, 3]) == "ab"
    assert prefixes.find([1, 2]) == "a"
    assert prefixes.find([1]) is None


def test_the_oldest_go_first() -> None:
    prefixes = made(4)
    for token in (1, 2, 1, 3):
        prefixes.keep([token, 0], "ab")
    assert prefixes.find([2, 5]) is None
    assert prefixes.find([1, 5]) == prefixes.find([3, 5]) == "a"


def test_what_is_too_large_is_not_kept_and_drives_nothing_out() -> None:
    prefixes = made(3)
    prefixes.keep([1, 2], "ab")
    prefixes.keep([3, 4, 5, 6], "long")
    assert prefixes.find([3, 4, 5, 6]) is None
    assert prefixes.find([1, 2]) == "a"
