"""The page in a real browser: solve, stream, errors, hostile text, accessibility."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coe.agents import create_agent
from tests.server.running import Running, running

HOSTILE = "<img src=x onerror=window.hit=1> <script>window.hit=2</script>"


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with running() as service:
        yield service


@pytest.fixture
def page(chromium: Any, service: Running) -> Iterator[Any]:
    """The page, opened; any trouble in its console fails the test."""
    context = chromium.new_context(accept_downloads=True)
    page, troubles = context.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((service.url, "blob:", "data:")) or troubles.append(request.url)
        ),
    )
    page.goto(service.url)
    page.wait_for_selector("#agent option", state="attached")
    yield page
    context.close()
    assert troubles == []


def solve(page: Any, problem: str, initial: str = "") -> None:
    page.fill("#problem", problem)
    page.fill("#initial", initial)
    page.click("#solve")


def test_an_example_is_solved_and_stepped_through(page: Any, tmp_path: Path) -> None:
    page.select_option("#example", "linear")
    page.click("#solve")
    page.get_by_text("Solved.").wait_for()
    assert page.inner_text("#where") == "command 2 of 2"
    assert page.locator("#lines li.removed").count() == page.locator("#lines li.added").count() == 1
    assert page.locator("#lines .katex").count() == 3
    page.click("#back")
    page.locator("#back").press("ArrowLeft")
    assert page.inner_text("#where") == "start"
    assert "does not follow" in page.inner_text("#lines")
    with page.expect_download() as download:
        page.click("#download")
    download.value.save_as(tmp_path / "episode.json")
    assert json.loads((tmp_path / "episode.json").read_text("utf-8"))["status"] == "solved"


def test_it_works_by_keyboard_alone(page: Any) -> None:
    page.focus("#problem")
    page.keyboard.type("Solve for x: 3x + 5 = 14")
    page.keyboard.press("Enter")
    page.get_by_text("Solved.").wait_for()


def test_lines_are_judged_with_reasons(page: Any) -> None:
    page.fill("#problem", "Solve for x: 2x + 5 = 13")
    page.fill("#initial", "2x = 18\nx = 9")
    page.click("#judge")
    page.get_by_text("Line 1 is the first wrong one.").wait_for()
    assert "the problem gives x = 4" in page.inner_text("#lines")


def test_what_is_not_solved_is_said(page: Any) -> None:
    solve(page, "Who wrote Hamlet?")
    page.locator("#status.wrong, #status.open").wait_for()
    assert "Solved" not in page.inner_text("#status")


def test_an_error_is_shown(page: Any) -> None:
    solve(page, "Calculate 1 + 1", "a >>> b")
    page.get_by_text("initial:").wait_for()
    assert page.locator("#solve").is_enabled()


def test_hostile_text_stays_text(chromium: Any) -> None:
    agent = create_agent(
        "scripted",
        replies=lambda _: (
            f"ADDL 1 >>>x = {HOSTILE}".replace(">>>x", "\x00").replace(">", "").replace("\x00", ">>>x")
        ),
    )
    with running(agent) as service:
        page = chromium.new_page()
        page.goto(service.url)
        page.wait_for_selector("#agent option", state="attached")
        solve(page, f"Calculate {HOSTILE}", "<b>1</b> = 1\n\\href{javascript:alert(1)}{x}")
        page.locator("#status.wrong, #status.open").wait_for()
        assert page.evaluate("() => window.hit") is None
        assert page.locator("main img, main a, main b, main script").count() == 0
        page.close()


def test_pages_forbid_inline_scripts(service: Running) -> None:
    policy = service.get("/").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(chromium: Any, service: Running, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = chromium.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    page.goto(service.url)
    page.select_option("#example", "linear")
    page.click("#solve")
    page.get_by_text("Solved.").wait_for()
    found = axe.Axe().run(page)
    assert [violation["id"] for violation in found.response["violations"]] == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    context.close()
