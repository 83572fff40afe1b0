"""Tables of cases, which YAML files hold."""

from pathlib import Path
from typing import Any

import yaml

# pytest reads all tables in each of its processes before the first test runs; the reader in Python takes twenty times as long.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a table."""
    rows: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or []
    return rows
