"""Names in archives as their authors wrote them: many zips say nothing of the encoding, or the wrong thing.

Windows packs names in the code page of its console (cp866 for Russian, cp850 in the west of Europe), other programs in that
of its windows (cp1251, cp1252), and macOS in UTF-8 without the mark that says so.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

CYRILLIC = ("cp866", "cp1251")
LATIN = ("cp437", "cp850", "cp1252")
"""In the order in which one is taken where several fit: cp437 is what the format says."""
_WORD = re.compile(r"[^\W\d_]+")
_FREQUENT = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
"""Russian letters, the most frequent first; see https://en.wikipedia.org/wiki/Russian_alphabet."""
_ACCENTED = frozenset("àâäáãåæçéèêëíîïìñóôöòõøœúûüùß")
"""Letters of French, German, Italian, Portuguese, Spanish and the Nordic languages."""
_ALPHABET = frozenset(_FREQUENT)
_MANY, _LONG = 1000, 300
"""As many names, and bytes of each, are looked at."""
_ENOUGH = 0.8
"""The part of all words that must look like words of a language before an encoding is believed."""


def decoded(names: Sequence[bytes]) -> list[str]:
    """The names of one archive, all in the encoding that fits them best: UTF-8 where all of them are, else a code page of
    Windows, cp437 where none fits."""
    for encoding in ("ascii", "utf-8"):
        if (texts := _decode(names, encoding)) is not None:
            return texts
    readings = [(encoding, texts) for encoding in (*CYRILLIC, *LATIN) if (texts := _decode(names, encoding))]
    foreign = [name[:_LONG] for name in names if not name.isascii()][:_MANY]
    scores = {
        encoding: _score(encoding, [name.decode(encoding) for name in foreign]) for encoding, _ in readings
    }
    best = max(scores, key=lambda encoding: scores[encoding])
    return dict(readings)[best if scores[best] > 0 else "cp437"]


def _decode(names: Iterable[bytes], encoding: str) -> list[str] | None:
    try:
        return [name.decode(encoding) for name in names]
    except UnicodeDecodeError:
        return None


def _score(encoding: str, names: Sequence[str]) -> float:
    """How well names read in this encoding, from 0 (they do not) to 2."""
    cyrillic = encoding in CYRILLIC
    good = total = rank = letters = 0
    for name in names:
        spoilt = sum(1 for char in name if not char.isascii() and not char.isalpha() and char not in "№«»–—")
        total += spoilt
        for word in _WORD.findall(name):
            if word.isascii():
                continue
            total += 1
            if not _is_cased(word):
                continue
            small = word.lower()
            if cyrillic and set(small) <= _ALPHABET:
                good += 1
                letters += len(small)
                rank += sum(len(_FREQUENT) - _FREQUENT.index(char) for char in small)
            elif not cyrillic and _is_latin(small):
                good += 1
                accents = [char for char in small if not char.isascii()]
                letters += len(accents)
                rank += sum(len(_FREQUENT) // 2 for char in accents if char in _ACCENTED)
    if not total or good < _ENOUGH * total:
        return 0.0
    return 1 + rank / (letters * len(_FREQUENT)) if letters else 1.0


def _is_latin(word: str) -> bool:
    """Whether a word is of Latin letters, and of them not most have accents."""
    foreign = [char for char in word if not char.isascii()]
    return 2 * len(foreign) <= len(word) + 1 and all(
        unicodedata.name(char, "").startswith("LATIN") for char in foreign
    )


def _is_cased(word: str) -> bool:
    """Whether capitals stand where people put them: first, or everywhere, or at the start of each part."""
    return word.islower() or word.isupper() or word[1:].islower() or word.istitle()
