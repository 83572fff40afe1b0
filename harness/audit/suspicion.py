"""What makes a work worth a run on a twin where the rubric asks for one on suspicion: known before it, and blaming nobody.

All that `harness.audit.facts` lists is suspicious, and so is whatever cannot be known: a work that shows neither is one whose
networks were seen to be trained, in code that brings nothing along.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from harness.audit.facts import LOOKED_AT, MOST, sources
from harness.audit.learning import KNOWN, Learned, deviations
from harness.audit.literals import literal_characters
from harness.evidence.network import Network
from harness.evidence.schema import Evidence, Fit
from harness.intake.submission import Submission
from harness.wire.limits import MAX_OPENED
from harness.words.phrase import Phrase, phrase

MANY_LITERALS = 5_000
"""Characters of literals of all code together: some hundreds of weights need no more."""
FILE = 2_000
"""Bytes of a file beside the code that can hold weights or answers. What HDF5 opens by itself is not seen."""
FEW_ROWS, FEW_STEPS, FAST = 1_000, 20, 0.8
"""A macro-F1 of `FAST` after so few different rows, or steps."""


def suspicions(
    submission: Submission,
    entry: str,
    evidence: Evidence,
    networks: Iterable[Network],
    learned: Mapping[str, Learned],
    *,
    refused: bool,
) -> list[Phrase]:
    """Why a work is worth a run on a twin, beside the facts on it, a sentence each; none where all is known and nothing is odd.

    Args:
        submission: the work.
        entry: the name of what ran.
        evidence: what came out of the run.
        networks: those of the run, scored where that was possible.
        learned: what each of them knew, by id.
        refused: whether some of what the run told could not be read.
    """
    found = list[Phrase]()
    texts = [text for _, text in sources(submission, entry)]
    characters = sum(map(literal_characters, texts)) if sum(map(len, texts)) <= LOOKED_AT else None
    if characters is None or characters >= MANY_LITERALS:
        found.append(phrase("suspicion.literals"))
    for name, content in submission.files.items():
        if name != entry and not name.endswith(".py") and len(content) >= FILE:
            found.append(phrase("suspicion.file", name=name))
            break
    if any(_has_unknown_steps(fit) for fit in evidence.fits):
        found.append(phrase("suspicion.steps_unknown"))
    if refused or len(evidence.opened) >= MAX_OPENED:
        found.append(phrase("suspicion.refused"))
    for network in networks:
        if network.roles:
            found += _of_network(network, learned.get(network.id))
    return found


def _of_network(network: Network, learned: Learned | None) -> Iterator[Phrase]:
    title = network.title
    if network.is_function:
        yield phrase("suspicion.function")
    elif network.graph is None or network.hidden is None:
        yield phrase("suspicion.unread", network=title)
    elif not network.trained_as:
        yield phrase("suspicion.untrained", network=title)
    elif learned is None or learned.before is None or learned.after is None:
        yield phrase("suspicion.before_unknown", network=title)


def _has_unknown_steps(fit: Fit) -> bool:
    return fit.loop and not fit.steps


def set_outside(evidence: Evidence, networks: Sequence[Network]) -> list[Phrase]:
    """A sentence for each network that has weights, set outside of training, in the middle of it or frozen, that no training
    of the run left; and for each that plays a part with weights that its training did not touch."""
    outside, within, frozen = set(evidence.outside), set(evidence.within), set(evidence.frozen)
    later = [phrase("fact.set_outside", network=one.title) for one in networks if one.id in outside]
    midway = [phrase("fact.set_within", network=one.title) for one in networks if one.id in within]
    kept = [phrase("fact.frozen", network=one.title) for one in networks if one.id in frozen]
    still = [(one, evidence.still[one.id]) for one in networks if one.roles and one.id in evidence.still]
    untouched = [phrase("fact.still", network=one.title, count=count) for one, count in still]
    return later[:MOST] + midway[:MOST] + kept[:MOST] + untouched


def knew_before(
    evidence: Evidence, networks: Sequence[Network], learned: Mapping[str, Learned]
) -> list[Phrase]:
    """A sentence for each network that plays a part, knew the classes before its first step of training, and did not begin with
    what another training of the run had left. A loop of a student's own is told at the end of its cell: what came before it is
    not known."""
    if any(fit.loop for fit in evidence.fits):
        return []
    asked = [one for one in networks if one.roles and one.id not in evidence.taken_over]
    known = [(one, learned[one.id].before) for one in asked if one.id in learned]
    return [
        phrase("fact.knew_before", network=one.title)
        for one, before in known
        if before is not None and deviations(before, np.arange(len(before))) >= KNOWN
    ]


def learned_fast(evidence: Evidence, networks: Sequence[Network]) -> list[Phrase]:
    """A sentence for each network that plays a part and does better than so little training teaches; all trainings of the run
    count, as one network may begin where another ended."""
    rows = sum(fit.rows or 0 for fit in evidence.fits)
    steps = sum(fit.steps * max(1, fit.epochs) for fit in evidence.fits)
    rows_unknown = any(fit.rows is None for fit in evidence.fits)
    enough = steps > FEW_STEPS and (rows_unknown or rows > FEW_ROWS)
    if enough or any(_has_unknown_steps(fit) for fit in evidence.fits):
        return []
    return [
        phrase("fact.fast", network=one.title, f1=one.visible.macro_f1, steps=steps, rows=rows)
        for one in networks
        if one.roles and one.visible is not None and not one.is_function and one.visible.macro_f1 >= FAST
    ]
