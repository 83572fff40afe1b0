"""The secret key of the split: whoever holds it can tell which images are hidden."""

import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from harness.errors import UsageError

KEY_VARIABLE = "HARNESS_SPLIT_KEY"
KEY_FILE = "split.key"
MIN_CHARACTERS = 16


def load_key(home: Path, environ: Mapping[str, str] = os.environ) -> bytes:
    """The key from ``HARNESS_SPLIT_KEY``, else from ``split.key`` in the harness home.

    The key is the UTF-8 text without surrounding white space, so the text of the file serves as the
    variable's value on another machine. The first use draws 256 random bits and writes the file, readable by
    its owner alone; two processes that do so at once get the same key.

    Raises:
        UsageError: the key is shorter than 16 characters, or the file cannot be read, cannot be written or
            is open to other users.
    """
    text = environ.get(KEY_VARIABLE, "")
    if text:
        return _checked(text, f"the environment variable {KEY_VARIABLE}")
    path = home / KEY_FILE
    try:
        if not path.exists():
            _create(path)
        mode = stat.S_IMODE(path.stat().st_mode)
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The split key {path} can be neither read nor made ({error}): mend that, or set {KEY_VARIABLE}."
        ) from error
    if os.name == "posix" and mode & 0o077:
        raise UsageError(
            f"The split key {path} is open to other users (mode {mode:04o}): "
            f"run `chmod 600 {path}`, or set {KEY_VARIABLE}."
        )
    return _checked(content, str(path))


def _checked(text: str, where: str) -> bytes:
    key = text.strip()
    if len(key) < MIN_CHARACTERS:
        raise UsageError(
            f"The split key in {where} has {len(key)} characters: give at least {MIN_CHARACTERS}, "
            "for example the output of `openssl rand -hex 32`."
        )
    return key.encode()


def _create(path: Path) -> None:
    """Writes a new key whole under another name, then links it: the first of two writers wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{KEY_FILE}.", dir=path.parent)  # made with mode 0600
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
