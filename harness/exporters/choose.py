"""The choice of exporters by their names."""

from collections.abc import Iterable

from harness.exporters.contract import Exporter, ExportOptions
from harness.plugins import Group
from harness.words.phrase import phrase

LEADERBOARD, CSV = "mlflow", "csv"
EXPORTERS = Group(
    name="harness.exporters",
    noun=phrase("plugin.exporter"),
    option="--export",
    own={
        LEADERBOARD: "harness.leaderboard.exporter:LeaderboardExporter",
        CSV: "harness.exporters.table:TableExporter",
    },
)


def choose_exporters(names: Iterable[str], options: ExportOptions) -> dict[str, Exporter]:
    """Each exporter under its name, in this order and once.

    Raises `UsageError` for a name that no package registers, `HarnessError` where one cannot work here.
    """
    return {name: EXPORTERS.make(name, options) for name in dict.fromkeys(names)}
