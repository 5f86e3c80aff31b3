"""examples/finetune_colab.ipynb: committed without outputs, and runs from top to bottom."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.agents.test_local import make_model

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "examples" / "finetune_colab.ipynb"


def test_it_is_committed_without_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    run = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(run) > 8
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in run)


@pytest.mark.timeout(900)
def test_it_runs_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    pytest.importorskip("trl")
    model = make_model(tmp_path / "model", layers=1, initializer_range=0.1)
    asked = {
        "SOURCE": "", "MODEL": str(model), "TASKS": "integer_arithmetic", "DEMONSTRATIONS": "40",
        "EPOCHS": "1", "PROBLEMS": "4", "STEPS": "2", "WORK": str(tmp_path / "work"),
    }  # fmt: skip
    settings = {
        **{f"NOTEBOOK_{name}": value for name, value in asked.items()},
        "CUDA_VISIBLE_DEVICES": "", "HF_HUB_OFFLINE": "1",
        "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path / "ipython"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    client = nbclient.NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    shown = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []))
    assert "No GPU" in shown
    assert "4 problems in common" in shown
    assert "difference" in shown
    assert (tmp_path / "work" / "adapter" / "adapter_model.safetensors").is_file()
    assert (tmp_path / "work" / "adapter.zip").is_file()
