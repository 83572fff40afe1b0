"""The network of task 7."""

import keras

from reference.zoo.blocks.augmentation import Augmentation
from reference.zoo.blocks.normalisation import conv_bn_relu
from reference.zoo.blocks.residual import residual_block
from reference.zoo.task7.views import MeanOfViews, Views


def best_network(
    input_shape: tuple[int, int, int] = (28, 28, 1),
    classes: int = 10,
    widths: tuple[int, ...] = (32, 64, 128),
    blocks: int = 2,
    augmentation: keras.layers.Layer | None = None,
    views: Views | None = None,
) -> keras.Model:
    """A residual network that augments what it is trained on and averages what it says of several views.

    A convolution at full size, then a stage of `blocks` residual blocks for each further width; the first block of
    a stage halves height and width. Global average pooling and one dense layer end it.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        widths: feature maps of the first convolution and of each stage.
        blocks: residual blocks of a stage.
        augmentation: changes training images; by default mirrors them and shifts them by up to two pixels.
        views: what is averaged over at inference; by default each image and its mirror image.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        arXiv:1512.03385, with widths and depth that suit 28x28 pixels and a CPU.
    """
    views = views or Views(flip=True)
    inputs = keras.Input(input_shape)
    x = views((augmentation or Augmentation(flip=True, shift=2))(inputs))
    x = conv_bn_relu(x, widths[0], name="stem")
    for stage, width in enumerate(widths[1:], start=1):
        for block in range(blocks):
            x = residual_block(x, width, strides=2 if block == 0 else 1, name=f"stage{stage}_{block + 1}")
    x = keras.layers.GlobalAveragePooling2D()(x)
    x = keras.layers.Dense(classes, activation="softmax", name="probabilities")(x)
    return keras.Model(inputs, MeanOfViews(views.count)(x), name="best")
