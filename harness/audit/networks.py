"""What a run on the twin, and the run that is graded, say of each network: whether it learned from the data that it met."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harness.audit.learning import KNOWN, Learned, Matrix, deviations, rank
from harness.evidence.network import Network
from harness.evidence.schema import Evidence, InputFacts
from harness.evidence.training import order_of
from harness.grade.audit import AuditedNetwork, Finding
from harness.words.phrase import Phrase, phrase

KNEW_BEFORE = "audit.knew_before"
"""Code of what the graded run says by itself, whatever the key."""


@dataclass(frozen=True, eq=False)
class Run:
    """One run: what was seen, its networks, and what each of them learned, by id."""

    evidence: Evidence
    networks: Sequence[Network]
    learned: Mapping[str, Learned]

    def trained(self) -> list[str]:
        """The networks of its fits that took a step, in their order."""
        return [fit.model for fit in self.evidence.fits if fit.steps or fit.loop]


def audited(
    real: Run,
    twin: Run,
    renaming: NDArray[np.integer],
    families: Sequence[Sequence[int]],
    broke: Phrase | None,
    *,
    reordered: bool,
) -> list[AuditedNetwork]:
    """The finding on each network of the graded run that was scored.

    Args:
        real: the run that is graded; its matrices are by the classes of the data.
        twin: the run on the twin, with matrices by the classes of the twin.
        renaming: int (C,): class ``i`` of the data is class ``renaming[i]`` of the twin.
        families: as `make_twin` takes them.
        broke: why the run on the twin did not go as the real one did, if it did not.
        reordered: as in `harness.audit.twin.Twin`.
    """
    found = []
    same_fits = real.trained() == twin.trained()
    for network in real.networks:
        if network.hidden is None:
            continue
        mine = real.learned.get(network.id, Learned(None, None))
        one, other = (order_of(run.evidence, network.id, len(renaming)) for run in (real, twin))
        told = (
            _knew_before(network, mine, real)
            or (_fed_the_same(network, real, twin) if reordered else None)
            or _on_the_twin(network, twin, same_fits and one == other, renaming, families)
            or _Told(Finding.UNKNOWN, broke or phrase("audit.no_twin_network", network=network.title))
        )
        found.append(
            AuditedNetwork(
                id=network.id,
                title=network.title,
                finding=told.finding,
                said={"reason": (told.reason,)},
                fits_as_well=told.fits_as_well,
            )
        )
    return found


@dataclass(frozen=True)
class _Told:
    finding: Finding
    reason: Phrase
    fits_as_well: float | None = None


def _knew_before(network: Network, learned: Learned, run: Run) -> _Told | None:
    """Whether it knew the classes before any network of the run was trained; one that begins as another ended may. A loop of
    a student's own is told at the end of its cell, so what came before it is not known."""
    others_loop = any(fit.loop and fit.model != network.id for fit in run.evidence.fits)
    if learned.before is None or others_loop or run.trained()[:1] != [network.id]:
        return None
    found = deviations(learned.before, np.arange(len(learned.before)))
    if found < KNOWN:
        return None
    said = phrase("audit.knew_before", network=network.title, found=found, bound=KNOWN)
    return _Told(Finding.CONTRADICTS, said)


def _fed_the_same(network: Network, real: Run, twin: Run) -> _Told | None:
    """Whether a training was given images of the data, and the same ones where these were others, in another order."""
    found = {
        facts.digest
        for facts in _fed(network, real)
        if facts.sources.get("unknown", 0) < sum(facts.sources.values()) / 2
    }
    if found.isdisjoint(facts.digest for facts in _fed(network, twin)):
        return None
    return _Told(Finding.CONTRADICTS, phrase("audit.fed_the_same", network=network.title))


def _fed(network: Network, run: Run) -> Iterator[InputFacts]:
    return (
        facts
        for facts in run.evidence.inputs
        if facts.model == network.id and facts.fit is not None and facts.digest
    )


def _on_the_twin(
    network: Network,
    twin: Run,
    comparable: bool,
    renaming: NDArray[np.integer],
    families: Sequence[Sequence[int]],
) -> _Told | None:
    """What its counterpart on the twin shows; None where it has none."""
    other = next((one for one in twin.networks if one.id == network.id), None)
    learned = twin.learned.get(network.id)
    if other is None or learned is None or _structure(other) != _structure(network):
        return None
    before, after = (None if one is None else one[renaming] for one in (learned.before, learned.after))
    same = np.arange(len(renaming))
    known = max((deviations(one, same) for one in (before, after) if one is not None), default=0.0)
    if known >= KNOWN:
        said = phrase("audit.knew_the_first", network=network.title, found=known, bound=KNOWN)
        return _Told(Finding.CONTRADICTS, said)
    if before is None or after is None or not comparable:
        return None
    return _moved(network, after - before, renaming, families)


def _moved(
    network: Network, change: Matrix, renaming: NDArray[np.integer], families: Sequence[Sequence[int]]
) -> _Told:
    place = rank(change, renaming, families)
    if place.follows:
        said = phrase("audit.learned", network=network.title, place=place.place, of=place.of)
        return _Told(Finding.FOLLOWS, said, place.share)
    return _Told(Finding.UNKNOWN, phrase("audit.moved_nowhere", network=network.title), place.share)


def _structure(network: Network) -> object:
    """What two networks of the same structure have in common, whatever their layers are called."""
    if network.graph is None:
        return network.parameters
    nodes = network.graph.nodes
    return network.graph.parameters, [(node.op, node.inputs, node.shape, node.attrs) for node in nodes]
