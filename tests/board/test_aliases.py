"""Aliases are stable, differ, and tell nobody without the key who it is."""

import pytest

from harness.board import alias
from harness.board.alias import aliases

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
