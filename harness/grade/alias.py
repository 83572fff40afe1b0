"""Aliases: what the board calls students whose names it does not show."""

import hmac
from collections import defaultdict
from collections.abc import Iterable

_NAMES = """
Acamar Achernar Acrux Adhara Albireo Alcor Alcyone Aldebaran Algol Alhena Alioth Alkaid Alnair Alnilam Alphard
Altair Ankaa Antares Arcturus Atlas Atria Avior Bellatrix Betelgeuse Canopus Capella Castor Deneb Denebola
Diphda Dubhe Electra Elnath Eltanin Enif Fomalhaut Hadar Hamal Izar Maia Megrez Menkar Merak Merope Mimosa
Mintaka Mira Mirach Mizar Naos Nunki Phecda Polaris Pollux Procyon Regulus Rigel Sadr Saiph Shaula Sirius
Spica Thuban Vega
"""
STARS = tuple(_NAMES.split())
"""Names of stars: they are names in every language, and none is a person of the class."""
DIGITS = 4
ALIASES = "aliases"
"""What the key of aliases is derived for."""


def aliases(key: bytes, names: Iterable[str]) -> dict[str, str]:
    """An alias for each name, such as ``Vega 4172``: the same in every year and on every machine that has ``key``, and whoever
    lacks the key cannot reckon it. Where two names of a class meet, both have more digits."""
    given, digits = dict[str, str](), DIGITS
    open_names = set(names)
    while open_names:
        meeting = defaultdict[str, list[str]](list)
        for name in open_names:
            meeting[_alias(key, name, digits)].append(name)
        alone = {several[0]: alias for alias, several in meeting.items() if len(several) == 1}
        given |= alone
        open_names -= alone.keys()
        digits += 2
    return given


def aliases_of(key: bytes, name: str) -> list[str]:
    """What the board calls one student: the alias, and the one in its place where another of the class has the same."""
    return [_alias(key, name, digits) for digits in (DIGITS, DIGITS + 2)]


def _alias(key: bytes, name: str, digits: int) -> str:
    drawn = int.from_bytes(
        hmac.digest(key, b"alias\0" + name.encode("utf-8", "surrogateescape"), "sha256"), "big"
    )
    star, number = drawn % len(STARS), drawn // len(STARS)
    return f"{STARS[star]} {number % 10**digits:0{digits}}"
