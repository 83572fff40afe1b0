"""``torchvision.datasets.FashionMNIST`` as arrays: PyTorch is not here, and a work in Keras needs no more of it."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import numpy as np

from harness.guest.channel import phrase
from harness.guest.habits.adapted import tell
from harness.guest.visible import Visible

NAME = "torchvision"
PARTS = ("datasets", "transforms")


class Tensor(np.ndarray):
    """An array with the few methods of a tensor that lead from PyTorch to NumPy."""

    def numpy(self) -> np.ndarray:
        return np.asarray(self)

    def float(self) -> "Tensor":
        return self.astype(np.float32).view(Tensor)

    def long(self) -> "Tensor":
        return self.astype(np.int64).view(Tensor)

    def unsqueeze(self, dim: int) -> "Tensor":
        return np.expand_dims(self, dim).view(Tensor)


def find(visible: Visible) -> Callable[[str], Callable[[], ModuleType] | None]:
    """Gives the package, its data set and the transformations of an image to an array."""
    content: dict[str, dict[str, Any]] = {
        f"{NAME}.datasets": {"FashionMNIST": _data_set(visible)},
        f"{NAME}.transforms": {
            "Compose": Compose,
            "ToTensor": ToTensor,
            "Normalize": Normalize,
            "Lambda": _as_is,
        },
    }

    def make(name: str) -> ModuleType:
        module = ModuleType(name)
        if name == NAME:
            module.__dict__.update({part: SimpleNamespace(**content[f"{NAME}.{part}"]) for part in PARTS})
        module.__dict__.update(content.get(name, {}))

        def missing(attribute: str) -> Any:
            raise AttributeError(f"No module named '{NAME}' with {attribute} in it")

        module.__dict__["__getattr__"] = missing
        return module

    return lambda name: (lambda: make(name)) if name == NAME or name in content else None


def _as_is(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return function


class Compose:
    """Transformations, one after the other."""

    def __init__(self, transforms: list[Callable[[Any], Any]]) -> None:
        self.transforms = transforms

    def __call__(self, image: Any) -> Any:
        for transform in self.transforms:
            image = transform(image)
        return image


class ToTensor:
    """From an image of uint8 to float32 (C, H, W) from 0 to 1."""

    def __call__(self, image: Any) -> Tensor:
        array = np.asarray(image, dtype=np.float32) / 255
        first = array[None] if array.ndim == 2 else np.moveaxis(array, -1, 0)
        return np.ascontiguousarray(first).view(Tensor)


class Normalize:
    """Takes a mean from each channel and divides it by a deviation."""

    def __init__(self, mean: Any, std: Any, inplace: bool = False) -> None:
        self.mean, self.std = (np.asarray(one, dtype=np.float32).reshape(-1, 1, 1) for one in (mean, std))

    def __call__(self, image: Any) -> Tensor:
        return ((np.asarray(image) - self.mean) / self.std).view(Tensor)


def _data_set(visible: Visible) -> type:
    class FashionMNIST:
        """``data`` uint8 (N, H, W), ``targets`` int64 (N,), and pairs of an image and its label."""

        classes = visible.classes
        class_to_idx: ClassVar = {name: label for label, name in enumerate(visible.classes)}

        def __init__(
            self,
            root: Any = None,
            train: bool = True,
            transform: Any = None,
            target_transform: Any = None,
            download: bool = False,
        ) -> None:
            tell("torchvision.datasets.FashionMNIST", phrase("fashion_mnist.adapted.arrays"))
            images, labels = visible.part("train" if train else "test")
            self.data, self.targets = images.view(Tensor), labels.astype(np.int64).view(Tensor)
            self.transform, self.target_transform = transform, target_transform

        def __len__(self) -> int:
            return len(self.data)

        def __getitem__(self, place: int) -> tuple[Any, Any]:
            from PIL import Image

            if not -len(self) <= place < len(self):
                raise IndexError(place)
            image: Any = Image.fromarray(np.asarray(self.data[place]))
            label = int(self.targets[place])
            return (
                image if self.transform is None else self.transform(image),
                label if self.target_transform is None else self.target_transform(label),
            )

    return FashionMNIST
