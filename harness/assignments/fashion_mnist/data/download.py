"""Downloads the published files of Fashion-MNIST, with their MD5 sums checked."""

import time
from collections.abc import Mapping
from pathlib import Path

DATA_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
FILE_SECONDS = 600.0


class _Deadline:
    """A progress bar to `pooch` that shows nothing and ends a download that takes too long."""

    def __init__(self, seconds: float) -> None:
        self.total = 0
        self._end = time.monotonic() + seconds

    def update(self, _count: int) -> None:
        if time.monotonic() > self._end:
            raise TimeoutError("the server sends too slowly")

    def reset(self) -> None:
        pass

    def close(self) -> None:
        pass


def fetch(md5_by_name: Mapping[str, str], folder: Path) -> None:
    """Puts every named file that the folder lacks, or has with another MD5 sum, into it.

    A file appears under its name only when it is whole and its MD5 sum is right; a failure leaves no part
    of it.

    Raises:
        OSError: the server cannot be reached, breaks off or is slower than ten minutes a file, or the folder
            cannot be written.
        ValueError: what came has another MD5 sum.
    """
    import pooch  # takes long to import, and few runs download

    pooch.get_logger().setLevel("WARNING")
    for name, md5 in md5_by_name.items():
        pooch.retrieve(
            DATA_URL + name,
            known_hash=f"md5:{md5}",
            fname=name,
            path=folder,
            downloader=pooch.HTTPDownloader(
                progressbar=_Deadline(FILE_SECONDS),
                chunk_size=1 << 16,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
            ),
        )
