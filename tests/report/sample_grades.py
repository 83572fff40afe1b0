"""Grades like those that real submissions get, for the tests of what a person sees."""

from typing import Any

from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.evidence.diagnosis import Failure
from harness.evidence.inventory import Tried
from harness.evidence.network import Network
from harness.evidence.schema import Adapted
from harness.grade.audit import AuditedNetwork, Finding
from harness.grade.insight import Curve, Insight, Measured, Mistaken
from harness.grade.record import Grade, Status
from harness.grading.networks import compared
from harness.outcome import Outcome
from tests.report.sample_criteria import CONFUSION, check, criterion, metrics
from tests.report.sample_criteria import criteria as sample_criteria
from tests.report.sample_insight import audit, sample_insight


def _networks() -> list[Network]:
    worse = [list(row) for row in CONFUSION]
    for label, taken in ((6, 0), (2, 4), (4, 6), (3, 0)):
        worse[label][label] -= 25
        worse[label][taken] += 25
    return [
        Network(
            id="f1",
            names=["sequential"],
            kind="Sequential",
            parameters=1_199_882,
            motifs=["Two 3x3 convolutions (32, 64), a max pooling, two dense layers."],
            training="Trained: 60,000 rows, 12 epochs, categorical_crossentropy, Adadelta.",
            preprocessing="Pixels divided by 255, shape (28, 28, 1).",
            hidden=metrics(worse),
            visible=metrics(worse),
            reason="",
            roles=["cnn"],
        ),
        Network(
            id="f2",
            names=["functional_2"],
            kind="functional",
            parameters=6_541_322,
            motifs=[
                "An Inception module of four parallel branches (1x1, 3x3, 5x5, pool) stacked to 256 maps.",
                "Two 3x3 convolutions before it.",
            ],
            preprocessing="Pixels divided by 255, shape (28, 28, 1).",
            hidden=metrics(),
            visible=metrics(),
            reason="",
            roles=["inception", "best"],
        ),
        Network(
            id="f3",
            names=["toy_dense"],
            kind="Sequential",
            parameters=101_770,
            motifs=[],
            hidden=None,
            visible=None,
            reason="It was fed random numbers, not images, so it cannot be scored.",
            roles=[],
        ),
    ]


def good(**changes: Any) -> Grade:
    """A submission that ran to its end with most points."""
    criteria = sample_criteria()
    fields: dict[str, Any] = {
        "assignment": ASSIGNMENT.name,
        "title": ASSIGNMENT.title,
        "data": ASSIGNMENT.data.name,
        "roles": dict(ASSIGNMENT.roles),
        "compared": compared(ASSIGNMENT),
        "submission": "alice",
        "attempt": 2,
        "entry": "notebook.ipynb",
        "content_hash": "3f1c9a4e77d2" + "0" * 52,
        "inputs_id": "a" * 64,
        "outcome": Outcome.GRADED,
        "reason": "All 21 cells ran, three networks were trained and two of them were scored.",
        "points": sum(one.points for one in criteria),
        "max_points": 100.0,
        "is_mark": True,
        "smoke": False,
        "stand_in": False,
        "notes": ["2 lines of the event channel did not fit its schema and were left out."],
        "criteria": criteria,
        "metrics": metrics(),
        "networks": _networks(),
        "aliases": ["Vega 4172", "Vega 804172"],
        "tried": [
            Tried(kind="convolutional_layers", names={"Conv2D": 2}),
            Tried(kind="optimizers", names={"Adam": 3, "SGD": 1}, compared=["Adam", "SGD"]),
        ],
        "insight": sample_insight(),
        "audit": audit(),
        "adapted": [
            Adapted(was="Adam(lr=…)", now="learning_rate"),
            Adapted.told(
                {
                    "was": {"code": "adapted.folder", "values": {"name": "/content/drive"}},
                    "now": {"code": "adapted.folder_of_run"},
                }
            ),
        ],
        "failure": None,
        "split_id": "split-7d41c0aa",
        "runner": "docker",
        "image_id": "sha256:9b1d5f0c6e2a4477b1e5e0f8a3b2c1d0",
        "versions": {"harness": "0.1.0", "keras": "3.15.0", "tensorflow": "2.21.0", "python": "3.11.9"},
        "started": "2025-11-23T11:05:42Z",
        "times": {"run": 212.41, "predict": 21.9, "check": 1.3, "total": 235.61},
    }
    return Grade.model_validate(fields | changes)


def held(**changes: Any) -> Grade:
    """The same, with a check that broke: the grade waits for a person."""
    criteria = []
    for one in sample_criteria():
        if one.id == "f1_study":
            words = one.checks[1].model_copy(
                update={"status": Status.ERROR, "reason": "KeyError: 'text'"},
            )
            why = "A checker broke (words); a person must decide on its points."
            one = criterion(one.id, one.task, one.title, why, one.checks[0], words)
        criteria.append(one)
    fields: dict[str, Any] = {
        "criteria": criteria,
        "held": ["A checker broke (words): KeyError: 'text'."],
        "is_mark": False,
    }
    return good(**(fields | changes))


SOURCE = """\
inputs = keras.Input(shape=(28, 28, 1))
x = layers.Conv2D(32, 3, activation="relu")(inputs)
tower_1 = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
tower_2 = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
tower_2 = layers.Conv2D(64, 3, padding="valid", activation="relu")(tower_2)
merged = layers.concatenate([tower_1, tower_2], axis=-1)
outputs = layers.Dense(10, activation="softmax")(layers.Flatten()(merged))
"""


def code_error(**changes: Any) -> Grade:
    """A notebook that stopped in cell 14, after one network was trained."""
    criteria = []
    for one in sample_criteria():
        if one.task < 6:
            criteria.append(one)
            continue
        checks = [
            check(
                item.id,
                item.title,
                0,
                item.max_points,
                "No Inception network was trained: the notebook stopped in cell 14.",
                Status.SKIPPED,
            )
            for item in one.checks
        ]
        criteria.append(
            criterion(one.id, one.task, one.title, "The notebook stopped before this step.", *checks)
        )
    failure = Failure(
        cell=14,
        line=6,
        error="ValueError",
        message="A `Concatenate` layer requires inputs with matching shapes except for the "
        "concatenation axis. Received: input_shape=[(None, 26, 26, 64), (None, 24, 24, 64)]",
        hint="Two branches have different heights and widths: give every convolution and pooling of the "
        'module padding="same" and stride 1.',
        source=SOURCE,
        traceback="ValueError                                Traceback (most recent call last)\n"
        "Cell In[11], line 6\n      4 tower_2 = layers.Conv2D(64, 1, …)\n"
        "----> 6 merged = layers.concatenate(…)\n"
        "ValueError: A `Concatenate` layer requires inputs with matching shapes",
    )
    fields: dict[str, Any] = {
        "submission": "broken",
        "attempt": 1,
        "outcome": Outcome.CODE_ERROR,
        "reason": "Cell 14, line 6, raised ValueError; the work of cells 1 to 13 was graded.",
        "criteria": criteria,
        "points": sum(one.points for one in criteria),
        "networks": [_networks()[0].model_copy(update={"roles": ["cnn", "best"]})],
        "metrics": _networks()[0].hidden,
        "failure": failure,
        "notes": [],
    }
    return good(**(fields | changes))


def infrastructure(**changes: Any) -> Grade:
    """Docker was away: nothing ran, nothing was scored."""
    fields: dict[str, Any] = {
        "submission": "carol",
        "attempt": 1,
        "outcome": Outcome.INFRASTRUCTURE,
        "reason": "Docker does not answer at unix:///var/run/docker.sock: start it and grade again.",
        "criteria": [],
        "points": 0.0,
        "networks": [],
        "metrics": None,
        "notes": [],
        "is_mark": True,
        "entry": None,
        "times": {},
    }
    return good(**(fields | changes))


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>"
    "\x1b[2J\x1b]8;;http://evil\x07\x00[red]x[/red] \u202egpj{{ 7*7 }}"
)


def hostile() -> Grade:
    """A grade in which every text that a student could choose tries to break out."""
    criteria = [
        criterion(HOSTILE, 1, HOSTILE, HOSTILE, check(HOSTILE, HOSTILE, 0, 5, HOSTILE, Status.FAILED))
    ]
    networks = [
        network.model_copy(
            update={
                "names": [HOSTILE],
                "kind": HOSTILE,
                "motifs": [HOSTILE],
                "preprocessing": HOSTILE,
                "reason": HOSTILE,
            }
        )
        for network in _networks()
    ]
    failure = Failure(
        cell=3,
        line=2,
        error=HOSTILE,
        message=HOSTILE,
        hint=HOSTILE,
        source="a = 1\n" + HOSTILE + "\nb = 2",
        traceback="\n".join([HOSTILE] * 3),
    )
    insight = Insight(
        curves=[
            Curve(
                network="f1", title=HOSTILE, epochs=2, seconds=1, series={HOSTILE: [1e308, -1e308, None, 3]}
            )
        ],
        mistaken=[Mistaken(true=HOSTILE, predicted=HOSTILE, images=1, total=2, pictures=['"><script>'])],
        measured=[Measured(name=HOSTILE, macro_f1=0.5, interval=(0.5, 0.5))],
    )
    twin = audit().model_copy(
        update={"networks": [AuditedNetwork(id="f1", title=HOSTILE, finding=Finding.CONTRADICTS)]}
    )
    return code_error(
        insight=insight,
        audit=twin,
        submission=HOSTILE,
        entry=HOSTILE,
        reason=HOSTILE,
        notes=[HOSTILE],
        criteria=criteria,
        networks=networks,
        failure=failure,
        image_id=HOSTILE,
        versions={HOSTILE: HOSTILE},
        is_mark=False,
        smoke=True,
        stand_in=True,
    )
