"""Scripts of the tests that the guest environment runs."""

from pathlib import Path

from tests.conftest import ROOT


def command_of(python: Path, script: Path, *arguments: str) -> list[str]:
    """The command that runs one there."""
    return [str(python), str(ROOT / "reference" / "quick.py"), str(script), *arguments]
