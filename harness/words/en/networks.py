"""How networks were trained, fed and scored, and what that gives, in English."""

from harness.words.en.plural import many
from harness.words.notation import is_line_of_itself
from harness.words.several import Several
from harness.words.template import Catalogue


def _untrained(began: bool, unchanged: bool, rows: int, scored: bool) -> str:
    if not began:
        read = "; if its weights were read from a file, define preprocess(images) or predict(images)"
        return "it was never trained here: no training of it was seen" + ("" if scored else read)
    if unchanged:
        return (
            "it counts as not trained: its fit left every weight as it was "
            "(is the learning rate 0, or is every layer frozen?)"
        )
    if not rows:
        return "it was never trained: its fit ended before the first step"
    return f"it counts as not trained: its training was fed {many(rows, 'image')}, fewer than one batch of 32"


def _outputs(shape: Several, classes: int) -> str:
    what = f"images of {shape:×}" if len(shape) > 1 else f"{shape:×} numbers"
    return f"it gives {what} for each image, not a score for each of the {classes} classes: nothing to score it by"


def _epochs(epochs: int, fits: int) -> str:
    if not epochs:
        return "less than one epoch"
    return many(epochs, "epoch") + (f" in {fits} fits" if fits > 1 else "")


def _loop(steps: int) -> str:
    return f"{many(steps, 'step')} of a training loop" if steps else "a training loop"


def _trained(rows: int | None, duration: str, compiled: Several) -> str:
    parts = [] if rows is None else [f"{rows:,} rows"]
    return f"Trained: {', '.join([*parts, duration, *map(str, compiled)])}."


def _shaped(geometry: str) -> str:
    if geometry == "pad":
        return "zero-padded"
    step = geometry.removeprefix("every ")
    if step == geometry:
        return f"resized ({geometry})"
    return "a part cut out" if step == "1" else f"one of every {step} rows and columns"


def _preprocessing(
    layout: str,
    height: int,
    width: int,
    channels: int,
    geometry: str,
    curved: bool,
    norm: str | None,
    over: str | None,
    scale: float | None,
    offset: float | None,
    by: str,
    rows: int,
) -> str:
    shape = {
        "hw": f"{height}×{width}",
        "hwc": f"{height}×{width}×{channels}",
        "chw": f"{channels}×{height}×{width}",
        "flat": f"{height * width * channels} numbers",
    }[layout]
    how = [shape]
    if geometry != "none":
        how.append(_shaped(geometry))
    if curved:
        how.append("each value replaced by another")
    if norm is not None and over is not None:
        whose = {"image": "image", "height": "column", "width": "row"}[over]
        how.append(f"each {whose} {'standardised' if norm == 'deviation' else f'divided by its {norm} norm'}")
    if not (curved or norm) or not is_line_of_itself(scale, offset):
        how.append(_values(scale, offset, by))
    return f"{', '.join(how)} (checked on {rows} rows)"


def _values(scale: float | None, offset: float | None, by: str) -> str:
    if scale is None or offset is None:
        return f"scaled {by} by {by}"
    if (scale, offset) == (1.0, 0.0):
        return "raw values"
    # The data are floats: an offset of 1e-9 is not one.
    added = "" if abs(offset) < 1e-6 else f" {'−' if offset < 0 else '+'} {abs(offset):.4g}"
    return f"pixel × {scale:.4g}{added}"


def _reached(
    network: str,
    hidden_f1: float,
    hidden_low: float,
    hidden_high: float,
    above: float | None,
    worth: float | None,
) -> str:
    exact = "" if isinstance(hidden_f1, str) else f" ({hidden_low:.4f} to {hidden_high:.4f})"
    reached = f"{network} reaches a macro-F1 of {hidden_f1:.4f}{exact} on hidden images"
    return f"{reached}." if above is None else f"{reached}; {above:.2f} would give {worth:g} points."


WORDS: Catalogue = {
    "held.no_file": (
        "No file of {networks:listed} could be read, so what is known of the training is what the run itself told, and "
        "points may rest on that. A person must look."
    ),
    "training.epochs": _epochs,
    "training.loop": _loop,
    "training.duration": "{parts: and }",
    "training.weights_of": "Its weights are from the training of {network}.",
    "training.trained": _trained,
    "training.none": _untrained,
    "training.on_test_images": (
        "It was trained on test images ({rows} of the rows looked at): what it scores on them means nothing."
    ),
    "network.preprocessing": _preprocessing,
    "network.order": (
        "It was taught the classes under other numbers, and its outputs are read so: {classes:listed}."
    ),
    "network.own_function": "the student's own function",
    "network.no_scores": _outputs,
    "network.not_exported": "it could not be exported: {why}",
    "network.input_unknown": (
        "how images are turned into its input could not be verified; define preprocess(images) or predict(images)"
    ),
    "network.crashed": ("the network could not be run for scoring: the process ended (memory or a crash)"),
    "network.no_reason": "it was not scored, and why is not known",
    "network.forbidden": (
        "its graph asks for {operation}, which is not in the list of arithmetic that networks may ask for, so it was not "
        "run; define predict(images)"
    ),
    "network.over_budget": "it was not scored: the time or the number of networks of one submission was used up",
    "network.late": "it was not scored within {minutes:g} minutes",
    "network.predict_failed": "predict(images) raised an error or took too long",
    "criterion.broken": "A checker broke ({checks:listed}); a person must decide on its points.",
    "criterion.no_score": (
        "This cannot be checked until a network is trained that can be scored on hidden images."
    ),
    "criterion.title": lambda en, ru: str(en),
    "criterion.reached": _reached,
    "checks.no_network": "This cannot be checked until a Keras network is trained.",
    "checks.no_reason": "The check failed without giving a reason.",
    "follow.sources": "the sources are too long to be followed",
    "follow.nested": "the source is nested too deep to be followed",
    "follow.output": "an output and the texts of its cell are too long to be compared",
    "follow.steps": "the program takes too many steps to be followed",
    "follow.cell": "cell {cell} is too long, or nested too deep, to be followed",
    "checks.late": "the checks did not end within {seconds} seconds",
    "checks.spent": "the checks were ended after {seconds} seconds of computing, or for lack of memory",
    "checks.crashed": "the checks crashed (signal {number})",
    "checks.silent": "the check did not answer",
    "checks.no_result": "the checks ended without a result",
    "checks.gone": "the process of the checks ended",
    "checks.unsayable": "{code} cannot be said: {error}",
    "checks.not_imported": "{file} cannot be imported: {error}",
}
