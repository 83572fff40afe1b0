"""Who may import what below `reference/`, and which versions the zoo trains under."""

from tests.conftest import ROOT
from tests.test_environment import LOCKS, pins
from tests.test_import_rule import TRAINING, UNPICKLING, imported, within

BACKENDS = ("tensorflow", "jax", "torch", "tf_keras")


def breaches(folder: str, *forbidden: str) -> list[str]:
    found = []
    for path in sorted((ROOT / "reference" / folder).rglob("*.py")):
        package = ".".join(path.parent.relative_to(ROOT).parts)
        for line, module in imported(path.read_text(encoding="utf-8"), package):
            if within(module, *forbidden):
                found.append(f"{path.relative_to(ROOT)}:{line}: {module}")
    return found


def test_the_zoo_knows_keras_alone() -> None:
    assert breaches("zoo", *BACKENDS, "harness", "reference.measure") == []


def test_the_host_side_imports_no_training_library_and_no_zoo() -> None:
    assert breaches("measure", *TRAINING, *BACKENDS, *UNPICKLING, "reference.zoo") == []


def test_the_zoo_trains_under_the_versions_that_students_have() -> None:
    assert pins("guest-cpu") <= pins("zoo")


def test_every_lock_is_written_by_nox() -> None:
    text = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    for lock in LOCKS:
        assert f'"{lock.stem}"' in text
