"""The layouts that are known, and which one a folder has."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from harness.intake.layouts import canvas, github, moodle
from harness.intake.layouts.layout import Claim, Item, Layout

LAYOUTS: tuple[Layout, ...] = (moodle, canvas, github)
PLAIN = "plain"
"""No export: every folder, notebook, script and archive is a submission by itself."""
NAMES = (PLAIN, *(layout.NAME for layout in LAYOUTS))


def choose(
    items: Sequence[Item], folder: str, forced: str | None = None
) -> tuple[Layout | None, Mapping[str, Claim]]:
    """The layout of a folder and what it says of each item: the one that was asked for, else the one that names at least half
    of the items; None where every item is a submission by itself."""
    if forced is not None:
        layout = next((layout for layout in LAYOUTS if forced == layout.NAME), None)
        # Whoever asks for it knows; what git left may be gone.
        folders = [replace(item, is_checkout=item.is_folder) for item in items]
        return layout, {} if layout is None else layout.read(folders, folder)
    for layout in LAYOUTS:
        claims = layout.read(items, folder)
        if claims and 2 * len(claims) >= len(items):
            return layout, claims
    return None, {}
