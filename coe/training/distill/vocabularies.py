"""Whether two models write in the same tokens: what a comparison of their probabilities needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coe.errors import UsageError
from coe.training.sft.loading import load_config


def check_vocabularies(student: Any, teacher: Any) -> None:
    """Nothing, if every token of the two tokenizers has the same text and number.

    Raises:
        UsageError: they differ; the message names the first token that does, by number.
    """
    fault = difference(student.get_vocab(), teacher.get_vocab())
    if fault is not None:
        raise UsageError(
            f"the teacher's probabilities are of other tokens than the student's: {fault}; choose a teacher "
            "with the student's tokenizer, or let it teach by its episodes (without --logits)"
        )


def difference(student: Mapping[str, int], teacher: Mapping[str, int]) -> str | None:
    """The first token in which two vocabularies differ, in words; None where they are the same."""
    if student == teacher:
        return None
    told = "" if len(student) == len(teacher) else f"{len(student)} tokens and {len(teacher)}; "
    ours, theirs = ({number: text for text, number in each.items()} for each in (student, teacher))
    number = min(n for n in ours.keys() | theirs.keys() if ours.get(n) != theirs.get(n))
    texts = (repr(each[number]) if number in each else "nothing" for each in (ours, theirs))
    return told + "token {} is {} in the student and {} in the teacher".format(number, *texts)


def check_outputs(student: Path, teacher: Path, trust_remote_code: bool = False) -> None:
    """Nothing, if both models give as many probabilities: some have room for tokens that do not exist.

    Raises:
        UsageError: they differ.
        AgentError: a configuration does not load.
    """
    sizes = [_outputs(place, trust_remote_code) for place in (student, teacher)]
    if sizes[0] != sizes[1]:
        raise UsageError(
            f"the student gives probabilities of {sizes[0]} tokens and the teacher of {sizes[1]} (vocab_size "
            "in config.json): they cannot be compared; choose models with equal sizes"
        )


def _outputs(place: Path, trust_remote_code: bool) -> int:
    return int(load_config(place, trust_remote_code).get_text_config().vocab_size)
