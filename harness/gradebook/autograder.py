"""The zip by which the harness is an autograder of Gradescope: ``setup.sh`` and ``run_autograder`` at its root, the course's
rubric, checks and split key, and the harness as a wheel.

Gradescope unpacks it to ``/autograder/source``, runs ``setup.sh`` once as root, with a network, and ``run_autograder`` for each
submission. Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/.
"""

import io
import stat
import zipfile
from pathlib import Path

from harness.assignment.rubric import Rubric
from harness.dataset.key import HOME, KEY_FILE
from harness.errors import UsageError
from harness.installation import RUBRIC, checkout
from harness.words.phrase import phrase

ROOT = Path("/autograder")
_COURSE, _PACKAGE, _LOCK = "course", "package", "host.txt"
_PYTHON = "3.11"

_SETUP = f"""\
#!/usr/bin/env bash
# Installs the harness and the environment of student code, and gets the data, while there is a network.
set -euo pipefail
source=/autograder/source
chmod -R go-rwx "$source"
apt-get update
apt-get install -y bubblewrap python3 python3-venv
python3 -m venv /opt/uv
/opt/uv/bin/pip install uv
/opt/uv/bin/uv venv --python {_PYTHON} /opt/harness
if [ -f "$source/{_PACKAGE}/{_LOCK}" ]; then
  /opt/uv/bin/uv pip install --python /opt/harness --require-hashes -r "$source/{_PACKAGE}/{_LOCK}"
  /opt/uv/bin/uv pip install --python /opt/harness --no-deps "$source/{_PACKAGE}"/*.whl
else
  /opt/uv/bin/uv pip install --python /opt/harness "$source/{_PACKAGE}"/*.whl
fi
/opt/harness/bin/harness gradescope prepare --rubric "$source/{_COURSE}/{RUBRIC}"
"""

_RUN = f"""\
#!/usr/bin/env bash
exec /opt/harness/bin/harness gradescope run --rubric /autograder/source/{_COURSE}/{RUBRIC}
"""


def autograder_zip(rubric_path: Path, rubric: Rubric, key: bytes, wheel: Path) -> bytes:
    """The zip. It holds the split key: whoever has it can tell which images are hidden.

    Args:
        rubric_path: the rubric's file.
        rubric: the same, read; the files of its own checks go along.
        key: the split key, so that all machines of a course draw the same split.
        wheel: the harness, built from a checkout; the lock of the same checkout goes along where there is one.

    Raises:
        UsageError: a file cannot be read, a check stands outside the rubric's folder, or the wheel is none.
    """
    folder = rubric_path.parent.resolve()
    files: dict[str, tuple[bytes, int]] = {
        "setup.sh": (_SETUP.encode(), 0o755),
        "run_autograder": (_RUN.encode(), 0o755),
        f"{_COURSE}/{HOME}/{KEY_FILE}": (key + b"\n", 0o600),
    }
    if wheel.suffix != ".whl":
        raise UsageError(phrase("autograder.no_wheel", wheel=wheel))
    try:
        files[f"{_COURSE}/{RUBRIC}"] = (rubric_path.read_bytes(), 0o644)
        for path in [*rubric.own_files(), *rubric.own_word_files()]:
            if not path.resolve().is_relative_to(folder):
                raise UsageError(phrase("autograder.outside", path=path, folder=folder))
            files[f"{_COURSE}/{path.resolve().relative_to(folder)}"] = (path.read_bytes(), 0o644)
        files[f"{_PACKAGE}/{wheel.name}"] = (wheel.read_bytes(), 0o644)
        root = checkout()
        if root is not None and (root / "locks" / _LOCK).is_file():
            files[f"{_PACKAGE}/{_LOCK}"] = ((root / "locks" / _LOCK).read_bytes(), 0o644)
    except OSError as error:
        raise UsageError(phrase("autograder.unreadable", path=error.filename, why=error.strerror)) from error
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (content, mode) in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFREG | mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()
