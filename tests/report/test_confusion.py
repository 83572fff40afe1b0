"""The confusion matrix as a picture and as a sentence."""

from xml.etree import ElementTree

import pytest

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.report.confusion import confusion_sentence, confusion_svg, most_confused
from tests.report.sample_criteria import CONFUSION

SVG = "{http://www.w3.org/2000/svg}"


def cells(svg: str) -> dict[tuple[str, str], ElementTree.Element]:
    """The cell of each (true class, predicted class)."""
    groups = ElementTree.fromstring(svg).iter(f"{SVG}g")
    return {(group.get("data-true", ""), group.get("data-predicted", "")): group for group in groups}


def opacity(cell: ElementTree.Element) -> float:
    rect = cell.find(f"{SVG}rect")
    assert rect is not None
    return float(rect.get("fill-opacity", ""))


def test_every_count_stands_in_its_cell() -> None:
    found = cells(confusion_svg(CONFUSION, CLASS_NAMES))
    assert len(found) == 100
    for row, true in enumerate(CLASS_NAMES):
        for column, predicted in enumerate(CLASS_NAMES):
            assert found[true, predicted].findtext(f"{SVG}text") == str(CONFUSION[row][column])


def test_colour_is_the_share_of_the_row() -> None:
    found = cells(confusion_svg([[90, 10], [10, 0]], ["a", "b"]))
    assert opacity(found["a", "a"]) == pytest.approx(0.9)
    assert opacity(found["b", "a"]) == pytest.approx(1.0)
    assert opacity(found["a", "b"]) < opacity(found["b", "a"])


def test_a_class_without_images_is_drawn() -> None:
    assert len(cells(confusion_svg([[0, 0], [1, 2]], ["a", "b"]))) == 4


def test_names_cannot_break_out_of_the_picture() -> None:
    svg = confusion_svg([[1, 2], [3, 4]], ["<script>", '"&\x00'])
    assert "<script" not in svg
    assert set(cells(svg)) == {(a, b) for a in ("<script>", '"&�') for b in ("<script>", '"&�')}


def test_it_names_no_outside_resource() -> None:
    root = ElementTree.fromstring(confusion_svg(CONFUSION, CLASS_NAMES))
    assert not [name for element in root.iter() for name in element.attrib if name.endswith(("href", "src"))]


@pytest.mark.parametrize("matrix", [[[1, 2]], [[1], [2]], [[1, -1], [0, 1]], []])
def test_a_misshapen_matrix_is_refused(matrix: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="confusion matrix"):
        confusion_svg(matrix, ["a", "b"])


def test_most_confused_pairs_come_largest_first() -> None:
    pairs = most_confused(CONFUSION, CLASS_NAMES, 2)
    assert pairs == [("Shirt", "T-shirt/top", 86, 500), ("T-shirt/top", "Shirt", 48, 500)]


def test_the_sentence_names_pairs_and_counts() -> None:
    sentence = confusion_sentence(CONFUSION, CLASS_NAMES)
    assert sentence.startswith("Shirt is taken for T-shirt/top 86 times of 500, ")
    assert sentence.endswith(".")


def test_the_sentence_of_few_mistakes() -> None:
    assert confusion_sentence([[5, 1], [0, 5]], ["a", "b"]) == "a is taken for b 1 time of 6."
    assert confusion_sentence([[5, 0], [0, 5]], ["a", "b"]) == "No image was taken for another class."
