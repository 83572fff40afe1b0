"""How the grading of one submission can end, and the exit code that says so."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.words.phrase import Phrase


class Outcome(StrEnum):
    """The end of one attempt, as the code that ``grade.json`` holds."""

    GRADED = "graded"
    CODE_ERROR = "code_error"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    DISK_LIMIT = "disk_limit"
    PROCESS_LIMIT = "process_limit"
    NO_ENTRY = "no_entry"
    TWO_ENTRIES = "two_entries"
    NOT_A_NOTEBOOK = "not_a_notebook"
    INFRASTRUCTURE = "infrastructure"
    GRADER_BUG = "grader_bug"

    @property
    def needs_human(self) -> bool:
        """True where the fault is ours or the machine's: such an outcome never costs a student points."""
        return self in (Outcome.INFRASTRUCTURE, Outcome.GRADER_BUG)

    @property
    def phrase(self) -> "Phrase":
        """What people call it."""
        # The command line knows outcomes, and most of its commands say nothing of them.
        from harness.words.phrase import phrase

        return phrase(f"outcome.{self.value}")


USAGE_EXIT_CODE = 2
HELD_EXIT_CODE = 22
"""Of a grade that waits for a person, whatever its outcome is."""
BUSY_EXIT_CODE = 23
"""Of a batch that did not begin, since another one works on the same results."""
INTERRUPTED_EXIT_CODE = 130

EXIT_CODES: dict[Outcome, int] = {
    Outcome.GRADED: 0,
    Outcome.CODE_ERROR: 10,
    Outcome.TIME_LIMIT: 11,
    Outcome.MEMORY_LIMIT: 12,
    Outcome.DISK_LIMIT: 13,
    Outcome.PROCESS_LIMIT: 14,
    Outcome.NO_ENTRY: 15,
    Outcome.TWO_ENTRIES: 16,
    Outcome.NOT_A_NOTEBOOK: 17,
    Outcome.INFRASTRUCTURE: 20,
    Outcome.GRADER_BUG: 21,
}
