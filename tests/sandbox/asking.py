"""Running a piece of Python in a sandbox."""

from harness.sandbox.contract import RunResult, Sandbox


def run(sandbox: Sandbox, code: str, *, timeout: float | None = None) -> tuple[list[str], RunResult]:
    """Runs a piece of Python in a sandbox."""
    lines: list[str] = []
    return lines, sandbox.run([sandbox.python, "-c", code], on_line=lines.append, timeout=timeout)


def ask(sandbox: Sandbox, code: str) -> str:
    """Runs a piece of Python that ends well; gives what it printed."""
    lines, result = run(sandbox, code)
    assert result.exit_code == 0, result.stderr
    return "\n".join(lines)
