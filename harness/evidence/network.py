"""A trained network: one record from what a sandbox told of it to the line that it has in the grade."""

import functools
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from harness.errors import HarnessError
from harness.evidence.graph.opgraph import OpGraph, read_graph
from harness.wire import files
from harness.wire.limits import MAX_FELT, MAX_LAYERS, MAX_METRICS, MAX_NODE_NAME, MAX_SHORT, MAX_TEXT
from harness.words.phrase import Phrase
from harness.words.spoken import Spoken

Short = Annotated[str, Field(max_length=MAX_SHORT)]
Count = Annotated[int, Field(ge=0, le=10**12)]
Size = Annotated[int, Field(ge=1, le=4096)]
Place = Annotated[int, Field(ge=0, le=4096)]
Numbers = Annotated[list[float], Field(min_length=1, max_length=20_000)]

Felt = Annotated[
    dict[Annotated[str, Field(max_length=MAX_NODE_NAME)], Annotated[float, Field(ge=0, le=1e6)]],
    Field(max_length=MAX_FELT),
]

NETWORK_ID = r"^m[0-9]{1,5}$"
FUNCTION = files.PREDICT
"""The id of the student's own ``predict(images)``, which takes a network's place where it is defined."""
BEST = "best"
"""The role of the network whose hidden macro-F1 a scale turns into points; every assignment has it."""
NOT_IN_THE_GRADE = frozenset({"layers", "mapping", "graph_json", "felt", "trained_as", "weights_of"})
"""What the grade does not hold: it is large, and the sentences that the grade holds are made of it."""


TIMES_CHANCE = 2.5
"""A network that does so much better than chance was trained somewhere."""


class Record(BaseModel):
    """A frozen record that refuses fields it does not know, and numbers that are none."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ClassScore(Record):
    """Scores of one class, each in [0, 1]; ``support`` counts its images. ``f1_interval`` is the 95 % bootstrap interval (low,
    high), None in grades of before it was asked for."""

    label: int
    name: str
    precision: float
    recall: float
    f1: float
    f1_interval: tuple[float, float] | None = None
    support: int


class Metrics(Record):
    """Scores of one network on one set of images.

    ``macro_f1_interval`` is the 95 % bootstrap interval (low, high). ``confusion_matrix`` has a row for each true
    class and a column for each predicted one, each entry a count of images.
    """

    images: int
    macro_f1: float
    macro_f1_interval: tuple[float, float]
    accuracy: float
    per_class: list[ClassScore]
    confusion_matrix: list[list[int]]


class Again(Record):
    """Macro-F1 of one network on some hidden ``images``: ``before``, as they were scored, and ``after`` a ``change``
    (`harness.dataset.fresh.Change`). ``interval`` is the 95 % paired bootstrap interval (low, high) of what it rose by."""

    change: Short
    images: int
    before: float
    after: float
    interval: tuple[float, float]


class Layer(Record):
    """One layer of Keras's own inventory; dropout and augmentation show only here. ``type`` is its class; ``parameters`` are
    those of a network that is a layer of another."""

    type: Short
    name: Short
    activation: Short | None = None
    rate: float | None = None
    parameters: Count | None = None


class Compiled(Record):
    """How a network is compiled; ``learning_rate`` where it is one number."""

    loss: Short | None = None
    optimizer: Short | None = None
    learning_rate: float | None = None
    metrics: Annotated[list[Short], Field(max_length=MAX_METRICS)] = []


class Mapping(Record):
    """How raw images become the input of a network; see ``harness.guest.preprocessing``.

    ``scale`` and ``offset`` are one number, one for each channel of the input, or one for each value of a
    raw image.
    """

    layout: Literal["hw", "hwc", "chw", "flat"]
    size: tuple[Size, Size]
    channels: Literal[1, 3]
    curve: Annotated[list[float], Field(min_length=256, max_length=256)] | None = None
    geometry: Annotated[str, Field(pattern=r"^[a-z0-9 ]{1,40}$")]
    corner: tuple[Place, Place]
    relative: tuple[Literal["l1", "l2", "max", "deviation"], Literal["image", "height", "width"]] | None = (
        None
    )
    scale: float | Numbers
    offset: float | Numbers
    max_error: float
    rows: Count


class Branch(Record, Spoken):
    """A branch of an Inception module: the words of each of its layers."""

    layers: list[str] = []


class Block(Record, Spoken):
    """One layer of a network's outline; ``branches`` are those of an Inception module."""

    text: str = ""
    branches: list[Branch] = []


class Network(Record, Spoken):
    """One trained network, or the student's own ``predict`` function.

    What the sandbox told: ``id``, ``name`` (Keras' own), ``kind``, ``parameters``, ``layers``, ``compiled``,
    ``exported`` (or ``reason``, why not), ``names``, those of the student's variables that hold it, and ``trained_as``,
    how it was compiled each time it was seen to be trained, or how the network was that it has the weights of
    (``weights_of``). None of it is trusted. What was read of its files:
    ``graph_json``, its op graph, ``felt``, the share of its answers that comes through concatenations and what they join, by
    the name of the operation (None where it could not be measured),
    ``motifs``, sentences on its structure, and ``outline``, the layers that all data passes.
    ``mapping`` says how raw images become its (first) input, ``preprocessing`` the same in words, ``training`` how it was
    trained. ``hidden`` are its scores over the hidden split, ``visible`` over the visible test set; both None with a
    ``reason`` where it could not be scored. ``fresh`` is how it does on some of the hidden images after a change, for a
    network that plays a part; None where it was asked and gave no answer. ``roles`` are the parts that it
    plays in the assignment.
    """

    id: str
    name: Short = ""
    kind: Literal["Sequential", "functional", "subclassed", "predict function"]
    parameters: Count | None = None
    names: Annotated[list[Short], Field(max_length=50)] = []
    layers: Annotated[list[Layer], Field(max_length=MAX_LAYERS)] = []
    compiled: Compiled = Compiled()
    trained_as: list[Compiled] = []
    exported: bool = False
    weights_of: Annotated[str, Field(pattern=NETWORK_ID)] | None = None
    reason: Annotated[str, Field(max_length=MAX_TEXT)] = ""
    graph_json: str | None = None
    felt: Felt | None = {}
    motifs: list[str] = []
    outline: list[Block] = []
    mapping: Mapping | None = None
    preprocessing: str = ""
    training: str = ""
    hidden: Metrics | None = None
    visible: Metrics | None = None
    fresh: list[Again] | None = []
    roles: list[str] = []
    weights: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """Of the best network, the digest of its weights, see `harness.evidence.checkpoint`; empty where there is none."""

    @property
    def title(self) -> str:
        """The student's own name for it."""
        return self.names[0] if self.names else self.id

    @property
    def is_function(self) -> bool:
        """Whether it is the student's own ``predict`` and no network."""
        return self.kind == "predict function"

    @property
    def is_trained(self) -> bool:
        """Whether a training of it was seen, or it does better than chance though none was, as one does whose weights
        were read from a file; one that was only built does not."""
        if self.trained_as or self.hidden is None:
            return bool(self.trained_as)
        return self.hidden.macro_f1 * len(self.hidden.per_class) > TIMES_CHANCE

    def classifies(self, classes: int) -> bool:
        """Whether one of its outputs may be a score for each class: of those that are known, one is."""
        if self.graph is None:
            return True
        shapes = [port.shape for port in self.graph.outputs]
        return any(shape is None or (len(shape) == 2 and shape[1] in (None, classes)) for shape in shapes)

    @property
    def graph(self) -> OpGraph | None:
        """Its op graph, read once; None where it has none that can be read."""
        return self._read if isinstance(self._read, OpGraph) else None

    @property
    def unread(self) -> Phrase | None:
        """Why its op graph cannot be read; None where it can, or there is none."""
        return self._read if isinstance(self._read, Phrase) else None

    @functools.cached_property
    def _read(self) -> OpGraph | Phrase | None:
        if self.graph_json is None:
            return None
        try:
            return read_graph(self.graph_json.encode())
        except HarnessError as error:
            return error.phrase
