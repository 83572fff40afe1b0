"""What is written alike in every language: sizes, activations, steps of a module."""

from collections.abc import Callable

from harness.words.several import Several

Window = Callable[[Several, int | None, int | None], str]
"""The words of a kernel (height, width), its dilation and its stride."""


def activation_of(activation: str | None) -> str:
    """What stands behind a layer that has an activation."""
    return f", {activation}" if activation else ""


def operation(op: str, kernel: Several, filters: int | None, dilation: int | None, stride: int | None) -> str:
    """A template: the bare name of an operation."""
    return op


def step(words: str, window: Window) -> Callable[..., str]:
    """A template: the name of an operation, and its window."""

    def template(
        op: str, kernel: Several, filters: int | None, dilation: int | None, stride: int | None
    ) -> str:
        return f"{words} {window(kernel, dilation, stride)}"

    return template


def convolution(window: Window) -> Callable[..., str]:
    """A template: ``3×3 (64)``, and what else there is of its window."""

    def template(
        op: str, kernel: Several, filters: int | None, dilation: int | None, stride: int | None
    ) -> str:
        return f"{kernel:×} ({filters})" + window(kernel, dilation, stride).removeprefix(f"{kernel:×}")

    return template


def is_line_of_itself(scale: float | None, offset: float | None) -> bool:
    """Whether values stay as they are."""
    return scale is not None and offset is not None and abs(scale - 1) < 1e-3 and abs(offset) < 1e-3
