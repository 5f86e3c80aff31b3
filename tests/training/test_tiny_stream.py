from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from coe.demonstrations.generate import DemonstrationConfig
from coe.errors import CoeError
from coe.training.tiny.demonstration_source import DemonstrationSource
from coe.training.tiny.stream import Chunk, Example, ExampleStream, make_batches
from coe.training.tiny.tokenizer import Codec, build_tokenizer, save_tokenizer
from tests.training.sums import sums

TOKENIZER = build_tokenizer([item.prompt for item in sums(0)], vocab_size=512)
CODEC = Codec(TOKENIZER)


@pytest.fixture
def tokenizer_file(tmp_path: Path) -> Path:
    save_tokenizer(TOKENIZER, tmp_path)
    return tmp_path / "tokenizer.json"


def contents(chunk: Chunk) -> list[list[list[int]]]:
    return [batch.tokens.tolist() for batch in chunk.batches]


def test_batches_hold_every_example_once_within_the_budget() -> None:
    items = list(sums(0))
    batches, too_long = make_batches(items, CODEC, tokens_per_batch=200, context=64, seed=1)
    assert too_long == 0
    assert all(batch.tokens.size <= 200 for batch in batches)
    rows = [row[:n].tolist() for batch in batches for row, n in zip(batch.tokens, batch.lengths, strict=True)]
    prompts, answers = (
        CODEC.prompts([item.prompt for item in items]),
        CODEC.completions([item.completion for item in items]),
    )
    assert sorted(rows) == sorted(prompt + answer for prompt, answer in zip(prompts, answers, strict=True))


def test_targets_are_the_next_tokens_and_commands_are_told_apart() -> None:
    item = Example("Problem: 1 + 2", "EXIT")
    (batch,), _ = make_batches([item], CODEC, tokens_per_batch=99, context=64, seed=0)
    rows, wanted, command = batch.targets()
    whole = CODEC.prompts([item.prompt])[0] + CODEC.completions([item.completion])[0]
    assert wanted.tolist() == whole[1:]
    assert rows.tolist() == list(range(len(whole) - 1))
    assert wanted[command == 1].tolist() == CODEC.completions(["EXIT"])[0]


def test_examples_beyond_the_context_are_counted_and_left_out() -> None:
    batches, too_long = make_batches(
        [Example("Problem: " + "1" * 90, "EXIT")], CODEC, tokens_per_batch=99, context=64, seed=0
    )
    assert (batches, too_long) == ([], 1)


def test_a_stream_that_starts_later_goes_on_where_the_first_would(tokenizer_file: Path) -> None:
    stream = ExampleStream(sums, tokenizer_file, tokens_per_batch=256, workers=0)
    whole = [contents(chunk) for chunk in islice(stream.chunks(), 3)]
    later = [contents(chunk) for chunk in islice(stream.chunks(2), 1)]
    assert later == whole[2:]
    assert whole[0] != whole[1]


def test_workers_change_nothing_but_the_speed(tokenizer_file: Path) -> None:
    source = DemonstrationSource(DemonstrationConfig(families=("linear_equations",)), size=2)
    alone = ExampleStream(source, tokenizer_file, workers=0)
    together = ExampleStream(source, tokenizer_file, workers=2)
    expected = [contents(chunk) for chunk in islice(alone.chunks(1), 3)]
    assert [contents(chunk) for chunk in islice(together.chunks(1), 3)] == expected


def test_a_source_that_fails_in_a_worker_says_so(tokenizer_file: Path) -> None:
    source = DemonstrationSource(DemonstrationConfig(families=("no such family",)), size=2)
    with pytest.raises(CoeError, match="no such family"):
        next(ExampleStream(source, tokenizer_file).chunks())


def test_demonstrations_become_one_example_a_turn() -> None:
    source = DemonstrationSource(DemonstrationConfig(families=("linear_equations",)), size=3)
    found = list(source(0))
    assert found == list(source(0))
    assert len(found) >= 3
    assert all(item.prompt.startswith("Problem: ") and "\n" not in item.completion for item in found)
    assert not set(found) & set(source(1))


def test_padding_is_never_a_target() -> None:
    batches, _ = make_batches(sums(3), CODEC, tokens_per_batch=4096, context=64, seed=0)
    assert all(not np.isin(batch.targets()[1], [CODEC.pad]).any() for batch in batches)
