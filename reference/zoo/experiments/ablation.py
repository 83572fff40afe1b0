"""What each ingredient of the best network gives: the network as it is, and with one choice changed.

On 8,000 images, so that it takes minutes and not hours, but each is seen many times, as in
`reference/solution.ipynb`: what keeps a network from learning its images by heart shows only when it sees them often.
"""

from collections.abc import Callable
from functools import partial

import keras
from keras import ops

from reference.zoo.blocks.augmentation import Augmentation
from reference.zoo.experiments.experiment import Experiment, Variant
from reference.zoo.networks.network import LOSS
from reference.zoo.task7.network import best_network
from reference.zoo.task7.training import one_cycle
from reference.zoo.task7.views import Views


@keras.saving.register_keras_serializable(package="zoo")
class SmoothedCrossentropy(keras.losses.Loss):
    """Cross-entropy against labels that are integers (batch,), smoothed as in arXiv:1512.00567 section 7.

    Args:
        smoothing: probability mass that is spread over all classes.
    """

    def __init__(self, smoothing: float = 0.1, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.smoothing = smoothing

    def call(self, y_true: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        targets = ops.one_hot(ops.cast(ops.reshape(y_true, (-1,)), "int32"), y_pred.shape[-1])
        return keras.losses.categorical_crossentropy(targets, y_pred, label_smoothing=self.smoothing)

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "smoothing": self.smoothing}


def _network(
    flip: bool = True,
    shift: int = 2,
    erase: float = 0.0,
    views: tuple[bool, int] = (True, 0),
    widths: tuple[int, ...] = (32, 64, 128),
) -> keras.Model:
    augmentation = Augmentation(flip=flip, shift=shift, erase=erase)
    return best_network(widths=widths, augmentation=augmentation, views=Views(*views))


def _variant(
    name: str,
    title: str,
    build: Callable[[], keras.Model] = _network,
    planned: Callable[[int], keras.optimizers.Optimizer] | None = one_cycle,
    loss: str | keras.losses.Loss | None = None,
) -> Variant:
    return Variant(
        name=name,
        title=title,
        build=build,
        optimizer=partial(keras.optimizers.Adam, 0.001),
        planned=planned,
        loss=SmoothedCrossentropy() if loss is None else loss,
    )


EXPERIMENT = Experiment(
    name="ablation",
    title="The best network, one choice changed",
    question="What does each ingredient give?",
    source="reference/zoo/task7",
    variants=(
        _variant("whole", "the network as it is"),
        _variant("narrow", "three quarters of the feature maps", partial(_network, widths=(24, 48, 96))),
        _variant("no_flip", "no mirrored images", partial(_network, flip=False, views=(False, 0))),
        _variant("no_shift", "no shifted images", partial(_network, shift=0)),
        _variant("erasing", "random erasing as well", partial(_network, erase=0.5)),
        _variant("no_smoothing", "labels not smoothed", loss=LOSS),
        _variant("no_decay", "no weight decay", planned=partial(one_cycle, weight_decay=0.0)),
        _variant("no_cycle", "Adam at one rate, 0.001, no decay", planned=None),
        _variant("no_views", "one view at test time", partial(_network, views=(False, 0))),
        _variant("ten_views", "ten views at test time", partial(_network, views=(True, 1))),
    ),
    epochs=20,
    images=8_000,
)
