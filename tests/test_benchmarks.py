"""The benchmarks' own arithmetic and page; nothing is timed here."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks import bench, filled, fresh
from benchmarks.timing import Contender, race, table
from harness.assignments.fashion_mnist.fresh import GROWTH, MARGIN
from harness.dataset.fresh import Change


def test_ratios_are_to_the_first_and_misses_are_told() -> None:
    folder = Path()
    rows = [
        Contender("bare", [], folder, seconds=[2.0, 1.0, 9.0]),
        Contender("ours", [], folder, seconds=[3.0]),
        Contender("other", [], folder, seconds=[2.0]),
    ]
    lines = table(rows, {"ours": 1.3, "other": 1.0}).splitlines()
    assert lines[2] == "| bare | 2.00 | 1.00, 2.00, 9.00 | 1.00 |  |"
    assert lines[3] == "| ours | 3.00 | 3.00 | 1.50 | 1.30: **missed** |"
    assert lines[4].endswith("| 1.00 | 1.00: met |")


def test_contenders_take_turns_and_a_warm_run_does_not_count(tmp_path: Path) -> None:
    told = tmp_path / "turns"
    rows = [
        Contender(name, [sys.executable, "-c", f"print({name!r}, file=open('turns', 'a'))"], tmp_path)
        for name in "ab"
    ]
    race(rows, 2, warm=True)
    assert told.read_text(encoding="utf-8").split() == ["a", "b"] * 3
    assert [len(row.seconds) for row in rows] == [2, 2]


def test_a_contender_that_fails_ends_the_race(tmp_path: Path) -> None:
    row = Contender("wrong", [sys.executable, "-c", "import sys; sys.exit('its last words')"], tmp_path)
    with pytest.raises(RuntimeError, match="wrong ended with 1: its last words"):
        row.run()


def test_a_table_takes_the_place_of_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "performance.md"
    page.write_text(bench.PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(bench, "PAGE", page)
    for name in bench.NAMES:
        for text in ("first", "second"):
            bench.write(name, f"{text} of {name}")
    written = page.read_text(encoding="utf-8")
    assert "first of" not in written
    assert [written.count(f"second of {name}\n<!-- end of {name} -->") for name in bench.NAMES] == [1] * len(
        bench.NAMES
    )
    assert "## A whole work" in written


def test_the_ideal_of_a_class_is_the_sum_of_its_works_over_the_slots() -> None:
    lines = filled.rows([10.0, 20.0, 8.4], 20.0).splitlines()
    assert lines[-1] == "| 3 works on 2 slots | 38 | 20 | 19 | 0.96 | 0.95: met |"
    assert filled.rows([10.0], 10.0).endswith("| 0.50 | 0.95: **missed** |")


FOUND = json.loads(fresh.RESULTS.read_text(encoding="utf-8"))


def test_the_page_of_fresh_images_is_made_of_the_results() -> None:
    assert fresh.PAGE.read_text(encoding="utf-8") == fresh.page(FOUND), "run: python -m benchmarks.fresh"


@pytest.mark.parametrize("change", GROWTH)
def test_a_bound_is_that_margin_above_every_honest_network(change: Change) -> None:
    most = max(one["grows"][change] for one in FOUND.values() if one["honest"])
    assert GROWTH[change] - 1 < MARGIN * most <= GROWTH[change]


def test_every_look_up_is_beyond_a_bound() -> None:
    for one in (one for one in FOUND.values() if not one["honest"]):
        assert any(one["grows"][change] > bound for change, bound in GROWTH.items())
        assert one["after"][Change.PLAIN] - one["scored"] < 0.02, "a dither does not tell"
