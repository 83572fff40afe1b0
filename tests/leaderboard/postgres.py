"""A PostgreSQL of the tests' own: a cluster in a temporary folder, behind a Unix socket."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

USER, PASSWORD, PORT = "course", "hunter2 of/the?course", 5432
NOBODY, NO_GROUP = ("nobody", "nogroup") if os.geteuid() == 0 else (None, None)
"""PostgreSQL refuses to run as root."""


class Postgres:
    """A cluster that can go away and come back.

    Args:
        folder: an empty folder of the user that runs it, with a path short enough for a socket.
        programs: the folder of ``initdb`` and ``postgres``.
    """

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs = folder, programs
        self._server: subprocess.Popen[bytes] | None = None
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        command = ["initdb", "-D", str(folder / "data"), "-U", USER, "--auth=scram-sha-256", "--no-sync"]
        self._run(*command, "--no-instructions", "-E", "UTF8", f"--pwfile={secret}").communicate()

    def uri(self, password: str = PASSWORD, database: str = "postgres") -> str:
        """The tracking URI."""
        query = f"host={self._folder}&port={PORT}&user={USER}&password={quote(password, safe='')}"
        return f"postgresql:///{database}?{query}"

    def start(self) -> None:
        """Returns once it answers."""
        options = ("-c", "listen_addresses=", "-c", "fsync=off", "-p", str(PORT), "-k", str(self._folder))
        self._server = self._run("postgres", "-D", str(self._folder / "data"), *options)
        assert self._server.stdout is not None
        for line in self._server.stdout:
            if b"ready to accept connections" in line:
                return
        raise RuntimeError("PostgreSQL did not start")

    def stop(self) -> None:
        """Ends it as a machine that loses power does."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.communicate()
            self._server = None

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(self._programs / program), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self._folder,
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
            user=NOBODY,
            group=NO_GROUP,
            extra_groups=None if NOBODY is None else [],
        )


def programs() -> Path | None:
    """The newest PostgreSQL of this machine; Debian keeps its programs out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def running() -> Iterator[Postgres]:
    """A PostgreSQL that answers; skips where there is none."""
    where = programs()
    if where is None:
        pytest.skip("there is no PostgreSQL (apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name:
        folder = Path(name)
        if NOBODY is not None:
            shutil.chown(folder, NOBODY, NO_GROUP)
        server = Postgres(folder, where)
        try:
            server.start()
            yield server
        finally:
            server.stop()
