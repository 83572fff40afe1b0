"""The command line, in this process."""

import pytest

from harness.cli import main


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Exit code and all output of a command, on one line."""
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, " ".join((out + err).split())
