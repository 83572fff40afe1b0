"""The secret key of the split: whoever holds it can tell which images are hidden."""

import os
import secrets
import stat
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from harness.errors import UsageError
from harness.words.phrase import Phrase, phrase
from harness.words.say import say as told

KEY_VARIABLE = "HARNESS_SPLIT_KEY"
KEY_FILE = "split.key"
OLD_KEYS = "old-keys"
MIN_CHARACTERS = 16
HOME = ".harness"
"""The name of a home that is ours alone; a folder of another name that a person chose may serve others, too."""


@dataclass(frozen=True)
class OldKey:
    """A key that was in use before: its file, when it was put aside (ISO 8601, UTC), and the key."""

    file: Path
    until: str
    key: bytes


def load_key(
    home: Path, environ: Mapping[str, str] = os.environ, say: Callable[[str], None] = lambda _: None
) -> bytes:
    """The key from ``HARNESS_SPLIT_KEY``, else from ``split.key`` in the harness home.

    The key is the UTF-8 text without surrounding white space, so the text of the file serves as the
    variable's value on another machine. The first use draws 256 random bits and writes the file, readable by
    its owner alone; two processes that do so at once get the same key. The home is closed to other users, which is told
    through ``say``.

    Raises:
        UsageError: the key is shorter than 16 characters, or the file cannot be read, cannot be written or
            is open to other users, or others may write to its folder.
    """
    text = environ.get(KEY_VARIABLE, "")
    if text:
        return _checked(text, phrase("key.variable", name=KEY_VARIABLE))
    path = home / KEY_FILE
    try:
        if not path.exists():
            _create(path)
        _close(home, say)
        mode = stat.S_IMODE(path.stat().st_mode)
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(phrase("key.cannot", path=path, error=error, variable=KEY_VARIABLE)) from error
    if os.name == "posix" and mode & 0o077:
        raise UsageError(phrase("key.open", path=path, mode=mode, variable=KEY_VARIABLE))
    return _checked(content, str(path))


def rotate(home: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Makes a new key, and keeps the one before with the date; returns the file of the old one.

    Raises:
        UsageError: there is no key to replace, it stands in the environment, or the folder cannot be written.
    """
    if environ.get(KEY_VARIABLE):
        raise UsageError(phrase("key.of_environment", variable=KEY_VARIABLE))
    path = home / KEY_FILE
    if not path.exists():
        raise UsageError(phrase("key.none", path=path))
    load_key(home, environ)
    folder = home / OLD_KEYS
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    old = folder / f"{stamp}.key"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        # The old key has its second name before the first one is taken from it: no moment loses it.
        old.hardlink_to(path)
        draft = _draft(path)
        draft.replace(path)
    except OSError as error:
        raise UsageError(phrase("key.no_new", home=home, error=error)) from error
    return old


def old_keys(home: Path) -> list[OldKey]:
    """The keys that were in use before, the newest first. Raises `UsageError` where one cannot be read."""
    found = []
    for file in sorted((home / OLD_KEYS).glob("*.key"), reverse=True):
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(phrase("key.old_unreadable", file=file, error=error)) from error
        day, _, clock = file.stem.partition("T")
        found.append(OldKey(file, f"{day}T{clock[:2]}:{clock[2:4]}:{clock[4:6]}Z", _checked(text, str(file))))
    return found


def _close(home: Path, say: Callable[[str], None]) -> None:
    """Closes the folder of the key to other users. Raises `UsageError` where others may write to a folder that may not be
    ours alone, and OSError."""
    mode = stat.S_IMODE(home.stat().st_mode)
    if os.name != "posix" or not mode & 0o077:
        return
    if home.name == HOME and home.stat().st_uid == os.geteuid():
        home.chmod(mode & 0o700)
        say(told(phrase("key.closed", home=home)))
    elif mode & 0o022 and not mode & stat.S_ISVTX:
        raise UsageError(phrase("key.writable", home=home, mode=mode, variable=KEY_VARIABLE))


def _checked(text: str, where: Phrase | str) -> bytes:
    key = text.strip()
    if len(key) < MIN_CHARACTERS:
        raise UsageError(phrase("key.short", where=where, count=len(key), least=MIN_CHARACTERS))
    return key.encode()


def _create(path: Path) -> None:
    """Writes a new key whole under another name, then links it: the first of two writers wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft(path)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _draft(path: Path) -> Path:
    """A new key in a file of its own beside ``path``, whole and on the disk."""
    descriptor, name = tempfile.mkstemp(prefix=f".{KEY_FILE}.", dir=path.parent)  # made with mode 0600
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
