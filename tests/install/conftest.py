"""The wheel of this checkout, installed into a fresh environment, and a user who has nothing but that."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.installation import Installation
from harness.sandbox.environment import ensure_environment
from tests.conftest import ROOT

BUILT_FROM = ("harness", "pyproject.toml", "README.md", "LICENSE")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network by the setuptools of this environment, from a copy, so that nothing which an
    earlier build left in the checkout gets in."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(built)]
    subprocess.run([*PIP, "wheel", *options, str(source)], check=True)
    [path] = built.glob("*.whl")
    return path


@dataclass(frozen=True)
class User:
    """A user of the installed package: a home, an empty folder to work in, and a clean environment."""

    home: Path
    python: Path
    variables: Mapping[str, str]

    def run(self, *words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Runs ``harness`` as the user does."""
        return subprocess.run(
            [str(self.python.parent / "harness"), *words],
            cwd=folder or self.home / "work",
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def package(self) -> Path:
        """Where the package lies."""
        [found] = self.python.parent.parent.glob("lib/python*/site-packages/harness")
        return found


@pytest.fixture(scope="session")
def user(wheel: Path, real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> User:
    """A user of a fresh virtual environment with the wheel in it.

    Nothing is downloaded: the packages that the wheel needs are those of this environment, seen through a ``.pth`` file
    (the editable install of this checkout is not, since ``.pth`` files of such folders are not read), and student code
    runs in the environment that this checkout has.
    """
    home, made = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(made, with_pip=False, symlinks=True)
    python = made / "bin" / "python"
    subprocess.run(
        [*PIP, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)], check=True
    )
    [packages] = made.glob("lib/python*/site-packages")
    ours = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "dependencies.pth").write_text("\n".join(ours), encoding="utf-8")
    (home / "work").mkdir()
    installation = Installation.find()
    ensure_environment(installation=installation, say=print)
    variables = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "COLUMNS": "110",
        "FASHION_MNIST_DIR": str(real_data),
        "HARNESS_ENVIRONMENTS": str(installation.environments),
    }
    return User(home, python, variables)
