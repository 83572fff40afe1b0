"""Checkouts of GitHub Classroom: ``ASSIGNMENT-LOGIN`` each, in ``ASSIGNMENT-submissions`` where ``gh classroom clone`` made them.

Assignment and login may hold hyphens, too, so without that folder's name a login is one of several readings. See
https://docs.github.com/education/manage-coursework-with-github-classroom.
"""

from collections.abc import Mapping, Sequence

from harness.intake.layouts.layout import Claim, Item, Who

NAME, TITLE = "github", "GitHub Classroom"
_FOLDER = "-submissions"


def read(items: Sequence[Item], folder: str) -> Mapping[str, Claim]:
    """See `Layout`."""
    slug = folder.removesuffix(_FOLDER) if folder.endswith(_FOLDER) else ""
    if slug:
        begun = f"{slug}-"
        return {
            item.name: Claim(item.name, "", Who(github=(item.name.removeprefix(begun),)))
            for item in items
            if item.is_folder and item.name.startswith(begun) and item.name != begun
        }
    checkouts = [item.name for item in items if item.is_checkout]
    begin = {name.partition("-")[:2] for name in checkouts}
    if len(checkouts) < 2 or len(begin) > 1 or not begin.pop()[1]:
        return {}
    return {name: Claim(name, "", Who(github=_readings(name))) for name in checkouts}


def _readings(name: str) -> tuple[str, ...]:
    parts = name.split("-")
    return tuple("-".join(parts[start:]) for start in range(1, len(parts)))
