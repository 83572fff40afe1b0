"""The project's commands. Each installs what it needs on its first run and starts at once afterwards.

``nox -s grade -- ARGS`` is ``harness grade ARGS`` in an environment made from ``locks/``, and so is each of `COMMANDS`;
``nox -s zoo -- ARGS`` is ``python -m reference.measure ARGS``.
nox ends with the exit code of the command, where this nox hands it over, else with 1
for every failure; ``.venvs/host-*/bin/harness`` always gives the precise one.
"""

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import IO

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from tools import environments  # noqa: E402
from tools.chosen_tests import chosen_tests  # noqa: E402

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
"""Tests wait for sandboxes, servers and deadlines: two workers leave a sixth of two processors idle. What runs with more beside
it takes a little more of a processor, and all is done sooner all the same: 1,037 s for 1,080. Each takes 5 GB at most."""
PARALLEL = ["-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder", "--timeout", "2700"]
"""A test that hangs fails, where CI would else end with nothing said; a fixture that grades a class takes minutes, and
has at most 40 (`tests.e2e.works.SECONDS`). Most of a test's time is one thread: TensorFlow starts. A file's tests share what
it set up; those that grade whole submissions come first, so that no worker waits for them at the end."""
QUICK = ["-m", "not (guest or docker or chromium or slow)"]
GIVES_WAY = ("nice", "-n", "19")
Run = Callable[..., int]
"""Runs some tests and returns the exit code of pytest; what it says goes to ``stdout``, where that is given."""
KEPT = {"PYTHONDONTWRITEBYTECODE": ""}
"""Tests start hundreds of commands. Without bytecode each takes 1 s of processor time more, and pytest 5 s for each worker."""

# nox kills a command 0.3 seconds after Ctrl-C; a sandbox takes longer to be removed.
INTERRUPT_SECONDS = 120
TERMINATE_SECONDS = 60


COMMANDS = {
    "grade": "Grades one submission: nox -s grade -- submissions/alice",
    "check": "Shows a student within about a minute what would be recognised: nox -s check -- my_work",
    "held": "Lists the grades that wait for a person.",
    "release": 'Makes a held grade a mark: nox -s release -- alice --why "I read the notebook; it is her own work."',
    "reject": 'Ends a held grade without a mark: nox -s reject -- alice --why "The weights were trained elsewhere."',
    "override": 'Sets points by hand: nox -s override -- alice --criterion inception_module --points 20 --why "…"',
    "regrade": "Applies a changed rubric, check or scale to what is graded: nox -s regrade -- --dry-run",
    "show": "Shows a stored grade: nox -s show -- alice",
    "gradebook": "Writes the marks for a learning platform or a spreadsheet: nox -s gradebook -- --template canvas_export.csv",
    "gradescope": "Writes a grade for Gradescope, or the autograder to upload: nox -s gradescope -- results alice",
    "key": "Shows which split the secret key makes, or makes a new key: nox -s key -- show-id, nox -s key -- rotate",
    "leaderboard": "Opens the leaderboard of the graded submissions.",
    "report": "Writes the class report for the lecturer: nox -s report -- --html class.html",
    "audit": "Grades one submission and says what of it follows the data: nox -s audit -- submissions/alice",
    "likeness": "Shows which works of a class are alike: nox -s likeness -- submissions/ --html likeness.html",
    "image": "Builds the image that submissions run in, where Docker lacks it.",
    "init": "Makes a course folder: nox -s init -- ../my_course",
    "doctor": "Says what this machine has for grading, and how to mend what it lacks.",
}
"""The commands of the harness that are sessions under the same name, and what `nox -l` says of each."""


def _passes_on(verb: str, says: str) -> None:
    """Makes a session of the command of that name."""

    def session(session: nox.Session) -> None:
        _run(session, environments.host(session), "harness", verb, *session.posargs)

    session.__doc__ = says
    nox.session(name=verb)(session)


for _verb, _says in COMMANDS.items():
    _passes_on(_verb, _says)


@nox.session
def batch(session: nox.Session) -> None:
    """Grades every submission in a folder: nox -s batch -- submissions/

    With --ray ADDRESS the environment has Ray, too.
    """
    wants_ray = any(one.partition("=")[0] == "--ray" for one in session.posargs)
    environment = environments.ray(session) if wants_ray else environments.host(session)
    _run(session, environment, "harness", "batch", *session.posargs)


@nox.session
def zoo(session: nox.Session) -> None:
    """Trains networks of the lecture and scores them: nox -s zoo -- --only lenet,inception --epochs 1"""
    _run(session, environments.host(session), "python", "-m", "reference.measure", *session.posargs)


@nox.session
def reference(session: nox.Session) -> None:
    """Grades the reference solution, which takes about an hour without a GPU, and logs it as a baseline."""
    arguments = ["reference/solution.ipynb", "--baseline", "reference", *session.posargs]
    _run(session, environments.host(session), "harness", "grade", *arguments)


@nox.session
def tests(session: nox.Session) -> None:
    """Runs the tests, those of the zoo on each of its backends, those of clusters with Ray: nox -s tests -- -k sandbox

    Paths among the arguments choose which files run; every other argument goes to all runs. With --quick, what needs
    neither TensorFlow nor Docker nor a browser runs, in about a minute: nox -s tests -- --quick
    """
    given = [one for one in session.posargs if one != "--quick"]
    quick = len(given) < len(session.posargs)
    chosen = chosen_tests(given)
    # With arguments such as -k, one run may hold no test that fits, but not every run.
    codes = (0, NOTHING_SELECTED) if given else (0,)
    if not session.posargs:
        # Else two workers wait for it.
        environments.guest(session)
    if quick:
        chosen = {"host": [*chosen["host"], *QUICK]} if "host" in chosen else {}
    host, others = list[Run](), list[Run]()
    run = partial(partial, _run, session, codes=codes)
    if (arguments := chosen.get("host")) is not None:
        parallel = [] if given else PARALLEL
        host.append(run(environments.host(session, dev=True), "pytest", *parallel, *arguments, env=KEPT))
    if (arguments := chosen.get("ray")) is not None:
        others.append(
            run(environments.ray(session, dev=True), "pytest", "--timeout", "600", *arguments, env=KEPT)
        )
    if (arguments := chosen.get("zoo")) is not None:
        environment, workers = environments.zoo(session), "1" if host else "auto"
        for backend in ZOO_BACKENDS:
            more = [] if backend == ZOO_BACKENDS[0] or "-m" in given else ["-m", "not one_backend"]
            command = ["python", *ZOO_PYTEST, "-n", workers, *arguments, *more]
            settings = {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "2"}
            others.append(run(environment, *command, env=settings, gives_way=bool(host)))
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
    environment = environments.host(session, dev=True)
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
    _run(session, environments.host(session), "python", "-m", "benchmarks.bench", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Builds the documentation site in build/site; a link that leads nowhere is an error: nox -s docs"""
    environment = environments.docs(session)
    _run(session, environment, "python", "tools/docs_site.py", "build/docs")
    build = ["build", "--strict", "--clean", "-f", "zensical.toml", *session.posargs]
    _run(session, environment, "zensical", *build)
    session.log(f"Open {ROOT / 'build' / 'site' / 'index.html'}.")


@nox.session
def screenshots(session: nox.Session) -> None:
    """Makes the pictures of the documentation anew, in Chromium, all or some: nox -s screenshots -- board leaderboard"""
    _run(session, environments.host(session, dev=True), "python", "-m", "tools.screenshots", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Checks style, format and types."""
    environment = environments.host(session, dev=True)
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


def _run(
    session: nox.Session,
    environment: Path,
    program: str,
    *arguments: str,
    env: dict[str, str] | None = None,
    codes: Sequence[int] = (0,),
    stdout: IO[str] | None = None,
    gives_way: bool = False,
) -> int:
    """Runs a program of the environment and returns its exit code, one of ``codes``; another one ends nox. One that ``gives_way``
    has a processor when nobody else wants it."""
    command = [*(GIVES_WAY if gives_way else ()), str(environment / "bin" / program), *arguments]
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
