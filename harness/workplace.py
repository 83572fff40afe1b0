"""Where things lie: the harness's own checkout, and the project folder that a rubric stands in."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.assignment import Rubric, read_rubric
from harness.dataset.load import load_split
from harness.errors import UsageError
from harness.leaderboard.mlflow_log import default_tracking_uri
from harness.sandbox.contract import Backend
from harness.setting import Setting

ROOT = Path(__file__).resolve().parent.parent
RUBRIC = "rubric.yaml"


@dataclass(frozen=True)
class Workplace:
    """A project folder: its rubric, its results, its split key, its leaderboard."""

    rubric_path: Path

    @classmethod
    def find(cls, rubric: Path | None) -> "Workplace":
        """The rubric that was given, else the one of the current folder, else the one beside the harness.
        Raises `UsageError` where the given one is missing."""
        if rubric is not None:
            if not rubric.is_file():
                raise UsageError(f"There is no rubric at {rubric}; give a file with --rubric.")
            return cls(rubric.resolve())
        here = Path.cwd() / RUBRIC
        return cls(here if here.is_file() else ROOT / RUBRIC)

    @property
    def project(self) -> Path:
        return self.rubric_path.parent

    @property
    def home(self) -> Path:
        """Where the split key lies; ``HARNESS_HOME`` moves it."""
        given = os.environ.get("HARNESS_HOME")
        return Path(given) if given else self.project / ".harness"

    def rubric(self) -> Rubric:
        """Reads the rubric. Raises `UsageError` where it is none."""
        return read_rubric(self.rubric_path)

    def results(self, output: Path | None) -> Path:
        """The results folder, or the one that was given."""
        return output.resolve() if output is not None else self.project / "results"

    def tracking_uri(self, environ: Mapping[str, str] = os.environ) -> str:
        """Where the leaderboard is."""
        return default_tracking_uri(self.project, environ)

    def setting(
        self,
        backend: Backend,
        gpus: str,
        smoke: bool,
        say: Callable[[str], None],
        environ: Mapping[str, str] = os.environ,
    ) -> Setting:
        """Reads the rubric and the data and makes the backend ready. Raises `HarnessError`."""
        rubric = self.rubric()
        resolved = backend.resolve_gpus(gpus)
        split = load_split(
            environ,
            project=self.project,
            home=self.home,
            hidden_per_class=rubric.dataset.hidden_per_class,
            say=say,
        )
        backend.prepare(say)
        files = (self.rubric_path, *rubric.own_files())
        text = "\n".join(path.read_text(encoding="utf-8") for path in files)
        return Setting.make(rubric, text, split, backend, resolved, smoke)
