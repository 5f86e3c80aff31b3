"""`coe solve` with scripted agents: what it prints, what it returns, what it refuses."""

from __future__ import annotations

import json
import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coe.messages import Reply

ROOT = Path(__file__).parents[2]
LINEAR = "Solve for x: 2x + 5 = 13"
WRONG = "2x = 18\\nx = 9"
MENDED = ("REPL 1 >>>2x = {13 - 5}", "REPL 2 >>>x = {8 / 2}")


def test_steps_are_shown_as_a_diff_with_verdicts(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--initial", WRONG, "--model-type", script(*MENDED))
    assert done.code == 0, done.err
    rows = [" ".join(row.split()) for row in done.out.splitlines()]
    assert rows[0] == f"Problem: {LINEAR}"
    assert rows[1] == "1 2x = 18 wrong: does not follow"
    step = rows.index("Step 1: REPL 1 >>>2x = {13 - 5}")
    assert rows[step + 1 : step + 4] == ["- 1 2x = 18", "+ 1 2x = 8 ok", "2 x = 9 wrong: does not follow"]
    step = rows.index("Step 2: REPL 2 >>>x = {8 / 2}")
    assert rows[step + 1 : step + 4] == ["1 2x = 8 ok", "- 2 x = 9", "+ 2 x = 4 ok"]
    assert rows[-2] == "Read as: solve 2x + 5 = 13 for x"
    assert rows[-1].startswith("solved: 2 steps, 24 tokens (20 read, 4 written), ")


def test_json_has_the_promised_keys(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--initial", WRONG, "--json", "--model-type", script(*MENDED))
    record = json.loads(done.out)
    promised = ["status", "solved", "steps", "edits", "solution", "verdicts", "usage"]
    assert list(record) == [*promised, "method", "draft", "decoding"]
    assert (record["status"], record["solved"], record["steps"]) == ("solved", True, 2)
    assert record["edits"] == list(MENDED)
    assert record["solution"] == ["2x = 8", "x = 4"]
    assert [(verdict["line"], verdict["status"]) for verdict in record["verdicts"]] == [
        (1, "valid"),
        (2, "valid"),
    ]
    assert record["usage"]["prompt_tokens"] == 20
    assert record["usage"]["completion_tokens"] == 4
    assert record["usage"]["seconds"] > 0


def test_quiet_prints_the_end_only(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--initial", WRONG, "--quiet", "--model-type", script(*MENDED))
    assert "Step" not in done.out
    assert [row.split()[0] for row in done.out.splitlines()] == ["1", "2", "Read", "solved:"]


def test_without_initial_the_draft_is_empty(coe: Callable, script: Callable) -> None:
    agent = script("ADDL 1 >>>x = 4")
    done = coe("solve", LINEAR, "--model-type", agent)
    assert done.code == 0
    assert "(no lines yet)" in done.out
    assert "(no lines)" in script.seen[0]


def test_not_solved_is_code_1_and_says_what_to_try(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--max-steps", "2", "--model-type", script("ADDL 1 >>>x = 5", "nonsense"))
    assert done.code == 1
    assert "refused:" in done.out
    assert "unsolved: 2 steps" in done.out
    assert "--model-type tiny" in done.out.splitlines()[-1]


def test_giving_up_is_code_1(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--initial", "x = 9", "--model-type", script("EXIT"))
    assert done.code == 1
    assert "gave up: 1 step," in done.out


def test_consistent_is_code_0(coe: Callable, script: Callable) -> None:
    statement = "Ann has 3 bags of 4 apples and eats 2. How many are left?"
    agent = script("ADDL 1 >>>3 * 4 = 12", "ADDL 2 >>>12 - 2 = 10", "EXIT")
    done = coe("solve", statement, "--model-type", agent)
    assert done.code == 0, done.out
    assert "consistent: 3 steps" in done.out
    assert "--truth" in done.out


def test_truth_scores_and_stays_hidden(coe: Callable, script: Callable) -> None:
    statement = "Ann has 3 bags of 4 apples and eats 2. How many are left?"
    replies = ("ADDL 1 >>>3 * 4 = 12", "EXIT")
    done = coe("solve", statement, "--truth", "1012", "--json", "--model-type", script(*replies))
    assert json.loads(done.out)["status"] == "unsolved"
    assert "reveal_truth" not in json.loads(done.out)
    assert not any("1012" in text for text in script.seen)


def test_revealed_truth_is_said_everywhere(coe: Callable, script: Callable) -> None:
    arguments = ("solve", LINEAR, "--truth", "x = 4", "--reveal-truth")
    agent = script("ADDL 1 >>>x = 4", "ADDL 1 >>>x = 4")
    assert json.loads(coe(*arguments, "--json", "--model-type", agent).out)["reveal_truth"] is True
    assert "Expected answer: x = 4" in script.seen[0]
    assert coe(*arguments, "--model-type", agent).out.count("shown to the agent (--reveal-truth)") == 2


def test_outcome_feedback_reaches_the_agent(coe: Callable, script: Callable) -> None:
    statement = "Ann has 3 bags of 4 apples and eats 2. How many are left?"
    agent = script("ADDL 1 >>>3 * 4 = 12", "ADDL 2 >>>12 - 2 = 10")
    done = coe("solve", statement, "--truth", "10", "--feedback", "outcome", "--model-type", agent)
    assert done.code == 0, done.out
    assert "The answer is wrong." in script.seen[1]


def test_an_example_brings_its_draft(coe: Callable, script: Callable) -> None:
    done = coe("solve", "linear", "--model-type", script(*MENDED))
    assert done.code == 0
    assert f"Problem: {LINEAR}" in done.out
    assert "L 1 [does not follow] 2x = 18" in script.seen[0]


def test_a_failure_is_not_called_wrong(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--model-type", script(Reply("", error="out of memory")))
    assert done.code == 1
    assert "failed: 0 steps" in done.out
    assert "not a wrong answer: out of memory" in done.out


def test_a_draft_that_is_right_takes_no_step(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--initial", "x = 4", "--model-type", script())
    assert done.code == 0
    assert "solved: 0 steps" in done.out


def test_the_model_option_reaches_the_agent(coe: Callable, script: Callable) -> None:
    done = coe(
        "solve", LINEAR, "--model", "some/folder", "--model-type", script(Reply("", error="no weights"))
    )
    assert "no weights" in done.out
    assert script.models == ["some/folder"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--no-such-flag",), "No such option"),
        (("--max-steps", "0"), "max-steps"),
        (("--feedback", "everything"), "feedback"),
        (("--model-type", "no-such-agent"), "unknown agent 'no-such-agent'; known: tiny"),
        (("--model-type", "no_such_module:agent"), "no module named"),
        (("--initial", "nowhere.txt"), "no file 'nowhere.txt'"),
        (("--initial", "a >>> b"), ">>>"),
        (("--reveal-truth",), "--truth"),
        (("--feedback", "outcome"), "--truth"),
    ],
)
def test_wrong_usage_is_code_2_and_one_message(coe: Callable, arguments: tuple[str, ...], said: str) -> None:
    done = coe("solve", LINEAR, *arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_an_option_that_the_agent_does_not_take_is_wrong_usage(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--adapter-path", "x", "--model-type", script())
    assert done.code == 2
    assert "adapter_path" in done.err


def test_an_empty_problem_is_wrong_usage(coe: Callable) -> None:
    assert coe("solve", "  ").code == 2


def test_the_example_script_is_the_same_code(
    script: Callable, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    agent = script(*MENDED)
    flags = [
        "--problem",
        LINEAR,
        "--initial",
        WRONG,
        "--truth",
        "4",
        "--model-type",
        agent,
        "--max-steps",
        "3",
    ]
    monkeypatch.setattr(sys, "argv", ["solve_cli.py", *flags, "--quiet"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(ROOT / "examples" / "solve_cli.py"), run_name="__main__")
    assert end.value.code == 0
    assert "solved: 2 steps" in capsys.readouterr().out


def test_escapes_in_a_reply_do_not_reach_the_terminal(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--max-steps", "1", "--model-type", script("boo\x1b[2J\x1f"))
    assert done.code == 1
    assert not set(done.out) & {"\x1b", "\x1f"}
