"""Op graphs to look at: committed ones, and ones built in the guest environment."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reference.measure.worker import quick_command

HERE = Path(__file__).parent
DATA = HERE / "data"


@pytest.fixture(scope="session")
def guest_graphs(tmp_path_factory: pytest.TempPathFactory, guest_python: Path) -> Path:
    """A folder with the op graph of every network of ``build_models.py``, fresh from the guest."""
    out = tmp_path_factory.mktemp("graphs")
    command = quick_command(guest_python, HERE / "build_models.py", str(out))
    environment = os.environ | {
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "MPLBACKEND": "agg",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return out


@pytest.fixture(scope="session")
def guest_summary(guest_graphs: Path) -> dict[str, Any]:
    """For each built network what Keras says of it."""
    summary: dict[str, Any] = json.loads((guest_graphs / "summary.json").read_text(encoding="utf-8"))
    return summary
