"""Every command that a page shows is one that the command line takes as it is written."""

import re
import shlex
from pathlib import Path

import pytest
from nox import registry

import noxfile  # noqa: F401 - registers its sessions
from harness.cli import VERBS
from harness.cli.parser import parse
from tests.test_docs import FENCE, PAGES

LINE = re.compile(r"^ *(?:nox -s|harness) +.*$", re.MULTILINE)
SHAPE = re.compile(r"\[--|\[NAME|…|·")
"""What marks a line that shows the shape of a command (optional parts, several at once) and not a command."""
VERB_NAMES = {verb.__name__.rpartition(".")[2] for verb in VERBS}


def commands() -> list[tuple[Path, str]]:
    return [
        (page, line.strip())
        for page in PAGES
        for fence in FENCE.findall(page.read_text(encoding="utf-8"))
        if not fence.startswith("```text")
        for line in LINE.findall(fence)
        if not SHAPE.search(line)
    ]


def words_of(line: str) -> list[str]:
    """The words of the first command of a line, without a comment and without what follows two spaces (what it says)."""
    return shlex.split(re.split(r" {2,}| && ", line)[0], comments=True)


@pytest.mark.parametrize(
    ("page", "line"), commands(), ids=[f"{page.name}: {line}" for page, line in commands()]
)
def test_a_command_of_a_page_is_taken(page: Path, line: str) -> None:
    program, *words = words_of(line)
    if program == "nox":
        session, *rest = words[1:]
        assert session in registry.get(), f"{page.name}: there is no session {session}"
        assert not rest or rest[0] == "--", f"{page.name}: arguments come after --"
        words = [session, *rest[1:]]
    if words[0] in VERB_NAMES:
        parse(VERBS, words)
    else:
        assert program == "nox", f"{page.name}: there is no verb {words[0]}"


def test_there_are_commands_to_look_at() -> None:
    assert len(commands()) > 50
