"""Where training stands after an epoch, in one file, so that it goes on from there after a kill."""

import json
import os
import zipfile
from pathlib import Path

import keras
import numpy as np

RECORD = "record"


def save(path: Path, model: keras.Model, record: dict[str, object]) -> None:
    """Writes all state of a compiled model (weights, seeds of random layers, optimizer) and a JSON record.

    The file is whole or the one of before: a kill at any moment leaves no half of one.
    """
    arrays = {str(i): keras.ops.convert_to_numpy(variable) for i, variable in enumerate(_variables(model))}
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        np.savez(file, **arrays, **{RECORD: np.array(json.dumps(record))})
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def read_record(path: Path) -> dict[str, object] | None:
    """The record of a checkpoint; None where there is no checkpoint, or none that can be read."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return json.loads(str(arrays[RECORD]))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def restore(path: Path, model: keras.Model) -> bool:
    """Gives a compiled model the state that `save` wrote; False, with nothing changed, where it has other
    variables."""
    variables = _variables(model)
    with np.load(path, allow_pickle=False) as arrays:
        values = [arrays[str(i)] for i in range(len(arrays.files) - 1)]
    if [value.shape for value in values] != [tuple(variable.shape) for variable in variables]:
        return False
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
    return True


def _variables(model: keras.Model) -> list[keras.Variable]:
    """All that training changes; an optimizer has its slots only once it is built."""
    model.optimizer.build(model.trainable_variables)
    return [*model.variables, *model.optimizer.variables]
