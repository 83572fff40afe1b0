"""Where things lie: the rubric, and the project folder of a course around it."""

import functools
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.assignment.kit import find_kit
from harness.assignment.rubric import Rubric, read_rubric
from harness.dataset.drawing import Drawing
from harness.dataset.load import load_drawing
from harness.errors import UsageError
from harness.exporters.choose import CSV, LEADERBOARD, choose_exporters
from harness.exporters.contract import Exporter, ExportOptions
from harness.exporters.table import is_kept
from harness.grading.setting import Setting
from harness.handing_over import Exports
from harness.installation import PACKAGE, Installation
from harness.leaderboard.places import default_tracking_uri
from harness.sandbox.contract import Backend
from harness.sandbox.owned import sweep_work
from harness.words.phrase import phrase
from harness.words.say import say as told


@dataclass(frozen=True)
class Workplace:
    """A project folder: its rubric, its results, its split key, its leaderboard."""

    rubric_path: Path
    installation: Installation = field(default_factory=Installation.find)

    @classmethod
    def find(cls, rubric: Path | None) -> "Workplace":
        """The rubric that was given, else the one of the current folder, else the one of the installation's course
        folder, else the one in the package. Raises `UsageError` where the given one is missing."""
        installation = Installation.find()
        if rubric is not None:
            if not rubric.is_file():
                raise UsageError(phrase("rubric.missing", rubric=rubric))
            # The file itself may be a link to one that serves several courses: the course is where the link is.
            return cls(rubric.parent.resolve() / rubric.name, installation)
        return cls(installation.rubric() or find_kit(None).rubric, installation)

    @property
    def project(self) -> Path:
        """The folder of the rubric; that of the installation where the rubric is one of the package, in which nothing
        is written."""
        folder = self.rubric_path.parent
        return self.installation.course if folder.is_relative_to(PACKAGE) else folder

    @property
    def for_sandboxes(self) -> Installation:
        """The installation, with what of this course no sandbox may see."""
        return self.installation.hiding(self.project, self.home)

    @property
    def home(self) -> Path:
        """Where the split key lies; ``HARNESS_HOME`` moves it."""
        given = os.environ.get("HARNESS_HOME")
        return Path(given) if given else self.project / ".harness"

    def rubric(self) -> Rubric:
        """The rubric, read once. Raises `UsageError` where it is none."""
        return self._rubric

    @functools.cached_property
    def _rubric(self) -> Rubric:
        return read_rubric(self.rubric_path)

    def rubric_text(self) -> str:
        """All of the rubric that decides a mark, with the files of the teacher's own checks."""
        own = (path.read_text(encoding="utf-8") for path in self.rubric().own_files())
        return "\n".join([self.rubric().deciding(), *own])

    def results(self, output: Path | None) -> Path:
        """The results folder, or the one that was given."""
        return output.resolve() if output is not None else self.project / "results"

    def tracking_uri(self, environ: Mapping[str, str] = os.environ) -> str:
        """Where the leaderboard is."""
        return default_tracking_uri(self.project, environ)

    def exports(
        self,
        names: Sequence[str],
        *,
        leaderboard: bool,
        output: Path | None = None,
        baseline: str | None = None,
        batch: str | None = None,
        say: Callable[[str], None],
    ) -> Exports:
        """Where the grades of a command go: to the exporters of these names, and to the table that is kept in the results, for
        whoever opens it takes it for what counts. Raises `HarnessError`."""
        if is_kept(self.results(output)):
            names = [*names, CSV]

        def make(name: str, of: str | None) -> Exporter:
            return self.exporters([name], leaderboard=name == LEADERBOARD, output=output, baseline=of)[name]

        exporters = self.exporters(
            names, leaderboard=leaderboard, output=output, baseline=baseline, batch=batch
        )
        return Exports(exporters, self.results(output), say, baseline=baseline, make=make)

    def exporters(
        self,
        names: Sequence[str],
        *,
        leaderboard: bool,
        output: Path | None = None,
        baseline: str | None = None,
        batch: str | None = None,
    ) -> dict[str, Exporter]:
        """The exporters of these names, and the leaderboard where it is wanted. Raises `HarnessError`."""
        rubric = self.rubric()
        options = ExportOptions(
            self.project,
            self.results(output),
            rubric.experiment_name,
            baseline,
            best=rubric.attempts_count == "best",
            batch=batch,
            alias=self._alias if rubric.leaderboard.says_alias else None,
        )
        chosen = [LEADERBOARD, *names] if leaderboard else [name for name in names if name != LEADERBOARD]
        return choose_exporters(chosen, options)

    def _alias(self, name: str) -> str:
        return self.aliases([name], lambda _: None)[name]

    def aliases(self, names: Iterable[str], say: Callable[[str], None]) -> dict[str, str]:
        """What students of this course are called by alias, by name. Raises `HarnessError`."""
        from harness.grade.alias import ALIASES, aliases

        return aliases(self.drawing(say).derive(ALIASES), names)

    def drawing(self, say: Callable[[str], None], environ: Mapping[str, str] = os.environ) -> Drawing:
        """The split of the key in the environment, or in the home. Raises `HarnessError`."""
        rubric = self.rubric()
        return load_drawing(
            rubric.of().data,
            environ,
            project=self.project,
            home=self.home,
            work=self.installation.work,
            hidden_per_class=rubric.dataset.hidden_per_class,
            say=say,
        )

    def setting(
        self,
        backend: Backend,
        gpus: str,
        smoke: bool,
        say: Callable[[str], None],
        environ: Mapping[str, str] = os.environ,
        *,
        audit: bool = False,
        keys: int = 1,
        longer: bool = False,
    ) -> Setting:
        """Reads the rubric and the data and makes the backend ready; ``audit``, ``keys`` and ``longer`` are those of `Setting`.
        Raises `HarnessError`."""
        rubric = self.rubric()
        for remark in rubric.remarks:
            say(told(remark))
        resolved = backend.resolve_gpus(gpus)
        drawing = self.drawing(say, environ)
        sweep_work()
        backend.prepare(say)
        made = Setting.make(rubric, self.rubric_text(), drawing, backend, resolved, smoke, audit=audit)
        return replace(made, keys=keys, longer=longer)
