"""Which files are notebooks that can be run, and what is said of the others."""

from pathlib import Path

import pytest

from harness.intake.submission import SubmissionError, read_submission
from harness.outcome import Outcome

BOOK = '{"cells": [], "nbformat": 4}'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_notebook_in_any_encoding_of_json(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "work.ipynb"
    path.write_bytes(BOOK.encode(encoding))
    assert read_submission(path).entry() == "work.ipynb"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"cells": ["привет"]}'.encode("cp1251"), "is not text in UTF-8"),
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"<html></html>", "is not JSON"),
        (b"{]", "is not JSON"),
        (b"[" * 100_000, "more than 200 deep in one another"),
        (b'{"cells": [' + b"[" * 300 + b"]" * 300 + b"]}", "more than 200 deep in one another"),
        (b'{"cells": [' + b"{}," * 2_000_001 + b"{}]}", "more than 4,000,000 values beside its texts"),
        (b'{"cells": [], "a": ' + b"9" * 5000 + b"}", "a number of thousands of digits"),
        (b'{"cells": [], "a": "' + b'\\"' * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_notebook_is_told_in_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "work.ipynb"
    path.write_bytes(content)
    with pytest.raises(SubmissionError, match=words) as error:
        read_submission(path).entry()
    assert error.value.outcome is Outcome.NOT_A_NOTEBOOK


@pytest.mark.parametrize("text", ["[" * 1000, "{" * 1000, "," * 5_000_000, "9" * 5000, "\\ud83d", "\\\\"])
def test_what_stands_in_a_text_of_a_notebook_counts_as_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "work.ipynb"
    path.write_text(f'{{"cells": [{{"cell_type": "code", "source": "{text}"}}]}}')
    assert read_submission(path).entry() == "work.ipynb"
