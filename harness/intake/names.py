"""Names of submissions: as people read them, and as folders that no two submissions share."""

import hashlib
import re
import unicodedata

MAX_BYTES = 255
"""Of one name, on every file system in common use."""
HASH_DIGITS = 16
"""Hexadecimal digits: nobody finds a second name with the same hash by trying."""
_HASHED = re.compile(rf"-[0-9a-f]{{{HASH_DIGITS}}}$")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Windows opens a device for these."""


def composed(name: str) -> str:
    """The name in Unicode's composed form (NFC): macOS writes ``й`` as two characters, and it is the same name."""
    return unicodedata.normalize("NFC", name)


def shown_name(name: str) -> str:
    """The name of a file or folder as text that can be encoded: bytes that are not UTF-8 are shown as ``\\xe4``."""
    return composed(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def results_name(name: str) -> str:
    """The name of the results folder of the submission whose folder or file has this name.

    Equal for two names exactly when they are equal in composed form; different names also differ where a file system
    ignores case. A name of lower-case letters, digits, ``_``, ``.`` and ``-`` stays as it is. Of any other,
    what can be read is kept, and a hash of the exact name follows: ``Anna B`` gives ``Anna_B-a6b0e86732af1a3d``.
    """
    name = composed(name)
    if _can_stay(name):
        return name
    tail = "-" + hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:HASH_DIGITS]
    stem = (
        re.sub(r"[^\w.-]+", "_", name).strip("_.-").encode()[: MAX_BYTES - len(tail)].decode(errors="ignore")
    )
    return (stem or "submission") + tail


def _can_stay(name: str) -> bool:
    """Whether the name is safe on every disk, has no upper-case twin, and is not taken for one with a hash."""
    plain = re.fullmatch(r"\w[\w.-]*", name) is not None and not name.endswith(".")
    # Unlike `casefold` alone, both ways of changing case find the letters that only one of them changes (ı, ς, ß).
    without_case = unicodedata.normalize("NFKC", name.upper().casefold()) == name
    reserved = name.isdigit() or _DEVICE.fullmatch(name) or _HASHED.search(name)
    return plain and without_case and not reserved and len(name.encode()) <= MAX_BYTES
