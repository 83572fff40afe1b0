"""Task 4: layers, losses, metrics, optimizers and activations were tried."""

from harness.assignments.fashion_mnist.structure import modules_of
from harness.checks.case import Case
from harness.checks.fixtures import Note, layer_types
from harness.checks.outputs import Outputs
from harness.checks.words import skip
from harness.evidence.inventory import FAMILIES, TriedKind, activation_name, activations, family, inventory
from harness.evidence.network import Compiled, Network
from harness.evidence.schema import Evidence
from harness.evidence.training import LEAST_TRIED, tried
from harness.words.phrase import Phrase, phrase

MERGE_FUNCTIONS = {name.lower() for name in FAMILIES["merge_layers"]}


def _alone(outputs: Outputs) -> set[str]:
    """What was called of keras.layers, in a network or on its own."""
    return {path.rpartition(".")[2] for path in outputs.called if ".layers." in f".{path}"}


def _of_family(name: TriedKind, case: Case, outputs: Outputs) -> list[str]:
    """Layer classes of one family, in trained networks or on their own."""
    return sorted(layer for layer in layer_types(case.trained) | _alone(outputs) if family(layer) == name)


def _needs(enough: bool, case: Case, lacks: Phrase) -> None:
    """Says what ``lacks``, unless there is ``enough``; where no network was trained, it may be in one that is not yet."""
    if not enough and not case.trained:
        skip(phrase("checks.no_network"))
    assert enough, lacks


def _has(models: list[Network], *operations: str) -> bool:
    """True where an op graph has one of the operations."""
    return any(True for m in models if m.graph is not None for _ in m.graph.of_kind(*operations))


def _compared(evidence: Evidence, kind: TriedKind) -> list[str]:
    return next((tried.compared for tried in inventory(evidence) if tried.kind == kind), [])


def _found(names: list[str], evidence: Evidence, kind: TriedKind) -> Phrase:
    return phrase("fashion_mnist.layers.found_compared", names=names, compared=_compared(evidence, kind))


def _compiled(models: list[Network], evidence: Evidence) -> list[Compiled]:
    """How trained networks were compiled: at each training, and in the end."""
    return [*evidence.fits, *(model.compiled for model in models)]


def check_core(case: Case, outputs: Outputs, note: Note) -> None:
    """Core layers are used: Dense, Flatten, Dropout, Activation and the like."""
    found = _of_family("core_layers", case, outputs) + _of_family("regularisation_layers", case, outputs)
    _needs(len(found) >= 2, case, phrase("fashion_mnist.layers.core", names=found))
    note(phrase("fashion_mnist.layers.found", names=found))


def check_convolution(case: Case, outputs: Outputs, note: Note) -> None:
    """A convolutional layer is used."""
    found = _of_family("convolutional_layers", case, outputs)
    enough = bool(found) or _has(case.trained, "Conv2D", "DepthwiseConv2dNative")
    _needs(enough, case, phrase("fashion_mnist.layers.no_convolution"))
    own = phrase("fashion_mnist.layers.own_convolution")
    note(phrase("fashion_mnist.layers.found", names=found or [own]))


def check_pooling(case: Case, outputs: Outputs, note: Note) -> None:
    """A pooling layer is used."""
    found = _of_family("pooling_layers", case, outputs)
    enough = bool(found) or _has(case.trained, "MaxPool", "AvgPool")
    _needs(enough, case, phrase("fashion_mnist.layers.no_pooling"))
    own = phrase("fashion_mnist.layers.own_pooling")
    note(phrase("fashion_mnist.layers.found", names=found or [own]))


def check_merge(case: Case, outputs: Outputs, note: Note) -> None:
    """A merge layer is used: Concatenate, Add, Average and the like."""
    found = _of_family("merge_layers", case, outputs)
    found += sorted(_alone(outputs) & MERGE_FUNCTIONS - {name.lower() for name in found})
    merged = bool(found) or any(modules_of(model) for model in case.trained)
    _needs(merged, case, phrase("fashion_mnist.layers.no_merge"))
    own = phrase("fashion_mnist.layers.own_merge")
    note(phrase("fashion_mnist.layers.found", names=found or [own]))


def check_activations(models: list[Network], evidence: Evidence, note: Note) -> None:
    """Two activations or more are used besides the output's softmax."""
    found = {name for model in models for name in activations(model)}
    layers = (layer.type for model in models for layer in model.layers)
    found |= {activation_name(layer) for layer in layers if family(layer) == "activation_layers"}
    found -= {"softmax", "log_softmax"}
    assert len(found) >= 2, phrase("fashion_mnist.layers.activations", names=sorted(found))
    note(_found(sorted(found), evidence, "activations"))


def check_optimizers(models: list[Network], evidence: Evidence, note: Note) -> None:
    """Two optimizers or more are tried."""
    # How a network is compiled tells of a training only where none was seen.
    unseen = [model.compiled for model in models if not model.trained_as]
    found = {one.optimizer for one in [*tried(evidence), *unseen] if one.optimizer}
    assert len(found) >= 2, phrase("fashion_mnist.layers.optimizers", names=sorted(found), least=LEAST_TRIED)
    note(_found(sorted(found), evidence, "optimizers"))


def check_loss_and_metrics(models: list[Network], evidence: Evidence, note: Note) -> None:
    """A loss and a metric are chosen when a network is compiled."""
    compiled = _compiled(models, evidence)
    chosen = [(one.loss, one.metrics) for one in compiled if one.loss and one.metrics]
    assert chosen, phrase("fashion_mnist.layers.not_compiled")
    losses = dict.fromkeys(loss for loss, _ in chosen if loss)
    metrics = dict.fromkeys(name for _, names in chosen for name in names)
    compared = _compared(evidence, "losses")
    note(phrase("fashion_mnist.layers.compiled", losses=losses, metrics=metrics, compared=compared))
