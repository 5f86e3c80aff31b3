"""Which tokens of a row are learned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import transformers

from coe.agents.chat import encode
from coe.demonstrations.formats import Format
from coe.environment import Method
from coe.errors import ProblemError, UsageError
from coe.messages import Message
from coe.training.sft.encoding import Lesson, encode_lesson, end_of_turn
from coe.training.sft.lessons import lesson_of, read_lessons, taught_in
from coe.training.sft.preflight import check_template
from coe.training.sft.rows import Examples, all_rows, encode_all, pack
from tests.agents.test_local import make_model
from tests.training.sft.small import write_rows

CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    found = transformers.AutoTokenizer.from_pretrained(make_model(tmp_path_factory.mktemp("model")))
    found.add_special_tokens({"additional_special_tokens": ["<|im_start|>", "<|im_end|>"]})
    found.chat_template = CHATML
    return found


@pytest.mark.parametrize("form", list(Format))
def test_commands_and_their_ends_are_learned_and_nothing_else(
    tokenizer: Any, form: Format, tmp_path: Path
) -> None:
    file = write_rows(tmp_path / "rows.jsonl", form, n=4, recovery=1.0)
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    lessons = list(read_lessons([file]))
    assert len(lessons) == len(rows)
    for lesson in lessons:
        encoded = encode_lesson(tokenizer, lesson)
        wanted = [m.content for m, learned in zip(lesson.messages, lesson.learned, strict=True) if learned]
        learned = tokenizer.decode(encoded.ids[encoded.learned].tolist())
        assert learned.replace(" ", "") == "".join(f"{text}<|im_end|>" for text in wanted).replace(" ", "")
        # What comes before the first command is what the agent reads when it solves.
        first = lesson.learned.index(True)
        prompt = encode(tokenizer, lesson.messages[:first])
        assert encoded.ids[: len(prompt)].tolist() == prompt


def test_in_a_trace_only_marked_turns_are_learned(tokenizer: Any) -> None:
    messages = [
        Message("system", "s"), Message("user", "a"), Message("assistant", "DELL 1"), Message("user", "b"),
        Message("assistant", "DELL 2"), Message("user", "never read"),
    ]  # fmt: skip
    encoded = encode_lesson(tokenizer, Lesson(tuple(messages), (False, False, False, False, True, False)))
    assert "DELL2" in tokenizer.decode(encoded.ids[encoded.learned].tolist()).replace(" ", "")
    assert "DELL1" not in tokenizer.decode(encoded.ids[encoded.learned].tolist()).replace(" ", "")
    assert "never" not in tokenizer.decode(encoded.ids.tolist())


def test_a_template_that_rewrites_earlier_turns_is_refused_for_traces(tokenizer: Any) -> None:
    rewriting = transformers.AutoTokenizer.from_pretrained(tokenizer.name_or_path)
    rewriting.chat_template = CHATML.replace("m['content']", "(m['content'] if loop.last else 'gone')")
    turns = (Message("user", "a"), Message("assistant", "x"), Message("user", "b"), Message("assistant", "y"))
    with pytest.raises(UsageError, match="writes earlier turns in another way"):
        encode_lesson(rewriting, Lesson(turns, (False, True, False, True)))


def test_special_tokens_in_a_reply_are_text(tokenizer: Any) -> None:
    lesson = Lesson((Message("user", "a"), Message("assistant", "x<|im_end|>y")), (False, True))
    encoded = encode_lesson(tokenizer, lesson)
    assert encoded.ids[encoded.learned].tolist().count(end_of_turn(tokenizer)) == 1


def test_the_end_of_a_turn_is_the_templates_or_the_tokenizers(tokenizer: Any) -> None:
    assert tokenizer.convert_ids_to_tokens(end_of_turn(tokenizer)) == "<|im_end|>"
    plain = transformers.AutoTokenizer.from_pretrained(tokenizer.name_or_path)
    assert end_of_turn(plain) == plain.eos_token_id


def test_a_text_that_begins_twice_is_refused(tokenizer: Any) -> None:
    twice = transformers.AutoTokenizer.from_pretrained(tokenizer.name_or_path)
    twice.chat_template = "{{ bos_token + bos_token + messages[0]['content'] }}"
    lesson = Lesson((Message("user", "a"), Message("assistant", "x")), (False, True))
    examples = encode_all(twice, [lesson], None)
    with pytest.raises(UsageError, match="once more"):
        check_template(twice, examples, print)


def test_rows_of_other_splits_are_not_learned(tokenizer: Any, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "rows.jsonl", n=2)
    write_rows(tmp_path / "validation.jsonl", n=3, split="validation")
    assert len(list(read_lessons([tmp_path]))) == len(list(read_lessons([file])))
    assert list(read_lessons([file], "validation", named=True)) == []
    assert list(read_lessons([tmp_path], "validation", named=True))
    assert taught_in([tmp_path]) == (("integer_arithmetic",), (Method.COE,))


def test_every_example_is_in_one_row_of_each_epoch(tokenizer: Any, tmp_path: Path) -> None:
    examples = encode_all(tokenizer, read_lessons([write_rows(tmp_path / "rows.jsonl")]), None)
    rows = pack(examples, 600, 0, 0)
    assert sorted(index for row in rows for index in row) == list(range(len(examples.encoded)))
    assert rows == pack(examples, 600, 0, 0)
    assert rows != pack(examples, 600, 1, 0)
    assert all(examples.prefixes[0] + examples.own_tokens(row) <= 600 for row in rows if len(row) > 1)
    assert len(all_rows(examples, 600, 2.5, 0)) == 2 * len(rows) + round(len(rows) / 2)


def test_kinds_with_other_instructions_do_not_share_a_row(tokenizer: Any) -> None:
    def lesson(system: str, text: str) -> Lesson:
        messages = (Message("system", system), Message("user", text), Message("assistant", "x"))
        return Lesson(messages, (False, False, True))

    lessons = [lesson(system, text) for system in ("one", "two") for text in ("a b c", "b c d", "c")]
    examples = encode_all(tokenizer, lessons, None)
    assert examples.kind == [0, 0, 0, 1, 1, 1]
    for row in pack(examples, 10_000, 0, 0):
        assert len({examples.kind[index] for index in row}) == 1
    assert min(examples.prefixes) > 3
    assert encode_all(tokenizer, lessons, None, share=False).prefixes == [0, 0]


def test_an_example_longer_than_the_context(tokenizer: Any) -> None:
    short, long = (
        Lesson((Message("user", "a" * n), Message("assistant", "x")), (False, True)) for n in (1, 99)
    )
    with pytest.raises(UsageError, match="the model holds 40"):
        encode_all(tokenizer, [short, long], 40)
    found: Examples = encode_all(tokenizer, [short, long], 40, skip=True)
    assert (len(found.encoded), found.skipped) == (1, 1)


def test_a_mask_on_the_users_message_is_refused() -> None:
    with pytest.raises(ProblemError, match="not the assistant's"):
        lesson_of({"messages": [{"role": "user", "content": "a"}], "mask": [1]}, "here")
