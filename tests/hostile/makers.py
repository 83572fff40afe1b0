"""Works that a text in a table cannot hold: each function makes one in the folder that it is given."""

import json
import os
import socket
from pathlib import Path
from typing import Any

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def _book(folder: Path, *cells: Any, text: str | None = None, name: str = "work.ipynb", **more: Any) -> None:
    book = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    (folder / name).write_text(json.dumps(book) if text is None else text, encoding="utf-8")


def _code(source: Any = "print(6 * 7)", **more: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": source,
        **more,
    }


GOOD = _code()
GOOD_TEXT = json.dumps(GOOD)


def cells_are_numbers(folder: Path) -> None:
    _book(folder, 1, 2.5, None, True, "text", [GOOD], GOOD)


def cells_without_source(folder: Path) -> None:
    _book(folder, {"cell_type": "code"}, {}, {"cell_type": None, "source": None}, GOOD)


def odd_sources(folder: Path) -> None:
    _book(folder, _code(7), _code({"a": 1}), _code([1, None, ["x"]]), _code(["print(6", " * 7)"]))


def odd_metadata(folder: Path) -> None:
    _book(
        folder,
        _code(metadata=7),
        _code(metadata={"tags": {"a": 1}}),
        _code(outputs=3),
        metadata=[1],
        nbformat="x",
    )


def attachments(folder: Path) -> None:
    odd = {"cell_type": "markdown", "source": "x", "attachments": {"a": 7, "b": {"image/png": [1]}}}
    _book(folder, odd, GOOD)


def kinds_of_cells(folder: Path) -> None:
    _book(folder, {"cell_type": ["code"], "source": "x"}, {"cell_type": "heading", "source": "x"}, GOOD)


def nested_cells(folder: Path) -> None:
    _book(folder, text='{"cells": [' + '{"cells": [' * 900 + "]}" * 900 + f", {GOOD_TEXT}]}}")


def nested_lists(folder: Path) -> None:
    _book(folder, text='{"cells": ' + "[" * 900 + "]" * 900 + "}")


def nested_metadata(folder: Path) -> None:
    deep = '{"a":' * 900 + "1" + "}" * 900
    _book(folder, text=f'{{"cells": [{GOOD_TEXT}], "metadata": {deep}, "nbformat": 4, "nbformat_minor": 5}}')


def nested_source(folder: Path) -> None:
    _book(folder, text='{"cells": [{"cell_type": "code", "source": ' + "[" * 950 + '"x"' + "]" * 950 + "}]}")


def nested_without_end(folder: Path) -> None:
    _book(folder, text='{"cells": ' + "[" * 200_000)


def nbformat_99(folder: Path) -> None:
    _book(folder, GOOD, nbformat=99, nbformat_minor=99)


def nbformat_beyond(folder: Path) -> None:
    _book(folder, GOOD, nbformat=10**30, nbformat_minor=-1)


def half_an_emoji(folder: Path) -> None:
    _book(folder, _code("print('\ud83d', 6 * 7)"), _code("# \udc80"))


def half_an_emoji_in_names(folder: Path) -> None:
    _book(folder, text=f'{{"cells": [{GOOD_TEXT}], "\\ud83d": "\\udc80", "metadata": {{"\\ud83d": 1}}}}')


def many_cells(folder: Path) -> None:
    _book(folder, *[_code("1")] * 100_000)


def many_empty_cells(folder: Path) -> None:
    _book(folder, *[_code("")] * 100_000, GOOD)


def a_million_digits(folder: Path) -> None:
    _book(folder, text=f'{{"cells": [{GOOD_TEXT}], "nbformat": {"9" * 10**6}}}')


def digits_in_a_cell(folder: Path) -> None:
    _book(folder, text=f'{{"cells": [{{"cell_type": "code", "source": {"9" * 5000}}}, {GOOD_TEXT}]}}')


def numbers_that_are_none(folder: Path) -> None:
    _book(folder, text=f'{{"cells": [{GOOD_TEXT}], "a": NaN, "b": 1e999, "c": -Infinity}}')


def doubled_keys(folder: Path) -> None:
    _book(folder, text=f'{{"cells": 7, "cells": [{GOOD_TEXT}], "cells": [{GOOD_TEXT}, {GOOD_TEXT}]}}')


def marks_of_order(folder: Path) -> None:
    _book(folder, text=BOM + BOM + json.dumps({"cells": [GOOD]}))


def mark_of_order(folder: Path) -> None:
    _book(folder, text=BOM + json.dumps({"cells": [GOOD]}))


def utf_16(folder: Path) -> None:
    (folder / "work.ipynb").write_bytes(json.dumps({"cells": [GOOD]}).encode("utf-16"))


def null_bytes(folder: Path) -> None:
    (folder / "work.ipynb").write_bytes(json.dumps({"cells": [GOOD]}).encode() + b"\0" * 1000)


def null_in_source(folder: Path) -> None:
    _book(folder, _code("print(1)\0"), GOOD)


def zeros(folder: Path) -> None:
    with (folder / "work.ipynb").open("wb") as file:
        file.truncate(1024**3)


def zeros_beside(folder: Path) -> None:
    _book(folder, GOOD)
    with (folder / "data.bin").open("wb") as file:
        file.truncate(1024**4)


def zeros_in_a_script(folder: Path) -> None:
    with (folder / "solution.py").open("wb") as file:
        file.truncate(200 * 1024**2)


def large_notebook(folder: Path) -> None:
    _book(folder, _code("#" + "x" * 70 * 1024**2))


def no_object(folder: Path) -> None:
    _book(folder, text="[[[]]]")


def no_cells(folder: Path) -> None:
    _book(folder)


def sheets_that_are_none(folder: Path) -> None:
    _book(folder, text='{"worksheets": [1, null, {"cells": 7}, {"cells": [3, {"input": ["print(6 * 7)"]}]}]}')


def links(folder: Path) -> None:
    _book(folder, _code("import pathlib\nprint(sorted(map(str, pathlib.Path().iterdir())))"))
    for name, target in (
        ("passwd", "/etc/passwd"),
        ("up", "../.."),
        ("key", "../../.harness"),
        ("loop", "loop"),
    ):
        (folder / name).symlink_to(target)


def link_in_the_place_of_the_entry(folder: Path) -> None:
    (folder / "solution.py").symlink_to("/proc/self/environ")


def no_files(folder: Path) -> None:
    _book(folder, _code("import pathlib\nprint(sorted(map(str, pathlib.Path().iterdir())))"))
    os.mkfifo(folder / "pipe.py")
    os.mkfifo(folder / "solution.py")
    with socket.socket(socket.AF_UNIX) as listener:
        # A socket's path has at most 107 bytes.
        here = os.open(folder, os.O_RDONLY)
        listener.bind(f"/proc/self/fd/{here}/socket.py")
        os.close(here)


def devices(folder: Path) -> None:
    _book(folder, GOOD)
    try:
        os.mknod(folder / "zero.py", 0o20666, os.makedev(1, 5))
    except PermissionError:
        os.mkfifo(folder / "zero.py")


def deep_folders(folder: Path) -> None:
    _book(folder, GOOD)
    here = os.open(folder, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("deep.py", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def many_files(folder: Path) -> None:
    _book(folder, GOOD)
    (folder / "data").mkdir()
    for i in range(21_000):
        os.link(folder / "work.ipynb", folder / "data" / f"{i}.csv") if i % 2 else (
            folder / "data" / str(i)
        ).mkdir()


def odd_names(folder: Path) -> None:
    _book(folder, _code("import os\nprint(len(os.listdir('.')))"))
    names = [
        "a\nb.py",
        "\u202egnp.py",
        "-rf",
        "$(touch x)",
        "`x`.py",
        "%s%n",
        "con.py",
        "a" * 251 + ".csv",
        "...",
    ]
    names += [
        "<img src=x onerror=alert(1)>.py",
        "w\u043ework.py",
        "=cmd.csv",
        "\x1b[2J.txt",
        "a\\..\\b",
        " ",
        "~",
    ]
    for name in names:
        (folder / name).write_text("x = 1\n")
    (folder / os.fsdecode(b"\xff\xfe.py")).write_text("x = 1\n")


def lookalikes(folder: Path) -> None:
    _book(folder, GOOD)
    _book(folder, _code("print('GOT')"), name="w\u043erk.ipynb")


def unreadable_modules(folder: Path) -> None:
    _book(folder, _code("print(6 * 7)"))
    (folder / "deep.py").write_text("x = " + "(" * 50_000)
    (folder / "signs.py").write_text("x = " + "-" * 100_000 + "1")
    (folder / "attributes.py").write_text("x = a" + ".b" * 90_000)
    (folder / "sums.py").write_text("x = 1" + "+1" * 90_000)
    (folder / "null.py").write_bytes(b"x = 1\0")
    (folder / "codec.py").write_bytes(b"# coding: rot13\nk = 1\n")
    (folder / "idna.py").write_bytes(b"# coding: idna\nk = 1\n")


def deep_source(folder: Path) -> None:
    _book(
        folder,
        _code("(" * 2_000 + ")" * 2_000),
        _code("x = 1" + " + 1" * 50_000),
        _code("-" * 50_000 + "1"),
        GOOD,
    )


def deep_script(folder: Path) -> None:
    (folder / "solution.py").write_text("print(6 * 7)\n" + "x = " + "[" * 150 + "]" * 150 + "\n")


def codec_script(folder: Path) -> None:
    (folder / "solution.py").write_bytes(b"# coding: undefined\nprint(6 * 7)\n")


def codec_of_bytes(folder: Path) -> None:
    (folder / "solution.py").write_bytes(b"# coding: zlib_codec\nprint(6 * 7)\n")


def stored_outputs(folder: Path) -> None:
    shown = "uint8 (60000, 28, 28) (10000, 28, 28) counts [6000, 6000] mean 72.94 macro F1 0.93\n[[900, 100], [50, 950]]"
    output = {"output_type": "stream", "name": "stdout", "text": shown}
    _book(
        folder,
        _code("raise SystemExit(1)", outputs=[output], execution_count=1),
        _code("print(1", outputs=[output]),
    )


def everything_is_text(folder: Path) -> None:
    text = "# Results\nx_train (60000, 28, 28) uint8, F1 0.93, confusion matrix [[900, 100], [50, 950]]"
    _book(
        folder,
        {"cell_type": "markdown", "metadata": {}, "source": text},
        {"cell_type": "raw", "metadata": {}, "source": text},
    )
