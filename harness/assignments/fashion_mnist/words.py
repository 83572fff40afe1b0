"""The sentences of this control work, in English."""

from harness.assignments.fashion_mnist.words_of_data import DATA
from harness.assignments.fashion_mnist.words_of_scores import SCORES
from harness.words.several import Several
from harness.words.template import Catalogue


def _parameters(network: str, count: int, wanted: int, inserted: Several) -> str:
    more = f"; besides the example's layers: {inserted:, }" if inserted else ""
    return f"{network} has {count:,} parameters, the example {wanted:,}{more}."


def _compiled(losses: Several, optimizers: Several, metrics: Several, slow_rate: float | None) -> str:
    slow = (
        ""
        if slow_rate is None
        else f" Its rate is {slow_rate:g}; the example was written for 1, at which Adadelta learns far faster."
    )
    watched = f"{metrics:, ?none, where the example has accuracy}"
    return f"Loss {losses:, }, optimizer {optimizers:, }, metrics: {watched}.{slow}"


def _seen(rows: int | None, duration: str, learned: float | None = None) -> str:
    if learned is not None:
        how_many = "Images" if rows is None else f"{rows:,} images"
        told = f"the network tells the visible test images apart (macro-F1 {learned:.3f})"
        return f"{how_many}, {duration}; hardly one was recognised as it is, but {told}."
    how_many = "Training images" if rows is None else f"{rows:,} training images"
    return f"{how_many}, {duration}; none of the rows looked at is a test image."


def _unknown_images(network: str, f1: float | None = None, wanted: float = 0.5, brought: bool = False) -> str:
    said = (
        f"What {network} was trained on could not be recognised as images of Fashion-MNIST "
        "(keras.datasets.fashion_mnist; those of keras.datasets.mnist are digits)."
    )
    if brought:
        return f"{said} What it knows does not tell either: it has weights that no training of this run left."
    if f1 is None:
        return said
    return (
        f"{said} Where every image is augmented, the network must tell the visible test images apart with a macro-F1 above "
        f"{wanted:g}; it has {f1:.3f}."
    )


def _compared(compared: Several) -> str:
    return f" Compared on networks equal in all else: {compared:; }." if compared else ""


def _until(network: str, only_built: Several) -> str:
    told = f" Not trained: {only_built:listed}." if only_built else ""
    return f"This cannot be checked until {network} is trained.{told}"


ENGLISH: Catalogue = {
    "fashion_mnist.layer.first_convolution": "first convolution",
    "fashion_mnist.layer.second_convolution": "second convolution",
    "fashion_mnist.layer.max_pooling": "max pooling",
    "fashion_mnist.layer.flatten": "flatten",
    "fashion_mnist.layer.first_dense_layer": "first dense layer",
    "fashion_mnist.layer.last_dense_layer": "last dense layer",
    "fashion_mnist.port.missing": "no {wanted}",
    "fashion_mnist.port.instead": "{layer} in place of {wanted}",
    "fashion_mnist.port.size": "{layer} {size:×}, not {wanted:×}",
    "fashion_mnist.port.filters": "{layer} with {units} filters, not {wanted}",
    "fashion_mnist.port.units": "{layer} with {units} units, not {wanted}",
    "fashion_mnist.port.stride": "{layer} with stride {stride}",
    "fashion_mnist.port.relu": "ReLU after the {layer}",
    "fashion_mnist.port.no_relu": "no ReLU after the {layer}",
    "fashion_mnist.port.other_activation": "{activation}, not ReLU after the {layer}",
    "fashion_mnist.port.softmax": "softmax",
    "fashion_mnist.port.no_softmax": "no softmax at the output",
    "fashion_mnist.port.inserted_first": "{layer} before the first convolution",
    "fashion_mnist.port.inserted": "{layer} after the {before}",
    "fashion_mnist.port.more": "{count} more layers",
    "fashion_mnist.branch.1x1": "1×1",
    "fashion_mnist.branch.3x3": "1×1 → 3×3",
    "fashion_mnist.branch.5x5": "1×1 → 5×5",
    "fashion_mnist.branch.pool": "max pool 3×3 → 1×1",
    "fashion_mnist.inception.no_branch": "no branch {branch}",
    "fashion_mnist.inception.no_1x1": "no 1×1 convolution in the {branch} branch",
    "fashion_mnist.inception.count": "{count} branches, not four",
    "fashion_mnist.inception.other_branch": "a branch {branch}",
    "fashion_mnist.inception.average_pooling": "average, not max pooling",
    "fashion_mnist.inception.depthwise": "depthwise convolutions",
    "fashion_mnist.inception.filters": "not {filters} filters at the end of every branch",
    "fashion_mnist.inception.reductions": "not {filters} filters in every convolution before that",
    "fashion_mnist.inception.size": 'not stride 1 and "same" padding throughout',
    "fashion_mnist.inception.relu": "not ReLU after every convolution",
    "fashion_mnist.inception.maps": "not {maps} maps",
    "fashion_mnist.inception.same": "{module}: the lecture's module.",
    "fashion_mnist.inception.unlike": "{module}; unlike the lecture's: {departures:; }.",
    "fashion_mnist.inception.none": "No trained network stacks parallel convolution branches of one input.",
    "fashion_mnist.inception.found": "Found in {networks:listed}.",
    "fashion_mnist.inception.branches": (
        "In {network} the module has {right} of the lecture's four branches: {faults:; }."
    ),
    "fashion_mnist.inception.not_inserted": (
        "Around the module only {kept} of {total} parts of the port are left: {differs:; }."
    ),
    "fashion_mnist.inception.mostly": (
        "{network} has {kept} of {total} parts of the port ({differs:; }), and beside them: {layers:, }."
    ),
    "fashion_mnist.inception.inserted": "{network} is the ported network with: {layers:, }.",
    "fashion_mnist.inception.not_felt": (
        "{network} has an Inception module and does not use it: with what the module makes of another image, its answers "
        "move by {share:.2%} of what they move by from image to image. Is the module multiplied by 0, behind a gate that "
        "stays shut, or cut off again?"
    ),
    "fashion_mnist.inception.not_measured": (
        "Whether {network} uses its module could not be measured, which asks for a network that runs by itself and joins "
        "few tensors."
    ),
    "fashion_mnist.inception.dead": "no answer depends on what the {branch} branch makes",
    "fashion_mnist.inception.no_gradient": (
        "Whether the module of {network} was trained is not known: of its convolutions, at least one gets no gradient "
        "from any output, for an operation stands in between that passes none, such as stop_gradient."
    ),
    "fashion_mnist.inception.all_dropped": (
        "Whether the module of {network} was trained is not known: the network has a dropout of rate 1, which lets nothing "
        "pass while it learns."
    ),
    "fashion_mnist.inception.cut_short": (
        "Every fit was cut to a few steps: this is decided when it is trained to its end."
    ),
    "fashion_mnist.inception.not_scored": "This cannot be checked, since {networks:listed}.",
    "fashion_mnist.inception.low_f1": (
        "{network} reaches a macro-F1 of {hidden_f1:.3f} on hidden images; train it longer."
    ),
    "fashion_mnist.network_differs": "In {network}: {differs:; }.",
    "fashion_mnist.not_exported": (
        "The structure of {network} could not be read, since it could not be exported."
    ),
    "fashion_mnist.port.parameters_same": "{network} has {count:,} parameters, exactly those of the example.",
    "fashion_mnist.port.parameters": _parameters,
    "fashion_mnist.port.dropout": (
        "Dropout rates 0.25 and 0.5 are expected in {network}; found: {rates:, ?none}."
    ),
    "fashion_mnist.port.loss": (
        "The loss of {network} is {losses:, }; a categorical cross-entropy is expected."
    ),
    "fashion_mnist.port.optimizer": "The optimizer of {network} is {optimizers:, }; the example has Adadelta.",
    "fashion_mnist.port.compiled": _compiled,
    "fashion_mnist.port.hardly": (
        "{network} was compiled with Adadelta, and trained with it on {rows:,} images alone; train it on {wanted:,} at least."
    ),
    "fashion_mnist.training.not_recognised": (
        "Of what {network} was trained on, hardly any row was recognised as a training image, and it tells the visible test "
        "images apart hardly better than by chance (macro-F1 {f1:.3f})."
    ),
    "fashion_mnist.training.unseen": (
        "No training of {network} was seen, so it is not known what it was trained on. Were its weights read from a file that "
        "this run did not write? Train it in the same run."
    ),
    "fashion_mnist.training.unknown_images": _unknown_images,
    "fashion_mnist.training.unknown_images_yet": (
        "What {network} was trained on was not recognised as images of Fashion-MNIST (keras.datasets.fashion_mnist; those of "
        "keras.datasets.mnist are digits). If each is augmented, a whole run tells by what the network learned."
    ),
    "fashion_mnist.training.test_images": (
        "{network} was trained on test images ({rows:,} of the rows looked at); that spoils every score."
    ),
    "fashion_mnist.training.wrong_labels": (
        "The labels {network} was trained on are not those of its images; were they shuffled apart?"
    ),
    "fashion_mnist.training.too_few": "{network} saw only {rows:,} images; train it on at least {wanted:,}.",
    "fashion_mnist.training.seen": _seen,
    "fashion_mnist.setup.no_network": "No Keras network was trained or used.",
    "fashion_mnist.setup.no_version": ("Print keras.__version__: the version that ran appears in no output."),
    "fashion_mnist.setup.no_training": (
        "No training was seen, though a network recognises images; train one with fit."
    ),
    "fashion_mnist.setup.stopped": "Every fit was stopped before its end.",
    "fashion_mnist.modes.is": "{network} is {kind}",
    "fashion_mnist.modes.no_sequential": (
        "No Sequential model was trained ({kinds:listed}); build one with keras.Sequential([...])."
    ),
    "fashion_mnist.modes.sequential": "Sequential: {networks:listed}.",
    "fashion_mnist.modes.sequential_within": "Sequential, as a part: in {networks:listed}.",
    "fashion_mnist.modes.functional_within": "Functional, as a part: in {networks:listed}.",
    "fashion_mnist.modes.no_functional": (
        "No functional model was trained ({kinds:listed}); build one with keras.Model(inputs, outputs)."
    ),
    "fashion_mnist.modes.functional": "Functional: {networks:listed}.",
    "fashion_mnist.layers.core": "At least two kinds of core layers are expected; found: {names:listed}.",
    "fashion_mnist.layers.found": "Found: {names:listed}.",
    "fashion_mnist.layers.found_compared": lambda names, compared: (
        f"Found: {names:listed}.{_compared(compared)}"
    ),
    "fashion_mnist.layers.no_convolution": "No network has a convolutional layer.",
    "fashion_mnist.layers.own_convolution": "a convolution of your own",
    "fashion_mnist.layers.no_pooling": "No network has a pooling layer.",
    "fashion_mnist.layers.own_pooling": "a pooling of your own",
    "fashion_mnist.layers.no_merge": "No network merges branches, with Concatenate or Add for example.",
    "fashion_mnist.layers.own_merge": "a concatenation of your own",
    "fashion_mnist.layers.activations": (
        "At least two activations are expected (relu, tanh, elu, …); found: {names:listed}."
    ),
    "fashion_mnist.layers.optimizers": (
        "At least two optimizers are expected, each in a training of {least} images or more; found: {names:listed}. "
        "Compile the same network with another one, train it anew and compare."
    ),
    "fashion_mnist.layers.not_compiled": (
        "No network was compiled with both a loss and metrics, such as metrics=['accuracy']."
    ),
    "fashion_mnist.layers.compiled": lambda losses, metrics, compared: (
        f"Losses: {losses:listed}. Metrics: {metrics:listed}.{_compared(compared)}"
    ),
    "fashion_mnist.dataset.not_loaded": (
        "Nothing was found that shows that Fashion-MNIST was loaded: no network was fed its images, no picture is known to be "
        "of them, and no output tells how many training images there are, or their mean and deviation."
    ),
    "fashion_mnist.dataset.shape": (
        "Print {name}.shape: ({rows}, 28, 28), read off the data, was found in no output."
    ),
    "fashion_mnist.dataset.shape_of_a_part": (
        "Arrays of {found:, } images are shown; print also the shape of {names: and } as loaded: all 60,000 training and "
        "10,000 test images."
    ),
    "fashion_mnist.dataset.no_pixels": (
        "The numbers of images are shown; that an image has 28 by 28 pixels, read off the data, was found in no output."
    ),
    "fashion_mnist.dataset.neither": (
        "Print x_train.dtype, x_train.min() and x_train.max(): neither the data type of the pixels nor their range, "
        "computed, was found in an output."
    ),
    "fashion_mnist.dataset.type": (
        "The range is shown; the data type of the pixels was found in no output: print x_train.dtype."
    ),
    "fashion_mnist.dataset.range": (
        "The data type is shown; a 255 that was computed was found in no output: print x_train.min() and x_train.max()."
    ),
    "fashion_mnist.dataset.counts": (
        "Count the images of each class (np.bincount, value_counts): ten times 6000, computed from the labels, was "
        "not found."
    ),
    "fashion_mnist.dataset.counts_of_a_part": (
        "The classes are counted in {rows:,} of the images; count them in all 60,000 training images, too."
    ),
    "fashion_mnist.dataset.shares": (
        "The classes are shown as shares; show how many images each has, too (np.bincount, value_counts)."
    ),
    "fashion_mnist.dataset.mean": (
        "The mean of the training pixels, about {value:.1f} (or {share:.3f} of the range), was found in no output and no "
        "variable, computed from the data."
    ),
    "fashion_mnist.dataset.deviation": (
        "The standard deviation of the training pixels, about {value:.1f} (or {share:.3f} of the range), was found beside "
        "the mean in no output and no variable, computed from the data."
    ),
    "fashion_mnist.dataset.statistics": (
        "The training pixels have mean {mean:.2f} and standard deviation {deviation:.2f}."
    ),
    "fashion_mnist.dataset.class_means": (
        "Compute the mean of each class's pixels, x_train[y_train == k].mean(), or draw the mean image, "
        "plt.imshow(x_train.mean(axis=0)): which classes are bright, and where do they differ?"
    ),
    "fashion_mnist.dataset.no_picture": (
        "No plot shows the data; draw some images with plt.imshow and the class counts as bars."
    ),
    **DATA,
    **SCORES,
    "fashion_mnist.fixtures.no_cnn": lambda only_built: _until(
        "a convolutional network without an Inception module", only_built
    ),
    "fashion_mnist.fixtures.no_inception": lambda only_built: _until(
        "a network with an Inception module", only_built
    ),
}
