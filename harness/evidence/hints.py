"""From an error of student code to a hint on how to mend it."""

import re
from collections.abc import Callable

from harness.words.phrase import Phrase, phrase

_UNKNOWN_ARGUMENT = r"(?:Unrecognized keyword arguments passed to \w+|Argument\(s\) not recognized): \{'"
_KERAS_1 = {
    "border_mode": "padding",
    "subsample": "strides",
    "nb_filter": "filters",
    "nb_row": "kernel_size",
    "nb_col": "kernel_size",
    "dim_ordering": "data_format",
    "output_dim": "units",
    "init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
}
"""Arguments of Keras 1 and what they are called since."""

_NO_NETWORK = (
    r"URL fetch failure|Name or service not known|Temporary failure in name resolution|Network is unreachable"
)

Found = re.Match[str]


def _weights(found: Found) -> Phrase:
    return phrase("hint.weights", name=found[1])


_HINTS: tuple[tuple[str, Callable[[Found], Phrase]], ...] = (
    (
        r"No module named '((?:torch|torchvision|fastai|mxnet|paddle|flax)\b)",
        lambda found: phrase("hint.other_framework", module=found[1]),
    ),
    (
        r"No module named 'tensorflow\.(?:contrib|examples)|has no attribute 'contrib'",
        lambda found: phrase("hint.tensorflow_contrib"),
    ),
    (r"No module named '([\w.]+)'", lambda found: phrase("hint.no_module", module=found[1])),
    (
        rf"{_UNKNOWN_ARGUMENT}({'|'.join(_KERAS_1)})'",
        lambda found: phrase("hint.keras1_argument", old=found[1], new=_KERAS_1[found[1]]),
    ),
    (rf"{_UNKNOWN_ARGUMENT}(\w+)'", lambda found: phrase("hint.keras2_argument", argument=found[1])),
    (
        r"module 'keras(?:\._tf_keras\.keras)?\.\w+' has no attribute '\w+'"
        r"|cannot import name '\w+' from '(?:tensorflow\.)?keras",
        lambda found: phrase("hint.keras_name"),
    ),
    (
        r"module 'tensorflow(?:\._api\.v2[.\w]*)?' has no attribute '(\w+)'",
        lambda found: phrase("hint.tensorflow_name", name=found[1]),
    ),
    (
        r"not supported (?:when|with) eager execution|compatible with eager execution",
        lambda found: phrase("hint.tensorflow1"),
    ),
    (
        r"module 'tensorflow_addons[\w.]*' has no attribute '(\w+)'",
        lambda found: phrase("hint.addons", name=found[1]),
    ),
    (r"name '(\w+)' is not defined", lambda found: phrase("hint.undefined", name=found[1])),
    (
        r"Concatenate.{0,100}matching shapes|matching shapes.{0,100}Concatenate|concat axis",
        lambda found: phrase("hint.concatenation"),
    ),
    (
        r"incompatible with the layer|expected shape|expected axis",
        lambda found: phrase("hint.shape"),
    ),
    (
        r"No such file or directory: '([^']+\.(?:h5|hdf5|keras|weights|json|pkl|pth|ckpt))'",
        _weights,
    ),
    (r"unable to open file: name = '([^']+)'", _weights),
    (r"File not found: filepath=(\S+)\. Please", _weights),
    (r"No such file or directory: '([^']+)'", lambda found: phrase("hint.file", name=found[1])),
    (r"^(?:SyntaxError|IndentationError|TabError):", lambda found: phrase("hint.syntax")),
    (
        r"unexpected keyword argument '(\w+)'",
        lambda found: phrase("hint.argument", argument=found[1]),
    ),
    (
        r"'(?:DataFrame|Series)' object has no attribute '(?:reshape|dtype)'",
        lambda found: phrase("hint.table"),
    ),
    (r"out of memory|OOM|ResourceExhausted", lambda found: phrase("hint.memory")),
)


def hint_for(error: str, message: str, loading: str) -> Phrase | None:
    """How to mend an error, or None where nothing general can be said; ``loading`` is how student code loads the data of
    the assignment."""
    text = f"{error}: {message}"
    if re.search(_NO_NETWORK, text):
        return phrase("hint.network", loading=loading)
    for pattern, hint in _HINTS:
        if (found := re.search(pattern, text, re.DOTALL)) is not None:
            return hint(found)
    return None
