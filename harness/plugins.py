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
from harness.words.phrase import Phrase, phrase

OURS = "fashion-harness"


@dataclass(frozen=True)
class Group:
    """One group of entry points.

    Attributes:
        name: of the group, as packages write it: ``harness.sandboxes``.
        noun: what one of them is, for sentences: the phrase ``plugin.sandbox``.
        option: what a person chooses it with: ``--runner``.
        own: name to value (``module:object``) of those that the harness brings, as in ``pyproject.toml``. They are
            found also where the harness runs from its source, and no other package can replace them.
        words: what else the option takes, for sentences: ``auto``.
    """

    name: str
    noun: Phrase
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
            raise InfrastructureError(
                phrase("plugin.needs", noun=self.noun, name=name, missing=missing, package=package)
            ) from error
        except Exception as error:
            raise InfrastructureError(
                phrase(
                    "plugin.not_loaded",
                    noun=self.noun,
                    name=name,
                    kind=type(error).__name__,
                    error=str(error),
                    package=package,
                    option=self.option,
                )
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
                phrase(
                    "plugin.not_made",
                    noun=self.noun,
                    name=name,
                    kind=type(error).__name__,
                    error=str(error),
                    package=_package(self.find(name)),
                    option=self.option,
                )
            ) from error

    def find(self, name: str) -> EntryPoint:
        """The entry point of this name; nothing is imported. Raises `UsageError` as `load` does."""
        if name in self.own:
            return EntryPoint(name, self.own[name], self.name)
        found = tuple(entry_points(group=self.name, name=name))
        if not found:
            known = [*self.words, *self.names()]
            raise UsageError(
                phrase("plugin.unknown", option=self.option, known=known, name=name, group=self.name)
            )
        if len(found) > 1:
            packages = sorted(one.dist.name for one in found if one.dist is not None)
            raise UsageError(phrase("plugin.twice", option=self.option, name=name, packages=packages))
        return found[0]


def _package(entry_point: EntryPoint) -> str:
    """The package that registers it; where none does, the one that its module is named after."""
    if entry_point.dist is not None:
        return entry_point.dist.name
    top = entry_point.module.partition(".")[0]
    return OURS if top == __name__.partition(".")[0] else top
