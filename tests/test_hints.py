"""How to mend an error, in one sentence that is true of each that leads to it."""

import pytest

from harness.evidence.hints import hint_for
from harness.words.say import say

LOADING = "datasets.own.load_data()"


@pytest.mark.parametrize(
    ("error", "message", "words"),
    [
        ("ModuleNotFoundError", "No module named 'my_helpers'", "hand it in beside the script"),
        (
            "FileNotFoundError",
            "[Errno 2] No such file or directory: 'best.h5'",
            "train the network in the script",
        ),
        ("FileNotFoundError", "[Errno 2] No such file or directory: 'a.csv'", "relative to the script"),
        ("NameError", "name 'x' is not defined", "x has no value where this line runs"),
        ("SyntaxError", "invalid syntax", "cannot read this script"),
        (
            "SystemExit",
            "2 (solution.py: error: the following arguments are required: --epochs)",
            "started without any",
        ),
        ("SystemExit", "1", "The script ended itself here"),
        ("Exception", "URL fetch failure on https://a.b: None", "hand in beside your code what it downloads"),
    ],
)
def test_a_script_is_not_called_a_notebook(error: str, message: str, words: str) -> None:
    hint = hint_for(error, message, LOADING, is_script=True)
    assert hint is not None
    assert words in say(hint)
    assert "notebook" not in say(hint)
    assert "cell" not in say(hint)


def test_the_hint_names_the_file_that_cannot_be_read() -> None:
    hint = hint_for("SyntaxError", "invalid syntax (helper.py, line 2)", LOADING, file="helper.py")
    assert hint is not None
    assert say(hint) == "Python cannot read helper.py: run it before you hand it in."


@pytest.mark.parametrize(
    ("error", "message", "words"),
    [
        ("ModuleNotFoundError", "No module named 'torch'", "torch is not installed here, since"),
        ("ModuleNotFoundError", "No module named 'torchvision.datasets'", "torchvision is not"),
        ("ImportError", "cannot import name 'models' from 'torchvision' (unknown)", "torchvision is not"),
        (
            "ModuleNotFoundError",
            "No module named 'my_helpers'",
            "no module my_helpers here. If it is a file of yours",
        ),
        ("AttributeError", "module 'tensorflow_addons' has no attribute 'layers'", "no longer maintained"),
        ("AttributeError", "module 'tensorflow' has no attribute 'contrib'", "no contrib"),
        (
            "ValueError",
            "Unrecognized keyword arguments passed to Conv2D: {'border_mode': 'same'}",
            "called padding now",
        ),
        ("ValueError", "Argument(s) not recognized: {'no_such': 1}", "the argument no_such"),
        ("AttributeError", "module 'tensorflow' has no attribute 'layers'", "TensorFlow 2 has no layers"),
        (
            "AttributeError",
            "module 'tensorflow._api.v2.train' has no attribute 'AdamOptimizer'",
            "no AdamOptimizer",
        ),
        (
            "RuntimeError",
            "tf.placeholder() is not compatible with eager execution.",
            "program of TensorFlow 1",
        ),
        (
            "ImportError",
            "cannot import name 'LocallyConnected2D' from 'keras.layers' (/x)",
            "dropped or moved",
        ),
        (
            "FileNotFoundError",
            "[Errno 2] No such file or directory: 'data.csv'",
            "data.csv was not handed in; read",
        ),
        (
            "FileNotFoundError",
            "[Errno 2] (unable to open file: name = 'w.weights.h5', errno = 2",
            "w.weights.h5 was not",
        ),
        ("ValueError", "File not found: filepath=m.keras. Please ensure", "m.keras was not handed in: train"),
        ("SyntaxError", "invalid syntax", "cannot read this cell"),
        ("SyntaxError", "f-string: unmatched '('", "Before Python 3.12"),
        ("SyntaxError", "source code string cannot contain null bytes", "NUL character"),
        ("ValueError", "source code string cannot contain null bytes", "NUL character"),
        ("SyntaxError", "solution.py is not text in utf-8 (line 1)", "Save the file as UTF-8"),
        ("SyntaxError", "unknown encoding: cp-1251", "Save the file as UTF-8"),
        (
            "SyntaxError",
            "(unicode error) 'utf-8' codec can't decode byte 0xef in position 2: invalid (h.py, line 1)",
            "Save the file",
        ),
        (
            "SyntaxError",
            "(unicode error) 'unicodeescape' codec can't decode bytes in position 2-3",
            "this cell",
        ),
        ("EOFError", "EOF when reading a line", "Nobody is there to answer input()"),
        (
            "SystemExit",
            "2 (x: error: the following arguments are required: --lr)",
            "A notebook has no command line",
        ),
        ("SystemExit", "no data", "The notebook ended itself here"),
        ("ValueError", "A `Concatenate` layer requires inputs with matching shapes", "padding"),
        ("FileNotFoundError", "[Errno 2] No such file or directory: 'best.h5'", "best.h5"),
        (
            "Exception",
            "URL fetch failure on https://a.b/c/digits.npz: None -- [Errno -2] Name or service not known",
            "digits.npz cannot be downloaded: hand it in",
        ),
        (
            "URLError",
            "<urlopen error [Errno -2] Name or service not known>",
            "are in datasets.own.load_data().",
        ),
        (
            "Exception",
            "URL fetch failure on https://a.b/keras-applications/net_weights_tf_no_top.h5: None -- [Errno -2]",
            "trained weights net_weights_tf_no_top.h5 cannot be had: build the network without them",
        ),
        (
            "ConnectionError",
            "HTTPSConnectionPool(host='a.b', port=443): Max retries exceeded with url: /x/y.pth?raw=1 (Caused by "
            "NameResolutionError(\"Failed to resolve 'a.b' ([Errno -3] Temporary failure in name resolution)\"))",
            "trained weights y.pth cannot be had",
        ),
        (
            "ValueError",
            "There is no network here, and no data set but Clothes: digits",
            "digits is another data set",
        ),
        (
            "Exception",
            "URL fetch failure on https://a.b/tf-keras-datasets/mnist.npz: None -- [Errno -3] Temporary failure",
            "mnist is another data set",
        ),
        (
            "Exception",
            "URL fetch failure on https://a.b/~c/cifar-10-python.tar.gz: None -- [Errno -3] Temporary failure",
            "cifar-10 is another data set",
        ),
        ("SystemError", "GPU device not found", "no graphics card here"),
        ("AssertionError", "Not enough GPU hardware devices available", "no graphics card here"),
        ("ModuleNotFoundError", "No module named 'keras.layers.no_such'", "dropped or moved"),
        (
            "ValueError",
            "Argument `output` must have rank (ndim) `target.ndim - 1`. Received: target.shape=(32, 10)",
            "sparse_categorical_crossentropy the number",
        ),
        (
            "ValueError",
            "Arguments `target` and `output` must have the same rank (ndim). Received: target.shape=(32,)",
            "keras.utils.to_categorical",
        ),
        ("ZeroDivisionError", "division by zero", ""),
    ],
)
def test_hints(error: str, message: str, words: str) -> None:
    hint = hint_for(error, message, LOADING)
    assert (hint is None) == (not words)
    assert hint is None or words in say(hint)


def test_a_hint_about_weights_does_not_speak_of_the_data() -> None:
    hint = hint_for("Exception", "URL fetch failure on https://a.b/efficientnetb0_notop.h5: None", LOADING)
    assert hint is not None
    assert LOADING not in say(hint)
