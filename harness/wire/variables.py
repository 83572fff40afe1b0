"""Names of environment variables that the host sets in a sandbox, or the driver for its kernel."""

from enum import StrEnum

GUEST = "HARNESS_GUEST"
"""The folder that holds our packages."""
OUT = "HARNESS_OUT"
"""The folder whose content goes back to the host."""
DATA = "HARNESS_DATA"
"""The folder of the visible split."""
FITS = "HARNESS_FITS"
"""How long every fit is in this run, one of `Fits`."""
EVENTS = "HARNESS_EVENTS"
"""The named pipe from the kernel to the driver."""


class Fits(StrEnum):
    """How long the fits of a run are: as long as they are asked to be, as in a dry run, or as in a run on a twin, which is
    longer where a person asks for that."""

    WHOLE = "whole"
    DRY = "dry"
    TWIN = "twin"
    LONGER = "twin-longer"
