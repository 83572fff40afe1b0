"""Rows of named columns, as Hugging Face's package ``datasets`` gives them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

SHOWN = 5
"""Values of a column that are shown."""
FORMATS = ("numpy", "np", "tensorflow", "tf", "pandas")
"""Formats that rows can be had in, beside Python's own objects (None)."""


class Column(Sequence[Any]):
    """The values of one column, each made when it is asked for."""

    def __init__(self, values: Any, made: Callable[[Any], Any]) -> None:
        self._values, self._made = values, made

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, (int, np.integer)):
            return self._made(self._values[key])
        return [self._made(one) for one in _taken(self._values, key)]

    def __eq__(self, other: object) -> Any:
        return list(self) == other

    def __repr__(self) -> str:
        more = ", …" if len(self) > SHOWN else ""
        return f"Column([{', '.join(map(repr, self[:SHOWN]))}{more}])"

    __hash__ = None  # type: ignore[assignment]


def _taken(values: Any, key: Any) -> Any:
    if isinstance(key, slice) or isinstance(values, np.ndarray):
        return values[key]
    return [values[int(one)] for one in key]


class Dataset:
    """Rows of named columns: arrays as they were loaded, or lists of what ``map`` made."""

    def __init__(self, columns: dict[str, Any], features: dict[str, Any], form: str | None = None) -> None:
        self._columns, self.features, self._form = columns, features, form
        self._transform: Callable[[dict[str, Any]], dict[str, Any]] | None = None

    @property
    def column_names(self) -> list[str]:
        return list(self._columns)

    @property
    def num_rows(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    @property
    def shape(self) -> tuple[int, int]:
        return self.num_rows, len(self._columns)

    def __len__(self) -> int:
        return self.num_rows

    def __repr__(self) -> str:
        return f"Dataset({{\n    features: {self.column_names},\n    num_rows: {self.num_rows}\n}})"

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self[place] for place in range(len(self)))

    def iter(self, batch_size: int, drop_last_batch: bool = False) -> Iterator[dict[str, Any]]:
        """Batches, each a dictionary of columns."""
        for start in range(0, len(self), batch_size):
            if not drop_last_batch or start + batch_size <= len(self):
                yield self[start : start + batch_size]

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return self._whole(key)
        if isinstance(key, (int, np.integer)):
            if not -len(self) <= key < len(self):
                raise IndexError(f"{key} is out of the {len(self)} rows")
            place = int(key) % len(self)
            batch = self._batch(slice(place, place + 1))
            return {name: values[0] for name, values in batch.items()}
        return self._batch(key)

    def _batch(self, key: Any) -> dict[str, Any]:
        found = {name: self._formed(name, _taken(values, key)) for name, values in self._columns.items()}
        return self._transform(found) if self._transform is not None else found

    def _whole(self, name: str) -> Any:
        if name not in self._columns:
            raise KeyError(f"Column {name} is not in the dataset, which has {self.column_names}")
        if self._form is None:
            return Column(self._columns[name], self._plain(name))
        return self._formed(name, self._columns[name])

    def _plain(self, name: str) -> Callable[[Any], Any]:
        """What Python's own object of a value is: an image is one of Pillow, a number a number."""
        if not isinstance(self._columns[name], np.ndarray):
            return lambda value: value
        if self._columns[name].ndim == 1:
            return lambda value: getattr(value, "item", lambda: value)()
        from PIL import Image

        return Image.fromarray

    def _formed(self, name: str, values: Any) -> Any:
        if self._form is None:
            plain = self._plain(name)
            return [plain(value) for value in values]
        array = np.asarray(values)
        if self._form in ("numpy", "np"):
            return array
        if self._form == "pandas":
            import pandas as pd

            return pd.Series(list(array), name=name)
        import tensorflow as tf

        return tf.constant(array)

    def with_format(self, type: str | None = None, *args: Any, **kwargs: Any) -> "Dataset":
        """The same rows, given in another form."""
        if type is not None and type not in FORMATS:
            raise ModuleNotFoundError(f"No module named '{type}'", name=type)
        return self._like(self._columns, type)

    def set_format(self, type: str | None = None, *args: Any, **kwargs: Any) -> None:
        self._form = self.with_format(type)._form

    def reset_format(self) -> None:
        self._form = None

    def with_transform(self, transform: Callable[..., Any], *args: Any, **kwargs: Any) -> "Dataset":
        """The same rows; each batch that is asked for goes through a function."""
        made = self._like(self._columns, None)
        made._transform = transform
        return made

    def set_transform(self, transform: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self._form, self._transform = None, transform

    def _like(self, columns: dict[str, Any], form: str | None) -> "Dataset":
        made = Dataset(columns, self.features, form)
        made._transform = self._transform
        return made

    def select(self, indices: Any, **kwargs: Any) -> "Dataset":
        """The rows of these places."""
        places = np.asarray(list(indices), dtype=np.int64)
        return self._like(
            {name: _taken(values, places) for name, values in self._columns.items()}, self._form
        )

    def take(self, n: int) -> "Dataset":
        return self.select(range(min(n, len(self))))

    def skip(self, n: int) -> "Dataset":
        return self.select(range(min(n, len(self)), len(self)))

    def shuffle(self, seed: int | None = None, **kwargs: Any) -> "Dataset":
        return self.select(np.random.default_rng(seed).permutation(len(self)))

    def train_test_split(
        self, test_size: float = 0.25, seed: int | None = None, shuffle: bool = True, **kwargs: Any
    ) -> "DatasetDict":
        """Two parts: ``test_size`` is a share, or a number of rows."""
        mixed = self.shuffle(seed) if shuffle else self
        count = round(test_size * len(self)) if isinstance(test_size, float) else int(test_size)
        return DatasetDict({"train": mixed.take(len(self) - count), "test": mixed.skip(len(self) - count)})

    def map(
        self,
        function: Callable[..., Any],
        batched: bool = False,
        batch_size: int = 1000,
        remove_columns: Any = None,
        with_indices: bool = False,
        fn_kwargs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> "Dataset":
        """Rows with what a function makes of each, or of each batch."""
        given = fn_kwargs or {}
        made: dict[str, list[Any]] = {}
        for start in range(0, len(self), batch_size if batched else 1):
            places = list(range(start, min(start + (batch_size if batched else 1), len(self))))
            row = self[start : places[-1] + 1] if batched else self[start]
            told = [places if batched else start] if with_indices else []
            found = function(row, *told, **given) or {}
            for name, value in found.items():
                made.setdefault(name, []).extend(value if batched else [value])
        gone = [remove_columns] if isinstance(remove_columns, str) else list(remove_columns or [])
        kept = {name: values for name, values in self._columns.items() if name not in gone}
        return self._like({**kept, **made}, self._form)

    def filter(self, function: Callable[..., bool], input_columns: Any = None, **kwargs: Any) -> "Dataset":
        """The rows of which a function says so."""
        names = [input_columns] if isinstance(input_columns, str) else input_columns
        given = ((row if names is None else [row[name] for name in names]) for row in self)
        keep = [function(one) if names is None else function(*one) for one in given]
        return self.select(np.flatnonzero(keep))

    def rename_column(self, original_column_name: str, new_column_name: str) -> "Dataset":
        return self.rename_columns({original_column_name: new_column_name})

    def rename_columns(self, column_mapping: dict[str, str]) -> "Dataset":
        named = {column_mapping.get(name, name): values for name, values in self._columns.items()}
        made = self._like(named, self._form)
        made.features = {column_mapping.get(name, name): about for name, about in self.features.items()}
        return made

    def remove_columns(self, column_names: Any) -> "Dataset":
        gone = [column_names] if isinstance(column_names, str) else column_names
        return self._like({name: v for name, v in self._columns.items() if name not in gone}, self._form)

    def to_pandas(self, **kwargs: Any) -> Any:
        """A table; an image is a dictionary of its bytes, as PNG."""
        import pandas as pd

        return pd.DataFrame({name: self._exported(name) for name in self._columns})

    def _exported(self, name: str) -> Any:
        values = self._columns[name]
        return [_png(one) for one in values] if getattr(values, "ndim", 1) > 1 else list(values)

    def to_dict(self, **kwargs: Any) -> dict[str, list[Any]]:
        return {name: list(self[name]) for name in self._columns}

    def to_tf_dataset(
        self,
        batch_size: int | None = None,
        columns: Any = None,
        shuffle: bool = False,
        label_cols: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Pairs of the columns and those of labels, or the columns alone."""
        import tensorflow as tf

        def taken(wanted: Any) -> Any:
            names = self.column_names if wanted is None else wanted
            if isinstance(names, str):
                return np.asarray(self._columns[names])
            found = {name: np.asarray(self._columns[name]) for name in names}
            return next(iter(found.values())) if len(found) == 1 else found

        content = taken(columns) if label_cols is None else (taken(columns), taken(label_cols))
        dataset = tf.data.Dataset.from_tensor_slices(content)
        dataset = dataset.shuffle(len(self)) if shuffle else dataset
        return dataset if batch_size is None else dataset.batch(batch_size)


def _png(image: np.ndarray) -> dict[str, Any]:
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return {"bytes": file.getvalue(), "path": None}


class DatasetDict(dict[str, Any]):
    """Splits by name; what is asked of it, each of them does."""

    @property
    def num_rows(self) -> dict[str, int]:
        return {name: one.num_rows for name, one in self.items()}

    @property
    def column_names(self) -> dict[str, list[str]]:
        return {name: one.column_names for name, one in self.items()}

    @property
    def shape(self) -> dict[str, tuple[int, int]]:
        return {name: one.shape for name, one in self.items()}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not callable(getattr(Dataset, name, None)):
            raise AttributeError(f"'DatasetDict' object has no attribute '{name}'")

        def each(*args: Any, **kwargs: Any) -> Any:
            found = {split: getattr(one, name)(*args, **kwargs) for split, one in self.items()}
            changed = all(one is None for one in found.values())
            return None if changed else DatasetDict(found)

        return each
