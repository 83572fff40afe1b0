"""The exporter ``csv``: a table that spreadsheets read and that runs nothing."""

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.errors import InfrastructureError
from harness.exporters.choose import choose_exporters
from harness.exporters.contract import Exporter, ExportOptions
from harness.exporters.table import TABLE, plain
from harness.grade.record import Grade
from tests.report import sample_grades


def make(results: Path, baseline: str | None = None) -> Exporter:
    return choose_exporters(["csv"], ExportOptions(results, results, "work", baseline))["csv"]


def rows(results: Path) -> list[dict[str, str]]:
    with (results / TABLE).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def export(results: Path, *grades: Grade) -> list[dict[str, str]]:
    exporter = make(results)
    for grade in grades:
        exporter.export(grade, results)
    return rows(results)


def test_a_submission_is_one_row_of_its_newest_attempt(tmp_path: Path) -> None:
    good = sample_grades.good(submission="анна")
    [row] = export(tmp_path, good.model_copy(update={"points": 1.0}), good.model_copy(update={"attempt": 2}))
    assert row["submission"] == "анна"
    assert (row["attempt"], row["is_mark"], row["outcome"]) == ("2", "true", "graded")
    assert float(row["points"]) == pytest.approx(good.points, abs=0.005)
    assert float(row["max_points"]) == good.max_points
    for criterion in good.criteria:
        assert float(row[f"points.{criterion.id}"]) == pytest.approx(criterion.points, abs=0.005)


def test_what_is_not_a_mark_is_told_from_marks(tmp_path: Path) -> None:
    good = sample_grades.good(submission="a")
    held = sample_grades.infrastructure().model_copy(update={"submission": "b", "is_mark": False})
    table = export(tmp_path, held, good)
    assert [(row["submission"], row["is_mark"], row["outcome"]) for row in table] == [
        ("a", "true", "graded"),
        ("b", "false", "infrastructure"),
    ]


def test_a_dry_run_and_a_baseline_change_nothing(tmp_path: Path) -> None:
    grade = sample_grades.good(submission="a")
    make(tmp_path).export(grade, tmp_path)
    make(tmp_path).export(sample_grades.good(submission="a", smoke=True, is_mark=False, attempt=2), tmp_path)
    make(tmp_path, "reference").export(sample_grades.good(submission="solution"), tmp_path)
    assert [(row["submission"], row["attempt"]) for row in rows(tmp_path)] == [("a", str(grade.attempt))]


def test_criteria_of_another_rubric_get_columns_of_their_own(tmp_path: Path) -> None:
    first = sample_grades.good(submission="a")
    other = first.criteria[0].model_copy(update={"id": "digits", "points": 3.0})
    old, new = export(tmp_path, first, sample_grades.good(submission="b", criteria=[other]))
    assert (old["points.digits"], new["points.digits"]) == ("", "3")
    assert new[f"points.{first.criteria[0].id}"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "＝", "'="])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    name = f'{start}HYPERLINK("http://x";"y"),z'
    for attempt in (1, 2):
        [row] = export(tmp_path, sample_grades.good(submission=name, attempt=attempt))
    assert row["submission"] == "'" + name
    assert row["attempt"] == "2"


@pytest.mark.parametrize("start", ["\t=", "\r", "\n+", "\x1b[2J=", "\u202e=", "\u200b="])
def test_no_cell_moves_the_cursor_of_a_terminal(tmp_path: Path, start: str) -> None:
    for attempt in (1, 2):
        [row] = export(tmp_path, sample_grades.good(submission=f"{start}1+1", attempt=attempt))
    assert row["submission"].startswith(f"\\u{ord(start[0]):04x}")
    assert row["submission"].isprintable()


def test_different_names_stay_different(tmp_path: Path) -> None:
    names = ["=a", "'=a", "''=a", "a", "a b", "a  b", 'a"b', "a,b", "a;b", "a\nb", "\udcff", "'"]
    names += [
        "\x1b",
        "\\u001b",
        "\\\\u001b",
        "\\x1b",
        "\\",
        "\\\\",
        "\u202e",
        "\\u202e\u202e",
        "\U000e0001",
        "\\U000e0001",
    ]
    cells = {plain(name) for name in names}
    assert len(cells) == len(names)
    assert all(cell.isprintable() for cell in cells)
    assert len(export(tmp_path, *(sample_grades.good(submission=name) for name in names))) == len(names)


def test_grades_that_end_at_once_are_all_there(tmp_path: Path) -> None:
    grades = [sample_grades.good(submission=f"s{number:02}") for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda grade: make(tmp_path).export(grade, tmp_path), grades))
    assert [row["submission"] for row in rows(tmp_path)] == [grade.submission for grade in grades]
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")) == [TABLE]


def test_a_column_that_a_teacher_added_stays(tmp_path: Path) -> None:
    text = '\ufeff"submission","comment"\n"a","was ill"\n"z","=1+1"\n'
    (tmp_path / TABLE).write_text(text, encoding="utf-8")
    table = export(tmp_path, sample_grades.good(submission="b"))
    assert [(row["submission"], row["comment"]) for row in table] == [
        ("a", "was ill"),
        ("b", ""),
        ("z", "=1+1"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"submission;points\na;1\n",
        "имя,баллы\n".encode("cp1251"),
        b"submission\na,b,c\n",
        b'submission\n"a\n',
        b"",
    ],
    ids=["semicolons", "other encoding", "too many cells", "open quote", "empty"],
)
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / TABLE).write_bytes(content)
    with pytest.raises(InfrastructureError, match=r"grades\.csv is not a table that the harness wrote"):
        make(tmp_path).export(sample_grades.good(), tmp_path)
    assert (tmp_path / TABLE).read_bytes() == content


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / TABLE).mkdir()
    with pytest.raises(InfrastructureError, match="cannot be written"):
        make(tmp_path).export(sample_grades.good(), tmp_path)
