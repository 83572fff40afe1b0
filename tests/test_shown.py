"""Which of the numbers in a notebook's outputs count as shown."""

from harness.checks.check_f1 import SPEAKS_OF_F1
from harness.checks.shown import computed_numbers, shows_number
from harness.evidence import Evidence, NotebookCell, Value

BAR = (
    "\x1b[1m313/313\x1b[0m \x1b[32m━━━━\x1b[0m \x1b[1m4s\x1b[0m 10ms/step - accuracy: 0.8336 - loss: 0.4606\n"
)
LINE = "469/469 - 20s - 43ms/step - accuracy: 0.8336 - loss: 0.4606\n"


def evidence(source: str, text: str, **kept: float) -> Evidence:
    cell = NotebookCell(number=1, code=True, source=source, text=text)
    values = [Value(name=name, shape=[], data=[value]) for name, value in kept.items()]
    return Evidence(notebook=[cell], values=values)


def test_a_progress_bar_shows_nothing() -> None:
    assert computed_numbers(evidence("model.evaluate(x, y)", BAR + LINE + "done 0.25\n")) == [0.25]


def test_a_number_that_was_typed_is_not_computed() -> None:
    assert computed_numbers(evidence("print('F1 is 0.91', f1)", "F1 is 0.91 0.88")) == [0.88]


def test_an_accuracy_that_equals_f1_is_no_f1() -> None:
    cell = evidence("print('Точность на тесте:', accuracy)", "Точность на тесте: 0.8336", accuracy=0.8336)
    assert shows_number(cell, 0.8336, 0.0006)
    assert not shows_number(cell, 0.8336, 0.0006, SPEAKS_OF_F1)


def test_an_f1_of_the_student_s_own_making_is_one() -> None:
    for source, text, kept in (
        ("print('macro-F1', value)", "macro-F1 0.8337", {}),
        ("print('F-мера', value)", "F-мера 0.8337", {}),
        ("2 * p * r / (p + r)", "", {"f1_macro": 0.8337}),
    ):
        assert shows_number(evidence(source, text, **kept), 0.8336, 0.0006, SPEAKS_OF_F1), source
