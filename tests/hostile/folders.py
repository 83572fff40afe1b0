"""Folders that a text in a table cannot hold: each function fills the one that it is given."""

import os
import socket
from pathlib import Path

from tests.hostile.notebooks import GOOD, book, code


def links(folder: Path) -> None:
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
    os.mkfifo(folder / "pipe.py")
    os.mkfifo(folder / "solution.py")
    with socket.socket(socket.AF_UNIX) as listener:
        # A socket's path has at most 107 bytes.
        here = os.open(folder, os.O_RDONLY)
        listener.bind(f"/proc/self/fd/{here}/socket.py")
        os.close(here)


def devices(folder: Path) -> None:
    try:
        os.mknod(folder / "zero.py", 0o20666, os.makedev(1, 5))
    except PermissionError:
        os.mkfifo(folder / "zero.py")


def deep_folders(folder: Path) -> None:
    here = os.open(folder, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("deep.py", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def many_files(folder: Path) -> None:
    book(folder, GOOD)
    (folder / "data").mkdir()
    for i in range(21_000):
        os.link(folder / "work.ipynb", folder / "data" / f"{i}.csv") if i % 2 else (
            folder / "data" / str(i)
        ).mkdir()


def odd_names(folder: Path) -> None:
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
    book(folder, GOOD)
    book(folder, code("print('GOT')"), name="w\u043erk.ipynb")


def unreadable_modules(folder: Path) -> None:
    (folder / "deep.py").write_text("x = " + "(" * 50_000)
    (folder / "signs.py").write_text("x = " + "-" * 100_000 + "1")
    (folder / "attributes.py").write_text("x = a" + ".b" * 90_000)
    (folder / "sums.py").write_text("x = 1" + "+1" * 90_000)
    (folder / "null.py").write_bytes(b"x = 1\0")
    (folder / "codec.py").write_bytes(b"# coding: rot13\nk = 1\n")
    (folder / "idna.py").write_bytes(b"# coding: idna\nk = 1\n")


def deep_source(folder: Path) -> None:
    book(
        folder,
        code("(" * 2_000 + ")" * 2_000),
        code("x = 1" + " + 1" * 50_000),
        code("-" * 50_000 + "1"),
        GOOD,
    )


def deep_script(folder: Path) -> None:
    (folder / "solution.py").write_text("print(6 * 7)\n" + "x = " + "[" * 150 + "]" * 150 + "\n")


def codec_script(folder: Path) -> None:
    (folder / "solution.py").write_bytes(b"# coding: undefined\nprint(6 * 7)\n")


def codec_of_bytes(folder: Path) -> None:
    (folder / "solution.py").write_bytes(b"# coding: zlib_codec\nprint(6 * 7)\n")
