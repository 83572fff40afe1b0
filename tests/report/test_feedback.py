"""The feedback page: what a student reads, and what hostile text cannot do to it."""

from html.parser import HTMLParser

import pytest

from harness.grade.record import Grade
from harness.report.feedback import render_feedback
from tests.report import sample_grades

URL_ATTRIBUTES = {"src", "href", "srcset", "data", "action", "poster", "background", "xlink:href"}


class Page(HTMLParser):
    """Text, tags and addresses of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.failing: list[str] = []
        self._failing = False
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in URL_ATTRIBUTES]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag == "div":
            self._failing = "failing" in (dict(attrs).get("class") or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._failing:
            self.failing.append(data)


def page(grade: Grade, notebook_name: str | None = None) -> Page:
    return Page(render_feedback(grade, notebook_name=notebook_name))


def test_it_shows_points_outcome_and_every_criterion_with_its_checks() -> None:
    grade = sample_grades.good()
    text = page(grade).text
    assert "88.17 of 100 points" in text
    assert grade.reason in text
    for criterion in grade.criteria:
        assert criterion.title in text
        assert criterion.reason in text
        for check in criterion.checks:
            assert check.title in text
            assert check.reason in text


def test_a_status_is_told_by_sign_and_word_not_by_colour_alone() -> None:
    text = page(sample_grades.good()).text
    for words in ("✓ passed", "◐ partial", "✗ Images of every class are shown. failed"):
        assert words in text
    assert "! grader bug" in page(sample_grades.held()).text


def test_it_shows_the_scores_and_the_networks() -> None:
    grade = sample_grades.good()
    text = page(grade).text
    assert grade.metrics is not None
    assert f"{grade.metrics.macro_f1:.3f}" in text
    assert "95 % interval 0.899 to 0.915" in text
    assert "Shirt is taken for T-shirt/top 86 times of 500" in text
    assert "Shirt 0.749 0.682 0.714 0.694 to 0.734 500" in text
    for model in grade.networks:
        assert model.title in text
        assert model.reason in text
        assert model.training in text
        for motif in model.motifs:
            assert motif in text
    assert "1,199,882" in text
    assert "Convolutional layers Conv2D ×2" in text
    assert "Optimizers Adam ×3" in text
    assert "Compared on networks equal in all else: Adam; SGD." in text
    assert "Adam(lr=…) learning_rate" in text
    for detail in (grade.split_id, grade.image_id, grade.runner, "keras 3.15.0", "Run: 212.4 s"):
        assert detail in text


def test_a_code_error_shows_the_cell_its_line_and_the_hint() -> None:
    grade = sample_grades.code_error()
    shown = page(grade)
    assert "Cell 14 failed at line 6" in shown.text
    assert grade.failure is not None
    assert grade.failure.hint in shown.text
    assert "".join(shown.failing).strip() == "▶ 6merged = layers.concatenate([tower_1, tower_2], axis=-1)"


def test_other_cells_that_failed_are_listed_with_their_hints() -> None:
    first = sample_grades.code_error().failure
    assert first is not None
    short = {"source": "", "traceback": "", "cell": 17, "line": 3, "hint": "Define it first."}
    others = [first.model_copy(update=short), first.model_copy(update={**short, "cell": 21, "hint": ""})]
    text = page(sample_grades.code_error(also_failed=others)).text
    assert f"Cell 17, line 3: {first.error}" in text
    assert "Define it first." in text
    assert f"Cell 21, line 3: {first.error}" in text
    assert "failed, too" not in page(sample_grades.code_error()).text


def test_a_long_cell_is_shown_around_its_failing_line() -> None:
    failure = sample_grades.code_error().failure
    assert failure is not None
    source = "\n".join(f"x_{line} = {line}" for line in range(1, 1001))
    shown = page(sample_grades.code_error(failure=failure.model_copy(update={"source": source, "line": 500})))
    assert "x_500 = 500" in shown.text
    assert "x_1000" not in shown.text
    assert "459 lines above" in shown.text
    assert "460 lines below" in shown.text


def test_a_module_without_a_known_line_is_shown() -> None:
    failure = sample_grades.code_error().failure
    assert failure is not None
    shown = page(sample_grades.code_error(failure=failure.model_copy(update={"cell": None, "line": None})))
    assert "The program stopped" in shown.text
    assert not shown.failing


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"smoke": True}, "This is not a mark: it was a smoke run"),
        ({"stand_in": True}, "This is not a mark: it was graded on stand-in data"),
        ({}, "This is not a mark"),
    ],
)
def test_what_is_no_mark_says_so(changes: dict[str, bool], words: str) -> None:
    assert words in page(sample_grades.good(is_mark=False, **changes)).text


def test_the_points_of_a_held_grade_are_provisional() -> None:
    grade = sample_grades.held()
    text = page(grade).text
    assert "88.17 of 100 points (provisional)" in text
    assert "This is not a mark yet, and its points are provisional. A checker broke (words): KeyError" in text
    assert "provisional" not in page(sample_grades.good()).text


def test_a_mark_has_no_such_banner() -> None:
    assert "not a mark" not in page(sample_grades.good()).text


def test_an_outcome_that_is_not_the_students_fault_says_so() -> None:
    assert "not a fault of the submission" in page(sample_grades.infrastructure()).text
    assert "not a fault of the submission" not in page(sample_grades.code_error()).text


def test_hostile_text_stays_text() -> None:
    html = render_feedback(sample_grades.hostile(), notebook_name="javascript:alert(1)")
    shown = Page(html)
    assert not shown.tags & {"script", "img", "iframe", "object", "link", "base"}
    assert not shown.handlers
    assert "<script>alert(1)</script>" in shown.text
    assert "{{ 7*7 }}" in shown.text
    assert not {"\x1b", "\x00", "\x07", "\u202e"} & set(html)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html


def test_the_only_address_is_the_notebook_beside_the_page() -> None:
    def elsewhere(notebook: str | None = None) -> list[str]:
        found = page(sample_grades.good(), notebook).addresses
        return [one for one in found if not one.startswith(("#", "data:image/png;base64,"))]

    assert elsewhere() == []
    assert elsewhere("my work?.ipynb") == ["my%20work%3F.ipynb"]
    assert elsewhere("javascript:alert(1)") == ["javascript%3Aalert%281%29"]


def test_the_page_can_be_written_as_utf_8() -> None:
    assert render_feedback(sample_grades.hostile(), notebook_name=None).encode("utf-8")
