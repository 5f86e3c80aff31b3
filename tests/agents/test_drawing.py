"""The filters against those of transformers, and the draws against the probabilities."""

from itertools import chain

import numpy as np
import pytest

from coe.agents.drawing import draw
from coe.messages import Sampling

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

SEEN = (3, 5, 5, 40)


def logits_of(seed: int, size: int = 64) -> np.ndarray:
    return (3 * np.random.default_rng(seed).standard_normal(size)).astype(np.float32)


def expected(logits: np.ndarray, how: Sampling) -> np.ndarray:
    """Probabilities by the processors of transformers."""
    scores, ids = torch.tensor(logits)[None], torch.tensor([SEEN])
    if how.repetition_penalty != 1:
        scores = transformers.RepetitionPenaltyLogitsProcessor(how.repetition_penalty)(ids, scores)
    scores = transformers.TemperatureLogitsWarper(how.temperature)(ids, scores)
    if how.top_k:
        scores = transformers.TopKLogitsWarper(how.top_k)(ids, scores)
    if how.top_p < 1:
        scores = transformers.TopPLogitsWarper(how.top_p)(ids, scores)
    if how.min_p:
        scores = transformers.MinPLogitsWarper(how.min_p)(ids, scores)
    return scores.softmax(-1)[0].numpy()


@pytest.mark.parametrize(
    "how",
    [
        Sampling(1.0),
        Sampling(0.6),
        Sampling(1.5, top_k=5),
        Sampling(1.5, top_k=1000),
        Sampling(1.0, top_p=0.8),
        Sampling(2.0, top_p=0.05),
        Sampling(1.5, min_p=0.1),
        Sampling(1.5, min_p=1.0),
        Sampling(1.0, repetition_penalty=2.0),
        Sampling(1.2, top_k=20, top_p=0.9, min_p=0.05, repetition_penalty=1.3),
    ],
    ids=str,
)
def test_draws_follow_the_probabilities_of_transformers(how: Sampling) -> None:
    n = 3000
    for seed in range(3):
        logits = logits_of(seed)
        wanted = expected(logits, how)
        stream = np.random.default_rng(seed)
        counts = np.bincount([draw(logits.copy(), how, SEEN, stream) for _ in range(n)], minlength=64)
        assert not counts[wanted == 0].any()
        # Total variation between a sample of 3000 and its own distribution over at most 64 tokens.
        assert np.abs(counts / n - wanted).sum() / 2 < 0.08


def test_greedy_takes_the_likeliest_after_the_penalty() -> None:
    logits = np.array([2.0, 1.9, -1.0], np.float32)
    stream = np.random.default_rng(0)
    assert draw(logits.copy(), Sampling(), (0,), stream) == 0
    assert draw(logits.copy(), Sampling(repetition_penalty=1.2), iter((0,)), stream) == 1
    assert draw(-logits, Sampling(repetition_penalty=1.2), chain((), (2,)), stream) == 2


@pytest.mark.parametrize(
    "how", [Sampling(), Sampling(5.0), Sampling(5.0, top_k=2), Sampling(5.0, top_p=0.99)]
)
def test_what_is_not_allowed_is_never_drawn(how: Sampling) -> None:
    logits = logits_of(4)
    allowed = {7, 9}
    logits[[token for token in range(64) if token not in allowed]] = -np.inf
    stream = np.random.default_rng(1)
    assert {draw(logits.copy(), how, (), stream) for _ in range(200)} <= allowed


def test_one_number_is_taken_from_the_stream() -> None:
    stream, other = np.random.default_rng(5), np.random.default_rng(5)
    draw(logits_of(0), Sampling(1.0, top_p=0.5), (), stream)
    other.random()
    assert stream.random() == other.random()


def test_large_vocabularies_are_drawn_from_as_small_ones() -> None:
    size, n = 1000, 4000
    logits = np.full(size, -np.inf, np.float32)
    wanted = {0: 0.1, 255: 0.2, 256: 0.3, 700: 0.15, 999: 0.25}
    for token, probability in wanted.items():
        logits[token] = np.log(probability)
    stream = np.random.default_rng(2)
    counts = np.bincount([draw(logits.copy(), Sampling(1.0), (), stream) for _ in range(n)], minlength=size)
    assert counts.sum() == sum(counts[token] for token in wanted)
    for token, probability in wanted.items():
        assert abs(counts[token] / n - probability) < 0.04
