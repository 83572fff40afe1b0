"""Asks whether a backend keeps the contract; ends with pytest's exit code: 0 where it does.

Usage: ``python -m harness.sandbox.conformance BACKEND [--project FOLDER] [--environment NAME] [pytest's options]``
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.installation import Installation
from harness.sandbox.choose import BACKENDS
from harness.sandbox.conformance.fixtures import BackendPlugin
from harness.sandbox.contract import BackendOptions

FOLDER = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the tests of the contract on one backend. Options that are not ours are handed on to pytest."""
    parser = argparse.ArgumentParser(
        prog="python -m harness.sandbox.conformance",
        description="Asks whether a sandbox backend keeps the contract.",
        epilog="Every other option is pytest's, such as -x or -k disk.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "backend", help="a name registered under harness.sandboxes, or MODULE:OBJECT of one that is not yet"
    )
    parser.add_argument(
        "--project",
        type=Path,
        default=Path(),
        help="the project folder that it works for (default: this one)",
    )
    parser.add_argument(
        "--environment", help="what code runs with in place of the project's locks: an image, a folder"
    )
    given, others = parser.parse_known_args(arguments)
    group = replace(BACKENDS, option="BACKEND", words=())
    if ":" in given.backend:
        group = replace(group, own={**group.own, given.backend: given.backend})
    project = given.project.resolve()
    try:
        group.make(
            given.backend, BackendOptions(Installation.in_folder(project), environment=given.environment)
        )
    except HarnessError as error:
        parser.error(str(error))
    # The settings of whatever project lies around are not for these tests.
    where = ["-c", os.devnull, f"--rootdir={FOLDER}", "-p", "no:cacheprovider", str(FOLDER)]
    plugin = BackendPlugin(group, given.backend, project=project, environment=given.environment)
    return int(pytest.main([*where, *others], plugins=[plugin]))


if __name__ == "__main__":
    sys.exit(main())
