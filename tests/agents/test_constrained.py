"""An untrained model at a high temperature writes only commands that fit; without the grammar, none."""

from collections import Counter

import numpy as np
import pytest

from coe.agents.constrained import Constrainer
from coe.agents.decoding import Replies
from coe.agents.local import LocalAgent
from coe.dsl import Draft, apply_edit, draft_grammar, draft_outline, edit_grammar, parse_edit
from coe.errors import EditError, UsageError
from coe.messages import FinishReason, Message, Sampling
from coe.training.tiny.tokenizer import build_tokenizer
from tests.agents.test_local import make_model
from tests.training.sums import sums

DRAFTS = ((), ("2x = 13 - 5",), ("2x + 5 - 5 = 13", "2x = 8", 'x = "8/2" > é'))
ASKED = [Message("user", "Problem: Solve for x: 2x + 5 = 13")]


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> LocalAgent:
    folder = make_model(tmp_path_factory.mktemp("model"), initializer_range=0.02)
    return LocalAgent(folder, device="cpu", batch_size=128)


def sampled(
    agent: LocalAgent, lines: tuple[str, ...], n: int, grammar: bool, outline: bool = True
) -> list[str]:
    text = draft_grammar(lines) if grammar else None
    shared = draft_outline(len(lines)) if grammar and outline else None
    how = [Sampling(1.5, seed, 40, grammar=text, outline=shared) for seed in range(n)]
    return [reply.text for reply in agent.act([ASKED] * n, how)]


@pytest.mark.parametrize("lines", DRAFTS)
def test_every_command_parses_and_fits_its_draft(agent: LocalAgent, lines: tuple[str, ...]) -> None:
    kinds: Counter[str] = Counter()
    for text in sampled(agent, lines, 128, grammar=True):
        edit = parse_edit(text)
        apply_edit(Draft(lines), edit)
        kinds[type(edit).__name__] += 1
    assert set(kinds) == ({"AddLine", "Exit"} if not lines else
                          {"AddLine", "ReplaceLine", "DeleteLine", "ReplaceWord", "Exit"})  # fmt: skip


@pytest.mark.parametrize("lines", DRAFTS)
def test_an_outline_changes_no_reply(agent: LocalAgent, lines: tuple[str, ...]) -> None:
    replies = sampled(agent, lines, 64, grammar=True)
    assert replies == sampled(agent, lines, 64, grammar=True, outline=False)
    assert not lines or any(text.startswith("REPW") for text in replies)


def constrainer_of(agent: LocalAgent) -> Constrainer:
    return agent._constrainer()


def test_an_outline_forbids_what_its_grammar_forbids(agent: LocalAgent) -> None:
    lines = DRAFTS[2]
    constrainer = constrainer_of(agent)
    tokenizer = agent._tokenizer
    for text in ("REPW 2 >>>2x >>>y", "REPL 1 >>>x > 1", "DELL 2", "EXIT", "ADDL 3 >>>{1 + 2}"):
        (whole,) = constrainer.start([draft_grammar(lines)])
        (outlined,) = constrainer.start([draft_grammar(lines)], [draft_outline(len(lines))])
        for token in tokenizer(text, add_special_tokens=False)["input_ids"]:
            masks = constrainer.allowed([whole, outlined])
            assert (masks[0] == masks[1]).all(), text
            found = [token for token in range(masks.shape[1]) if outlined.allows(token)]
            assert found == masks[1].nonzero()[0].tolist()
            whole.consume(token)
            outlined.consume(token)
            assert (whole.accepting, whole.over) == (outlined.accepting, outlined.over)


def test_a_token_drawn_first_and_checked_after_has_the_probability_it_has_among_the_allowed(
    agent: LocalAgent,
) -> None:
    constrainer = constrainer_of(agent)
    size = agent._model.config.vocab_size
    (constraint,) = constrainer.start([edit_grammar(2)])
    allowed = constrainer.allowed([constraint])[0]
    logits = np.random.default_rng(0).normal(0, 2, size).astype(np.float32)
    logits[allowed] += 3  # so that both kinds are drawn first
    expected = np.where(allowed, np.exp(logits), 0)
    expected /= expected.sum()
    first = np.exp(logits)[allowed].sum() / np.exp(logits).sum()
    assert 0.2 < first < 0.8
    n = 4000
    how = [Sampling(1.0, seed, 2, grammar=edit_grammar(2)) for seed in range(n)]
    replies = Replies(agent._batches.vocabulary, [[1]] * n, how, constrainer)
    tokens = replies._draw(replies._rows, np.tile(logits, (n, 1)))
    counts = np.bincount(tokens, minlength=size)
    assert counts.sum() == n
    assert not counts[~allowed].any()
    # Pearson's statistic has as many degrees of freedom as cells less 1; its deviation is sqrt(2 of them).
    cells = expected > 5 / n
    statistic = ((counts[cells] - n * expected[cells]) ** 2 / (n * expected[cells])).sum()
    assert statistic < cells.sum() + 5 * np.sqrt(2 * cells.sum())


def test_a_greedy_token_is_the_likeliest_allowed_one(agent: LocalAgent) -> None:
    constrainer = constrainer_of(agent)
    size = agent._model.config.vocab_size
    logits = np.random.default_rng(1).normal(0, 2, (64, size)).astype(np.float32)
    (constraint,) = constrainer.start([edit_grammar(2)])
    allowed = constrainer.allowed([constraint])[0]
    how = [Sampling(grammar=edit_grammar(2))] * 64
    replies = Replies(agent._batches.vocabulary, [[1]] * 64, how, constrainer)
    tokens = replies._draw(replies._rows, logits.copy())
    assert tokens == np.where(allowed, logits, -np.inf).argmax(1).tolist()


def test_without_the_grammar_none_does(agent: LocalAgent) -> None:
    for text in sampled(agent, DRAFTS[1], 32, grammar=False):
        with pytest.raises(EditError):
            parse_edit(text)


def test_it_can_be_turned_off(agent: LocalAgent) -> None:
    how = [Sampling(1.5, 3, 12, grammar=edit_grammar(2))]
    plain = [Sampling(1.5, 3, 12)]
    free = LocalAgent(agent.name.removeprefix("local:"), device="cpu", constrained=False)
    assert free.act([ASKED], how)[0].text == agent.act([ASKED], plain)[0].text
    assert agent.act([ASKED], how)[0].text != agent.act([ASKED], plain)[0].text


def test_constrained_and_free_replies_share_a_batch(agent: LocalAgent) -> None:
    how = [Sampling(1.5, seed, 30, grammar=g) for seed, g in enumerate((None, edit_grammar(1), None))]
    together = agent.act([ASKED] * 3, how)
    assert [r.text for r in together] == [agent.act([ASKED], [one])[0].text for one in how]
    parse_edit(together[1].text)


def test_a_reply_out_of_tokens_is_cut_to_its_last_whole_command(agent: LocalAgent) -> None:
    grammar = 'start: "ab" (" cdef")*'
    for most in range(1, 12):
        how = [Sampling(1.5, seed, most, grammar=grammar) for seed in range(20)]
        for reply in agent.act([ASKED] * 20, how):
            if reply.finish_reason is FinishReason.STOP or most >= 2:
                assert reply.text.replace(" cdef", "") == "ab"
            assert reply.usage.completion_tokens <= most


def test_a_line_break_ends_a_constrained_reply() -> None:
    tokenizer = build_tokenizer([item.prompt for item in sums(0)], vocab_size=420)
    size, end = tokenizer.get_vocab_size(), tokenizer.token_to_id("<eos>")
    newline = tokenizer.token_to_id("\u010a")
    (constraint,) = (constrainer := Constrainer(tokenizer.to_str(), size, [end])).start(['start: "1" "2"?'])
    assert newline in constraint.ends
    assert not constrainer.allowed([constraint])[0, [newline, end]].any()
    constraint.consume(tokenizer.token_to_id("1"))
    assert constrainer.allowed([constraint])[0, [newline, end]].all()
    assert constraint.accepting
    assert not constraint.over
    constraint.consume(tokenizer.token_to_id("2"))
    assert constraint.over


def test_a_text_that_is_no_grammar_is_named(agent: LocalAgent) -> None:
    with pytest.raises(UsageError, match="grammar"):
        agent.act([ASKED], [Sampling(grammar="start: nothing")])


def test_what_is_no_tokenizer_is_named() -> None:
    with pytest.raises(UsageError, match="--constrained off"):
        Constrainer("{}", 10, [0])
