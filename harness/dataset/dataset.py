"""What a data set is: its shape and classes, where it is loaded from, and how student code finds it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from harness.evidence.provenance.sources import DataCalls

Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Dataset:
    """All images and labels, the published training rows before the test rows.

    ``images`` is uint8 (N, H, W), or (N, H, W, 3) for colour, ``labels`` uint8 (N,). ``origin`` is a sentence for a
    person. ``stand_in`` is True where the images are drawn and no mark may rest on them, ``verified`` where the content
    is known to be the published one.
    """

    images: Images = field(repr=False)
    labels: Labels = field(repr=False)
    origin: str
    stand_in: bool
    verified: bool


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
