"""Runs in the guest environment: what the cells of each case are certain to import, and what is imported beside each folder of
files. Prints the names, as JSON."""

import json
import sys
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from harness.guest.watch.ahead import certain, import_ahead

cases = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
folders = [Path(name) for name in sys.argv[2:]]
shell = InteractiveShell.instance()
found = {
    "certain": [certain(shell, cells) for cells in cases],
    "imported": [import_ahead(shell, ["import numpy, pandas"], folder) for folder in folders],
}
print(json.dumps(found))
