"""Makes the pictures of the documentation anew: ``nox -s screenshots``, or ``-- board leaderboard`` for some of them.

Each is the harness's own page of a made-up class (`tools.pictured_class`), in Chromium. On one machine the same commit makes
the same pictures; other fonts or another Chromium make others.
"""

import argparse
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal
from unittest.mock import patch

import numpy as np
from PIL import Image
from playwright import sync_api

from harness.assignment.rubric import read_rubric
from harness.dataset.drawing import Drawing
from harness.errors import HarnessError
from harness.grade.record import Grade
from harness.report.feedback import render_feedback
from harness.report.notebook import render_notebook
from harness.report.view import roles_of, title_of
from harness.wire.files import EXECUTED
from harness.words.language import Language, speaking
from harness.workplace import Workplace
from tools.pictured import Answers, lines_of
from tools.pictured_class import Pictured, store, write_notebook

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = Path("/usr/bin/chromium")
KEY = "the split of the pictures, which no course uses"
DAY = date(2026, 12, 24)
MOST_BYTES = 150_000
COLOURS = 256


@dataclass(frozen=True)
class Shot:
    """One picture.

    ``page`` names what is shown, in the ``language``. It begins at the heading ``at`` (a CSS selector), or at the top, and is
    ``size`` pixels (width, height) of a page.
    """

    page: str
    size: tuple[int, int]
    language: Language = "en"
    at: str = ""
    scheme: Literal["light", "dark"] = "light"


SHOTS = {
    "report": Shot("good", (1000, 900)),
    "report-confusion": Shot("good", (1000, 780), at="#matrix"),
    "report-structure": Shot("good", (1000, 800), at="#structure"),
    "report-mistaken": Shot("good", (1000, 700), at="#mistaken"),
    "report-failed": Shot("failed", (1000, 900)),
    "report-held": Shot("held", (1000, 350)),
    "report-phone": Shot("good", (390, 800), scheme="dark"),
    "report.ru": Shot("good", (1000, 900), "ru"),
    "report-mistaken.ru": Shot("good", (1000, 700), "ru", at="#mistaken"),
    "report-failed.ru": Shot("failed", (1000, 900), "ru"),
    "notebook": Shot("notebook", (1000, 640)),
    "notebook.ru": Shot("notebook", (1000, 640), "ru"),
    "board": Shot("board", (1600, 900)),
    "class-report": Shot("class_report", (1100, 900)),
    "class-report-items": Shot("class_report", (1100, 700), at="#items"),
    "class-report-hard": Shot("class_report", (1100, 800), at="#hard"),
    "leaderboard": Shot("leaderboard", (1700, 760)),
}
"""By the name of the file in docs/images."""


class Pages:
    """The pages of the made-up class, each written once, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._results = folder, folder / "results"
        self._rubric = read_rubric(ROOT / "rubric.yaml")
        self._drawing = self._drawn()
        self._class = Pictured(self._rubric, Answers(self._drawing.split()))
        self._stored = list[tuple[Grade, Path]]()

    def _drawn(self) -> Drawing:
        # Beside a rubric of its own, so that no key or split of this checkout is touched.
        course = self._folder / "course"
        course.mkdir()
        (course / "rubric.yaml").write_bytes((ROOT / "rubric.yaml").read_bytes())
        environ = {**os.environ, "HARNESS_SPLIT_KEY": KEY}
        drawing = Workplace.find(course / "rubric.yaml").drawing(print, environ)
        if drawing.stand_in:
            raise ValueError(
                "The pictures show Fashion-MNIST, which was not found: set FASHION_MNIST_DIR to its folder."
            )
        return drawing

    def written(self, page: str, language: Language) -> Path:
        """The file of a page."""
        path = self._folder / f"{page}.{language}.html"
        if not path.exists():
            with speaking(language):
                path.write_text(getattr(self, f"_{page}")(), encoding="utf-8")
        return path

    def _good(self) -> str:
        return _feedback(self._class.good())

    def _failed(self) -> str:
        return _feedback(self._class.failed())

    def _held(self) -> str:
        return _feedback(self._class.held())

    def _notebook(self) -> str:
        split = self._drawing.split()
        path = write_notebook(self._folder, split.train_images, split.train_labels)
        title = title_of(self._class.good())
        return render_notebook(path, title=title, name="anna", feedback="feedback.html")

    def _students(self) -> list[tuple[Grade, Path]]:
        """The grades of the class, with the folders that they lie in."""
        if not self._stored:
            marks = self._class.students()
            self._stored = [(grade, store(self._results, grade, labels)) for grade, labels in marks]
        return self._stored

    def _board(self) -> str:
        from harness.assignment.lines import called_lines
        from harness.board.board import Truth, make_board
        from harness.board.page import render
        from harness.board.standing import standing
        from harness.grade.alias import aliases
        from harness.words.shown import Shown

        self._students()
        found = standing(self._results, best=False)
        labels = aliases(self._drawing.derive("aliases"), [entry.name for entry in found.entries])
        split, of = self._drawing.split(), self._rubric.of()
        truth = Truth(split.split_id, split.hidden_labels.astype(np.int64), len(of.data.classes))
        lines, roles = called_lines(of.name, lines_of(self._rubric)), roles_of(of.name, of.roles)
        board = make_board(found, labels, lines, roles, Shown.EXACT, lambda: truth)
        return render(board, self._rubric.called, DAY)

    def _class_report(self) -> str:
        from harness.class_report.page import render
        from harness.class_report.report import make_report
        from harness.class_report.saying import Names
        from harness.class_report.works import read_works

        self._students()
        folder = self._folder / "with others"
        shutil.copytree(self._results, folder, dirs_exist_ok=True)
        for grade in (self._class.failed(), self._class.held()):
            store(folder, grade.model_copy(update={"attempt": 3}))
        works = read_works(folder, best=False)
        return render(make_report(works, Names()), self._rubric.called, DAY)

    @contextmanager
    def leaderboard(self) -> Iterator[str]:
        """The address of the MLflow leaderboard of the class, while it is served."""
        from harness.exporters.contract import ExportOptions
        from harness.leaderboard.exporter import LeaderboardExporter

        course, experiment = self._folder / "course", self._rubric.experiment_name
        options = ExportOptions(course, self._results, experiment, batch="group 7")
        numbers = np.random.default_rng(7)
        # MLflow takes the colour of a run from its id.
        with patch("uuid.uuid4", lambda: uuid.UUID(bytes=numbers.bytes(16), version=4)):
            exporter = LeaderboardExporter(options)
            for grade, lies in self._students():
                exporter.export(grade, lies)
            exporter.finish()
        with _served(course, experiment) as address:
            yield address


def _feedback(grade: Grade) -> str:
    return render_feedback(grade, notebook_name=EXECUTED, cells_name="notebook.html")


@contextmanager
def _served(course: Path, experiment: str) -> Iterator[str]:
    """The address that `harness leaderboard` says."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")}
    rubric = ["--rubric", str(course / "rubric.yaml"), "--port", str(port)]
    command = [sys.executable, "-m", "harness", "leaderboard", *rubric]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield next(part for line in server.stdout for part in line.split() if "/#/" in part)
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate()


def small(png: bytes) -> bytes:
    """The picture as a PNG with the `COLOURS` colours that are most frequent in it, each pixel in the nearest of them.

    Plain areas keep their colour exactly, which what Pillow chooses does not do.
    """
    with Image.open(io.BytesIO(png)) as opened:
        pixels = np.asarray(opened.convert("RGB"))
    found, place, count = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    kept = found[np.argsort(-count, kind="stable")[:COLOURS]].astype(np.int64)
    nearest = np.concatenate(
        [((part[:, None] - kept) ** 2).sum(axis=2).argmin(axis=1) for part in np.array_split(found, 64)]
    )
    few = Image.fromarray(nearest[place].reshape(pixels.shape[:2]).astype(np.uint8), "P")
    few.putpalette(kept.astype(np.uint8).tobytes())
    file = io.BytesIO()
    few.save(file, "PNG", optimize=True)
    return file.getvalue()


def taken(
    browser: sync_api.Browser, shot: Shot, address: str, ready: Callable[[sync_api.Page], None]
) -> bytes:
    """The picture of a page, once it is ``ready``."""
    width, height = shot.size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=shot.scheme)
    # Pages of others say how long ago something was.
    page.clock.set_fixed_time(datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC))
    page.goto(address)
    ready(page)
    top = 0.0
    if shot.at:
        box = page.locator(shot.at).first.bounding_box()
        assert box is not None, f"{shot.page} has no {shot.at}"
        top = max(0.0, box["y"] - 16)
    clip: sync_api.FloatRect = {"x": 0, "y": top, "width": width, "height": height}
    png = page.screenshot(clip=clip, full_page=bool(shot.at), animations="disabled")
    page.close()
    return small(png)


def _rows_are_there(page: sync_api.Page) -> None:
    page.get_by_role("gridcell", name="0.9").first.wait_for(timeout=60_000)


def make(names: Sequence[str], into: Path) -> None:
    """Makes these pictures in a folder. Raises `ValueError` where one is too large, or what it needs is missing."""
    if not CHROMIUM.exists():
        raise ValueError(f"There is no Chromium at {CHROMIUM}: install it (tools/prepare-machine).")
    with tempfile.TemporaryDirectory() as folder, sync_api.sync_playwright() as playwright:
        pages = Pages(Path(folder))
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for name in names:
            shot = SHOTS[name]
            if shot.page == "leaderboard":
                with pages.leaderboard() as address:
                    picture = taken(browser, shot, address, _rows_are_there)
            else:
                path = pages.written(shot.page, shot.language)
                picture = taken(browser, shot, path.as_uri(), lambda page: None)
            if len(picture) > MOST_BYTES:
                raise ValueError(
                    f"{name} has {len(picture):,} bytes, and {MOST_BYTES:,} are the most: show less."
                )
            (into / f"{name}.png").write_bytes(picture)
            print(f"{into / f'{name}.png'}: {len(picture):,} bytes")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="pictures to make (default: all)")
    parser.add_argument(
        "--into", type=Path, default=IMAGES, metavar="DIR", help="where to (default: docs/images)"
    )
    given = parser.parse_args()
    if unknown := set(given.names) - SHOTS.keys():
        parser.error(f"There is no picture {min(unknown)}; there are {', '.join(SHOTS)}.")
    given.into.mkdir(parents=True, exist_ok=True)
    try:
        make(given.names or list(SHOTS), given.into)
    except (HarnessError, ValueError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
