"""How large the best network is and how long it trains, for a processor and for a graphics card."""

from dataclasses import dataclass

import keras

from reference.zoo.blocks.augmentation import Augmentation
from reference.zoo.machine import graphics_card
from reference.zoo.task7.network import best_network


@dataclass(frozen=True)
class Plan:
    """A budget and what is made of it.

    Args:
        minutes: wall time of the training.
        epochs: passes over the images at most; fewer where there is no time for so many.
        widths: feature maps of the first convolution and of each stage.
        blocks: residual blocks of a stage.
        erase: probability that a training image is partly erased.
    """

    minutes: float
    epochs: int
    widths: tuple[int, ...]
    blocks: int
    erase: float

    def build(self) -> keras.Model:
        """The network, uncompiled."""
        augmentation = Augmentation(flip=True, shift=2, erase=self.erase)
        return best_network(widths=self.widths, blocks=self.blocks, augmentation=augmentation)


CPU = Plan(minutes=42, epochs=40, widths=(32, 64, 128), blocks=2, erase=0.0)
"""For 45 minutes on two cores, a few of which go to answering."""
GPU = Plan(minutes=23, epochs=120, widths=(128, 256, 512), blocks=3, erase=0.5)
"""For 25 minutes on one H200. Longer training and more parameters bear more augmentation (arXiv:1708.04896)."""


def plan_here() -> Plan:
    """The plan for what Keras runs on."""
    return GPU if graphics_card() else CPU
