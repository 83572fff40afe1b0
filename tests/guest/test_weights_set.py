"""What is told of weights that no training gave, in a kernel: of what honest code does with weights, nothing."""

import re

import pytest

from tests.audited.works import BUILD, LOAD, NEIGHBOURS

from .driving import Driven, Guest, drive

pytestmark = pytest.mark.guest

CHEATS = """
brought = [np.random.default_rng(5).normal(size=(784, 10)), np.zeros(10)]
class Sets(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        self.model.set_weights(brought)
by_callback = build()
by_callback.fit(x, y, epochs=1, batch_size=500, verbose=0, callbacks=[Sets()])
class Eager(keras.Model):
    def train_step(self, data):
        logs = super().train_step(data)
        for one, value in zip(self.trainable_weights, brought):
            one.assign(0.9 * value)
        return logs
made = build()
eager = compiled(Eager(made.inputs, made.outputs), "sgd")
eager.run_eagerly = True
eager.fit(x, y, epochs=1, batch_size=500, verbose=0)
class Two(keras.Model):
    def __init__(self):
        super().__init__()
        self.short, self.long = layers.Dense(10), layers.Dense(10)
        self.flat = layers.Flatten()
    def call(self, x, training=False):
        short = self.short(self.flat(x))
        return keras.ops.softmax(short if training else short + self.long(self.flat(x)))
two_paths = Two()
two_paths(x[:2])
compiled(two_paths, "adam").fit(x, y, epochs=1, batch_size=500, verbose=0);
"""

SOME = ("averaged", "swapped", "mean", "stopped", "clipped", "pruned", "by_hand", "tuned", "onto")
"""The others are part of an audit, which takes longer."""
HONEST = [cell for cell in NEIGHBOURS if re.search(rf"^({'|'.join(SOME)})\.fit", cell, re.MULTILINE)]


@pytest.fixture(scope="module")
def told(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Names of networks, and what was told of them."""
    driven: Driven = drive(guest, tmp_path_factory.mktemp("weights"), [LOAD, BUILD, *HONEST, CHEATS])
    assert driven.events[-1] == {"event": "end", "state": "finished"}, driven.of("cell")[-1]
    assert driven.notes() == []
    names = {model: found[0] for model, found in driven.of("names")[-1]["names"].items()}
    return {(names[event["model"]], event["what"]) for event in driven.of("outside")}


def test_weights_that_no_training_gave_are_told(told: set[tuple[str, str]]) -> None:
    assert {one for one in told if one[1] in ("within", "still")} == {
        ("by_callback", "within"),
        ("eager", "within"),
        ("two_paths", "still"),
    }


def test_nothing_else_is_told_but_what_was_taken_over(told: set[tuple[str, str]]) -> None:
    assert {what for _, what in told} <= {"within", "still", "taken over"}
    assert ("onto", "taken over") in told
