"""As much of Hugging Face's package ``datasets`` as loads Fashion-MNIST."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

from harness.guest.channel import phrase
from harness.guest.habits.adapted import tell
from harness.guest.visible import Visible

from .asked import check
from .hugging_face_rows import Dataset, DatasetDict
from .splits import PARTS, rows

NAME = "datasets"
READERS = ("csv", "json", "parquet", "text", "pandas", "imagefolder")
"""Names by which the package reads files, and not a data set of the hub."""


def find(visible: Visible) -> Callable[[str], Callable[[], ModuleType] | None]:
    """Gives the package."""

    def load_dataset(path: str, name: Any = None, *args: Any, split: Any = None, **kwargs: Any) -> Any:
        if path in READERS:
            return _tables(str(path), kwargs.get("data_files"), split)
        check(str(path))
        tell(f"{NAME}.load_dataset", phrase("fashion_mnist.adapted.visible"))
        if split is None:
            return DatasetDict({part: _of(visible, part) for part in PARTS})
        return [_of(visible, one) for one in split] if isinstance(split, list) else _of(visible, str(split))

    def make() -> ModuleType:
        module = ModuleType(NAME)
        module.__dict__.update(
            __version__="4.0.0", load_dataset=load_dataset, Dataset=Dataset, DatasetDict=DatasetDict
        )
        for quiet in ("disable_progress_bar", "disable_progress_bars", "disable_caching"):
            module.__dict__[quiet] = lambda *_, **__: None
        return module

    return lambda name: make if name == NAME else None


def _tables(kind: str, data_files: Any, split: Any) -> Any:
    """The rows of tables beside the notebook, by split; one path is the split ``train``."""
    if kind != "csv" or not data_files:
        raise NotImplementedError(
            f"Of the package datasets there is as much here as loads Fashion-MNIST and csv files, and no reader of {kind}."
        )
    import pandas as pd

    files = data_files if isinstance(data_files, dict) else {"train": data_files}
    tables = DatasetDict()
    for name, path in files.items():
        paths = path if isinstance(path, (list, tuple)) else [path]
        table = pd.concat([pd.read_csv(one) for one in paths], ignore_index=True)
        tables[name] = Dataset({str(column): table[column].to_numpy() for column in table}, {})
    return tables if split is None else tables[split]


def _of(visible: Visible, split: str) -> Dataset:
    images, labels = rows(visible, split)
    return Dataset({"image": images, "label": labels}, _features(visible))


def _features(visible: Visible) -> dict[str, Any]:
    names = visible.classes
    label = SimpleNamespace(
        names=names,
        num_classes=len(names),
        int2str=lambda label: names[label] if isinstance(label, int) else [names[int(one)] for one in label],
        str2int=names.index,
    )
    return {"image": SimpleNamespace(mode=None, decode=True), "label": label}
