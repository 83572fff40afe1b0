"""Results folders: one for each submission, readable, and safe on every disk."""

import os
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.intake.names import HASH_DIGITS, MAX_BYTES, results_name, shown_name

PARTS = st.text(min_size=1, max_size=12).filter(lambda text: not set(text) & set("/\0"))
NAMES = st.one_of(
    st.binary(min_size=1, max_size=20).filter(lambda name: not set(name) & set(b"/\0")).map(os.fsdecode),
    PARTS.filter(lambda text: text.isprintable()),
    st.text("aAbB_ .-1ıßςσ\u212aЙй", min_size=1, max_size=4),
)


@pytest.mark.parametrize(
    "name",
    ["alice", "ivanov_ivan", "иванов", "i.ivanov-2", "a_b", "alice.ipynb", "m1", "山田", "a" * MAX_BYTES],
)
def test_a_plain_name_stays(name: str) -> None:
    assert results_name(name) == name


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Anna B", "Anna_B"),
        ("Иванов Иван", "Иванов_Иван"),
        ("😀", "submission"),
        ("..", "submission"),
        ("7", "7"),
        (".part-x", "part-x"),
        ("-rf", "rf"),
        ("con.txt", "con.txt"),
        ("end.", "end"),
        ("two\nlines", "two_lines"),
        ("a-0123456789abcdef", "a-0123456789abcdef"),
        ("é" * 200, "é" * ((MAX_BYTES - 1 - HASH_DIGITS) // 2)),
    ],
)
def test_any_other_keeps_what_can_be_read(name: str, stem: str) -> None:
    found = results_name(name)
    assert found.rpartition("-")[0] == stem
    assert len(found.encode()) <= MAX_BYTES


@pytest.mark.parametrize(
    "names",
    [
        ["a b", "a_b", "a  b", "a\tb"],
        ["😀", "😃", "🎓", "submission"],
        ["Alice", "alice", "ALICE"],
        ["straße", "strasse", "STRASSE"],
        ["k", "\u212a"],
        ["\udce4", "\udce5", "\\xe4"],
        ["é" * 200, "é" * 201],
    ],
)
def test_no_two_share_a_folder(names: list[str]) -> None:
    assert len({results_name(name).casefold() for name in names}) == len(names)


def test_both_unicode_forms_of_a_name_are_one_student() -> None:
    name = "Андрей"
    apart = unicodedata.normalize("NFD", name)
    assert apart != name
    assert results_name(apart) == results_name(name)
    assert shown_name(apart) == name


@settings(deadline=None)
@given(NAMES, NAMES)
def test_every_name_has_a_folder_of_its_own(one: str, other: str) -> None:
    for name in (one, other):
        found = results_name(name)
        changed = found != unicodedata.normalize("NFC", name)
        assert (results_name(found) != found) is changed, "a folder that is called so goes elsewhere"
        assert found.encode()
        assert not set(found) & set("/\0\n ")
        assert not found.startswith((".", "-"))
        assert shown_name(name).encode()
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (results_name(one).casefold() == results_name(other).casefold()) is same


def test_bytes_that_are_not_utf8_are_shown() -> None:
    assert shown_name(os.fsdecode(b"\xe4\xe0.csv")) == "\\xe4\\xe0.csv"


def test_a_folder_stays_the_same_in_later_versions() -> None:
    assert results_name("Anna B") == "Anna_B-a6b0e86732af1a3d"
