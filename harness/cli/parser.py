"""The parser of the command line: help with groups and examples, and one sentence where something is wrong."""

import argparse
import difflib
import shlex
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any, NoReturn

from harness import __version__
from harness.outcome import USAGE_EXIT_CODE
from harness.words.language import LANGUAGES

PROGRAM = "harness"
MOST_AT_A_TIME = 1000


class Parser(argparse.ArgumentParser):
    """Says what is wrong in a sentence, with the word that is nearest to what was written."""

    def __init__(self, **given: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **given)

    def error(self, message: str) -> NoReturn:
        """Ends the command."""
        message = message.removeprefix("argument ")
        sentence = f"{message[:1].upper()}{message[1:]}".rstrip(".")
        end = "" if sentence.endswith("?") else "."
        self.exit(USAGE_EXIT_CODE, f"{self.prog}: {sentence}{end} {self.prog} --help says what there is.\n")

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
                self.error(f"there is no option {name}{nearest(name, known)}")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        choices = None if action.choices is None else [str(choice) for choice in action.choices]
        if choices is not None and value not in choices:
            what = "/".join(action.option_strings) or action.metavar or action.dest
            raise argparse.ArgumentError(
                None, f"{what} takes {_either(choices)}, not {str(value)!r}{nearest(str(value), choices)}"
            )


def make_parser(verbs: Sequence[ModuleType]) -> tuple[Parser, dict[str, Parser]]:
    """The parser of the whole command line, and that of each verb by its name."""
    top = Parser(
        prog=PROGRAM,
        description="Grades notebooks of a deep-learning course: student code runs in a sandbox, the mark is made "
        "outside it.",
        epilog=f"{PROGRAM} VERB --help explains a verb and shows examples of it.",
    )
    top.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    sub = top.add_subparsers(metavar="VERB", title="verbs", required=True)
    own = dict[str, Parser]()
    for verb in verbs:
        name = verb.__name__.rpartition(".")[2]
        sentence = f"{verb.HELP[0].upper()}{verb.HELP[1:]}."
        parser = sub.add_parser(name, help=verb.HELP, description=sentence, epilog=_examples(verb.EXAMPLES))
        verb.add_arguments(parser)
        parser.add_argument("--lang", choices=LANGUAGES, help="the language (default: that of the rubric)")
        parser.set_defaults(run=verb.run)
        own[name] = parser
    return top, own


def parse(verbs: Sequence[ModuleType], words: Sequence[str]) -> argparse.Namespace:
    """The arguments of a command. Ends it with code 2 and a sentence where they are wrong."""
    top, own = make_parser(verbs)
    first = next(iter(words), "")
    if first in own:
        own[first].look_for_unknown(words[1:])
        given, more = own[first].parse_known_args(words[1:])
        if more:
            own[first].error(f"it has no use for {shlex.join(more)}")
        return given
    if not first:
        top.error("a verb is missing")
    if not first.startswith("-"):
        top.error(f"there is no verb {first!r}{nearest(first, own)}")
    top.look_for_unknown(words[:1])
    return top.parse_args(words)


def group(parser: argparse.ArgumentParser, title: str) -> argparse._ArgumentGroup:
    """The group of options of this title, made where it is missing."""
    found = [one for one in parser._action_groups if one.title == title]
    return found[0] if found else parser.add_argument_group(title)


def whole_number(text: str) -> int:
    """The type of an argument that counts or numbers. Raises as argparse asks for."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"takes a whole number, not {text!r}")
    return int(text)


def number_or_auto(text: str) -> str:
    """The type of an argument that says how many of something there are at a time. Raises as argparse asks for."""
    if text != "auto" and not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_AT_A_TIME):
        raise argparse.ArgumentTypeError(f"takes auto, or a number from 1 to {MOST_AT_A_TIME}, not {text!r}")
    return text


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean …?`` with what is nearest to the word; empty where nothing is near."""
    known = list(known)
    longer = [one for one in known if len(word.strip("-")) > 1 and one.startswith(word)]
    like = longer[:1] or difflib.get_close_matches(word.lower(), known, n=1)
    return f"; did you mean {like[0]}?" if like else ""


def _either(choices: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(choices[:-1]), choices[-1]]))


def _examples(examples: Sequence[tuple[str, str]]) -> str:
    return "\n".join(["examples:", *(f"  {command}\n      {says}" for command, says in examples)])
