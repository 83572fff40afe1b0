"""The file that was handed in, as a notebook that nbclient runs."""

from pathlib import Path
from typing import Any

import nbformat

from harness.wire.entry import Source, read_cells


def read_entry(path: Path) -> Any:
    """The entry as a notebook in nbformat 4, without outputs; see `read_cells`, which raises `SyntaxError` and
    `ValueError`."""
    sources, _ = read_cells(path.read_bytes(), path.name)
    return nbformat.v4.new_notebook(cells=[_cell(source) for source in sources])


def _cell(source: Source) -> Any:
    if not source.code:
        return nbformat.v4.new_markdown_cell(source.text)
    return nbformat.v4.new_code_cell(source.text, metadata={"tags": list(source.tags)} if source.tags else {})
