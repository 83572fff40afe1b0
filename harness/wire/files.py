"""Names of files and folders in a sandbox that the host and the guest both use."""

KEY = ".harness-key"
"""In the folder that was handed in: what the driver signs its lines with. It is gone before student code runs."""
EXECUTED = "executed.ipynb"
"""The notebook as it ran. The host makes it; it is in no sandbox."""
LEFT_OUT = "left_out"
"""In the metadata of a cell of it: how many characters of its output were left out."""
KERNEL_LOG = "kernel.log"
"""What the kernel's process wrote to its standard output and error."""
MODELS = "models"
"""A folder with a SavedModel for each exported network, named by the network's id."""
BEFORE = "before"
"""What a network was like before its first training step; a folder with its weights of then."""
IMAGES = "images.npy"
"""uint8 (N, H, W) or (N, H, W, 3): what is to be predicted."""
FRESH = "fresh.npy"
"""Like `IMAGES`: some of them once more, changed; what answers to them may be compared with."""
NO_IMAGES = "no-images"
"""An empty file: the host sends no images."""
TURN = "turn"
"""An empty file: a run that was made ready before its turn may begin."""
ANSWERS = "answers"
"""A folder with what the student's own functions made of the images."""
PREDICT = "predict"
"""The student's function that gives labels, and the name of its answer."""
DATASET = "dataset.json"
"""Beside the arrays of the visible split: the data set's name, classes and image shape."""
DATA_FILES = "files"
"""A folder beside them, of the files that student code looks for."""
JOB = "job.json"
"""What sandbox B is to score."""


def array_of(name: str) -> str:
    """The file with the scores or labels of a network, or of `PREDICT`."""
    return f"{name}.npy"


def fresh_of(name: str) -> str:
    """The file with the scores or labels of the images in `FRESH`."""
    return f"{name}.fresh.npy"


def weights_before(model_id: str) -> str:
    """The file with the weights that a network had before its first training step: float32, without a header."""
    return f"{BEFORE}/{model_id}.f32"


def scores_before(model_id: str) -> str:
    """The file with its scores of then."""
    return f"{model_id}.{BEFORE}.npy"


def graph_of(model_id: str) -> str:
    """The file with the op graph of a network."""
    return f"{model_id}.json"
