"""What runs on the twins of several keys say together, and how sure it is."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from harness.audit.learning import FEW
from harness.audit.networks import KNEW_BEFORE
from harness.grade.audit import Audit, AuditedCheck, AuditedNetwork, Finding
from harness.words.phrase import Phrase, phrase

CERTAIN = 1_000_000
"""Chance is said to be rarer than once in so many times, and no number beyond it: it would be one of the model, not of the
world."""


def combined(audits: Sequence[Audit], ran: Sequence[bool], *, longer: bool = False) -> Audit:
    """One audit made of those of each key, which are of the same checks and networks.

    What one key contradicts is contradicted, for a person must look; how many others agree is said. What no key contradicts
    follows the data where a check did with one of them, and a network where it moved towards the names of all twins together
    more than chance would.

    Args:
        audits: the audit of each key, at least one.
        ran: whether the work ran on the twin of each key as it did before.
        longer: as in `Audit`.
    """
    keys = len(audits)
    if keys == 1:
        return audits[0].model_copy(update={"longer": longer})
    checks = [_check(some) for some in zip(*(one.checks for one in audits), strict=True)]
    networks = [_network(some) for some in zip(*(one.networks for one in audits), strict=True)]
    renamed = sum(one.renamed_alone for one, went in zip(audits, ran, strict=True) if went)
    reason = phrase("audit.ran_on_keys", keys=keys, longer=longer, renamed=renamed, broke=keys - sum(ran))
    return Audit(
        checks=checks,
        networks=networks,
        renamed_alone=all(one.renamed_alone for one in audits),
        said={"reason": (reason,)},
        keys=keys,
        longer=longer,
    )


def with_other_keys(anew: list[AuditedCheck], audit: Audit) -> list[AuditedCheck]:
    """Findings that a regrade made ``anew`` of the run of the first key, all that is kept: what the keys of ``audit``
    contradicted stays so, where the check still gives points."""
    if audit.keys == 1:
        return anew
    before = {check.id: check for check in audit.checks if check.finding is Finding.CONTRADICTS}
    return [before.get(check.id, check) for check in anew]


def chance(shares: Iterable[float]) -> float:
    """How often chance makes independent shares, each uniform over (0, 1], whose product is as small as that of these.

    The method of Fisher, "Statistical Methods for Research Workers" (1932): in closed form, the survival function of the sum
    of their negative logarithms, which is gamma distributed.
    """
    logs = [-math.log(share) for share in shares]
    total = sum(logs)
    terms = (total**count / math.factorial(count) for count in range(len(logs)))
    return math.exp(-total) * sum(terms)


def _check(found: Sequence[AuditedCheck]) -> AuditedCheck:
    by_keys = Counter(one.finding for one in found)
    finding = next(kind for kind in (Finding.CONTRADICTS, Finding.FOLLOWS, Finding.UNKNOWN) if by_keys[kind])
    first = next(one for one in found if one.finding is finding)
    reason = (*first.phrases("reason"), _sure(finding, by_keys))
    return AuditedCheck(id=first.id, finding=finding, said={"reason": reason}, by_keys=dict(by_keys))


def _network(found: Sequence[AuditedNetwork]) -> AuditedNetwork:
    by_keys = Counter(one.finding for one in found)
    shares = [one.fits_as_well for one in found if one.fits_as_well is not None]
    by_chance = chance(shares) if shares else None
    if by_keys[Finding.CONTRADICTS]:
        finding = Finding.CONTRADICTS
    else:
        finding = Finding.FOLLOWS if by_chance is not None and by_chance <= FEW else Finding.UNKNOWN
    first = next((one for one in found if one.finding is finding), found[0])
    (reason,) = first.phrases("reason")
    if finding is Finding.FOLLOWS:
        assert by_chance is not None
        times = min(CERTAIN, math.floor(1 / max(by_chance, 1 / CERTAIN)))
        reason = phrase("audit.learned_by_keys", network=first.title, keys=len(shares), times=times)
    elif finding is Finding.CONTRADICTS and reason.code != KNEW_BEFORE:
        reason = phrase("audit.and_how_sure", what=reason, sure=_sure(finding, by_keys))
    elif finding is Finding.UNKNOWN:
        reason = phrase("audit.and_how_sure", what=_unknown(found), sure=_sure(finding, by_keys))
    return AuditedNetwork(
        id=first.id,
        title=first.title,
        finding=finding,
        said={"reason": (reason,)},
        fits_as_well=by_chance,
        by_keys=dict(by_keys),
    )


def _unknown(found: Sequence[AuditedNetwork]) -> Phrase:
    """Why none of the keys tells; that of one by which it could have been told, where there is one."""
    told = next((one for one in found if one.fits_as_well is not None), found[0])
    if told.fits_as_well is None:
        return told.phrases("reason")[0]
    return phrase("audit.moved_nowhere", network=told.title)


def _sure(finding: Finding, by_keys: Counter[Finding]) -> Phrase:
    return phrase(
        f"audit.sure.{finding.value}",
        keys=by_keys.total(),
        contradict=by_keys[Finding.CONTRADICTS],
        follow=by_keys[Finding.FOLLOWS],
    )
