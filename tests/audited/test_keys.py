"""What runs on the twins of several keys say together."""

import math

import pytest

from harness.audit.keys import chance, combined, with_other_keys
from harness.audit.networks import KNEW_BEFORE
from harness.grade.audit import Audit, AuditedCheck, AuditedNetwork, Finding
from harness.grading.audit_stage import held_by
from harness.words.language import Language
from harness.words.phrase import phrase, plain
from harness.words.say import say
from tests.scored import network

FOLLOWS, CONTRADICTS, UNKNOWN = Finding.FOLLOWS, Finding.CONTRADICTS, Finding.UNKNOWN

NAMES = {"a.b": plain("Numbers")}


def audit(
    check: Finding = UNKNOWN, of_network: Finding = UNKNOWN, share: float | None = None, code: str = ""
) -> Audit:
    reason = (
        phrase(code, network="cnn", found=9.0, bound=4.5)
        if code
        else phrase("audit.no_twin_network", network="cnn")
    )
    return Audit(
        checks=[AuditedCheck(id="a.b", finding=check, said={"reason": (phrase("audit.same_on_any_data"),)})],
        networks=[
            AuditedNetwork(
                id="m1", title="cnn", finding=of_network, said={"reason": (reason,)}, fits_as_well=share
            )
        ],
        renamed_alone=False,
    )


def together(*audits: Audit, broke: int = 0) -> Audit:
    return combined(audits, [False] * broke + [True] * (len(audits) - broke))


@pytest.mark.parametrize(
    ("of_keys", "finding", "words"),
    [
        ([CONTRADICTS] * 3, CONTRADICTS, "with each of 3 keys"),
        ([CONTRADICTS, UNKNOWN, UNKNOWN], CONTRADICTS, "with 1 of 3 keys; the others tell nothing"),
        ([FOLLOWS, UNKNOWN, CONTRADICTS], CONTRADICTS, "with 1 of 3 keys; with 1 it followed the data"),
        ([UNKNOWN, FOLLOWS, FOLLOWS], FOLLOWS, "with 2 of 3 keys, and none contradicts"),
        ([UNKNOWN] * 3, UNKNOWN, "None of 3 keys tells more."),
    ],
)
def test_a_check(of_keys: list[Finding], finding: Finding, words: str) -> None:
    (found,) = together(*map(audit, of_keys)).checks
    assert found.finding is finding
    assert words in found.reason
    assert found.by_keys == {kind: of_keys.count(kind) for kind in of_keys}


def test_a_slow_network_is_told_by_all_keys_together() -> None:
    (found,) = together(*(audit(share=0.01) for _ in range(4))).networks
    assert found.finding is FOLLOWS
    assert "on the data of 4 keys cnn moved towards the names" in found.reason


def test_one_lucky_key_among_many_is_not_enough() -> None:
    shares = (0.0009, 0.9, 0.8, 0.7, 0.9)
    (found,) = together(
        *(audit(of_network=FOLLOWS if one < 0.001 else UNKNOWN, share=one) for one in shares)
    ).networks
    assert found.finding is UNKNOWN
    assert "says nothing against it. With 1 of 5 keys alone it did" in found.reason


def test_chance_is_that_of_fisher() -> None:
    # Of two, the probability that a product of uniform numbers is at most q is q (1 - ln q).
    assert chance([0.1, 0.2]) == pytest.approx(0.02 * (1 - math.log(0.02)))
    assert chance([0.3]) == pytest.approx(0.3)
    assert chance([1.0, 1.0]) == 1.0


def test_a_network_that_any_key_contradicts_is_for_a_person() -> None:
    found = together(audit(of_network=CONTRADICTS, code="audit.knew_the_first"), audit(share=1e-4))
    assert found.networks[0].finding is CONTRADICTS
    assert "So it was with 1 of 2 keys" in found.networks[0].reason
    (held,) = held_by(found, [network().model_copy(update={"roles": ["best"]})], {})
    assert "So it was with 1 of 2 keys" in say(held)


def test_what_the_graded_run_says_by_itself_does_not_depend_on_keys() -> None:
    (found,) = together(*(audit(of_network=CONTRADICTS, code=KNEW_BEFORE) for _ in range(3))).networks
    assert "Before the first step" in found.reason
    assert "keys" not in found.reason


def test_a_held_grade_says_with_how_many_keys() -> None:
    (held,) = held_by(together(*(audit(CONTRADICTS) for _ in range(3))), [], NAMES)
    assert "With 3 of 3 keys" in say(held)
    (held,) = held_by(together(audit(CONTRADICTS)), [], NAMES)
    assert "for the first data (Numbers)" in say(held)
    assert "keys" not in say(held)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_says_on_how_many_it_did_not_run(language: Language) -> None:
    found = combined([audit(), audit(), audit()], [False, True, True], longer=True)
    text = say(found.phrases("reason")[0], language)
    assert "3" in text
    assert (found.keys, found.longer) == (3, True)


def test_a_regrade_keeps_what_other_keys_contradict() -> None:
    anew = audit(FOLLOWS).checks
    assert with_other_keys(anew, together(audit(FOLLOWS), audit(CONTRADICTS)))[0].finding is CONTRADICTS
    assert with_other_keys(anew, audit(CONTRADICTS)) == anew
    assert with_other_keys([], together(audit(CONTRADICTS), audit(CONTRADICTS))) == []


def test_one_key_says_what_it_said() -> None:
    assert together(audit(FOLLOWS)) == audit(FOLLOWS)
