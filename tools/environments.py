"""The environments that the sessions of nox run in, each made on first use from its lock.

``noxfile.py`` imports this before any environment exists: beside nox, standard library only.
"""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nox

from harness.errors import HarnessError
from harness.installation import Installation
from harness.sandbox.environment import ensure_environment, ensure_venv, install, is_complete, venv_folder
from harness.sandbox.locking import exclusive
from reference.measure.zoo_environment import zoo_python

ROOT = Path(__file__).resolve().parent.parent
INSTALLATION = Installation.in_folder(ROOT)


def zoo(session: nox.Session) -> Path:
    """The environment that the zoo is trained and tested in."""
    with _errors_told(session):
        return zoo_python(session.log).parent.parent


def host(session: nox.Session, *, dev: bool = False) -> Path:
    """The host environment with the harness in it. The development environment holds the same versions and
    more, so it serves every session once it is there."""
    if sys.version_info < (3, 11):  # noqa: UP036 - nox may run on an older Python than the project
        session.error(f"The harness needs Python 3.11 or later and nox runs on {sys.version.split()[0]}.")
    lock = ROOT / "locks" / "dev.txt"
    if not dev and not is_complete(venv_folder(INSTALLATION, "host", lock)):
        lock = ROOT / "locks" / "host.txt"
    with _errors_told(session):
        folder = ensure_venv(installation=INSTALLATION, prefix="host", lock=lock, say=session.log)
        _install_harness(session, folder)
    return folder


def guest(session: nox.Session) -> None:
    """The environment of student code on this machine."""
    with _errors_told(session):
        ensure_environment(installation=INSTALLATION, say=session.log)


def ray(session: nox.Session, *, dev: bool = False) -> Path:
    """The host environment with Ray, and with what the tests need where they run in it."""
    lock, more = ROOT / "locks" / "ray.txt", ROOT / "locks" / "dev.txt"
    with _errors_told(session):
        folder = ensure_venv(installation=INSTALLATION, prefix="ray", lock=lock, say=session.log)
        stamp, metadata = folder / ".dev", hashlib.sha256(more.read_bytes()).hexdigest()
        if dev and not (stamp.is_file() and stamp.read_text(encoding="utf-8") == metadata):
            log = INSTALLATION.work / f"{folder.name}.log"
            install(folder, ["--require-hashes", "-r", str(more)], log=log, say=session.log)
            stamp.write_text(metadata, encoding="utf-8")
        _install_harness(session, folder)
    return folder


def docs(session: nox.Session) -> Path:
    """The environment that builds the documentation site."""
    with _errors_told(session):
        lock = ROOT / "locks" / "docs.txt"
        return ensure_venv(installation=INSTALLATION, prefix="docs", lock=lock, say=session.log)


@contextmanager
def _errors_told(session: nox.Session) -> Iterator[None]:
    """Ends the session with the sentence of an error of ours."""
    try:
        yield
    except HarnessError as error:
        session.error(str(error))


def _install_harness(session: nox.Session, folder: Path) -> None:
    """Installs this checkout into the environment, anew when its metadata changed."""
    stamp = folder / ".harness"
    metadata = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    with exclusive(
        folder / ".harness.lock", say=session.log, waiting="Another command is installing the harness."
    ):
        if not stamp.is_file() or stamp.read_text(encoding="utf-8") != metadata:
            log = INSTALLATION.work / f"{folder.name}.log"
            install(folder, ["--no-deps", "--no-build-isolation", "-e", str(ROOT)], log=log, say=session.log)
            stamp.write_text(metadata, encoding="utf-8")
