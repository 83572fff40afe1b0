"""``harness key``: the secret key of the hidden split."""

import argparse
import os

from rich.console import Console

from harness.cli.common import add_rubric, place_of, say
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.key")
EXAMPLES = (
    ("harness key show-id", phrase("example.key.1")),
    ("harness key rotate", phrase("example.key.2")),
)
SHOW, ROTATE = "show-id", "rotate"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument("what", choices=(SHOW, ROTATE), help=told(phrase("help.key.what")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Shows ids, never a key; returns 0. Raises `HarnessError`."""
    from harness.dataset.key import KEY_FILE, KEY_VARIABLE, old_keys, rotate
    from harness.errors import UsageError
    from harness.report.text import minute

    place = place_of(given)

    def tell(text: str) -> None:
        say(console, text)

    def split_id(key: bytes | None = None) -> str:
        environ = os.environ if key is None else {**os.environ, KEY_VARIABLE: key.decode()}
        return place.drawing(tell, environ).split_id

    if given.what == ROTATE:
        old = rotate(place.home)
        tell(told(phrase("key.new", old=old)))
        tell(told(phrase("key.next")))
    elif not os.environ.get(KEY_VARIABLE) and not (place.home / KEY_FILE).exists():
        raise UsageError(phrase("key.none", path=place.home / KEY_FILE))
    where = (
        phrase("key.variable", name=KEY_VARIABLE)
        if os.environ.get(KEY_VARIABLE)
        else str(place.home / KEY_FILE)
    )
    tell(told(phrase("key.in_use", split=split_id(), where=where)))
    for one in old_keys(place.home):
        tell(
            told(
                phrase(
                    "key.old",
                    split=split_id(one.key),
                    until=minute(one.until),
                    variable=KEY_VARIABLE,
                    file=one.file,
                )
            )
        )
    return 0
