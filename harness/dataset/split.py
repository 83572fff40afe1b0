"""The secret split: which of the public images are hidden.

Every choice is an order of HMAC-SHA256 values over the images' content, so the split depends on the key and
on the labelled images, and on neither a random generator nor the order of the rows in the files.
"""

import hmac
import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from harness.dataset.dataset import Dataset, Images, Labelled, Labels, Visible
from harness.errors import UsageError
from harness.words.phrase import Phrase, phrase

ALGORITHM_VERSION = 1


@dataclass(frozen=True, eq=False)
class Split:
    """The hidden split, the visible split and where they come from.

    Images are uint8 (N, H, W) or (N, H, W, 3), labels uint8 (N,). The hidden split has ``hidden_per_class`` images of
    each class. ``split_id`` is 16 hex digits; equal ids mean equal splits, and an id does not reveal the key.
    ``hidden_labels`` must stay on the host. ``train`` is the visible training set, most of the rows that there are;
    scoring never asks for them.
    """

    hidden_images: Images = field(repr=False)
    hidden_labels: Labels = field(repr=False)
    test_images: Images = field(repr=False)
    test_labels: Labels = field(repr=False)
    train: Labelled = field(repr=False)
    split_id: str
    stand_in: bool
    origin: Phrase | str

    @property
    def train_images(self) -> Images:
        """Of the visible training set."""
        return self.train.images

    @property
    def train_labels(self) -> Labels:
        """Of the visible training set."""
        return self.train.labels

    def visible(self) -> Visible:
        """The part that student code may see."""
        return Visible(self.train_images, self.train_labels, self.test_images, self.test_labels)


def make_split(
    dataset: Dataset,
    key: bytes,
    hidden_per_class: int,
    *,
    classes: Sequence[str],
    train_per_class: int,
    test_per_class: int,
) -> Split:
    """Draws the split that belongs to the key.

    Of each class, ``hidden_per_class`` images are hidden, ``test_per_class`` of the others are the visible
    test set and the rest the visible training set, topped up with repeats to ``train_per_class``. Images with
    equal pixels always fall into the same part, whatever their labels. The rows of each part are shuffled.

    Raises:
        UsageError: a class has too few images for what is asked.
    """
    labels: list[int] = dataset.labels.tolist()
    _check_sizes(labels, hidden_per_class, test_per_class, classes)
    size = dataset.images[0].size
    pixels = dataset.images.tobytes()
    tags = [_mac(key, b"image", pixels[start : start + size]) for start in range(0, size * len(labels), size)]

    twins: dict[bytes, list[int]] = {}
    for row, tag in enumerate(tags):
        twins.setdefault(tag, []).append(row)
    hidden, rest = _draw([twins[tag] for tag in sorted(twins)], labels, hidden_per_class, classes)
    test, rest = _draw(rest, labels, test_per_class, classes)
    train = _topped_up([row for group in rest for row in group], labels, train_per_class, classes)

    def shuffled(rows: Sequence[int]) -> npt.NDArray[np.intp]:
        copies: Counter[int] = Counter()
        places = []
        for row in rows:
            copies[row] += 1
            places.append(
                (_mac(key, b"place", tags[row] + struct.pack(">BI", labels[row], copies[row])), row)
            )
        return np.array([row for _, row in sorted(places)], np.intp)

    hidden_rows, test_rows = shuffled(hidden), shuffled(test)

    def training() -> tuple[Images, Labels]:
        rows = shuffled(train)
        return dataset.images[rows], dataset.labels[rows]

    content = b"".join(sorted(tag + bytes([label]) for tag, label in zip(tags, labels, strict=True)))
    sizes = struct.pack(">4I", ALGORITHM_VERSION, hidden_per_class, test_per_class, train_per_class)
    return Split(
        hidden_images=dataset.images[hidden_rows],
        hidden_labels=dataset.labels[hidden_rows],
        test_images=dataset.images[test_rows],
        test_labels=dataset.labels[test_rows],
        train=Labelled(training),
        split_id=_mac(key, b"split", sizes + content).hex()[:16],
        stand_in=dataset.stand_in,
        origin=dataset.origin,
    )


def _mac(key: bytes, purpose: bytes, message: bytes) -> bytes:
    return hmac.digest(key, purpose + b"\0" + message, "sha256")


def _check_sizes(
    labels: Sequence[int], hidden_per_class: int, test_per_class: int, classes: Sequence[str]
) -> None:
    counts = Counter(labels)
    scarcest = min(range(len(classes)), key=lambda label: counts[label])
    most = counts[scarcest] - test_per_class - 1
    if most < 1:
        raise UsageError(
            phrase(
                "split.few",
                count=int(counts[scarcest]),
                name=classes[scarcest],
                test=test_per_class,
                least=test_per_class + 2,
            )
        )
    if not 1 <= hidden_per_class <= most:
        raise UsageError(phrase("split.hidden", hidden_per_class=hidden_per_class, most=int(most)))


def _draw(
    groups: Sequence[list[int]], labels: Sequence[int], per_class: int, classes: Sequence[str]
) -> tuple[list[int], list[list[int]]]:
    """Takes, in order, the groups of identical images that fit whole. Returns their rows, and the rest."""
    needed = dict.fromkeys(range(len(classes)), per_class)
    taken: list[int] = []
    rest: list[list[int]] = []
    for group in groups:
        if len(group) == 1:  # nearly all, and quick
            [row] = group
            if needed[labels[row]]:
                needed[labels[row]] -= 1
                taken.append(row)
            else:
                rest.append(group)
            continue
        counts = Counter(labels[row] for row in group)
        if all(needed[label] >= count for label, count in counts.items()):
            for label, count in counts.items():
                needed[label] -= count
            taken += group
        else:
            rest.append(group)
    for label, missing in needed.items():
        if missing:
            raise UsageError(
                phrase("split.alike", name=classes[label], missing=int(missing), per_class=per_class)
            )
    return taken, rest


def _topped_up(
    rows: Sequence[int], labels: Sequence[int], per_class: int, classes: Sequence[str]
) -> list[int]:
    """The rows class by class, each class repeated from its start, or cut, to ``per_class`` rows."""
    by_class: dict[int, list[int]] = {label: [] for label in range(len(classes))}
    for row in rows:
        by_class[labels[row]].append(row)
    for label, members in by_class.items():
        if not members:
            raise UsageError(phrase("split.no_training", name=classes[label]))
    return [members[i % len(members)] for members in by_class.values() for i in range(per_class)]
