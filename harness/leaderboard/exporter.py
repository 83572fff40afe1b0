"""The exporter ``mlflow``: marks go to the leaderboard."""

import os
from pathlib import Path

from harness.exporters.contract import ExportOptions
from harness.grade.record import Grade
from harness.leaderboard.mlflow_log import default_tracking_uri, log_grade


class LeaderboardExporter:
    """Logs each mark as one run of the rubric's experiment, as a baseline where the options name one."""

    takes_again = False

    def __init__(self, options: ExportOptions) -> None:
        self._options = options
        self._uri = default_tracking_uri(options.project, os.environ)

    def export(self, grade: Grade, folder: Path) -> None:
        """Logs a mark; what is not a mark does not go on the leaderboard. Raises `InfrastructureError`."""
        if grade.is_mark:
            log_grade(
                grade,
                folder,
                tracking_uri=self._uri,
                experiment=self._options.experiment,
                baseline=self._options.baseline,
            )
