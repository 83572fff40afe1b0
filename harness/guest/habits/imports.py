"""An import that fails does not take the rest of its cell with it; the cell fails for it all the same, at its end."""

import ast
import sys
from typing import Any

from ..patches.declare import Patch, When, instead

KEEP = "__keep_failed_import__"


class _Apart(ast.NodeTransformer):
    """Puts each import at the top of a cell into a ``try`` of its own, name by name."""

    def visit_Module(self, module: ast.Module) -> ast.Module:
        module.body = [one for node in module.body for one in self._apart(node)]
        return module

    def _apart(self, node: ast.stmt) -> list[ast.stmt]:
        if isinstance(node, ast.Import):
            parts: list[ast.stmt] = [ast.Import([name]) for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            parts = [ast.ImportFrom(node.module, [name], node.level) for name in node.names]
        else:
            return [node]
        return [ast.fix_missing_locations(ast.copy_location(_guarded(part, node), node)) for part in parts]


def _guarded(part: ast.stmt, node: ast.stmt) -> ast.Try:
    ast.copy_location(part, node)
    keep = ast.Expr(ast.Call(ast.Name(KEEP, ast.Load()), [], []))
    handler = ast.ExceptHandler(ast.Name("ImportError", ast.Load()), None, [keep])
    return ast.Try([part], [handler], [], [])


def changes(shell: Any) -> list[Patch]:
    """Of how cells are run, and a function that cells call where an import failed."""
    failed: list[BaseException] = []

    def keep() -> None:
        error = sys.exc_info()[1]
        assert error is not None
        failed.append(error)

    def make(original: Any) -> Any:
        async def run_ast_nodes(*args: Any, result: Any = None, **kwargs: Any) -> bool:
            failed.clear()
            broken: bool = await original(*args, result=result, **kwargs)
            if not failed:
                return broken
            # The first cause, also where something else failed for want of what was to be imported.
            error = failed[0]
            shell.showtraceback((type(error), error, error.__traceback__), tb_offset=0)
            if result is not None:
                result.error_in_exec = error
            return True

        return run_ast_nodes

    fails = "Lets a cell fail at its end for an import that failed in it."
    return [
        Patch("builtins", KEEP, "Keeps the error of an import.", instead(keep), when=When.MISSING),
        Patch("IPython", "run_ast_nodes", fails, make, owner=lambda: shell),
    ]


def prepare(shell: Any) -> None:
    """Puts imports apart, by what IPython offers for it."""
    shell.ast_transformers.append(_Apart())
