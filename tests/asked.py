"""Asks a check directly, without pytest's process: for evidence that a test writes down."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from harness.assignments.fashion_mnist.data.spec import CALLS
from harness.checks.case import Case
from harness.checks.outputs import Outputs
from harness.checks.words import NotChecked, Partly
from harness.dataset.drawing import Truth
from harness.evidence.network import Network
from harness.evidence.schema import Evidence, NotebookCell
from harness.grade.record import Status
from harness.words.phrase import Phrase, plain
from harness.words.say import say

MEANS = [83.03, 56.84, 96.06, 66.02, 98.26, 34.87, 84.58, 42.76, 90.16, 76.77]
TRUTH = Truth(mean=72.94, deviation=90.02, class_means=MEANS, class_counts=[6000] * 10)
LOAD = "from keras.datasets import fashion_mnist\n(x, y), (xt, yt) = fashion_mnist.load_data()\n"


def cell(text: str, source: str = "print(describe(x, y))", number: int = 2) -> NotebookCell:
    """A cell that shows something of the data, with this output."""
    return NotebookCell(number=number, code=True, source=source, text=text, count=number)


def ask(
    check: Callable[..., None],
    *texts: str | NotebookCell,
    models: Sequence[Network] = (),
    smoke: bool = False,
    modules: dict[str, str] | None = None,
    cnn: Network | None = None,
    inception: Network | None = None,
    **evidence: Any,
) -> tuple[Status, str]:
    """What a check says of a notebook that loads the data and has these outputs, and of more evidence."""
    shown = [one if isinstance(one, NotebookCell) else cell(one, number=n) for n, one in enumerate(texts, 2)]
    loads = NotebookCell(number=1, code=True, source=LOAD, count=1)
    found = Evidence(notebook=[loads, *shown], **evidence)
    said: list[Phrase | str] = []
    fixtures = {
        "case": Case(evidence=found, networks=list(models), truth=TRUTH, calls=CALLS, smoke=smoke),
        "evidence": found,
        "outputs": Outputs(found, modules or {}, CALLS),
        "models": list(models),
        "cnn": cnn,
        "inception": inception,
        "note": said.append,
    }
    status = Status.PASSED
    try:
        check(**{name: fixtures[name] for name in inspect.signature(check).parameters})
    except NotChecked as skipped:
        status, said = Status.SKIPPED, [skipped.said]
    except Partly as part:
        status, said = Status.PARTIAL, [part.said]
    except AssertionError as failed:
        status, said = Status.FAILED, [failed.args[0]]
    words = [say(plain(one) if isinstance(one, str) else one) for one in said[-1:]]
    return status, "".join(words)
