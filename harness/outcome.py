"""How the grading of one submission can end, and the exit code that says so."""

from enum import StrEnum


class Outcome(StrEnum):
    """The end of one attempt; written to ``grade.json`` as its text."""

    GRADED = "graded"
    CODE_ERROR = "code error"
    TIME_LIMIT = "time limit"
    MEMORY_LIMIT = "memory limit"
    DISK_LIMIT = "disk limit"
    PROCESS_LIMIT = "process limit"
    NO_ENTRY = "no entry file"
    TWO_ENTRIES = "two entry files"
    NOT_A_NOTEBOOK = "not a notebook"
    INFRASTRUCTURE = "infrastructure"
    GRADER_BUG = "grader bug"

    @property
    def needs_human(self) -> bool:
        """True where the fault is ours or the machine's: such an outcome never costs a student points."""
        return self in (Outcome.INFRASTRUCTURE, Outcome.GRADER_BUG)


USAGE_EXIT_CODE = 2
HELD_EXIT_CODE = 22
"""Of a grade that waits for a person, whatever its outcome is."""
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
