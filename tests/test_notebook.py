"""The notebook of questions runs from its first cell to its last on the sample newsroom, and draws its plots."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.crawling import ROOT, Project


@pytest.fixture
def answered(newsroom: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> nbformat.NotebookNode:
    monkeypatch.setenv("MONGODB_URI", newsroom.uri)
    monkeypatch.delenv("MONGODB_DATABASE", raising=False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    notebook = nbformat.read(ROOT / "docs" / "questions.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT / "docs")}}).execute()
    return notebook


@pytest.mark.filterwarnings("default")  # Jupyter's own
def test_every_question_is_answered(answered: nbformat.NotebookNode) -> None:
    outputs = [output for cell in answered.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]
    assert outputs[0].text == "208 articles of 9 outlets\n"
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 3
    flows = next(
        output.data["text/html"] for output in outputs if "taker" in output.get("data", {}).get("text/html", "")
    )
    assert ">21<" in flows  # texts that turkeyalaan took from arabi21


def test_no_output_is_kept_in_it() -> None:
    cells = nbformat.read(ROOT / "docs" / "questions.ipynb", as_version=4).cells
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]
