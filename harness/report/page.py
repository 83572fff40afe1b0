"""What all pages share: how their templates are read, so that no text of a student can do anything."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
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
        bytecode_cache=_compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters)
    environment.globals["t"] = _tell
    return environment


class _Compiled(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        # Its folder may be full, or gone by now.
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled() -> BytecodeCache | None:
    """Templates that this user's commands compiled before, which takes 0.1 s; None where there is no safe place for them."""
    try:
        return _Compiled()
    except (OSError, RuntimeError):
        return None


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
