"""Task 4: layers, losses, metrics, optimizers and activations were tried."""

from harness.assignments.fashion_mnist.structure import modules_of
from harness.checks.fixtures import Note, layer_types
from harness.checks.outputs import Outputs
from harness.checks.words import listed
from harness.evidence.inventory import FAMILIES, activations, family, inventory
from harness.evidence.network import Compiled, Network
from harness.evidence.schema import Evidence

MERGE_FUNCTIONS = {name.lower() for name in FAMILIES["merge layers"]}


def _alone(outputs: Outputs) -> set[str]:
    """What was called of keras.layers, in a network or on its own."""
    return {path.rpartition(".")[2] for path in outputs.called if ".layers." in f".{path}"}


def _of_family(name: str, models: list[Network], outputs: Outputs) -> list[str]:
    """Layer classes of one family, in trained networks or on their own."""
    return sorted(layer for layer in layer_types(models) | _alone(outputs) if family(layer) == name)


def _has(models: list[Network], *operations: str) -> bool:
    """True where an op graph has one of the operations."""
    return any(True for m in models if m.graph is not None for _ in m.graph.of_kind(*operations))


def _compared(evidence: Evidence, kind: str) -> str:
    found = next((tried.compared for tried in inventory(evidence) if tried.kind == kind), [])
    return f" Compared on networks equal in all else: {'; '.join(found)}." if found else ""


def check_core(models: list[Network], outputs: Outputs, note: Note) -> None:
    """Core layers are used: Dense, Flatten, Dropout, Activation and the like."""
    found = _of_family("core layers", models, outputs) + _of_family("regularisation layers", models, outputs)
    assert len(found) >= 2, f"At least two kinds of core layers are expected; found: {listed(found)}."
    note(f"Found: {listed(found)}.")


def check_convolution(models: list[Network], outputs: Outputs, note: Note) -> None:
    """A convolutional layer is used."""
    found = _of_family("convolutional layers", models, outputs)
    assert found or _has(models, "Conv2D", "DepthwiseConv2dNative"), "No network has a convolutional layer."
    note(f"Found: {listed(found or ['a convolution of your own'])}.")


def check_pooling(models: list[Network], outputs: Outputs, note: Note) -> None:
    """A pooling layer is used."""
    found = _of_family("pooling layers", models, outputs)
    assert found or _has(models, "MaxPool", "AvgPool"), "No network has a pooling layer."
    note(f"Found: {listed(found or ['a pooling of your own'])}.")


def check_merge(models: list[Network], outputs: Outputs, note: Note) -> None:
    """A merge layer is used: Concatenate, Add, Average and the like."""
    found = _of_family("merge layers", models, outputs)
    found += sorted(_alone(outputs) & MERGE_FUNCTIONS)
    merged = bool(found) or any(modules_of(model) for model in models)
    assert merged, "No network merges branches, with Concatenate or Add for example."
    note(f"Found: {listed(found or ['a concatenation of your own'])}.")


def check_activations(models: list[Network], evidence: Evidence, note: Note) -> None:
    """Two activations or more are used besides the output's softmax."""
    found = {name for model in models for name in activations(model)} - {"softmax"}
    layers = (layer.type for model in models for layer in model.layers)
    found |= {layer for layer in layers if family(layer) == "activation layers"} - {"Softmax"}
    assert len(found) >= 2, (
        f"At least two activations are expected (relu, tanh, elu, …); found: {listed(sorted(found))}."
    )
    note(f"Found: {listed(sorted(found))}.{_compared(evidence, 'activations')}")


def check_optimizers(models: list[Network], evidence: Evidence, note: Note) -> None:
    """Two optimizers or more are tried."""
    found = {fit.optimizer for fit in evidence.fits if fit.optimizer}
    found |= {
        network.compiled.optimizer for network in evidence.networks.values() if network.compiled.optimizer
    }
    assert len(found) >= 2, (
        f"At least two optimizers are expected; found: {listed(sorted(found))}. "
        "Compile the same network with another one, train it anew and compare."
    )
    note(f"Found: {listed(sorted(found))}.{_compared(evidence, 'optimizers')}")


def check_loss_and_metrics(models: list[Network], evidence: Evidence, note: Note) -> None:
    """A loss and a metric are chosen when a network is compiled."""
    compiled: list[Compiled] = [
        *evidence.fits,
        *(network.compiled for network in evidence.networks.values()),
    ]
    chosen = [(one.loss, one.metrics) for one in compiled if one.loss and one.metrics]
    assert chosen, "No network was compiled with both a loss and metrics, such as metrics=['accuracy']."
    losses = dict.fromkeys(loss for loss, _ in chosen if loss)
    metrics = dict.fromkeys(name for _, names in chosen for name in names)
    note(f"Losses: {listed(losses)}. Metrics: {listed(metrics)}.{_compared(evidence, 'losses')}")
