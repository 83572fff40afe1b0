"""What enters a sandbox, and when: hidden labels never, hidden images only after student code has ended.

The backend here only records; what real sandboxes keep apart is tested in ``tests/sandbox``.
"""

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from harness.assignment.rubric import read_rubric
from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.dataset.dataset import Dataset
from harness.dataset.drawing import Drawing
from harness.dataset.fresh import images_to_predict
from harness.dataset.split import Split, make_split
from harness.evidence.network import Mapping as Preprocessing
from harness.grading.predict_stage import Scorer
from harness.grading.run_stage import run_submission
from harness.grading.setting import Setting
from harness.intake.submission import read_submission
from harness.sandbox.contract import Content, Limits, RunResult, Spec
from harness.wire import channel, files
from tests.conftest import ROOT


class Recorder:
    """A backend and its sandbox in one: keeps all that is put in, and says the lines it is given, as the driver where there
    is one."""

    name, isolates, python = "recorder", True, "python"
    warning = None

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.entered, self.said = lines, list[tuple[str, bytes]](), list[str]()
        self.result = RunResult(0, frozenset(), "")
        self.key: bytes | None = None

    def environment_id(self) -> str:
        return "recorder-1"

    def prepare(self, say: Callable[[str], None]) -> None:
        say("There is nothing to prepare.")

    def resolve_gpus(self, wanted: str) -> str:
        return wanted

    @contextmanager
    def start(self, spec: Spec) -> Iterator["Recorder"]:
        for asset in spec.assets.values():
            self.put("asset", asset.files)
        yield self

    def path(self, directory: str) -> str:
        return f"/{directory}"

    def put(self, directory: str, contents: Mapping[str, Content]) -> None:
        when = json.loads(self.said[-1])["event"] if self.said else "before"
        if isinstance(key := contents.get(files.KEY), bytes):
            self.key = key
        for content in contents.values():
            self.entered.append((when, content if isinstance(content, bytes) else content.read_bytes()))

    def run(
        self, command: Sequence[str], *, timeout: float | None = None, on_line: Callable[[str], None] = print
    ) -> RunResult:
        for line in self.lines:
            self.said.append(line)
            signed = self.key and channel.signed(self.key, len(self.said), line.encode()).decode()
            on_line(signed or line)
        return self.result

    def get(self, directory: str, destination: Path) -> None:
        destination.mkdir()


def noise_split() -> Split:
    """A small split of noise images: 20 a class in all, 4 of them hidden."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (200, 28, 28)).astype(np.uint8)
    labels = np.repeat(np.arange(10, dtype=np.uint8), 20)
    dataset = Dataset.of(images, labels, origin="noise", stand_in=False, verified=False)
    return make_split(
        dataset, b"a key of sixteen characters", 4, classes=CLASS_NAMES, train_per_class=12, test_per_class=6
    )


@pytest.fixture
def split() -> Split:
    return noise_split()


def _events(end: str, has_predict: bool) -> list[str]:
    return [
        json.dumps({"event": "functions", "predict": has_predict, "preprocess": False, "unmapped": []}),
        json.dumps({"event": "ran", "state": end}),
        json.dumps({"event": "images?"}),
    ]


def _holds_hidden_image(content: bytes, split: Split) -> bool:
    """Whether there is one, as it is or dithered."""
    if content.startswith(b"\x93NUMPY"):
        array = np.load(io.BytesIO(content))
        return array.ndim == 3 and any(
            (np.abs(image.astype(int) - array) <= 1).all(axis=(1, 2)).any() for image in split.hidden_images
        )
    return any(image.tobytes() in content for image in split.hidden_images)


@pytest.mark.parametrize(
    ("end", "has_predict", "asked"),
    [
        ("finished", True, True),
        ("finished", False, False),
        ("error", True, True),
        ("time limit", True, False),
    ],
)
def test_hidden_images_enter_after_the_run_or_never(
    tmp_path: Path, split: Split, end: str, has_predict: bool, asked: bool
) -> None:
    (tmp_path / "solution.py").write_text("")
    recorder = Recorder(_events(end, has_predict))
    submission = read_submission(tmp_path / "solution.py")
    setting = Setting.make(
        read_rubric(ROOT / "rubric.yaml"), "", Drawing.of(split, 10), recorder, "none", False
    )
    run_submission(setting, submission, "solution.py", tmp_path / "out", lambda event: None)
    with_images = [when for when, content in recorder.entered if _holds_hidden_image(content, split)]
    assert with_images == (["images?"] if asked else [])
    assert not any(split.hidden_labels.tobytes() in content for _, content in recorder.entered)


def test_scoring_gets_images_without_labels(tmp_path: Path, split: Split) -> None:
    (tmp_path / "saved_model.pb").write_bytes(b"graph")
    facts = {"layout": "hw", "size": [28, 28], "channels": 1, "geometry": "none", "corner": [0, 0]}
    known = {
        "m1": [Preprocessing.model_validate({**facts, "scale": 1, "offset": 0, "max_error": 0, "rows": 1})]
    }
    recorder = Recorder([json.dumps({"event": "images?"})])
    scorer = Scorer(
        backend=recorder,
        known=known,
        images=images_to_predict(split, b"secret"),
        fresh=split.hidden_images,
        classes=len(CLASS_NAMES),
        limits=Limits(),
        gpus="none",
        on_event=lambda event: None,
    )
    scorer.predict({"m1": tmp_path})
    assert any(_holds_hidden_image(content, split) for _, content in recorder.entered)
    for labels in (split.hidden_labels, np.concatenate([split.hidden_labels, split.test_labels])):
        forms = [labels.tobytes(), labels.astype(np.int64).tobytes(), str(labels.tolist()).encode()]
        assert not any(form in content for form in forms for _, content in recorder.entered)
