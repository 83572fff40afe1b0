"""The names of a program while it is followed, and how values are bound to them."""

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from harness.evidence.provenance.origin import DATA, NOTHING, Origin, together
from harness.evidence.provenance.parse import Parser, TooLongError
from harness.evidence.provenance.sources import DataCalls
from harness.evidence.provenance.value import UNKNOWN, Function, Names, Value
from harness.words.phrase import phrase

MAX_STEPS = 150_000
"""Of all cells together: some seconds. A notebook of a student takes a few thousand."""


class Scope:
    """Global and local names; whether data decided that we are here; how deep and how long we are in."""

    def __init__(
        self,
        modules: dict[str, str],
        parser: Parser,
        calls: DataCalls,
        on_show: Callable[[Origin], None],
        on_assign: Callable[[str, Origin], None],
        on_use: Callable[[], None],
        on_call: Callable[[str], object],
    ) -> None:
        self._modules, self._parser, self._calls = dict(modules), parser, calls
        self._loaded: dict[str, Names] = {}
        self._on_show, self._on_assign, self._on_use, self._on_call = on_show, on_assign, on_use, on_call
        self.globals: Names = {}
        self._names = self._globals = self.globals
        self._decided_by_data = False
        self._returned: list[list[Origin]] = []
        self._global_names: set[str] = set()
        self._following: list[Function] = []
        self._running: list[str] = []
        self._depth = self._steps = self._loops = 0

    def _value(self, node: ast.expr | None) -> Value:
        raise NotImplementedError

    def _block(self, body: Iterable[ast.stmt]) -> None:
        raise NotImplementedError

    def _count(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TooLongError(phrase("follow.steps"))

    def _bind(self, target: ast.expr, value: Value) -> None:
        if isinstance(target, ast.Name):
            value = self._at_any_turn(value)
            names = self._globals if target.id in self._global_names else self._names
            names[target.id] = value
            if names is self.globals:
                self._on_assign(target.id, value.origin)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for part in target.elts:
                self._bind(part, Value(value.origin, members=value.members))
        elif isinstance(target, ast.Starred):
            self._bind(target.value, value)
        elif isinstance(target, ast.Attribute) and (members := self._value(target.value).members):
            members[target.attr] = self._at_any_turn(value)
        else:
            key = (
                self._value(target.slice).origin.computed() if isinstance(target, ast.Subscript) else NOTHING
            )
            self._change(target, together([value.origin, key]))

    def _at_any_turn(self, value: Value) -> Value:
        """The value without its number where we are in a loop, of which only two turns are followed: the number may be
        another in each. A literal is the same in all of them."""
        return value if not self._loops or value.typed else replace(value, number=None)

    def _change(self, target: ast.expr | None, origin: Origin) -> None:
        """Something of this origin was put into the target, or into a part of it."""
        while isinstance(target, (ast.Attribute, ast.Subscript, ast.Starred)):
            if isinstance(target, ast.Attribute):
                members = self._value(target.value).members
                if target.attr in members:
                    held = members[target.attr]
                    members[target.attr] = replace(held, origin=together([held.origin, origin]), number=None)
                    return
            target = target.value
        if isinstance(target, ast.Name):
            self._mix_in(target.id, origin)

    def _bind_loop(self, target: ast.expr, source: ast.expr, iterated: Value) -> None:
        """Gives ``zip`` and ``enumerate`` their parts one by one."""
        parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Name):
            if source.func.id == "zip" and len(parts) == len(source.args):
                for part, argument in zip(parts, source.args, strict=True):
                    self._bind(part, self._value(argument))
                return
            if source.func.id == "enumerate" and len(parts) == 2 and source.args:
                self._bind(parts[0], Value(DATA if iterated.origin.data else NOTHING))
                self._bind(parts[1], self._value(source.args[0]))
                return
        self._bind(target, iterated)

    def _mix_in(self, name: str, origin: Origin) -> None:
        names = self._names if name in self._names or name not in self._globals else self._globals
        value = names.get(name, UNKNOWN)
        if value.path or value.code is not None:
            return
        names[name] = replace(value, origin=together([value.origin, origin]), number=None, truth=False)
        if names is self.globals:
            self._on_assign(name, names[name].origin)

    @contextmanager
    def _looping(self) -> Iterator[None]:
        self._loops += 1
        try:
            yield
        finally:
            self._loops -= 1

    @contextmanager
    def _deciding(self, data: bool) -> Iterator[None]:
        before, self._decided_by_data = self._decided_by_data, self._decided_by_data or data
        try:
            yield
        finally:
            self._decided_by_data = before

    @contextmanager
    def _inside(self, names: Names, home: Names) -> Iterator[None]:
        before = self._names, self._globals
        self._names, self._globals = names, home
        self._depth += 1
        try:
            yield
        finally:
            self._names, self._globals = before
            self._depth -= 1
