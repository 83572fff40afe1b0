"""A module counts where the network's answers depend on it: measured in real networks, whatever hides it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from harness.assignments.fashion_mnist.structure import DEAD, LEAST_FELT
from reference.measure.worker import quick_command

pytestmark = [pytest.mark.guest, pytest.mark.slow]
BUILT = Path(__file__).parent / "built.py"
LEAST_CASES = 26


@pytest.fixture(scope="module")
def shares(guest_python: Path) -> dict[str, tuple[float, float]]:
    """Of each network of ``built.py`` the share of its module, and the smallest of a branch."""
    environment = os.environ | {"CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = quick_command(guest_python, BUILT)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, tuple[float, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_what_is_in_use_is_felt_and_what_is_only_there_is_not(shares: dict[str, tuple[float, float]]) -> None:
    names = list(shares)
    first_unused, first_dead = names.index("times 0"), names.index("only its first branch is read")
    in_use, unused, dead = names[:first_unused], names[first_unused:first_dead], names[first_dead:]
    assert len(names) >= LEAST_CASES
    assert {name: shares[name] for name in in_use if shares[name][0] < 3 * LEAST_FELT} == {}
    assert {name: shares[name] for name in in_use if shares[name][1] < DEAD} == {}
    assert {name: shares[name] for name in unused if shares[name][0] > LEAST_FELT / 3} == {}
    assert {name: shares[name] for name in dead if shares[name][0] < LEAST_FELT} == {}
    assert {name: shares[name] for name in dead if shares[name][1] >= DEAD} == {}
