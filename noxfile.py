"""The project's commands. Each installs what it needs on its first run and starts at once afterwards.

``nox -s grade -- ARGS`` is ``harness grade ARGS`` in an environment made from ``locks/``; likewise ``batch``,
``leaderboard`` and ``image``. nox ends with the exit code of the command, where this nox hands it over, else
with 1 for every failure; ``.venvs/host-*/bin/harness`` always gives the precise one.
"""

import hashlib
import sys
from pathlib import Path

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from harness.errors import HarnessError  # noqa: E402
from harness.sandbox.environment import ensure_venv, install, is_complete, venv_folder  # noqa: E402
from harness.sandbox.locking import exclusive  # noqa: E402

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "tests"]

LOCKS = ("guest-cpu", "guest-gpu", "host", "dev")
LOCK_OPTIONS = (
    "--python-version=3.11",
    "--universal",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
    "-q",
)

# nox kills a command 0.3 seconds after Ctrl-C; a sandbox takes longer to be removed.
INTERRUPT_SECONDS = 120
TERMINATE_SECONDS = 60


@nox.session
def grade(session: nox.Session) -> None:
    """Grades one submission: nox -s grade -- submissions/alice"""
    _harness(session, "grade")


@nox.session
def batch(session: nox.Session) -> None:
    """Grades every submission in a folder: nox -s batch -- submissions/"""
    _harness(session, "batch")


@nox.session
def leaderboard(session: nox.Session) -> None:
    """Opens the leaderboard of the graded submissions."""
    _harness(session, "leaderboard")


@nox.session
def image(session: nox.Session) -> None:
    """Builds the image that submissions run in, where Docker lacks it."""
    _harness(session, "image")


@nox.session
def tests(session: nox.Session) -> None:
    """Runs the tests: nox -s tests -- -k sandbox"""
    _run(session, _host(session, dev=True), "pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Checks style, format and types."""
    environment = _host(session, dev=True)
    _run(session, environment, "ruff", "check", ".")
    _run(session, environment, "ruff", "format", "--check", ".")
    _run(session, environment, "mypy")


@nox.session(venv_backend="virtualenv")
def lock(session: nox.Session) -> None:
    """Writes locks/*.txt anew from locks/*.in, keeping versions: nox -s lock -- --upgrade takes new ones."""
    session.install("uv")
    session.chdir(ROOT / "locks")
    for name in LOCKS:
        # What is linted and tested has the versions that grade.
        constraints = ["--constraint", "host.txt"] if name == "dev" else []
        session.run(
            "uv",
            "pip",
            "compile",
            *LOCK_OPTIONS,
            *constraints,
            *session.posargs,
            f"{name}.in",
            "-o",
            f"{name}.txt",
        )


def _harness(session: nox.Session, verb: str) -> None:
    _run(session, _host(session), "harness", verb, *session.posargs)


def _run(session: nox.Session, environment: Path, program: str, *arguments: str) -> None:
    try:
        session.run(
            str(environment / "bin" / program),
            *arguments,
            interrupt_timeout=INTERRUPT_SECONDS,
            terminate_timeout=TERMINATE_SECONDS,
        )
    except CommandFailed as failure:
        # Ends nox with the command's own exit code, where nox would turn each into 1.
        raise SystemExit(getattr(failure, "return_code", None) or 1) from None


def _host(session: nox.Session, *, dev: bool = False) -> Path:
    """The host environment with the harness in it. The development environment holds the same versions and
    more, so it serves every session once it is there."""
    if sys.version_info < (3, 11):  # noqa: UP036 - nox may run on an older Python than the project
        session.error(f"The harness needs Python 3.11 or later and nox runs on {sys.version.split()[0]}.")
    lock = ROOT / "locks" / "dev.txt"
    if not dev and not is_complete(venv_folder(ROOT, "host", lock)):
        lock = ROOT / "locks" / "host.txt"
    try:
        folder = ensure_venv(project=ROOT, prefix="host", lock=lock, say=session.log)
        _install_harness(session, folder)
    except HarnessError as error:
        session.error(str(error))
    return folder


def _install_harness(session: nox.Session, folder: Path) -> None:
    """Installs this checkout into the environment, anew when its metadata changed."""
    stamp = folder / ".harness"
    metadata = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    with exclusive(
        folder / ".harness.lock", say=session.log, waiting="Another command is installing the harness."
    ):
        if not stamp.is_file() or stamp.read_text(encoding="utf-8") != metadata:
            log = ROOT / ".harness" / f"{folder.name}.log"
            install(folder, ["--no-deps", "--no-build-isolation", "-e", str(ROOT)], log=log, say=session.log)
            stamp.write_text(metadata, encoding="utf-8")
