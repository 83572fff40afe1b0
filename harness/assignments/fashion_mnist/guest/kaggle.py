"""``kagglehub``: the folder that a download of Kaggle's Fashion-MNIST would give."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

from harness.guest.channel import phrase
from harness.guest.habits.adapted import tell

from .asked import check
from .data_files import DataFiles

NAME = "kagglehub"
ADAPTERS = ("PANDAS", "HUGGING_FACE", "POLARS")


def find(files: DataFiles) -> Callable[[str], Callable[[], ModuleType] | None]:
    """Gives the package."""

    def dataset_download(handle: str, path: str | None = None, *args: Any, **kwargs: Any) -> str:
        check(str(handle))
        tell(f"{NAME}.dataset_download", phrase("fashion_mnist.adapted.folder"))
        return str(files.folder() if path is None else files.folder() / path)

    def dataset_load(adapter: Any, handle: str, path: str, *args: Any, **kwargs: Any) -> Any:
        if str(adapter) != "PANDAS":
            raise ValueError(f"There is no adapter {adapter} here: use pandas.")
        import pandas as pd

        return pd.read_csv(dataset_download(handle, path), **(kwargs.get("pandas_kwargs") or {}))

    def make() -> ModuleType:
        module = ModuleType(NAME)
        nothing = lambda *_, **__: None  # noqa: E731
        module.__dict__.update(
            dataset_download=dataset_download,
            dataset_load=dataset_load,
            load_dataset=dataset_load,
            login=nothing,
            whoami=nothing,
            KaggleDatasetAdapter=SimpleNamespace(**{name: name for name in ADAPTERS}),
        )
        return module

    return lambda name: make if name == NAME else None
