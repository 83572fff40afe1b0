"""How far the errors of an honest network grow on images of this data set that were changed a little."""

from harness.dataset.fresh import Change

MARGIN = 4.0
"""Times the most that was measured, for networks that are better than those grow further; look-ups lie far beyond."""
GROWTH = {Change.SHIFTED: 8.0, Change.MIRRORED: 15.0, Change.RESCALED: 8.0}
"""How many times as large the error (1 - F1) may become: `MARGIN` times the most of docs/fresh.md, rounded up. What grows
further is held."""
