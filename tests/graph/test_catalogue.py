"""Every network of the zoo against every motif: no miss, no false alarm."""

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.evidence.graph.motifs.catalogue import find_motifs
from harness.evidence.graph.motifs.motif import MOTIF_NAMES
from tests.conftest import ROOT

from .synthetic import Builder, committed

RESIDUAL_STAGES = {"residual, identity": 4, "residual, projection": 2}
HEAD = {"fully connected layer": 1, "softmax head": 1}
GLOBAL_HEAD = HEAD | {"global pooling": 1}
LEARNT_HEAD = {"fully connected layer": 2, "softmax head": 1}
EXPECTED: dict[str, dict[str, int]] = {
    "softmax_regression": HEAD,
    "fcnn": HEAD | {"fully connected layer": 3},
    "lenet": HEAD | {"convolution": 2, "average pooling": 2, "fully connected layer": 3},
    "cnn_mnist": LEARNT_HEAD | {"convolution": 2, "convolution stack": 1, "max pooling": 1},
    "alexnet": HEAD
    | {"convolution": 5, "convolution stack": 1, "max pooling": 3, "fully connected layer": 3},
    # Three mlpconv blocks of three convolutions, and no dense layer.
    "nin": {
        "convolution": 9,
        "convolution stack": 3,
        "max pooling": 2,
        "global pooling": 1,
        "softmax head": 1,
    },
    # Dilations 1, 2, 4 and 8, and all four stacked.
    "dilated_cnn": GLOBAL_HEAD
    | {"convolution": 1, "dilated convolution": 3, "batch normalisation": 4, "skip concatenation": 1},
    # A separable convolution ends in one of 1×1; five normalisations, and poolings after the first and third of them.
    "separable_cnn": GLOBAL_HEAD
    | {
        "convolution": 5,
        "depthwise separable convolution": 4,
        "convolution stack": 3,
        "batch normalisation": 5,
        "max pooling": 2,
    },
    "locally_connected": LEARNT_HEAD | {"convolution": 1, "locally connected layer": 1, "max pooling": 2},
    "deconv": LEARNT_HEAD | {"convolution": 2, "convolution stack": 1},
    "inception": LEARNT_HEAD
    | {"convolution": 2 + 6, "convolution stack": 1, "max pooling": 1 + 1, "Inception, reduced": 1},
    # Three groups of two blocks of two convolutions; the second and third begin with a projection.
    "resnet": GLOBAL_HEAD | RESIDUAL_STAGES | {"convolution": 1 + 12 + 2, "batch normalisation": 15},
    # Projections are not normalised; one more normalisation ends it.
    "preresnet": GLOBAL_HEAD | RESIDUAL_STAGES | {"convolution": 1 + 12 + 2, "batch normalisation": 12 + 1},
    # Six layers with a shortcut each, three blocks with one more; in two of them the first and the outer one project.
    "resnet_in_resnet": GLOBAL_HEAD
    | {
        "convolution": 2 + 6 + 4,
        "batch normalisation": 12,
        "residual, identity": 5,
        "residual, projection": 4,
    },
    # The outer shortcuts end in the additions of the last blocks; three of the four levels above project.
    "ror": GLOBAL_HEAD | RESIDUAL_STAGES | {"convolution": 1 + 12 + 2 + 3, "batch normalisation": 18},
    # Three blocks of three columns with 1, 2 and 4 convolutions; columns meet twice in each.
    "fractalnet": GLOBAL_HEAD
    | {"convolution": 21, "batch normalisation": 21, "max pooling": 2, "fractal join": 6},
    "densenet": GLOBAL_HEAD
    | {
        "convolution": 1 + 18 + 2,
        "batch normalisation": 21,
        "average pooling": 2,
        "dense connectivity": 3,
    },
    # Six modules that apply their F (seven convolutions, one of the branches with two of 3×3) or G twice in all.
    "polynet": GLOBAL_HEAD
    | {
        "convolution": 3 + 12 * 7,
        "convolution stack": 1,
        "batch normalisation": 87,
        "residual, identity": 6,
        "Inception, factorised": 12,
        "Inception-residual": 6,
    },
    # Its softmax is not the end: the mean of two views is.
    "best_network": {
        "convolution": 1 + 8 + 2,
        "batch normalisation": 11,
        "residual, identity": 2,
        "residual, projection": 2,
        "global pooling": 1,
        "fully connected layer": 1,
    },
    "autoencoder": {
        "convolution": 2,
        "convolution stack": 1,
        "transposed convolution": 2,
        "fully connected layer": 2,
    },
    "inception_naive": GLOBAL_HEAD | {"convolution": 1 + 3, "max pooling": 1, "Inception, naive": 1},
    "inception_5x5_as_3x3": GLOBAL_HEAD
    | {"convolution": 1 + 7, "batch normalisation": 7, "max pooling": 1, "Inception, factorised": 1},
    "inception_nx1": GLOBAL_HEAD
    | {"convolution": 1 + 4 + 2 + 4, "max pooling": 1, "Inception, factorised": 1},
}


@pytest.fixture(scope="module")
def table() -> ModuleType:
    """The command that writes the page."""
    spec = importlib.util.spec_from_file_location("motif_table", ROOT / "tools" / "motif_table.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["motif_table"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found(
    table: ModuleType, guest_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Counter[str]]:
    """What is found in each network, built afresh."""
    folder = tmp_path_factory.mktemp("zoo")
    table.write_graphs(guest_python, folder)
    return dict(table.counts(folder))


@pytest.mark.guest
def test_each_network_has_what_it_is_built_of_and_nothing_else(found: dict[str, Counter[str]]) -> None:
    assert {name: dict(motifs) for name, motifs in found.items()} == EXPECTED


@pytest.mark.guest
def test_the_page_says_what_is_found(table: ModuleType, found: dict[str, Counter[str]]) -> None:
    assert (ROOT / "docs" / "motifs.md").read_text(encoding="utf-8") == table.page(found)


def test_each_motif_is_shown_by_some_network() -> None:
    shown = {name for motifs in EXPECTED.values() for name in motifs}
    shown |= {motif.name for name in ("added", "dilated") for motif in find_motifs(committed(name))}
    assert shown == set(MOTIF_NAMES)


def names(builder: Builder, output: int) -> set[str]:
    return {motif.name for motif in find_motifs(builder.graph(output))}


@given(convolutions=st.integers(1, 4), activation=st.sampled_from([None, "Relu"]), swap=st.booleans())
def test_an_addition_of_what_came_in_is_residual(
    convolutions: int, activation: str | None, swap: bool
) -> None:
    builder = Builder()
    start = x = builder.conv(builder.input, 16, 3, activation)
    for _ in range(convolutions):
        x = builder.conv(x, 16, 3, activation)
    terms = [start, x]
    assert "residual, identity" in names(builder, builder.join("AddV2", terms[::-1] if swap else terms))


def test_an_activation_that_adds_is_not_residual() -> None:
    builder = Builder()
    x = builder.conv(builder.input, 16, 3)
    cube = builder.join("Mul", [x, builder.unary("Square", x)])
    assert names(builder, builder.join("AddV2", [x, cube])) == {"convolution"}


def test_two_convolutions_side_by_side_are_not_residual() -> None:
    builder = Builder()
    sides = [builder.conv(builder.input, 16, size) for size in (3, 5)]
    assert names(builder, builder.join("AddV2", sides)) == {"convolution"}


def test_one_concatenation_with_what_came_in_is_no_dense_block() -> None:
    builder = Builder()
    x = builder.conv(builder.input, 16, 3)
    joined = builder.concat([x, builder.conv(x, 8, 3)])
    assert names(builder, joined) == {"convolution", "skip concatenation"}
    again = builder.concat([joined, builder.conv(joined, 8, 3)])
    assert names(builder, again) == {"convolution", "dense connectivity"}


def test_a_channel_s_factor_alone_is_no_normalisation() -> None:
    builder = Builder()
    scaled = builder.with_constant("Mul", builder.conv(builder.input, 16, 3, None))
    assert "batch normalisation" not in names(builder, scaled)
    assert "batch normalisation" in names(builder, builder.with_constant("AddV2", scaled))
