"""What is wrong with what others maintain: Docker, MLflow, packages that add to the harness; in English."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _needs(noun: str, name: str, missing: str, package: str) -> str:
    anew = "" if missing == package else f", or {package} anew with all that it requires"
    return f"The {noun} {name} needs the Python module {missing}, which is not installed: install {missing}{anew}."


def _unknown(option: str, known: Several, name: str, group: str) -> str:
    return (
        f"{option} takes {known:, ?nothing so far}, not {name!r}: a package that registers {name!r} under {group} must be "
        "installed."
    )


WORDS: Catalogue = {
    "docker.permission": (
        "This user may not use the Docker socket; add the user to the group docker, or use --runner local."
    ),
    "docker.no_gpu": "Docker has no GPU to give; install the NVIDIA Container Toolkit there, or use --gpus none.",
    "docker.disk": (
        "The disk of the Docker engine is full; free space there, for example with docker system prune."
    ),
    "docker.memory": "The machine of the Docker engine is out of memory; grade fewer submissions at once.",
    "docker.cpus": "The sandbox asks for more CPUs than the Docker engine has; lower cpus in the limits.",
    "docker.little_memory": (
        "The sandbox's memory limit is too small for Docker; raise memory_bytes in the limits."
    ),
    "docker.paramiko": "DOCKER_HOST names an ssh address, which needs the package paramiko; install it.",
    "docker.image_missing": (
        "The sandbox image is missing on the Docker engine; build it with harness image (in a checkout: nox -s image)."
    ),
    "docker.part_lost": "Docker lost a part of the sandbox while it was in use ({text}); grade again.",
    "docker.refused": "Docker refused a request ({text}); mend that and grade again.",
    "docker.slow": "Docker took too long to answer; see whether its engine is overloaded, and grade again.",
    "docker.silent": "Docker does not answer; start its engine or set DOCKER_HOST, or use --runner local.",
    "docker.other_builds": "Another command is building the image; waiting for it.",
    "environment.other_installs": "Another command is installing {name}; waiting for it.",
    "local.open": (
        "bubblewrap does not work here, so student code runs as a plain process and can read your files: "
        "run only code that you trust, install bubblewrap, or use --runner docker."
    ),
    "lock.process": "process {number} ({command})",
    "lock.another": "another process",
    "gpu.this_machine": "this machine",
    "gpu.docker": "the Docker engine",
    "mlflow.port_taken": "Port {port} on {host} is taken by another program: choose another with --port.",
    "mlflow.port_refused": "Port {port} on {host} cannot be used ({why}): choose another with --port.",
    "mlflow.silent": "{place} does not answer ({why})",
    "mlflow.deleted": (
        "The MLflow experiment {name} was deleted: restore it with `mlflow experiments restore --experiment-id {id}`, or "
        "choose another name."
    ),
    "mlflow.not_logged": "{what} could not be logged to MLflow at {store}: {why}",
    "mlflow.grade_of": "The grade of {name}",
    "mlflow.grade_in": "The grade in {folder}",
    "mlflow.batch": "The batch {name}",
    "mlflow.row": "The row {name}",
    "mlflow.ranks": "The ranks",
    "plugin.assignment": "assignment",
    "plugin.sandbox": "sandbox backend",
    "plugin.exporter": "exporter",
    "plugin.checks": "package of checks",
    "plugin.needs": _needs,
    "plugin.unknown": _unknown,
    "plugin.not_loaded": (
        "The {noun} {name} cannot be loaded ({kind}: {error}): install a version of {package} that works here, or choose "
        "another with {option}."
    ),
    "plugin.not_made": (
        "The {noun} {name} cannot be made ({kind}: {error}): mend the package {package}, or choose another with {option}."
    ),
    "plugin.twice": "{option} {name} is registered by the packages {packages: and }: uninstall all but one.",
}
