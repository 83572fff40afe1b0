"""What a catalogue of one language is."""

from collections.abc import Callable, Mapping

Template = str | Callable[..., str]
"""A format string over the values of a phrase, or a function that takes them by name."""
Catalogue = Mapping[str, Template]
"""Code to template."""
