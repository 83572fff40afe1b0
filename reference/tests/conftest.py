"""What makes the zoo's tests quicker on JAX, which compiles each operation anew for each shape, for code that runs once."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from typing import Any
from unittest import mock

import numpy as np
import pytest

from harness.guest.loading import quicker

# Read at JAX's start. Without the first, most time goes into making code quick that runs once; without the second, networks take
# twice as long; the third saves a twelfth.
os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")
os.environ.setdefault(
    "XLA_FLAGS", "--xla_cpu_use_fusion_emitters=false --xla_cpu_parallel_codegen_split_count=1"
)
quicker()


@pytest.fixture(scope="session")
def built() -> Callable[[str], Any]:
    """A network by its name, built once; a test may train it."""
    import keras

    from reference.zoo.networks import NETWORKS

    @cache
    def build(name: str) -> Any:
        keras.utils.set_random_seed(0)
        return NETWORKS[name].build()

    return build


@pytest.fixture(autouse=True, scope="session")
def initial_values_by_numpy() -> Iterator[None]:
    """NumPy, whose seed `keras.utils.set_random_seed` sets too, draws at once what weights are initially, where JAX compiles each
    initialiser for each shape: half of what a network's test took. tests/measure/test_real_zoo.py trains with those of JAX."""
    # Else the process that hands tests out would import it, too.
    import keras

    if keras.backend.backend() != "jax":
        yield
        return
    values: dict[str, Callable[..., np.ndarray]] = {
        "VarianceScaling": lambda self, shape: np.random.normal(0, _deviation(self, shape), shape),  # noqa: NPY002 - the one seeded
        "Zeros": lambda self, shape: np.zeros(shape),
        "Ones": lambda self, shape: np.ones(shape),
    }

    def by_numpy(made: Callable[..., np.ndarray]) -> Callable[..., Any]:
        def call(self: Any, shape: Sequence[int], dtype: str | None = None, **_: object) -> Any:
            return keras.ops.convert_to_tensor(
                made(self, shape).astype(keras.backend.standardize_dtype(dtype))
            )

        return call

    with ExitStack() as patches:
        for name, made in values.items():
            initializer = getattr(keras.initializers, name)
            patches.enter_context(mock.patch.object(initializer, "__call__", by_numpy(made)))
        yield


def _deviation(initializer: Any, shape: Sequence[int]) -> float:
    """As He's and Glorot's have it, whichever axes they count."""
    return float(np.sqrt(initializer.scale / np.prod(shape[:-1])))
