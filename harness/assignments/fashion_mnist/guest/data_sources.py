"""Fashion-MNIST from where else code takes it: OpenML, the data set's own reader, downloads, and packages of data sets."""

import io
import shutil
from email.message import Message
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from harness.guest.channel import phrase
from harness.guest.habits import tables
from harness.guest.habits.adapted import tell
from harness.guest.habits.keras2_names import ROOTS
from harness.guest.patches.declare import Around, Change, Layer, Offer, Patch, around
from harness.guest.visible import Visible

from . import hugging_face, kaggle, tfds, torchvision
from .asked import is_ours
from .data_files import DataFiles


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
    }
    packages = [tfds.find(visible), hugging_face.find(visible), kaggle.find(files), torchvision.find(visible)]
    does = "Gives the visible split where the data set is asked for."
    return [
        *(Patch(module, path, does, around(function), Layer.DATA) for module, path, function in listed),
        Offer(made.get, "Readers of the data set."),
        *(Offer(find, "As much of a package of data sets as gives this one.") for find in packages),
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
        if not (is_ours(str(name)) or kwargs.get("data_id") == 40996):
            return original(name, *args, as_frame=as_frame, return_X_y=return_X_y, **kwargs)
        tell("fetch_openml", phrase("fashion_mnist.adapted.training_first"))
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

    tell("mnist_reader", phrase("fashion_mnist.adapted.reader"))
    module = ModuleType("mnist_reader")
    module.load_mnist = load_mnist  # type: ignore[attr-defined]
    return module


def _named(files: DataFiles, url: Any) -> Path | None:
    """The local copy of what an address names; one of digits has the same names."""
    address = str(getattr(url, "full_url", url))
    path = address.partition("?")[0]
    found = files.find(path) if is_ours(address) or "zalando" in address else None
    if found is not None:
        tell(
            phrase("fashion_mnist.adapted.download", path=str(path)), phrase("fashion_mnist.adapted.visible")
        )
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
