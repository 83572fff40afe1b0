"""Sandboxes that are containers of a Docker engine, here or at ``DOCKER_HOST``."""

import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import docker
from docker.types import Mount

from harness.errors import InfrastructureError
from harness.installation import Installation
from harness.sandbox import gpu
from harness.sandbox.base_env import base_env
from harness.sandbox.contract import Asset, BackendOptions, Sandbox, Spec
from harness.sandbox.docker.assets import ASSET, ensure_asset, has_volume, volume_name
from harness.sandbox.docker.devices import device_requests, has_gpu
from harness.sandbox.docker.failure import docker_failures
from harness.sandbox.docker.image import ensure_image
from harness.sandbox.docker.limits import host_config, writable_mounts
from harness.sandbox.docker.owner import OWNER, owner, remove_container, sweep, uninterrupted
from harness.sandbox.docker.sandbox import DockerSandbox
from harness.words.phrase import phrase

PYTHON = "/opt/env/bin/python"
_TIMEOUT_SECONDS = 120
_HOME = "/tmp/home"  # noqa: S108 (inside the sandbox)
_SPARE_SECONDS = 600


def ping(timeout: int = 5) -> None:
    """Asks the Docker engine for a sign of life. Raises `InfrastructureError` where none comes."""
    with docker_failures():
        client = docker.from_env(timeout=timeout)
        try:
            client.ping()
        finally:
            client.close()


def docker_answers() -> bool:
    """Whether a Docker engine answers."""
    try:
        ping()
    except InfrastructureError:
        return False
    return True


class DockerBackend:
    """Makes containers. ``image`` is used as it is; without it the image of the lock is built when missing.

    ``python`` is the interpreter in the image; ``variant`` chooses the image to build (``cpu``, ``gpu``, or
    what fits the engine when None) and ``packages`` what is added to it; ``cancel``, once set, ends a run as Ctrl-C does.
    """

    name = "docker"
    isolates = True
    warning = None

    def __init__(
        self,
        installation: Installation,
        *,
        image: str | None = None,
        python: str = PYTHON,
        variant: str | None = None,
        cancel: threading.Event | None = None,
        client: docker.DockerClient | None = None,
        packages: Sequence[str] = (),
    ) -> None:
        self._installation = installation
        self._wanted_image = image
        self._python = python
        self._variant, self._packages = variant, packages
        self._cancel = cancel
        self._client = client
        self._image: str | None = None
        self._lock = threading.RLock()

    def environment_id(self) -> str:
        """The id of the image; builds it where it is missing. Raises `InfrastructureError`."""
        return self._image_id(lambda _: None)

    def prepare(self, say: Callable[[str], None]) -> None:
        """Removes what dead processes left, and builds the image where it is missing.

        Raises `InfrastructureError`.
        """
        with docker_failures():
            sweep(self._connect())
        self._image_id(say)

    def resolve_gpus(self, wanted: str) -> str:
        """``none``, ``all`` or device numbers; see `Backend.resolve_gpus`."""
        if wanted.strip().lower() == "none":
            return "none"
        with docker_failures():
            available = has_gpu(self._connect().info())
        return gpu.resolve(wanted, available=available, where=phrase("gpu.docker"))

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Sandbox]:
        """A running container, removed with its volumes on the way out. Raises `InfrastructureError`."""
        image = self._image_id(lambda _: None)
        name = f"harness-{uuid.uuid4().hex}"
        with docker_failures():
            client = self._connect()
            self._fill(client, [one for one in spec.assets.values() if not has_volume(client, one)], image)
            assets = [
                Mount(f"/assets/{directory}", volume_name(asset.key), labels={ASSET: "1"}, read_only=True)
                for directory, asset in spec.assets.items()
            ]
            requests = device_requests(spec.gpus, client.info()) if spec.gpus != "none" else []
        env = base_env(self._python, home=_HOME, tmp="/tmp", extra=spec.env)  # noqa: S108
        sandbox = DockerSandbox(client, name, spec, python=self._python, env=env, cancel=self._cancel)

        def launch() -> None:
            client.containers.create(
                image,
                ["sleep", str(round(2 * spec.limits.wall_seconds) + _SPARE_SECONDS)],
                name=name,
                entrypoint=[],
                hostname="sandbox",
                auto_remove=True,
                use_config_proxy=False,
                labels={OWNER: owner()},
                mounts=[*writable_mounts(spec.limits), *assets],
                device_requests=requests,
                **host_config(spec.limits),
            )
            client.api.start(name)

        try:
            with docker_failures():
                uninterrupted(launch)
            if not sandbox.begin(_HOME):
                # Another process fills them now, or died of it.
                with docker_failures():
                    uninterrupted(lambda: remove_container(client, name))
                    self._fill(client, spec.assets.values(), image)
                    uninterrupted(launch)
                if not sandbox.begin(_HOME):
                    raise InfrastructureError(phrase("docker.volume_incomplete"))
            yield sandbox
        finally:
            with docker_failures():
                uninterrupted(lambda: remove_container(client, name))
            sandbox.join()

    def _fill(self, client: docker.DockerClient, assets: Iterable[Asset], image: str) -> None:
        for asset in assets:
            ensure_asset(client, asset, image=image, cancel=self._cancel)

    def _connect(self) -> docker.DockerClient:
        with self._lock:
            if self._client is None:
                self._client = docker.from_env(timeout=_TIMEOUT_SECONDS)
            return self._client

    def _image_id(self, say: Callable[[str], None]) -> str:
        with self._lock, docker_failures():
            if self._image is None:
                client = self._connect()
                if self._wanted_image is not None:
                    self._image = client.images.get(self._wanted_image).id
                else:
                    self._image = ensure_image(
                        client,
                        installation=self._installation,
                        say=say,
                        variant=self._variant,
                        packages=self._packages,
                    )
            return str(self._image)


def make(options: BackendOptions) -> DockerBackend:
    """The backend ``docker``; its ready-made environment is an image. Raises `InfrastructureError` where no engine
    answers."""
    ping()
    return DockerBackend(
        options.installation, image=options.environment, cancel=options.cancel, packages=options.packages
    )
