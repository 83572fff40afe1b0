"""What all pages share: how their templates are read, so that no text of a student can do anything."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness.report.text import visible
from harness.words.phrase import Atom, made
from harness.words.say import say

TEXT_LENGTH = 20_000
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def templates(folder: Path, **filters: Callable[..., Any]) -> Environment:
    """The templates of a folder: all values are escaped, cut at `TEXT_LENGTH` and made `visible`, but for our own markup; a
    name without a value is an error. ``t`` says words of the page itself."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters)
    environment.globals["t"] = _tell
    return environment


def png(content: str) -> str:
    """The address of a picture, a PNG in Base64; empty where it is none."""
    return f"data:image/png;base64,{content}" if BASE64.fullmatch(content) else ""


def _tell(code: str, /, **values: Atom | Sequence[Atom]) -> str:
    """Words of a page; a test reads the codes off the templates."""
    return say(made(code, values))


def _clean(value: object) -> object:
    """Makes text `visible`; our own markup and numbers pass unchanged."""
    if isinstance(value, str) and not isinstance(value, Markup):
        text = visible(value[:TEXT_LENGTH])
        return text if len(value) <= TEXT_LENGTH else text + "…"
    return value
