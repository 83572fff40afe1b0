"""YAML that a person wrote is read quickly, and no text ends the process."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.errors import UsageError
from harness.yaml_lines import Written, read_yaml

FILE = Path("rubric.yaml")
DEEP = ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000]
"""Of these, libyaml through PyYAML ends the process."""


@pytest.mark.parametrize("text", DEEP, ids=["lists", "mappings", "items", "keys"])
def test_what_is_nested_too_deeply_is_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match=r"^rubric\.yaml: not YAML: it is nested too deeply"):
        read_yaml(FILE, text)


@pytest.mark.parametrize(
    "text",
    [
        ASSIGNMENT.rubric.read_text(encoding="utf-8"),
        "",
        "# nothing\n",
        "- &a {b: [1, 2.5]}\n- *a\n- ж: '☃'\n",
    ],
)
def test_what_is_read_and_its_lines_do_not_depend_on_libyaml(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = read_yaml(FILE, text)
    monkeypatch.delattr(yaml, "CSafeLoader")
    slow = read_yaml(FILE, text)
    assert quick.data == slow.data == yaml.safe_load(text)
    assert _lines(quick, quick.data) == _lines(slow, slow.data)


@pytest.mark.parametrize(
    "text", ["a: [", "- a\nb: c", "a: b: c", "\tx: 1", "a: *b", "@a", "--- a\n--- b", "a: \x07"]
)
def test_what_is_wrong_is_said_in_the_same_words(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError) as quick:
        read_yaml(FILE, text)
    monkeypatch.delattr(yaml, "CSafeLoader")
    with pytest.raises(UsageError) as slow:
        read_yaml(FILE, text)
    assert str(quick.value) == str(slow.value)


def _lines(written: Written, data: Any, *place: int | str) -> list[int]:
    """The lines of all parts."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    inside = [line for key, part in parts for line in _lines(written, part, *place, key)]
    return [written.line(place), *inside]
