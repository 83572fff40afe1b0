"""As much of TensorFlow Datasets as loads Fashion-MNIST."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from harness.guest.channel import phrase
from harness.guest.habits.adapted import tell
from harness.guest.visible import Visible

from .asked import check
from .splits import PARTS, rows

NAME = "tensorflow_datasets"


def find(visible: Visible) -> Callable[[str], Callable[[], ModuleType] | None]:
    """Gives the package."""
    return lambda name: (lambda: _module(visible)) if name == NAME else None


class Builder:
    """``tfds.builder("fashion_mnist")``: what gives the data set, and what is known of it."""

    name = "fashion_mnist"

    def __init__(self, visible: Visible) -> None:
        self._visible = visible
        self.info = _info(visible)

    def download_and_prepare(self, *args: Any, **kwargs: Any) -> None:
        """The images are here."""

    def as_dataset(
        self,
        split: Any = None,
        batch_size: int | None = None,
        as_supervised: bool = False,
        **kwargs: Any,
    ) -> Any:
        """A ``tf.data.Dataset``, or tensors with ``batch_size=-1``; of each split where there are several."""
        tell(f"{NAME}.load", phrase("fashion_mnist.adapted.visible"))

        def made(one: Any) -> Any:
            return _dataset(self._visible, str(one), batch_size, as_supervised)

        if split is None:
            return {part: made(part) for part in PARTS}
        if isinstance(split, dict):
            return {name: made(one) for name, one in split.items()}
        return type(split)(map(made, split)) if isinstance(split, (list, tuple)) else made(split)


def _dataset(visible: Visible, split: str, batch_size: int | None, as_supervised: bool) -> Any:
    import tensorflow as tf

    images, labels = rows(visible, split)
    images = images[..., None]
    content = (images, labels) if as_supervised else {"image": images, "label": labels}
    if batch_size == -1:
        return tf.nest.map_structure(tf.constant, content)
    dataset = tf.data.Dataset.from_tensor_slices(content)
    return dataset if batch_size is None else dataset.batch(batch_size)


def _info(visible: Visible) -> Any:
    names = visible.classes
    label = SimpleNamespace(
        num_classes=len(names),
        names=names,
        shape=(),
        dtype=np.int64,
        int2str=lambda number: names[int(number)],
        str2int=names.index,
    )
    image = SimpleNamespace(shape=(*visible.images.shape[1:], 1), dtype=np.uint8)
    sizes = {part: SimpleNamespace(num_examples=len(visible.part(part)[1]), name=part) for part in PARTS}
    features = {"image": image, "label": label}
    return SimpleNamespace(
        name=Builder.name,
        features=features,
        splits=sizes,
        description="Fashion-MNIST",
        supervised_keys=("image", "label"),
    )


def _as_dataframe(dataset: Any, ds_info: Any = None) -> Any:
    import pandas as pd

    found = list(dataset.as_numpy_iterator())
    named = [
        row if isinstance(row, dict) else dict(zip(("image", "label"), row, strict=True)) for row in found
    ]
    return pd.DataFrame(named)


def _as_numpy(dataset: Any) -> Any:
    """Of a data set its rows, of tensors their arrays, and the same of what holds several."""
    if isinstance(dataset, dict):
        return {name: _as_numpy(one) for name, one in dataset.items()}
    if isinstance(dataset, (list, tuple)):
        return type(dataset)(map(_as_numpy, dataset))
    return dataset.as_numpy_iterator() if hasattr(dataset, "as_numpy_iterator") else dataset.numpy()


def _module(visible: Visible) -> ModuleType:
    def builder(name: str, *args: Any, **kwargs: Any) -> Builder:
        check(str(name))
        return Builder(visible)

    def load(name: str, *args: Any, with_info: bool = False, **kwargs: Any) -> Any:
        made = builder(name)
        found = made.as_dataset(*args, **kwargs)
        return (found, made.info) if with_info else found

    module = ModuleType(NAME)
    nothing = lambda *_, **__: None  # noqa: E731
    module.__dict__.update(
        __version__="4.9.0",
        load=load,
        builder=builder,
        list_builders=lambda *_, **__: [Builder.name],
        as_numpy=_as_numpy,
        as_dataframe=_as_dataframe,
        disable_progress_bar=nothing,
        show_examples=nothing,
        show_statistics=nothing,
        Split=SimpleNamespace(TRAIN="train", TEST="test", ALL="all"),
        ReadConfig=lambda **given: SimpleNamespace(**given),
    )
    return module
