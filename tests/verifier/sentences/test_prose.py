"""Phrases of school prose as signs."""

from __future__ import annotations

import pytest

from coe.verifier.sentences.prose import simplify_prose
from coe.verifier.syntax.lexer import ParseFailure


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("28 divided by two", "28 divided by 2"),
        ("five times three", "5 times 3"),
        ("twice as many as 7", "2 * 7"),
        ("thrice 7", "3 * 7"),
        ("half as much as 7", "1/2 * 7"),
        ("1 and 1/3 hours", "(1 + 1/3) hours"),
        ("3 and 3/3 hours", "3 and 3/3 hours"),
        ("2 and a half hours", "(2 + 1/2) hours"),
        ("20$ - 12$", "$20 - $12"),
        ("8 M&Ms", "8 MnMs"),
        ("1 000 000 cars", "1000000 cars"),
        ("45 * 0,2", "45 * 0.2"),
        ("3 ft. * 7 ft. =", "3 ft * 7 ft ="),
        ("1 hour and 30 minutes", "1 hour 30 minutes"),
        ("the sum of 3 and 4 is", "(3 + 4) is"),
        ("5 less than 9 =", "(9 - 5) ="),
        ("4 cups/bags", "4 cups/bags"),
        ("4 boxes/bags", "4 boxes bags"),
        ("60 miles/hour", "60 miles/hour"),
        ("4 tiles/square foot", "4 tiles each"),
        ("3(number of trucks)", "3 * number of trucks"),
        ("3(the trucks)", "3(the trucks)"),
        ("Week 3 + Week 4 = 7", "Week_3 + Week_4 = 7"),
        ("pages 3-9", "pages 3 to 9"),
        ("weeks 1-2 =", "weeks 1 to 2 ="),
        ("7 / 2 = 3 with 1 left over", "2 * 3 + 1 = 7"),
    ],
)
def test_rewritten(text: str, signs: str) -> None:
    assert simplify_prose(text) == signs


@pytest.mark.parametrize(
    "text", ["He has 10 - 4 = 6 $5 bills", "16,0000 / 10", "from 0900 to 1000", "100/5 = 20 times 2 men"]
)
def test_phrases_with_two_readings_are_refused(text: str) -> None:
    with pytest.raises(ParseFailure) as failure:
        simplify_prose(text)
    assert not failure.value.hostile
