"""What is particular to each network of residual kind."""

from collections.abc import Callable

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.zoo.networks.densenet import densenet
from reference.zoo.networks.fractalnet import LOCAL, Join, PathPlan, fractal_block, fractalnet
from reference.zoo.networks.polynet import inception_residual, poly_module, polynet
from reference.zoo.networks.resnet import preresnet, resnet
from reference.zoo.networks.resnet_in_resnet import generalized_layer, resnet_in_resnet, rir_block
from reference.zoo.networks.ror import ror


def trained_parameters(model: keras.Model) -> int:
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_variables)


def layers_of(model: keras.Model, kind: type[keras.layers.Layer]) -> list[keras.layers.Layer]:
    return [layer for layer in model.layers if isinstance(layer, kind)]


PROJECTIONS = 16 * 32 + 32 * 64
"""Kernels of the 1x1 shortcuts of ResNet-20, where the paper's (option A) have no parameters."""


@pytest.mark.one_backend
@pytest.mark.parametrize(
    ("build", "shortcuts"), [(resnet, PROJECTIONS + 2 * (32 + 64)), (preresnet, PROJECTIONS)]
)
def test_resnet_20_has_the_published_size(build: Callable[..., keras.Model], shortcuts: int) -> None:
    model = build(input_shape=(32, 32, 3), blocks=3, widths=(16, 32, 64))
    kernels = [layer for layer in layers_of(model, keras.layers.Conv2D) if layer.kernel_size == (3, 3)]
    assert len(kernels) + len(layers_of(model, keras.layers.Dense)) == 6 * 3 + 2
    assert trained_parameters(model) == 269_722 + shortcuts, "0.27 million in the paper"


@pytest.mark.one_backend
def test_ror_is_a_resnet_with_shortcuts_over_groups_and_over_all() -> None:
    model, plain = ror(widths=(4, 8, 16)), resnet(widths=(4, 8, 16))
    terms = [len(layer.input) for layer in layers_of(model, keras.layers.Add)]
    assert terms == [2, 3, 2, 3, 2, 4]
    # Projections where the shape changes: 4 to 8 and 8 to 16 channels of groups, 4 to 16 of the root.
    projections = sum(a * b + 4 * b for a, b in ((4, 8), (8, 16), (4, 16)))
    assert model.count_params() == plain.count_params() + projections


@pytest.mark.one_backend
def test_densenet_bc_has_the_published_size() -> None:
    assert trained_parameters(densenet((32, 32, 3), depth=100, growth=12)) == 769_162


@pytest.mark.one_backend
def test_densenet_stacks_what_every_layer_before_made() -> None:
    model = densenet(depth=16, growth=4)
    assert [layer.output.shape[-1] for layer in layers_of(model, keras.layers.Concatenate)] == [
        12, 16, 12, 16, 12, 16,
    ]  # fmt: skip
    with pytest.raises(ValueError, match="6n"):
        densenet(depth=21)


@pytest.mark.one_backend
@settings(max_examples=4, deadline=None)
@given(columns=st.integers(1, 4))
def test_a_fractal_has_its_number_of_convolutions_and_its_depth(columns: int) -> None:
    inputs = keras.Input((4, 4, 1))
    model = keras.Model(inputs, fractal_block(inputs, PathPlan(columns)(inputs), columns, 2))
    convolutions = layers_of(model, keras.layers.Conv2D)
    assert len(convolutions) == 2**columns - 1
    depth: dict[str, int] = {}
    for layer in model.layers:
        before = [
            depth.get(tensor._keras_history.operation.name, 0)
            for node in layer._inbound_nodes
            for tensor in node.input_tensors
        ]
        depth[layer.name] = max(before, default=0) + isinstance(layer, keras.layers.Conv2D)
    assert max(depth.values()) == 2 ** (columns - 1)


def test_a_join_is_the_mean_and_in_training_of_at_least_one() -> None:
    keras.utils.set_random_seed(0)
    values = [np.full((64, 1, 1, 1), 10.0**i, "float32") for i in range(3)]
    local = np.full(64, LOCAL, "int32")
    join = Join(rate=0.6)
    np.testing.assert_allclose(np.asarray(join(values, local, training=False)), 37.0)
    out = np.asarray(join(values, local, training=True)).ravel()
    means = {1.0, 10.0, 100.0, 5.5, 50.5, 55.0, 37.0}
    assert {round(float(value), 3) for value in out} <= means
    assert len(set(out.round(3))) >= 5, "images are sampled each on its own"


def test_a_column_alone_is_the_only_one_where_it_reaches() -> None:
    values = [np.full((3, 1, 1, 1), 10.0**i, "float32") for i in range(2)]
    out = np.asarray(Join()(values, np.array([0, 1, 2], "int32"), training=True)).ravel()
    np.testing.assert_allclose(out, [1.0, 10.0, 5.5])


@pytest.mark.parametrize(("column", "convolutions"), [(0, 4), (1, 2), (2, 1)])
def test_a_column_alone_runs_through_the_whole_block(column: int, convolutions: int) -> None:
    keras.utils.set_random_seed(0)
    images, plan = keras.Input((6, 6, 2)), keras.Input((), dtype="int32")
    model = keras.Model([images, plan], fractal_block(images, plan, columns=3, filters=2, rate=0.5))
    given = [
        np.random.default_rng(0).normal(size=(4, 6, 6, 2)).astype("float32"),
        np.full(4, column, "int32"),
    ]
    before = np.asarray(model(given, training=True))
    used = 0
    for layer in layers_of(model, keras.layers.Conv2D):
        kernel = np.array(layer.kernel)
        layer.kernel.assign(kernel[..., ::-1])
        used += bool(abs(np.asarray(model(given, training=True)) - before).max() > 1e-4)
        layer.kernel.assign(kernel)
    assert used == convolutions


def test_a_plan_mixes_local_and_global_sampling_half_and_half() -> None:
    keras.utils.set_random_seed(1)
    images = np.zeros((2000, 1), "float32")
    plan = np.asarray(PathPlan(columns=3)(images, training=True))
    assert abs((plan == LOCAL).mean() - 0.5) < 0.05
    assert [abs((plan == column).mean() - 1 / 6) < 0.04 for column in range(3)] == [True] * 3
    assert (np.asarray(PathPlan(columns=3)(images, training=False)) == LOCAL).all()


@pytest.mark.one_backend
def test_fractalnet_needs_a_column() -> None:
    with pytest.raises(ValueError, match="column"):
        fractalnet(columns=0)


def test_rir_without_crossing_weights_is_a_residual_layer_beside_a_plain_one() -> None:
    keras.utils.set_random_seed(0)
    residual, transient = keras.Input((5, 5, 2)), keras.Input((5, 5, 2))
    outputs = generalized_layer((residual, transient), 2, name="rir")
    model = keras.Model([residual, transient], list(outputs))
    layer = model.get_layer("rir_conv")
    kernel = np.array(layer.kernel)
    kernel[:, :, :2, 2:] = 0
    kernel[:, :, 2:, :2] = 0
    layer.kernel.assign(kernel)
    random = np.random.default_rng(0)
    r, t, other = (random.normal(size=(3, 5, 5, 2)).astype("float32") for _ in range(3))
    first, second = (np.asarray(x) for x in model([r, t]))
    np.testing.assert_allclose(np.asarray(model([r, other])[0]), first, atol=1e-6)
    np.testing.assert_allclose(np.asarray(model([other, t])[1]), second, atol=1e-6)
    layer.kernel.assign(kernel * 0)
    first, second = (np.asarray(x) for x in model([r, t]))
    np.testing.assert_allclose(first, np.maximum(r, 0), atol=1e-6)
    np.testing.assert_allclose(second, 0, atol=1e-6)


def test_rir_has_a_shortcut_over_both_of_its_layers() -> None:
    residual, transient = keras.Input((5, 5, 2)), keras.Input((5, 5, 2))
    model = keras.Model([residual, transient], list(rir_block((residual, transient), 2, name="rir")))
    for layer in layers_of(model, keras.layers.Conv2D):
        layer.kernel.assign(np.zeros(layer.kernel.shape))
    r, t = np.random.default_rng(0).random((2, 3, 5, 5, 2), "float32")
    first, second = (np.asarray(x) for x in model([r, t]))
    np.testing.assert_allclose(first, 2 * r, atol=1e-6)
    np.testing.assert_allclose(second, 0, atol=1e-6)


@pytest.mark.one_backend
def test_rir_streams_feed_each_other() -> None:
    model = resnet_in_resnet(widths=(2, 4))
    assert model.get_layer("stage1_1_1_conv").kernel.shape == (3, 3, 4, 4)
    assert model.get_layer("stage2_1_1_conv").kernel.shape == (3, 3, 4, 8)


def test_poly_2_applies_one_f_twice_and_normalises_each_time() -> None:
    keras.utils.set_random_seed(0)
    inputs = keras.Input((6, 6, 6))
    model = keras.Model(inputs, poly_module(inputs, "poly-2"))
    f = keras.Model(inputs, inception_residual(6, "poly_f")(inputs))
    for layer in layers_of(f, keras.layers.Conv2D):
        layer.set_weights(model.get_layer(layer.name).get_weights())
    x = np.random.default_rng(0).normal(size=(2, 6, 6, 6)).astype("float32")
    once = np.asarray(f(x))
    np.testing.assert_allclose(
        np.asarray(model(x)), np.maximum(x + once + np.asarray(f(once)), 0), rtol=1e-4, atol=1e-5
    )
    kernels, normalisation = 5 * 6**2, 12 * 6
    assert f.count_params() == kernels + normalisation
    assert model.count_params() == kernels + 2 * normalisation
    for kind in ("mpoly-2", "2-way"):
        assert keras.Model(inputs, poly_module(inputs, kind)).count_params() == 2 * (kernels + normalisation)


@pytest.mark.one_backend
def test_polynet_names_a_kind_that_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="poly-9"):
        polynet(kinds=("poly-9",))
