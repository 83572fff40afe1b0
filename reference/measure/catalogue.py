"""What the zoo holds, asked of the zoo's own environment, and the choice of what to measure."""

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from harness.errors import InfrastructureError, UsageError
from harness.grade import Record
from reference.measure.results import STANDARD_EPOCHS, ExperimentNote
from reference.measure.worker import ROOT, worker_environment

LIST_SECONDS = 300


class NetworkEntry(Record):
    """A network, see `reference.zoo.networks.network`."""

    name: str
    title: str
    source: str
    note: str


class VariantEntry(Record):
    """A variant of an experiment."""

    name: str
    title: str


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

    ``epochs`` and ``images`` are those of the committed numbers.
    """

    title: str
    source: str
    network: str | None = None
    experiment: str | None = None
    variant: str | None = None
    note: str = ""
    epochs: int = STANDARD_EPOCHS
    images: int | None = None
    about: ExperimentNote | None = None

    @property
    def name(self) -> str:
        return self.network or f"{self.experiment}/{self.variant}"


class Catalogue(Record):
    """All networks and experiments, in the zoo's order."""

    networks: list[NetworkEntry]
    experiments: list[ExperimentEntry]

    def choose(self, networks: Sequence[str] | None, experiments: Sequence[str] | None) -> list[Target]:
        """The targets of these names; an empty list of names stands for all. None means none of that kind, but
        where both are None all networks are meant.

        Raises:
            UsageError: a name is not known.
        """
        if networks is None and experiments is None:
            networks = []
        chosen: list[Target] = []
        if networks is not None:
            known = {entry.name: entry for entry in self.networks}
            for name in _chosen("network", networks, known):
                entry = known[name]
                chosen.append(Target(entry.title, entry.source, network=name, note=entry.note))
        if experiments is not None:
            studies = {entry.name: entry for entry in self.experiments}
            for name in _chosen("experiment", experiments, studies):
                chosen += _variants(studies[name])
        return chosen

    def order(self) -> list[str]:
        """The names of all targets, as `Target.name` gives them."""
        every = self.choose([], []) if self.experiments else self.choose([], None)
        return [target.name for target in every]


def read_catalogue(python: Path, backend: str) -> Catalogue:
    """Asks the zoo environment. Raises `InfrastructureError` where it cannot say."""
    command = [str(python), "-m", "reference.zoo.list"]
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


def _chosen(kind: str, names: Sequence[str], known: Mapping[str, object]) -> Iterable[str]:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            f"The zoo has no {kind} {' and no '.join(unknown)}; it has {', '.join(known) or 'none at all'}."
        )
    return [name for name in known if name in names] if names else known


def _variants(entry: ExperimentEntry) -> list[Target]:
    about = ExperimentNote(title=entry.title, question=entry.question, source=entry.source)
    return [
        Target(
            variant.title,
            entry.source,
            experiment=entry.name,
            variant=variant.name,
            epochs=entry.epochs,
            images=entry.images,
            about=about,
        )
        for variant in entry.variants
    ]
