"""What is said of a command that cannot be run as it was typed, in English."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _choices(what: str, choices: Several, given: str, nearest: str) -> str:
    first, last = ", ".join(map(str, choices[:-1])), str(choices[-1])
    return f"{what} takes {f'{first} or {last}' if first else last}, not {given!r}{nearest}"


WORDS: Catalogue = {
    "command.number_or_auto": "takes auto, or a number from 1 to {most}, not {text!r}",
    "command.all_or_best": "takes all, or how many of the best, such as top:5, not {text!r}",
    "command.help": "{program} --help says what there is.",
    "command.no_verb": "a verb is missing",
    "command.unknown_verb": "there is no verb {verb!r}{nearest}",
    "command.no_option": "there is no option {name}{nearest}",
    "command.no_use": "it has no use for {words}",
    "command.choices": _choices,
    "command.number_of_keys": "takes a number from 1 to {most}, not {given!r}",
    "command.whole_number": "takes a whole number, not {given!r}",
    "command.nearest": "; did you mean {word}?",
    "command.interrupted": (
        "Interrupted; nothing half-written was kept. Give the same command again to go on."
    ),
}
