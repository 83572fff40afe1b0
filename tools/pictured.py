"""Made-up works that the pictures of the documentation show: answers of no network, marked as real ones are.

Marks, scores, ranks and sentences come from the harness's own code; the only thing made up is what a run would have found.
Everything is drawn from fixed seeds, so the same pictures are made again.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.assignment.rubric import Rubric
from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.checks.case import Verdict
from harness.dataset.split import Split
from harness.evidence.graph.opgraph import read_graph
from harness.evidence.graph.outline import outline
from harness.evidence.graph.sentences import describe
from harness.evidence.network import BEST, Block, Branch, Network
from harness.grade.audit import Audit, AuditedCheck, AuditedNetwork, Finding
from harness.grade.insight import Curve, Insight, Measured
from harness.grade.record import Grade, PairedDifference, Status
from harness.grading.insight import mistaken
from harness.grading.metrics import macro_f1_difference, measure
from harness.grading.points import marked
from harness.words.phrase import Phrase, phrase
from tests.report import sample_grades
from tests.report.sample_criteria import CONFUSION

GRAPHS = Path(__file__).resolve().parent.parent / "tests" / "graph" / "data"
CLASSES = len(CLASS_NAMES)
PORT, INCEPTION = 1_199_882, 4_894_858
Labels = NDArray[np.int64]
Reasons = Mapping[str, Phrase | tuple[float, Phrase]]
"""Why checks gave nothing, or which share of their points they gave, by name; all others passed."""


@dataclass(frozen=True)
class Answers:
    """What networks of a certain skill say of the hidden and the visible test images.

    Some images are hard for every network, and a class is taken for those that it looks like, as in a real class.
    """

    split: Split

    def of(self, skill: float, seed: int) -> tuple[Labels, Labels]:
        """Answers to the hidden and to the visible test images, int64 (N,) each, of which about this share is right."""
        hidden = self._said(self.split.hidden_labels.astype(np.int64), skill, seed, 1)
        return hidden, self._said(self.split.test_labels.astype(np.int64), skill, seed, 2)

    @staticmethod
    def _said(labels: Labels, skill: float, seed: int, images: int) -> Labels:
        hard, own = np.random.default_rng(images), np.random.default_rng((images, seed))
        looks = np.array(CONFUSION, float)
        np.fill_diagonal(looks, 0)
        often = looks.sum(axis=1)
        taken = (looks / often[:, None]).cumsum(axis=1)
        worth = hard.random(len(labels)) ** (often.mean() / often[labels]) + own.normal(0, 0.03, len(labels))
        other = (hard.random(len(labels))[:, None] > taken[labels]).sum(axis=1).clip(max=CLASSES - 1)
        return np.where(worth > np.quantile(worth, skill), other, labels)


def titles(rubric: Rubric) -> dict[str, str]:
    """The sentence of each check, by name: its docstring."""
    found = {}
    for name in rubric.checks():
        place = rubric.place(name)
        tree = ast.parse(place.file.read_text(encoding="utf-8"))
        made = next(
            one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == place.function
        )
        found[name] = " ".join((ast.get_docstring(made) or name).split())
    return found


def verdicts(rubric: Rubric, reasons: Reasons, skipped: Mapping[str, Phrase]) -> dict[str, Verdict]:
    """The verdict of each check, by name; ``skipped`` could not be checked."""
    found = {}
    for name, title in titles(rubric).items():
        if (why := skipped.get(name)) is not None:
            found[name] = Verdict(title=title, status=Status.SKIPPED, said={"reason": (why,)})
            continue
        match reasons.get(name):
            case None:
                found[name] = Verdict(
                    title=title, status=Status.PASSED, said={"reason": PASSED.get(name, ())}
                )
            case (share, why):
                said = {"reason": (why,)}
                found[name] = Verdict(title=title, status=Status.PARTIAL, share=share, said=said)
            case why:
                found[name] = Verdict(title=title, status=Status.FAILED, said={"reason": (why,)})
    return found


def network(id: str, name: str, graph: str, parameters: int, epochs: int, **changes: Any) -> Network:
    """A trained network with the structure of one that the tests keep."""
    read = read_graph((GRAPHS / f"{graph}.json").read_bytes())
    blocks = [
        Block(said={"text": (one.phrase,)}, branches=[Branch(said={"layers": way}) for way in one.branches])
        for one in outline(read)
    ]
    duration = phrase("training.duration", parts=[phrase("training.epochs", epochs=epochs, fits=1)])
    compiled = ["categorical_crossentropy", "Adadelta"]
    trained = phrase("training.trained", rows=60_000, duration=duration, compiled=compiled)
    kind = "functional" if graph == "inception" else "Sequential"
    fields = {
        "id": id,
        "names": [name],
        "kind": kind,
        "parameters": parameters,
        "outline": blocks,
        "exported": True,
    }
    made = Network.model_validate(fields | changes)
    return made.saying(motifs=describe(read), training=[trained], preprocessing=[FED])


def curve(id: str, title: str, cell: int, skill: float, epochs: int, seed: int) -> Curve:
    """A training that ends at this accuracy, and overfits a little."""
    rng, steps = np.random.default_rng((seed, cell)), np.arange(1, epochs + 1)
    accuracy = skill + 0.03 - 0.25 * np.exp(-steps / 3)
    held = skill - 0.17 * np.exp(-steps / 2) + rng.normal(0, 0.004, epochs)
    series = {
        "accuracy": accuracy,
        "loss": 2.6 * (1 - accuracy),
        "val_accuracy": held,
        "val_loss": 2.6 * (1 - held) + 0.004 * steps,
    }
    rounded = {name: [round(float(value), 4) for value in values] for name, values in series.items()}
    return Curve(
        network=id,
        title=title,
        cell=cell,
        epochs=epochs,
        seconds=round(rng.uniform(4, 40) * epochs, 1),
        series=rounded,
    )


def work(
    rubric: Rubric,
    answers: Answers,
    submission: str,
    skill: float,
    seed: int,
    *,
    reasons: Reasons | None = None,
    skipped: Mapping[str, Phrase] | None = None,
    gained: float | None = 0.008,
    parameters: int = INCEPTION,
    **changes: Any,
) -> tuple[Grade, Labels]:
    """A grade, and what its best network says of the hidden images.

    Args:
        rubric: what it is marked by.
        answers: makes what networks say.
        submission: its name.
        skill: the accuracy of its best network, about.
        seed: of that network.
        reasons: see `Reasons`.
        skipped: checks that could not be asked.
        gained: what the Inception network gained over the port in accuracy; None where there is only the port.
        parameters: of the best network.
        changes: fields of the grade.
    """
    split = answers.split
    hidden, visible = answers.of(skill, seed)
    best = {
        "hidden": measure(split.hidden_labels, hidden, CLASS_NAMES),
        "visible": measure(split.test_labels, visible, CLASS_NAMES),
    }
    curves = [curve("m1", "cnn_model", 12, skill - (gained or 0), 12, seed)]
    gain = None
    if gained is None:
        networks = [network("m1", "cnn_model", "cnn", PORT, 12, roles=["cnn", BEST], **best)]
    else:
        before, seen = answers.of(skill - gained, seed + 1000)
        port = {
            "hidden": measure(split.hidden_labels, before, CLASS_NAMES),
            "visible": measure(split.test_labels, seen, CLASS_NAMES),
        }
        networks = [
            network("m1", "cnn_model", "cnn", PORT, 12, roles=["cnn"], **port),
            network("m2", "inception_model", "inception", parameters, 15, roles=["inception", BEST], **best),
        ]
        curves.append(curve("m2", "inception_model", 17, skill, 15, seed))
        by, low, high = macro_f1_difference(split.hidden_labels, before, hidden, CLASSES)
        names = {"first": "cnn_model", "second": "inception_model"}
        gain = PairedDifference(**names, images=len(hidden), difference=by, interval=(low, high))
    ran = float(np.random.default_rng(seed).uniform(240, 4800))
    criteria = marked(rubric, verdicts(rubric, reasons or {}, skipped or {}), networks[-1])
    fields = {
        "said": {"reason": (phrase("run.finished"),)},
        "submission": submission,
        "attempt": 1,
        "content_hash": f"{seed:064x}",
        "inputs_id": f"{seed:064x}",
        "reason": "The submission ran to its end.",
        "points": sum(one.points for one in criteria),
        "notes": [],
        "criteria": criteria,
        "metrics": best["hidden"],
        "networks": networks,
        "gain": gain,
        "insight": Insight(
            curves=curves,
            mistaken=mistaken(visible, split, CLASS_NAMES),
            headings={1: 2, 2: 7, 3: 9, 4: 10, 5: 12, 6: 16, 7: 22},
            measured=[
                Measured(**one.model_dump(include=set(Measured.model_fields))) for one in lines_of(rubric)
            ],
        ),
        "audit": followed([one.title for one in networks]),
        "split_id": split.split_id,
        "started": f"2026-12-{1 + seed % 20:02}T{9 + seed % 9:02}:{seed % 60:02}:00+00:00",
        "times": {
            "run": ran,
            "score": 19.4,
            "audit": 66.0,
            "checks": 1.3,
            "total": ran + 90,
        },
        "gpus": "none",
    }
    return sample_grades.good(**(fields | changes)), hidden


def lines_of(rubric: Rubric) -> list[Any]:
    """What the authors measured."""
    from harness.assignment.lines import read_lines

    return list(read_lines(rubric.of().lines).lines)


def followed(networks: list[str]) -> Audit:
    """What a run on a twin says of honest work."""
    findings = (Finding.FOLLOWS,) * 14 + (Finding.UNKNOWN,) * 9
    learned = [
        AuditedNetwork(
            id=f"m{place}",
            title=name,
            finding=Finding.FOLLOWS,
            said={"reason": (phrase("audit.learned", network=name, place=1, of=14_400),)},
        )
        for place, name in enumerate(networks, 1)
    ]
    checks = [AuditedCheck(id=f"a.{place}", finding=found) for place, found in enumerate(findings)]
    return Audit(
        checks=checks, networks=learned, renamed_alone=False, said={"reason": (phrase("audit.ran"),)}
    )


FED = phrase(
    "network.preprocessing",
    layout="hwc",
    height=28,
    width=28,
    channels=1,
    geometry="none",
    curved=False,
    norm=None,
    over=None,
    scale=1 / 255,
    offset=0.0,
    by="image",
    rows=128,
)
PASSED: Mapping[str, tuple[Phrase, ...]] = {
    "dataset.mean_and_deviation": (phrase("fashion_mnist.dataset.statistics", mean=72.9, deviation=90.0),),
    "modes.sequential": (phrase("fashion_mnist.modes.sequential", networks=["cnn_model"]),),
    "modes.functional": (phrase("fashion_mnist.modes.functional", networks=["inception_model"]),),
    "layers.core": (phrase("fashion_mnist.layers.found", names=["Dense", "Flatten"]),),
    "confusion.computed": (phrase("fashion_mnist.confusion.of", networks=["cnn_model", "inception_model"]),),
    "inception.present": (phrase("fashion_mnist.inception.found", networks=["inception_model"]),),
}
"""What checks say that passed."""
