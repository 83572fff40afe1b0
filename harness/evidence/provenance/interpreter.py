"""Abstract interpretation of student code: values are origins, each branch is followed, each loop twice."""

import ast
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from harness.evidence.provenance.expressions import SHOWING, Expressions
from harness.evidence.provenance.origin import DATA, together
from harness.evidence.provenance.parse import TooLongError
from harness.evidence.provenance.value import UNKNOWN, Names, Value, last_name, member


class Interpreter(Expressions):
    """Follows the cells of one program in order.

    ``modules`` holds the source of the student's other files by module name; ``parser`` parses those that are
    imported. ``on_show(origin)`` is called for all
    that is shown, ``on_assign(name, origin)`` for every assignment to a global name, ``on_use()`` where a function
    takes data, ``on_call(path)`` for every call of something imported. ``at`` is the line of that statement of
    the cell itself which is followed.
    """

    at = 0

    def run(self, body: list[ast.stmt], shows_last: bool) -> None:
        """Follows the statements of one cell. Raises `TooLongError`."""
        self._returned, self._following, self._global_names = [], [], set()
        self._block(body)
        last = body[-1] if body else None
        if shows_last and isinstance(last, ast.Expr):
            self._on_show(self._value(last.value).origin)

    def write(self, module: str, source: str, added: bool) -> None:
        """A cell writes one of the student's modules; what was imported of it before stays."""
        before = self._modules.get(module, "") if added else ""
        self._modules[module] = f"{before}{source}"
        self._loaded.pop(module, None)

    def _block(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            self._count()
            if not self._depth:
                self.at = statement.lineno
            getattr(self, f"_do_{type(statement).__name__}", self._do_other)(statement)

    def _do_other(self, node: ast.stmt) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._value(child)
            elif isinstance(child, ast.stmt):
                self._block([child])

    def _do_Expr(self, node: ast.Expr) -> None:
        origin = self._value(node.value).origin
        if not isinstance(node.value, ast.Call):
            return
        call = node.value
        if origin.data and last_name(call.func) not in SHOWING:
            self._on_show(DATA)
        if last_name(call.func) in SHOWING:
            return
        # A call for its effect changes what it is called on, or its first argument.
        effect = origin.touched_by(self._decided_by_data or any(o.data for o in self._origins(call.args)))
        for changed in [call.func.value if isinstance(call.func, ast.Attribute) else None, *call.args[:1]]:
            self._change(changed, effect)

    def _do_Assign(self, node: ast.Assign) -> None:
        value = self._value(node.value)
        if self._decided_by_data and isinstance(node.value, ast.BinOp):
            # ``n = n + 1`` as often as the data say.
            own = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if any(isinstance(part, ast.Name) and part.id in own for part in ast.walk(node.value)):
                value = replace(value, origin=value.origin.touched_by(True))
        for target in node.targets:
            if (
                isinstance(target, (ast.Tuple, ast.List))
                and isinstance(node.value, (ast.Tuple, ast.List))
                and len(target.elts) == len(node.value.elts)
                and not any(isinstance(e, ast.Starred) for e in [*target.elts, *node.value.elts])
            ):
                for part, source in zip(target.elts, node.value.elts, strict=True):
                    self._bind(part, self._value(source))
            else:
                self._bind(target, value)

    def _do_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._bind(node.target, self._value(node.value))

    def _do_AugAssign(self, node: ast.AugAssign) -> None:
        parts = [self._value(node.value).origin]
        if isinstance(node.target, ast.Subscript):
            parts.append(self._value(node.target.slice).origin.computed())
        self._change(node.target, together(parts).touched_by(self._decided_by_data))

    def _do_For(self, node: ast.For | ast.AsyncFor) -> None:
        iterated = self._value(node.iter)
        with self._deciding(iterated.origin.data), self._looping():
            for _ in range(2):
                self._bind_loop(node.target, node.iter, iterated)
                self._block(node.body)
        self._block(node.orelse)

    _do_AsyncFor = _do_For

    def _do_While(self, node: ast.While) -> None:
        for _ in range(2):
            with self._looping(), self._deciding(self._value(node.test).origin.data):
                self._block(node.body)
        self._block(node.orelse)

    def _do_If(self, node: ast.If) -> None:
        with self._deciding(self._value(node.test).origin.data):
            self._either([node.body, node.orelse])

    def _do_Try(self, node: ast.Try) -> None:
        self._either([node.body + node.orelse, *(handler.body for handler in node.handlers)])
        self._block(node.finalbody)

    _do_TryStar = _do_Try

    def _do_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            value = self._value(item.context_expr)
            if item.optional_vars is not None:
                self._bind(item.optional_vars, value)
        self._block(node.body)

    _do_AsyncWith = _do_With

    def _do_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._names[node.name] = Value(code=node, home=self._globals)

    _do_AsyncFunctionDef = _do_FunctionDef

    def _do_ClassDef(self, node: ast.ClassDef) -> None:
        members: Names = {}
        for base in node.bases:
            members.update(self._value(base).members)
        own: Names = {}
        with self._inside(own, self._globals):
            self._block(node.body)
        self._names[node.name] = Value(members=members | own or {"__doc__": UNKNOWN}, is_class=True)

    def _do_Return(self, node: ast.Return) -> None:
        if node.value is not None and self._returned:
            self._returned[-1].append(self._value(node.value).origin)

    def _do_Global(self, node: ast.Global) -> None:
        self._global_names |= set(node.names)

    def _do_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            path = alias.name if alias.asname else alias.name.partition(".")[0]
            self._names[alias.asname or path] = self._module(path)

    def _do_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = self._module(node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self._names.update(module.members)
            else:
                found = module.members.get(alias.name) or self._submodule(module, alias.name)
                self._names[alias.asname or alias.name] = found

    def _module(self, path: str) -> Value:
        """A module of the student's own with what it defines, or the name of another's. One that cannot be followed
        is as another's."""
        if path not in self._modules:
            return Value(path=path)
        if path not in self._loaded:
            names = self._loaded[path] = {}
            try:
                tree = self._parser.parse(self._modules[path])
            except TooLongError:
                tree = None
            if tree is None:
                del self._modules[path], self._loaded[path]
                return Value(path=path)
            # What stands before an expression that is nested too deep is known all the same.
            with suppress(RecursionError), self._inside(names, names):
                self._block(tree.body)
        return Value(members=self._loaded[path])

    def _run_script(self, module: str) -> None:
        """A script of the student's runs here, and leaves its names."""
        source = self._modules.get(module)
        if source is None or module in self._running:
            return
        tree = self._parser.parse(source)
        if tree is None:
            return
        names: Names = {}
        self._running.append(module)
        try:
            with self._inside(names, names):
                self._block(tree.body)
        finally:
            self._running.pop()
        self._names.update(names)
        if self._names is self.globals:
            for name, value in names.items():
                self._on_assign(name, value.origin)

    def _submodule(self, module: Value, name: str) -> Value:
        return self._module(name) if name in self._modules and not module.path else member(module, name)

    def _either(self, branches: list[list[ast.stmt]]) -> None:
        """Follows each branch from here; afterwards a name holds what any of them gave it."""
        before, ends = dict(self._names), list[Names]()
        for branch in branches:
            self._names.clear()
            self._names.update(before)
            self._block(branch)
            ends.append(dict(self._names))
        for names in ends:
            for name, value in names.items():
                others = [end[name] for end in ends if name in end]
                same = value.number if {other.number for other in others} == {value.number} else None
                origin = together(other.origin for other in others)
                self._names[name] = replace(value, origin=origin, number=same)
