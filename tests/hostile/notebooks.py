"""Notebooks that a text in a table cannot hold: each function makes one in the folder that it is given."""

import json
from pathlib import Path
from typing import Any

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def book(folder: Path, *cells: Any, text: str | None = None, name: str = "work.ipynb", **more: Any) -> None:
    made = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    (folder / name).write_text(json.dumps(made) if text is None else text, encoding="utf-8")


def code(source: Any = "print(6 * 7)", **more: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": source,
        **more,
    }


GOOD = code()
GOOD_TEXT = json.dumps(GOOD)


def cells_are_numbers(folder: Path) -> None:
    book(folder, 1, 2.5, None, True, "text", [GOOD], GOOD)


def cells_without_source(folder: Path) -> None:
    book(folder, {"cell_type": "code"}, {}, {"cell_type": None, "source": None}, GOOD)


def odd_sources(folder: Path) -> None:
    book(folder, code(7), code({"a": 1}), code([1, None, ["x"]]), code(["print(6", " * 7)"]))


def odd_metadata(folder: Path) -> None:
    book(
        folder,
        code(metadata=7),
        code(metadata={"tags": {"a": 1}}),
        code(outputs=3),
        metadata=[1],
        nbformat="x",
    )


def attachments(folder: Path) -> None:
    odd = {"cell_type": "markdown", "source": "x", "attachments": {"a": 7, "b": {"image/png": [1]}}}
    book(folder, odd, GOOD)


def kinds_of_cells(folder: Path) -> None:
    book(folder, {"cell_type": ["code"], "source": "x"}, {"cell_type": "heading", "source": "x"}, GOOD)


def nested_cells(folder: Path) -> None:
    book(folder, text='{"cells": [' + '{"cells": [' * 900 + "]}" * 900 + f", {GOOD_TEXT}]}}")


def nested_lists(folder: Path) -> None:
    book(folder, text='{"cells": ' + "[" * 900 + "]" * 900 + "}")


def nested_metadata(folder: Path) -> None:
    deep = '{"a":' * 900 + "1" + "}" * 900
    book(folder, text=f'{{"cells": [{GOOD_TEXT}], "metadata": {deep}, "nbformat": 4, "nbformat_minor": 5}}')


def nested_source(folder: Path) -> None:
    book(folder, text='{"cells": [{"cell_type": "code", "source": ' + "[" * 950 + '"x"' + "]" * 950 + "}]}")


def nested_without_end(folder: Path) -> None:
    book(folder, text='{"cells": ' + "[" * 200_000)


def nbformat_99(folder: Path) -> None:
    book(folder, GOOD, nbformat=99, nbformat_minor=99)


def nbformat_beyond(folder: Path) -> None:
    book(folder, GOOD, nbformat=10**30, nbformat_minor=-1)


def half_an_emoji(folder: Path) -> None:
    book(folder, code("print('\ud83d', 6 * 7)"), code("# \udc80"))


def half_an_emoji_in_names(folder: Path) -> None:
    book(folder, text=f'{{"cells": [{GOOD_TEXT}], "\\ud83d": "\\udc80", "metadata": {{"\\ud83d": 1}}}}')


def many_cells(folder: Path) -> None:
    book(folder, *[code("1")] * 100_000)


def many_empty_cells(folder: Path) -> None:
    book(folder, *[code("")] * 100_000, GOOD)


def a_million_digits(folder: Path) -> None:
    book(folder, text=f'{{"cells": [{GOOD_TEXT}], "nbformat": {"9" * 10**6}}}')


def digits_in_a_cell(folder: Path) -> None:
    book(folder, text=f'{{"cells": [{{"cell_type": "code", "source": {"9" * 5000}}}, {GOOD_TEXT}]}}')


def numbers_that_are_none(folder: Path) -> None:
    book(folder, text=f'{{"cells": [{GOOD_TEXT}], "a": NaN, "b": 1e999, "c": -Infinity}}')


def doubled_keys(folder: Path) -> None:
    book(folder, text=f'{{"cells": 7, "cells": [{GOOD_TEXT}], "cells": [{GOOD_TEXT}, {GOOD_TEXT}]}}')


def marks_of_order(folder: Path) -> None:
    book(folder, text=BOM + BOM + json.dumps({"cells": [GOOD]}))


def mark_of_order(folder: Path) -> None:
    book(folder, text=BOM + json.dumps({"cells": [GOOD]}))


def utf_16(folder: Path) -> None:
    (folder / "work.ipynb").write_bytes(json.dumps({"cells": [GOOD]}).encode("utf-16"))


def null_bytes(folder: Path) -> None:
    (folder / "work.ipynb").write_bytes(json.dumps({"cells": [GOOD]}).encode() + b"\0" * 1000)


def null_in_source(folder: Path) -> None:
    book(folder, code("print(1)\0"), GOOD)


def zeros(folder: Path) -> None:
    with (folder / "work.ipynb").open("wb") as file:
        file.truncate(1024**3)


def zeros_beside(folder: Path) -> None:
    book(folder, GOOD)
    with (folder / "data.bin").open("wb") as file:
        file.truncate(1024**4)


def zeros_in_a_script(folder: Path) -> None:
    with (folder / "solution.py").open("wb") as file:
        file.truncate(200 * 1024**2)


def large_notebook(folder: Path) -> None:
    book(folder, code("#" + "x" * 70 * 1024**2))


def no_object(folder: Path) -> None:
    book(folder, text="[[[]]]")


def no_cells(folder: Path) -> None:
    book(folder)


def sheets_that_are_none(folder: Path) -> None:
    book(folder, text='{"worksheets": [1, null, {"cells": 7}, {"cells": [3, {"input": ["print(6 * 7)"]}]}]}')


def stored_outputs(folder: Path) -> None:
    shown = "uint8 (60000, 28, 28) (10000, 28, 28) counts [6000, 6000] mean 72.94 macro F1 0.93\n[[900, 100], [50, 950]]"
    output = {"output_type": "stream", "name": "stdout", "text": shown}
    book(
        folder,
        code("raise SystemExit(1)", outputs=[output], execution_count=1),
        code("print(1", outputs=[output]),
    )


def everything_is_text(folder: Path) -> None:
    text = "# Results\nx_train (60000, 28, 28) uint8, F1 0.93, confusion matrix [[900, 100], [50, 950]]"
    book(
        folder,
        {"cell_type": "markdown", "metadata": {}, "source": text},
        {"cell_type": "raw", "metadata": {}, "source": text},
    )
