"""The command that asks whether a backend keeps the contract: it can say no."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def conformance(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the command for a project folder, with this environment in the sandbox."""
    command = [sys.executable, "-m", "harness.sandbox.conformance", *arguments]
    options = ["--project", str(folder), "--environment", sys.prefix]
    return subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)


BROKEN = {
    "LinkCopier": [
        "test_links_and_pipes_do_not_come_out",
        "test_a_hole_larger_than_the_limit_does_not_come_out",
    ],
    "AnywhereWriter": ["test_put_follows_no_link_of_the_sandbox", "test_a_name_that_leads_out_is_not_put"],
    "Deaf": ["test_a_line_arrives_while_the_command_still_runs"],
    "Speechless": ["test_memory_beyond_the_limit_ends_the_run", "test_threads_count_as_processes"],
    "Talkative": ["test_the_host_s_environment_does_not_pass"],
    "Careless": ["test_nothing_is_left_after_an_end_of_any_kind"],
    "Boastful": ["test_nothing_but_the_two_directories_can_be_written", "test_there_is_no_network"],
}
BACKENDS = "tests.sandbox.broken_backends"


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_promise_is_found(tmp_path: Path, kind: str) -> None:
    done = conformance(tmp_path, f"{BACKENDS}:{kind}", "-rf", "-k", " or ".join(BROKEN[kind]))
    assert done.returncode == 1, done.stdout + done.stderr
    assert sorted(re.findall(r"^FAILED .*::(\w+)", done.stdout, re.MULTILINE)) == sorted(BROKEN[kind])


def test_the_same_backend_with_nothing_broken_passes(tmp_path: Path) -> None:
    done = conformance(tmp_path, f"{BACKENDS}:Sound")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" in done.stdout, "a plain process does not isolate"


def test_a_backend_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    done = conformance(tmp_path, "podman")
    assert done.returncode == 2
    assert "BACKEND takes docker, local, not 'podman'" in done.stderr
    done = conformance(tmp_path, "no_such_module:make")
    assert done.returncode == 2
    assert "needs the Python module no_such_module, which is not installed" in done.stderr
