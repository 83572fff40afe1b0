"""How a network was trained, in one sentence."""

import pytest

from harness.evidence.schema import Evidence, Fit, InputFacts
from harness.evidence.training import describe, rows_seen
from harness.words.say import say_all


def fit(number: int, epochs: int = 1, steps: int = 10, loop: bool = False) -> Fit:
    return Fit(
        fit=f"f{number}",
        model="m1",
        completed=True,
        seconds=1,
        loss="mse",
        optimizer="SGD",
        epochs=epochs,
        steps=steps,
        loop=loop,
    )


def given(number: int, total: int | None, **sources: int) -> InputFacts:
    return InputFacts.model_validate(
        {
            "fit": f"f{number}",
            "model": "m1",
            "shape": [128, 28, 28],
            "total": total,
            "mapping": None,
            "sources": sources,
        }
    )


@pytest.mark.parametrize(
    ("fits", "inputs", "sentence"),
    [
        ([], [], ""),
        ([fit(1)], [given(1, 60000)], "Trained: 60,000 rows, 1 epoch, mse, SGD."),
        (
            [fit(1, 2), fit(2, 3)],
            [given(1, 500), given(2, 60000)],
            "Trained: 60,000 rows, 5 epochs in 2 fits, mse, SGD.",
        ),
        ([fit(1, epochs=3)], [given(1, None)], "Trained: 3,840 rows, 3 epochs, mse, SGD."),
        ([fit(1)], [], "Trained: 1 epoch, mse, SGD."),
        (
            [fit(1, steps=1200, loop=True)],
            [given(1, None)],
            "Trained: 153,600 rows, 1,200 steps of a training loop, mse, SGD.",
        ),
        (
            [fit(1, epochs=2), fit(2, steps=0, loop=True)],
            [],
            "Trained: 2 epochs and a training loop, mse, SGD.",
        ),
        (
            [fit(1)],
            [given(1, 70000, train=100, test=20)],
            "Trained: 70,000 rows, 1 epoch, mse, SGD. It was trained on test images (20 of the rows looked at): "
            "what it scores on them means nothing.",
        ),
    ],
)
def test_the_sentence(fits: list[Fit], inputs: list[InputFacts], sentence: str) -> None:
    assert say_all(describe(Evidence(fits=fits, inputs=inputs), "m1")) == sentence


def test_another_network_s_rows_do_not_count() -> None:
    assert rows_seen(Evidence(fits=[fit(1)], inputs=[given(1, 60000)]), "m2") is None
