"""The examples of the pages on backends and exporters run as they stand there."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from harness.exporters.choose import choose_exporters
from harness.exporters.contract import ExportOptions
from tests.conftest import ROOT
from tests.report import sample_grades
from tests.strangers import install

pytestmark = pytest.mark.slow


def blocks(page: str, language: str) -> list[str]:
    """The code blocks of a page of docs/ in one language."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block for one, block in found if one == language]


def install_example(page: str, site: Path, group: str) -> None:
    """Installs the page's one Python block as the module that its entry point names."""
    [source], [metadata] = blocks(page, "python"), blocks(page, "toml")
    [(name, value)] = tomllib.loads(metadata)["project"]["entry-points"][group].items()
    install(site, "example", group, {name: value}, **{value.partition(":")[0]: source})


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(site)]),
        "VIRTUAL_ENV": sys.prefix,
        "FACULTY_ENVIRONMENT": sys.prefix,
    }
    return subprocess.run([*arguments], cwd=site, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("place", "some"), [(0, ""), (1, " -k exit_code")], ids=["its own", "local"])
def test_the_commands_of_the_page_on_backends_work(tmp_path: Path, place: int, some: str) -> None:
    # That the local backend keeps the whole contract is shown by tests/sandbox/test_conformance.py.
    install_example("backends.md", tmp_path, "harness.sandboxes")
    commands = [block for block in blocks("backends.md", "") if "conformance" in block]
    command = commands[place].replace("python ", f"{sys.executable} ", 1)
    done = run(tmp_path, "bash", "-c", command.rstrip() + some)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d passed" if some else r"\d\d passed", done.stdout)


def test_the_backend_of_the_page_is_found_by_its_name(tmp_path: Path) -> None:
    install_example("backends.md", tmp_path, "harness.sandboxes")
    done = run(tmp_path, sys.executable, "-m", "harness.sandbox.conformance", "faculty", "-k", "exit_code")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_exporter_of_the_page_leaves_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_example("exporters.md", tmp_path / "site", "harness.exporters")
    monkeypatch.syspath_prepend(tmp_path / "site")
    options = ExportOptions(tmp_path, tmp_path / "results", "work")
    choose_exporters(["mail"], options)["mail"].export(sample_grades.good(), tmp_path)
    [note] = (tmp_path / "outbox").iterdir()
    assert note.read_text(encoding="utf-8").startswith(f"{sample_grades.good().submission}: ")
