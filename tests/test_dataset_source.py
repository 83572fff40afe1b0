"""Where the data comes from: the order of the places, what is said, and what a download leaves behind."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest

from harness.assignments.fashion_mnist.data import download, source, standin
from harness.assignments.fashion_mnist.data.idx import read_idx_gz, write_idx_gz
from harness.assignments.fashion_mnist.data.spec import FASHION_MNIST
from harness.dataset.dataset import Dataset
from harness.dataset.load import load_drawing
from harness.errors import InfrastructureError, UsageError
from harness.words.phrase import Phrase
from harness.words.say import say

pytestmark = pytest.mark.slow

NAMES = tuple(source.PUBLISHED_MD5)


def told(origin: Phrase | str) -> str:
    """Where data came from, in English; in Russian, nothing of that stands."""
    assert isinstance(origin, Phrase)
    russian = say(origin, "ru")
    assert "из" in russian.split() or "замена" in russian
    assert " from " not in russian
    return say(origin)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Files of the published shapes with nearly empty images."""
    contents = {}
    for kind, rows in (("train", 60000), ("t10k", 10000)):
        images = np.zeros((rows, 28, 28), np.uint8)
        images[:, 0, :4] = np.arange(rows, dtype=">u4").view(np.uint8).reshape(rows, 4)
        images[:, 1, 0] = kind == "train"
        contents[f"{kind}-images-idx3-ubyte.gz"] = write_idx_gz(images)
        contents[f"{kind}-labels-idx1-ubyte.gz"] = write_idx_gz((np.arange(rows) % 10).astype(np.uint8))
    return contents


@pytest.fixture
def fill(files: dict[str, bytes]) -> Callable[..., Path]:
    def fill(folder: Path, names: tuple[str, ...] = NAMES) -> Path:
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).write_bytes(files[name])
        return folder

    return fill


@pytest.fixture
def published(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the test's files the published ones."""
    sums = {name: hashlib.md5(content).hexdigest() for name, content in files.items()}
    monkeypatch.setattr(source, "PUBLISHED_MD5", sums)


class Place:
    """A machine with an empty home, and what was said to its user."""

    def __init__(self, root: Path) -> None:
        self.home = root / "home"
        self.project = root / "work" / "project"
        self.keras = self.home / ".keras" / "datasets" / "fashion-mnist"
        self.shared = root / "work" / "shared" / "fashion-mnist"
        self.cache = self.home / ".cache" / "fashion-harness" / "fashion-mnist"
        self.said: list[str] = []

    def load(self, allow_download: bool = False, **environ: str) -> Dataset:
        return source.load(
            {"HOME": str(self.home), **environ},
            project=self.project,
            allow_download=allow_download,
            say=self.said.append,
        )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def tiny_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = standin.draw
    monkeypatch.setattr(standin, "draw", lambda **_: draw(train_per_class=2, test_per_class=1))


class Server(ThreadingHTTPServer):
    """Serves a folder; sends only the first half of what ``broken`` names."""

    broken: str = ""


class Handler(SimpleHTTPRequestHandler):
    server: Server

    def copyfile(self, source_file: object, output: object) -> None:
        content = source_file.read()  # type: ignore[attr-defined]
        half = self.server.broken and self.path.endswith(self.server.broken)
        output.write(content[: len(content) // 2] if half else content)  # type: ignore[attr-defined]

    def log_message(self, *args: object) -> None:
        """Keeps the test's output clean."""


@pytest.fixture
def server(tmp_path: Path, fill: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    folder = fill(tmp_path / "published")
    with Server(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setattr(download, "DATA_URL", f"http://127.0.0.1:{server.server_port}/")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield server
        server.shutdown()
        thread.join()


def test_the_named_folder_comes_first(place: Place, fill: Callable[..., Path], tmp_path: Path) -> None:
    fill(place.keras)
    chosen = fill(tmp_path / "chosen")
    data = place.load(FASHION_MNIST_DIR=str(chosen))
    assert str(chosen) in told(data.origin)
    assert data.images.shape == (70000, 28, 28)
    assert data.labels.shape == (70000,)
    assert data.images.dtype == data.labels.dtype == np.uint8
    assert data.images[0, 1, 0] == 1  # training rows come first
    assert data.images[60000, 1, 0] == 0
    assert not data.stand_in
    assert place.said == []


def test_other_files_than_the_published_are_used_but_not_called_verified(
    place: Place, fill: Callable[..., Path]
) -> None:
    fill(place.keras)
    data = place.load()
    assert not data.verified
    assert "unverified copy" in told(data.origin)
    assert NAMES[0] in told(data.origin)


def test_another_copy_is_unpacked_by_the_first_command_alone_until_it_changes(
    place: Place, fill: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(place.keras)
    first = place.load()
    decode = Mock(wraps=read_idx_gz)
    monkeypatch.setattr(source, "read_idx_gz", decode)
    again, another = place.load(), place.load()
    assert (again.identity, again.origin, again.verified) == (first.identity, first.origin, False)
    assert not decode.called
    assert np.array_equal(again.labels, first.labels)
    assert decode.call_count == len(NAMES)
    (place.keras / NAMES[3]).write_bytes(write_idx_gz((np.arange(10000) % 9).astype(np.uint8)))
    with pytest.raises(InfrastructureError, match="changed while it was in use: run the command again"):
        _ = another.images
    assert place.load().stand_in
    assert "does not hold 1000 labels" in place.said[0]


def test_a_cache_that_cannot_be_read_does_not_matter(place: Place, fill: Callable[..., Path]) -> None:
    folder = str(fill(place.shared))
    assert not place.load(FASHION_MNIST_DIR=folder, HARNESS_CACHE="x" * 300).stand_in


@pytest.mark.usefixtures("published")
def test_the_published_files_are_verified(place: Place, fill: Callable[..., Path]) -> None:
    fill(place.keras)
    data = place.load()
    assert data.verified
    assert "published MD5" in told(data.origin)


def test_the_places_are_searched_in_order(place: Place, fill: Callable[..., Path], tmp_path: Path) -> None:
    fill(place.cache)
    assert str(place.cache) in told(place.load().origin)
    fill(place.shared)
    assert str(place.shared) in told(place.load().origin)
    fill(place.keras)
    assert str(place.keras) in told(place.load().origin)
    elsewhere = fill(tmp_path / "k" / "datasets" / "fashion-mnist")
    assert str(elsewhere) in told(place.load(KERAS_HOME=str(tmp_path / "k")).origin)


def test_the_cache_can_be_moved(tmp_path: Path) -> None:
    assert source.cache_folder({"HARNESS_CACHE": "/c"}) == Path("/c/fashion-mnist")
    assert source.cache_folder({"XDG_CACHE_HOME": "/x"}) == Path("/x/fashion-harness/fashion-mnist")


def test_a_named_folder_that_is_wrong_is_an_error(
    place: Place, fill: Callable[..., Path], tmp_path: Path, files: dict[str, bytes]
) -> None:
    fill(place.keras)
    with pytest.raises(UsageError, match="FASHION_MNIST_DIR is /no/such, but: there is no folder"):
        place.load(FASHION_MNIST_DIR="/no/such")
    partly = fill(tmp_path / "partly", NAMES[:3])
    with pytest.raises(UsageError, match=f"lacks {NAMES[3]} of Fashion-MNIST's four files"):
        place.load(FASHION_MNIST_DIR=str(partly))
    (partly / NAMES[3]).write_bytes(files[NAMES[3]][:-20])
    with pytest.raises(UsageError, match=f"{NAMES[3]} is not a whole gzip file"):
        place.load(FASHION_MNIST_DIR=str(partly))
    (partly / NAMES[3]).write_bytes(write_idx_gz((np.arange(10000) % 9).astype(np.uint8)))
    with pytest.raises(UsageError, match="does not hold 1000 labels of each of the 10 classes"):
        place.load(FASHION_MNIST_DIR=str(partly))


def test_a_found_folder_that_is_incomplete_is_passed_over_aloud(
    place: Place, fill: Callable[..., Path]
) -> None:
    fill(place.keras, NAMES[1:])
    fill(place.shared)
    assert str(place.shared) in told(place.load().origin)
    assert len(place.said) == 1
    assert f"{place.keras} is passed over" in place.said[0]
    assert NAMES[0] in place.said[0]


@pytest.mark.usefixtures("tiny_stand_in")
def test_the_stand_in_is_announced(place: Place) -> None:
    data = place.load()
    assert data.stand_in
    assert not data.verified
    assert "stand-in" in told(data.origin)
    assert len(place.said) == 1
    assert place.said[0].startswith("WARNING: STAND-IN DATA")
    assert "FASHION_MNIST_DIR" in place.said[0]


@pytest.mark.usefixtures("published", "server")
def test_a_download_is_verified_and_kept(place: Place) -> None:
    data = place.load(allow_download=True)
    assert data.verified
    assert str(place.cache) in told(data.origin)
    assert {path.name for path in place.cache.iterdir()} == {*NAMES, source.KNOWN}
    assert len(place.said) == 1
    assert "Downloading" in place.said[0]
    place.said.clear()
    assert place.load(allow_download=False).verified
    assert place.said == []


@pytest.mark.usefixtures("published", "tiny_stand_in")
def test_a_download_that_breaks_off_leaves_no_part_and_is_resumed(place: Place, server: Server) -> None:
    server.broken = NAMES[2]
    assert place.load(allow_download=True).stand_in
    assert any("The download failed" in line for line in place.said)
    assert sorted(path.name for path in place.cache.iterdir()) == sorted(NAMES[:2])
    server.broken = ""
    assert place.load(allow_download=True).verified


@pytest.mark.usefixtures("server", "tiny_stand_in")
def test_a_download_with_other_content_is_not_kept(place: Place) -> None:
    assert place.load(allow_download=True).stand_in
    assert any("MD5" in line for line in place.said if line.startswith("The download failed"))
    assert list(place.cache.iterdir()) == []


@pytest.mark.usefixtures("published", "server", "tiny_stand_in")
def test_a_download_that_takes_too_long_is_ended(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "FILE_SECONDS", -1.0)
    assert place.load(allow_download=True).stand_in
    assert any("too slowly" in line for line in place.said)
    assert list(place.cache.iterdir()) == []


def test_a_whole_split_of_the_published_sizes(place: Place, fill: Callable[..., Path]) -> None:
    fill(place.shared)
    load = partial(
        load_drawing,
        FASHION_MNIST,
        {"HOME": str(place.home)},
        project=place.project,
        home=place.home / "harness",
        say=place.said.append,
    )
    split = load().split()
    assert split.hidden_images.shape == (5000, 28, 28)
    assert split.train_images.shape == (60000, 28, 28)
    assert split.test_images.shape == (10000, 28, 28)
    assert str(place.shared) in told(split.origin)
    assert not split.stand_in
    assert load().split().split_id == split.split_id
    assert load(hidden_per_class=100).split().hidden_labels.shape == (1000,)
    with pytest.raises(UsageError, match="from 1 to 5999"):
        load(hidden_per_class=6000)
