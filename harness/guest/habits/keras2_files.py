"""File names that Keras 3 refuses: a network or its weights under any name, as Keras 2 wrote them."""

import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..patches.declare import Layer, Patch
from .adapted import tell
from .keras2_names import ROOTS, patch

WHOLE, WEIGHTS = (".keras", ".h5"), (".weights.h5",)


def changes() -> list[Patch]:
    """Of ``save``, ``save_weights``, ``load_weights``, ``load_model`` and ``ModelCheckpoint``."""
    does = "Takes a file of any name."

    def weights(original: Any) -> Any:
        return _with_status(_loading(original, endings=WEIGHTS, place=1))

    load_model = functools.partial(_loading, endings=WHOLE, place=0)
    return [
        patch("Model.save", does, functools.partial(_saving, endings=WHOLE)),
        patch("Model.save_weights", does, functools.partial(_saving, endings=WEIGHTS)),
        patch("Model.load_weights", f"{does} Gives a status, as TensorFlow 2.0 did.", weights),
        patch("callbacks.ModelCheckpoint.__init__", does, _checkpoint, layer=Layer.FILES),
        *(
            Patch(f"{root}.{part}", "load_model", does, load_model)
            for root in ROOTS
            for part in ("models", "saving")
        ),
    ]


def _fits(path: Any, endings: tuple[str, ...]) -> bool:
    return not isinstance(path, (str, os.PathLike)) or os.fspath(path).endswith(endings)


def _saving(original: Any, *, endings: tuple[str, ...]) -> Callable[..., Any]:
    @functools.wraps(original)
    def save(model: Any, filepath: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("save_format", None)
        if _fits(filepath, endings):
            return original(model, filepath, *args, **kwargs)
        target = Path(filepath)
        tell(f"a file named {target.name}", f"the same file, written as {endings[0]}")
        part = target.with_name(f".{target.name}{endings[0]}")
        original(model, str(part), *args, **kwargs)
        if target.is_dir():
            shutil.rmtree(target)
        part.replace(target)
        return None

    return save


@contextmanager
def _named(path: Path, ending: str) -> Iterator[str]:
    """The file under a name that Keras takes."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"file{ending}"
        shutil.copyfile(path, copy)
        yield str(copy)


class Loaded:
    """What ``load_weights`` of TensorFlow 2.0 gave: a status that can be asked whether all was found."""

    def expect_partial(self) -> "Loaded":
        return self

    assert_consumed = assert_existing_objects_matched = assert_nontrivial_match = expect_partial


def _with_status(original: Any) -> Callable[..., Any]:
    @functools.wraps(original)
    def load(*args: Any, **kwargs: Any) -> Loaded:
        original(*args, **kwargs)
        return Loaded()

    return load


def _loading(original: Any, *, endings: tuple[str, ...], place: int) -> Callable[..., Any]:
    @functools.wraps(original)
    def load(*args: Any, **kwargs: Any) -> Any:
        given = args[place] if len(args) > place else kwargs.get("filepath")
        if (
            given is None
            or _fits(given, endings)
            or not Path(given).is_file()
            or not _of_keras_3(Path(given))
        ):
            return original(*args, **kwargs)
        with _named(Path(given), endings[0]) as name:
            if len(args) > place:
                return original(*args[:place], name, *args[place + 1 :], **kwargs)
            return original(*args, **{**kwargs, "filepath": name})

    return load


def _of_keras_3(path: Path) -> bool:
    """False for weights as Keras 2 wrote them, which Keras 3 reads by itself."""
    with path.open("rb") as file:
        if file.read(4) == b"PK\x03\x04":
            return True
    import h5py

    try:
        with h5py.File(path) as stored:
            return "layer_names" not in stored.attrs
    except OSError:
        return False


def _checkpoint(original: Any) -> Callable[..., Any]:
    @functools.wraps(original)
    def init(self: Any, filepath: Any, *args: Any, **kwargs: Any) -> None:
        endings = WEIGHTS if kwargs.get("save_weights_only") else WHOLE
        name = os.fspath(filepath)
        if _fits(name, endings):
            original(self, filepath, *args, **kwargs)
            return
        original(self, name + endings[0], *args, **kwargs)
        self.filepath = name

    return init
