"""The message of an error becomes part of a sentence."""

import pytest

from harness.evidence.messages import gist, shortened

KERAS = """Exception encountered when calling Sequential.call().

Invalid input shape for input Tensor("x:0", shape=(None, 28)). Expected shape (None, 28, 28), but input has (None, 28)

Arguments received by Sequential.call():
  • inputs=tf.Tensor(shape=(None, 28), dtype=float32)
"""
SETTINGS = """<class 'Sequential'> could not be deserialized properly. Please ensure that components are explicit.

config={'module': 'keras', 'class_name': 'Sequential', 'config': {'name': 'sequential'}}.

Exception encountered: <class 'Dense'> could not be deserialized properly.

Exception encountered: Could not locate function 'mine'. Make sure custom functions are decorated. Full object config: {'a': 1}"""
GRAPH = """Graph execution error:

Detected at node SparseSoftmax defined at (most recent call last):
  File "/usr/lib/python3.11/runpy.py", line 198, in _run_module_as_main

logits and labels must have the same first dimension, got logits shape [32,10] and labels shape [320]
\t [[{{node SparseSoftmax}}]] [Op:__inference_1]"""


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("'no such class'", "'no such class'"),
        ("", ""),
        (
            KERAS,
            'Exception encountered when calling Sequential.call(). Invalid input shape for input Tensor("x:0", '
            "shape=(None, 28)). Expected shape (None, 28, 28), but input has (None, 28)",
        ),
        (
            GRAPH,
            "Graph execution error: logits and labels must have the same first dimension, got logits shape [32,10] and "
            "labels shape [320]",
        ),
        (SETTINGS, "Could not locate function 'mine'. Make sure custom functions are decorated."),
        (
            "source code string cannot contain null bytes (<string>)",
            "source code string cannot contain null bytes",
        ),
        ("invalid syntax (helper.py, line 2)", "invalid syntax (helper.py, line 2)"),
        ("\n" * 100_000, ""),
    ],
)
def test_the_gist(message: str, words: str) -> None:
    assert gist(message) == words


def test_nothing_is_cut_in_a_sentence_that_can_be_kept() -> None:
    text = "One is wrong. Two is wrong, too. Three is so long that it does not fit."
    assert shortened(text, 100) == text
    assert shortened(text, 40) == "One is wrong. Two is wrong, too."
    assert shortened("a word " * 20, 30) == "a word a word a word a word …"
    assert len(shortened("x" * 500, 300)) <= 300
