"""Writes a network down so that it can be scored without the code that made it."""

import logging
from typing import Any

from .. import keras_private

INPUT = "input_{:03}"
"""The name of an input in the exported network, by its place: TensorFlow sorts them by name."""


def write(keras: Any, model: Any, folder: str) -> None:
    """A SavedModel of the network as it predicts, from its inputs one by one. ``Model.export`` of Keras 3.15 traces it as
    it trains where a layer augments, so that the exported network would flip images and drop units.

    It holds what is read of it: the function and the weights. Keras' own export traces a network three times, and writes
    functions that save and restore it, which takes three times as long.

    Raises what Keras and TensorFlow raise.
    """
    import tensorflow as tf

    signature = keras_private.input_signature(model)
    inputs = [
        keras_private.tensor_spec(spec, INPUT.format(place))
        for place, spec in enumerate(keras.tree.flatten(signature))
    ]

    def serve(*given: Any) -> Any:
        return model(*keras.tree.pack_sequence_as(signature, list(given)), training=False)

    kept = keras_private.trackable()
    kept.variables = list(model.variables)
    traced = tf.function(serve, input_signature=inputs, autograph=False).get_concrete_function()
    kept.used = list(traced.variables)
    options = tf.saved_model.SaveOptions(experimental_skip_saver=True)
    # TensorFlow tells where it wrote; in the student's cell that would be a line of ours.
    log = logging.getLogger("tensorflow")
    log.addFilter(_nothing)
    try:
        tf.saved_model.save(kept, folder, {"serve": traced}, options)
    except AssertionError:
        # A table that a layer looks up in is kept by nothing of the above. Keras searches for it.
        archive = keras.export.ExportArchive()
        archive.track(model)
        archive.add_endpoint("serve", serve, inputs)
        archive.write_out(folder, verbose=False)
    finally:
        log.removeFilter(_nothing)


def _nothing(record: logging.LogRecord) -> bool:
    return False
