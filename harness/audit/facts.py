"""What a teacher may want to look at and no student is blamed for: large literals, files and tables in graphs."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence

from harness.audit.literals import literal_characters, packed_characters
from harness.evidence.network import Network
from harness.intake.submission import Submission
from harness.wire.entry import read_cells
from harness.words.phrase import Phrase, phrase

MANY_CHARACTERS = 20_000
"""Of the literals of one cell or module."""
MANY_PACKED = 400
"""Characters of texts without blanks: some hundred weights need no more."""
LARGE_FILE = 100_000
"""Bytes of a file that was handed in beside the code."""
MANY_NUMBERS = 10_000
"""In a graph, beside its weights."""
MOST = 5
"""Facts of one kind, the largest first."""
LOOKED_AT = 4_000_000
"""Characters of all sources together."""


def facts(
    submission: Submission, entry: str, networks: Iterable[Network], opened: Sequence[str] = ()
) -> list[Phrase]:
    """A sentence for each of the largest of a kind: of literals in the code, of files beside it, of numbers and searches in
    the graphs of ``networks``; and one for what of it the run ``opened``."""
    written, packed, left = list[tuple[int, Phrase]](), list[tuple[int, Phrase]](), LOOKED_AT
    for where, text in sources(submission, entry):
        looked = text[:left]
        written.append((literal_characters(looked), where))
        packed.append((packed_characters(looked), where))
        left -= len(looked)
    large = [
        (len(content), phrase("fact.name", name=name))
        for name, content in submission.files.items()
        if name != entry and not name.endswith(".py")
    ]
    found = [
        *(phrase("fact.literals", where=where, characters=n) for n, where in _most(written, MANY_CHARACTERS)),
        *(phrase("fact.packed", where=where, characters=n) for n, where in _most(packed, MANY_PACKED)),
        *(phrase("fact.large_file", name=name, kilobytes=n / 1000) for n, name in _most(large, LARGE_FILE)),
    ]
    if opened:
        found.append(phrase("fact.opened", names=[*opened[:MOST]], count=len(opened)))
    graphs = [(network.title, network.graph) for network in networks if network.graph is not None]
    tables = [(graph.constants, phrase("fact.name", name=title)) for title, graph in graphs]
    found += [phrase("fact.constants", network=title, numbers=n) for n, title in _most(tables, MANY_NUMBERS)]
    searching = [(title, graph.searches) for title, graph in graphs if graph.searches]
    found += [phrase("fact.searches", network=title, operations=ops) for title, ops in searching[:MOST]]
    return found


def _most(sized: list[tuple[int, Phrase]], least: int) -> list[tuple[int, Phrase]]:
    return sorted((one for one in sized if one[0] >= least), key=lambda one: -one[0])[:MOST]


def sources(submission: Submission, entry: str) -> Iterator[tuple[Phrase, str]]:
    """The text of each cell and module of a work, and what it is called."""
    if entry.endswith(".ipynb"):
        # What is no notebook has no cells, and that was told.
        with contextlib.suppress(ValueError):
            for number, cell in enumerate(read_cells(submission.files[entry], entry)[0], 1):
                if cell.code:
                    yield phrase("fact.cell", number=number), cell.text
    for name, text in submission.modules().items():
        yield phrase("fact.module", name=name), text
