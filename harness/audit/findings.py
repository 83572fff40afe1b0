"""What a run on the twin says of each check: whether what it saw follows the data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from harness.checks.case import Verdict
from harness.grade.audit import AuditedCheck, Finding
from harness.grade.record import Status
from harness.words.phrase import Phrase, phrase

Verdicts = Mapping[str, Verdict]


@dataclass(frozen=True)
class Closer:
    """What decides a check that still holds by what is right of the first data: verdicts on the run on the twin."""

    own_networks: Verdicts
    """By what is right of the first data, with the networks of the twin's run: what holds did not need the first run's."""
    no_numbers: Verdicts
    """As `copied` of `findings`, with nothing that the run printed, drew or computed: what holds rests on networks alone."""


def findings(
    real: Mapping[str, float],
    twin: Verdicts,
    copied: Verdicts,
    broke: Phrase | None,
    look_closer: Callable[[], Closer],
) -> list[AuditedCheck]:
    """The finding on each check that gave points.

    Args:
        real: what each check is worth in the run that is graded, 0 to 1.
        twin: on the run on the twin, by what is right of the twin.
        copied: on the same run, by what is right of the real data and with the networks of the real run: what still
            holds there did not come from the twin's data.
        broke: why the run on the twin did not go as the real one did, if it did not.
        look_closer: called where a check may contradict.
    """
    found = [
        _finding(name, worth, twin[name], copied[name], broke) for name, worth in real.items() if worth > 0
    ]
    if all(one.finding is not Finding.CONTRADICTS for one in found):
        return found
    closer = look_closer()
    return [_settled(one, real[one.id], closer) for one in found]


def _settled(found: AuditedCheck, worth: float, closer: Closer) -> AuditedCheck:
    """A contradiction that only says that the networks of a short run are not those of the first is none."""
    if found.finding is not Finding.CONTRADICTS:
        return found
    networks_decide = closer.own_networks[found.id].worth < worth <= closer.no_numbers[found.id].worth
    if not networks_decide:
        return found
    return AuditedCheck(
        id=found.id, finding=Finding.UNKNOWN, said={"reason": (phrase("audit.rests_on_networks"),)}
    )


def _finding(name: str, worth: float, twin: Verdict, copied: Verdict, broke: Phrase | None) -> AuditedCheck:
    changed, stayed = twin.worth >= worth, copied.worth >= worth
    if changed and not stayed:
        return AuditedCheck(id=name, finding=Finding.FOLLOWS)
    # Where the twin's run was too short to judge by, it says nothing: networks of the first run are not its own.
    judged = twin.status not in (Status.SKIPPED, Status.ERROR)
    if stayed and not changed and judged:
        reason = (phrase("audit.stayed"), *twin.phrases("reason"))
        return AuditedCheck(id=name, finding=Finding.CONTRADICTS, said={"reason": reason})
    why: tuple[Phrase, ...]
    if changed:
        why = (phrase("audit.same_on_any_data"),)
    elif broke is not None:
        why = (broke,)
    else:
        why = (phrase("audit.not_on_the_twin"), *twin.phrases("reason"))
    return AuditedCheck(id=name, finding=Finding.UNKNOWN, said={"reason": why})
