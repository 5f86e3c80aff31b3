"""`coe verify` through typer: what is printed, the record, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from coe.cli.verify import verify
from coe.errors import UsageError
from coe.verifier import Policy

APP = typer.Typer()
APP.command()(verify)
PROBLEM = "Solve for x: 5x + 3 = 2x + 15"


def run(*arguments: str, lines: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        APP, ["--problem", PROBLEM, "--solution", "-", *arguments], input=lines, env={"COLUMNS": "100"}
    )
    return result.exit_code, result.stdout


def test_a_right_solution_exits_0() -> None:
    code, shown = run(lines="3x = 12\n\nx = 4\n")
    assert code == 0
    assert "Read as: solve 5x + 3 = 2x + 15 for x" in shown
    assert "solved" in shown
    assert shown.count(" ok") == 2


def test_a_wrong_line_exits_1_and_says_why() -> None:
    code, shown = run(lines="3x = 18\nx = 6\n")
    assert code == 1
    assert "does not follow" in shown
    assert "rests on line 1" in shown


def test_json() -> None:
    code, shown = run("--json", lines="3x = 18\nx = 6\n")
    record = json.loads(shown)
    assert code == 1
    assert [line["status"] for line in record["lines"]] == ["invalid", "unchecked"]
    assert record["lines"][1]["rests_on"] == 1
    assert (record["answer"], record["answer_verdict"], record["outcome"]) == ("x = 6", "wrong", "unsolved")


def test_the_truth_decides_where_it_is_given() -> None:
    assert run("--truth", "5", lines="x = 4\n")[0] == 1


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "solution.txt"
    path.write_text("3x = 12\nx = 4\n", "utf-8")
    result = CliRunner().invoke(APP, ["--problem", PROBLEM, "--solution", str(path)])
    assert result.exit_code == 0


@pytest.mark.parametrize("arguments", [["--problem", PROBLEM], ["--solution", "-"]])
def test_a_missing_flag_is_wrong_usage(arguments: list[str]) -> None:
    assert CliRunner().invoke(APP, arguments, input="").exit_code == 2


def test_a_missing_file_is_wrong_usage() -> None:
    from coe.cli.errors import exit_code_of

    def call() -> int:
        APP(args=["--problem", PROBLEM, "--solution", "/no/such/file"], standalone_mode=False)
        return 0

    assert exit_code_of(call) == 2


def test_wrong_lines_are_explained_with_the_values_compared() -> None:
    _, shown = run(lines="3x = 12\nx = 9\n")
    assert "  line 2: does not follow: x = 9, but line 1 gives x = 4\n" in shown
    assert "line 1:" not in shown
    record = json.loads(run("--json", lines="3x = 12\nx = 9\n")[1])
    assert [line["explanation"] for line in record["lines"]] == [
        "line 1: follows",
        "line 2: does not follow: x = 9, but line 1 gives x = 4",
    ]


def test_the_output_is_plain_where_it_is_no_terminal() -> None:
    _, shown = run(lines="x = 9\nx\x1b[31m = 4\n")
    assert "\x1b" not in shown
    assert "\N{REPLACEMENT CHARACTER}" in shown


def test_an_empty_file_states_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("\n  \n", "utf-8")
    result = CliRunner().invoke(APP, ["--problem", PROBLEM, "--solution", str(path)])
    assert result.exit_code == 1
    assert "(no lines yet)" in result.stdout


def test_a_problem_that_is_not_understood_says_so() -> None:
    result = CliRunner().invoke(APP, ["--problem", "Tom has 3 pens.", "--solution", "-"], input="1 + 1 = 2\n")
    assert "Read as: not understood: lines are judged by themselves" in result.stdout


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"x = 4\n" * 40_000, "longer than"), (b"x = 4\n" * 400_000, "longer than"), (b"\xff\xfe\xff", "UTF-8")],
)
def test_what_is_piped_in_is_bounded_text(data: bytes, words: str) -> None:
    result = CliRunner().invoke(APP, ["--problem", PROBLEM, "--solution", "-"], input=data)
    assert isinstance(result.exception, UsageError)
    assert words in str(result.exception)


def test_the_policy_is_in_the_json_report() -> None:
    code, output = run("--json", lines="x = 4\n")
    assert (code, json.loads(output)["policy"]) == (0, Policy().as_dict())


def test_a_policy_is_chosen_by_name() -> None:
    _, output = run("--truth", "1/3", "--policy", "rounded=2", "--json", lines="Answer: 0.33\n")
    assert json.loads(output)["policy"]["rounded"] == 2
    assert json.loads(output)["answer_verdict"] == "right"
    _, shown = run("--policy", "rounded=2", "--policy", "percent=number", lines="x = 4\n")
    assert "Policy:  rounded=2, percent=number" in shown
    assert "Policy:  default" in run(lines="x = 4\n")[1]


@pytest.mark.parametrize(
    "option", ["rounded=0", "rounded=few", "percent=maybe", "colour=red", "form", "form=no"]
)
def test_an_unknown_policy_is_wrong_usage(option: str) -> None:
    result = CliRunner().invoke(
        APP, ["--problem", PROBLEM, "--solution", "-", "--policy", option], input="x = 4"
    )
    assert isinstance(result.exception, UsageError)
