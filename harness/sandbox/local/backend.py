"""Sandboxes on this machine: bubblewrap where it works, else a plain process that does not isolate."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.errors import InfrastructureError
from harness.installation import Installation
from harness.sandbox import gpu
from harness.sandbox.base_env import base_env
from harness.sandbox.contract import BackendOptions, Sandbox, Spec
from harness.sandbox.environment import ensure_environment, environment_id, guest_lock, venv_folder
from harness.sandbox.local import assets as local_assets
from harness.sandbox.local import bubblewrap
from harness.sandbox.local.devices import local_devices
from harness.sandbox.local.sandbox import LocalSandbox
from harness.words.phrase import phrase
from harness.words.say import say as told


class LocalBackend:
    """Runs commands of this machine in a virtual environment.

    ``environment`` is used as it is; without it that of the lock is installed when missing (``variant`` is
    ``cpu`` or ``gpu``; ``packages`` are added to it). ``bubblewrap_works`` overrides the look for bubblewrap;
    ``cancel``, once set, ends a run as Ctrl-C does.
    """

    name = "local"

    def __init__(
        self,
        installation: Installation,
        *,
        environment: Path | None = None,
        variant: str = "cpu",
        bubblewrap_works: bool | None = None,
        cancel: threading.Event | None = None,
        packages: Sequence[str] = (),
    ) -> None:
        self._installation = installation
        self._given = environment
        self._variant, self._packages = variant, packages
        self._cancel = cancel
        self._environment: Path | None = environment
        self._bubblewrap = None if bubblewrap_works is False else bubblewrap.find()
        if bubblewrap_works and self._bubblewrap is None:
            raise InfrastructureError(phrase("local.no_bubblewrap"))
        self._lock = threading.Lock()

    @property
    def isolates(self) -> bool:
        """Whether bubblewrap keeps student code from the host's files."""
        return self._bubblewrap is not None

    @property
    def warning(self) -> str | None:
        """What a person must know before student code runs here; None where bubblewrap isolates."""
        return None if self.isolates else told(phrase("local.open"))

    @property
    def environment_folder(self) -> Path:
        """Where the environment is, or will be made. Raises `InfrastructureError` where its lock is missing."""
        if self._given is not None:
            return self._given
        lock = guest_lock(self._installation, self._variant)
        return venv_folder(self._installation, f"guest-{self._variant}", lock, self._packages)

    def environment_id(self) -> str:
        """The hash of the lock that the environment was installed from, or of what a given one holds."""
        if self._given is None:
            return environment_id(self._installation, self._variant, self._packages)
        installed = sorted(path.name for path in self._given.glob("lib/python*/site-packages/*.dist-info"))
        return "venv:" + hashlib.sha256("\n".join(installed).encode()).hexdigest()[:16]

    def prepare(self, say: Callable[[str], None]) -> None:
        """Removes what dead processes left, and installs the environment where it is missing.

        Says loudly where nothing isolates. Raises `InfrastructureError`.
        """
        if self.warning is not None:
            say(told(phrase("local.warning", warning=self.warning)))
        try:
            local_assets.sweep(self._installation.work)
        except OSError as error:
            raise InfrastructureError(
                phrase("local.left", path=error.filename, why=error.strerror)
            ) from error
        self._ready_environment(say)

    def resolve_gpus(self, wanted: str) -> str:
        """``none``, ``all`` or device numbers; see `Backend.resolve_gpus`."""
        words = gpu.resolve(wanted, available=bool(local_devices("all")), where=phrase("gpu.this_machine"))
        local_devices(words)
        return words

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Sandbox]:
        """A sandbox in a folder of its own, removed on the way out. Raises `InfrastructureError`."""
        environment = self._ready_environment(lambda _: None)
        devices = local_devices(spec.gpus)
        try:
            assets = {
                name: local_assets.ensure_asset(self._installation.work, asset)
                for name, asset in spec.assets.items()
            }
            root = local_assets.new_root(self._installation.work)
        except OSError as error:
            raise InfrastructureError(
                phrase("local.folder", folder=self._installation.work, why=error.strerror)
            ) from error
        try:
            sandbox = LocalSandbox(root, spec, assets, isolated=self.isolates, cancel=self._cancel)
            env = dict(spec.env)
            if self._bubblewrap is None:
                python = str(environment / "bin" / "python")
                home, tmp = str(root / "home"), str(root / "tmp")
                visible = "-1" if spec.gpus == "none" else spec.gpus
                env |= {} if spec.gpus == "all" else {"CUDA_VISIBLE_DEVICES": visible}
                sandbox.use(python, base_env(python, home=home, tmp=tmp, extra=env), prefix=[])
            else:
                python = f"{bubblewrap.ENVIRONMENT}/bin/python"
                env = base_env(python, home=bubblewrap.HOME, tmp="/tmp", extra=env)  # noqa: S108
                view = bubblewrap.View(
                    root=root,
                    environment=environment,
                    assets=assets,
                    devices=devices,
                    hidden=self._installation.private,
                    limits=spec.limits,
                    env=env,
                )
                sandbox.use(python, {}, prefix=bubblewrap.command(self._bubblewrap, view))
            yield sandbox
        finally:
            local_assets.remove_root(root)

    def _ready_environment(self, say: Callable[[str], None]) -> Path:
        with self._lock:
            if self._environment is None:
                self._environment = ensure_environment(
                    installation=self._installation, say=say, variant=self._variant, packages=self._packages
                )
            return self._environment


def make(options: BackendOptions) -> LocalBackend:
    """The backend ``local``; its ready-made environment is the folder of a virtual one. GPUs other than ``none`` give
    the GPU environment on a machine that has a GPU."""
    return LocalBackend(
        options.installation,
        environment=Path(options.environment) if options.environment is not None else None,
        variant="gpu" if options.gpus != "none" and local_devices("all") else "cpu",
        cancel=options.cancel,
        packages=options.packages,
    )
