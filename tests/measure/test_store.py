"""The files that hold rows and the table made of them: whole at any time, whatever interrupts."""

import os
import re
import threading
from pathlib import Path

import pytest

from harness.errors import InfrastructureError, UsageError
from reference.measure import store as store_module
from reference.measure.results import Results
from reference.measure.store import Store
from reference.measure.table import markdown

from . import rows

PNG = b"\x89PNG"


@pytest.mark.slow
def test_a_store_keeps_rows_table_and_plots(store: Store, tmp_path: Path) -> None:
    assert store.read() == Results()
    measured = [{"norms": [0.5, None, 0.1]}, {"norms": [0.4, 0.2, 0.1]}]
    found = [rows.row(), rows.failed_row(), rows.row("study/with", training=rows.training(measured=measured))]
    for row in found:
        store.put(row, rows.NOTE, [])
    assert store.read().rows == found
    assert (store.folder / "results.md").read_text(encoding="utf-8") == markdown(store.read())
    store.finish()
    for name in ("results.png", "experiments/study.png"):
        assert (store.folder / name).read_bytes().startswith(PNG)
    names = {path.name for path in store.folder.rglob("*")}
    assert names == {"results.json", "results.md", "results.png", "experiments", "study.png"}


def test_a_table_that_an_interrupt_left_behind_is_brought_up_to_date(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(rows.failed_row("cnn_mnist"), None, [])

    def interrupt(_: Results) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(store_module, "markdown", interrupt)
        with pytest.raises(KeyboardInterrupt):
            store.put(rows.failed_row("lenet"), None, [])
    assert [row.name for row in store.read().rows] == ["cnn_mnist", "lenet"]
    later = Store(store.folder, tmp_path / "locks", print)
    later.finish()
    assert (store.folder / "results.md").read_text(encoding="utf-8") == markdown(later.read())


def test_an_interrupt_while_writing_leaves_the_old_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(rows.row(), None, [])
    before = (store.folder / "results.json").read_bytes()

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.put(rows.row("lenet"), None, [])
    assert (store.folder / "results.json").read_bytes() == before
    assert {path.name for path in store.folder.iterdir()} == {"results.json", "results.md"}


def test_rows_added_at_once_are_all_kept(tmp_path: Path) -> None:
    names = [f"network_{number}" for number in range(12)]

    def add(name: str) -> None:
        Store(tmp_path / "results", tmp_path / "locks", print).put(rows.row(name), None, names)

    threads = [threading.Thread(target=add, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Store(tmp_path / "results", tmp_path / "locks", print).read()
    assert [row.name for row in found.rows] == names


def test_a_file_that_is_no_results_is_named_and_kept(store: Store) -> None:
    store.folder.mkdir()
    path = store.folder / "results.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(str(path))):
        store.put(rows.row(), None, [])
    assert path.read_text(encoding="utf-8") == "{"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file", encoding="utf-8")
    store = Store(tmp_path / "results" / "zoo", tmp_path / "locks", print)
    with pytest.raises((InfrastructureError, UsageError), match="results"):
        store.put(rows.row(), None, [])
