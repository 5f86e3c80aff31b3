"""The report replays every row, and finds what was planted: a wrong row, duplicates, overlaps."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from coe.demonstrations.engine import LocalEngine
from coe.demonstrations.formats import Format
from coe.demonstrations.generate import DemonstrationConfig
from coe.demonstrations.quality.pages import html, markdown, write_pages
from coe.demonstrations.quality.plots import plots
from coe.demonstrations.quality.report import QualityReport, make_report
from coe.demonstrations.store import Store
from coe.demonstrations.tokenizer import tokenizer_file
from coe.demonstrations.writer import write_dataset
from coe.errors import ProblemError, UsageError
from coe.problem import Problem

CONFIG = DemonstrationConfig(("linear_equations", "word_one_step"), seed=4, feedback="mixed", recovery=0.0)
SPLITS = {"train": 16, "test": 8}


def made(folder: Path, **options: object) -> Path:
    write_dataset(CONFIG, SPLITS, folder, **options)  # type: ignore[arg-type]
    return folder


def report_of(source: Path, **options: object) -> QualityReport:
    path, name = tokenizer_file(None)
    return make_report(source, tokenizer=path, tokenizer_name=name, **options)  # type: ignore[arg-type]


def rows_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def rewrite(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    return made(tmp_path / "set")


def train(folder: Path) -> Path:
    return folder / "data" / "train-00000.jsonl"


@pytest.mark.parametrize("form", list(Format))
def test_every_form_replays(tmp_path: Path, form: Format) -> None:
    report = report_of(made(tmp_path / "set", form=form))
    assert (report.tally.replayed, report.tally.demonstrations) == (24, 24)
    assert report.faults == []
    assert report.split_overlaps == {("test", "train"): 0}
    assert report.tally.counts["family"] == {"linear_equations": 12, "word_one_step": 12}
    assert sum(report.tally.counts["turns"].values()) == 24
    assert sum(share for _, share, _ in report.command_shares()) == pytest.approx(100)
    assert report.tally.tokens["states"] > report.tally.tokens["commands"] > 0


def test_parquet_and_two_processes_give_the_same_figures(tmp_path: Path, chat: Path) -> None:
    parquet = made(tmp_path / "parquet", store=Store.PARQUET)
    one, two = report_of(chat), report_of(parquet, engine=LocalEngine(2))
    assert one.to_dict()["counts"] == two.to_dict()["counts"]
    assert one.tally.tokens == two.tally.tokens


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda row: row["messages"][2].update(content="DELL 1"), "not over|ends"),
        (lambda row: row["messages"][2].update(content="DELL 99"), "is refused"),
        (
            lambda row: row["messages"][1].update(content=row["messages"][1]["content"] + "\nL 9 [ok] 1 = 1"),
            "reads",
        ),
        (lambda row: row["messages"][0].update(content="Be good."), "instructions"),
        (lambda row: row["messages"].pop(), "shape"),
        (lambda row: row.update(turns=9), "last turn is missing"),
        (lambda row: row["messages"][1].update(content="2 + 2"), "begins with|reads otherwise"),
        (lambda row: row.update(feedback="loud"), "loud"),
    ],
)
def test_a_row_that_does_not_replay_is_named(chat: Path, change: Callable[[dict], None], reason: str) -> None:
    rows = rows_of(train(chat))
    change(rows[-1])
    rewrite(train(chat), rows)
    report = report_of(chat)
    assert report.tally.replayed == 23
    (fault,) = report.tally.faults
    assert re.search(rf"train-00000.jsonl:\d+: .*({reason})", fault)
    assert report.faults == ["1 demonstrations do not replay"]
    assert "1 demonstrations do not replay" in markdown(report, {})


def test_turns_that_were_left_out_do_not_break_the_replay(chat: Path) -> None:
    rows = rows_of(train(chat))
    whole = next(row["demo"] for row in rows if row["turns"] > 1)
    rewrite(train(chat), [row for row in rows if (row["demo"], row["turn"]) != (whole, 1)])
    report = report_of(chat)
    assert report.tally.replayed == 24
    assert report.tally.counts["path"] == {"straight": 23, "pushed off and mended": 1}


def test_duplicates_and_overlap_are_counted(chat: Path) -> None:
    rows = rows_of(train(chat))
    again = [row | {"demo": 99} for row in rows if row["demo"] == 0]
    rewrite(train(chat), rows + again)
    moved = [row | {"demo": 98, "split": "test"} for row in rows if row["demo"] == 1]
    other = chat / "data" / "test-00000.jsonl"
    rewrite(other, rows_of(other) + moved)
    report = report_of(chat)
    assert report.exact_duplicates == 2
    assert report.near_duplicates >= 2
    assert report.split_overlaps == {("test", "train"): 1}
    assert report.faults == ["1 problems are in test and in train"]


def test_overlap_with_an_evaluation_set(chat: Path) -> None:
    state = rows_of(train(chat))[0]["messages"][1]["content"]
    statement = state.partition("\n")[0].removeprefix("Problem: ")
    problems = [Problem(statement.upper() + " "), Problem("How tall is the Eiffel tower in feet?")]
    (overlap,) = report_of(chat, evaluation={"mine": problems}).overlaps
    assert (overlap.name, overlap.problems, overlap.exact) == ("mine", 2, 1)
    assert overlap.near >= 1


def test_pages(tmp_path: Path, chat: Path) -> None:
    report = report_of(chat)
    out = tmp_path / "pages"
    assert {path.name for path in write_pages(report, out)} == {"report.html", "report.md", "README.md"}
    page = (out / "report.html").read_text("utf-8")
    assert page.count("<svg") == len(list((out / "plots").iterdir())) >= 5
    assert not re.search(r"""(src|href)=["']?http|<script|<link|@import""", page)
    assert "100 % (24)" in page
    text = (out / "report.md").read_text("utf-8")
    for link in re.findall(r"\]\((.*?)\)", text):
        assert (out / link).is_file()
    assert "## Quality report" in (chat / "README.md").read_text("utf-8")
    drawn = plots(report)
    assert html(report, drawn) == page
    assert drawn == plots(report)


@pytest.mark.parametrize("text", ["", "not json\n", "[1]\n", '{"a": 1}\n', "[" * 100_000 + "\n"])
def test_what_is_no_set_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(text)
    with pytest.raises((UsageError, ProblemError), match=r"x\.jsonl"):
        report_of(path)


def test_missing_things_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file or folder"):
        report_of(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="holds no"):
        report_of(tmp_path)
    with pytest.raises(UsageError, match=r"no tokenizer\.json"):
        tokenizer_file(str(tmp_path))
    (tmp_path / "x.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(ProblemError, match=r"x\.parquet"):
        report_of(tmp_path / "x.parquet")
