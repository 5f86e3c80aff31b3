"""Rows of every kind of file, and files that mean harm: clear errors, the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coe.errors import ProblemError, UsageError
from coe.tasks.loaders.files import LONGEST_ROW
from coe.tasks.loaders.loading import LoadCounts, fingerprint, load
from coe.tasks.loaders.spec import BadRows, is_spec, read_spec, with_bad_rows

ROWS = [{"question": f"What is {n} + 1?", "answer": n + 1} for n in range(5)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    import pyarrow as pa
    from pyarrow import csv, parquet

    table = pa.Table.from_pylist(ROWS)
    (tmp_path / "x.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    (tmp_path / "x.json").write_text(json.dumps(ROWS))
    csv.write_csv(table, tmp_path / "x.csv")
    parquet.write_table(table, tmp_path / "x.parquet")
    with pa.OSFile(str(tmp_path / "x.arrow"), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return tmp_path


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "parquet", "hf"])
def test_every_kind_of_file_gives_the_same_problems(folder, kind):
    name = "x.arrow" if kind == "hf" else f"x.{kind}"
    problems = list(load(f"{kind}:{folder / name}"))
    assert [(problem.statement, problem.answer) for problem in problems] == [
        (row["question"], str(row["answer"])) for row in ROWS
    ]
    assert {problem.source for problem in problems} == {name}


def test_column_map_rows_and_bytes_mark(tmp_path):
    path = tmp_path / "x.tsv"
    path.write_bytes("\ufeffTask\tFinal\tHow\n1 + 1 = ?\t2\t1 + 1 = 2\n2 + 2 = ?\t4\t2 + 2 = 4\n".encode())
    spec = f"csv:{path}?statement=Task&answer=Final&solution=How&rows=2"
    (problem,) = load(spec)
    assert (problem.statement, problem.answer, problem.solution) == ("2 + 2 = ?", "4", ("2 + 2 = 4",))
    with pytest.raises(ProblemError, match="no column 'Nothing'; columns: Task, Final, How"):
        list(load(f"csv:{path}?statement=Nothing"))
    with pytest.raises(ProblemError, match=r"\?statement=NAME"):
        list(load(f"csv:{path}"))


def test_splits_and_patterns_of_a_folder(tmp_path):
    for name in ("data/train-00000-of-00001.jsonl", "test.jsonl", "other/part.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps({"question": name, "answer": "1"}) + "\n")
    (tmp_path / "state.json").write_text("{}")
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "x.jsonl").write_text("{}\n")
    assert len(list(load(f"hf:{tmp_path}"))) == 3
    assert [p.statement for p in load(f"hf:{tmp_path}?split=train")] == ["data/train-00000-of-00001.jsonl"]
    assert [p.statement for p in load(f"hf:{tmp_path}?files=other/*")] == ["other/part.jsonl"]
    with pytest.raises(UsageError, match="no data file of split 'dev'"):
        load(f"hf:{tmp_path}?split=dev")


def test_real_hugging_face_folders(tmp_path):
    import datasets

    data = datasets.Dataset.from_list(ROWS)
    datasets.DatasetDict({"train": data, "test": data.select(range(2))}).save_to_disk(str(tmp_path / "saved"))
    assert len(list(load(f"hf:{tmp_path / 'saved'}?split=test"))) == 2
    (tmp_path / "hub").mkdir()
    data.to_parquet(str(tmp_path / "hub" / "train-00000-of-00001.parquet"))
    assert len(list(load(f"hf:{tmp_path / 'hub'}"))) == 5


GOOD = b'{"question": "What is 1 + 1?", "answer": "2"}\n'
BAD_LINES = {
    b"{\n": "not JSON",
    b"[1]\n": "expected an object, found list",
    b'{"question": "caf\xe9", "answer": "1"}\n': "not UTF-8 text: byte 0xe9",
    b'{"question": "x", "answer": {"a": 1}}\n': "an answer is a number or text",
    b'{"question": 5, "answer": "1"}\n': "no statement",
    b'{"question": "a \\u001b[2J", "answer": "1"}\n': "control character",
    b'{"question": "a \\ud800", "answer": "1"}\n': "the text holds",
    b'{"question": "x", "answer": ' + b"[" * 100_000 + b"\n": "nested too deeply",
    b'{"question": "x", "answer": ' + b"9" * 10_000 + b"}\n": "not JSON",
    b'{"question": "' + b"y" * 20_000 + b'", "answer": "1"}\n': "20000 characters",
    b'{"question": "' + b"y" * (3 * LONGEST_ROW) + b'"}\n': "longer than",
}


@pytest.mark.parametrize("line", BAD_LINES, ids=[said[:24] for said in BAD_LINES.values()])
def test_bad_lines_are_named_skipped_or_stop(tmp_path, line):
    path = tmp_path / "x.jsonl"
    path.write_bytes(GOOD + line + b"\n" + GOOD)
    counts = LoadCounts()
    assert len(list(load(f"jsonl:{path}?bad_rows=skip", counts))) == 2
    assert counts.bad == 1
    assert counts.faults[0].startswith(f"{path}:2: ")
    assert BAD_LINES[line] in counts.faults[0]
    with pytest.raises(ProblemError, match=r"x\.jsonl:2: .*--bad-rows skip.* 1 problems, 0 bad rows"):
        list(load(f"jsonl:{path}"))


def test_bad_rows_of_csv(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(
        b'question,answer\n1 + 1?,2\nonly one\n"caf\xe9",3\n"open"x,2\n2 + 2?,4\n"'
        + b"z" * 300_000
        + b'",1\n'
    )
    counts = LoadCounts()
    assert [p.statement for p in load(f"csv:{path}?bad_rows=skip", counts)][:2] == ["1 + 1?", "2 + 2?"]
    assert [fault.split(": ", 1)[0] for fault in counts.faults[:3]] == [f"{path}:{n}" for n in (3, 4, 5)]
    assert "1 fields, the head has 2" in counts.faults[0]
    assert any("field larger than field limit" in fault for fault in counts.faults)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.jsonl", b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        ("x.csv", "question\n".encode("utf-16"), "UTF-16 text; save it as UTF-8"),
        ("x.json", b"{" * 5, "not JSON"),
        ("x.json", b"[" * 200_000, "not JSON"),
        ("x.json", b'"caf\xe9"', "not UTF-8"),
        ("x.parquet", b"PAR1xxxxPAR1", "x.parquet"),
        ("x.arrow", b"ARROW1", "x.arrow"),
    ],
)
def test_files_that_cannot_be_read_as_a_whole(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ProblemError, match=said):
        list(load(f"hf:{path}?bad_rows=skip"))


def test_links_out_of_a_folder_are_not_followed(tmp_path):
    secret = tmp_path / "secret.jsonl"
    secret.write_bytes(GOOD)
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "a.jsonl").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    with pytest.raises(UsageError, match="no data file"):
        load(f"hf:{folder}")
    (folder / "b.jsonl").write_bytes(GOOD)
    assert len(list(load(f"hf:{folder}"))) == 1
    with pytest.raises(UsageError, match="no data file"):
        load(f"hf:{folder}?files=../*")


@pytest.mark.parametrize(
    "spec",
    [
        "nothing:x", "gsm8k:", "gsm8k:nowhere.jsonl", "csv:x.csv?colour=blue", "csv:x.csv?answer",
        "csv:x.csv?rows=0", "csv:x.csv?rows=5-2", "csv:x.csv?rows=many", "csv:x.csv?bad_rows=maybe",
        "csv:x.csv?seed=-1",
    ],
)  # fmt: skip
def test_specs_that_do_not_fit_are_refused_at_once(spec):
    with pytest.raises(UsageError):
        load(spec)


def test_specs():
    assert is_spec("gsm8k:a b.jsonl")
    assert not any(map(is_spec, ("my.module:FAMILY", "math: what is 2 + 2?", "gsm8k", "linear")))
    spec = read_spec("csv:a/b.csv?rows=3-&seed=5&answer=x=y")
    assert (spec.first, spec.last, spec.seed, dict(spec.columns)) == (3, None, 5, {"answer": "x=y"})
    assert with_bad_rows("gsm8k:x", BadRows.SKIP) == "gsm8k:x?bad_rows=skip"
    assert with_bad_rows("gsm8k:x?rows=1", BadRows.SKIP) == "gsm8k:x?rows=1&bad_rows=skip"
    assert with_bad_rows("gsm8k:x?bad_rows=stop", BadRows.SKIP) == "gsm8k:x?bad_rows=stop"
    assert with_bad_rows("linear", BadRows.SKIP) == "linear"


def test_a_changed_file_has_another_fingerprint(folder):
    before = fingerprint(f"jsonl:{folder / 'x.jsonl'}")
    assert before == fingerprint(f"jsonl:{folder / 'x.jsonl'}?rows=1")
    (folder / "x.jsonl").write_bytes(GOOD)
    assert fingerprint(f"jsonl:{folder / 'x.jsonl'}") != before


def test_rows_are_streamed(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_bytes(GOOD * 3 + b"broken\n")
    problems = load(f"jsonl:{path}")
    assert next(problems).answer == "2"
