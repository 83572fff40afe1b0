"""What decides a mark is known finely: what only says it grades nobody anew."""

from pathlib import Path

import pytest

from harness.grading.setting import NOT_DECIDING, PACKAGE, deciding_files
from tests.test_rooms import arrows


@pytest.mark.parametrize(
    ("file", "decides"),
    [
        ("grading/points.py", True),
        ("checks/run.py", True),
        ("checks/pytest.ini", True),
        ("guest/run/driver.py", True),
        ("assignments/fashion_mnist/checks/check_f1.py", True),
        ("outcome.py", True),
        ("a_new_room/x.py", True),
        ("report/feedback.py", False),
        ("report/feedback.css", False),
        ("report/feedback.html.j2", False),
        ("words/en/runs.py", False),
        ("cli/batch.py", False),
        ("publish.py", False),
        ("batch/engine.py", False),
    ],
)
def test_which_files_decide_a_mark(tmp_path: Path, file: str, decides: bool) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text("", encoding="utf-8")
    assert (deciding_files(tmp_path) == [tmp_path / file]) is decides


def test_what_decides_a_mark_stands_on_nothing_that_is_left_out_but_words() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir()}
    assert rooms >= NOT_DECIDING
    wrong = [
        f"{where} imports {to}"
        for where, room, to in arrows()
        if room not in NOT_DECIDING and to in NOT_DECIDING - {"words"}
    ]
    assert wrong == []
