"""What is said of a command that cannot be run as it was typed, in Russian, argparse's own words among them."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _choices(what: str, choices: Several, given: str, nearest: str) -> str:
    first, last = ", ".join(map(str, choices[:-1])), str(choices[-1])
    return f"{what}: можно {f'{first} или {last}' if first else last}, а не {given!r}{nearest}"


WORDS: Catalogue = {
    "command.number_or_auto": "нужно auto или число от 1 до {most}, а не {text!r}",
    "command.all_or_best": "нужно all или число лучших работ, например top:5, а не {text!r}",
    "command.help": "Что есть, покажет {program} --help.",
    "command.no_verb": "не указана команда",
    "command.unknown_verb": "команды {verb!r} нет{nearest}",
    "command.no_option": "параметра {name} нет{nearest}",
    "command.no_use": "лишнее: {words}",
    "command.choices": _choices,
    "command.number_of_keys": "нужно число от 1 до {most}, а не {given!r}",
    "command.whole_number": "нужно целое число, а не {given!r}",
    "command.nearest": "; возможно, вы имели в виду {word}?",
    "command.interrupted": (
        "Прервано; ничего недописанного не осталось. Чтобы продолжить, дайте ту же команду ещё раз."
    ),
    "argparse.usage": "использование: ",
    "argparse.positional": "аргументы",
    "argparse.options": "параметры",
    "argparse.argument": "%(argument_name)s: %(message)s",
    "argparse.one": "нужно одно значение",
    "argparse.at_most_one": "можно указать не больше одного значения",
    "argparse.at_least_one": "нужно хотя бы одно значение",
    "argparse.several": "значений должно быть %s",
    "argparse.required": "не указано обязательное: %s",
    "argparse.one_required": "нужен один из параметров: %s",
    "argparse.not_with": "нельзя указывать вместе с %s",
    "argparse.no_value": "значения этот параметр не принимает, а указано %r",
    "argparse.unknown": "лишнее: %s",
    "argparse.invalid": "значение %(value)r не подходит (нужно %(type)s)",
}
