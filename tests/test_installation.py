"""Where the harness writes: in a checkout, in the user's folders, in a course; never into its own package."""

from pathlib import Path

import pytest

from harness import installation
from harness.assignment.kit import find_kit
from harness.errors import UsageError
from harness.installation import PACKAGE, Installation, checkout
from harness.workplace import Workplace
from tests.conftest import ROOT


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """As if this code lay in site-packages, of a user whose home is the folder returned."""
    monkeypatch.setattr(installation, "checkout", lambda: None)
    for name in ("HARNESS_ENVIRONMENTS", "HARNESS_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    return tmp_path


def course(folder: Path) -> Path:
    """A course folder."""
    folder.mkdir()
    (folder / "rubric.yaml").write_bytes((ROOT / "rubric.yaml").read_bytes())
    return folder


def test_a_checkout_keeps_everything_in_its_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HARNESS_ENVIRONMENTS", raising=False)
    monkeypatch.chdir(tmp_path)
    assert checkout() == ROOT
    found = Installation.find()
    assert (found.environments, found.work, found.course) == (ROOT / ".venvs", ROOT / ".harness", ROOT)
    place = Workplace.find(None)
    # The file at the root is a link into the package; the course is where the link is.
    assert (place.rubric_path, place.project) == (ROOT / "rubric.yaml", ROOT)
    assert place.rubric().folder == ROOT


def test_an_installed_package_writes_to_the_users_folders(installed: Path) -> None:
    found = Installation.find()
    written = (found.environments, found.work, found.course)
    assert [path.relative_to(installed).parts[0] for path in written] == ["data", "cache", "data"]
    assert (found.guest_files / "locks" / "guest-cpu.txt").is_file()
    assert (found.guest_files / "docker" / "Dockerfile.gpu").is_file()


def test_environments_can_lie_elsewhere(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (installed / "large").mkdir()
    (installed / "disk").symlink_to("large")
    monkeypatch.setenv("HARNESS_ENVIRONMENTS", str(installed / "disk"))
    assert Installation.find().environments == installed / "large"


def test_without_a_course_the_package_s_rubric_serves_and_the_user_keeps_the_results(installed: Path) -> None:
    place = Workplace.find(None)
    assert place.rubric_path == find_kit(None).rubric
    assert place.project == installed / "data" / "harness" / "course"
    assert place.results(None).is_relative_to(place.project)
    assert place.home.is_relative_to(place.project)
    assert str(place.project) in place.tracking_uri({})


def test_a_rubric_inside_the_package_never_makes_the_package_a_course(installed: Path) -> None:
    place = Workplace.find(find_kit(None).rubric)
    assert not place.project.is_relative_to(PACKAGE)


def test_the_course_that_is_meant_wins(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = course(installed / "here"), course(installed / "there")
    assert Workplace.find(there / "rubric.yaml").project == there
    monkeypatch.chdir(here)
    assert Workplace.find(None).project == here
    assert Workplace.find(Path("../there/rubric.yaml")).project == there
    (installed / "linked").mkdir()
    (installed / "linked" / "ours.yaml").symlink_to(there / "rubric.yaml")
    assert Workplace.find(installed / "linked" / "ours.yaml").project == installed / "linked"
    with pytest.raises(UsageError, match="no rubric"):
        Workplace.find(here / "other.yaml")


def test_no_sandbox_may_see_a_course_nor_what_the_installation_keeps(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARNESS_HOME", str(installed / "keys"))
    place = Workplace.find(course(installed / "here") / "rubric.yaml")
    private = place.for_sandboxes.private
    assert {installed / name for name in ("here", "keys", "data/harness", "cache/harness")} <= set(private)


def test_an_assignment_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"no assignment underwater.*fashion_mnist"):
        find_kit("underwater")


def test_what_is_linked_at_the_root_is_in_the_package() -> None:
    for name in ("rubric.yaml", "Dockerfile.gpu"):
        assert not (ROOT / name).readlink().is_absolute()
        assert (ROOT / name).resolve().is_relative_to(PACKAGE)
