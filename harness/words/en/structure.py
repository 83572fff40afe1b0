"""What a network is built of, in English."""

from collections.abc import Callable

from harness.words.en.plural import counted, many
from harness.words.notation import activation_of, convolution, operation, step
from harness.words.several import Several
from harness.words.template import Catalogue


def _layer(words: str) -> Callable[..., str]:
    def template(
        size: Several | None, units: int | None, stride: int | Several | None, activation: str | None
    ) -> str:
        text = f"{words} {size:×}" if size else words
        text += f", {units} filters" if units is not None else ""
        return text + _stride(stride) + activation_of(activation)

    return template


def _dense(
    size: Several | None, units: int | None, stride: int | Several | None, activation: str | None
) -> str:
    return f"dense layer of {units}" + activation_of(activation)


def _stride(stride: int | Several | None) -> str:
    if stride is None:
        return ""
    return f", stride {stride:×}" if isinstance(stride, Several) else f", stride {stride}"


def _window(kernel: Several, dilation: int | None, stride: int | None) -> str:
    dilated = "" if dilation is None else f" dilated by {dilation}"
    return f"{kernel:×}{dilated}" + ("" if stride is None else f" stride {stride}")


def _size(count: int, kernel: Several, dilation: int | None, stride: int | None) -> str:
    return f"{count} of {_window(kernel, dilation, stride)}"


def _module(naive: bool, count: int, branches: Several, channels: int | None) -> str:
    kind = "Naive Inception module" if naive else "Inception module"
    maps = "maps" if channels is None else f"{channels} maps"
    return f"{kind} with {count} branches ({branches: | }), stacked to {maps}"


WORDS: Catalogue = {
    "step.conv": convolution(_window),
    "step.depthwise": step("depthwise", _window),
    "step.max_pool": step("max pool", _window),
    "step.average_pool": step("average pool", _window),
    "step.other": operation,
    "layer.convolution": _layer("convolution"),
    "layer.depthwise_convolution": _layer("depthwise convolution"),
    "layer.max_pooling": _layer("max pooling"),
    "layer.average_pooling": _layer("average pooling"),
    "layer.global_average_pooling": _layer("global average pooling"),
    "layer.global_max_pooling": _layer("global max pooling"),
    "layer.flatten": _layer("flatten"),
    "layer.dense_layer": _dense,
    "layer.locally_connected_layer": _layer("locally connected layer"),
    "layer.softmax": _layer("softmax"),
    "layer.inception_module": _layer("Inception module"),
    "layer.addition": _layer("addition"),
    "layer.concatenation": _layer("concatenation"),
    "outline.inception": lambda channels: (
        "Inception module" if channels is None else f"Inception module, {channels} maps"
    ),
    "outline.more": "… {count} more layers",
    "structure.convolutions": lambda count, sizes: f"{many(count, 'convolution')}: {sizes:, }.",
    "structure.no_convolution": "No convolution.",
    "structure.size": _size,
    "structure.separable": counted("depthwise separable convolution"),
    "structure.transposed": counted("transposed convolution"),
    "structure.locally_connected": counted("locally connected layer"),
    "structure.batch_normalisation": counted("batch normalisation"),
    "structure.depthwise": counted("depthwise convolution", " without a 1×1 convolution after it."),
    "structure.max_pooling": "Max pooling: {sizes:, }.",
    "structure.average_pooling": "Average pooling: {sizes:, }.",
    "structure.global_average_pooling": "Global average pooling.",
    "structure.global_max_pooling": "Global max pooling.",
    "structure.inception": "{module}.",
    "structure.inception_in_all": "{count} Inception modules in all.",
    "structure.residual": counted("residual addition", " of what came in."),
    "structure.residual_projection": counted("residual addition", " of a 1×1 projection of what came in."),
    "structure.residual_inception": counted("residual addition", " over an Inception module."),
    "structure.dense_blocks": counted("dense block", ": each layer reads the maps of all before it."),
    "structure.fractal_joins": counted("fractal join", ": the mean of columns of different depth."),
    "structure.dense_layers": lambda count, units, more: (
        f"{many(count, 'dense layer')}: {units:, }{', …' * more}."
    ),
    "structure.softmax": "Softmax at the output.",
    "structure.logits": "No softmax at the output: it gives logits.",
    "inception.module": _module,
    "inception.branch": lambda steps, more: f"{steps: → }{' → …' * more}",
    "inception.kind.1x1": "1×1",
    "inception.kind.3x3": "3×3",
    "inception.kind.5x5": "5×5",
    "inception.kind.pool": "pool",
    "inception.added": (
        "Parallel convolutions are added, not stacked along the channels, which does not make an Inception module."
    ),
    "inception.skip": (
        "A concatenation keeps a tensor beside a convolution of it (a skip connection): no Inception module."
    ),
    "inception.flattened": (
        "Parallel convolutions are joined only after they were flattened, not as feature maps along the channels."
    ),
    "inception.wrong_axis": (
        "{paths} parallel paths are joined along axis {axis}, not along the channels (axis {channels:, })."
    ),
    "inception.same_kernels": (
        "Parallel paths with the same kernels are stacked; an Inception module has several kernel sizes."
    ),
}
