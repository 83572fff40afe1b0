"""The best network: its views, its learning rate, and that it learns."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.zoo.task7.network import best_network
from reference.zoo.task7.plan import CPU, GPU, Plan, plan_here
from reference.zoo.task7.training import one_cycle, train_best
from reference.zoo.task7.views import MeanOfViews, Views, shifted


@settings(max_examples=30, deadline=None)
@given(down=st.integers(-5, 5), right=st.integers(-5, 5))
def test_a_shift_moves_and_fills_with_zeros(down: int, right: int) -> None:
    images = np.random.default_rng(0).random((2, 5, 6, 1), "float32") + 1
    expected = np.zeros_like(images)
    for row in range(5):
        for column in range(6):
            if 0 <= row - down < 5 and 0 <= column - right < 6:
                expected[:, row, column] = images[:, row - down, column - right]
    np.testing.assert_array_equal(np.asarray(shifted(images, down, right)), expected)


def test_views_are_the_image_its_shifts_and_all_of_them_mirrored() -> None:
    images = np.random.default_rng(0).random((3, 8, 8, 1), "float32")
    layer = Views(flip=True, shift=1)
    stacked = np.asarray(layer(images, training=False)).reshape(10, 3, 8, 8, 1)
    np.testing.assert_array_equal(stacked[0], images)
    np.testing.assert_array_equal(stacked[1, :, 1:], images[:, :-1])
    np.testing.assert_array_equal(stacked[5:], stacked[:5, :, :, ::-1])
    np.testing.assert_array_equal(np.asarray(layer(images, training=True)), images)
    assert (layer.count, Views(flip=True).count, Views(flip=False).count) == (10, 2, 1)
    with pytest.raises(ValueError, match="-1"):
        Views(shift=-1)


def test_the_mean_is_over_the_views_of_one_image() -> None:
    answers = np.random.default_rng(0).random((6, 10), "float32")
    layer = MeanOfViews(2)
    np.testing.assert_allclose(
        np.asarray(layer(answers, training=False)), (answers[:3] + answers[3:]) / 2, rtol=1e-6
    )
    np.testing.assert_array_equal(np.asarray(layer(answers, training=True)), answers)


@pytest.mark.one_backend
@settings(max_examples=10, deadline=None)
@given(steps=st.integers(10, 2000), warm_up=st.sampled_from([0.0, 0.2, 0.5]))
def test_the_rate_rises_once_and_ends_at_zero(steps: int, warm_up: float) -> None:
    rate = one_cycle(steps, peak=0.3, warm_up=warm_up)._learning_rate
    values = [float(rate(step)) for step in np.linspace(0, steps, 40)]
    top = int(np.argmax(values))
    assert max(values) <= 0.3 + 1e-6
    assert values[: top + 1] == sorted(values[: top + 1])
    assert values[top:] == sorted(values[top:], reverse=True)
    assert values[-1] == pytest.approx(0, abs=1e-6)


def test_scales_and_biases_are_not_decayed() -> None:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1), keras.layers.BatchNormalization()])
    optimizer = one_cycle(10)
    optimizer.build(model.trainable_variables)
    decayed = {weight.name for weight in model.trainable_variables if optimizer._use_weight_decay(weight)}
    assert decayed == {"kernel"}


@pytest.mark.parametrize(("steps", "warm_up"), [(0, 0.2), (10, 1.0)])
def test_a_wrong_cycle_is_named(steps: int, warm_up: float) -> None:
    with pytest.raises(ValueError, match="step"):
        one_cycle(steps, warm_up=warm_up)


def test_the_best_network_learns_and_answers_alike_for_mirrored_images() -> None:
    keras.utils.set_random_seed(0)
    # Two classes that a mirror image cannot mix up: bright above, bright below.
    labels = np.arange(256) % 2
    images = np.random.default_rng(0).random((256, 28, 28, 1), "float32") * 0.5
    images[labels == 0, :14] += 0.5
    images[labels == 1, 14:] += 0.5
    model = best_network(classes=2, widths=(4, 8, 8), blocks=1)
    losses = train_best(model, images, labels, epochs=4, batch_size=32, verbose=0)
    assert len(losses) == 4
    assert losses[-1] < losses[0]
    answers = np.asarray(model(images, training=False))
    np.testing.assert_allclose(np.asarray(model(images[:, :, ::-1], training=False)), answers, atol=1e-5)
    assert (answers.argmax(axis=1) == labels).mean() > 0.9


def test_training_ends_within_its_minutes_with_a_rate_of_zero() -> None:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    images, labels = np.zeros((64, 2), "float32"), np.arange(64) % 2
    # No time is left after the warm-up, so one more epoch is all there is.
    assert len(train_best(model, images, labels, epochs=50, batch_size=32, minutes=0, verbose=0)) == 2
    assert float(model.optimizer.learning_rate) == pytest.approx(0, abs=1e-6)
    assert len(train_best(model, images, labels, epochs=5, batch_size=32, minutes=60, verbose=0)) == 5


def test_one_epoch_is_too_few() -> None:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    with pytest.raises(ValueError, match="two epochs"):
        train_best(model, np.zeros((4, 2), "float32"), np.zeros(4, int), epochs=1)


@pytest.mark.parametrize(("plan", "parameters"), [(CPU, 660_906), (GPU, 16_412_298)])
def test_a_plan_builds_its_network(plan: Plan, parameters: int) -> None:
    model = plan.build()
    assert model.output_shape == (None, 10)
    assert model.count_params() == parameters


def test_without_a_graphics_card_the_plan_is_that_of_a_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras.distribution, "list_devices", lambda: ["cpu:0"])
    assert plan_here() is CPU
    monkeypatch.setattr(keras.distribution, "list_devices", lambda: ["cpu:0", "gpu:0"])
    assert plan_here() is GPU
