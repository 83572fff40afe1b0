"""What code asked for and what it got in its place, in English; the code that says it runs in a sandbox."""

from harness.words.en.plural import many
from harness.words.template import Catalogue


def _epochs(epochs: int, fit: str) -> str:
    return f"{many(epochs, 'epoch')} of training ({fit})"


WORDS: Catalogue = {
    "adapted.nothing": "nothing",
    "adapted.no_drive": "nothing: there is no Google Drive here; read files beside the notebook",
    "adapted.empty_drive": "an empty folder: there is no Google Drive here; read files beside the notebook",
    "adapted.no_card": "nothing: there is no graphics card here",
    "adapted.of_a_card": "{call} of a graphics card",
    "adapted.first_card": "the first graphics card of {call}",
    "adapted.card_name": "its name alone: there is no graphics card here",
    "adapted.folder": "the folder {name}",
    "adapted.folder_made": "the same folder, made when it was first written to",
    "adapted.folder_of_run": "a folder of this run, under the same path",
    "adapted.folder_handed_in": "the folder that was handed in",
    "adapted.file_named": "a file named {name}",
    "adapted.file_written_as": "the same file, written as {ending}",
    "adapted.works_out": "nothing: Keras 3 works it out",
    "adapted.one_mode": "nothing: Keras 3 knows this mode alone",
    "adapted.in_batches": "{argument}, with {rows} images in a batch",
    "adapted.of_one_metric": "{call} of one metric",
    "adapted.not_needed": "nothing: Keras 3 needs it no longer",
    "adapted.constant_rate": "a constant rate: Keras 3 has learning-rate schedules for this",
    "adapted.with_fraction": "{call} with a fraction",
    "adapted.whole_number": "the whole number below it",
    "adapted.no_graphviz": "an empty picture: Graphviz is not here; the feedback draws the networks",
    "adapted.does_nothing": "a function that does nothing",
    "adapted.same_network": "a network of the same inputs and outputs",
    "adapted.session": "a session of tf.compat.v1",
    "adapted.does_the_same": "a function that does the same",
    "adapted.network_itself": "the network itself",
    "adapted.without_input": "{name} of a network without Input",
    "adapted.validation_data": "what fit is validated on",
    "adapted.no_font": "nothing: letters that no font here has are drawn as boxes",
    "adapted.decides_itself": "nothing: scikit-learn decides by itself",
    "adapted.no_log": "nothing: no log of a training is kept here",
    "adapted.one_call": "one call, with the first value of each parameter",
    "adapted.no_screen": "nothing: there is no screen here",
    "adapted.picture": "a picture in the output: there is no screen here",
    "adapted.nobody_to_ask": "an empty answer, or 10 as a number: nobody is there to ask",
    "adapted.style": "the style {name}",
    "adapted.same_axes": "the axes that draw it",
    "adapted.matrix_alone": "its confusion matrix alone, drawn by scikit-learn",
    "adapted.estimator": "an estimator that builds and trains the network as it did",
    "adapted.openml_table": "a table of OpenML",
    "adapted.openml_array": "an array that takes what a table takes",
    "adapted.keras3": "Keras 3, which is the Keras that runs here",
    "adapted.pipeline_loops": "training loops over a pipeline",
    "adapted.one_step": "a step for each: the time for training was over",
    "adapted.epochs": _epochs,
    "adapted.epochs_begun": "{epoch} begun: the time for training was over",
}
