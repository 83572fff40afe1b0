"""Aliases are stable, differ, and tell nobody without the key who it is."""

import pytest

from harness.grade import alias
from harness.grade.alias import STARS, aliases, aliases_of

KEY = b"a key of thirty-two bytes, so far"


def test_an_alias_depends_on_the_name_and_the_key_alone() -> None:
    alone = aliases(KEY, ["alice"])
    among = aliases(KEY, ["bob", "alice", "\udce4nna"])
    assert among["alice"] == alone["alice"]
    assert aliases(b"another key", ["alice"]) != alone
    assert "alice" not in alone["alice"].lower()


def test_no_two_of_a_large_class_share_one(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"student_{number}" for number in range(500)]
    monkeypatch.setattr(alias, "DIGITS", 1)
    given = aliases(KEY, names)
    assert len(set(given.values())) == len(names) == len(given)
    assert aliases(KEY, reversed(names)) == given


def test_a_student_is_told_both_aliases_that_the_board_may_use() -> None:
    names = [f"student_{number}" for number in range(3000)]
    of_class = aliases(KEY, names)
    told = {name: aliases_of(KEY, name) for name in names}
    assert all(of_class[name] in told[name] for name in names)
    assert {len(alias.split()[1]) for alias in of_class.values()} == {4, 6}
    assert {alias.split()[0] for alias in of_class.values()} <= set(STARS)
