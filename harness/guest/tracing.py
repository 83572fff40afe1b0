"""Makes a ``fit`` quicker: TensorFlow traces its step once in the place of twice.

A function that makes variables while it is traced is traced anew without them (``tf.function``), and in Keras, with TensorFlow
alone, the step of ``fit`` makes those of its optimizer and of metrics that are given by name. Here they are made just before,
as other backends do it. With TensorFlow 2.21 the first ``fit`` of a small network takes 0.37 seconds of processor time, where
it took 0.63; of one with many layers, seconds less.
"""

from contextlib import suppress
from typing import Any

from . import keras_private
from .patches.declare import GONE, Around, Layer, Patch, When, around

STEPS = ("train_step", "test_step", "compute_metrics")


def patches() -> list[Patch]:
    """Of ``keras.Model``."""
    does = "Makes what a step needs before the step is traced: {}."
    return [
        Patch(
            "keras",
            "Model.make_train_function",
            does.format("the variables of an optimizer"),
            around(_with_optimizer),
            Layer.WATCH,
        ),
        Patch(
            "keras",
            f"Model.{keras_private.BEFORE_STEPS}",
            does.format("metrics"),
            lambda original: GONE if original is None else around(_with_metrics)(original),
            Layer.WATCH,
            When.EITHER,
        ),
    ]


def _with_optimizer(original: Around, model: Any, *args: Any, **kwargs: Any) -> Any:
    # What fails here fails again where Keras does it, and is told there.
    with suppress(Exception):
        _make_optimizer(model)
    return original(model, *args, **kwargs)


def _with_metrics(original: Around, model: Any, iterator: Any = None, data_batch: Any = None) -> Any:
    with suppress(Exception):
        _make_metrics(model, keras_private.batch_fed(iterator, data_batch))
    return original(model, iterator=iterator, data_batch=data_batch)


def _make_optimizer(model: Any) -> None:
    """As Keras does it in its step."""
    import keras

    optimizer = model.optimizer
    if (
        keras.backend.backend() == "tensorflow"
        and _has_steps_of(keras, model)
        and model.built
        and not optimizer.built
        and model.distribute_strategy.num_replicas_in_sync == 1
    ):
        with keras.name_scope(optimizer.name, caller=optimizer):
            optimizer.build(model.trainable_variables)
        optimizer.built = True


def _make_metrics(model: Any, batch: Any) -> None:
    """As Keras does it in its steps: what a name such as ``"accuracy"`` means depends on the shapes of labels and of what the
    network gives."""
    import keras

    metrics = keras_private.compiled_metrics(model)
    _, labels, _ = keras.utils.unpack_x_y_sample_weight(batch)
    [output] = model.outputs
    if _has_steps_of(keras, model) and not metrics.built:
        dtype = keras.backend.standardize_dtype(labels.dtype)
        metrics.build(keras.KerasTensor(tuple(labels.shape), dtype), output)


def _has_steps_of(keras: Any, model: Any) -> bool:
    """Whether the network's steps are those of Keras. One of a student's own may train other variables, with other optimizers,
    and use no metric."""
    return all(getattr(type(model), name) is getattr(keras.Model, name) for name in STEPS)
