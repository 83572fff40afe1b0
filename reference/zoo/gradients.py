"""The gradients of a loss by every weight, in whichever backend Keras runs on."""

import keras
import numpy as np


@keras.saving.register_keras_serializable(package="zoo")
class GradientRecorder(keras.optimizers.Optimizer):
    """An optimizer that changes no weight and keeps the last gradient of each.

    Keras has no gradient function of its own; what every backend does is hand the gradients to the optimizer.
    """

    def __init__(self, learning_rate: float = 1.0, name: str = "gradient_recorder", **kwargs: object) -> None:
        super().__init__(learning_rate=learning_rate, name=name, **kwargs)

    def build(self, variables: list[keras.Variable]) -> None:
        """Makes one slot for each of ``variables``."""
        if self.built:
            return
        super().build(variables)
        self.recorded = self.add_optimizer_variables(variables, "gradient")

    def update_step(
        self, gradient: keras.KerasTensor, variable: keras.Variable, learning_rate: keras.KerasTensor
    ) -> None:
        """Keeps ``gradient`` in the slot of ``variable``."""
        self.assign(self.recorded[self._get_variable_index(variable)], gradient)


def gradients(
    model: keras.Model, inputs: np.ndarray, targets: np.ndarray, loss: str | keras.losses.Loss
) -> dict[str, np.ndarray]:
    """Gradients of the mean ``loss`` of one batch, with the layers in training mode.

    Args:
        model: a built model. It is compiled anew, without metrics; its weights stay, but layers that keep
            running statistics (batch normalisation) see one batch.
        inputs: a batch that fits the model.
        targets: as ``loss`` takes them.
        loss: name of a Keras loss, or one.

    Returns:
        One float array of the weight's shape for each trainable weight, by the weight's path.
    """
    recorder = GradientRecorder()
    model.compile(optimizer=recorder, loss=loss)
    model.train_on_batch(inputs, targets)
    weights = model.trainable_variables
    return {
        weight.path: keras.ops.convert_to_numpy(slot)
        for weight, slot in zip(weights, recorder.recorded, strict=True)
    }
