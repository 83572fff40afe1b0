"""What the guest tells the host: JSON objects, one a line, whose key ``event`` holds an `Event`."""

from enum import StrEnum


class Event(StrEnum):
    """The kinds of events. Those in `OF_DRIVER` count only where the driver said them; ``reading``, ``scoring`` and
    ``scored`` come from sandbox B."""

    READY = "ready"
    START = "start"
    CELL = "cell"
    OUTPUTS = "outputs"
    LEFT_OUT = "left out"
    FIT = "fit"
    INPUT = "input"
    PROGRESS = "progress"
    EPOCH = "epoch"
    MODEL = "model"
    NAMES = "names"
    CALL = "call"
    VALUES = "values"
    PLOT = "plot"
    ADAPTED = "adapted"
    OPENED = "opened"
    OUTSIDE = "outside"
    FUNCTIONS = "functions"
    IMAGES = "images?"
    RAN = "ran"
    LATE = "late"
    NOTE = "note"
    END = "end"
    READING = "reading"
    SCORING = "scoring"
    SCORED = "scored"


OF_DRIVER = frozenset(
    {
        Event.READY,
        Event.START,
        Event.CELL,
        Event.OUTPUTS,
        Event.LEFT_OUT,
        Event.IMAGES,
        Event.RAN,
        Event.LATE,
        Event.END,
    }
)
"""What the driver alone can say: what ran, what it showed and how it ended."""


class CellState(StrEnum):
    """The ``state`` of a `Event.CELL`."""

    RUNNING = "running"
    DONE = "done"
    ERROR = "error"
    TIME_LIMIT = "time limit"
    KERNEL_DIED = "kernel died"


class FitState(StrEnum):
    """The ``state`` of a `Event.FIT`."""

    BEGIN = "begin"
    END = "end"


class Late(StrEnum):
    """The ``what`` of a `Event.LATE`: what had to be done after the last cell and was not done in its time."""

    NETWORKS = "networks"
    IMAGES = "images"
    FUNCTIONS = "functions"


class Set(StrEnum):
    """The ``what`` of an `Event.OUTSIDE`: how a network came to weights that its training did not give it. ``later``, after it;
    ``frozen``, before it, in a part that is frozen; ``within``, in the middle of it, by a callback; ``still``, weights that it
    could train and that stayed as they were; ``taken over``, before it, most of them from another training of the run."""

    LATER = "later"
    FROZEN = "frozen"
    WITHIN = "within"
    STILL = "still"
    TAKEN_OVER = "taken over"


class RunEnd(StrEnum):
    """The ``state`` of `Event.RAN` and `Event.END`: ``error`` where a cell failed, ``time limit`` where one was stopped,
    whether the others ran or not."""

    FINISHED = "finished"
    ERROR = "error"
    TIME_LIMIT = "time limit"
    KERNEL_DIED = "kernel died"
    PROBE_FAILED = "probe failed"
