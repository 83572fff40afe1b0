"""What Keras 3 refuses of files: a network or its weights under any name, and functions of TensorFlow in a network that is
written, as Keras 2 wrote them."""

import functools
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .. import keras_private
from ..channel import phrase
from ..patches.declare import Layer, Patch, around
from .adapted import tell
from .keras2_names import ROOTS, patch

ARCHIVE, HDF5, WEIGHTS = ".keras", ".h5", ".weights.h5"
"""Endings by which Keras 3 tells what a file holds: its archive of a network, what Keras 2 wrote (a network, or weights
alone), and its own weights."""


def changes() -> list[Patch]:
    """Of what saves and loads networks and weights, ``ModelCheckpoint`` too."""
    does = "Takes a file of any name."

    def weights(original: Any) -> Any:
        return _with_status(_loading(original, kinds=(ARCHIVE, HDF5, WEIGHTS), place=1))

    load_model = functools.partial(_loading, kinds=(ARCHIVE, HDF5), place=0)
    whole = functools.partial(_saving, endings=(ARCHIVE, HDF5, ".hdf5"))
    return [
        patch("Model.save", does, whole),
        patch("Model.save_weights", does, functools.partial(_saving, endings=(WEIGHTS,))),
        patch("Model.load_weights", f"{does} Gives a status, as TensorFlow 2.0 did.", weights),
        patch("callbacks.ModelCheckpoint.__init__", does, _checkpoint, layer=Layer.FILES),
        patch(
            "serialize",
            "Writes a function of TensorFlow as that of Keras, which can be read again.",
            around(_serialized),
            owner=keras_private.activations,
        ),
        Patch("tensorflow", "train.latest_checkpoint", "Finds weights that Keras wrote.", around(_latest)),
        *(
            Patch(f"{root}.{part}", name, does, make)
            for root in ROOTS
            for part in ("models", "saving")
            for name, make in (("load_model", load_model), ("save_model", whole))
        ),
    ]


OTHER_NAMES = {"swish": "silu"}
"""What TensorFlow calls an activation, beside the ``_v2`` that some end in, and what Keras does."""


def _serialized(original: Any, activation: Any) -> Any:
    """As Keras 2 wrote ``tf.nn.softmax``, which calls itself ``softmax_v2``: a name that Keras 3 does not find."""
    if str(getattr(activation, "__module__", "")).startswith("tensorflow."):
        name = str(getattr(activation, "__name__", "")).removesuffix("_v2")
        activation = getattr(keras_private.activations(), OTHER_NAMES.get(name, name), activation)
    return original(activation)


_written: list[Path] = []
"""Files that were written under other names than Keras 3 takes, the latest last."""


def _latest(original: Any, checkpoint_dir: Any, *args: Any, **kwargs: Any) -> Any:
    found = original(checkpoint_dir, *args, **kwargs)
    if found is not None or not isinstance(checkpoint_dir, (str, os.PathLike)):
        return found
    folder = Path(checkpoint_dir).absolute()
    return next((str(path) for path in reversed(_written) if path.parent == folder and path.exists()), None)


def _fits(path: Any, endings: tuple[str, ...]) -> bool:
    return not isinstance(path, (str, os.PathLike)) or os.fspath(path).endswith(endings)


def _saving(original: Any, *, endings: tuple[str, ...]) -> Callable[..., Any]:
    @functools.wraps(original)
    def save(model: Any, filepath: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("save_format", None)
        if _fits(filepath, endings):
            return original(model, filepath, *args, **kwargs)
        target = Path(filepath)
        tell(
            phrase("adapted.file_named", name=target.name),
            phrase("adapted.file_written_as", ending=endings[0]),
        )
        _written.append(target.absolute())
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


def _loading(original: Any, *, kinds: tuple[str, ...], place: int) -> Callable[..., Any]:
    """Reads a file by what it holds, and not by its name."""

    @functools.wraps(original)
    def load(*args: Any, **kwargs: Any) -> Any:
        given = args[place] if len(args) > place else kwargs.get("filepath")
        holds = _kind(given)
        if given is None or holds not in kinds or _named_for(os.fspath(given)) == holds:
            return original(*args, **kwargs)
        with _named(Path(given), holds) as name:
            if len(args) > place:
                return original(*args[:place], name, *args[place + 1 :], **kwargs)
            return original(*args, **{**kwargs, "filepath": name})

    return load


def _named_for(name: str) -> str | None:
    """What Keras 3 takes a file for by its name."""
    kinds = {ARCHIVE: ARCHIVE, WEIGHTS: WEIGHTS, HDF5: HDF5, ".hdf5": HDF5}
    return next((kind for ending, kind in kinds.items() if name.endswith(ending)), None)


def _kind(path: Any) -> str | None:
    """What a file holds; None where it is no file of Keras."""
    if not isinstance(path, (str, os.PathLike)) or not Path(path).is_file():
        return None
    if zipfile.is_zipfile(path):
        return ARCHIVE
    import h5py

    try:
        with h5py.File(path) as stored:
            old = "layer_names" in stored.attrs or "model_weights" in stored
            return HDF5 if old else WEIGHTS
    except OSError:
        return None


def _checkpoint(original: Any) -> Callable[..., Any]:
    @functools.wraps(original)
    def init(self: Any, filepath: Any, *args: Any, **kwargs: Any) -> None:
        # (monitor, verbose, save_best_only, save_weights_only, …) come after it.
        weights_only = kwargs.get("save_weights_only", args[3] if len(args) > 3 else False)
        name = os.fspath(filepath)
        if _fits(name, (WEIGHTS,) if weights_only else (ARCHIVE, HDF5)):
            original(self, filepath, *args, **kwargs)
            return
        original(self, name + (WEIGHTS if weights_only else ARCHIVE), *args, **kwargs)
        self.filepath = name

    return init
