"""Writes the op graph of every network of the zoo, in the guest environment: `python tools/zoo_graphs.py FOLDER`.

Further networks are there for motifs that none of the lecture's networks shows at inference.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from harness.guest.loading import quicker  # noqa: E402

quicker()

import keras  # noqa: E402

from harness.guest.score.opgraph import extract  # noqa: E402
from harness.guest.watch.export import write  # noqa: E402
from reference.zoo.blocks import inception as modules  # noqa: E402
from reference.zoo.networks import NETWORKS  # noqa: E402
from reference.zoo.networks.deconv import autoencoder_of, deconv  # noqa: E402
from reference.zoo.task7.network import best_network  # noqa: E402


def with_module(module: Callable[..., keras.KerasTensor], **options: object) -> keras.Model:
    """A small network with one Inception module."""
    inputs = keras.Input((28, 28, 1))
    x = keras.layers.Conv2D(8, 3, strides=2, activation="relu")(inputs)
    x = keras.layers.GlobalAveragePooling2D()(module(x, 8, **options))
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))


FURTHER: dict[str, Callable[[], keras.Model]] = {
    "best_network": best_network,
    "autoencoder": lambda: autoencoder_of(deconv()),
    "inception_naive": lambda: with_module(modules.inception_naive),
    "inception_5x5_as_3x3": lambda: with_module(modules.inception_factorised_5x5, normalise=True),
    "inception_nx1": lambda: with_module(modules.inception_factorised_nx1),
}


def main(folder: Path) -> None:
    """Writes `NAME.json` for each network."""
    builders = {name: network.build for name, network in NETWORKS.items()} | FURTHER
    for name, build in builders.items():
        with tempfile.TemporaryDirectory() as exported:
            write(keras, build(), exported)
            document = extract(exported)
        (folder / f"{name}.json").write_text(json.dumps(document) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
