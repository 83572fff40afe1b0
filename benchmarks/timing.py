"""Runs commands in turn and compares their medians."""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Contender:
    """A command that is timed from its start to its end.

    Args:
        name: how the table calls it.
        command: the words of the command.
        folder: where it runs.
        variables: environment variables beside those of this process.
        codes: the exit codes that are right.
    """

    name: str
    command: Sequence[str]
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[int, ...] = (0,)
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    """The most memory that one process of each run had."""

    def run(self) -> None:
        """Runs it once. Raises RuntimeError with its last words where it fails."""
        started = time.monotonic()
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                list(self.command),
                cwd=self.folder,
                env={**os.environ, **self.variables},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            taken = time.monotonic() - started
            if process.returncode not in self.codes:
                said.seek(0)
                words = said.read().decode("utf-8", "replace")[-2000:]
                raise RuntimeError(f"{self.name} ended with {process.returncode}: {words}")
        self.seconds.append(taken)
        self.megabytes.append(used.ru_maxrss / 1000)

    @property
    def median(self) -> float:
        """The median of its runs, in seconds."""
        return statistics.median(self.seconds)


def race(contenders: Sequence[Contender], runs: int, *, warm: bool) -> None:
    """Runs all in turn, ``runs`` times, so that a slow minute of the machine meets each of them. ``warm`` runs each once
    before that, untimed: caches fill, data are laid out."""
    for number in range(runs + warm):
        for one in contenders:
            one.run()
            print(f"{one.name}: {one.seconds[-1]:.2f} s{' (untimed)' if number < warm else ''}", flush=True)
            if number < warm:
                one.seconds.clear()


def table(contenders: Sequence[Contender], goals: Mapping[str, float]) -> str:
    """A Markdown table of medians and of ratios to the first contender; ``goals`` are ratios, by name."""
    floor = contenders[0].median
    lines = ["| command | seconds | all runs | to the first | goal |", "|---|---|---|---|---|"]
    for one in contenders:
        ratio, goal = one.median / floor, goals.get(one.name)
        told = "" if goal is None else f"{goal:.2f}: {'met' if ratio <= goal else '**missed**'}"
        runs = ", ".join(f"{seconds:.2f}" for seconds in sorted(one.seconds))
        lines.append(f"| {one.name} | {one.median:.2f} | {runs} | {ratio:.2f} | {told} |")
    return "\n".join(lines)


def table_of_seconds(contenders: Sequence[Contender], goals: Mapping[str, float]) -> str:
    """A Markdown table of medians and of the most memory that one process had; ``goals`` are seconds, by name."""
    lines = ["| command | seconds | all runs | MB | goal |", "|---|---|---|---|---|"]
    for one in contenders:
        goal = goals.get(one.name)
        told = "" if goal is None else f"{goal:g} s: {'met' if one.median <= goal else '**missed**'}"
        runs = ", ".join(f"{seconds:.1f}" for seconds in sorted(one.seconds))
        lines.append(f"| {one.name} | {one.median:.1f} | {runs} | {max(one.megabytes):.0f} | {told} |")
    return "\n".join(lines)
