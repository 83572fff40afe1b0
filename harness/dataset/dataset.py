"""What a data set is: its shape and classes, where it is loaded from, and how student code finds it."""

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from harness.evidence.provenance.sources import DataCalls
from harness.words.phrase import Phrase

Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Labelled:
    """Images and labels; ``read`` gives them, and is called once, when they are first needed, which most commands never do."""

    read: Callable[[], tuple[Images, Labels]] = field(repr=False)

    @functools.cached_property
    def _arrays(self) -> tuple[Images, Labels]:
        return self.read()

    @property
    def images(self) -> Images:
        """uint8 (N, H, W), or (N, H, W, 3) for colour."""
        return self._arrays[0]

    @property
    def labels(self) -> Labels:
        """uint8 (N,)."""
        return self._arrays[1]


@dataclass(frozen=True, eq=False)
class Dataset(Labelled):
    """All images and labels, the published training rows before the test rows.

    Args:
        read: as in `Labelled`.
        identity: equal ids mean equal images and labels.
        origin: a sentence for a person, in words or as a phrase.
        stand_in: whether the images are drawn, so that no mark may rest on them.
        verified: whether the content is known to be the published one.
    """

    identity: str
    origin: Phrase | str
    stand_in: bool
    verified: bool

    @classmethod
    def of(
        cls, images: Images, labels: Labels, *, origin: Phrase | str, stand_in: bool, verified: bool
    ) -> "Dataset":
        """A data set that is in memory already."""
        content = hashlib.sha256(repr((images.shape, labels.shape)).encode())
        content.update(images.tobytes())
        content.update(labels.tobytes())
        return cls(lambda: (images, labels), content.hexdigest(), origin, stand_in, verified)


class Visible(NamedTuple):
    """What student code may see of a split: images uint8 (N, H, W) or (N, H, W, 3), labels uint8 (N,)."""

    train_images: Images
    train_labels: Labels
    test_images: Images
    test_labels: Labels


class Loader(Protocol):
    """Loads a data set from the first place that has it, else a stand-in that says so; see `Dataset`."""

    def __call__(
        self,
        environ: Mapping[str, str],
        *,
        project: Path,
        allow_download: bool,
        say: Callable[[str], None],
    ) -> Dataset: ...


@dataclass(frozen=True)
class DatasetSpec:
    """A data set as an assignment names it.

    Args:
        name: as it is written in a sentence.
        classes: the name of each class; its place is its label.
        image_shape: (H, W), or (H, W, 3) for colour.
        train_per_class: images of each class in the visible training set.
        test_per_class: images of each class in the visible test set.
        hidden_per_class: images of each class in the hidden split, where the rubric does not say.
        load: where it comes from.
        files: the visible split as the files that student code looks for, by name.
        calls: how student code asks for it.
        loading: the Python expression that loads it, as a hint tells it to a student.
        families: two groups of classes, of the same size and all of them together, that look alike among themselves
            (`harness.audit.twin`); without them nothing is audited on a twin.
    """

    name: str
    classes: tuple[str, ...]
    image_shape: tuple[int, ...]
    train_per_class: int
    test_per_class: int
    hidden_per_class: int
    load: Loader
    files: Callable[[Visible], Mapping[str, bytes]]
    calls: DataCalls
    loading: str
    families: tuple[tuple[int, ...], tuple[int, ...]] | None = None
