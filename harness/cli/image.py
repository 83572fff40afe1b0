"""``harness image``: the image that student code runs in."""

import argparse

from rich.console import Console

from harness.cli.common import add_rubric, place_of, say

HELP = "build the guest image"
EXAMPLES = (
    ("harness image", "the one that fits this machine, where Docker lacks it"),
    ("harness image --variant cpu", "without the packages for GPUs"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument(
        "--variant", choices=("cpu", "gpu"), help="default: gpu where Docker has the NVIDIA runtime"
    )


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
    say(console, f"Image: {found}")
    return 0
