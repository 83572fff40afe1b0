"""The lecture's experiments: what one choice changes, all else equal."""

from reference.zoo.experiments import (
    ablation,
    activation,
    augmentation,
    batch_size,
    best,
    normalisation,
    optimizers,
    regularisation,
)
from reference.zoo.experiments.experiment import Experiment

EXPERIMENTS: dict[str, Experiment] = {
    experiment.name: experiment
    for experiment in (
        activation.EXPERIMENT,
        batch_size.EXPERIMENT,
        optimizers.EXPERIMENT,
        regularisation.EXPERIMENT,
        normalisation.EXPERIMENT,
        augmentation.EXPERIMENT,
        ablation.EXPERIMENT,
        best.EXPERIMENT,
    )
}
