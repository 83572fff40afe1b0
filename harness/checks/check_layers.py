"""Task 4: layers, losses, metrics, optimizers and activations were tried in networks that were trained."""

from harness.checks.fixtures import Model, layer_types
from harness.evidence import Evidence

CORE = {
    "Dense",
    "Activation",
    "Dropout",
    "Flatten",
    "Reshape",
    "Lambda",
    "Embedding",
    "Permute",
    "RepeatVector",
}
POOLING = {
    "MaxPooling2D",
    "AveragePooling2D",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling2D",
    "MaxPooling1D",
    "AveragePooling1D",
}
MERGE = {"Concatenate", "Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract", "Dot"}


def check_core(models: list[Model]) -> None:
    """Core layers are used: Dense, Flatten, Dropout, Activation and the like."""
    found = sorted(layer_types(models) & CORE)
    assert len(found) >= 2, (
        f"At least two kinds of core layers are expected; found: {', '.join(found) or 'none'}."
    )


def check_convolution(models: list[Model]) -> None:
    """A convolutional layer is used."""
    graphs = any(True for m in models if m.graph for _ in m.graph.of_kind("Conv2D", "DepthwiseConv2dNative"))
    assert graphs or any("Conv" in name for name in layer_types(models)), (
        "No network has a convolutional layer."
    )


def check_pooling(models: list[Model]) -> None:
    """A pooling layer is used."""
    graphs = any(True for m in models if m.graph for _ in m.graph.of_kind("MaxPool", "AvgPool"))
    assert graphs or layer_types(models) & POOLING, "No network has a pooling layer."


def check_merge(models: list[Model]) -> None:
    """A merge layer is used: Concatenate, Add, Average and the like."""
    graphs = any(model.inception for model in models)
    assert graphs or layer_types(models) & MERGE, (
        "No network merges branches, with Concatenate or Add for example."
    )


def check_activations(models: list[Model], evidence: Evidence) -> None:
    """Two activations or more are used besides the output's softmax."""
    layers = [
        layer for model in models if model.id in evidence.models for layer in evidence.models[model.id].layers
    ]
    found = {layer.activation for layer in layers if layer.activation} - {"softmax", "linear"}
    found |= {layer.type for layer in layers if layer.type in ("ReLU", "LeakyReLU", "ELU", "PReLU")}
    listed = ", ".join(sorted(found)) or "none"
    assert len(found) >= 2, f"At least two activations are expected (relu, tanh, elu, …); found: {listed}."


def check_optimizers(models: list[Model], evidence: Evidence) -> None:
    """Two optimizers or more are tried."""
    found = {facts.optimizer for facts in evidence.models.values() if facts.optimizer}
    listed = ", ".join(sorted(found)) or "none"
    assert len(found) >= 2, (
        f"At least two optimizers are expected, each in a network of its own; found: {listed}."
    )


def check_loss_and_metrics(models: list[Model], evidence: Evidence) -> None:
    """A loss and a metric are chosen when a network is compiled."""
    found = any(facts.loss and facts.metrics for facts in evidence.models.values())
    assert found, "No network was compiled with both a loss and metrics, such as metrics=['accuracy']."
