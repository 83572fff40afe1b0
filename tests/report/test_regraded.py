"""What a regrade changes, on the terminal."""

import io

from rich.console import Console

from harness.report.regraded import print_moved


def test_attempts_that_stay_for_one_reason_are_told_once() -> None:
    console = Console(file=io.StringIO(), width=140)
    left = {
        ("alice", 3): "its evidence was lost",
        ("alice", 1): "its evidence was lost",
        ("bob", 1): "it broke",
    }
    print_moved([], 4, left, console)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines() == [
        "Not made anew: alice, attempts 1, 3: its evidence was lost.",
        "Not made anew: bob, attempt 1: it broke.",
        "0 grades changed, 4 grades the same, 3 grades not made anew.",
    ]
