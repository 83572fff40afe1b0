"""Virtual environments made from a lock: the guest environment of the local runner, and the host's own.

Standard library only: `noxfile.py` imports this module before any environment exists.
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import sysconfig
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

from harness.errors import InfrastructureError
from harness.installation import Installation
from harness.sandbox.locking import exclusive
from harness.words.phrase import phrase
from harness.words.say import say as told

Say = Callable[[str], None]

STAMP = ".complete"

_PROGRESS = re.compile(
    r"^Step \d+/|^ *Downloading .*\(\d\d+(\.\d+)? MB\)|^Installing collected|^(Prepared|Installed|Bytecode) "
)


def progress(line: str) -> str | None:
    """What a person is told of a line of an installer's or a builder's output: the line, shortened, where it
    shows how far the work is, else None."""
    return textwrap.shorten(line, 100, placeholder=" …") if _PROGRESS.search(line) else None


def guest_lock(installation: Installation, variant: str) -> Path:
    """The lock of a guest environment. Raises `InfrastructureError` where there is none for ``variant``."""
    lock = installation.guest_files / "locks" / f"guest-{variant}.txt"
    if not lock.is_file():
        raise InfrastructureError(phrase("environment.no_lock", lock=lock))
    return lock


def environment_id(installation: Installation, variant: str = "cpu", packages: Sequence[str] = ()) -> str:
    """Names the packages that the local runner runs student code with: equal for equal lock, added packages, Python
    and platform. Raises `InfrastructureError` where the lock is missing."""
    return _name(f"guest-{variant}", guest_lock(installation, variant), packages)


def ensure_environment(
    *, installation: Installation, say: Say, variant: str = "cpu", packages: Sequence[str] = ()
) -> Path:
    """The folder of the guest environment, made where it is missing.

    Raises `InfrastructureError` where it cannot be made.
    """
    return ensure_venv(
        installation=installation,
        prefix=f"guest-{variant}",
        lock=guest_lock(installation, variant),
        say=say,
        precompile=True,
        packages=packages,
    )


def ensure_venv(
    *,
    installation: Installation,
    prefix: str,
    lock: Path,
    say: Say,
    precompile: bool = False,
    packages: Sequence[str] = (),
) -> Path:
    """A virtual environment of this Python with what ``lock`` holds, among those of the installation, and the
    ``packages`` that a teacher adds: requirements, of which no hash is known.

    It is made once per content of the lock; a half-made one, as an interrupt leaves it, is made anew, and so
    is one that was moved. ``precompile`` writes the bytecode now, for an environment that is
    read-only later; that is also done where Python may not write it on first use (PYTHONDONTWRITEBYTECODE).
    Raises `InfrastructureError` where it cannot be made.
    """
    folder = venv_folder(installation, prefix, lock, packages)
    if is_complete(folder):
        return folder
    waiting = told(phrase("environment.other_installs", name=folder.name))
    with exclusive(folder.with_name(f"{folder.name}.lock"), say=say, waiting=waiting):
        if is_complete(folder):
            return folder
        say(told(phrase("environment.installing", name=folder.name, lock=lock.name)))
        if folder.exists():
            shutil.rmtree(folder)
        log = installation.work / f"{folder.name}.log"
        log.unlink(missing_ok=True)
        # pip is in the lock where it is of use; that of `venv` takes 4 s of a processor.
        own_pip = [] if find_uv() is None else ["--without-pip"]
        run_logged([sys.executable, "-m", "venv", *own_pip, str(folder)], log=log, say=say)
        compilation = ["--compile" if precompile or sys.dont_write_bytecode else "--no-compile"]
        install(folder, ["--require-hashes", "-r", str(lock), *compilation], log=log, say=say)
        if packages:
            install(folder, [*packages, *compilation], log=log, say=say)
        (folder / STAMP).write_text(str(folder), encoding="utf-8")
    return folder


def venv_folder(installation: Installation, prefix: str, lock: Path, packages: Sequence[str] = ()) -> Path:
    """Where `ensure_venv` makes the environment, whether it is there or not."""
    return installation.environments / _name(prefix, lock, packages)


def is_complete(folder: Path) -> bool:
    """Whether the environment was made to the end, in this place, and its interpreter is still there."""
    stamp = folder / STAMP
    # The scripts in bin/ name the folder they were made in, so a moved environment is no good.
    return (
        (folder / "bin" / "python").exists()
        and stamp.is_file()
        and stamp.read_text(encoding="utf-8") == str(folder)
    )


def install(folder: Path, arguments: Sequence[str], *, log: Path, say: Say) -> None:
    """Runs ``pip install`` with ``arguments`` for the environment: by uv where it works, else by pip.

    uv reads another configuration than pip (proxy, mirror, certificates), so where uv fails pip is tried.
    Raises `InfrastructureError` where that fails too.
    """
    python = str(folder / "bin" / "python")
    uv = find_uv()
    if uv is not None:
        try:
            run_logged([uv, "pip", "install", "--python", python, *_for_uv(arguments)], log=log, say=say)
        except InfrastructureError as error:
            say(told(phrase("environment.by_pip", error=error)))
        else:
            return
        run_logged([python, "-m", "ensurepip"], log=log, say=say)
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    run_logged([*pip, *arguments], log=log, say=say)


def find_uv() -> str | None:
    """A uv that answers: from PATH, else the one installed beside this Python; None where there is none."""
    candidates = [shutil.which("uv")]
    if importlib.util.find_spec("uv") is not None:
        candidates.append(str(Path(sysconfig.get_path("scripts")) / "uv"))
    for uv in candidates:
        # A version manager puts a shim on PATH that fails where no uv is behind it.
        if uv is not None and Path(uv).is_file() and _answers(uv):
            return uv
    return None


def run_logged(command: Sequence[str], *, log: Path, say: Say) -> None:
    """Runs a command, appends its output to ``log`` and tells the lines that show progress through ``say``.

    The command ends with this call, on an interrupt too. Raises `InfrastructureError` where it fails.
    """
    last = ""
    # In a checkout the key of the split will lie there, too.
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        log.open("a", encoding="utf-8") as file,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
    ):
        file.write(f"$ {' '.join(command)}\n")
        try:
            for line in process.stdout or ():
                file.write(line)
                if line.strip():
                    last = line.strip()
                told = progress(line)
                if told is not None:
                    say(told)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise InfrastructureError(
            phrase("environment.failed", name=Path(command[0]).name, stem=log.stem, last=last[:200], log=log)
        )


def _name(prefix: str, lock: Path, packages: Sequence[str]) -> str:
    # One lock serves every Python and platform, each with its own choice of packages.
    identity = f"{sys.implementation.cache_tag} {sysconfig.get_platform()}\n".encode() + lock.read_bytes()
    identity += "".join(f"{package}\n" for package in packages).encode()
    return f"{prefix}-{hashlib.sha256(identity).hexdigest()[:12]}"


def _for_uv(arguments: Sequence[str]) -> list[str]:
    words = {"--compile": "--compile-bytecode", "--no-compile": "--no-compile-bytecode"}
    return [words.get(argument, argument) for argument in arguments]


def _answers(uv: str) -> bool:
    return subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0
