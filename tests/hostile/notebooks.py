"""Notebooks that a text in a table cannot hold: functions make one in the folder that they are given, or, where works share a
notebook, odd cells of it (`CELLS`), or make its text odd (`TEXTS`)."""

import json
from collections.abc import Callable
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


def after(case: str) -> dict[str, Any]:
    """A cell that shows that the notebook was read beyond what is odd."""
    return code(f"print('after {case}', 6 * 7)")


def cells_are_numbers() -> list[Any]:
    return [1, 2.5, None, True, "text", [GOOD], after("cells_are_numbers")]


def cells_without_source() -> list[Any]:
    return [{"cell_type": "code"}, {}, {"cell_type": None, "source": None}, after("cells_without_source")]


def odd_sources() -> list[Any]:
    return [code(7), code({"a": 1}), code([1, None, ["x"]]), code(["print('after odd_sources', 6", " * 7)"])]


def attachments() -> list[Any]:
    odd = {"cell_type": "markdown", "source": "x", "attachments": {"a": 7, "b": {"image/png": [1]}}}
    return [odd, after("attachments")]


def kinds_of_cells() -> list[Any]:
    kinds = [{"cell_type": ["code"], "source": "x"}, {"cell_type": "heading", "source": "x"}]
    return [*kinds, after("kinds_of_cells")]


def half_an_emoji() -> list[Any]:
    return [code("print('\ud83d', 'after half_an_emoji', 6 * 7)"), code("# \udc80")]


def null_in_source() -> list[Any]:
    return [code("print(1)\0"), after("null_in_source")]


def everything_is_text() -> list[Any]:
    text = "# Results\nx_train (60000, 28, 28) uint8, F1 0.93, confusion matrix [[900, 100], [50, 950]]"
    return [{"cell_type": kind, "metadata": {}, "source": text} for kind in ("markdown", "raw")]


def stored_outputs() -> list[Any]:
    shown = "uint8 (60000, 28, 28) (10000, 28, 28) counts [6000, 6000] mean 72.94 macro F1 0.93\n[[900, 100], [50, 950]]"
    output = {"output_type": "stream", "name": "stdout", "text": shown}
    return [
        code("raise SystemExit(1)", outputs=[output], execution_count=1),
        code("print(1", outputs=[output]),
    ]


def odd_metadata(text: str) -> str:
    made = json.loads(text)
    odd = [
        code(metadata=7),
        code(metadata={"tags": {"a": 1}}),
        code("print('after odd_metadata')", outputs=3),
    ]
    return json.dumps({**made, "cells": [*made["cells"], *odd], "metadata": [1], "nbformat": "x"})


def nbformat_99(text: str) -> str:
    return with_more(text, '"nbformat": 99, "nbformat_minor": 99')


def nbformat_beyond(text: str) -> str:
    return with_more(text, f'"nbformat": {10**30}, "nbformat_minor": -1')


def half_an_emoji_in_names(text: str) -> str:
    return with_more(text, '"\\ud83d": "\\udc80", "metadata": {"\\ud83d": 1}')


def numbers_that_are_none(text: str) -> str:
    return with_more(text, '"a": NaN, "b": 1e999, "c": -Infinity')


def doubled_keys(text: str) -> str:
    return f'{{"cells": 7, "cells": [{GOOD_TEXT}], {text[1:]}'


def mark_of_order(text: str) -> str:
    return BOM + text


def utf_16(text: str) -> bytes:
    return text.encode("utf-16")


def sheets_that_are_none(text: str) -> str:
    made = json.loads(text)
    cells = [3, {"input": ["print('after sheets_that_are_none', 6 * 7)"]}, *made.pop("cells")]
    return json.dumps({**made, "worksheets": [1, None, {"cells": 7}, {"cells": cells}]})


def with_more(text: str, more: str) -> str:
    """A notebook, with something more at its end: of keys that are there twice, the last one counts."""
    return f"{text[:-1]}, {more}}}"


CELLS: dict[str, Callable[[], list[Any]]] = {
    one.__name__: one
    for one in (
        cells_are_numbers,
        cells_without_source,
        odd_sources,
        attachments,
        kinds_of_cells,
        half_an_emoji,
        null_in_source,
        everything_is_text,
        stored_outputs,
    )
}
TEXTS: dict[str, Callable[[str], str | bytes]] = {
    one.__name__: one
    for one in (
        odd_metadata,
        nbformat_99,
        nbformat_beyond,
        half_an_emoji_in_names,
        numbers_that_are_none,
        doubled_keys,
        mark_of_order,
        utf_16,
        sheets_that_are_none,
    )
}


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


def many_cells(folder: Path) -> None:
    book(folder, *[code("1")] * 20_000)


def many_empty_cells(folder: Path) -> None:
    book(folder, *[code("")] * 20_000, GOOD)


def a_million_digits(folder: Path) -> None:
    book(folder, text=f'{{"cells": [{GOOD_TEXT}], "nbformat": {"9" * 10**6}}}')


def digits_in_a_cell(folder: Path) -> None:
    book(folder, text=f'{{"cells": [{{"cell_type": "code", "source": {"9" * 5000}}}, {GOOD_TEXT}]}}')


def marks_of_order(folder: Path) -> None:
    book(folder, text=BOM + BOM + json.dumps({"cells": [GOOD]}))


def null_bytes(folder: Path) -> None:
    (folder / "work.ipynb").write_bytes(json.dumps({"cells": [GOOD]}).encode() + b"\0" * 1000)


def zeros(folder: Path) -> None:
    with (folder / "work.ipynb").open("wb") as file:
        file.truncate(1024**3)


def zeros_beside(folder: Path) -> None:
    book(folder, GOOD)
    with (folder / "data.bin").open("wb") as file:
        file.truncate(1024**4)


def zeros_in_a_script(folder: Path) -> None:
    with (folder / "solution.py").open("wb") as file:
        file.truncate(100 * 1024**2)


def large_notebook(folder: Path) -> None:
    book(folder, code("#" + "x" * 70 * 1024**2))


def no_object(folder: Path) -> None:
    book(folder, text="[[[]]]")


def no_cells(folder: Path) -> None:
    book(folder)
