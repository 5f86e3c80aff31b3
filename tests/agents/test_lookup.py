from coe.agents.lookup import Lookup


def test_a_guess_goes_on_as_the_text_went_on_before() -> None:
    text = Lookup().text([7, 1, 2, 3, 4, 5, 9, 1, 2])
    assert text.guess(3) == [3, 4, 5]
    assert text.guess(0) == []


def test_longer_runs_count_over_shorter_ones_and_later_places_over_earlier_ones() -> None:
    text = Lookup().text([1, 2, 30, 8, 2, 40, 5, 1, 2])
    assert text.guess(1) == [30]
    text = Lookup().text([1, 2, 30, 8, 1, 2, 40, 5, 1, 2])
    assert text.guess(1) == [40]


def test_tokens_that_were_added_are_looked_up_too() -> None:
    text = Lookup().text([1, 2, 3])
    assert text.guess(2) == []
    text.tokens += [4, 1]
    assert text.guess(4) == [2, 3, 4, 1]
    text.tokens += [2, 5, 1, 2]
    assert text.guess(1) == [5]


def test_earlier_replies_help_where_the_text_does_not() -> None:
    lookup = Lookup()
    assert lookup.text([9, 6, 7]).guess(2) == []
    lookup.remember([5, 6, 7, 8, 2])
    assert lookup.text([9, 6, 7]).guess(5) == [8, 2]
    assert lookup.text([6, 7, 1, 6, 7]).guess(1) == [1]
    assert lookup.text([9, 9, 7]).guess(1) == []  # one token alone says too little
