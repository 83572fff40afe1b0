"""What ``harness doctor`` says, in English."""

from harness.words.en.plural import many
from harness.words.template import Catalogue


def _gpu(which: str, names: str) -> str:
    called = f": {names}" if names else ""
    return f"GPU: student code sees {'all of them' if which == 'all' else which}{called}."


def _works(count: int) -> str:
    minded = f" Read the {many(count, 'note')} (!) above." if count else ""
    return f"Grading works here.{minded}"


def _fails(count: int) -> str:
    return f"Grading does not work here: {many(count, 'line')} above (✗) must be mended."


WORDS: Catalogue = {
    "doctor.state.good": "ok",
    "doctor.state.mind": "note",
    "doctor.state.bad": "mend",
    "doctor.works": _works,
    "doctor.fails": _fails,
    "doctor.said": "{why}",
    "doctor.broke": "The look at {about} broke ({why}): please report that.",
    "doctor.hangs": "The look at {about} has no answer yet and was given up: see what hangs there.",
    "doctor.python": "Python {version} in {path}.",
    "doctor.packages": "All {count} packages that the harness needs are installed.",
    "doctor.packages_missing": "Packages are missing; install them: {python} -m pip install {names}",
    "doctor.uv": "uv at {path} installs environments.",
    "doctor.uv_missing": "uv is not here, so pip installs environments, and slower; install it: python -m pip install uv",
    "doctor.encoding": "The terminal writes {name}.",
    "doctor.encoding_narrow": "The terminal writes {name}, so some letters are shown as codes; set LANG=C.UTF-8 or "
    "PYTHONUTF8=1.",
    "doctor.memory": "Memory: {total} GB.",
    "doctor.memory_short": "Memory: {total} GB, and the rubric grants a sandbox {wanted} GB; lower limits.memory_gb, or "
    "large works may end here that would not elsewhere.",
    "doctor.rubric": "The rubric {path} can be read and has {criteria} criteria.",
    "doctor.data_missing": "There is no copy of {name} here; a grading tries to download it, and where it cannot, nothing "
    "is a mark.",
    "doctor.data_unverified": "{origin} Grades are made on it; if that is not meant, take the published files.",
    "doctor.key": "The split key is {path}, mode {mode}; keep a copy of it in a safe place.",
    "doctor.key_variable": "The split key is in the variable {variable}.",
    "doctor.key_missing": "There is no split key yet; the first grading makes {path}. Where another machine grades the "
    "same class, copy its key there first, or set {variable}.",
    "doctor.key_cannot": "There is no split key, and {path} cannot be made ({why}); make the folder writable.",
    "doctor.folder.results": "Results",
    "doctor.folder.temporary": "Temporary files",
    "doctor.folder.work": "Logs and local sandboxes",
    "doctor.elsewhere.results": ", or give --output",
    "doctor.elsewhere.temporary": ", or set TMPDIR",
    "doctor.elsewhere.work": "",
    "doctor.room": "{what}: {path} can be written and has {free} GB free.",
    "doctor.cannot": "{what}: {path} cannot be written ({why}); mend that{elsewhere}.",
    "doctor.full": "{what}: the disk of {path} is full ({free} GB are free); free space there{elsewhere}.",
    "doctor.little": "{what}: {path} has {free} GB free, and {wanted} GB may be needed; free space there{elsewhere}.",
    "doctor.docker": "Docker {version} answers, with {cpus} processors and {memory} GB of memory.",
    "doctor.docker_away": "Docker: {why}",
    "doctor.docker_disk": "Docker's disk {path} has {free} GB free.",
    "doctor.docker_disk_little": "Docker's disk {path} has {free} GB free, which an image can fill; docker system prune "
    "frees some.",
    "doctor.bubblewrap": "bubblewrap at {path} works: --runner local keeps student code from your files.",
    "doctor.bubblewrap_fails": "bubblewrap does not work here, so with --runner local student code could read your files; "
    "install the package bubblewrap, and allow user namespaces.",
    "doctor.sandbox": "Student code would run with --runner {name}, apart from your files and the network.",
    "doctor.sandbox_open": "Student code would run with --runner {name}: {why}",
    "doctor.no_smi": "nvidia-smi does not answer",
    "doctor.gpu": _gpu,
    "doctor.gpu_none": "GPU: student code sees none, and networks train on the processor.",
    "doctor.gpu_not_given": "GPU: this machine has {names}, and --runner {sandbox} cannot hand it to student code; for "
    "Docker, install the NVIDIA Container Toolkit.",
    "doctor.image": "The image {tag} of student code is built.",
    "doctor.image_missing": "The image {tag} of student code is not built; the first grading builds it (minutes, with a "
    "network), or harness image.",
    "doctor.environment": "The environment of student code is installed in {path}.",
    "doctor.environment_missing": "The environment of student code is not installed; the first grading installs {path} "
    "(minutes, with a network).",
    "doctor.leaderboard": "The leaderboard answers: {uri}.",
    "doctor.leaderboard_new": "The first mark makes the leaderboard {path}.",
    "doctor.leaderboard_away": "The leaderboard {uri} cannot take marks ({why}); they wait beside their grades until it "
    "can, or --no-leaderboard logs nothing.",
}
