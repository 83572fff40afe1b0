"""What a student learns from beside the verdicts: how the networks were trained, and what the best one mistakes.

All of it is of the visible split, or of the run itself; nothing in it was measured on a hidden image.
"""

from pydantic import Field

from harness.evidence.network import Record

MAX_CURVES = 24
MAX_SERIES = 8
MAX_POINTS = 100
"""Of one series; of a longer one some are kept, the first and the last among them."""


class Curve(Record):
    """One training of a network, whose id is ``network``.

    ``cell`` is the number of the cell that it was seen in, by the order of what was said; ``series`` holds a value for each
    epoch, by the name that Keras gave it, or for `MAX_POINTS` of them; None is a number that is none.
    """

    network: str
    title: str
    cell: int | None = None
    epochs: int
    seconds: float
    series: dict[str, list[float | None]]


class Mistaken(Record):
    """``images`` of the ``total`` visible test images of class ``true`` were taken for class ``predicted``; ``pictures`` are
    some of them, each a PNG in Base64."""

    true: str
    predicted: str
    images: int
    total: int
    pictures: list[str] = Field(default_factory=list)


class Measured(Record):
    """A network that the authors of the assignment measured, on hidden images of a split of theirs. ``role`` is the part that it
    plays in their solution."""

    name: str
    role: str | None = None
    macro_f1: float
    interval: tuple[float, float]


class Insight(Record):
    """All of it. ``headings`` maps the number of a task to the cell of the notebook that begins it; ``more_curves`` counts
    trainings that are left out."""

    curves: list[Curve] = Field(default_factory=list)
    more_curves: int = 0
    mistaken: list[Mistaken] = Field(default_factory=list)
    headings: dict[int, int] = Field(default_factory=dict)
    measured: list[Measured] = Field(default_factory=list)
