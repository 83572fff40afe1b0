"""Hints for code that asks for what the author's machine has and a sandbox has not: a network, a graphics card."""

import re

from harness.words.phrase import Phrase, phrase

_NO_NETWORK = re.compile(
    r"URL fetch failure|Name or service not known|Temporary failure in name resolution|Network is unreachable"
)
_ADDRESS = re.compile(
    r"(?:URL fetch failure on|Max retries exceeded with url:) (?:[a-z]{1,10}://[^\s/?]{1,300})?([^\s?]{0,1000})"
)
"""What is asked for, without the site that has it."""
_WEIGHTS = re.compile(r"weights|\.(?:h5|hdf5|keras|pth?|ckpt|onnx|caffemodel)$")
"""What a file of trained weights is called."""
_OF_KERAS = re.compile(r"tf-keras-datasets/([a-z_]{1,40})\.npz|(cifar-100?)-python\.tar\.gz")
"""Files from which ``keras.datasets`` reads."""
_OTHER_DATA = re.compile(r"There is no network here, and no data set but [^:\n]{1,80}: ([^\n]{1,100})")
"""What the guest code of an assignment says of another data set."""
_NO_CARD = re.compile(
    r"(?i)\bGPU (?:device )?(?:is )?not (?:found|available|enabled)|not enough GPU|no GPUs? |\bCUDA is not available"
)


def hint_elsewhere(text: str, loading: str) -> Phrase | None:
    """How to do without what is not here, or None; ``text`` is an error with its message, and ``loading`` is how student
    code loads the data of the assignment."""
    if (found := _OTHER_DATA.search(text)) is not None:
        return phrase("hint.other_data", name=found[1], loading=loading)
    if _NO_NETWORK.search(text):
        return _download(text, loading)
    return phrase("hint.no_card") if _NO_CARD.search(text) else None


def _download(text: str, loading: str) -> Phrase:
    found = _ADDRESS.search(text)
    asked = "" if found is None else found[1].rstrip(":/")
    if (data := _OF_KERAS.search(asked)) is not None:
        return phrase("hint.other_data", name=data[1] or data[2], loading=loading)
    if not (name := asked.rpartition("/")[2]):
        return phrase("hint.network", loading=loading)
    if _WEIGHTS.search(name):
        return phrase("hint.network_weights", name=name)
    return phrase("hint.network_file", name=name, loading=loading)
