"""The audit: the same work on a twin of the data, with every fit cut short, and what that says of each check."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from harness.audit.findings import Closer, findings
from harness.audit.keys import combined
from harness.audit.networks import Run, audited
from harness.audit.twin import Twin, make_twin
from harness.checks.case import Case, Pair, Verdict, View
from harness.dataset.drawing import Drawing
from harness.evidence.network import Network
from harness.grade.audit import Audit, AuditedCheck, Finding
from harness.grade.record import CriterionGrade, Status
from harness.grading.assemble import Known
from harness.grading.points import check_names
from harness.grading.setting import Setting, data_asset
from harness.outcome import Outcome
from harness.words.phrase import Phrase, phrase

TWINS = 4
"""So many there are of a split; which one a submission meets is a secret. A backend keeps the files of each. More keys than
these are met where a person asks for them."""


@dataclass(frozen=True)
class Rerun:
    """The same work on a twin: which one, what is known of that run, and what checks look at there. ``short`` where it had less
    memory than the graded run and came to its end."""

    twin: Twin
    known: Known
    case: Case
    short: bool = False


Again = Callable[[int, bool], Rerun]
"""Runs the work once more, on the twin of the key with this number, or on one whose classes are renamed alone."""


def is_wanted(setting: Setting, content_hash: str, *, suspicious: bool | None) -> bool:
    """Whether the rubric or a person wants this submission audited, and there is a twin of its data. A share is drawn by its
    content and the split key. ``suspicious`` is None where it is not known, which counts as suspicious."""
    if setting.assignment.data.families is None or (setting.smoke and not setting.audit):
        return False
    wanted = setting.rubric.audit
    if setting.audit or isinstance(wanted, str):
        on_suspicion = wanted == "suspicion" and suspicious is not False
        return setting.audit or wanted == "always" or on_suspicion
    drawn = setting.drawing.derive(f"audited {content_hash}")
    return int.from_bytes(drawn[:4]) < wanted * 2**32


def is_worth(criteria: Sequence[CriterionGrade], networks: Iterable[Network]) -> bool:
    """Whether there is something to audit: points, a score, or a check that broke and may give points when it is mended."""
    broke = (check.status is Status.ERROR for criterion in criteria for check in criterion.checks)
    return any(one.hidden for one in networks) or any(one.points for one in criteria) or any(broke)


@dataclass(frozen=True)
class Audited:
    """What an audit came to: the finding and why it holds the grade; and of the first key the case of the run on the twin, why
    that run did not go as the graded one, if it did not, and what the checks said of what they were shown."""

    found: Audit
    held: list[Phrase]
    twin: Case
    broke: Phrase | None
    said: Mapping[View, Mapping[str, Verdict]]


def audit(setting: Setting, known: Known, case: Case, again: Again) -> Audited:
    """What twins say of the checks of a run of an assignment that has them, one for each key of the setting.

    Where the work does not run on a twin as it did, one with other classes alone is tried.
    """
    keys = [_by_key(setting, known, case, partial(again, key)) for key in range(setting.keys)]
    found = combined([one.found for one in keys], [one.broke is None for one in keys], longer=setting.longer)
    names = check_names(setting.assignment.name, known.criteria)
    return replace(keys[0], found=found, held=held_by(found, known.networks, names))


def _by_key(setting: Setting, known: Known, case: Case, again: Callable[[bool], Rerun]) -> Audited:
    families = setting.assignment.data.families
    assert families is not None
    for renamed_alone in (False, True):
        rerun = again(renamed_alone)
        if (broke := _broke(known, rerun.known)) is None:
            break
    pair = Pair(case, rerun.case)
    said = dict[View, Mapping[str, Verdict]]()

    def asked(view: View) -> Mapping[str, Verdict]:
        said[view] = setting.judges.of_case(pair.case(view))
        return said[view]

    checks = audited_checks(known.criteria, asked, broke)
    if broke is not None:
        reason = phrase("audit.did_not_run")
    else:
        reason = phrase("audit.ran_renamed") if renamed_alone else phrase("audit.ran")
    runs = _run(known), _run(rerun.known)
    twin = rerun.twin
    networks = audited(*runs, twin.renaming, families, broke, reordered=twin.reordered)
    found = Audit(checks=checks, networks=networks, renamed_alone=renamed_alone, said={"reason": (reason,)})
    return Audited(found, [], rerun.case, broke, said)


def audited_checks(
    criteria: Iterable[CriterionGrade],
    judge: Callable[[View], Mapping[str, Verdict]],
    broke: Phrase | None,
) -> list[AuditedCheck]:
    """The finding on each check of these criteria that gave points. ``judge`` gives the verdicts of what it is shown; ``broke``
    as in `findings`."""
    real = {check.id: check.points / check.max_points for criterion in criteria for check in criterion.checks}

    def both(one: View, other: View) -> tuple[Mapping[str, Verdict], Mapping[str, Verdict]]:
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(judge, (one, other))
        return first, second

    return findings(real, *both(View.TWIN, View.COPIED), broke, lambda: Closer(*both(View.OWN, View.SILENT)))


def _run(known: Known) -> Run:
    return Run(known.evidence, known.networks, known.learned)


def held_by(found: Audit, networks: Iterable[Network], names: Mapping[str, Phrase]) -> list[Phrase]:
    """Why a person must look: a contradiction in what gave points, as a network that plays no role did not. ``names`` is what
    checks are called."""
    wrong = [check for check in found.checks if check.finding is Finding.CONTRADICTS]
    held = [
        phrase("held.audit", checks=[names[one.id] for one in some], times=times, keys=found.keys)
        for times, some in sorted(_by_times(wrong).items(), reverse=True)
    ]
    count = {network.id for network in networks if network.roles}
    held += [
        phrase("held.audit_network", reason=network.phrases("reason")[0])
        for network in found.networks
        if network.finding is Finding.CONTRADICTS and network.id in count
    ]
    return held


def _by_times(wrong: Iterable[AuditedCheck]) -> dict[int, list[AuditedCheck]]:
    """Checks by how many keys contradict them; with one key, by 1."""
    found = defaultdict[int, list[AuditedCheck]](list)
    for check in wrong:
        found[check.by_keys.get(Finding.CONTRADICTS, 1)].append(check)
    return found


def twin_setting(
    setting: Setting, content_hash: str, *, renamed_alone: bool, key: int = 0
) -> tuple[Twin, Setting]:
    """A twin of the data, and the setting with it in their place; which one is drawn by the content and the split key. That of
    every second ``key`` has as many images of each class as the data: code that asks by counts which data it has cannot tell."""
    drawn = setting.drawing.derive(f"twin of {content_hash}")[0]
    number = (drawn + key) % TWINS if key < TWINS else key
    equal_counts = key % 2 == 1
    kind = " renamed" if renamed_alone else " of equal counts" if equal_counts else ""
    spec, purpose = setting.assignment.data, f"twin {number}{kind}"
    assert spec.families is not None
    made = make_twin(
        setting.split,
        spec.families,
        setting.drawing.derive(purpose),
        renamed_alone=renamed_alone,
        equal_counts=equal_counts,
    )
    drawing = Drawing.of(made.split, len(spec.classes), setting.drawing.derive(f"key of {purpose}"))
    data = data_asset(spec, drawing)
    return made, replace(setting, drawing=drawing, data=data, smoke=True, audit=False, is_twin=True)


def _broke(first: Known, second: Known) -> Phrase | None:
    """Why the second run did not go as the first did; None where it did."""
    if _shape(first) == _shape(second):
        return None
    return phrase("audit.broke", reason=second.reason)


def _shape(known: Known) -> tuple[Outcome, Sequence[tuple[int, str]]]:
    return known.outcome, [(cell.number, cell.state) for cell in known.evidence.cells]
