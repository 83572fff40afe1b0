"""Started in the kernel before a student's first cell. It watches; what it cannot help changing is in docs/architecture.md."""

import json
import math
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from harness.wire import files, variables
from harness.wire.events import Event

from .. import assignment, loading, tracing
from ..channel import never_in_the_way, plain, send
from ..habits import start as habits
from ..patches.apply import apply
from ..patches.declare import Change
from ..visible import Visible
from . import ahead, kernel, raised, tf_data
from .calls import Calls
from .cut import cut_from_environment
from .fits import KerasWatch
from .loops import LoopWatch
from .namespace import Bound, Values, models_in
from .opened import Opened
from .plots import Plots
from .predictions import Predictions

FUNCTIONS = (files.PREDICT, "preprocess")
SECONDS_FOR_THREADS = 30.0

_watch: KerasWatch | None = None
_bound = Bound()


def _shell() -> Any:
    from IPython import get_ipython

    return get_ipython()


def start(entry: str | None) -> None:
    """Gets ready to watch. ``entry`` is the script's file name where the submission is a module, else None."""
    global _watch
    # A student's own harness.py is found before our package of that name, and loaded although ours was already.
    sys.path.append(os.environ[variables.GUEST])
    sys.modules.pop("harness", None)
    loading.quicker()
    out, visible, values = Path(os.environ[variables.OUT]), Visible.of_sandbox(), Values()
    watch = _watch = KerasWatch(out, cut_from_environment(), math.inf)
    loops = LoopWatch(watch)
    assignment.prepare(visible, Path.home())
    shell = _shell()
    # The count of the cell that runs: IPython raises its own `execution_count` before the end, or after, by version.
    cells = shell.history_manager.input_hist_parsed
    plots, predictions = Plots(visible, lambda: len(cells) - 1), Predictions(visible, watch.id_of)
    watched = [
        *watch.patches(),
        *loops.patches(),
        *predictions.patches(),
        *Calls(visible, predictions).patches(),
        *tf_data.patches(),
        *tracing.patches(),
        *plots.patches(),
    ]
    older: list[Change] = []
    with never_in_the_way("preparing for older code"):
        older = habits.changes(shell, visible)
    home = Path.cwd()
    opened = Opened(home)
    replies = [*kernel.patches(shell), *raised.patches(shell, Path(os.environ[variables.GUEST]))]
    apply([*watched, *older, *replies])
    with never_in_the_way("preparing the shell"):
        habits.prepare(shell)

    def after_cell(result: Any) -> None:
        with never_in_the_way("looking at an error"):
            raised.keep(result, shell.user_ns, home)
        loops.report(result.success)
        with never_in_the_way("looking at files that were opened"):
            opened.report()
        with never_in_the_way("looking at the variables"):
            _bound.look(shell.user_ns)
            if names := _names(watch, models_in(shell.user_ns, _bound)):
                send({"event": Event.NAMES, "names": names})
            values.report(shell.user_ns)

    shell.events.register("post_run_cell", after_cell)
    opened.begin()
    # Those of the kernel are not for the notebook, and a parser would refuse them.
    sys.argv = [entry or sys.argv[0]]
    if entry is not None:
        shell.user_ns["__file__"] = str(Path.cwd() / entry)


def _names(watch: KerasWatch, found: list[tuple[str, Any]]) -> dict[str, list[str]]:
    """What each network that was seen is called, by its id."""
    names: dict[str, list[str]] = {}
    for name, model in found:
        if (model_id := watch.known(model)) is not None:
            names.setdefault(model_id, []).append(name)
    return names


def import_ahead(sources: list[str]) -> None:
    """Imports what the first cells, of which these are the sources, are certain to import."""
    ahead.import_ahead(_shell(), sources, Path.cwd())


def begin(training_ends: float) -> None:
    """To be called before the first cell: at ``training_ends``, on the machine's monotonic clock, every ``fit`` is ended."""
    assert _watch is not None
    _watch.training_ends = training_ends


def finish() -> None:
    """After the last cell: keeps networks that changed or that no fit was seen of, and tells which functions of the
    student's could predict."""
    assert _watch is not None
    _watch.wait(SECONDS_FOR_THREADS)
    namespace = _shell().user_ns
    found = models_in(namespace, _bound)
    with never_in_the_way("keeping networks at the end"):
        _watch.export_what_changed([model for _, model in found])
    send({"event": Event.NAMES, "names": _names(_watch, found)})
    functions = {name: callable(namespace.get(name)) for name in FUNCTIONS}
    unmapped = [model_id for model_id, _ in _watch.models() if model_id not in _watch.mapped]
    send({"event": Event.FUNCTIONS, **functions, "unmapped": unmapped})


def place() -> str:
    """Where the last cell's error was raised, as JSON of `raised.Place`."""
    return json.dumps(plain(raised.place()))


def to_ask() -> bool:
    """Whether there is a function of the student's own that could be asked."""
    namespace = _shell().user_ns
    return any(callable(namespace.get(name)) for name in FUNCTIONS)


def answer(images_file: str, folder: str, ending: str) -> None:
    """Predicts with the student's own functions, where inference could not tell the preprocessing.

    Writes, each name followed by ``ending``, ``predict``, int64 labels (N,), from ``predict(images)``, and the model's id,
    float32 scores (N, classes), for each network whose input is made by ``preprocess(images)``.
    """
    assert _watch is not None
    namespace = _shell().user_ns
    images = np.load(images_file, allow_pickle=False)
    target = Path(folder)
    target.mkdir(exist_ok=True)
    if callable(namespace.get(files.PREDICT)):
        with never_in_the_way("calling predict(images)"):
            labels = np.asarray(namespace[files.PREDICT](images.copy()))
            labels = labels.argmax(axis=-1) if labels.ndim == 2 else labels
            np.save(target / f"{files.PREDICT}{ending}", labels.astype(np.int64), allow_pickle=False)
    if callable(namespace.get("preprocess")):
        unmapped = [(i, m) for i, m in _watch.models() if i not in _watch.mapped]
        for model_id, model in unmapped:
            with never_in_the_way("calling preprocess(images)"):
                scores = model.predict(namespace["preprocess"](images.copy()), verbose=0)
                np.save(target / f"{model_id}{ending}", np.asarray(scores, np.float32), allow_pickle=False)
