"""``harness image``: the image that student code runs in."""

import argparse

from rich.console import Console

from harness.cli.common import add_rubric, place_of, say
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.image")
EXAMPLES = (
    ("harness image", phrase("example.image.1")),
    ("harness image --variant cpu", phrase("example.image.2")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument("--variant", choices=("cpu", "gpu"), help=told(phrase("help.image.variant")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Builds the image where the engine lacks it. Raises `HarnessError`."""
    import docker

    from harness.sandbox.choose import choose_backend
    from harness.sandbox.docker.image import ensure_image

    place = place_of(given)
    packages = place.rubric().run.packages
    choose_backend("docker", installation=place.for_sandboxes)
    found = ensure_image(
        docker.from_env(),
        installation=place.for_sandboxes,
        say=lambda text: say(console, text),
        variant=given.variant,
        packages=packages,
    )
    say(console, told(phrase("image.found", tag=found)))
    return 0
