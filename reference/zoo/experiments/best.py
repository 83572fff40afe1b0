"""The best network of task 7 within each of its two budgets of time."""

import keras

from reference.zoo.experiments.ablation import SmoothedCrossentropy
from reference.zoo.experiments.experiment import Experiment, Variant
from reference.zoo.task7.plan import CPU, GPU, Plan
from reference.zoo.task7.training import one_cycle


def _variant(name: str, title: str, plan: Plan, backend: str, graphics_card: bool = False) -> Variant:
    return Variant(
        name=name,
        title=title,
        build=plan.build,
        optimizer=keras.optimizers.SGD,
        planned=one_cycle,
        loss=SmoothedCrossentropy(),
        epochs=plan.epochs,
        seconds=60 * plan.minutes,
        backend=backend,
        graphics_card=graphics_card,
    )


EXPERIMENT = Experiment(
    name="best",
    title="The best network within its budget",
    question="How far does it come? The goals are 0.94 in 45 minutes on two cores and 0.955 in 25 on one H200.",
    source="reference/zoo/task7",
    variants=(
        _variant("cpu", "the plan for a processor", CPU, "tensorflow"),
        _variant("gpu", "the plan for a graphics card", GPU, "jax", graphics_card=True),
    ),
    epochs=max(CPU.epochs, GPU.epochs),
)
