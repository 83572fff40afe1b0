"""Limits that the guest keeps to and the host holds it to."""

MAX_LINE = 256 * 1024
"""Bytes of an event as UTF-8, without the end of its line; so it never has more characters."""
MAX_EVENTS = 50_000
"""Lines of the student's kernel."""
MAX_CHANNEL = 32 * 1024**2
"""Characters of all lines of the student's kernel."""
MAX_CELLS = 10_000
"""Cells of a notebook that run; those after them do not."""
MAX_AHEAD = 50_000
"""Characters of the first cells, that are read for what they import before their turn."""
MAX_TEXT = 20_000
"""Characters of a source, a message or a traceback."""
MAX_OUTPUT = 400_000
"""Characters of the text that one cell printed and displayed; of more, the middle is left out."""
LEAST_OUTPUT = 2000
"""The same of a cell that comes when the notebook has shown `MAX_ALL_OUTPUT`."""
MAX_ALL_OUTPUT = 32 * 1024**2
"""Characters of the text of a notebook; a cell may have an eighth of what is left of them."""
MAX_OUTPUTS = 10_000
"""Outputs of one cell."""
LEAST_OUTPUTS = 10
MAX_ALL_OUTPUTS = 50_000
"""Outputs of a notebook, shared in the same way."""
MAX_RICH = 48 * 1024**2
"""Characters of all pictures, pages and the like of a notebook; each after them is kept empty."""
MAX_DEPTH = 32
"""How deep the JSON of an event or output may be nested."""
MAX_PIECE = 50_000
"""Characters of a piece of a cell's outputs; none takes more than `MAX_LINE` bytes."""
MAX_SHORT = 300
"""Characters of a name, and of whatever else is shown in a line."""
MAX_LAYERS = 300
"""Layers of one network."""
MAX_METRICS = 50
"""Metrics that one network is compiled with."""
MAX_LOOKED = 128
"""Rows of an input that are looked at."""
MAX_INPUTS = 16
"""Inputs of one network that are looked at."""
MAX_HISTORY = 200
"""Values of one series of a history."""
MAX_NUMBERS = 400
"""Numbers of one variable, or of one plot."""

MAX_NODES = 20_000
"""Operations of an op graph."""
MAX_NODE_INPUTS = 1024
"""Inputs of one operation."""
MAX_NODE_NAME = 256
"""Characters of an operation's name."""
MAX_OP = 100
"""Characters of an operation's type."""
MAX_FELT = 64
"""Tensors of one network that are looked at for whether it feels them."""
GRAPH_VERSION = 1
"""Version of the format of an op graph."""
MAX_BEFORE = 128 * 1024**2
"""Bytes of the weights that the networks of a submission had before their first training step."""
MAX_OPENED = 50
"""Files of a submission that are named because its run opened them."""
SAMPLE = 1000
"""So many of the images that are to be predicted, at least, tell what a network learned."""


def sample_step(images: int) -> int:
    """Which images those are: each of so many, from the first on."""
    return max(1, images // SAMPLE)
