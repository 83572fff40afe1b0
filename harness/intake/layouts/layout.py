"""What a layout of an export says of a class's folder, from names alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from harness.words.phrase import Phrase


@dataclass(frozen=True)
class Item:
    """One name in the folder of a class. ``is_checkout``: it is a folder that git made."""

    name: str
    is_folder: bool
    is_checkout: bool = False


@dataclass(frozen=True)
class Who:
    """What an export says of whose work something is: a name, and ids of a learning platform; empty where it says nothing.

    ``github`` are the logins that a folder's name can be read as.
    """

    name: str = ""
    moodle_id: str = ""
    canvas_id: str = ""
    github: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """What an item is: a part of the submission ``key``.

    ``called`` is the name that its author gave to a file, empty for a folder; ``remark`` what a person should know of it, as
    the end of a sentence that begins with that name. ``late`` is what the platform says; None where it does not.
    """

    key: str
    called: str
    who: Who
    late: bool | None = None
    remark: Phrase | None = None


class Layout(Protocol):
    """One way in which works lie in a folder. A module of this package is one."""

    NAME: str
    """As ``--layout`` takes it."""
    TITLE: str
    """As people call it."""

    def read(self, items: Sequence[Item], folder: str) -> Mapping[str, Claim]:
        """The items that are named as this layout names them, by name. ``folder`` is the name of the class's folder."""
