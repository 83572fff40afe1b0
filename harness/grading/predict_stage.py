"""Sandbox B: our own code reads the exported networks, and predicts with them on hidden images that come without labels.

First their op graphs are read, and taken out, while nothing of any network has run; then the hidden images go in.
"""

import contextlib
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, TypeAdapter, ValidationError

from harness.dataset.assets import npy_bytes
from harness.dataset.fresh import Change
from harness.errors import HostileOutputError, InfrastructureError
from harness.evidence import strict_json
from harness.evidence.arrays import labels_of, read_array
from harness.evidence.network import Felt, Mapping
from harness.evidence.schema import Evidence
from harness.evidence.told import told
from harness.grading.scoring_job import job_files, score_command, scoring_spec
from harness.grading.waiting import Waiting
from harness.sandbox.contract import OUT, SUBMISSION, Backend, Limit, Limits
from harness.wire import files as wire
from harness.wire.events import Event
from harness.wire.limits import MAX_OP, sample_step
from harness.words.phrase import Phrase, phrase, plain

SCORING_SECONDS = 1800.0
"""Of all scoring sandboxes of a submission together."""
LEAST_SECONDS = 10.0
"""With less left, no further sandbox starts."""
MAX_SANDBOXES = 8
MAX_NETWORKS = 200
"""Networks of a submission that are read and scored."""
_FELT: TypeAdapter[dict[str, float]] = TypeAdapter(Felt, config=ConfigDict(allow_inf_nan=False))


@dataclass
class Predictions:
    """Predicted labels int64 (N,) of each network, ``fresh`` ones of what it was shown once more (some images after each of
    the ``changes``), op graphs as the guest wrote them, how much it feels its concatenations,
    why one has none, and why a person must look; and of some images (`sample_step`) the scores float32 (M, classes) of
    now and of before its first training step; ``short_of_memory`` where a sandbox came to its end."""

    labels: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    fresh: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    graphs: dict[str, bytes] = field(default_factory=dict)
    felt: dict[str, dict[str, float] | None] = field(default_factory=dict)
    reasons: dict[str, Phrase] = field(default_factory=dict)
    held: list[Phrase] = field(default_factory=list)
    scores: dict[str, NDArray[np.floating]] = field(default_factory=dict)
    before: dict[str, NDArray[np.floating]] = field(default_factory=dict)
    short_of_memory: bool = False

    def take(self, name: str, array: NDArray[np.generic], images: int, classes: int) -> None:
        """Takes in what one answered: scores (N, classes) or labels (N,). Raises `HostileOutputError` where it is neither."""
        self.labels[name] = labels_of(array, images, classes)
        some = slice(None, None, sample_step(images))
        if array.dtype.kind == "f":
            self.scores[name] = np.array(array[some], np.float32)
        else:
            self.scores[name] = np.eye(classes, dtype=np.float32)[self.labels[name][some]]

    def take_before(self, name: str, array: NDArray[np.generic]) -> None:
        """Takes in what a network answered before its first training step. Raises `HostileOutputError` where it is no such
        thing."""
        if array.dtype.kind != "f" or array.shape != self.scores[name].shape:
            raise HostileOutputError(phrase("arrays.some_scores"))
        self.before[name] = np.array(array, np.float32)

    def reorder(self, name: str, order: Sequence[int]) -> None:
        """Reads the answers of a network whose outputs stand for the classes in this order."""
        classes = np.array(order)
        for labels in (self.labels, self.fresh):
            if name in labels:
                labels[name] = classes[labels[name]]
        for scores in (self.scores, self.before):
            if name in scores:
                scores[name] = scores[name][:, np.argsort(classes)]


def mappings(evidence: Evidence) -> dict[str, list[Mapping]]:
    """The verified preprocessing of each network, for each of its inputs: that of its last training that has one, else of
    a use, else of a fit that took no step."""
    trained = {fit.fit for fit in evidence.fits}
    found: dict[str, list[Mapping]] = {}
    for facts in sorted(evidence.inputs, key=lambda facts: (facts.fit in trained) - (facts.fit is not None)):
        if facts.mapping is not None:
            found[facts.model] = [facts.mapping, *facts.more]
    return found


def _reason(said: object) -> Phrase:
    """Why a network was not scored, as the guest says it."""
    if isinstance(said, str):
        return plain(said[:500])
    try:
        found = told(said)
    except ValueError:
        return phrase("network.no_reason")
    return found if isinstance(found, Phrase) else plain(found)


def _felt(found: object) -> dict[str, float] | None:
    """What the guest tells of how much a network feels its concatenations; None where it is nothing of the kind."""
    try:
        return _FELT.validate_python(found, strict=True)
    except ValidationError:
        return None


@dataclass
class _Sandbox:
    """What one scoring sandbox came to: the networks that it is done with, and the one at which it ended."""

    at: str | None = None
    done: set[str] = field(default_factory=set)
    late: bool = False


@dataclass(frozen=True)
class Scorer:
    """Predicts with exported networks that have a mapping, and reads the graph of every one.

    Args:
        backend: where the sandboxes start.
        known: the verified preprocessing of networks, by id, for each input.
        images: uint8 (N, H, W) or (N, H, W, 3), without labels.
        fresh: further ones (M, …), which each network sees when it has answered ``images``.
        classes: how many there are.
        limits: those of the rubric; the wall limit is what is left of `SCORING_SECONDS`.
        gpus: as the command line takes them.
        on_event: told of each network.
        env: what the sandboxes' environment has besides.
        waiting: a sandbox that has started already, where there is one.
    """

    backend: Backend
    known: dict[str, list[Mapping]]
    images: NDArray[np.uint8]
    fresh: NDArray[np.uint8]
    classes: int
    limits: Limits
    gpus: str
    on_event: Callable[[dict[str, object]], None]
    env: dict[str, str] = field(default_factory=dict)
    waiting: Waiting | None = None

    def predict(self, models: dict[str, Path], seconds: float = SCORING_SECONDS) -> Predictions:
        """Predictions of ``models`` (id to SavedModel folder), those first that can be scored.

        A network that ends the scoring process costs its own score alone: the others go on in a new sandbox. All sandboxes
        together have ``seconds``, and there are at most `MAX_SANDBOXES`; of networks, `MAX_NETWORKS` are looked at.
        What is left out then is told, and holds the grade.

        Raises `InfrastructureError` where a sandbox ends before it comes to a network.
        """
        result = Predictions()
        order = sorted(models, key=lambda model_id: model_id not in self.known)
        waiting, until = order[:MAX_NETWORKS], time.monotonic() + seconds
        ready = self.waiting
        for _ in range(MAX_SANDBOXES):
            left = until - time.monotonic()
            if not waiting or left < LEAST_SECONDS:
                break
            ended = self._one_sandbox({one: models[one] for one in waiting}, left, result, ready)
            ready = None
            if ended.at is not None and ended.at not in ended.done:
                ended.done.add(ended.at)
                if not ended.late:
                    result.reasons[ended.at] = phrase("network.crashed")
            waiting = [one for one in waiting if one not in ended.done]
        if unseen := [*waiting, *order[MAX_NETWORKS:]]:
            result.reasons |= dict.fromkeys(unseen, phrase("network.over_budget"))
            result.held.append(
                phrase(
                    "held.over_budget",
                    networks=unseen,
                    minutes=SCORING_SECONDS / 60,
                    starts=MAX_SANDBOXES,
                    most=MAX_NETWORKS,
                )
            )
        return result

    def _one_sandbox(
        self, models: dict[str, Path], seconds: float, result: Predictions, ready: Waiting | None
    ) -> _Sandbox:
        """Reads and scores in one sandbox until it ends: in the one that is ready, where it still is."""
        now = _Sandbox()
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            waits = None if ready is None else ready.sandbox()
            spec = scoring_spec(self.limits, seconds, self.env, self.gpus)
            sandbox = waits or stack.enter_context(self.backend.start(spec))
            here, before, after = sandbox.path(SUBMISSION), Path(folder) / "before", Path(folder) / "after"

            def on_line(line: str) -> None:
                event = _event(line)
                if event.get("event") == Event.IMAGES and not before.exists():
                    # No network has run: the op graphs are ours. What lies there later is not looked at for graphs.
                    now.at = None
                    sandbox.get(OUT, before)
                    sandbox.put(
                        SUBMISSION, {wire.FRESH: npy_bytes(self.fresh), wire.IMAGES: npy_bytes(self.images)}
                    )
                elif isinstance(model_id := event.get("model"), str) and model_id in models:
                    self._follow(model_id, event, now, result)
                    self.on_event(event)

            networks, job = job_files(models, self.known, self.classes, here, seconds)
            sandbox.put(SUBMISSION, networks)
            if waits is not None and ready is not None:
                ready.hear(on_line)
                sandbox.put(SUBMISSION, job)
                run = ready.finish(seconds)
            else:
                sandbox.put(SUBMISSION, job)
                run = sandbox.run(score_command(sandbox), timeout=seconds, on_line=on_line)
            asked = before.exists()
            sandbox.get(OUT, after)
            self._collect_graphs(before if asked else after, models, result)
            if asked:
                self._collect_arrays(after, models, result)
        result.short_of_memory |= Limit.MEMORY in run.limits_hit
        if run.exit_code == 0:
            return _Sandbox(done=set(models))
        if now.at is None and not now.done:
            if waits is not None:
                return now
            raise InfrastructureError(phrase("scoring.ended", said=run.stderr.strip()[-300:]))
        if Limit.TIME in run.limits_hit and now.at is not None and not now.late:
            _late(now.at, seconds, now, result)
        return now

    def _follow(self, model_id: str, event: dict[str, object], now: _Sandbox, result: Predictions) -> None:
        """Takes in what a scoring sandbox said of a network."""
        now.at = model_id
        kind, reason, forbidden = (event.get(name) for name in ("event", "reason", "forbidden"))
        if kind == Event.LATE and isinstance(seconds := event.get("seconds"), int | float):
            _late(model_id, seconds, now, result)
        if kind == Event.SCORED:
            now.done.add(model_id)
            result.felt[model_id] = _felt(event.get("felt", {}))
            if isinstance(forbidden, str):
                result.reasons[model_id] = phrase("network.forbidden", operation=forbidden[:MAX_OP])
            elif reason is not None:
                result.reasons[model_id] = _reason(reason)

    def _collect_graphs(self, out: Path, models: dict[str, Path], result: Predictions) -> None:
        for model_id in models:
            if (graph := out / wire.graph_of(model_id)).is_file():
                result.graphs.setdefault(model_id, graph.read_bytes())

    def _collect_arrays(self, out: Path, models: dict[str, Path], result: Predictions) -> None:
        for model_id in models:
            if (out / wire.array_of(model_id)).is_file():
                take_labels(out, model_id, (len(self.images), len(self.fresh)), self.classes, result)
            if model_id in result.scores and (path := out / wire.scores_before(model_id)).is_file():
                with contextlib.suppress(HostileOutputError):
                    result.take_before(model_id, read_array(path))


def take_labels(folder: Path, name: str, images: tuple[int, int], classes: int, result: Predictions) -> None:
    """Takes the answers of a network, or of the student's function, out of a folder: to the images, and to those that it
    was shown once more, of which there are so many. Those that cannot be read are the reason why it has none; fresh ones
    then are missing."""
    try:
        result.take(name, read_array(folder / wire.array_of(name)), images[0], classes)
    except HostileOutputError as error:
        result.reasons[name] = error.phrase
        return
    with contextlib.suppress(HostileOutputError):
        result.fresh[name] = labels_of(read_array(folder / wire.fresh_of(name)), images[1], classes)


def _event(line: str) -> dict[str, object]:
    try:
        event = strict_json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _late(model_id: str, seconds: float, now: _Sandbox, result: Predictions) -> None:
    minutes = round(min(seconds, SCORING_SECONDS) / 60, 1)
    now.late = True
    result.reasons[model_id] = phrase("network.late", minutes=minutes)
    result.held.append(phrase("held.scoring_late", network=model_id, minutes=minutes))
