"""Runs commands in turn and compares their medians."""

import os
import statistics
import subprocess
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

    def run(self) -> None:
        """Runs it once. Raises RuntimeError with its last words where it fails."""
        started = time.monotonic()
        done = subprocess.run(
            list(self.command),
            cwd=self.folder,
            env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        taken = time.monotonic() - started
        if done.returncode not in self.codes:
            raise RuntimeError(
                f"{self.name} ended with {done.returncode}: {(done.stdout + done.stderr)[-2000:]}"
            )
        self.seconds.append(taken)

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
    lines = ["| command | seconds | all runs | to bare | goal |", "|---|---|---|---|---|"]
    for one in contenders:
        ratio, goal = one.median / floor, goals.get(one.name)
        told = "" if goal is None else f"{goal:.2f}: {'met' if ratio <= goal else '**missed**'}"
        runs = ", ".join(f"{seconds:.2f}" for seconds in sorted(one.seconds))
        lines.append(f"| {one.name} | {one.median:.2f} | {runs} | {ratio:.2f} | {told} |")
    return "\n".join(lines)
