"""Why a network was not scored, in English; the code that says it runs in a sandbox."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "scored.shape": (
        "the network takes images of shape {takes}, but the notebook fed it images of shape {fed}; define predict(images)"
    ),
    "scored.fails": "the network fails on {images} images of shape {shapes}: {why}",
    "scored.output": "the network gives an output of shape {shape} where {classes} scores an image are expected",
    "scored.inputs": "the network has {inputs} inputs, and the notebook fed it {fed}; define predict(images)",
    "scored.calls_missing": "it calls a function that the file does not hold: {name}",
    "scored.named_as_operation": "one of its functions has the name of an operation: {name}",
    "scored.signature_missing": "its signature {name} names a function that the file does not hold",
    "scored.other_count": "its function takes another number of inputs than the file says",
    "scored.too_big": "its {file} has more than {mib} MiB, without weights",
    "scored.no_model": "there is no SavedModel of it: {file} cannot be read",
    "scored.cut_off": "its {file} is cut off, or not a SavedModel",
    "scored.no_objects": "its {file} does not hold the objects that Keras' export writes",
    "scored.no_signature": "it has no signature to call; export it with Keras' model.export",
    "scored.input_types": "the types of its inputs cannot be read",
    "scored.other_inputs": "its function takes other inputs than the file says",
    "scored.other_outputs": "its function gives other outputs than the file says",
    "scored.held_unread": "a variable or a constant that its function takes cannot be read",
    "scored.neither": "its function takes something that is neither a variable nor a constant ({kind})",
    "scored.weights_missing": "the file with its weights is missing or cannot be read",
    "scored.weight_lacking": "the file with its weights lacks one that the network takes",
    "scored.weight_shape": "a weight of shape {kept} is kept where the network takes one of shape {taken}",
    "scored.constant_unread": "a constant that its function takes cannot be read",
    "scored.weights_damaged": "the file with its weights is cut off or damaged",
    "scored.no_graph": "its graph is not one that TensorFlow takes: {why}",
    "scored.too_many": "it has more than {most:,} operations",
    "scored.too_deep": "its functions call each other more than {most} deep",
    "scored.endless": "its graph goes round in a loop without end",
}
