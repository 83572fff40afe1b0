"""Assets as named volumes, filled once per key whoever asks first."""

import hashlib
import tempfile
import threading
import time
import uuid

import docker
import docker.errors

from harness.errors import InfrastructureError
from harness.sandbox.archive import write_tar
from harness.sandbox.contract import Asset
from harness.sandbox.docker.owner import OWNER, is_dead, owner, remove_container, uninterrupted
from harness.words.phrase import phrase

ASSET = "harness.asset"
PREFIX = "harness-guest-"
COMPLETE = ".complete"
"""The file that a volume has when it holds all of its asset."""
_MOUNT = "/asset"
_SPOOL_BYTES = 64 * 1024**2
_POLL_SECONDS = 0.2
_FILL_SECONDS = 600.0


def volume_name(key: str) -> str:
    """The name of the volume that holds the asset with this key."""
    return PREFIX + hashlib.sha256(key.encode()).hexdigest()[:24]


def has_volume(client: docker.DockerClient, asset: Asset) -> bool:
    """Whether a volume of the asset is there, complete or not: one whose filling was cut short waits to be filled."""
    try:
        client.api.inspect_volume(volume_name(asset.key))
    except docker.errors.NotFound:
        return False
    return True


def ensure_asset(
    client: docker.DockerClient, asset: Asset, *, image: str, cancel: threading.Event | None = None
) -> str:
    """The name of a volume that holds the asset, complete; filled now where it is missing.

    A container's name is unique on an engine, so the one that fills is also the lock: of several processes
    one fills and the others wait. The mark of a complete volume is the last file that goes into it.
    """
    name = volume_name(asset.key)
    lock = f"{name}-fill"
    deadline = time.monotonic() + _FILL_SECONDS
    while not (has_volume(client, asset) and _is_complete(client, name, image)):
        if cancel is not None and cancel.is_set():
            raise KeyboardInterrupt
        try:
            mine = uninterrupted(lambda: _create_helper(client, lock, name, image))
        except KeyboardInterrupt:
            _remove_own(client, lock)
            raise
        except docker.errors.APIError as error:
            if error.status_code != 409:
                raise
            _await_other(client, lock, deadline)
            continue
        try:
            if not _is_complete(client, name, image):
                _fill(client, lock, asset)
        finally:
            _remove(client, mine)
    return name


def _create_helper(client: docker.DockerClient, helper: str, volume: str, image: str) -> str:
    """Makes the container and returns its id."""
    labels = {ASSET: "1"}
    client.volumes.create(volume, labels=labels)
    # Never started: the engine reads and writes the volumes of a container that only exists.
    created = client.containers.create(
        image,
        ["true"],
        name=helper,
        network_mode="none",
        labels={OWNER: owner()},
        volumes={volume: {"bind": _MOUNT, "mode": "rw"}},
        use_config_proxy=False,
    )
    return str(created.id)


def _remove(client: docker.DockerClient, container_id: str) -> None:
    """Removes one container by its id: its name may meanwhile be that of another process's."""
    uninterrupted(lambda: remove_container(client, container_id))


def _is_complete(client: docker.DockerClient, volume: str, image: str) -> bool:
    helper = f"{PREFIX}look-{uuid.uuid4().hex[:12]}"
    try:
        uninterrupted(lambda: _create_helper(client, helper, volume, image))
        chunks, _ = client.api.get_archive(helper, f"{_MOUNT}/{COMPLETE}")
        chunks.close()
    except docker.errors.NotFound as error:
        if isinstance(error, docker.errors.ImageNotFound):
            raise
        return False
    finally:
        uninterrupted(lambda: remove_container(client, helper))
    return True


def _fill(client: docker.DockerClient, helper: str, asset: Asset) -> None:
    for files in (asset.files, {COMPLETE: asset.key.encode()}):
        with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as spool:
            write_tar(files, spool)
            spool.seek(0)
            client.api.put_archive(helper, _MOUNT, spool)


def _await_other(client: docker.DockerClient, lock: str, deadline: float) -> None:
    try:
        found = client.api.inspect_container(lock)
    except docker.errors.NotFound:
        return
    if is_dead((found["Config"]["Labels"] or {}).get(OWNER, "")):
        _remove(client, found["Id"])
        return
    if time.monotonic() > deadline:
        raise InfrastructureError(phrase("docker.volume_busy", lock=lock))
    time.sleep(_POLL_SECONDS)


def _remove_own(client: docker.DockerClient, lock: str) -> None:
    try:
        found = client.api.inspect_container(lock)
    except docker.errors.NotFound:
        return
    if (found["Config"]["Labels"] or {}).get(OWNER) == owner():
        _remove(client, found["Id"])
