"""The trained networks of a run: structure, scores, and the role that each plays in the assignment."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harness.assignments.fashion_mnist import inception as lecture
from harness.assignments.fashion_mnist.port import match_port
from harness.checks.case import Network
from harness.errors import HarnessError
from harness.evidence import training
from harness.evidence.graph.inception import find_inception
from harness.evidence.graph.opgraph import OpGraph, read_graph
from harness.evidence.graph.outline import Block, outline
from harness.evidence.graph.sentences import describe
from harness.evidence.preprocessing import describe_mapping
from harness.evidence.schema import Evidence, Mapping
from harness.grade.record import Branch, LayerBlock, Metrics, ModelGrade, PairedDifference
from harness.grading.metrics import macro_f1_difference, measure
from harness.grading.predict_stage import Predictions
from harness.words.phrase import Phrase, phrase, plain

PREDICT = "predict"
PREDICT_KIND = "predict function"


class Candidate:
    """One network on its way to the grade."""

    def __init__(self, model_id: str, names: list[str], kind: str, parameters: int | None) -> None:
        self.id, self.names, self.kind, self.parameters = model_id, names, kind, parameters
        self.graph: OpGraph | None = None
        self.graph_text: str | None = None
        self.hidden: Metrics | None = None
        self.visible: Metrics | None = None
        self.answers: NDArray[np.integer] | None = None
        """Its labels of the hidden images."""
        self.mapping: Mapping | None = None
        self.training: list[Phrase] = []
        self.reason: Phrase | None = None
        self.roles: list[str] = []

    @property
    def title(self) -> str:
        return self.names[0] if self.names else self.id

    def network(self) -> Network:
        """As the checks see it."""
        return Network(
            id=self.id,
            names=self.names,
            kind=self.kind,
            parameters=self.parameters,
            graph=self.graph_text,
            metrics=self.hidden,
            visible_metrics=self.visible,
            roles=self.roles,
        )

    def grade(self) -> ModelGrade:
        """As the grade shows it."""
        how = []
        if self.mapping is not None:
            how = [describe_mapping(self.mapping)]
        elif self.hidden:
            how = [phrase("network.own_function")]
        return ModelGrade.model_validate(
            {
                "id": self.id,
                "name": self.title,
                "kind": self.kind,
                "parameters": self.parameters,
                "said": {
                    "motifs": [] if self.graph is None else describe(self.graph, lecture.sentence),
                    "training": self.training,
                    "preprocessing": how,
                    "reason": [] if self.reason is None else [self.reason],
                },
                "outline": [] if self.graph is None else [_block(block) for block in outline(self.graph)],
                "metrics": self.hidden,
                "visible_metrics": self.visible,
                "roles": self.roles,
            }
        )


def _block(block: Block) -> LayerBlock:
    branches = [Branch(said={"layers": branch}) for branch in block.branches]
    return LayerBlock(said={"text": (block.phrase,)}, branches=branches)


def gather(
    evidence: Evidence,
    predictions: Predictions,
    known: dict[str, Mapping],
    hidden_labels: NDArray[np.uint8],
    test_labels: NDArray[np.uint8],
) -> list[Candidate]:
    """All networks of the run, in order of their first fit, with metrics and roles."""
    found = []
    for model_id, facts in sorted(evidence.models.items(), key=lambda item: int(item[0][1:])):
        names = evidence.names.get(model_id) or [facts.name]
        candidate = Candidate(model_id, names, facts.kind, facts.parameters)
        candidate.mapping = known.get(model_id)
        candidate.training = training.describe(evidence, model_id)
        if (content := predictions.graphs.get(model_id)) is not None:
            try:
                candidate.graph = read_graph(content)
                candidate.graph_text = content.decode()
            except HarnessError as error:
                candidate.reason = plain(str(error))
        if not facts.exported:
            candidate.reason = phrase("network.not_exported", why=facts.reason)
        elif candidate.mapping is None and model_id not in predictions.labels:
            candidate.reason = phrase("network.input_unknown")
        candidate.reason = predictions.reasons.get(model_id, candidate.reason)
        found.append(candidate)
    if PREDICT in predictions.labels or PREDICT in predictions.reasons:
        own = Candidate(PREDICT, ["predict(images)"], PREDICT_KIND, None)
        own.reason = predictions.reasons.get(PREDICT)
        found.append(own)
    split_at = len(hidden_labels)
    for candidate in found:
        labels = predictions.labels.get(candidate.id)
        if labels is not None:
            candidate.answers = labels[:split_at]
            candidate.hidden = measure(hidden_labels, candidate.answers)
            candidate.visible = measure(test_labels, labels[split_at:])
            candidate.reason = None
    _give_roles(found)
    return found


def inception_gain(found: list[Candidate], hidden_labels: NDArray[np.uint8]) -> PairedDifference | None:
    """What the network with the Inception module gained over the ported one; None where not both were scored."""
    first, second = (next((c for c in found if role in c.roles), None) for role in ("cnn", "inception"))
    if first is None or second is None or first is second or first.answers is None or second.answers is None:
        return None
    difference, low, high = macro_f1_difference(hidden_labels, first.answers, second.answers)
    return PairedDifference(
        first=first.title,
        second=second.title,
        images=len(hidden_labels),
        difference=difference,
        interval=(low, high),
    )


def _named(candidates: Sequence[Candidate], name: str) -> list[Candidate]:
    return [candidate for candidate in candidates if name in candidate.names]


def _give_roles(found: list[Candidate]) -> None:
    """Names that a student gave win over structure; see submissions/README.md."""
    plain: list[tuple[Candidate, float]] = []
    with_module: list[tuple[Candidate, int]] = []
    for candidate in found:
        if (graph := candidate.graph) is None:
            continue
        if modules := find_inception(graph):
            with_module.append((candidate, max(map(lecture.likeness, modules))))
        elif next(graph.of_kind("Conv2D"), None) is not None:
            plain.append((candidate, match_port(graph).score))
    scored = [(candidate, candidate.hidden.macro_f1) for candidate in found if candidate.hidden is not None]
    claimed = [item for item in scored if "best_model" in item[0].names or item[0].kind == PREDICT_KIND]
    named_module = [item for item in with_module if "inception_model" in item[0].names]
    choices: tuple[tuple[str, Sequence[tuple[Candidate, float]]], ...] = (
        ("cnn", [(c, 0.0) for c in _named(found, "cnn_model")] or plain),
        ("inception", named_module or with_module),
        ("best", claimed or scored),
    )
    for role, options in choices:
        if options:
            max(options, key=lambda item: item[1])[0].roles.append(role)
