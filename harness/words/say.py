"""Makes sentences of phrases: the one place where a code becomes words.

A catalogue maps each code to a template. A template is a format string over the phrase's values, or a function of them
where a plural or an absent part needs more. Phrases among the values are said first. A list is `Several`, whose format
is the separator: ``{names:, }``, or ``{names:, ?none}`` with what an empty one is called; ``{names:listed}`` shortens
a long list.
"""

from collections.abc import Iterable

from harness.words.en import WORDS
from harness.words.phrase import Atom, Phrase, Value
from harness.words.several import Several
from harness.words.shown import PREFIX, Shown, shaded
from harness.words.template import Catalogue, Template

ENGLISH = "en"

_CATALOGUES: dict[str, dict[str, Template]] = {ENGLISH: dict(WORDS)}


def add_words(namespace: str, **languages: Catalogue) -> None:
    """Adds the words of an assignment, language to catalogue.

    Raises:
        ValueError: a code does not begin with ``namespace`` and a dot.
    """
    for language, catalogue in languages.items():
        if foreign := [code for code in catalogue if not code.startswith(f"{namespace}.")]:
            raise ValueError(f"the code {foreign[0]} does not begin with '{namespace}.'")
        _CATALOGUES.setdefault(language, {}).update(catalogue)


def catalogue(language: str = ENGLISH) -> Catalogue:
    """All templates of a language, those of assignments included."""
    return dict(_CATALOGUES.get(language, {}))


def say(phrase: Phrase, language: str = ENGLISH, shown: Shown = Shown.EXACT) -> str:
    """The words of a phrase; of its values that were measured on hidden images, as much as ``shown`` says.

    Raises:
        LookupError: the catalogue has no such code, or the phrase lacks a value of its template.
    """
    template = _CATALOGUES[language][phrase.code]
    values = {name: _spoken(name, value, language, shown) for name, value in phrase.values.items()}
    return template.format(**values) if isinstance(template, str) else template(**values)


def say_all(phrases: Iterable[Phrase], language: str = ENGLISH, shown: Shown = Shown.EXACT) -> str:
    """Several sentences, one after the other; each once."""
    return " ".join(dict.fromkeys(say(phrase, language, shown) for phrase in phrases))


def _spoken(name: str, value: Value, language: str, shown: Shown) -> Atom | Several:
    if isinstance(value, Phrase):
        return say(value, language, shown)
    if isinstance(value, tuple):
        return Several(say(one, language, shown) if isinstance(one, Phrase) else one for one in value)
    if name.startswith(PREFIX) and shown is not Shown.EXACT and isinstance(value, (int, float)):
        return shaded(value, shown)
    return value
