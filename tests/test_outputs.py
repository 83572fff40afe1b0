"""Which of the numbers in a notebook's outputs count as shown."""

from harness.assignments.fashion_mnist.checks.check_setup import check_version_shown
from harness.assignments.fashion_mnist.checks.f1_evidence import SPEAKS_OF_F1
from harness.assignments.fashion_mnist.data.spec import CALLS
from harness.checks.outputs import Outputs
from harness.evidence.schema import Evidence, Fit, NotebookCell, Plot, Value
from harness.grade.record import Status
from tests.asked import ask, cell

BAR = (
    "\x1b[1m313/313\x1b[0m \x1b[32m━━━━\x1b[0m \x1b[1m4s\x1b[0m 10ms/step - accuracy: 0.8336 - loss: 0.4606\n"
)
LINE = "469/469 - 20s - 43ms/step - accuracy: 0.8336 - loss: 0.4606\n"
LOAD = "import numpy as np\nx, y = np.load('fashion.npz')\n"


def outputs(source: str, text: str = "", **kept: float) -> Outputs:
    cell = NotebookCell(number=1, code=True, source=LOAD + source, text=text, pictures=1, count=7)
    values = [Value(name=name, shape=[], data=[value]) for name, value in kept.items()]
    plots = [Plot(cell=7, shows="bars", data=[6000.0] * 10), Plot(cell=8, shows="bars", data=[1.0, 2.0])]
    return Outputs(Evidence(notebook=[cell], values=values, plots=plots), {}, CALLS)


def test_a_progress_bar_shows_nothing() -> None:
    assert outputs("model.evaluate(x, y)", BAR + LINE + "done 0.25\n").numbers() == [0.25]


def test_a_number_that_was_typed_is_not_computed() -> None:
    assert outputs("print('F1 is 0.91', f1(x))", "F1 is 0.91 0.88").numbers() == [0.88]


def test_an_accuracy_that_equals_f1_is_no_f1() -> None:
    found = outputs(
        "accuracy = score(x)\nprint('Точность на тесте:', accuracy)",
        "Точность на тесте: 0.8336",
        accuracy=0.8336,
    )
    assert found.shows(0.8336, 0.0006)
    assert not found.shows(0.8336, 0.0006, SPEAKS_OF_F1)


def test_an_f1_of_the_student_s_own_making_is_one() -> None:
    for source, text, kept in (
        ("print('macro-F1', value(x))", "macro-F1 0.8337", {}),
        ("print('F-мера', value(x))", "F-мера 0.8337", {}),
        ("p = r = score(x)\nf1_macro = 2 * p * r / (p + r)", "", {"f1_macro": 0.8337}),
    ):
        assert outputs(source, text, **kept).shows(0.8336, 0.0006, SPEAKS_OF_F1), source


def test_a_variable_that_was_typed_is_no_value() -> None:
    found = outputs("mean = x.mean()\nclaimed = 72.94", mean=72.94, claimed=72.94)
    assert [value.name for value in found.values] == ["mean"]


def test_a_helper_in_another_file_is_followed() -> None:
    cell = NotebookCell(number=1, code=True, source="from stats import report\nreport()", text="mean 72.94")
    modules = {"stats": LOAD + "def report():\n    print('mean', x.mean())"}
    assert Outputs(Evidence(notebook=[cell]), modules, CALLS).numbers() == [72.94]
    assert (
        Outputs(
            Evidence(notebook=[cell]), {"stats": "def report():\n    print('mean', 72.94)"}, CALLS
        ).numbers()
        == []
    )


def test_a_plot_counts_in_a_cell_that_uses_the_data() -> None:
    assert [plot.data for plot in outputs("plt.bar(range(10), count(y))").plots("bars")] == [[6000.0] * 10]
    typed = NotebookCell(number=1, code=True, source="plt.bar(range(10), [6000] * 10)", pictures=1, count=7)
    plots = [Plot(cell=7, shows="bars", data=[6000.0] * 10)]
    assert Outputs(Evidence(notebook=[typed], plots=plots), {}, CALLS).plots("bars") == []


def test_a_picture_of_another_kind_counts_where_nothing_was_seen_being_drawn() -> None:
    assert outputs("px.imshow(x[0]).show()").other_pictures() == []
    cell = NotebookCell(number=1, code=True, source=LOAD + "px.imshow(x[0]).show()", pictures=1, count=3)
    assert Outputs(Evidence(notebook=[cell]), {}, CALLS).other_pictures() == [cell]


def test_curves_of_a_training_are_no_picture_of_the_data() -> None:
    cell = NotebookCell(number=1, code=True, source=LOAD + "plt.plot(history)", pictures=1, count=3)
    fit = Fit(
        fit="f1", model="m1", completed=True, seconds=1, history={"loss": [0.75, 0.5], "accuracy": [0.7, 0.8]}
    )
    loss, accuracy = (Plot(cell=3, shows="line", data=heights, figure=1) for heights in fit.history.values())
    counts = Plot(cell=3, shows="line", data=[6000.0] * 10, figure=1)

    def found(*plots: Plot, pictures: int = 1) -> int:
        shown = cell.model_copy(update={"pictures": pictures})
        evidence = Evidence(notebook=[shown], plots=list(plots), fits=[fit])
        return len(Outputs(evidence, {}, CALLS).other_pictures())

    assert found(loss, accuracy) == 0
    assert found(loss, accuracy, pictures=2) == 1
    assert found(loss, accuracy.model_copy(update={"figure": 2}), pictures=2) == 0
    assert found(loss, counts) == 1
    assert found(loss, Plot(cell=3, shows="line", figure=1)) == 1


def test_the_version_that_pip_shows_is_shown() -> None:
    versions = {"keras": "3.15.1"}
    said = cell("Name: keras\nVersion: 3.15.1\n", "!pip show keras")
    assert ask(check_version_shown, said, versions=versions)[0] is Status.PASSED
    said = cell("WARNING: Package(s) not found: keras\n", "!pip show keras")
    assert ask(check_version_shown, said, versions=versions)[0] is Status.FAILED
