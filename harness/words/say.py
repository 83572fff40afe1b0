"""Makes sentences of phrases: the one place where a code becomes words.

A catalogue maps each code to a template. A template is a format string over the phrase's values, or a function of them
where a plural or an absent part needs more. Phrases among the values are said first. A list is `Several`, whose format
is the separator: ``{names:, }``, or ``{names:, ?none}`` with what an empty one is called; ``{names:listed}`` shortens
a long list.
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from harness.words.language import ENGLISH, LANGUAGES, Language, spoken
from harness.words.phrase import NAMED, Atom, Phrase, Value, named, phrase
from harness.words.several import Several
from harness.words.shown import PREFIX, Shaded, Shown, shaded
from harness.words.template import Catalogue, Template


@dataclass(frozen=True)
class _Speech:
    """How a language says things: its catalogue, its lists, its numbers."""

    words: dict[str, Template]
    list_of: type[Several] = Several
    number: Callable[[Atom], Atom] = lambda value: value


@functools.cache
def _speech(language: str) -> _Speech:
    # A command imports the languages that it speaks.
    if language not in LANGUAGES:
        raise LookupError(f"there is no language {language}")
    if language == "ru":
        from harness.words import ru
        from harness.words.ru.forms import RussianSeveral, grouped

        return _Speech(dict(ru.WORDS), RussianSeveral, grouped)
    from harness.words import en

    return _Speech(dict(en.WORDS))


def add_words(namespace: str, **languages: Catalogue) -> None:
    """Adds the words of an assignment, language to catalogue.

    Raises:
        ValueError: a code does not begin with ``namespace`` and a dot.
        LookupError: there is no such language.
    """
    for language, catalogue in languages.items():
        if foreign := [code for code in catalogue if not code.startswith(f"{namespace}.")]:
            raise ValueError(f"the code {foreign[0]} does not begin with '{namespace}.'")
        _speech(language).words.update(catalogue)


_OWN = set[str]()
"""Codes of a teacher's own checks."""


def use_own_words(languages: Mapping[Language, Catalogue]) -> None:
    """Takes the words of a teacher's own checks, in the place of those that were taken before; none of their codes may have
    words already."""
    if not _OWN and not any(languages.values()):
        return
    for language in LANGUAGES:
        words = _speech(language).words
        for code in _OWN:
            words.pop(code, None)
        words.update(languages.get(language, {}))
    _OWN.clear()
    _OWN.update(*languages.values())


def our_codes() -> frozenset[str]:
    """The codes that have words without a teacher's."""
    return frozenset(_speech(ENGLISH).words.keys() - _OWN)


def catalogue(language: Language = ENGLISH) -> Catalogue:
    """All templates of a language, those of assignments included."""
    return dict(_speech(language).words)


def say(phrase: Phrase, language: Language | None = None, shown: Shown = Shown.EXACT) -> str:
    """The words of a phrase; of its values that were measured on hidden images, as much as ``shown`` says.

    Args:
        phrase: what is said.
        language: in which language; by default in the one that is `spoken`. What has no words in it, such as a sentence of
            another package, is said in English.
        shown: how much of what was measured on hidden images is said.

    Raises:
        LookupError: no catalogue has such a code, or the phrase lacks a value of its template.
        TypeError, ValueError: a value is not what its template needs.
    """
    language = language or spoken()
    if phrase.code == NAMED:
        return _name(phrase, language)
    template = _speech(language).words.get(phrase.code) or _speech(ENGLISH).words[phrase.code]
    values = {name: _spoken(name, value, language, shown) for name, value in phrase.values.items()}
    try:
        return template.format(**values) if isinstance(template, str) else template(**values)
    except (LookupError, TypeError, ValueError):
        # Nobody has tested a teacher's words in another language, and a page is worth more than they are.
        if language == ENGLISH or phrase.code not in _OWN:
            raise
        return say(phrase, ENGLISH, shown)


def say_all(phrases: Iterable[Phrase], language: Language | None = None, shown: Shown = Shown.EXACT) -> str:
    """Several sentences, one after the other; each once."""
    return " ".join(dict.fromkeys(say(phrase, language, shown) for phrase in phrases))


def called(code: str, otherwise: str) -> str:
    """What the language that is spoken calls a thing that has a name in English already, ``otherwise``: a role or a check of
    an assignment for one. It is that name where the catalogue has none."""
    return say(named(code, otherwise))


def _name(phrase: Phrase, language: Language) -> str:
    found = _speech(language).words.get(str(phrase.values["of"]))
    return found if isinstance(found, str) else str(phrase.values["otherwise"])


def not_shown(score: float, shown: Shown) -> str:
    """A score in [0, 1] on hidden images where it is not shown exactly: its band, or that it is not shown."""
    return str(_shaded(score, shown, spoken()))


def _spoken(name: str, value: Value, language: Language, shown: Shown) -> Atom | Several:
    if isinstance(value, Phrase):
        return say(value, language, shown)
    if isinstance(value, tuple):
        return _speech(language).list_of(
            say(one, language, shown) if isinstance(one, Phrase) else one for one in value
        )
    if name.startswith(PREFIX) and shown is not Shown.EXACT and isinstance(value, (int, float)):
        return _shaded(value, shown, language)
    return _speech(language).number(value)


def _shaded(score: float, shown: Shown, language: Language) -> Shaded:
    return shaded(score, shown, say(phrase("view.not_shown"), language))
