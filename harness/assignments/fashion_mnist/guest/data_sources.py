"""Fashion-MNIST from where else code takes it: OpenML, TensorFlow Datasets, the data set's own reader, downloads."""

import io
import re
import shutil
from email.message import Message
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from harness.guest.habits import tables
from harness.guest.habits.adapted import tell
from harness.guest.habits.keras2_names import ROOTS
from harness.guest.patches.declare import Around, Change, Layer, Offer, Patch, around
from harness.guest.visible import Visible

from .data_files import DataFiles

FASHION = re.compile(r"fashion[-_ ]?mnist", re.IGNORECASE)


def changes(visible: Visible, files: DataFiles) -> list[Change]:
    """Of functions that load or download, and modules that read the data set."""
    listed: list[tuple[str, str, Around]] = [
        ("sklearn.datasets", "fetch_openml", _openml(visible)),
        ("urllib.request", "urlopen", _urllib(files)),
        ("requests.api", "request", _requests(files)),
        *((f"{root}.utils", "get_file", _get_file(files)) for root in ROOTS),
    ]
    made = {
        "mnist_reader": lambda: _reader(visible),
        "utils.mnist_reader": lambda: _reader(visible),
        "tensorflow_datasets": lambda: _tfds(visible),
    }
    does = "Gives the visible split where the data set is asked for."
    return [
        *(Patch(module, path, does, around(function), Layer.DATA) for module, path, function in listed),
        Offer(made.get, "Readers of the data set."),
        Offer(lambda name: _utils if name == "utils" else None, "The folder that a reader lies in."),
    ]


def _utils() -> ModuleType:
    """The folder ``utils`` of the data set's repository, with its reader alone."""

    def missing(name: str) -> Any:
        raise AttributeError(f"No module named 'utils' with {name} in it")

    module = ModuleType("utils")
    module.__getattr__ = missing  # type: ignore[method-assign]
    return module


def _openml(visible: Visible) -> Around:
    def fetch(
        original: Any,
        name: Any = None,
        *args: Any,
        as_frame: Any = "auto",
        return_X_y: bool = False,
        **kwargs: Any,
    ) -> Any:
        if not (FASHION.search(str(name)) or kwargs.get("data_id") == 40996):
            return original(name, *args, as_frame=as_frame, return_X_y=return_X_y, **kwargs)
        tell("fetch_openml", "the visible split, training images first")
        data: Any = visible.images.reshape(len(visible.images), -1)
        target: Any = visible.labels.astype(str).astype(object)
        if as_frame == "auto":
            data, target = data.view(tables.Rows), target.view(tables.Rows)
        elif as_frame:
            data, target = tables.table(data), tables.table(target)
        if return_X_y:
            return data, target
        from sklearn.utils import Bunch

        return Bunch(
            data=data,
            target=target,
            feature_names=tables.columns(data.shape[1]),
            target_names=["class"],
            DESCR="Fashion-MNIST",
            details={},
        )

    return fetch


def _reader(visible: Visible) -> ModuleType:
    """The module ``mnist_reader`` of the data set's own repository."""

    def load_mnist(path: Any, kind: str = "train") -> tuple[np.ndarray, np.ndarray]:
        images, labels = visible.part("train" if kind == "train" else "test")
        return images.reshape(len(images), -1), labels

    tell("mnist_reader", "a reader of the visible split")
    module = ModuleType("mnist_reader")
    module.load_mnist = load_mnist  # type: ignore[attr-defined]
    return module


def _tfds(visible: Visible) -> ModuleType:
    """As much of TensorFlow Datasets as loads Fashion-MNIST."""

    def load(
        name: str, split: Any = None, batch_size: int | None = None, as_supervised: bool = False,
        with_info: bool = False, shuffle_files: bool = False, **kwargs: Any,
    ) -> Any:  # fmt: skip
        if not FASHION.search(name):
            raise ValueError(f"There is no network here, and no data set but fashion_mnist: {name}.")
        tell("tensorflow_datasets.load", "the visible split")

        def made(one: str) -> Any:
            import tensorflow as tf

            part, _, cut = str(one).partition("[")
            images, labels = visible.part(part)
            rows = _cut(cut.rstrip("]"), len(images))
            images, labels = images[rows][..., None], labels[rows].astype(np.int64)
            content = (images, labels) if as_supervised else {"image": images, "label": labels}
            dataset = tf.data.Dataset.from_tensor_slices(content)
            return (
                dataset
                if batch_size is None
                else dataset.batch(len(images) if batch_size == -1 else batch_size)
            )

        found: Any
        if split is None:
            found = {part: made(part) for part in ("train", "test")}
        elif isinstance(split, (list, tuple)):
            found = type(split)(made(one) for one in split)
        else:
            found = made(split)
        return (found, _info(visible)) if with_info else found

    def as_dataframe(dataset: Any, ds_info: Any = None) -> Any:
        import pandas as pd

        rows = list(dataset.as_numpy_iterator())
        named = [
            row if isinstance(row, dict) else dict(zip(("image", "label"), row, strict=True)) for row in rows
        ]
        return pd.DataFrame(named)

    module = ModuleType("tensorflow_datasets")
    as_numpy = lambda dataset: dataset.as_numpy_iterator()  # noqa: E731
    nothing = lambda *_, **__: None  # noqa: E731
    module.__dict__.update(
        __version__="4.9.0",
        load=load,
        as_numpy=as_numpy,
        as_dataframe=as_dataframe,
        disable_progress_bar=nothing,
        show_examples=nothing,
    )
    return module


def _cut(text: str, rows: int) -> slice:
    """``:80%`` or ``100:200`` as rows."""

    def row(one: str) -> int | None:
        if not one:
            return None
        return round(rows * float(one[:-1]) / 100) if one.endswith("%") else int(one)

    first, colon, last = text.partition(":")
    return slice(row(first), row(last)) if colon else slice(None)


def _info(visible: Visible) -> Any:
    names = visible.classes
    label = SimpleNamespace(
        num_classes=len(names),
        names=names,
        int2str=lambda number: names[int(number)],
        str2int=names.index,
    )
    image = SimpleNamespace(shape=(*visible.images.shape[1:], 1), dtype=np.uint8)
    sizes = {part: SimpleNamespace(num_examples=len(visible.part(part)[1])) for part in ("train", "test")}
    features = {"image": image, "label": label}
    return SimpleNamespace(name="fashion_mnist", features=features, splits=sizes, description="Fashion-MNIST")


def _named(files: DataFiles, url: Any) -> Path | None:
    """The local copy of what an address names; one of digits has the same names."""
    address = str(getattr(url, "full_url", url))
    path = address.partition("?")[0]
    found = files.find(path.rpartition("/")[2]) if FASHION.search(address) or "zalando" in address else None
    if found is not None:
        tell(f"a download of {path}", "the visible split")
    return found


def _urllib(files: DataFiles) -> Around:
    def urlopen(original: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
        found = _named(files, url)
        if found is None:
            return original(url, *args, **kwargs)
        headers = Message()
        headers["Content-Length"] = str(found.stat().st_size)
        from urllib.response import addinfourl

        return addinfourl(found.open("rb"), headers, str(getattr(url, "full_url", url)), 200)

    return urlopen


def _requests(files: DataFiles) -> Around:
    def request(original: Any, method: str, url: Any, **kwargs: Any) -> Any:
        found = _named(files, url)
        if found is None:
            return original(method, url, **kwargs)
        from requests import Response

        response = Response()
        response.status_code, response.url = 200, str(url)
        response.raw = io.BytesIO(found.read_bytes())
        response.headers["Content-Length"] = str(found.stat().st_size)
        return response

    return request


def _get_file(files: DataFiles) -> Around:
    def get_file(original: Any, fname: Any = None, origin: Any = None, *args: Any, **kwargs: Any) -> Any:
        found = _named(files, origin)
        if found is None:
            return original(fname, origin, *args, **kwargs)
        # Under the name that was asked for, in a folder of the student's own.
        folder = Path(kwargs.get("cache_dir") or Path.home() / ".keras") / kwargs.get(
            "cache_subdir", "datasets"
        )
        target = folder / str(fname or found.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            shutil.copyfile(found, target)
        return str(target)

    return get_file
