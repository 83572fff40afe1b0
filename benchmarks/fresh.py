"""Measures how far changed images let the F1 of honest networks fall, and of look-ups, and writes docs/fresh.md.

Usage: ``python -m benchmarks.fresh``, in the host's environment; it trains for some minutes. The bounds of the assignment
(`harness.assignments.fashion_mnist.fresh`) are made of what it finds.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from harness.assignments.fashion_mnist.data.source import load
from harness.assignments.fashion_mnist.data.spec import FASHION_MNIST
from harness.assignments.fashion_mnist.fresh import GROWTH, MARGIN
from harness.audit.fresh import growth
from harness.dataset.fresh import LARGER, MOST_ROWS, STEPS, Change, dithered, rescaled, shifted
from harness.dataset.split import Split, make_split
from harness.grading.metrics import macro_f1
from harness.installation import Installation
from harness.sandbox.environment import ensure_environment

ROOT = Path(__file__).resolve().parent.parent
RESULTS, PAGE = ROOT / "benchmarks" / "fresh.json", ROOT / "docs" / "fresh.md"
KEY, SECRET = b"the key of the benchmark", bytes(32)
CLASSES = len(FASHION_MNIST.classes)
SAID = {Change.SHIFTED: "moved", Change.MIRRORED: "mirrored", Change.RESCALED: "enlarged"}
Answers = Callable[[np.ndarray], np.ndarray]
HEAD = """# Fresh images

How macro-F1 falls on hidden images that were changed a little, measured by `python -m benchmarks.fresh` on {images:,} hidden
images of Fashion-MNIST: *plain*, without the dither; moved by one pixel (the worst of four sides); left and right exchanged;
enlarged by {larger:.0%}. The last three columns say how many times as large the error (1 − F1) becomes, with
five images' worth added to both errors.

A grade is held where the error of a network that plays a part becomes more than so many times as large: {bounds}.
That is {margin:g} times the most of any honest row, rounded up. What lies between cannot be told, and is not held.

| | F1 | plain | moved | mirrored | enlarged | moved | mirrored | enlarged |
|---|---|---|---|---|---|---|---|---|
"""


def variants(split: Split) -> dict[str, np.ndarray]:
    """The hidden images as they are scored, and after each change, for a shift to each side."""
    seen = dithered(split.hidden_images, SECRET)[:MOST_ROWS]
    moved = {f"{Change.SHIFTED} {step}": shifted(seen, *step) for step in STEPS}
    return {
        "scored": seen,
        Change.PLAIN: split.hidden_images[:MOST_ROWS],
        **moved,
        Change.MIRRORED: seen[:, :, ::-1],
        Change.RESCALED: rescaled(seen, LARGER),
    }


def nearest(images: np.ndarray, labels: np.ndarray, seen: Answers) -> Answers:
    """The label of the nearest of ``images``, as ``seen`` makes rows of numbers of them."""
    known = seen(images)
    squares = (known**2).sum(axis=1)

    def answers(asked: np.ndarray) -> np.ndarray:
        return np.asarray(labels[(squares - 2 * seen(asked) @ known.T).argmin(axis=1)], int)

    return answers


def flat(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1).astype(np.float32) / 255


def pooled(images: np.ndarray) -> np.ndarray:
    return flat(images.reshape(-1, 7, 4, 7, 4).mean(axis=(2, 4)))


def on_the_host(split: Split, every: tuple[np.ndarray, np.ndarray]) -> dict[str, tuple[bool, Answers]]:
    """Honest classifiers that are no networks, and look-ups in ``every`` image: whether it is honest, and its answers."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.svm import SVC

    rows, train, labels = slice(0, None, 6), split.train_images, split.train_labels
    forest = RandomForestClassifier(60, n_jobs=2, random_state=0).fit(flat(train[::2]), labels[::2])
    machine = SVC(C=10).fit(flat(train[rows]), labels[rows])
    return {
        "nearest training image": (True, nearest(train, labels, flat)),
        "random forest": (True, lambda images: forest.predict(flat(images))),
        "support vector machine": (True, lambda images: machine.predict(flat(images))),
        "look-up: nearest published image": (False, nearest(*every, flat)),
        "look-up: nearest of 7 x 7 means": (False, nearest(*every, pooled)),
    }


def in_the_guest(split: Split, shown: np.ndarray) -> dict[str, np.ndarray]:
    """The answers of small networks, trained now."""
    guest = ensure_environment(installation=Installation.find(), say=print)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, array in (
            ("train_images", split.train_images),
            ("train_labels", split.train_labels),
            ("shown", shown),
        ):
            np.save(folder / f"{part}.npy", array)
        script = ROOT / "benchmarks" / "fresh_networks.py"
        subprocess.run([str(guest / "bin" / "python"), str(script), str(folder)], check=True)
        made = {"train_images", "train_labels", "shown"}
        return {path.stem: np.load(path) for path in sorted(folder.glob("*.npy")) if path.stem not in made}


def row(truth: np.ndarray, answers: Mapping[str, np.ndarray], honest: bool) -> dict[str, Any]:
    """F1 as scored and after each change, the worst of the shifts; and how the error grows."""
    scores = {name: macro_f1(truth, found, CLASSES) for name, found in answers.items()}
    after = {
        change.value: min(score for name, score in scores.items() if name.split()[0] == change)
        for change in Change
    }
    grows = {name: growth(scores["scored"], score, len(truth)) for name, score in after.items()}
    return {"honest": honest, "scored": scores["scored"], "after": after, "grows": grows}


def measured() -> dict[str, Any]:
    data = load(os.environ, project=ROOT, allow_download=False, say=print)
    split = make_split(
        data,
        KEY,
        FASHION_MNIST.hidden_per_class,
        classes=FASHION_MNIST.classes,
        train_per_class=FASHION_MNIST.train_per_class,
        test_per_class=FASHION_MNIST.test_per_class,
    )
    shown = variants(split)
    truth = split.hidden_labels[:MOST_ROWS]
    found = {}
    for name, labels in in_the_guest(split, np.concatenate(list(shown.values()))).items():
        parts = zip(shown, np.split(labels, len(shown)), strict=True)
        found[name] = row(truth, dict(parts), honest=True)
    for name, (honest, answers) in on_the_host(split, (data.images, data.labels)).items():
        found[name] = row(truth, {one: answers(images) for one, images in shown.items()}, honest)
    return found


def page(found: Mapping[str, Any]) -> str:
    """The page of these results."""
    bounds = ", ".join(f"{bound:g} ({SAID[change]})" for change, bound in GROWTH.items())
    text = HEAD.format(images=MOST_ROWS, larger=LARGER - 1, bounds=bounds, margin=MARGIN)
    for name, one in sorted(found.items(), key=lambda item: (not item[1]["honest"], item[1]["scored"])):
        after = [f"{one['after'][change]:.3f}" for change in Change]
        grows = [f"{one['grows'][change]:.1f}" for change in GROWTH]
        text += f"| {' | '.join([name, format(one['scored'], '.3f'), *after, *grows])} |\n"
    return text


def main() -> None:
    found = measured()
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(found), encoding="utf-8")


if __name__ == "__main__":
    main()
