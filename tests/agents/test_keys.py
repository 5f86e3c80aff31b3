"""Where keys of services are found, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from coe.agents.keys import find_key, without_key
from coe.errors import UsageError

NAMES = ("COE_TEST_KEY", "COE_TEST_OTHER_KEY")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_given_one_then_the_environment_then_the_file(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_key(None, NAMES, "gemini") is None
    (here / ".env").write_text("COE_TEST_OTHER_KEY=of-file\nCOE_TEST_KEY=\n")
    assert find_key(None, NAMES, "gemini") == "of-file"
    monkeypatch.setenv("COE_TEST_OTHER_KEY", " of-environment\n")
    assert find_key(None, NAMES, "gemini") == "of-environment"
    assert find_key("given", NAMES, "gemini") == "given"
    assert find_key("", NAMES, "gemini") == "of-environment"


def test_a_folder_of_that_name_is_passed_over(here: Path) -> None:
    (here / ".env").mkdir()
    assert find_key(None, NAMES, "gemini") is None


def test_a_file_that_is_no_text_is_named(here: Path) -> None:
    (here / ".env").write_bytes(b"COE_TEST_KEY=\xff\xfe\n")
    with pytest.raises(UsageError, match=r"\.env cannot be read"):
        find_key(None, NAMES, "gemini")


@pytest.mark.parametrize("key", ["\u043a\u043b\u044e\u0447", "two\nlines", "a\x00b"])
def test_what_cannot_be_sent_is_refused_and_not_quoted(key: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_key(key, NAMES, "gemini")
    assert key not in str(caught.value)


def test_placeholders_are_words_like_any_other() -> None:
    assert without_key("EMPTY sk-12345678", "sk-12345678") == "EMPTY [key]"
    assert without_key("an EMPTY line", "EMPTY") == "an EMPTY line"
    assert without_key("text", None) == "text"
