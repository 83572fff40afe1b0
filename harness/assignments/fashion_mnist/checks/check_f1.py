"""Task 6: F1 of the networks, computed and compared."""

import math
from typing import NoReturn

from harness.assignments.fashion_mnist.checks import f1_evidence as seen
from harness.assignments.fashion_mnist.checks.claims import claims
from harness.assignments.fashion_mnist.checks.f1_evidence import Reported, averaged
from harness.assignments.fashion_mnist.checks.unscored import unscored
from harness.checks.case import Case
from harness.checks.fixtures import Note
from harness.checks.outputs import Outputs
from harness.checks.words import skip
from harness.evidence.network import Network
from harness.evidence.schema import Evidence
from harness.words.phrase import Phrase, phrase

TOLERANCE = 0.006
NEAR_OTHER_IMAGES = 0.05
"""F1 on a test set of the student's own, less that on hidden images: other images, and a smaller or larger number."""
MOST_GAIN = 0.3
"""Share of the errors that averaging networks, or views of an image, may take away; more is not such an average."""
OTHERS_REACH = 0.92
"""No classifier of scikit-learn is known to do better on this data (Xiao, Rasul, Vollgraf 2017, table 3: 0.897)."""
MAX_TOLD = 4


def check_computed(models: list[Network], evidence: Evidence, outputs: Outputs) -> None:
    """F1 of a network on the test set is computed from its own predictions."""
    if not seen.own_scores(models, evidence, outputs):
        _not_computed(models, evidence, outputs)


def check_compared(models: list[Network], evidence: Evidence, outputs: Outputs) -> None:
    """F1 of two networks is computed, so that they can be compared."""
    found = seen.own_scores(models, evidence, outputs)
    if not found:
        _not_computed(models, evidence, outputs)
    without_scores = unscored(models)
    count = seen.unlike(models, found)
    if count < 2 and without_scores and seen.of_none(models, evidence, outputs):
        skip(phrase("fashion_mnist.f1.no_scores", networks=without_scores))
    assert count >= 2, phrase("fashion_mnist.f1.not_compared", count=count)


def _not_computed(models: list[Network], evidence: Evidence, outputs: Outputs) -> NoReturn:
    """Says what is known of the F1 that was computed, if any was."""
    without_scores = unscored(models)
    if without_scores and seen.of_none(models, evidence, outputs):
        skip(phrase("fashion_mnist.f1.no_scores", networks=without_scores))
    calls = [call for call in evidence.calls if call.function in seen.FUNCTIONS]
    parts = any(call.view == "part" for call in calls)
    by_source = {call.truth: call for call in calls if call.view != "part"}
    if any(call.view == "thresholded" for call in calls):
        skip(phrase("fashion_mnist.f1.thresholded_unknown"))
    assert "test" not in by_source, phrase("fashion_mnist.f1.of_none")
    for source in ("own", "other"):
        if source in by_source:
            skip(phrase("fashion_mnist.f1.other_images", rows=by_source[source].rows or 0))
    if parts:
        skip(phrase("fashion_mnist.f1.of_a_part"))
    if seen.may_be_computed(outputs, [value for call in calls if (value := seen.value_of(call)) is not None]):
        skip(phrase("fashion_mnist.f1.not_recognised"))
    assert "train" not in by_source, phrase("fashion_mnist.f1.training_images")
    raise AssertionError(phrase("fashion_mnist.f1.none"))


def check_agrees(case: Case, models: list[Network], evidence: Evidence, outputs: Outputs, note: Note) -> None:
    """The F1 that is reported is the one that the network really has."""
    # Of networks with one value, as those read from a checkpoint have, the one that plays a part is told.
    scored = sorted(
        (model for model in models if model.visible is not None), key=lambda model: not model.roles
    )
    reported = [*seen.called(evidence, scored), *seen.printed(claims(outputs), evidence)]
    agreed: list[Phrase] = []
    near: list[tuple[Reported, Phrase, Phrase]] = []
    others: list[tuple[Reported, Phrase]] = []
    averages = [one.value for one in reported if one.of_none]
    for one in dict.fromkeys(reported):
        if not one.called and any(map(one.is_near, averages)):
            continue
        value = phrase("fashion_mnist.f1.value", value=round(one.value, 3), average=one.average)
        same = _agreement(one, scored)
        if same is not None and one.of_none:
            near.append((one, value, same))
        elif same is not None:
            agreed.append(same)
        else:
            others.append((one, value))
    agreed += _of_other_views(evidence, models)
    # An average of networks may be near one of them. Where nothing else is reported, it is given the benefit of the doubt.
    others += [(one, value) for one, value, _ in near if agreed]
    agreed = agreed or [same for _, _, same in near]
    if not agreed and not others:
        agreed = _shown(scored, outputs)
        if not agreed:
            _nothing_reported(models, evidence, outputs)
    for one, value in others:
        if one.called and not _may_be_another_s(one, scored, case):
            _contradict(one, value, models)
    if not agreed:
        _none_agrees(others, models, case)
    # Those of the networks that the assignment asks for first: of many, some are told.
    playing = {model.title for model in models if model.roles}
    agreed.sort(key=lambda said: said.values.get("network") not in playing)
    not_checked = dict.fromkeys(value for _, value in others)
    told = list(not_checked)[:MAX_TOLD]
    note(phrase("fashion_mnist.f1.told", agreed=dict.fromkeys(agreed[:MAX_TOLD]), not_checked=told))


def _agreement(one: Reported, scored: list[Network]) -> Phrase | None:
    """The network that has the reported value, in a sentence; None where none has."""
    name, own = min(
        ((model.title, averaged(model, one.average)) for model in scored),
        key=lambda found: abs(found[1] - one.value),
        default=("", math.inf),
    )
    if abs(own - one.value) > TOLERANCE:
        return None
    value, ours = round(one.value, 3), round(own, 3)
    return phrase("fashion_mnist.f1.agreed", value=value, average=one.average, ours=ours, network=name)


def _shown(scored: list[Network], outputs: Outputs) -> list[Phrase]:
    """The networks whose macro-F1 is shown without its average: as “F1”, or below the header of a table."""
    of = [(model.title, model.visible.macro_f1) for model in scored if model.visible is not None]
    return [
        phrase("fashion_mnist.f1.shown", ours=round(f1, 3), network=title)
        for title, f1 in of
        if seen.is_shown(f1, outputs)
    ]


def _of_other_views(evidence: Evidence, models: list[Network]) -> list[Phrase]:
    """Values that scikit-learn computed of a network's own predictions, but not of its most probable classes on the
    test set: they have nothing here to be met with."""
    found = []
    for call in evidence.calls:
        model = next((model for model in models if model.id == call.network), None)
        value = seen.value_of(call)
        if model is None or model.hidden is None or value is None:
            continue
        shown = phrase("fashion_mnist.f1.value", value=round(value, 3), average=call.average or "macro")
        if call.view == "thresholded" and call.truth == "test" and seen.is_of(call, model):
            plain = round(averaged(model, call.average or "macro"), 3)
            said = phrase("fashion_mnist.f1.thresholded", reported=shown, network=model.title, plain=plain)
            found.append(said)
        elif call.truth == "own" and abs(value - model.hidden.macro_f1) <= NEAR_OTHER_IMAGES:
            own = round(model.hidden.macro_f1, 3)
            rows = call.rows or 0
            said = phrase(
                "fashion_mnist.f1.own_split", reported=shown, rows=rows, network=model.title, hidden_f1=own
            )
            found.append(said)
    return found


def _may_be_another_s(one: Reported, scored: list[Network], case: Case) -> bool:
    """Whether a value that was computed of other predictions may be that of a network before it was trained further, of an
    average of networks, or of another classifier, which a dry run trains to its end."""
    if one.network is not None:
        return True
    best = max((averaged(model, one.average) for model in scored), default=0.0)
    return case.smoke or one.value <= max(best + MOST_GAIN * (1 - best), OTHERS_REACH)


def _none_agrees(others: list[tuple[Reported, Phrase]], models: list[Network], case: Case) -> NoReturn:
    """Says why none of the reported values is that of a network, or that it cannot be known."""
    scored = [model for model in models if model.visible is not None]
    for one, value in others:
        if one.called and one.network is None and not case.smoke:
            _contradict(one, value, models)
    for one, value in others:
        if not one.called and not one.computed and one.of != "moment":
            _contradict(one, value, models)
    one, value = others[0]
    if without_scores := unscored(models):
        skip(phrase("fashion_mnist.f1.unscored", reported=value, networks=without_scores))
    for one, value in others:
        for model in scored:
            if not one.called and one.average != "micro" and one.is_the_accuracy_of(model):
                raise AssertionError(
                    phrase(
                        "fashion_mnist.f1.is_accuracy",
                        reported=value,
                        network=model.title,
                        ours=round(averaged(model, one.average), 3),
                    )
                )
    one, value = others[0]
    titles = {model.id: model.title for model in models}
    for earlier, said in others:
        if earlier.network is not None:
            network = titles.get(earlier.network, earlier.network)
            skip(
                phrase(
                    "fashion_mnist.f1.earlier", reported=said, network=network, ours=_ours(earlier, scored)
                )
            )
    if one.called:
        skip(phrase("fashion_mnist.f1.cut_short", reported=value))
    skip(phrase("fashion_mnist.f1.unknown", reported=value, ours=_ours(one, scored)))


def _contradict(one: Reported, value: Phrase, models: list[Network]) -> NoReturn:
    """Says what is reported and what the networks have; it may be the F1 of a network that could not be scored."""
    if without_scores := unscored(models):
        skip(phrase("fashion_mnist.f1.unscored", reported=value, networks=without_scores))
    ours = _ours(one, models)
    if one.called or one.of == "test":
        raise AssertionError(phrase("fashion_mnist.f1.contradiction", reported=value, ours=ours))
    raise AssertionError(phrase("fashion_mnist.f1.without_a_source", reported=value, ours=ours))


def _ours(one: Reported, models: list[Network]) -> list[Phrase]:
    return [
        phrase("fashion_mnist.f1.ours", value=round(averaged(model, one.average), 3), network=model.title)
        for model in models
    ]


def _nothing_reported(models: list[Network], evidence: Evidence, outputs: Outputs) -> NoReturn:
    without_scores = unscored(models)
    if without_scores and seen.of_none(models, evidence, outputs):
        skip(phrase("fashion_mnist.f1.no_scores", networks=without_scores))
    if any(call.view == "thresholded" for call in evidence.calls):
        skip(phrase("fashion_mnist.f1.thresholded_unknown"))
    calls = [call for call in evidence.calls if call.function in seen.FUNCTIONS]
    for call in calls:
        if call.view != "part" and call.truth in ("own", "other"):
            skip(phrase("fashion_mnist.f1.other_images", rows=call.rows or 0))
    if any(call.view == "part" for call in calls):
        skip(phrase("fashion_mnist.f1.of_a_part"))
    skip(phrase("fashion_mnist.f1.nothing_reported"))
