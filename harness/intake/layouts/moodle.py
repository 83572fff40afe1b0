"""Moodle's "Download all submissions": ``Full Name_ID_assignsubmission_PLUGIN``, and what was handed in below or behind it.

As folders, the default, files lie in ``Anna Berg_4711_assignsubmission_file/`` (``…_file_/`` in older versions), and as loose
files they are called ``Anna Berg_4711_assignsubmission_file_work.ipynb``. The id is that of the participant in this one
assignment. Works of teams have the name and id of the team, those of everybody without a team no id. Source:
mod/assign/classes/downloader.php in https://github.com/moodle/moodle.
"""

from collections.abc import Mapping, Sequence

from harness.intake.layouts.layout import Claim, Item, Who
from harness.words.phrase import phrase

NAME, TITLE = "moodle", "Moodle"
_PLUGIN = "_assignsubmission_"
_TEXT = "onlinetext"


def read(items: Sequence[Item], folder: str) -> Mapping[str, Claim]:
    """See `Layout`."""
    return {item.name: claim for item in items if (claim := _claim(item)) is not None}


def _claim(item: Item) -> Claim | None:
    head, found, tail = item.name.partition(_PLUGIN)
    plugin, _, called = tail.partition("_")
    if not found or not head or not plugin or (not item.is_folder and not called):
        return None
    name, _, number = head.rpartition("_")
    who = Who(name, moodle_id=number) if name and number.isdecimal() else Who(head)
    called = "" if item.is_folder else called
    remark = phrase("remark.typed_moodle") if plugin == _TEXT else None
    return Claim(head, called, who, remark=remark)
