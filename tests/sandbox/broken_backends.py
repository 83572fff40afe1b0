"""Backends that each break one promise of the contract: what its tests must find."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.sandbox.contract import BackendOptions, Content, Limit, RunResult, Sandbox, Spec
from harness.sandbox.local.backend import LocalBackend


class Wrapped:
    """A sandbox that does as the one inside."""

    def __init__(self, inner: Sandbox) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class CopiesLinks(Wrapped):
    """Takes what lies at the end of a student's link."""

    def get(self, directory: str, destination: Path) -> None:
        shutil.copytree(
            self.inner.path(directory), destination, ignore=shutil.ignore_patterns("root", "up", "pipe")
        )


class WritesAnywhere(Wrapped):
    """Puts a file wherever its name, or a student's link, leads."""

    def put(self, directory: str, files: Mapping[str, Content]) -> None:
        for name, content in files.items():
            target = Path(self.inner.path(directory), name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.read_bytes())


class HearsNothing(Wrapped):
    """Hands lines over when the command has ended."""

    def run(
        self,
        command: Sequence[str],
        *,
        timeout: float | None = None,
        on_line: Callable[[str], None] = lambda line: None,
    ) -> RunResult:
        lines: list[str] = []
        result = self.inner.run(command, timeout=3.0 if timeout is None else timeout, on_line=lines.append)
        for line in lines:
            on_line(line)
        return result


class Silent(Wrapped):
    """Ends what goes beyond a limit and does not say which."""

    def run(self, command: Sequence[str], **options: Any) -> RunResult:
        result = self.inner.run(command, **options)
        return replace(result, limits_hit=result.limits_hit & {Limit.TIME})


class Backend(LocalBackend):
    """The plain local backend, with sandboxes of one of the kinds above."""

    kind = Wrapped

    def __init__(self, options: BackendOptions) -> None:
        environment = Path(options.environment or "")
        super().__init__(
            options.installation, environment=environment, bubblewrap_works=False, cancel=options.cancel
        )

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Sandbox]:
        with super().start(spec) as inner:
            yield self.kind(inner)


class Sound(Backend):
    """Breaks nothing."""


class LinkCopier(Backend):
    kind = CopiesLinks


class AnywhereWriter(Backend):
    kind = WritesAnywhere


class Deaf(Backend):
    kind = HearsNothing


class Speechless(Backend):
    kind = Silent


class Talkative(Backend):
    """Hands the host's environment on."""

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Sandbox]:
        with super().start(replace(spec, env={**os.environ, **spec.env})) as inner:
            yield inner


class Careless(Backend):
    """Leaves its folders lying about."""

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Sandbox]:
        with super().start(spec) as inner:
            (self._installation.work / f"left-{id(inner)}").touch()
            yield inner


class Boastful(Backend):
    """Says that it isolates, and does not."""

    isolates = True
    warning = None
