"""Puts together what is known of each network: structure, scores, and the role that it plays in the assignment."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harness.assignment.assignment import Assignment
from harness.dataset.drawing import Drawing
from harness.evidence import training
from harness.evidence.graph.outline import outline
from harness.evidence.graph.sentences import describe
from harness.evidence.network import FUNCTION, Again, Block, Branch, Compiled, Mapping, Network
from harness.evidence.preprocessing import describe_mapping
from harness.evidence.schema import Evidence
from harness.grade.record import Compared, CriterionGrade, PairedDifference
from harness.grading.metrics import macro_f1, macro_f1_difference, measure
from harness.grading.predict_stage import Predictions
from harness.words.phrase import Phrase, phrase

MAX_LISTED_NAMES = 50


def gather(
    assignment: Assignment,
    evidence: Evidence,
    predictions: Predictions,
    known: dict[str, list[Mapping]],
    drawing: Drawing,
) -> tuple[list[Network], PairedDifference | None]:
    """All networks of a run, with scores and roles, ``predict(images)`` last; and what the second network that the
    assignment compares gained over the first.

    ``predictions.labels`` are over the hidden images, then the visible test images; ``known`` holds the verified
    preprocessing of networks. The hidden labels are read here and nowhere else.
    """
    told = sorted(evidence.networks.values(), key=lambda network: int(network.id[1:]))
    found = [_read(network, evidence, predictions, known.get(network.id, []), assignment) for network in told]
    if FUNCTION in predictions.labels or FUNCTION in predictions.reasons:
        own = Network(id=FUNCTION, names=["predict(images)"], kind="predict function")
        why = predictions.reasons.get(FUNCTION)
        found.append(own if why is None else own.saying(reason=[why]))
    found = told_apart(found)
    found = [_scored(network, predictions.labels.get(network.id), assignment, drawing) for network in found]
    found = [
        network
        if network.is_trained or network.is_function
        else network.saying(reason=[training.why_untrained(evidence, network.id, network.hidden is not None)])
        for network in found
    ]
    networks = [
        _once_more(network, predictions, assignment, drawing) for network in _with_roles(found, assignment)
    ]
    return networks, _gain(assignment, networks, predictions, drawing)


def told_alone(networks: Sequence[Network], criteria: Sequence[CriterionGrade]) -> list[Phrase]:
    """Why points need a person: for networks that were trained by the word of the run alone, since none of their files
    could be read."""
    found = [one.title for one in networks if one.is_trained and not one.is_function and one.graph is None]
    if not found or not any(criterion.points for criterion in criteria):
        return []
    return [phrase("held.no_file", networks=found)]


def _read(
    network: Network,
    evidence: Evidence,
    predictions: Predictions,
    mappings: list[Mapping],
    assignment: Assignment,
) -> Network:
    """The network with its names, its structure, how it was trained, and why it has no score, if it has none."""
    names = list(dict.fromkeys(evidence.names.get(network.id, [])))[:MAX_LISTED_NAMES]
    graph = predictions.graphs.get(network.id)
    found = network.model_copy(
        update={
            "names": names or [network.name],
            "mapping": mappings[0] if mappings else None,
            "trained_as": _trained_as(evidence, network),
            "felt": predictions.felt.get(network.id, {}),
            "graph_json": None if graph is None else graph.decode("utf-8", "replace"),
        }
    )
    reason = [] if found.unread is None else [found.unread]
    if not network.exported:
        reason = [phrase("network.not_exported", why=network.reason)]
    elif not mappings and network.id not in predictions.labels:
        reason = [phrase("network.input_unknown")]
    if (said := predictions.reasons.get(network.id)) is not None:
        reason = [said]
    if found.graph is not None and not found.classifies(classes := len(assignment.data.classes)):
        shape = (found.graph.outputs[0].shape or [None])[1:]
        reason = [phrase("network.no_scores", shape=[n for n in shape if n is not None], classes=classes)]
    found = found.saying(
        reason=reason,
        training=[*training.describe(evidence, network.id), *_order(evidence, network, assignment)],
        preprocessing=[describe_mapping(mapping) for mapping in mappings],
    )
    if found.graph is None:
        # What cannot be read travels no further.
        return found.model_copy(update={"graph_json": None})
    blocks = [
        Block(
            said={"text": (block.phrase,)},
            branches=[Branch(said={"layers": branch}) for branch in block.branches],
        )
        for block in outline(found.graph)
    ]
    return found.saying(motifs=describe(found.graph, assignment.of_module)).model_copy(
        update={"outline": blocks}
    )


def told_apart(networks: list[Network]) -> list[Network]:
    """Networks that one variable held one after the other: the last one has its name, and those before it Keras's beside it."""
    last = {network.title: network.id for network in networks}
    return [
        network
        if last[network.title] == network.id or not network.name
        else network.model_copy(update={"names": [f"{network.title} ({network.name})", *network.names]})
        for network in networks
    ]


def _order(evidence: Evidence, network: Network, assignment: Assignment) -> list[Phrase]:
    """In which order its outputs stand for the classes; nothing where it is their own."""
    classes = assignment.data.classes
    order = training.order_of(evidence, network.id, len(classes))
    return [phrase("network.order", classes=[classes[label] for label in order])] if order else []


def _trained_as(evidence: Evidence, network: Network) -> list[Compiled]:
    """How it, or the network whose weights it has, was compiled each time that it was trained, each way once."""
    told = [
        Compiled(**{name: getattr(fit, name) for name in Compiled.model_fields})
        for fit in training.fits_of(evidence, network.id)
    ]
    return list({one.model_dump_json(): one for one in told}.values())


def _scored(
    network: Network, labels: NDArray[np.int64] | None, assignment: Assignment, drawing: Drawing
) -> Network:
    if labels is None:
        return network
    split = drawing.split()
    hidden, visible = labels[: len(split.hidden_labels)], labels[len(split.hidden_labels) :]
    classes = assignment.data.classes
    scores = {
        "hidden": measure(split.hidden_labels, hidden, classes),
        "visible": measure(split.test_labels, visible, classes),
    }
    how = network.phrases("preprocessing") or (phrase("network.own_function"),)
    return network.saying(reason=[], preprocessing=how).model_copy(update=scores)


def _with_roles(found: Sequence[Network], assignment: Assignment) -> list[Network]:
    cast = assignment.cast(found)
    return [
        network.model_copy(
            update={"roles": [role for role in assignment.roles if cast.get(role) == network.id]}
        )
        for network in found
    ]


def _once_more(
    network: Network, predictions: Predictions, assignment: Assignment, drawing: Drawing
) -> Network:
    """A network that plays a part, with how it does on hidden images that were changed."""
    labels, again = predictions.labels.get(network.id), predictions.fresh.get(network.id)
    if labels is None or not (network.roles and predictions.changes):
        return network
    if again is None:
        return network.model_copy(update={"fresh": None})
    by_change = again.reshape(len(predictions.changes), -1)
    rows = by_change.shape[1]
    truth, classes = drawing.split().hidden_labels[:rows], len(assignment.data.classes)
    found = []
    for change, answers in zip(predictions.changes, by_change, strict=True):
        rise, *interval = macro_f1_difference(truth, labels[:rows], answers, classes)
        before = macro_f1(truth, labels[:rows], classes)
        found.append(
            Again(change=change, images=rows, before=before, after=before + rise, interval=tuple(interval))
        )
    return network.model_copy(update={"fresh": found})


def _gain(
    assignment: Assignment, networks: Sequence[Network], predictions: Predictions, drawing: Drawing
) -> PairedDifference | None:
    """What the second network that the assignment compares gained over the first; None where not both were scored."""
    if assignment.comparison is None:
        return None
    roles = (assignment.comparison.first, assignment.comparison.second)
    first, second = (next((n for n in networks if role in n.roles), None) for role in roles)
    if first is None or second is None or first is second:
        return None
    answers = [predictions.labels.get(network.id) for network in (first, second)]
    if answers[0] is None or answers[1] is None:
        return None
    split = drawing.split()
    images = len(split.hidden_labels)
    difference, low, high = macro_f1_difference(
        split.hidden_labels, answers[0][:images], answers[1][:images], len(assignment.data.classes)
    )
    return PairedDifference(
        first=first.title, second=second.title, images=images, difference=difference, interval=(low, high)
    )


def compared(assignment: Assignment) -> Compared | None:
    """The roles that the feedback compares, as the grade keeps them."""
    if (one := assignment.comparison) is None:
        return None
    return Compared(first=one.first, second=one.second, heading=one.heading)
