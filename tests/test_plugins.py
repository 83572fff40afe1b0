"""What other packages add is found by its name, and is harmless where it is broken."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from harness.assignment.find import ASSIGNMENTS, find_assignment
from harness.checks.names import CHECKS, find_check
from harness.errors import InfrastructureError, UsageError
from harness.exporters.choose import EXPORTERS
from harness.installation import Installation
from harness.plugins import Group
from harness.sandbox.choose import BACKENDS, choose_backend
from tests.conftest import ROOT
from tests.strangers import install

FACULTY = """
from harness.sandbox.local.backend import LocalBackend

class Faculty(LocalBackend):
    name = "faculty"

def make(options):
    return Faculty(options.installation, cancel=options.cancel)

def refuse(options):
    raise OSError("no room")
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that packages are installed in."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


@pytest.fixture(autouse=True)
def forget_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of one test is not that of the next."""
    monkeypatch.delitem(sys.modules, "faculty", raising=False)


@pytest.mark.parametrize("group", [BACKENDS, EXPORTERS, ASSIGNMENTS], ids=lambda group: group.name)
def test_ours_are_registered_as_any_others_and_can_be_loaded(group: Group) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"][group.name] == group.own
    assert all(group.load(name) is not None for name in group.own)


def test_a_backend_of_another_package_is_chosen_by_its_name(site: Path, tmp_path: Path) -> None:
    install(site, "faculty-sandbox", BACKENDS.name, {"faculty": "faculty:make"}, faculty=FACULTY)
    assert BACKENDS.names() == ["docker", "local", "faculty"]
    assert choose_backend("faculty", installation=Installation.in_folder(tmp_path)).name == "faculty"


def test_a_name_that_no_package_registers_is_one_sentence(site: Path, tmp_path: Path) -> None:
    install(site, "faculty-sandbox", BACKENDS.name, {"faculty": "faculty:make"}, faculty=FACULTY)
    with pytest.raises(UsageError) as caught:
        choose_backend("podman", installation=Installation.in_folder(tmp_path))
    assert str(caught.value) == (
        "--runner takes auto, docker, local, faculty, not 'podman': a package that registers 'podman' under "
        "harness.sandboxes must be installed."
    )


def test_a_backend_that_lacks_a_module_names_what_to_install(site: Path, tmp_path: Path) -> None:
    source = "import no_such_module.deep\n" + FACULTY
    install(site, "faculty-sandbox", BACKENDS.name, {"faculty": "faculty:make"}, faculty=source)
    with pytest.raises(InfrastructureError) as caught:
        choose_backend("faculty", installation=Installation.in_folder(tmp_path))
    assert str(caught.value) == (
        "The sandbox backend faculty needs the Python module no_such_module, which is not installed: install "
        "no_such_module, or faculty-sandbox anew with all that it requires."
    )
    assert choose_backend("local", installation=Installation.in_folder(tmp_path)).name == "local"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("faculty:nothing", "cannot be loaded .AttributeError.*faculty-sandbox"),
        ("faculty:refuse", "cannot be made .OSError: no room.*faculty-sandbox"),
    ],
)
def test_a_backend_that_is_broken_is_one_sentence(site: Path, tmp_path: Path, value: str, words: str) -> None:
    install(site, "faculty-sandbox", BACKENDS.name, {"faculty": value}, faculty=FACULTY)
    with pytest.raises(InfrastructureError, match=words):
        choose_backend("faculty", installation=Installation.in_folder(tmp_path))


def test_no_package_takes_the_place_of_a_backend_of_ours(site: Path, tmp_path: Path) -> None:
    install(site, "faculty-sandbox", BACKENDS.name, {"local": "faculty:make"}, faculty=FACULTY)
    assert choose_backend("local", installation=Installation.in_folder(tmp_path)).name == "local"


def test_two_packages_that_register_one_name_are_named(site: Path, tmp_path: Path) -> None:
    for package in ("faculty-one", "faculty-two"):
        install(site, package, BACKENDS.name, {"faculty": "faculty:make"}, faculty=FACULTY)
    with pytest.raises(
        UsageError, match="by the packages faculty-one and faculty-two: uninstall all but one"
    ):
        choose_backend("faculty", installation=Installation.in_folder(tmp_path))


OURS_AGAIN = "from harness.assignments.fashion_mnist import ASSIGNMENT"


def test_an_assignment_of_another_package_is_found_by_its_name(site: Path, tmp_path: Path) -> None:
    install(site, "faculty-tasks", ASSIGNMENTS.name, {"winter": "faculty:ASSIGNMENT"}, faculty=OURS_AGAIN)
    assert find_assignment("winter", tmp_path) is find_assignment("fashion_mnist", tmp_path)
    with pytest.raises(UsageError, match="assignment: takes fashion_mnist, winter, not 'summer'"):
        find_assignment("summer", tmp_path)


def test_what_is_no_assignment_is_one_sentence(site: Path, tmp_path: Path) -> None:
    install(site, "faculty-tasks", ASSIGNMENTS.name, {"winter": "faculty:make"}, faculty=FACULTY)
    with pytest.raises(UsageError, match="The entry point winter does not give an Assignment"):
        find_assignment("winter", tmp_path)


def test_a_check_of_an_installed_package_is_found_and_not_imported(site: Path, tmp_path: Path) -> None:
    install(site, "faculty-checks", CHECKS.name, {"faculty": "faculty_checks"})
    (site / "faculty_checks").mkdir()
    (site / "faculty_checks" / "__init__.py").write_text("raise RuntimeError('imported')")
    (site / "faculty_checks" / "check_style.py").write_text("def check_short(): ...")
    found = find_check("faculty:style.short", tmp_path, tmp_path)
    assert (found.file, found.function) == (site / "faculty_checks" / "check_style.py", "check_short")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "faculty:style.long",
            "there is no check 'faculty:style.long': check_style.py defines no check_long",
        ),
        ("faculty:shape.long", "there is no check 'faculty:shape.long': .*check_shape.py cannot be read"),
        ("faculty:style", "'faculty:style' names no check: write it as module.function"),
        ("other:style.short", "takes broken, faculty, not 'other': a package that registers 'other'"),
        (
            "broken:style.short",
            "'broken' names no_such_package.checks, and that is no package that can be found",
        ),
    ],
)
def test_a_check_that_no_package_has_is_one_sentence(
    site: Path, tmp_path: Path, name: str, words: str
) -> None:
    entries = {"faculty": "faculty_checks", "broken": "no_such_package.checks"}
    install(site, "faculty-checks", CHECKS.name, entries)
    (site / "faculty_checks").mkdir()
    (site / "faculty_checks" / "__init__.py").touch()
    (site / "faculty_checks" / "check_style.py").write_text("def check_short(): ...")
    with pytest.raises(ValueError, match=words):
        find_check(name, tmp_path, tmp_path)


NO_DOCKER_SDK = """
import sys
from pathlib import Path
from harness.installation import Installation
from harness.sandbox.choose import choose_backend
print(choose_backend("local", installation=Installation.in_folder(Path(sys.argv[1]))).name, "docker" in sys.modules)
sys.modules["docker"] = None
print(choose_backend("auto", installation=Installation.in_folder(Path(sys.argv[1]))).name)
choose_backend("docker", installation=Installation.in_folder(Path(sys.argv[1])))
"""


def test_only_the_backend_that_is_used_is_imported(tmp_path: Path) -> None:
    command = [sys.executable, "-c", NO_DOCKER_SDK, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.split() == ["local", "False", "local"], done.stderr
    assert "The sandbox backend docker needs the Python module docker, which is not installed" in done.stderr


@pytest.mark.parametrize("option", ["--runner", "--export"])
def test_the_command_line_knows_what_is_registered(tmp_path: Path, option: str) -> None:
    (tmp_path / "solution.py").write_text("print(1)")
    command = [sys.executable, "-m", "harness", "grade", str(tmp_path), option, "no-such-name"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert f"{option} takes " in done.stderr
    assert "not 'no-such-name': a package that registers 'no-such-name' under harness." in done.stderr
