"""A job: what one run of the worker trains, and on what."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from reference.zoo.networks.network import LOSS, adam

IMAGE_SHAPE = (28, 28)
CLASSES = 10
SHUFFLE_SEED = 0
"""Which images a job with fewer than all of them gets must not depend on its seed."""


@dataclass(frozen=True)
class Job:
    """One training, as a JSON file states it.

    Args:
        network: name of a network; or else
        experiment: name of an experiment, and
        variant: name of one of its variants.
        epochs: how many epochs at most; None for as many as `seconds` allow.
        seconds: seconds of training after which it stops, within an epoch too; None for no such limit.
        seed: seed of weights, shuffling and random layers.
        images: how many of the training images, taken from a fixed shuffle; None for all.
        data: folder with `train_images.npy` uint8 (N, 28, 28), `train_labels.npy` uint8 (N,) and
            `test_images.npy` uint8 (M, 28, 28), the images to predict.
        out: folder to write to; made where it is missing.
    """

    data: Path
    out: Path
    network: str | None = None
    experiment: str | None = None
    variant: str | None = None
    epochs: int | None = 3
    seconds: float | None = None
    seed: int = 0
    images: int | None = None

    def __post_init__(self) -> None:
        names = (self.network is not None, self.experiment is not None, self.variant is not None)
        if names not in ((True, False, False), (False, True, True)):
            raise ValueError("A job names either a network, or an experiment and a variant of it.")
        if self.epochs is None and self.seconds is None:
            raise ValueError("A job needs a limit: epochs, seconds or both.")
        for what, value in (("epochs", self.epochs), ("seconds", self.seconds), ("images", self.images)):
            if value is not None and not value > 0:
                raise ValueError(f"A job's {what} must be above zero, not {value}.")
        if not 0 <= self.seed < 2**32:
            raise ValueError(f"A job's seed must be from 0 to 2**32 - 1, not {self.seed}.")

    @classmethod
    def read(cls, path: Path) -> "Job":
        """Reads a job file. Raises ValueError where it is none."""
        given = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(given, dict) or not {"data", "out"} <= given.keys():
            raise ValueError(f"{path} is not a job: it needs at least data, out and what to train.")
        if unknown := given.keys() - cls.__dataclass_fields__.keys():
            raise ValueError(f"{path} has fields that no job has: {', '.join(sorted(unknown))}.")
        return cls(**{**given, "data": Path(given["data"]), "out": Path(given["out"])})


@dataclass(frozen=True)
class Recipe:
    """What a network and a variant of an experiment have in common: all that training needs."""

    build: Callable[[], keras.Model]
    optimizer: Callable[[], keras.optimizers.Optimizer] = adam
    batch_size: int = 128
    planned: Callable[..., keras.optimizers.Optimizer] | None = None
    loss: str | keras.losses.Loss = LOSS
    augment: Callable[[], keras.layers.Layer] | None = None
    measure: Callable[[keras.Model, np.ndarray, np.ndarray], dict[str, list[float]]] | None = None
    graphics_card: bool = False


def recipe_of(job: Job) -> Recipe:
    """Looks the job's network or variant up. Raises ValueError where the zoo has none of that name."""
    if job.network is not None:
        from reference.zoo.networks import NETWORKS

        network = NETWORKS.get(job.network)
        if network is None:
            raise ValueError(f"The zoo has no network {job.network}; it has {', '.join(NETWORKS)}.")
        return Recipe(network.build, network.optimizer, network.batch_size)
    from reference.zoo.experiments import EXPERIMENTS

    experiment = EXPERIMENTS.get(job.experiment)
    if experiment is None:
        raise ValueError(f"The zoo has no experiment {job.experiment}; it has {', '.join(EXPERIMENTS)}.")
    for variant in experiment.variants:
        if variant.name == job.variant:
            return Recipe(
                build=variant.build,
                optimizer=variant.optimizer,
                batch_size=variant.batch_size,
                planned=variant.planned,
                loss=variant.loss,
                augment=variant.augment,
                measure=variant.measure,
                graphics_card=variant.graphics_card,
            )
    names = ", ".join(variant.name for variant in experiment.variants)
    raise ValueError(f"The experiment {job.experiment} has no variant {job.variant}; it has {names}.")


@dataclass(frozen=True)
class Data:
    """A job's images and labels, as uint8; `digest` is equal for equal data."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    digest: str


def read_data(job: Job) -> Data:
    """Reads the job's data and takes its share of the training images. Raises ValueError where they do not fit."""
    names = ("train_images", "train_labels", "test_images")
    train_images, train_labels, test_images = arrays = [
        np.load(job.data / f"{name}.npy", allow_pickle=False) for name in names
    ]
    for name, array in zip(names, arrays, strict=True):
        shape = () if name == "train_labels" else IMAGE_SHAPE
        if array.dtype != np.uint8 or array.shape[1:] != shape or not len(array):
            raise ValueError(
                f"{job.data / name}.npy holds {array.dtype} {array.shape}, not uint8 (N, *{shape})."
            )
    if len(train_images) != len(train_labels) or train_labels.max() >= CLASSES:
        raise ValueError(f"{job.data} needs a label from 0 to {CLASSES - 1} for each training image.")
    count = len(train_images) if job.images is None else job.images
    if count > len(train_images):
        raise ValueError(f"The job wants {count} training images and {job.data} holds {len(train_images)}.")
    chosen = np.random.default_rng(SHUFFLE_SEED).permutation(len(train_images))[:count]
    digest = hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()
    return Data(train_images[chosen], train_labels[chosen], test_images, digest)


def pixels(images: np.ndarray) -> np.ndarray:
    """uint8 (N, 28, 28) as a network takes them: float32 (N, 28, 28, 1) in [0, 1]."""
    return images[..., None].astype("float32") / np.float32(255)
