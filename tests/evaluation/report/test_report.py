"""Reports: the same figures everywhere, and a page that runs nobody's text."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from coe.agents import create_agent
from coe.environment import EnvironmentConfig
from coe.errors import UsageError
from coe.evaluation import Run, evaluate, open_store
from coe.evaluation.report import gather, write_csv, write_markdown, write_page
from coe.problem import Problem
from coe.rollout import Start
from tests.evaluation.sums import config, sums, wrong

HOSTILE = "</script><script>window.hit = 1</script><img src=x onerror='window.hit = 2'>"


@pytest.fixture
def second(tmp_path: Path) -> Run:
    """A run that solves nothing, and that was shown the answers."""
    settings = config(environment=EnvironmentConfig(reveal_truth=True))
    run = open_store(str(tmp_path / "second.sqlite"), create=True).begin("main", settings)
    evaluate(create_agent("scripted", replies=wrong), run, settings, sums())
    return run


def hostile_run(folder: Path) -> Run:
    problem = Problem(f"Calculate 1 + 1 {HOSTILE}", answer="2", family=HOSTILE, metadata={"difficulty": 1})
    other = Problem("Calculate 2 + 2", answer="4", family="sums", metadata={"difficulty": 2})
    agent = create_agent("scripted", replies=lambda _: f"ADDL 1 >>>x = 1 {HOSTILE.replace('>', '')}")
    run = open_store(str(folder / "hostile.sqlite"), create=True).begin("main", config())
    starts = [
        Start(problem, (r"\href{javascript:alert(1)}{x}", "<b>2</b> = 2")),
        Start(other, ("1/2 = 0.5",)),
    ]
    evaluate(agent, run, config(), starts)
    return run


def test_markdown_and_csv_say_the_same(run: Run, second: Run, tmp_path: Path) -> None:
    data = gather([run, second])
    write_markdown(data, tmp_path / "r.md")
    text = (tmp_path / "r.md").read_text("utf-8")
    assert "| run | 12 | 12 | 0 | 100.0 [75.8, 100.0] |" in text
    assert "-100.0 [-100.0, " in text
    assert "**second**: The agent was shown the reference answers" in text
    write_csv(data, tmp_path / "r.csv")
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["group"] == "all"]
    assert [(row["run"], float(row["solved"]), row["revealed"]) for row in rows] == [
        ("run", 1.0, "False"), ("second", 0.0, "True"),
    ]  # fmt: skip


def test_an_empty_run_is_refused(tmp_path: Path) -> None:
    run = open_store(str(tmp_path / "empty.sqlite"), create=True).begin("main", config())
    with pytest.raises(UsageError, match="no episode yet"):
        gather([run])


def test_a_page_that_cannot_be_written_says_so(run: Run, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        write_page(gather([run]), tmp_path / "none" / "r.html")


def test_the_page_asks_for_nothing(run: Run, tmp_path: Path) -> None:
    write_page(gather([run]), tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "default-src 'none'" in page
    for address in ('src="http', "src='http", 'href="http', "url(http", "url(fonts", "@import"):
        assert address not in page


def opened(chromium: Any, path: Path) -> tuple[Any, list[str]]:
    page, troubles = chromium.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text))
    page.on("request", lambda request: request.url.startswith("file:") or troubles.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_selector("#list button")
    return page, troubles


def test_an_episode_is_stepped_through(chromium: Any, run: Run, second: Run, tmp_path: Path) -> None:
    write_page(gather([run, second]), tmp_path / "r.html")
    page, troubles = opened(chromium, tmp_path / "r.html")
    assert "24 of 24 episodes" in page.inner_text("#count")
    page.select_option("#run", "run")
    page.fill("#text", "calculate 7 + 5")
    assert "1 of 24 episodes" in page.inner_text("#count")
    page.click("#list button")
    page.wait_for_selector("#episode .lines")
    assert "(no lines)" in page.inner_text("#episode")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Forward").press("ArrowRight")
    assert "ADDL 1 >>>= {7 + 5}" in page.inner_text("#episode")
    assert page.locator("#episode li.added .katex").count() == 1
    assert page.get_by_role("button", name="Forward").is_disabled()
    page.select_option("#status", "gave_up")
    assert "0 of 24 episodes" in page.inner_text("#count")
    assert troubles == []


def test_hostile_text_stays_text(chromium: Any, tmp_path: Path) -> None:
    write_page(gather([hostile_run(tmp_path)]), tmp_path / "r.html")
    page, troubles = opened(chromium, tmp_path / "r.html")
    for button in page.locator("#list button").all():
        button.click()
        page.wait_for_selector("#episode .lines")
        page.get_by_role("button", name="Forward").click()
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main a, main b").count() == 0
    assert HOSTILE[:20] in page.inner_text("main")
    assert troubles == []
