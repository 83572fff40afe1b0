"""The project's commands. Each installs what it needs on its first run and starts at once afterwards.

``nox -s grade -- ARGS`` is ``harness grade ARGS`` in an environment made from ``locks/``; likewise ``check``,
``batch``, ``audit``, ``likeness``, ``held``, ``release``, ``reject``, ``override``, ``regrade``, ``show``, ``gradebook``,
``gradescope``, ``leaderboard``, ``report``, ``key``, ``image``, ``init`` and ``doctor``;
``nox -s zoo -- ARGS`` is ``python -m reference.measure ARGS``.
nox ends with the exit code of the command, where this nox hands it over, else with 1
for every failure; ``.venvs/host-*/bin/harness`` always gives the precise one.
"""

import hashlib
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from harness.errors import HarnessError  # noqa: E402
from harness.installation import Installation  # noqa: E402
from harness.sandbox.environment import ensure_environment, ensure_venv, install, is_complete, venv_folder  # noqa: E402
from harness.sandbox.locking import exclusive  # noqa: E402
from reference.measure.zoo_environment import zoo_python  # noqa: E402

INSTALLATION = Installation.in_folder(ROOT)

# Environments are made here, by uv where it is there (`ensure_venv`); nox looks for it in vain, and says so each time.
logging.getLogger("nox").addFilter(lambda record: record.getMessage() != "uv binary not found.")

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "tests"]

# The package carries the locks of student code; those of the checkout itself lie beside this file.
GUEST_LOCKS = ROOT / "harness" / "sandbox" / "locks"
LOCKS = (
    GUEST_LOCKS / "guest-cpu",
    GUEST_LOCKS / "guest-gpu",
    GUEST_LOCKS / "uv",
    *(ROOT / "locks" / name for name in ("host", "dev", "ray", "zoo", "bench", "docs")),
)
CONSTRAINTS = {
    # What is linted and tested has the versions that grade.
    "dev": ROOT / "locks" / "host.txt",
    # So has what grades with a cluster.
    "ray": ROOT / "locks" / "host.txt",
    # Networks of the zoo train under the versions that students have.
    "zoo": GUEST_LOCKS / "guest-cpu.txt",
}
LOCK_OPTIONS = (
    "--python-version=3.11",
    "--universal",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
    "-q",
)

ZOO_TESTS, RAY_TESTS = "reference/tests", "tests/ray"
"""Each runs in an environment of its own."""
ZOO_BACKENDS = ("tensorflow", "jax")
ZOO_PYTEST = ("-m", "pytest", "-W", "default")
"""Warnings there are those of TensorFlow, JAX and Keras among themselves; the host's tests take them as errors."""
TESTS_FAILED, NOTHING_SELECTED = 1, 5
CORES = os.cpu_count() or 1
WORKERS = (
    CORES + 1
    if os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >= (CORES + 2) * 5 * 10**9
    else CORES
)
"""Tests wait for sandboxes, servers and deadlines: with a worker a core, 6 % of both were idle. Each takes 5 GB at most."""
PARALLEL = ["-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder", "--timeout", "2700"]
"""A test that hangs fails, where CI would else end with nothing said; a fixture that grades a class takes minutes, and
has at most 40 (`tests.e2e.works.SECONDS`). Most of a test's time is one thread: TensorFlow starts. A file's tests share what
it set up; those that grade whole submissions come first, so that no worker waits for them at the end."""
QUICK = ["-m", "not (guest or docker or chromium or slow)"]
Run = Callable[..., int]
"""Runs some tests and returns the exit code of pytest; what it says goes to ``stdout``, where that is given."""
KEPT = {"PYTHONDONTWRITEBYTECODE": ""}
"""Tests start hundreds of commands. Without bytecode each takes 1 s of processor time more, and pytest 5 s for each worker."""

# nox kills a command 0.3 seconds after Ctrl-C; a sandbox takes longer to be removed.
INTERRUPT_SECONDS = 120
TERMINATE_SECONDS = 60


@nox.session
def grade(session: nox.Session) -> None:
    """Grades one submission: nox -s grade -- submissions/alice"""
    _harness(session, "grade")


@nox.session
def check(session: nox.Session) -> None:
    """Shows a student within about a minute what would be recognised: nox -s check -- my_work"""
    _harness(session, "check")


@nox.session
def batch(session: nox.Session) -> None:
    """Grades every submission in a folder: nox -s batch -- submissions/

    With --ray ADDRESS the environment has Ray, too.
    """
    wants_ray = any(one.partition("=")[0] == "--ray" for one in session.posargs)
    environment = _ray(session) if wants_ray else _host(session)
    _run(session, environment, "harness", "batch", *session.posargs)


@nox.session
def held(session: nox.Session) -> None:
    """Lists the grades that wait for a person."""
    _harness(session, "held")


@nox.session
def release(session: nox.Session) -> None:
    """Makes a held grade a mark: nox -s release -- alice --why "I read the notebook; it is her own work." """
    _harness(session, "release")


@nox.session
def reject(session: nox.Session) -> None:
    """Ends a held grade without a mark: nox -s reject -- alice --why "The weights were trained elsewhere." """
    _harness(session, "reject")


@nox.session
def override(session: nox.Session) -> None:
    """Sets points by hand: nox -s override -- alice --criterion inception_module --points 20 --why "…" """
    _harness(session, "override")


@nox.session
def regrade(session: nox.Session) -> None:
    """Applies a changed rubric, check or scale to what is graded: nox -s regrade -- --dry-run"""
    _harness(session, "regrade")


@nox.session
def show(session: nox.Session) -> None:
    """Shows a stored grade: nox -s show -- alice"""
    _harness(session, "show")


@nox.session
def gradebook(session: nox.Session) -> None:
    """Writes the marks for a learning platform or a spreadsheet: nox -s gradebook -- --template canvas_export.csv"""
    _harness(session, "gradebook")


@nox.session
def gradescope(session: nox.Session) -> None:
    """Writes a grade for Gradescope, or the autograder to upload: nox -s gradescope -- results alice"""
    _harness(session, "gradescope")


@nox.session
def key(session: nox.Session) -> None:
    """Shows which split the secret key makes, or makes a new key: nox -s key -- show-id, nox -s key -- rotate"""
    _harness(session, "key")


@nox.session
def leaderboard(session: nox.Session) -> None:
    """Opens the leaderboard of the graded submissions."""
    _harness(session, "leaderboard")


@nox.session
def report(session: nox.Session) -> None:
    """Writes the class report for the lecturer: nox -s report -- --html class.html"""
    _harness(session, "report")


@nox.session
def audit(session: nox.Session) -> None:
    """Grades one submission and says what of it follows the data: nox -s audit -- submissions/alice"""
    _harness(session, "audit")


@nox.session
def likeness(session: nox.Session) -> None:
    """Shows which works of a class are alike: nox -s likeness -- submissions/ --html likeness.html"""
    _harness(session, "likeness")


@nox.session
def image(session: nox.Session) -> None:
    """Builds the image that submissions run in, where Docker lacks it."""
    _harness(session, "image")


@nox.session
def init(session: nox.Session) -> None:
    """Makes a course folder: nox -s init -- ../my_course"""
    _harness(session, "init")


@nox.session
def doctor(session: nox.Session) -> None:
    """Says what this machine has for grading, and how to mend what it lacks."""
    _harness(session, "doctor")


@nox.session
def zoo(session: nox.Session) -> None:
    """Trains networks of the lecture and scores them: nox -s zoo -- --only lenet,inception --epochs 1"""
    _run(session, _host(session), "python", "-m", "reference.measure", *session.posargs)


@nox.session
def reference(session: nox.Session) -> None:
    """Grades the reference solution, which takes about an hour without a GPU, and logs it as a baseline."""
    arguments = ["reference/solution.ipynb", "--baseline", "reference", *session.posargs]
    _run(session, _host(session), "harness", "grade", *arguments)


@nox.session
def tests(session: nox.Session) -> None:
    """Runs the tests, those of the zoo on each of its backends, those of clusters with Ray: nox -s tests -- -k sandbox

    Paths among the arguments choose which files run; every other argument goes to all runs. With --quick, what needs
    neither TensorFlow nor Docker nor a browser runs, in about a minute: nox -s tests -- --quick
    """
    given = [one for one in session.posargs if one != "--quick"]
    quick = len(given) < len(session.posargs)
    chosen = _test_arguments(given)
    # With arguments such as -k, one run may hold no test that fits, but not every run.
    codes = (0, NOTHING_SELECTED) if given else (0,)
    if not session.posargs:
        # Else two workers wait for it.
        _guest(session)
    if quick:
        chosen = {"host": [*chosen["host"], *QUICK]} if "host" in chosen else {}
    host, others = list[Run](), list[Run]()
    run = partial(partial, _run, session, codes=codes)
    if (arguments := chosen.get("host")) is not None:
        parallel = [] if given else PARALLEL
        host.append(run(_host(session, dev=True), "pytest", *parallel, *arguments, env=KEPT))
    if (arguments := chosen.get("zoo")) is not None:
        environment, workers = _zoo(session), "1" if host else "auto"
        for backend in ZOO_BACKENDS:
            more = [] if backend == ZOO_BACKENDS[0] or "-m" in given else ["-m", "not one_backend"]
            others.append(
                run(
                    environment,
                    "python",
                    *ZOO_PYTEST,
                    "-n",
                    workers,
                    *arguments,
                    *more,
                    env={"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "2"},
                )
            )
    if (arguments := chosen.get("ray")) is not None:
        others.append(run(_ray(session, dev=True), "pytest", "--timeout", "600", *arguments, env=KEPT))
    results = _beside(others, host[0]) if host and others else [one() for one in [*host, *others]]
    if 0 not in results:
        session.error("No test was selected.")


def _beside(others: Sequence[Run], longest: Run) -> list[int]:
    """The exit codes of all. The longest one leaves a tenth of the processors idle; the others run meanwhile, one after another,
    and what they say is printed afterwards."""
    with tempfile.TemporaryFile("w+") as said:
        try:
            with ThreadPoolExecutor(1) as pool:
                ended = [pool.submit(one, stdout=said) for one in others]
                return [longest(), *(one.result() for one in ended)]
        finally:
            said.seek(0)
            print(said.read(), flush=True)


@nox.session
def coverage(session: nox.Session) -> None:
    """Runs the host's tests and lists the lines that none of them runs: nox -s coverage -- tests/report

    Processes that the tests start count too; what runs in a sandbox does not. Takes longer than ``nox -s tests``.
    """
    environment = _host(session, dev=True)
    arguments = session.posargs or PARALLEL
    _run(session, environment, "coverage", "erase")
    # A report of tests that failed is of use as well; their exit code is kept.
    code = _run(session, environment, "coverage", "run", "-m", "pytest", *arguments, codes=(0, TESTS_FAILED))
    _run(session, environment, "coverage", "combine", "--quiet")
    _run(session, environment, "coverage", "report")
    if code:
        raise SystemExit(code)


@nox.session
def bench(session: nox.Session) -> None:
    """Measures what grading costs beside its peers and writes docs/performance.md: nox -s bench -- trivial --runs 5"""
    _run(session, _host(session), "python", "-m", "benchmarks.bench", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Builds the documentation site in build/site; a link that leads nowhere is an error: nox -s docs"""
    lock = ROOT / "locks" / "docs.txt"
    with _errors_told(session):
        environment = ensure_venv(installation=INSTALLATION, prefix="docs", lock=lock, say=session.log)
    _run(session, environment, "python", "tools/docs_site.py", "build/docs")
    _run(
        session,
        environment,
        "zensical",
        "build",
        "--strict",
        "--clean",
        "-f",
        "zensical.toml",
        *session.posargs,
    )
    session.log(f"Open {ROOT / 'build' / 'site' / 'index.html'}.")


@nox.session
def screenshots(session: nox.Session) -> None:
    """Makes the pictures of the documentation anew, in Chromium, all or some: nox -s screenshots -- board leaderboard"""
    _run(session, _host(session, dev=True), "python", "-m", "tools.screenshots", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Checks style, format and types."""
    environment = _host(session, dev=True)
    _run(session, environment, "ruff", "check", ".")
    _run(session, environment, "ruff", "format", "--check", ".")
    _run(session, environment, "mypy")


@nox.session(venv_backend="virtualenv")
def lock(session: nox.Session) -> None:
    """Writes the locks (*.txt) anew from *.in, keeping versions: nox -s lock -- --upgrade takes new ones."""
    session.install("uv")
    for lock in LOCKS:
        session.chdir(lock.parent)
        constraint = CONSTRAINTS.get(lock.name)
        constraints = ["--constraint", str(constraint)] if constraint is not None else []
        session.run(
            "uv",
            "pip",
            "compile",
            *LOCK_OPTIONS,
            *constraints,
            *session.posargs,
            f"{lock.name}.in",
            "-o",
            f"{lock.name}.txt",
        )


def _harness(session: nox.Session, verb: str) -> None:
    _run(session, _host(session), "harness", verb, *session.posargs)


def _run(
    session: nox.Session,
    environment: Path,
    program: str,
    *arguments: str,
    env: dict[str, str] | None = None,
    codes: Sequence[int] = (0,),
    stdout: IO[str] | None = None,
) -> int:
    """Runs a program of the environment and returns its exit code, one of ``codes``; another one ends nox."""
    command = [str(environment / "bin" / program), *arguments]
    try:
        session.run(
            *command,
            env=env,
            stdout=stdout,
            interrupt_timeout=INTERRUPT_SECONDS,
            terminate_timeout=TERMINATE_SECONDS,
        )
    except CommandFailed as failure:
        code = getattr(failure, "return_code", None) or 1
        if code not in codes:
            # Ends nox with the command's own exit code, where nox would turn each into 1.
            raise SystemExit(code) from None
        return code
    return 0


def _test_arguments(given: Sequence[str]) -> dict[str, list[str]]:
    """Arguments for the host's pytest, for that of the zoo and for that with Ray; without those that have nothing to run."""
    values = {place for place, one in enumerate(given, 1) if one in ("-k", "-m", "-n")}
    paths = [
        one
        for place, one in enumerate(given)
        if place not in values and not one.startswith("-") and (ROOT / one.partition("::")[0]).exists()
    ]
    if not paths:
        return {
            "host": [*given, f"--ignore={RAY_TESTS}"],
            "zoo": [*given, ZOO_TESTS],
            "ray": [*given, RAY_TESTS],
        }
    others = {
        name: [
            one for one in paths if (ROOT / one.partition("::")[0]).resolve().is_relative_to(ROOT / folder)
        ]
        for name, folder in (("zoo", ZOO_TESTS), ("ray", RAY_TESTS))
    }
    own = [one for one in paths if not any(one in of for of in others.values())]
    rooms = {"host": own, **others}
    chosen = {
        name: [one for one in given if one not in paths or one in of] for name, of in rooms.items() if of
    }
    if "host" in chosen:
        chosen["host"].append(f"--ignore={RAY_TESTS}")
    return chosen


def _zoo(session: nox.Session) -> Path:
    """The environment that the zoo is trained and tested in."""
    with _errors_told(session):
        return zoo_python(session.log).parent.parent


def _host(session: nox.Session, *, dev: bool = False) -> Path:
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


def _guest(session: nox.Session) -> None:
    """The environment of student code on this machine."""
    with _errors_told(session):
        ensure_environment(installation=INSTALLATION, say=session.log)


def _ray(session: nox.Session, *, dev: bool = False) -> Path:
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
