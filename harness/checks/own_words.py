"""The words of a teacher's own checks: ``words/en.yaml`` and ``words/ru.yaml`` beside a file of checks.

Each maps a code to a sentence with the values in braces, ``own.narrow: "{count:,} filters"``, or, where it depends on a count,
to one for each plural form of its language (CLDR: one and other; one, few and many)::

    own.layers: {by: count, one: "{count} слой", few: "{count} слоя", many: "{count} слоёв"}

Codes begin with the name of the file of checks. ``own.check_NAME`` is what a check is called in this language.
"""

import re
import string
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.checks.names import PREFIX, Place, is_own
from harness.errors import UsageError
from harness.words.language import ENGLISH, LANGUAGES, Language
from harness.words.phrase import Phrase, phrase
from harness.words.say import our_codes, use_own_words
from harness.words.template import Template

if TYPE_CHECKING:
    from harness.yaml_lines import Written

FOLDER = "words"
_FORMS: Mapping[Language, tuple[str, ...]] = {"en": ("one", "other"), "ru": ("one", "few", "many")}
_BY = "by"


@dataclass(frozen=True)
class _Sentence:
    """A template, the values that it needs, and where it stands."""

    template: Template
    values: frozenset[str]
    written: "Written"


def namespace(file: Path) -> str:
    """What the codes of a file of checks begin with: its name in small letters, an underscore for all other signs."""
    return re.sub(r"[^a-z0-9_]", "_", file.stem.lower())


def title_code(assignment: str, name: str) -> str:
    """The code of what a check is called, as a rubric of the assignment names it."""
    if ":" not in name:
        return f"{assignment}.check.{name}"
    if is_own(name):
        file, _, function = name.partition("::")
        return f"{namespace(Path(file))}.{function}"
    module, _, function = name.rpartition(":")[2].partition(".")
    return f"{PREFIX}{module}.{PREFIX}{function}"


def word_files(places: Iterable[Place]) -> list[Path]:
    """The files of words that are beside the files of these checks."""
    folders = sorted({place.file.parent for place in places})
    paths = (folder / FOLDER / f"{language}.yaml" for folder in folders for language in LANGUAGES)
    return [path for path in paths if path.is_file()]


def learn(places: Collection[Place], language: Language = ENGLISH) -> list[Phrase]:
    """Makes the words of these checks known to this process, in the place of those of other checks.

    Args:
        places: where the checks are.
        language: that of the course.

    Returns what a teacher should know: which codes lack words in the course's language, or in one that has others. What is said
    in another language is then shown there, too.

    Raises:
        UsageError: a file cannot be read, a code or a sentence is wrong, or both languages need other values; with file and
            line.
    """
    files, ours = word_files(places), our_codes()
    found: dict[Language, dict[str, _Sentence]] = {language: {} for language in LANGUAGES}
    for path in files:
        of = next(one for one in LANGUAGES if one == path.stem)
        allowed = {namespace(place.file) for place in places if place.file.parent == path.parent.parent}
        for code, sentence in _read(path, of, allowed).items():
            if code in found[of] or code in ours:
                raise sentence.written.at((code,), phrase("words.taken", code=code), "")
            found[of][code] = sentence
    titles = {f"{namespace(place.file)}.{place.function}" for place in places}
    there = {one for one in LANGUAGES if found[one] or one == language}
    remarks = [remark for one, remark in _completed(found, titles) if one in there]
    use_own_words(
        {one: {code: said.template for code, said in words.items()} for one, words in found.items()}
    )
    return remarks


def _completed(
    found: dict[Language, dict[str, _Sentence]], titles: Collection[str]
) -> list[tuple[Language, Phrase]]:
    """Gives each language what the others alone say, but for titles, which a check has anyway; says what that was."""
    remarks = list[tuple[Language, Phrase]]()
    for language, words in found.items():
        for other, theirs in found.items():
            lacking = [code for code in theirs if code not in words and code not in titles]
            words |= {code: theirs[code] for code in lacking}
            if lacking:
                file = f"{FOLDER}/{language}.yaml"
                remarks.append((language, phrase("words.lacking", file=file, codes=lacking, other=other)))
            for code in theirs.keys() & words.keys():
                if theirs[code].values != words[code].values:
                    unlike = sorted(theirs[code].values ^ words[code].values)
                    raise words[code].written.at(
                        (code,), phrase("words.unlike", code=code, values=unlike), ""
                    )
    return remarks


def _read(path: Path, language: Language, allowed: Collection[str]) -> dict[str, _Sentence]:
    from harness.yaml_lines import read_yaml  # most courses have no such files

    try:
        written = read_yaml(path, path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(phrase("rubric.unreadable", path=path, why=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise UsageError(phrase("rubric.not_utf8", path=path)) from error
    if written.data is None:
        return {}
    if not isinstance(written.data, dict):
        raise written.at((), phrase("words.no_table"), "")
    found = dict[str, _Sentence]()
    for code, data in written.data.items():
        if not _is_code(code) or code.partition(".")[0] not in allowed:
            raise written.at((code,), phrase("words.code", code=str(code), names=sorted(allowed)), "")
        found[code] = _sentence(written, code, data, language)
    return found


def _is_code(code: object) -> bool:
    if not isinstance(code, str) or "." not in code:
        return False
    try:
        Phrase(code)
    except ValueError:
        return False
    return True


def _sentence(written: "Written", code: str, data: Any, language: Language) -> _Sentence:
    if isinstance(data, str):
        return _Sentence(data, _values(written, code, data), written)
    forms = _FORMS[language]
    if not isinstance(data, dict) or data.keys() != {_BY, *forms} or not all(map(_is_text, data.values())):
        raise written.at((code,), phrase("words.forms", forms=[_BY, *forms]), "")
    values = frozenset({data[_BY]}).union(*(_values(written, code, data[form]) for form in forms))
    return _Sentence(_plural(data, language), values, written)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _plural(data: Mapping[str, str], language: Language) -> Callable[..., str]:
    def template(**values: Any) -> str:
        return data[_form(language, int(values[data[_BY]]))].format(**values)

    return template


def _form(language: Language, count: int) -> str:
    if language == "ru":
        from harness.words.ru.forms import form

        return form(abs(count), "one", "few", "many")
    return "one" if abs(count) == 1 else "other"


def _values(written: "Written", code: str, text: str) -> frozenset[str]:
    """The names of the values that a sentence needs. Raises `UsageError` where it is no format string over names."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise written.at((code,), phrase("words.braces", why=str(error)), "") from error
    names = [(name, spec or "") for _, name, spec, _ in parts if name is not None]
    for name, spec in names:
        if not name.isidentifier() or "{" in spec:
            raise written.at((code,), phrase("words.braces", why=f"{{{name}}}"), "")
    return frozenset(name for name, _ in names)
