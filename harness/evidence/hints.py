"""From an error of student code to a hint on how to mend it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from harness.evidence.elsewhere import hint_elsewhere
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

Found = re.Match[str]


@dataclass(frozen=True)
class Code:
    """Whose error it is: a script's, or else a notebook's; raised in ``file``, where that is another of its files."""

    is_script: bool
    file: str

    @property
    def name(self) -> Phrase:
        """What people call it."""
        return phrase("code.script") if self.is_script else phrase("code.notebook")


def _weights(found: Found, code: Code) -> Phrase:
    return phrase("hint.weights", name=found[1], code=code.name)


def _undefined(found: Found, code: Code) -> Phrase:
    if code.is_script or code.file:
        return phrase("hint.undefined_in_script", name=found[1])
    return phrase("hint.undefined", name=found[1])


def _syntax(found: Found, code: Code) -> Phrase:
    if code.file:
        return phrase("hint.syntax_of_file", file=code.file)
    return phrase("hint.syntax_of_script") if code.is_script else phrase("hint.syntax")


_HINTS: tuple[tuple[str, Callable[[Found, Code], Phrase]], ...] = (
    (r"null bytes", lambda found, code: phrase("hint.null")),
    (
        r"^SyntaxError: (?:.*is not text in|unknown encoding|encoding problem|\(unicode error\) '(?!unicodeescape)[\w-]+' codec)",
        lambda found, code: phrase("hint.encoding"),
    ),
    (r"^EOFError: EOF when reading", lambda found, code: phrase("hint.question")),
    (
        r"^SystemExit: .*(?:arguments? (?:are|is) required|expected .*argument|unrecognized arguments"
        r"|[Mm]issing (?:option|argument|parameter)|must be specified|Usage:)",
        lambda found, code: (
            phrase("hint.command_line_of_script") if code.is_script else phrase("hint.command_line")
        ),
    ),
    (r"^SystemExit\b", lambda found, code: phrase("hint.exit", code=code.name)),
    (
        r"(?:No module named|cannot import name '\w+' from) '((?:torch|torchvision|fastai|mxnet|paddle|flax)\b)",
        lambda found, code: phrase("hint.other_framework", module=found[1]),
    ),
    (
        r"No module named 'tensorflow\.(?:contrib|examples)|has no attribute 'contrib'",
        lambda found, code: phrase("hint.tensorflow_contrib"),
    ),
    (r"No module named '(?:tensorflow\.|tf_)?keras\.", lambda found, code: phrase("hint.keras_name")),
    (
        r"No module named '([\w.]+)'",
        lambda found, code: phrase("hint.no_module", module=found[1], code=code.name),
    ),
    (
        rf"{_UNKNOWN_ARGUMENT}({'|'.join(_KERAS_1)})'",
        lambda found, code: phrase("hint.keras1_argument", old=found[1], new=_KERAS_1[found[1]]),
    ),
    (rf"{_UNKNOWN_ARGUMENT}(\w+)'", lambda found, code: phrase("hint.keras2_argument", argument=found[1])),
    (
        r"module 'keras(?:\._tf_keras\.keras)?\.\w+' has no attribute '\w+'"
        r"|cannot import name '\w+' from '(?:tensorflow\.)?keras",
        lambda found, code: phrase("hint.keras_name"),
    ),
    (
        r"module 'tensorflow(?:\._api\.v2[.\w]*)?' has no attribute '(\w+)'",
        lambda found, code: phrase("hint.tensorflow_name", name=found[1]),
    ),
    (
        r"not supported (?:when|with) eager execution|compatible with eager execution",
        lambda found, code: phrase("hint.tensorflow1"),
    ),
    (
        r"module 'tensorflow_addons[\w.]*' has no attribute '(\w+)'",
        lambda found, code: phrase("hint.addons", name=found[1]),
    ),
    (
        r"name '(\w+)' is not defined",
        _undefined,
    ),
    (
        r"Concatenate.{0,100}matching shapes|matching shapes.{0,100}Concatenate|concat axis",
        lambda found, code: phrase("hint.concatenation"),
    ),
    (
        r"must have rank \(ndim\) `target\.ndim - 1`|`target` and `output` must have the same (?:rank|shape\.)",
        lambda found, code: phrase("hint.labels"),
    ),
    (
        r"incompatible with the layer|expected shape|expected axis",
        lambda found, code: phrase("hint.shape"),
    ),
    (
        r"No such file or directory: '([^']+\.(?:h5|hdf5|keras|weights|json|pkl|pth|ckpt))'",
        _weights,
    ),
    (r"unable to open file: name = '([^']+)'", _weights),
    (r"File not found: filepath=(\S+)\. Please", _weights),
    (
        r"No such file or directory: '([^']+)'",
        lambda found, code: phrase("hint.file", name=found[1], code=code.name),
    ),
    (r"^SyntaxError: f-string", lambda found, code: phrase("hint.f_string")),
    (r"^(?:SyntaxError|IndentationError|TabError):", _syntax),
    (
        r"unexpected keyword argument '(\w+)'",
        lambda found, code: phrase("hint.argument", argument=found[1]),
    ),
    (
        r"'(?:DataFrame|Series)' object has no attribute '(?:reshape|dtype)'",
        lambda found, code: phrase("hint.table"),
    ),
    (r"out of memory|OOM|ResourceExhausted", lambda found, code: phrase("hint.memory")),
)


def hint_for(
    error: str, message: str, loading: str, *, is_script: bool = False, file: str = "", line: str = ""
) -> Phrase | None:
    """How to mend an error, or None where nothing general can be said; ``loading`` is how student code loads the data of
    the assignment, ``file`` the other file of the submission that raised it, where one did, and ``line`` the line of code
    that failed, where it is known."""
    text, code = f"{error}: {message}", Code(is_script, file)
    if (elsewhere := hint_elsewhere(text, loading)) is not None:
        return elsewhere
    if error == "IndexError" and is_script and "sys.argv" in line:
        return phrase("hint.command_line_of_script")
    for pattern, hint in _HINTS:
        if (found := re.search(pattern, text, re.DOTALL)) is not None:
            return hint(found, code)
    return None
