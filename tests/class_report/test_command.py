"""The class report as a lecturer makes it: ``harness report --html FILE``."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from harness.batch.lock import LOCK
from harness.cli import main
from harness.evidence.diagnosis import Failure
from harness.grade.audit import Audit, AuditedNetwork, Finding
from harness.outcome import Outcome
from harness.words.phrase import phrase
from tests import digits_course
from tests.class_report.classes import check, criterion, mistaking, network, stored
from tests.report.sample_insight import picture


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The results folder of a course of its own, which is the current folder."""
    return digits_course.enter(tmp_path, monkeypatch)


def made(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str, dict[str, Any]]:
    """What was said, the page, and the JSON."""
    files = ["--html", "class.html", "--json", "class.json"]
    assert main(["report", "--rubric", "rubric.yaml", *files, *arguments]) == 0
    page = Path("class.html").read_text(encoding="utf-8")
    return capsys.readouterr().out, page, json.loads(Path("class.json").read_text(encoding="utf-8"))


def test_a_class_gets_a_page_a_summary_and_json(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(results, "alice")
    stored(results, "bob", is_mark=False, held=["A checker broke."])
    # The lock of `harness batch` stays there.
    (results / LOCK).touch()
    said, page, found = made(capsys)
    assert "2 works, 1 mark; 1 waits for a person." in said
    assert "The hardest class: Shirt" in said
    assert found["counts"]["marks"] == 1
    assert found["waits"][0]["reasons"] == ["A checker broke."]
    assert '"picture":' not in json.dumps(found)
    assert "A checker broke." in page
    assert Path("class.html").stat().st_mode & 0o077 == 0
    assert Path("class.json").stat().st_mode & 0o077 == 0


def test_one_student_is_a_class(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(results, "alice")
    _, page, found = made(capsys)
    assert found["points"]["values"] == [found["points"]["median"]]
    assert {one["discrimination"] for one in found["items"]} == {None}
    assert "not reckoned for fewer than 25" in page


@pytest.mark.parametrize(
    "changes",
    [
        {
            "is_mark": False,
            "outcome": Outcome.INFRASTRUCTURE,
            "criteria": [],
            "metrics": None,
            "networks": [],
        },
        {"is_mark": False, "smoke": True},
        {"is_mark": False, "stand_in": True, "times": {}},
        {"metrics": None, "networks": [], "points": 0, "max_points": 0, "criteria": []},
    ],
    ids=["our side failed", "a dry run", "stand-in data", "a rubric without points"],
)
def test_a_class_without_much_has_its_page(
    results: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any]
) -> None:
    stored(results, "alice", **changes)
    said, page, _ = made(capsys)
    assert "1 work, " in said
    assert "<svg" not in page


def test_an_empty_class_is_one_sentence(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--rubric", "rubric.yaml", "--html", "class.html"]) == 2
    assert capsys.readouterr().err.startswith(f"There are no grades in {results}")
    assert not Path("class.html").exists()


def test_a_class_of_which_nothing_can_be_read_is_one_sentence(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("alice", "bob"):
        (stored(results, name) / "grade.json").write_text("{")
    assert main(["report", "--rubric", "rubric.yaml"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"Of {results} nothing can be read (2 attempts)")
    assert said.count("\n") == 1


def test_what_cannot_be_read_costs_the_others_nothing(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(results, "alice")
    stored(results, "bob", 1)
    (stored(results, "bob", 2) / "grade.json").write_text("{")
    (stored(results, "carol", 1) / "grade.json").write_text("")
    said, page, found = made(capsys)
    assert found["counts"]["works"] == 2
    assert found["unread"] == 2
    assert "bob is not in the report, or not whole: " in said
    assert "carol is not in the report, or not whole: " in said
    assert "2 stored attempts cannot be read" in page


def test_samples_are_left_out(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(results, "alice")
    stored(results, "sample one")
    assert made(capsys, "--except", "sample one")[2]["counts"]["works"] == 1
    assert main(["report", "--json", "class.json", "--except", "sample on"]) == 2
    assert "There is no grade of 'sample on'" in capsys.readouterr().err


def test_aliases_tell_nobody(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "by ALICE, of group 7"
    names = ["alice", "bob", "carol"]
    for name in names:
        failure = Failure(cell=1, line=1, error="AliceError", message=text, source=text, traceback=text)
        twin = Audit(
            checks=[],
            networks=[
                AuditedNetwork(
                    id="m1",
                    title=text,
                    finding=Finding.CONTRADICTS,
                    said={"reason": (phrase("audit.knew_before", network=text, found=9.0, bound=4),)},
                )
            ],
            renamed_alone=False,
            reason=text,
        )
        folder = stored(
            results,
            name,
            entry=f"{name}.ipynb",
            outcome=Outcome.CODE_ERROR,
            failure=failure,
            audit=twin,
            facts=[text],
            held=[text, "x"] if name == "carol" else [],
            is_mark=name != "carol",
            criteria=[
                criterion(
                    "one", check("a", 0, phrase("held.no_file", networks=[text])), check("b", 0, text=text)
                )
            ],
            networks=[network("a" * 64)],
            insight=mistaking(picture(90)),
        )
        (folder.parent / "decisions.yaml").write_text(
            f"- {{decision: override, attempt: 1, work: {name}-1, criterion: one, points: 1, why: '{text}', "
            f"by: Alice, at: 2026-11-28}}\n"
        )
    (stored(results, "dave alice") / "grade.json").write_text("{")
    alike = {"kind": "sources", "names": ["alice", "bob"], "stands_out": True, "found": text}
    Path("alike.json").write_text(json.dumps({"alike": [alike]}))
    said, page, found = made(capsys, "--names", "alias", "--likeness", "alike.json")
    told = re.sub(r"^.* is not in the report, or not whole: .*$", "", said, flags=re.MULTILINE)
    assert not re.search("alice|bob|carol|group 7", told + page + json.dumps(found), re.IGNORECASE)
    assert len(found["decided"]) == 3
    assert found["likeness"][0]["what"] == "code"
    assert found["equal_weights"][0]["works"] == 3
    assert "alice" in made(capsys)[1]


@pytest.mark.parametrize("names", ["name", "alias"])
def test_sentences_of_another_version_cost_nothing_but_themselves(
    results: Path, capsys: pytest.CaptureFixture[str], names: str
) -> None:
    said = {"title": (phrase("criterion.title", en="Port", ru="Перенос"),)}
    why = phrase("held.no_file", networks=["m1"])
    path = (
        stored(
            results,
            "alice",
            is_mark=False,
            said={"held": (why,), "facts": (why,)},
            criteria=[criterion("one", check("a", 0, why), said=said)],
        )
        / "grade.json"
    )
    other = path.read_text().replace("held.no_file", "held.of_another_version")
    path.write_text(other.replace("criterion.title", "criterion.of_another_version"))
    stored(results, "bob")
    _, page, found = made(capsys, "--names", names)
    assert found["waits"][0]["reasons"] == ["The reason is not shown here; harness held says it."]
    assert "harness held" in page


def test_likeness_is_read_and_only_what_stands_out_is_named(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(results, "alice")
    alike = [
        {
            "kind": kind,
            "names": ["alice", "bob"],
            "stands_out": stands_out,
            "found": "code: 9 symbols",
            "more": 1,
        }
        for kind, stands_out in (("sources", True), ("mistakes", False))
    ]
    Path("alike.json").write_text(json.dumps({"alike": alike, "summary": []}))
    _, page, found = made(capsys, "--likeness", "alike.json")
    assert found["likeness"] == [{"names": ["alice", "bob"], "what": "code: 9 symbols"}]
    assert "This accuses nobody" in page
    assert made(capsys)[2]["likeness"] is None


@pytest.mark.parametrize("content", [None, "{", '{"alike": [{"names": ["a"]}]}', "[]"])
def test_what_is_no_likeness_is_told(
    results: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    stored(results, "alice")
    if content is not None:
        Path("alike.json").write_text(content)
    assert main(["report", "--rubric", "rubric.yaml", "--likeness", "alike.json"]) == 2
    assert "alike.json" in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_told(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(results, "alice")
    assert main(["report", "--rubric", "rubric.yaml", "--html", "nowhere/class.html"]) == 2
    assert "nowhere/class.html cannot be written" in capsys.readouterr().err


def test_in_russian_no_word_of_the_page_is_english(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = {"title": (phrase("criterion.title", en="Port", ru="Перенос"),)}
    stored(results, "alice", criteria=[criterion("one", check("a", 0), said=said)])
    told, page, _ = made(capsys, "--lang", "ru")
    assert '<html lang="ru">' in page
    assert "Отчёт о группе" in page
    assert "Перенос" in page
    assert "Самый трудный класс: Shirt" in told
    assert not re.search("Class report|Marks|Difficulty|graded|failed", page)
