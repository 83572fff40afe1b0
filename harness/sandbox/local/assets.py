"""Assets and sandbox folders on this machine, below the work folder of the installation."""

import contextlib
import hashlib
import os
import shutil
import socket
import stat
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path

import psutil

from harness.errors import InfrastructureError
from harness.sandbox.archive import open_content, safe_parts
from harness.sandbox.contract import OUT, SUBMISSION, Asset, Content
from harness.words.phrase import phrase

_USERS = "student:x:1000:1000::/tmp/home:/bin/sh\n"
_GROUPS = "student:x:1000:\n"


def ensure_asset(work: Path, asset: Asset) -> Path:
    """The folder that holds the asset, laid out now where it is missing. Two processes at once agree."""
    folder = work / "assets"
    final = folder / hashlib.sha256(asset.key.encode()).hexdigest()[:32]
    if final.is_dir():
        return final
    folder.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    try:
        write_files(building, asset.files)
        for path in building.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o444)
        building.chmod(0o755)
        try:
            building.rename(final)
        except OSError as error:
            if not final.is_dir():  # else another process was first, with the same files
                raise InfrastructureError(
                    phrase("local.assets", folder=folder, why=error.strerror)
                ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return final


def write_files(root: Path, files: Mapping[str, Content]) -> None:
    """Writes files below ``root``; each appears under its name when it is whole, and no link in ``root`` is
    followed."""
    for name, content in files.items():
        *folders, last = safe_parts(name)
        folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for part in folders:
                folder = _enter(folder, part)
            _write_file(folder, last, content)
        finally:
            os.close(folder)


def _enter(parent: int, name: str) -> int:
    """Opens a folder below an open one, made where missing; closes the parent."""
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, 0o755, dir_fd=parent)
    child = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    os.close(parent)
    return child


def _write_file(folder: int, name: str, content: Content) -> None:
    arriving = f".put-{uuid.uuid4().hex}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with (
            open_content(content) as source,
            os.fdopen(os.open(arriving, flags, 0o644, dir_fd=folder), "wb") as target,
        ):
            shutil.copyfileobj(source, target, 1024 * 1024)
        os.rename(arriving, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(arriving, dir_fd=folder)
        raise


def new_root(work: Path) -> Path:
    """A new folder for one sandbox, named after this process."""
    folder = work / "sandboxes"
    folder.mkdir(parents=True, exist_ok=True)
    root = folder / f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex}"
    root.mkdir(mode=0o700)
    for name in (SUBMISSION, OUT, "home", "tmp"):
        (root / name).mkdir()
    (root / "passwd").write_text(_USERS, encoding="utf-8")
    (root / "group").write_text(_GROUPS, encoding="utf-8")
    return root


def remove_root(root: Path) -> None:
    """Removes a sandbox's folder, also where its code took away the rights to. Raises OSError."""
    if not root.exists():
        return
    for path, folders, _ in os.walk(root):
        for name in folders:
            below = Path(path) / name
            if not below.is_symlink() and not os.access(below, os.R_OK | os.W_OK | os.X_OK):
                below.chmod(stat.S_IRWXU)
    shutil.rmtree(root)


def sweep(work: Path) -> None:
    """Removes the folders that dead processes of this host left."""
    for root in (work / "sandboxes").glob("*:*:*"):
        host, pid, _ = root.name.rsplit(":", 2)
        if host == socket.gethostname() and pid.isdigit() and not psutil.pid_exists(int(pid)):
            remove_root(root)
