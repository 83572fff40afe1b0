"""How the grading of a submission can end, in English."""

from harness.words.en.plural import Words

WORDS: Words = {
    "text": "{text}",
    "outcome.graded": "graded",
    "outcome.code_error": "code error",
    "outcome.time_limit": "time limit",
    "outcome.memory_limit": "memory limit",
    "outcome.disk_limit": "disk limit",
    "outcome.process_limit": "process limit",
    "outcome.no_entry": "no entry file",
    "outcome.two_entries": "two entry files",
    "outcome.not_a_notebook": "not a notebook",
    "outcome.infrastructure": "infrastructure",
    "outcome.grader_bug": "grader bug",
    "status.passed": "passed",
    "status.partial": "partial",
    "status.failed": "failed",
    "status.not_checked": "could not be checked",
    "status.broken": "grader bug",
}
