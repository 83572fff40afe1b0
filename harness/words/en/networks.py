"""How networks were trained, fed and scored, and what that gives, in English."""

from harness.words.en.plural import many
from harness.words.several import Several
from harness.words.template import Catalogue


def _epochs(epochs: int, fits: int) -> str:
    return many(epochs, "epoch") + (f" in {fits} fits" if fits > 1 else "")


def _loop(steps: int) -> str:
    return f"{many(steps, 'step')} of a training loop" if steps else "a training loop"


def _trained(rows: int | None, duration: str, compiled: Several) -> str:
    parts = [] if rows is None else [f"{rows:,} rows"]
    return f"Trained: {', '.join([*parts, duration, *map(str, compiled)])}."


def _preprocessing(
    layout: str,
    height: int,
    width: int,
    channels: int,
    geometry: str,
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
    how = {"none": "", "pad": ", zero-padded"}.get(geometry, f", resized ({geometry})")
    return f"{shape}{how}, {_values(scale, offset, by)} (checked on {rows} rows)"


def _values(scale: float | None, offset: float | None, by: str) -> str:
    if scale is None or offset is None:
        return f"scaled {by} by {by}"
    if (scale, offset) == (1.0, 0.0):
        return "raw values"
    # The data are floats: an offset of 1e-9 is not one.
    added = "" if abs(offset) < 1e-6 else f" {'−' if offset < 0 else '+'} {abs(offset):.4g}"
    return f"pixel × {scale:.4g}{added}"


def _reached(
    network: str, f1: float, low: float, high: float, above: float | None, worth: float | None
) -> str:
    reached = f"{network} reaches a macro-F1 of {f1:.4f} ({low:.4f} to {high:.4f}) on hidden images"
    return f"{reached}." if above is None else f"{reached}; {above:.2f} would give {worth:g} points."


WORDS: Catalogue = {
    "training.epochs": _epochs,
    "training.loop": _loop,
    "training.duration": "{parts: and }",
    "training.trained": _trained,
    "training.on_test_images": (
        "It was trained on test images ({rows} of the rows looked at): what it scores on them means nothing."
    ),
    "network.preprocessing": _preprocessing,
    "network.own_function": "the student's own function",
    "network.not_exported": "it could not be exported: {why}",
    "network.input_unknown": (
        "how images are turned into its input could not be verified; define preprocess(images) or predict(images)"
    ),
    "network.crashed": ("the network could not be run for scoring: the process ended (memory or a crash)"),
    "network.late": "it was not scored within {minutes:g} minutes",
    "network.predict_failed": "predict(images) raised an error or took too long",
    "criterion.broken": "A checker broke ({checks:listed}); a person must decide on its points.",
    "criterion.no_score": (
        "This cannot be checked until a network is trained that can be scored on hidden images."
    ),
    "criterion.reached": _reached,
    "checks.no_network": "This cannot be checked until a Keras network is trained.",
    "checks.no_reason": "The check failed without giving a reason.",
}
