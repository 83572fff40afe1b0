"""What is said of the files of the data set, in English."""

from harness.words.template import Catalogue

DATA: Catalogue = {
    "fashion_mnist.data.gzip": "{name} is not a whole gzip file ({error}): fetch it again.",
    "fashion_mnist.data.idx": "{name} is not an IDX file of unsigned bytes: replace it with the published file.",
    "fashion_mnist.data.header": "{name} ends inside its header: fetch it again.",
    "fashion_mnist.data.shape": "{name} has the shape {found}, not {shape}: replace it with the published file.",
    "fashion_mnist.data.short": "{name} holds {bytes} bytes of data, not {count}: fetch it again.",
    "fashion_mnist.data.long": "{name} goes on after its {count} bytes of data: fetch it again.",
    "fashion_mnist.data.stand_in": (
        "WARNING: STAND-IN DATA. Fashion-MNIST was not found, so drawn images of the same shapes take its "
        "place. No result on them is a mark. Put the four files of Fashion-MNIST into a folder and set "
        "{variable} to it, or connect to the network."
    ),
    "fashion_mnist.data.downloading": "Downloading Fashion-MNIST (about 30 MB) into {cache}.",
    "fashion_mnist.data.counts": (
        "{path} does not hold {per_class} labels of each of the {classes} classes, as Fashion-MNIST does: "
        "replace it with the published file."
    ),
    "fashion_mnist.data.verified": "Fashion-MNIST from {folder}; all four files have their published MD5 sums.",
    "fashion_mnist.data.unverified": (
        "Fashion-MNIST from {folder}, an unverified copy: not the published MD5 sum of {names: and }."
    ),
    "fashion_mnist.data.drawn": "Drawn stand-in images, not Fashion-MNIST: no result on them is a mark.",
    "fashion_mnist.adapted.file": "the file {name}",
    "fashion_mnist.adapted.download": "a download of {path}",
    "fashion_mnist.adapted.visible": "the visible split",
    "fashion_mnist.adapted.training_first": "the visible split, training images first",
    "fashion_mnist.adapted.reader": "a reader of the visible split",
    "fashion_mnist.adapted.folder": "a folder with the visible split",
    "fashion_mnist.adapted.arrays": "the visible split, as arrays",
    "fashion_mnist.data.no_folder": "there is no folder {folder}.",
    "fashion_mnist.data.lacks": "{folder} lacks {missing:, } of Fashion-MNIST's four files: add what is missing.",
    "fashion_mnist.data.unreadable": "{folder} cannot be read ({error}): mend that.",
    "fashion_mnist.data.changed": "{folder} changed while it was in use: run the command again.",
    "fashion_mnist.data.chosen": "{variable} is {chosen}, but: {error}",
    "fashion_mnist.data.passed_over": "{folder} is passed over: {error}",
    "fashion_mnist.data.download_failed": "The download failed: {error}",
}
