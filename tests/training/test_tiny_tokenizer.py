from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from coe.training.tiny.tokenizer import Codec, build_tokenizer, save_tokenizer
from tests.training.sums import sums

TEXTS = [text for item in sums(0) for text in (item.prompt, item.completion)]
TEXTS += ["x - 3 = 2 * (y / 4)"] * 3
TOKENIZER = build_tokenizer(TEXTS, vocab_size=512)
WHOLE_NUMBERS = build_tokenizer(TEXTS, vocab_size=1600, numbers="whole")


def pieces(text: str, tokenizer: Tokenizer = TOKENIZER) -> list[str]:
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    return [tokenizer.decode([number], skip_special_tokens=False) for number in ids]


@given(st.text())
@example("x² ≤ 3·√2 — naïve 日本 \U0001f600\n\r\t  end ")
@example("L 1 [ok] L 12 <eos> <edit>REPL 1 >>>")
@example("+ + =  = 1  2")
def test_any_text_round_trips(text: str) -> None:
    for tokenizer in (TOKENIZER, WHOLE_NUMBERS):
        codec = Codec(tokenizer)
        assert tokenizer.decode(codec.encode_many([text])[0], skip_special_tokens=False) == text


@pytest.mark.parametrize(
    "text", ["REPL ", "ADDL ", "DELL ", "EXIT", " >>>", " [ok] ", " [does not follow] ", "\nL 7"]
)
def test_words_of_the_edit_language_are_single_tokens(text: str) -> None:
    assert pieces(text) == [text]


def test_operators_take_their_spaces_and_digits_stand_alone() -> None:
    assert pieces("2x + 15 = {13 - 5}") == ["2", "x", " + ", "1", "5", " = ", "{", "1", "3", " - ", "5", "}"]
    assert pieces("(x + 1)^2") == ["(", "x", " + ", "1", ")", "^", "2"]


def test_no_token_mixes_a_digit_with_anything() -> None:
    mixed = [text for text in TOKENIZER.get_vocab() if any(c in "0123456789" for c in text) and len(text) > 1]
    assert all(text.startswith("\nL ") for text in mixed)


def test_whole_numbers_are_tokens_when_asked_for() -> None:
    assert pieces("365 + 12", WHOLE_NUMBERS) == ["365", " + ", "12"]
    assert pieces("123456", WHOLE_NUMBERS) == ["123", "456"]


def test_special_tokens_in_a_text_stay_text() -> None:
    codec = Codec(TOKENIZER)
    assert codec.eos not in codec.encode_many(["<eos>"])[0]


def test_transformers_reads_the_folder_and_gives_the_same_ids(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    save_tokenizer(TOKENIZER, tmp_path)
    theirs = transformers.AutoTokenizer.from_pretrained(tmp_path)
    codec = Codec(Tokenizer.from_file(str(tmp_path / "tokenizer.json")))
    item = next(sums(1))
    system, user = {"role": "system", "content": "Rules."}, {"role": "user", "content": item.prompt}
    answer = {"role": "assistant", "content": item.completion}
    prompt = codec.prompts([item.prompt])[0]
    both = prompt + codec.completions([item.completion])[0]
    options = {"tokenize": True, "return_dict": False}
    assert theirs.apply_chat_template([system, user], add_generation_prompt=True, **options) == prompt
    assert theirs.apply_chat_template([system, user, answer], **options) == both
    assert theirs.decode(both[1:-1]) == item.prompt + "<edit>" + item.completion
