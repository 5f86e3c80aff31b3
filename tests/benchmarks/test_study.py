"""The study: its cells are commands that the program takes, its figures are those of the stored runs."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.main import get_command

from benchmarks.study import arms, cells, suites
from benchmarks.study.arms import ARMS
from benchmarks.study.cells import CELLS, REFERENCE, Cell, chosen
from benchmarks.study.findings import findings
from benchmarks.study.gather import Result, beside, read_cell
from benchmarks.study.page import write_page
from benchmarks.study.play import print_status, run_cells
from benchmarks.study.tables import training
from benchmarks.study.train import record_arm, train_arms, training_command
from coe.agents import create_agent
from coe.cli.main import app
from coe.environment import EnvironmentConfig, Method
from coe.errors import UsageError
from coe.evaluation import RunConfig, evaluate, open_store
from coe.evaluation.starts import Draft
from coe.problem import Problem
from coe.rollout import Start

ROOT = Path(__file__).parents[2]
EQUATIONS = [Problem(f"Solve for x: 2x + 5 = {5 + 2 * a}", answer=str(a), family="own") for a in range(4, 10)]


def stored(cell: Cell, out: Path, replies: list[str]) -> Result:
    """A cell whose run a script answered, one reply a problem."""
    config = RunConfig(
        "equations", {"name": "scripted"}, draft=Draft.EMPTY,
        environment=EnvironmentConfig(method=Method(cell.method), max_steps=1),
    )  # fmt: skip
    cell.file(out).parent.mkdir(parents=True, exist_ok=True)
    run = open_store(str(cell.file(out)), create=True).begin("main", config)
    starts = [Start(problem, (), 0) for problem in EQUATIONS[: len(replies)]]
    evaluate(create_agent("scripted", replies=replies), run, config, starts)
    result = read_cell(cell, out)
    assert result is not None
    return result


def accepted(command: list[str]) -> None:
    """The program reads this command; it raises where it would exit with 2."""
    found = get_command(app)
    names = [word for word in command if not word.startswith("-")]
    while hasattr(found, "commands"):
        found = found.commands[names.pop(0)]
    depth = command.index(found.name or "") + 1
    found.make_context(str(found.name), command[depth:])


def test_every_cell_is_a_command_of_the_program(tmp_path: Path) -> None:
    for cell in CELLS.values():
        accepted(cell.command(tmp_path))


def test_every_training_is_by_commands_of_the_program(tmp_path: Path) -> None:
    made = [arm for arm in ARMS.values() if arm.demos]
    assert {arm.method for arm in made} == set(cells.METHODS)
    for arm in made:
        found = get_command(app).commands["demos"]  # type: ignore[attr-defined]
        found.make_context("demos", ["--out", str(tmp_path), *arm.demos])
        accepted(training_command(arm, tmp_path, 1000))


def test_arms_differ_in_the_form_alone(tmp_path: Path) -> None:
    commands = {method: training_command(ARMS[f"{method}-sft"], tmp_path, 1000) for method in cells.METHODS}
    same = {" ".join(command).replace(f"{method}-sft", "ARM") for method, command in commands.items()}
    assert len(same) == 1
    drawn = {arm.demos[arm.demos.index("--tasks") : arm.demos.index("train") + 1] for arm in made_by_sft()}
    assert len(drawn) == 1


def made_by_sft() -> list[arms.Arm]:
    return [arm for arm in ARMS.values() if arm.demos]


def test_an_ablation_changes_what_it_names() -> None:
    reference = CELLS[REFERENCE]
    for cell in CELLS.values():
        if cell.table != "main":
            alike = replace(cell, name=reference.name, table="main", label="")
            changed = [name for name in Cell.__slots__ if getattr(alike, name) != getattr(reference, name)]
            assert changed in (
                ["feedback"], ["constrained"], ["arm", "calculator"], ["arm"], ["draft"],
            ), cell.name  # fmt: skip


def test_cells_are_chosen_by_patterns_in_their_order() -> None:
    assert [cell.name for cell in chosen(["sft-coe-own", "builtin-*", "sft-coe-*"])][:2] == [
        "sft-coe-own",
        "builtin-coe-own",
    ]
    assert chosen([]) == list(CELLS.values())
    with pytest.raises(UsageError, match="--list"):
        chosen(["nothing-*"])


def test_a_right_answer_counts_whatever_the_lines_before_it_are_worth(tmp_path: Path) -> None:
    cell = CELLS["base-cot-own"]
    result = stored(cell, tmp_path, ["2x = 8\nAnswer: 4", "2x = 99\nAnswer: 5", "Answer: 7"])
    assert (result.right.successes, result.solved.successes, result.n) == (2, 1, 3)
    assert result.failed == 0


def test_a_failure_of_ours_is_in_no_rate(tmp_path: Path) -> None:
    cell = CELLS["base-cot-own"]
    config = RunConfig("equations", {"name": "scripted"}, environment=EnvironmentConfig(method=Method.COT))
    cell.file(tmp_path).parent.mkdir()
    run = open_store(str(cell.file(tmp_path)), create=True).begin("main", config)
    starts = [Start(problem, (), 0) for problem in EQUATIONS[:2]]
    evaluate(create_agent("scripted", replies=["Answer: 4"]), run, config, starts, batch_size=1)
    result = read_cell(cell, tmp_path)
    assert result is not None
    assert (result.n, result.failed, result.right.value) == (1, 1, 1.0)


def test_the_page_says_what_the_runs_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = ["Answer: 0"] * 6
    right = [f"ADDL 1 >>>x = {a}" for a in range(4, 10)]
    results = {
        "sft-direct-own": stored(CELLS["sft-direct-own"], tmp_path, wrong),
        "sft-coe-own": stored(CELLS["sft-coe-own"], tmp_path, right),
    }
    assert beside(results["sft-direct-own"], results["sft-coe-own"]).difference == 1.0
    (said,) = findings(results)
    assert "**edits win**" in said
    assert "100.0 [61.0, 100.0]" in said
    write_page(tmp_path, tmp_path / "study.md")
    page = (tmp_path / "study.md").read_text("utf-8")
    assert said in page
    assert "| SFT | coe | 6 | 100.0 [61.0, 100.0] | 100.0 [61.0, 100.0] |" in page
    assert "| SFT | cot | no run |" in page
    assert "`sft-cot-own`" in page.partition("## What has no run")[2]
    assert "`sft-coe-own (6)`" in page
    assert "<svg" in (tmp_path / "study_solved.svg").read_text("utf-8")
    print_status(chosen(["sft-*-own"]), tmp_path, None)
    assert "6/300" in capsys.readouterr().out


def test_edits_without_their_helps_stand_beside_the_methods_that_have_none(tmp_path: Path) -> None:
    results = {
        "sft-cot-own": stored(CELLS["sft-cot-own"], tmp_path, [f"x = {a}" for a in range(4, 10)]),
        "spans-off": stored(CELLS["spans-off"], tmp_path, ["ADDL 1 >>>x = 1"] * 6),
    }
    (said,) = findings(results)
    assert "edits without the calculator: 0.0" in said
    assert "`cot` 100.0" in said
    assert "**edits lose**" in said


def test_a_training_set_with_a_problem_of_the_suites_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coe.demonstrations.generate import DemonstrationConfig
    from coe.demonstrations.writer import write_demonstrations

    own = {name: suite for name, suite in suites.SUITES.items() if name == "own"}
    monkeypatch.setattr(suites, "SUITES", own)
    for split, seed in (("train", 5), ("test", suites.SEED)):
        settings = DemonstrationConfig(("percent",), seed=seed, split=split, method="direct")
        write_demonstrations(settings, 3, tmp_path / f"{split}.jsonl")
    assert suites.refuse_overlap(tmp_path / "train.jsonl", tmp_path, 19) == {"own": 19}
    with pytest.raises(UsageError, match="problems of own"):
        suites.refuse_overlap(tmp_path / "test.jsonl", tmp_path, 19)


def test_what_was_trained_is_read_from_the_last_checkpoint(tmp_path: Path) -> None:
    arm = ARMS["direct-sft"]
    assert not arm.ready(tmp_path)
    for updates in (9, 10):
        folder = tmp_path / "adapters" / arm.name / f"checkpoint-{updates}"
        folder.mkdir(parents=True)
        clock = {"updates": updates, "tokens": 100 * updates, "examples": 7, "learned": 40, "seconds": 30.0}
        callbacks = {"Control": {"attributes": {}}, "Follower": {"attributes": {"clock": clock}}}
        (folder / "trainer_state.json").write_text(json.dumps({"stateful_callbacks": callbacks}))
    record_arm(arm, tmp_path, 1000, [["train", "sft"]], {"own": 300}, 30.0)
    assert arm.ready(tmp_path)
    record = json.loads(arm.record(tmp_path).read_text("utf-8"))
    assert (record["tokens"], record["updates"]) == (1000, 10)
    assert "| `direct-sft` | SFT | 1,000 | 40 | 7 | - | 0.5 | 5 |" in training({arm.name: record})
    with pytest.raises(UsageError, match="--tokens 1000"):
        train_arms([arm.name], tmp_path, 2000, tmp_path)
    assert train_arms([arm.name], tmp_path, 1000, tmp_path) == 0


def test_arms_trained_by_reward_draw_the_same_number_of_tokens(tmp_path: Path) -> None:
    made = {}
    for method in cells.METHODS:
        command = training_command(ARMS[f"{method}-grpo"], tmp_path, 5000)
        accepted(command)
        values = {
            name.lstrip("-").replace("-", "_"): value
            for name, value in zip(command[2::2], command[3::2], strict=True)
        }
        assert values["adapter"] == str(ARMS[f"{method}-sft"].adapter(tmp_path))
        made[method] = values
    own = {"method", "adapter", "out", "max_tokens", "solution_tokens", "batch_size"}
    own |= {"form", "micro_batch", "refused", "gave_up", "scale_rewards", "max_steps"}
    own |= {"empty", "partial", "mistakes", "most_mistakes"}
    same = [{name: value for name, value in values.items() if name not in own} for values in made.values()]
    assert same[0] == same[1] == same[2]
    assert same[0]["sampled_tokens"] == "5000"


def test_an_arm_that_cannot_be_trained_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train_arms(["cot-grpo", "coe-grpo"], tmp_path, 1000, tmp_path) == 0
    said = capsys.readouterr().out
    assert "cot-grpo: left out, cot-sft is not trained" in said
    assert "coe-grpo: left out, coe-sft is not trained" in said


def test_wrong_asks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--gsm8k"):
        suites.draw_gsm8k(tmp_path, tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="the study trains"):
        train_arms(["base"], tmp_path, 100, tmp_path)


def test_a_cell_is_played_once_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [
        sys.executable, "-m", "benchmarks.study", "run", "--out", str(tmp_path), "--cells", "builtin-coe-own",
        "--n", "2",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    assert "coe evaluate --out" in done.stdout
    assert run_cells(chosen(["builtin-coe-own"]), tmp_path, 2, tmp_path) == 0
    assert capsys.readouterr().out == ""
    result = read_cell(CELLS["builtin-coe-own"], tmp_path)
    assert result is not None
    assert result.n == 2
