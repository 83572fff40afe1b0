"""``harness key``: the secret key of the hidden split."""

import argparse
import os

from rich.console import Console

from harness.cli.common import add_rubric, place_of, say

HELP = "show which split the secret key makes, or make a new key"
EXAMPLES = (
    ("harness key show-id", "tells which split a grade was made on, and no key"),
    ("harness key rotate", "when the key may have become known"),
)
SHOW, ROTATE = "show-id", "rotate"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument(
        "what", choices=(SHOW, ROTATE), help="the ids of the splits, or a new key that keeps the old one"
    )


def run(given: argparse.Namespace, console: Console) -> int:
    """Shows ids, never a key; returns 0. Raises `HarnessError`."""
    from harness.dataset.key import KEY_FILE, KEY_VARIABLE, old_keys, rotate
    from harness.errors import UsageError

    place = place_of(given)

    def tell(text: str) -> None:
        say(console, text)

    def split_id(key: bytes | None = None) -> str:
        environ = os.environ if key is None else {**os.environ, KEY_VARIABLE: key.decode()}
        return place.drawing(tell, environ).split_id

    if given.what == ROTATE:
        old = rotate(place.home)
        tell(
            f"There is a new split key. The one before is kept in {old}: grades name the split that they were made on."
        )
        tell("The next harness batch grades every submission anew, on the new split.")
    elif not os.environ.get(KEY_VARIABLE) and not (place.home / KEY_FILE).exists():
        raise UsageError(f"There is no split key {place.home / KEY_FILE} yet; the first grading makes one.")
    where = f"the variable {KEY_VARIABLE}" if os.environ.get(KEY_VARIABLE) else str(place.home / KEY_FILE)
    tell(f"Split {split_id()}: the key in {where}, in use.")
    for one in old_keys(place.home):
        tell(
            f'Split {split_id(one.key)}: until {one.until}. To grade on it: {KEY_VARIABLE}="$(cat {one.file})" harness grade '
            "PATH"
        )
    return 0
