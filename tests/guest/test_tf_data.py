"""Pipelines are iterated without autotuning, and otherwise as they were."""

import json

import pytest

from .driving import Guest, drive

pytestmark = pytest.mark.guest

CELL = """
import json, tensorflow as tf
def tuned(dataset):
    iterator = iter(dataset)
    return iterator._dataset.options().autotune.enabled
def with_tuning(enabled):
    options = tf.data.Options()
    options.autotune.enabled = enabled
    options.deterministic = False
    return numbers.with_options(options)
tf.random.set_seed(3)
numbers = tf.data.Dataset.range(5).map(lambda i: i * i, num_parallel_calls=tf.data.AUTOTUNE)
@tf.function
def added(dataset):
    total = tf.constant(0, tf.int64)
    for number in dataset:
        total += number
    return total
found = {
    "by default": tuned(numbers.prefetch(tf.data.AUTOTUNE)),
    "asked for": tuned(with_tuning(True)),
    "refused": tuned(with_tuning(False)),
    "other options": iter(with_tuning(False))._dataset.options().deterministic,
    "elements": [int(number) for number in numbers],
    "again": [int(number) for number in numbers],
    "in a function": int(added(numbers)),
    "itself": numbers.options().autotune.enabled,
}
with open("found.json", "w") as file:
    json.dump(found, file)
"""


def test_a_pipeline_is_tuned_only_where_its_author_asks(
    guest: Guest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("pipelines")
    run = drive(guest, folder, [CELL])
    assert run.events[-1]["state"] == "finished", run.of("cell")[-1]
    squares = [0, 1, 4, 9, 16]
    assert json.loads((folder / "work" / "found.json").read_text()) == {
        "by default": False,
        "asked for": True,
        "refused": False,
        "other options": False,
        "elements": squares,
        "again": squares,
        "in a function": sum(squares),
        "itself": None,
    }
