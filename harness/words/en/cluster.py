"""What is said of a Ray cluster, in English."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "ray.missing": (
        "--ray needs Ray, which is not installed here: run it with nox -s batch, or install it (pip install "
        "'{package}[ray]', on each machine of the cluster)."
    ),
    "ray.address": "--ray takes auto, or the address of a cluster's head such as 10.0.0.1:6379, and not {address!r}.",
    "ray.away": (
        "No Ray cluster can be used at {address} ({why}); start one (ray start --head), or give its address with --ray."
    ),
    "ray.no_room": (
        "No machine of the Ray cluster can take a submission now: it needs a processor, memory, and a GPU unless --gpus none is "
        "given; ray status shows what there is."
    ),
    "ray.lost": "The machine {host} of the Ray cluster went away ({why}).",
    "ray.not_placed": "The Ray cluster could not start a sandbox's process on any of its machines ({why}).",
    "ray.machine": "The machine {host} of the Ray cluster cannot grade: {why}",
    "ray.no_walls": (
        "nothing there isolates student code, which could reach the whole cluster; install Docker or bubblewrap on it."
    ),
    "ray.differs": (
        "The machine {host} of the Ray cluster has another sandbox or other packages for student code than the rest, so marks "
        "would not be comparable; give all of them the same (docker save, docker load), or take it out of the cluster."
    ),
    "ray.preparing": "Getting the Ray cluster ready; machines that can grade: {count}.",
    "ray.place": "the Ray cluster",
    "ray.gpus": "On a Ray cluster, Ray chooses the GPUs: give --gpus auto, all or none, and not {wanted}.",
}
