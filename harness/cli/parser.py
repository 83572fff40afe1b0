"""The parser of the command line: help with groups and examples, and one sentence where something is wrong."""

import argparse
import difflib
import gettext
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any, NoReturn

from harness import __version__
from harness.outcome import USAGE_EXIT_CODE
from harness.words.language import LANGUAGES
from harness.words.phrase import Phrase, phrase
from harness.words.say import called
from harness.words.say import say as told

PROGRAM = "harness"
MOST_AT_A_TIME = 1000
ALL = "all"


class Parser(argparse.ArgumentParser):
    """Says what is wrong in a sentence, with the word that is nearest to what was written."""

    def __init__(self, **given: Any) -> None:
        raw = argparse.RawDescriptionHelpFormatter
        super().__init__(allow_abbrev=False, formatter_class=raw, add_help=False, **given)
        self.add_argument("-h", "--help", action="help", help=told(phrase("help.all.help")))

    def error(self, message: str) -> NoReturn:
        """Ends the command."""
        message = message.removeprefix("argument ")
        sentence = message.rstrip(".")
        # The name of an argument is said as the help writes it.
        if re.split(r"[ :]", sentence, maxsplit=1)[0] not in {_name(action) for action in self._actions}:
            sentence = f"{sentence[:1].upper()}{sentence[1:]}"
        end = "" if sentence.endswith("?") else "."
        more = told(phrase("command.help", program=self.prog))
        self.exit(USAGE_EXIT_CODE, f"{self.prog}: {sentence}{end} {more}\n")

    def options(self) -> list[str]:
        """The options, such as ``--output``."""
        return [option for action in self._actions for option in action.option_strings]

    def actions(self) -> list[argparse.Action]:
        """Options and positional arguments, in the order of their declaration."""
        return list(self._actions)

    def look_for_unknown(self, words: Iterable[str]) -> None:
        """Ends the command where one of the words is an option that does not exist. argparse itself first asks for what
        is missing, which is often the word that was misspelt."""
        known = self.options()
        for word in words:
            if word == "--":
                return
            name = word.partition("=")[0]
            # What has a space in it argparse takes for a value.
            if word.startswith("--") and " " not in word and name not in known:
                self.error(told(phrase("command.no_option", name=name, nearest=nearest(name, known))))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in (
            choices := [str(choice) for choice in action.choices]
        ):
            raise none_of(_name(action), choices, str(value))


def make_parser(verbs: Sequence[ModuleType]) -> tuple[Parser, dict[str, Parser]]:
    """The parser of the whole command line, and that of each verb by its name."""
    top = Parser(
        prog=PROGRAM,
        description=told(phrase("help.about")),
        epilog=told(phrase("help.more")),
    )
    version = f"{PROGRAM} {__version__}"
    top.add_argument("--version", action="version", version=version, help=told(phrase("help.all.version")))
    sub = top.add_subparsers(metavar="VERB", title=told(phrase("help.group.verbs")), required=True)
    own = dict[str, Parser]()
    for verb in verbs:
        name = verb.__name__.rpartition(".")[2]
        line = told(verb.HELP)
        sentence = f"{line[0].upper()}{line[1:]}."
        parser = sub.add_parser(name, help=line, description=sentence, epilog=_examples(verb.EXAMPLES))
        verb.add_arguments(parser)
        parser.add_argument("--lang", choices=LANGUAGES, help=told(phrase("help.all.lang")))
        parser.set_defaults(run=verb.run)
        own[name] = parser
    return top, own


def parse(verbs: Sequence[ModuleType], words: Sequence[str]) -> argparse.Namespace:
    """The arguments of a command. Ends it with code 2 and a sentence where they are wrong."""
    with _argparse_speaks():
        return _parse(verbs, words)


def _parse(verbs: Sequence[ModuleType], words: Sequence[str]) -> argparse.Namespace:
    top, own = make_parser(verbs)
    first = next(iter(words), "")
    if first in own:
        own[first].look_for_unknown(words[1:])
        given, more = own[first].parse_known_args(words[1:])
        if more:
            own[first].error(told(phrase("command.no_use", words=shlex.join(more))))
        return given
    if not first:
        top.error(told(phrase("command.no_verb")))
    if not first.startswith("-"):
        top.error(told(phrase("command.unknown_verb", verb=first, nearest=nearest(first, own))))
    top.look_for_unknown(words[:1])
    return top.parse_args(words)


def group(parser: argparse.ArgumentParser, title: Phrase) -> argparse._ArgumentGroup:
    """The group of options of this title, made where it is missing."""
    name = told(title)
    found = [one for one in parser._action_groups if one.title == name]
    return found[0] if found else parser.add_argument_group(name)


def whole_number(text: str) -> int:
    """The type of an argument that counts or numbers. Raises as argparse asks for."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(told(phrase("command.whole_number", given=text)))
    return int(text)


def number_or_auto(text: str) -> str:
    """The type of an argument that says how many of something there are at a time. Raises as argparse asks for."""
    if text != "auto" and not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_AT_A_TIME):
        raise argparse.ArgumentTypeError(
            told(phrase("command.number_or_auto", most=MOST_AT_A_TIME, text=text))
        )
    return text


def all_or_best(text: str) -> str:
    """The type of an argument that says which of a class: ``all``, or ``top:N``. Raises as argparse asks for."""
    if text != ALL and not re.fullmatch("top:[1-9][0-9]{0,5}", text):
        raise argparse.ArgumentTypeError(told(phrase("command.all_or_best", text=text)))
    return text


def none_of(what: str, choices: Sequence[str], given: str) -> argparse.ArgumentError:
    """Says what an argument takes, and what is nearest to what was given."""
    near = nearest(given, choices)
    said = phrase("command.choices", what=what, choices=choices, given=given, nearest=near)
    return argparse.ArgumentError(None, told(said))


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean …?`` with what is nearest to the word; empty where nothing is near."""
    known = list(known)
    longer = [one for one in known if len(word.strip("-")) > 1 and one.startswith(word)]
    like = longer[:1] or difflib.get_close_matches(word.lower(), known, n=1)
    return told(phrase("command.nearest", word=like[0])) if like else ""


def _name(action: argparse.Action) -> str:
    return "/".join(action.option_strings) or str(action.metavar or action.dest)


def _examples(examples: Sequence[tuple[str, Phrase]]) -> str:
    lines = (f"  {command}\n      {told(says)}" for command, says in examples)
    return "\n".join([told(phrase("help.examples")), *lines])


@contextmanager
def _argparse_speaks() -> Iterator[None]:
    """Within it, argparse's own words, such as "expected one argument", are of the language that is spoken.

    argparse asks gettext for them, whose catalogues are binary files that the environment chooses, of whatever program runs;
    the names by which it asks are the same in every Python.
    """
    before = {name: getattr(argparse, name) for name in ("_", "ngettext")}

    def one(text: str) -> str:
        return called(_ARGPARSE[text], text) if text in _ARGPARSE else gettext.gettext(text)

    def several(singular: str, plural: str, count: int) -> str:
        return one(plural) if plural in _ARGPARSE else gettext.ngettext(singular, plural, count)

    for name, speak in (("_", one), ("ngettext", several)):
        setattr(argparse, name, speak)
    try:
        yield
    finally:
        for name, speak in before.items():
            setattr(argparse, name, speak)


_ARGPARSE = {
    "usage: ": "argparse.usage",
    "positional arguments": "argparse.positional",
    "options": "argparse.options",
    "argument %(argument_name)s: %(message)s": "argparse.argument",
    "expected one argument": "argparse.one",
    "expected at most one argument": "argparse.at_most_one",
    "expected at least one argument": "argparse.at_least_one",
    "expected %s arguments": "argparse.several",
    "the following arguments are required: %s": "argparse.required",
    "one of the arguments %s is required": "argparse.one_required",
    "not allowed with argument %s": "argparse.not_with",
    "ignored explicit argument %r": "argparse.no_value",
    "unrecognized arguments: %s": "argparse.unknown",
    "invalid %(type)s value: %(value)r": "argparse.invalid",
}
"""argparse's words that a person meets here, and the codes of those in another language."""
