"""What all tests share: where the guest environment is, and CI's rule that nothing is skipped."""

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# Before anything imports NumPy, whose threads else look for work a while, on processors that other tests could have.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# No test times anything: a busy machine is no fault.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """Heeds Ctrl-C even where a shell started the tests in the background with SIGINT ignored, which commands that
    the tests interrupt would inherit."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the guest environment needs it."""
    for item in items:
        if "guest_python" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.guest)


def pytest_collection_finish() -> None:
    """What was imported is no garbage, and there is much of it: looking through it took a tenth of the quick tests' time.
    To look for what tests leave after each 700 objects took another tenth."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """With HARNESS_REQUIRE set, as in CI, whatever a test needs must be there: a skip is a failure."""
    outcome: Any = yield
    report = outcome.get_result()
    if os.environ.get("HARNESS_REQUIRE") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though HARNESS_REQUIRE is set: {report.longrepr}"


@pytest.fixture(scope="session")
def guest_python() -> Path:
    """The interpreter that has the guest environment (TensorFlow); installed when it is missing."""
    from harness.installation import Installation
    from harness.sandbox.environment import ensure_environment

    given = os.environ.get("HARNESS_GUEST_PYTHON")
    if given:
        return Path(given)
    return ensure_environment(installation=Installation.find(), say=print) / "bin" / "python"


@pytest.fixture(scope="session")
def _empty_leaderboard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from mlflow import MlflowClient

    file = tmp_path_factory.mktemp("leaderboard") / "mlflow.db"
    MlflowClient(tracking_uri=f"sqlite:///{file}").search_experiments()
    return file


@pytest.fixture
def leaderboard(tmp_path: Path, _empty_leaderboard: Path) -> Path:
    """A leaderboard in the test's folder that MLflow has made already, which takes it a second."""
    return Path(shutil.copy(_empty_leaderboard, tmp_path))


@pytest.fixture(scope="session")
def docker_engine() -> None:
    """Skips where no Docker engine answers."""
    from harness.sandbox.docker.backend import docker_answers

    if not docker_answers():
        pytest.skip("no Docker engine answers")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the real Fashion-MNIST. Where this machine has none, it is downloaded with HARNESS_REQUIRE set,
    as in CI; else the test is skipped."""
    from harness.assignments.fashion_mnist.data import download, source

    given = os.environ.get(source.DIR_VARIABLE)
    cache = source.cache_folder(os.environ)
    folders = [*([Path(given)] if given else []), source.folder_beside(ROOT), cache]
    for folder in folders:
        if (folder / source.TRAIN_IMAGES).is_file():
            return folder
    if not os.environ.get("HARNESS_REQUIRE"):
        pytest.skip("no Fashion-MNIST on this machine; set FASHION_MNIST_DIR")
    download.fetch(source.PUBLISHED_MD5, cache)
    return cache
