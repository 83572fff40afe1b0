"""The bubblewrap command of a local sandbox: what of this machine it sees."""

import functools
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.sandbox.contract import OUT, SUBMISSION, Limits

ENVIRONMENT = "/opt/env"
HOME = "/tmp/home"  # noqa: S108 (inside the sandbox)
_SYSTEM = ("bin", "lib", "lib32", "lib64", "libx32", "sbin")
_ETC = (
    "alternatives",
    "fonts",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "mime.types",
    "nsswitch.conf",
    "ssl/certs",
    "ssl/openssl.cnf",
)
_CPU_FACTS = ("/sys/devices/system/cpu", "/sys/devices/system/node")
_SETTINGS = ("/proc/sys", "/proc/fs", "/proc/acpi", "/proc/scsi", "/proc/sysrq-trigger", "/proc/mtrr")
"""Settings of the kernel. Where root runs this, files of theirs are its own: no capability is asked of who writes them."""
_SHM_BYTES = 1024**3
_PROBE_SECONDS = 20
_SPARE_PROCESSES = 1024
"""Far enough above the limit that the watch, which can tell of it, comes first."""
_ISOLATION = (
    "--unshare-user",
    "--unshare-ipc",
    "--unshare-pid",
    "--unshare-net",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--uid",
    "1000",
    "--gid",
    "1000",
    "--hostname",
    "sandbox",
    "--cap-drop",
    "ALL",
    "--die-with-parent",
    "--new-session",
    "--clearenv",
)


@functools.cache
def find() -> tuple[str, ...] | None:
    """The start of a bubblewrap command that works on this machine, or None where there is none.

    A machine may have bubblewrap and refuse it the namespaces, so it is tried.
    """
    program = shutil.which("bwrap")
    if program is None:
        return None
    for extra in (("--disable-userns",), ()):  # unknown to bubblewrap before 0.8
        command = (program, *_ISOLATION, *extra)
        probe = [*command, *_system(), "--proc", "/proc", "--dev", "/dev", "true"]
        try:
            done = subprocess.run(probe, capture_output=True, timeout=_PROBE_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return command
    return None


@dataclass(frozen=True)
class View:
    """What one sandbox sees: its own folder ``root`` (which holds the two writable directories, ``passwd``
    and ``group``), a virtual environment, the asset folders by name, device files; ``hidden`` are folders of
    the host that stay out of sight even where they lie below one that is shown."""

    root: Path
    environment: Path
    assets: Mapping[str, Path]
    devices: Iterable[Path]
    hidden: Iterable[Path]
    limits: Limits
    env: Mapping[str, str]


def command(start: Iterable[str], view: View) -> list[str]:
    """The bubblewrap command, to which the student's command is appended."""
    shown = base_prefix(view.environment)
    words = [*start, *_system()]
    # Before what is shown: on some machines Python itself lies below /tmp.
    words += ["--size", str(view.limits.disk_bytes), "--perms", "1777", "--tmpfs", "/tmp"]  # noqa: S108
    if not shown.is_relative_to("/usr"):
        words += ["--ro-bind", str(shown), str(shown)]
    for folder in _outermost(view.hidden):
        if folder.is_relative_to("/usr") or folder.is_relative_to(shown):
            words += ["--tmpfs", str(folder), "--remount-ro", str(folder)]
    words += ["--ro-bind", str(view.environment), ENVIRONMENT]
    for name in ("passwd", "group"):
        words += ["--ro-bind", str(view.root / name), f"/etc/{name}"]
    for name in _ETC:
        words += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    words += ["--proc", "/proc", "--dev", "/dev"]
    for device in view.devices:
        words += ["--dev-bind", str(device), str(device)]
    for facts in (*_SETTINGS, *_CPU_FACTS):
        words += ["--ro-bind-try", facts, facts]
    shm = min(_SHM_BYTES, view.limits.memory_bytes)
    words += ["--size", str(shm), "--perms", "1777", "--tmpfs", "/dev/shm"]  # noqa: S108
    words += ["--dir", HOME]
    for name in (SUBMISSION, OUT):
        words += ["--bind", str(view.root / name), f"/{name}"]
    for name, folder in view.assets.items():
        words += ["--ro-bind", str(folder), f"/assets/{name}"]
    words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", f"/{SUBMISSION}"]
    for name, value in view.env.items():
        words += ["--setenv", name, value]
    return [*words, "--", *_process_limit(view.limits)]


def base_prefix(environment: Path) -> Path:
    """Where the Python lies that a virtual environment was made of; the folder itself where it is not one."""
    config = environment / "pyvenv.cfg"
    if not config.is_file():
        return environment.resolve()
    executable = (environment / "bin" / "python").resolve()
    return executable.parent.parent


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """Those that exist, and not those below another one: what is empty and read-only can take no mount."""
    found: list[Path] = []
    for folder in sorted({folder for folder in folders if folder.is_dir()}):
        if not any(folder.is_relative_to(outer) for outer in found):
            found.append(folder)
    return found


def _system() -> list[str]:
    words = ["--ro-bind", "/usr", "/usr"]
    for name in _SYSTEM:
        path = Path("/") / name
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            words += ["--ro-bind", str(path), str(path)]
    return words


def _process_limit(limits: Limits) -> list[str]:
    # Since Linux 5.14 the count is per user namespace; before, it would count all processes of this user.
    # For root it is never enforced. What it lets through beyond the limit is for the watch to see.
    release = re.match(r"(\d+)\.(\d+)", platform.release())
    per_namespace = release is not None and (int(release[1]), int(release[2])) >= (5, 14)
    if os.geteuid() == 0 or not per_namespace or not Path("/usr/bin/prlimit").exists():
        return []
    return ["/usr/bin/prlimit", f"--nproc={limits.processes + _SPARE_PROCESSES}", "--"]
