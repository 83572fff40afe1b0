"""Why a network is not scored, as phrases of the host's catalogue."""

from ..channel import Told


class RefusedError(Exception):
    """The network is not scored; ``reason`` says why, to the student."""

    def __init__(self, reason: Told) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreadableError(RefusedError):
    """It is not a SavedModel whose function can be called."""


class UnfitError(RefusedError):
    """It cannot be called on the images as it is."""


class ForbiddenError(Exception):
    """The function, or one that it calls, asks for ``operation``, which is not arithmetic."""

    def __init__(self, operation: str) -> None:
        super().__init__(operation)
        self.operation = operation
