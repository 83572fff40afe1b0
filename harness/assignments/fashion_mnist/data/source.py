"""Where Fashion-MNIST comes from: a local copy, a download, or a drawn stand-in that says so loudly."""

import contextlib
import functools
import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ValidationError

from harness.assignments.fashion_mnist.data import download, standin
from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.assignments.fashion_mnist.data.idx import read_idx_gz, write_idx_gz
from harness.dataset.dataset import Dataset, Images, Labels, Visible
from harness.errors import InfrastructureError, UsageError
from harness.words.phrase import phrase
from harness.words.say import say as told

DIR_VARIABLE = "FASHION_MNIST_DIR"
CACHE_VARIABLE = "HARNESS_CACHE"

TRAIN_IMAGES = "train-images-idx3-ubyte.gz"
TRAIN_LABELS = "train-labels-idx1-ubyte.gz"
TEST_IMAGES = "t10k-images-idx3-ubyte.gz"
TEST_LABELS = "t10k-labels-idx1-ubyte.gz"

PUBLISHED_MD5: Mapping[str, str] = {
    TRAIN_IMAGES: "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    TRAIN_LABELS: "25c81989df183df01b3e8a0aad5dffbe",
    TEST_IMAGES: "bef4ecab320f06d8554ea6380940ec79",
    TEST_LABELS: "bb300cfdad3c16e7a12a480ee83cd310",
}

KNOWN = "known"
"""The folder of the cache with what is known of each copy that was once read and found whole: to read it, and to make its
sums, takes each command a tenth of a second, and to unpack one that is not the published one half a second more."""

SIDE = 28
TRAIN_PER_CLASS = 6000
TEST_PER_CLASS = 1000


def load(
    environ: Mapping[str, str] = os.environ,
    *,
    project: Path,
    allow_download: bool = True,
    say: Callable[[str], None] = print,
) -> Dataset:
    """Loads Fashion-MNIST from the first place that has it.

    In order: the folder that ``FASHION_MNIST_DIR`` names, the cache of Keras, ``shared/fashion-mnist`` beside
    the project, the harness's own cache, a download into that cache (where ``allow_download``), the stand-in.
    ``say`` hears of a place that is passed over, of a download and of the stand-in.

    Raises:
        UsageError: the folder that ``FASHION_MNIST_DIR`` names does not hold the four files whole.
    """
    if chosen := environ.get(DIR_VARIABLE):
        try:
            return _read_folder(Path(chosen).expanduser(), cache_folder(environ))
        except UsageError as error:
            raise UsageError(
                phrase("fashion_mnist.data.chosen", variable=DIR_VARIABLE, chosen=chosen, error=error)
            ) from error
    cache = cache_folder(environ)
    for folder in (_keras_folder(environ), folder_beside(project), cache):
        try:
            if any((folder / name).exists() for name in PUBLISHED_MD5):
                return _read_folder(folder, cache)
        except (OSError, UsageError) as error:
            say(told(phrase("fashion_mnist.data.passed_over", folder=folder, error=error)))
    if allow_download:
        say(told(phrase("fashion_mnist.data.downloading", cache=cache)))
        try:
            download.fetch(PUBLISHED_MD5, cache)
            return _read_folder(cache, cache)
        except (OSError, ValueError, UsageError) as error:
            say(told(phrase("fashion_mnist.data.download_failed", error=error)))
    return _stand_in(say)


def files(visible: Visible) -> dict[str, bytes]:
    """The visible split as four gzipped IDX files, by their published names."""
    names = (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)
    return {name: write_idx_gz(array) for name, array in zip(names, visible, strict=True)}


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Where a download is kept: below ``HARNESS_CACHE``, else below the user's cache folder."""
    if own := environ.get(CACHE_VARIABLE):
        return Path(own).expanduser() / "fashion-mnist"
    shared = environ.get("XDG_CACHE_HOME")
    base = Path(shared) if shared else _home(environ) / ".cache"
    return base / "fashion-harness" / "fashion-mnist"


def folder_beside(project: Path) -> Path:
    """Where the data may lie beside a project, or beside the checkout of this one."""
    return project.parent / "shared" / "fashion-mnist"


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("HOME") or Path.home())


def _keras_folder(environ: Mapping[str, str]) -> Path:
    keras = environ.get("KERAS_HOME")
    base = Path(keras).expanduser() if keras else _home(environ) / ".keras"
    return base / "datasets" / "fashion-mnist"


class _Known(BaseModel):
    """What was found in a copy: ``unlike`` names files that are not as they were published."""

    identity: str
    unlike: list[str]

    @classmethod
    def of(cls, contents: Mapping[str, bytes]) -> "_Known":
        """What these files are."""
        unlike = [
            name
            for name, md5 in PUBLISHED_MD5.items()
            if hashlib.md5(contents[name], usedforsecurity=False).hexdigest() != md5
        ]
        if not unlike:
            return cls(identity=" ".join(PUBLISHED_MD5.values()), unlike=[])
        sums = b"".join(hashlib.sha256(one).digest() for one in contents.values())
        return cls(identity=hashlib.sha256(sums).hexdigest(), unlike=unlike)


def _read_folder(folder: Path, cache: Path) -> Dataset:
    try:
        if not folder.is_dir():
            raise UsageError(phrase("fashion_mnist.data.no_folder", folder=folder))
        missing = [name for name in PUBLISHED_MD5 if not (folder / name).exists()]
        if missing:
            raise UsageError(phrase("fashion_mnist.data.lacks", folder=folder, missing=missing))
        states = [(folder / name).stat() for name in PUBLISHED_MD5]
    except OSError as error:
        raise UsageError(phrase("fashion_mnist.data.unreadable", folder=folder, error=error)) from error
    seen = [(one.st_dev, one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for one in states]
    about = repr((str(folder.absolute()), seen, list(PUBLISHED_MD5.items())))
    note = cache / KNOWN / f"{hashlib.sha256(about.encode()).hexdigest()}.json"
    # A cache that cannot be read or written costs each command the time, and nothing else.
    with contextlib.suppress(OSError, ValidationError):
        known = _Known.model_validate_json(note.read_bytes())
        return _dataset(folder, known, functools.partial(_decoded_again, folder, known))
    contents = _contents(folder)
    known = _Known.of(contents)
    dataset = _dataset(folder, known, functools.partial(_decoded, folder, contents))
    if known.unlike:
        # It may not be whole.
        _ = dataset.images
    with contextlib.suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(known.model_dump_json(), encoding="utf-8")
    return dataset


def _contents(folder: Path) -> dict[str, bytes]:
    try:
        return {name: (folder / name).read_bytes() for name in PUBLISHED_MD5}
    except OSError as error:
        raise UsageError(phrase("fashion_mnist.data.unreadable", folder=folder, error=error)) from error


def _dataset(folder: Path, known: _Known, read: Callable[[], tuple[Images, Labels]]) -> Dataset:
    origin = phrase("fashion_mnist.data.verified", folder=folder)
    if known.unlike:
        origin = phrase("fashion_mnist.data.unverified", folder=folder, names=known.unlike)
    return Dataset(read, known.identity, origin, stand_in=False, verified=not known.unlike)


def _decoded_again(folder: Path, known: _Known) -> tuple[Images, Labels]:
    """Of a copy that was known by the state of its files: its content must be what it was. Raises `InfrastructureError`, since
    works are being graded."""
    with contextlib.suppress(UsageError):
        contents = _contents(folder)
        if _Known.of(contents) == known:
            return _decoded(folder, contents)
    raise InfrastructureError(phrase("fashion_mnist.data.changed", folder=folder))


def _decoded(folder: Path, contents: Mapping[str, bytes]) -> tuple[Images, Labels]:
    train = _part(folder, contents, TRAIN_IMAGES, TRAIN_LABELS, TRAIN_PER_CLASS)
    test = _part(folder, contents, TEST_IMAGES, TEST_LABELS, TEST_PER_CLASS)
    return np.concatenate([train[0], test[0]]), np.concatenate([train[1], test[1]])


def _part(
    folder: Path, contents: Mapping[str, bytes], images_name: str, labels_name: str, per_class: int
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    classes = len(CLASS_NAMES)
    rows = per_class * classes
    images = read_idx_gz(contents[images_name], str(folder / images_name), (rows, SIDE, SIDE))
    labels = read_idx_gz(contents[labels_name], str(folder / labels_name), (rows,))
    if np.bincount(labels).tolist() != [per_class] * classes:
        raise UsageError(
            phrase(
                "fashion_mnist.data.counts", path=folder / labels_name, per_class=per_class, classes=classes
            )
        )
    return images, labels


def _stand_in(say: Callable[[str], None]) -> Dataset:
    say(told(phrase("fashion_mnist.data.stand_in", variable=DIR_VARIABLE)))
    return Dataset(
        functools.partial(standin.draw, train_per_class=TRAIN_PER_CLASS, test_per_class=TEST_PER_CLASS),
        f"{standin.VERSION} {TRAIN_PER_CLASS} {TEST_PER_CLASS}",
        phrase("fashion_mnist.data.drawn"),
        stand_in=True,
        verified=False,
    )
