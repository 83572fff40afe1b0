"""Limits that the guest keeps to and the host holds it to."""

MAX_LINE = 256 * 1024
"""Bytes of an event as UTF-8, without the end of its line; so it never has more characters."""
MAX_EVENTS = 50_000
MAX_TEXT = 20_000
"""Characters of a source, a message or a traceback."""
MAX_OUTPUT = 400_000
"""Characters of the text that one cell printed and displayed; of more, the middle is left out."""
MAX_SHORT = 300
"""Characters of a name, and of whatever else is shown in a line."""
MAX_LAYERS = 300
"""Layers of one network."""
MAX_METRICS = 50
"""Metrics that one network is compiled with."""
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
