"""The reference solution's grade, as a section of `results.md`."""

from harness.evidence.network import Metrics, Network
from harness.grade.record import Grade
from harness.report.text import number
from reference.measure.table import NONE, cell, table

FILE = "grade.json"
"""Beside `results.json`: the `grade.json` of a run of the reference solution on the published split."""
COLUMNS = (
    "network",
    "task",
    "parameters",
    "training",
    "hidden macro-F1",
    "hidden accuracy",
    "visible macro-F1",
)
TASKS = {"cnn": "5: the port", "inception": "6: with the Inception module", "best": "7: the best F1"}


def section(grade: Grade) -> str:
    """Heading, what the grade is of, and a table of the networks that play a role in the assignment."""
    versions = ", ".join(f"{name} {version}" for name, version in sorted(grade.versions.items()))
    networks = [network for network in grade.networks if network.roles]
    blocks = [
        "## The reference solution, graded",
        f"{number(grade.points)} of {number(grade.max_points)} points, split {grade.split_id}; the notebook ran for "
        f"{grade.times['run']:,.0f} s, {grade.runner} runner. {cell(versions)}. {grade.started[:10]}.",
        table(COLUMNS, (_cells(network) for network in networks)),
    ]
    return "\n\n".join(blocks) + "\n"


def _cells(network: Network) -> list[str]:
    return [
        cell(network.title),
        "; ".join(TASKS[role] for role in network.roles),
        NONE if network.parameters is None else f"{network.parameters:,}",
        cell(network.training),
        _macro(network.hidden),
        NONE if network.hidden is None else f"{network.hidden.accuracy:.4f}",
        _macro(network.visible),
    ]


def _macro(metrics: Metrics | None) -> str:
    if metrics is None:
        return NONE
    low, high = metrics.macro_f1_interval
    return f"{metrics.macro_f1:.4f} [{low:.4f}, {high:.4f}]"
