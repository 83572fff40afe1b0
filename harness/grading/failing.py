"""What becomes of a grading in which our code, or the machine, failed."""

import errno

from harness.outcome import Outcome
from harness.words.phrase import Phrase, phrase

OF_THE_MACHINE = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.ESTALE,
    }
)
"""What the operating system refuses for want of something, or because a disk is at fault."""


def broke(error: Exception) -> tuple[Outcome, Phrase]:
    """Whether the machine failed us or we failed, and the sentence for it."""
    if isinstance(error, OSError) and error.errno in OF_THE_MACHINE:
        return Outcome.INFRASTRUCTURE, phrase(
            "run.machine_failed", why=error.strerror, place=str(error.filename or "")
        )
    return Outcome.GRADER_BUG, phrase("run.harness_broke", error=type(error).__name__, message=str(error))
