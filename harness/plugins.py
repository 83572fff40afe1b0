"""What other packages add to the harness: objects found by name among the entry points of a group.

A package adds one with a table in its ``pyproject.toml``, and our own are registered the same way::

    [project.entry-points."harness.sandboxes"]
    faculty = "faculty_sandbox:make"

Only what is asked for is imported, so one that is broken does no harm to the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from harness.errors import HarnessError, InfrastructureError, UsageError

OURS = "fashion-harness"


@dataclass(frozen=True)
class Group:
    """One group of entry points.

    Attributes:
        name: of the group, as packages write it: ``harness.sandboxes``.
        noun: what one of them is, for sentences: ``sandbox backend``.
        option: what a person chooses it with: ``--runner``.
        own: name to value (``module:object``) of those that the harness brings, as in ``pyproject.toml``. They are
            found also where the harness runs from its source, and no other package can replace them.
        words: what else the option takes, for sentences: ``auto``.
    """

    name: str
    noun: str
    option: str
    own: Mapping[str, str]
    words: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """The names that are registered, ours first."""
        return list(dict.fromkeys([*self.own, *sorted(entry_points(group=self.name).names)]))

    def load(self, name: str) -> Any:
        """Imports the object of this name, and nothing else.

        Raises:
            UsageError: no package registers the name, or more than one does.
            InfrastructureError: it cannot be imported; the sentence names the package to install.
        """
        entry_point = self.find(name)
        package = _package(entry_point)
        try:
            return entry_point.load()
        except ModuleNotFoundError as error:
            missing = (error.name or str(error)).partition(".")[0]
            anew = "" if missing == package else f", or {package} anew with all that it requires"
            raise InfrastructureError(
                f"The {self.noun} {name} needs the Python module {missing}, which is not installed: install "
                f"{missing}{anew}."
            ) from error
        except Exception as error:
            raise InfrastructureError(
                f"The {self.noun} {name} cannot be loaded ({type(error).__name__}: {error}): install a version of "
                f"{package} that works here, or choose another with {self.option}."
            ) from error

    def make(self, name: str, options: object) -> Any:
        """Loads the object of this name and calls it with the options. Raises as `load` does, what the call raises
        as a `HarnessError`, and `InfrastructureError` in place of any other error."""
        call = self.load(name)
        try:
            return call(options)
        except HarnessError:
            raise
        except Exception as error:
            raise InfrastructureError(
                f"The {self.noun} {name} cannot be made ({type(error).__name__}: {error}): mend the package "
                f"{_package(self.find(name))}, or choose another with {self.option}."
            ) from error

    def find(self, name: str) -> EntryPoint:
        """The entry point of this name; nothing is imported. Raises `UsageError` as `load` does."""
        if name in self.own:
            return EntryPoint(name, self.own[name], self.name)
        found = tuple(entry_points(group=self.name, name=name))
        if not found:
            known = ", ".join([*self.words, *self.names()]) or "nothing so far"
            raise UsageError(
                f"{self.option} takes {known}, not {name!r}: a package that registers "
                f"{name!r} under {self.name} must be installed."
            )
        if len(found) > 1:
            packages = sorted(one.dist.name for one in found if one.dist is not None)
            raise UsageError(
                f"{self.option} {name} is registered by the packages {' and '.join(packages)}: uninstall all but one."
            )
        return found[0]


def _package(entry_point: EntryPoint) -> str:
    """The package that registers it; where none does, the one that its module is named after."""
    if entry_point.dist is not None:
        return entry_point.dist.name
    top = entry_point.module.partition(".")[0]
    return OURS if top == __name__.partition(".")[0] else top
