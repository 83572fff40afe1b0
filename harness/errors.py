"""Errors that reach a person: each message is one sentence that says what, where and what to do."""


class HarnessError(Exception):
    """Something a person can mend; the command line prints its message without a traceback."""


class UsageError(HarnessError):
    """The command, the rubric or a path that was given is wrong."""


class InfrastructureError(HarnessError):
    """Docker is away, an image or a GPU is missing, a disk is full: never the student's fault."""


class AwayError(InfrastructureError):
    """A service does not answer, and asking it again in the same command would only take long."""


class HostileOutputError(HarnessError):
    """What left a sandbox breaks the schema or the size limits and was not read."""
