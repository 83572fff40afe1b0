"""A backend whose sandboxes are on machines of a Ray cluster, as the pipeline of a grading sees it: as any other.

What of a submission travels: its files, assets without labels, lines and evidence. Whatever comes back from a sandbox is read
here through the same strict intake as from a sandbox of this machine.
"""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from harness.batch.jobs import Need
from harness.batch.ray.cluster import Lease, MachineLostError, all_ready, rooms, stored
from harness.batch.ray.machine import MakeBackend, Opened, Ready, Stored
from harness.batch.ray.started import PIECE_BYTES
from harness.errors import InfrastructureError, UsageError
from harness.sandbox import gpu
from harness.sandbox.archive import extract_tar, open_content
from harness.sandbox.contract import OUT, SUBMISSION, Asset, Content, RunResult, Sandbox, Spec
from harness.words.phrase import phrase
from harness.words.say import say as told

_ASSETS_KEPT = 8
"""In the cluster's store: the guest's code, the data, and those of twins, each of which one submission sees."""


class Assets:
    """The assets of a batch in the cluster's store, the last used ones. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept, self._lock = OrderedDict[str, Any](), threading.Lock()

    def of(self, asset: Asset) -> tuple[str, Stored]:
        """The asset as a machine takes it."""
        with self._lock:
            if asset.key not in self._kept:
                self._kept[asset.key] = stored({name: _bytes(one) for name, one in asset.files.items()})
            self._kept.move_to_end(asset.key)
            while len(self._kept) > _ASSETS_KEPT:
                self._kept.popitem(last=False)
            return asset.key, Stored(self._kept[asset.key])


class RayBackend:
    """The backend of a cluster: that of its machines, which must all be alike.

    Args:
        make: makes the backend of a machine, there.
        cancel: once set, runs end as on Ctrl-C.
    """

    isolates = True
    """`harness.batch.ray.machine.get_ready` refuses another one."""
    warning = None

    def __init__(self, make: MakeBackend, cancel: threading.Event) -> None:
        self._make, self.cancel = make, cancel
        self._assets = Assets()
        self._ready: Ready | None = None
        self._prepared, self._lock = set[str](), threading.Lock()
        """The machines that were made ready, by their numbers in the cluster."""
        self._all_ended = True
        """Whether each grading has removed its sandboxes: what one left may be on the host of any machine."""
        self._gpus = "none"

    @property
    def name(self) -> str:
        """That of the machines' backend."""
        return self._known().backend

    def environment_id(self) -> str:
        """That of the machines. Raises `InfrastructureError`."""
        return self._known().environment

    def prepare(self, say: Callable[[str], None]) -> None:
        """Makes all machines ready. Raises `InfrastructureError` where one is not, or two differ."""
        count = sum(one.takes(on_gpu=self._gpus != "none") for one in rooms())
        say(told(phrase("ray.preparing", count=count)))
        self._known()

    def resolve_gpus(self, wanted: str) -> str:
        """``none``, or ``all``: Ray says which. Raises as `Backend.resolve_gpus`, `UsageError` for numbers, too."""
        self._gpus = gpus_of(wanted, any(one.takes(on_gpu=True) for one in rooms()))
        return self._gpus

    def lease(self, need: Need) -> Lease:
        """A machine for one grading. One that came to the cluster later is made ready first; each is, and so removes what was
        left, once a grading may have left a sandbox. Raises `InfrastructureError`."""
        environment = self.environment_id()
        with self._lock:
            prepared = frozenset(self._prepared if self._all_ended else ())
        lease = Lease(self._make, self._gpus, environment, need, prepared, self.cancel)
        with self._lock:
            self._prepared.add(lease.ready.node)
        return lease

    def give_back(self, lease: Lease) -> None:
        """Ends a lease."""
        self._all_ended &= lease.close()

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Sandbox]:
        """A sandbox on a machine that is leased for it alone. Raises `InfrastructureError`."""
        slot = SlotBackend(self, Need(1.0))
        try:
            with slot.start(spec) as sandbox:
                yield sandbox
        finally:
            slot.give_back()

    def asset(self, asset: Asset) -> tuple[str, Stored]:
        """The asset as a machine takes it."""
        return self._assets.of(asset)

    def _known(self) -> Ready:
        if self._ready is None:
            ready = all_ready(self._make, self._gpus)
            if not ready:
                raise InfrastructureError(phrase("ray.no_room"))
            for one in ready:
                if (one.backend, one.environment) != (ready[0].backend, ready[0].environment):
                    raise InfrastructureError(phrase("ray.differs", host=one.host))
            self._prepared |= {one.node for one in ready}
            self._ready = ready[0]
        return self._ready


def gpus_of(wanted: str, available: bool) -> str:
    """As `RayBackend.resolve_gpus`."""
    words = gpu.resolve(wanted, available=available, where=phrase("ray.place"))
    if words not in ("none", "all"):
        raise UsageError(phrase("ray.gpus", wanted=wanted))
    return words


class SlotBackend:
    """The backend of one slot: all sandboxes of a grading are on one machine, which is leased when the first one starts."""

    isolates, warning = True, None

    def __init__(self, whole: RayBackend, need: Need) -> None:
        self._whole, self._need = whole, need
        self._lease: Lease | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """That of the whole."""
        return self._whole.name

    def environment_id(self) -> str:
        """That of the whole."""
        return self._whole.environment_id()

    def prepare(self, say: Callable[[str], None]) -> None:
        """Prepares the whole. Raises `InfrastructureError`."""
        self._whole.prepare(say)

    def resolve_gpus(self, wanted: str) -> str:
        """As the whole does. Raises `InfrastructureError`, `UsageError`."""
        return self._whole.resolve_gpus(wanted)

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Sandbox]:
        """A sandbox on the slot's machine. Raises `InfrastructureError`, also where the machine goes away meanwhile."""
        lease = self._machine()
        assets = {name: self._whole.asset(asset) for name, asset in spec.assets.items()}
        opened: Opened = lease.call("start", spec.limits, assets, dict(spec.env), spec.gpus)
        sandbox = RaySandbox(lease, opened, spec, self._whole.cancel)
        try:
            yield sandbox
        finally:
            # With the machine its sandboxes are gone.
            with suppress(MachineLostError):
                lease.call("end", opened.number)

    def give_back(self) -> None:
        """Ends the lease."""
        with self._lock:
            if self._lease is not None:
                self._whole.give_back(self._lease)
                self._lease = None

    def _machine(self) -> Lease:
        with self._lock:
            if self._lease is None:
                self._lease = self._whole.lease(self._need)
            return self._lease


class RaySandbox:
    """A sandbox on a machine of the cluster."""

    def __init__(self, lease: Lease, opened: Opened, spec: Spec, cancel: threading.Event) -> None:
        self._lease, self._opened, self._limits = lease, opened, spec.limits
        self._cancelled_by = [event for event in (cancel, spec.cancel) if event is not None]

    @property
    def python(self) -> str:
        """As `Sandbox.python`."""
        return self._opened.python

    def path(self, directory: str) -> str:
        """As `Sandbox.path`."""
        return str(self._ask("path", directory))

    def put(self, directory: str, files: Mapping[str, Content]) -> None:
        """As `Sandbox.put`."""
        token = uuid.uuid4().hex
        for pieces in _in_pieces(list(files.values())):
            self._ask("take", token, pieces)
        self._ask("put", directory, token, list(files))

    def run(
        self,
        command: Sequence[str],
        *,
        timeout: float | None = None,
        on_line: Callable[[str], None] = lambda line: None,
    ) -> RunResult:
        """As `Sandbox.run`: the machine keeps the time, and ``on_line`` is called here."""
        number = self._ask("begin", list(command), timeout)
        try:
            while True:
                if any(event.is_set() for event in self._cancelled_by):
                    raise KeyboardInterrupt
                lines, result = self._ask("lines", number)
                for line in lines:
                    on_line(line)
                if result is not None:
                    return result  # type: ignore[no-any-return]
        except BaseException:
            with suppress(MachineLostError):
                self._ask("stop")
            raise

    def get(self, directory: str, destination: Path) -> None:
        """As `Sandbox.get`."""
        if directory not in (SUBMISSION, OUT):
            raise KeyError(directory)
        limits, token = self._limits, uuid.uuid4().hex
        size = self._ask("get", directory, token)
        pieces = (self._ask("read", token, offset) for offset in range(0, size, PIECE_BYTES))
        try:
            most = limits.evidence_bytes if directory == OUT else limits.disk_bytes
            extract_tar(pieces, destination, max_bytes=most)
        finally:
            with suppress(MachineLostError):
                self._ask("drop", token)

    def _ask(self, name: str, *arguments: object) -> Any:
        return self._lease.of(self._opened.number, name, *arguments)


def _in_pieces(contents: Sequence[Content]) -> Iterator[list[tuple[int, bytes]]]:
    """The contents, each with its place, in groups of about `PIECE_BYTES`; an empty one is there, too."""
    group, size = list[tuple[int, bytes]](), 0
    for number, content in enumerate(contents):
        with open_content(content) as stream:
            piece = stream.read(PIECE_BYTES)
            while True:
                group.append((number, piece))
                size += len(piece)
                if size >= PIECE_BYTES:
                    yield group
                    group, size = [], 0
                if not (piece := stream.read(PIECE_BYTES)):
                    break
    if group:
        yield group


def _bytes(content: Content) -> bytes:
    with open_content(content) as stream:
        return stream.read()
