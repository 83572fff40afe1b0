"""What the zoo holds, asked of the zoo's own environment, and the choice of what to measure."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from harness.errors import InfrastructureError, UsageError
from harness.evidence.network import Record
from reference.measure.results import STANDARD_EPOCHS, Backend, ExperimentNote, Protocol
from reference.measure.worker import ROOT, quick_command, worker_environment

LIST_SECONDS = 300


class NetworkEntry(Record):
    """A network, see `reference.zoo.networks.network`."""

    name: str
    title: str
    source: str
    note: str


class VariantEntry(Record):
    """A variant of an experiment, with the protocol of its committed numbers."""

    name: str
    title: str
    epochs: int
    seconds: float | None
    backend: Backend


class ExperimentEntry(Record):
    """An experiment, see `reference.zoo.experiments.experiment`."""

    name: str
    title: str
    question: str
    source: str
    epochs: int
    images: int | None
    variants: list[VariantEntry]


@dataclass(frozen=True)
class Target:
    """One thing to train: a network, or a variant of an experiment.

    ``epochs``, ``seconds``, ``images`` and ``backend`` are those of the committed numbers.
    """

    title: str
    source: str
    network: str | None = None
    experiment: str | None = None
    variant: str | None = None
    note: str = ""
    epochs: int = STANDARD_EPOCHS
    seconds: float | None = None
    images: int | None = None
    backend: Backend = "tensorflow"
    about: ExperimentNote | None = None

    @property
    def name(self) -> str:
        return self.network or f"{self.experiment}/{self.variant}"

    def standard(self, split_id: str) -> Protocol:
        """The protocol of the committed numbers, on the published split of that id."""
        return Protocol(
            split="published",
            split_id=split_id,
            epochs=self.epochs,
            seconds=self.seconds,
            images=self.images,
            backend=self.backend,
        )


class Catalogue(Record):
    """All networks and experiments, in the zoo's order."""

    networks: list[NetworkEntry]
    experiments: list[ExperimentEntry]

    def choose(self, networks: Sequence[str] | None, experiments: Sequence[str] | None) -> list[Target]:
        """The targets of these names; an empty list of names stands for all. None means none of that kind, but
        where both are None all networks are meant. ``study/variant`` names one variant of an experiment.

        Raises:
            UsageError: a name is not known.
        """
        if networks is None and experiments is None:
            networks = []
        chosen: list[Target] = []
        if networks is not None:
            _refuse_unknown("network", networks, [entry.name for entry in self.networks])
            chosen += [
                Target(entry.title, entry.source, network=entry.name, note=entry.note)
                for entry in self.networks
                if not networks or entry.name in networks
            ]
        if experiments is not None:
            variants = [target for entry in self.experiments for target in _variants(entry)]
            names = [entry.name for entry in self.experiments]
            _refuse_unknown("experiment", experiments, names, [target.name for target in variants])
            chosen += [
                target
                for target in variants
                if not experiments or target.experiment in experiments or target.name in experiments
            ]
        return chosen

    def order(self) -> list[str]:
        """The names of all targets, as `Target.name` gives them."""
        every = self.choose([], []) if self.experiments else self.choose([], None)
        return [target.name for target in every]


def read_catalogue(python: Path, backend: str) -> Catalogue:
    """Asks the zoo environment. Raises `InfrastructureError` where it cannot say."""
    command = quick_command(python, "reference.zoo.list")
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=worker_environment(backend),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InfrastructureError(f"The zoo could not be listed with {python}: {error}") from error
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        words = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise InfrastructureError(f"The zoo could not be listed with {python}: {words}")
    try:
        return Catalogue.model_validate(json.loads(lines[-1]))
    except (ValidationError, ValueError) as error:
        raise InfrastructureError(f"The list of the zoo is not as expected: {error}") from error


def names_in(text: str) -> list[str]:
    """The names in a comma-separated list, as the zoo writes them: ``a-b, c`` gives ``a_b`` and ``c``."""
    return [name.strip().lower().replace("-", "_") for name in text.split(",") if name.strip()]


def _refuse_unknown(kind: str, names: Sequence[str], known: Sequence[str], more: Sequence[str] = ()) -> None:
    unknown = [name for name in names if name not in {*known, *more}]
    if unknown:
        raise UsageError(
            f"The zoo has no {kind} {' and no '.join(unknown)}; it has {', '.join(known) or 'none at all'}."
        )


def _variants(entry: ExperimentEntry) -> list[Target]:
    about = ExperimentNote(title=entry.title, question=entry.question, source=entry.source)
    return [
        Target(
            variant.title,
            entry.source,
            experiment=entry.name,
            variant=variant.name,
            epochs=variant.epochs,
            seconds=variant.seconds,
            images=entry.images,
            backend=variant.backend,
            about=about,
        )
        for variant in entry.variants
    ]
