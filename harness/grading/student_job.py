"""How the sandbox of student code starts, what it gets first, and the command that runs there."""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from harness.grading.setting import Setting
from harness.intake.submission import Submission
from harness.sandbox.contract import Content, Sandbox, Spec
from harness.sandbox.guest_asset import guest_asset, guest_command
from harness.wire import files, variables

SECONDS_AFTER_THE_RUN = 420.0
"""For keeping networks and asking the student's own functions, after the wall limit of student code."""


def run_seconds(setting: Setting) -> float:
    """Of the command, at most, from the student's first cell on."""
    return setting.limits().wall_seconds + SECONDS_AFTER_THE_RUN


def run_spec(setting: Setting, seconds: float | None = None) -> Spec:
    """A sandbox for student code; with another wall limit where ``seconds`` are given."""
    limits = setting.limits() if seconds is None else replace(setting.limits(), wall_seconds=seconds)
    assets = {"guest": guest_asset(setting.assignment.guest), "data": setting.data}
    return Spec(limits=limits, assets=assets, env=setting.sandbox_env, gpus=setting.gpus)


def new_key() -> bytes:
    """What a driver signs its lines with."""
    return secrets.token_bytes(32)


def run_files(submission: Submission, key: bytes) -> Mapping[str, Content]:
    """What lies in the working directory of the driver."""
    return {**submission.files, files.KEY: key}


def run_command(setting: Setting, sandbox: Sandbox, entry: str, waits: float | None = None) -> list[str]:
    """The command that runs the entry; where it ``waits``, when its turn comes, within so many seconds."""
    limits, how = setting.limits(), setting.rubric.run
    told = {variables.DATA: sandbox.path("data"), variables.FITS: setting.fits}
    arguments = [f"./{entry}", "--seconds", str(limits.wall_seconds), "--on-error", how.on_error]
    arguments += ["--training-seconds", str(limits.wall_seconds * how.training_share)]
    arguments += [] if waits is None else ["--waits", str(waits)]
    return guest_command(sandbox, "run.driver", arguments, told)
