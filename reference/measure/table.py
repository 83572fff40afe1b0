"""`results.md`: the rows of `results.json` as tables for a person, and nothing that is not in it."""

from collections.abc import Iterable, Sequence

from harness.report.text import one_line
from reference.measure.compare import macro_f1_difference
from reference.measure.results import Protocol, Results, Row, Training

NONE = "–"
CAPTION = (
    "Macro-F1 and accuracy are of the hidden images, with the 95 % bootstrap interval in brackets. Multiply-adds are "
    "those of one image's forward pass. Seconds per epoch are the median over the whole epochs; the first of them "
    "contains the compilation of the training step. A variant is compared with the first of its experiment on the same "
    "hidden images, with the 95 % paired bootstrap interval of the difference; it sees the chance in the choice of "
    "images, not that of weights and order."
)
BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "keras": "Keras", "numpy": "NumPy", "python": "Python"}
NETWORK_COLUMNS = (
    "network", "source", "parameters", "multiply-adds", "seconds per epoch", "epochs", "macro-F1", "accuracy",
)  # fmt: skip
VARIANT_COLUMNS = (
    "variant", "parameters", "multiply-adds", "batch size", "seconds per epoch", "epochs", "training loss",
    "training accuracy", "macro-F1", "accuracy", "macro-F1 against the first",
)  # fmt: skip


def markdown(results: Results) -> str:
    """The whole page."""
    blocks = ["# Measured results", CAPTION]
    if any(row.stand_in for row in results.rows):
        blocks.append(
            "**STAND-IN DATA: the rows so marked are of drawn images, not of Fashion-MNIST, and mean nothing.**"
        )
    networks = [row for row in results.rows if row.network is not None]
    if networks:
        blocks += ["## Networks", *_tables(networks)]
        if any(row.metrics for row in networks):
            blocks.append(
                "![Macro-F1 of the networks against their multiply-adds and parameters](results.png)"
            )
    for name, note in results.experiments.items():
        rows = [row for row in results.rows if row.experiment == name]
        blocks += [
            f"## {cell(note.title)}",
            f"{cell(note.question)} Source: {cell(note.source)}.",
            *_tables(rows),
        ]
        if any(row.training and row.training.epochs for row in rows):
            blocks.append(f"![{cell(note.title)}: training, epoch by epoch](experiments/{name}.png)")
    return "\n\n".join(blocks) + "\n"


def protocol_words(protocol: Protocol) -> str:
    """A protocol in words: ``published split ab12, 3 epochs, seed 0, TensorFlow``."""
    parts = [f"{protocol.split} split {protocol.split_id}"]
    if protocol.epochs is not None:
        parts.append(f"{protocol.epochs} {'epoch' if protocol.epochs == 1 else 'epochs'}")
    if protocol.seconds is not None:
        parts.append(f"at most {protocol.seconds:g} seconds")
    if protocol.images is not None:
        parts.append(f"{protocol.images:,} training images")
    return ", ".join([*parts, f"seed {protocol.seed}", BACKENDS[protocol.backend]])


def _tables(rows: Sequence[Row]) -> Iterable[str]:
    """For each protocol, and within it each set of versions and machine: a line that states them, and a table."""
    settings: dict[str, str] = {}
    for row in rows:
        if row.training is not None:
            settings.setdefault(protocol_words(row.protocol), _setting(row.training))
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        protocol = protocol_words(row.protocol)
        # What failed before it trained stands with the others of its protocol.
        setting = _setting(row.training) if row.training else settings.get(protocol, "Nothing was trained.")
        groups.setdefault((protocol, setting), []).append(row)
    for (protocol, setting), members in groups.items():
        dates = sorted(row.date[:10] for row in members)
        when = dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"
        mark = "STAND-IN DATA, " if members[0].stand_in else ""
        sizes = sorted({row.metrics.images for row in members if row.metrics})
        scored = f"; {' or '.join(f'{size:,}' for size in sizes)} hidden images" if sizes else ""
        yield f"{mark}{protocol[0].upper()}{protocol[1:]}{scored}. {setting} {when}."
        if members[0].network is not None:
            yield table(NETWORK_COLUMNS, [_network_cells(row) for row in members])
        else:
            yield table(VARIANT_COLUMNS, [_variant_cells(row, members[0]) for row in members])
        notes = [f"- {cell(row.title)}: {cell(row.note)}" for row in members if row.note]
        if notes:
            yield "\n".join(notes)


def _setting(training: Training) -> str:
    """Versions and machine of a measurement."""
    versions = ", ".join(
        f"{BACKENDS.get(name, name)} {version}" for name, version in training.versions.items()
    )
    cores = "1 core" if training.cores == 1 else f"{training.cores} cores"
    return f"{versions}; {cell(training.processor)}, {cores}."


def _network_cells(row: Row) -> list[str]:
    return [
        cell(row.title),
        cell(row.source),
        *_costs(row.training),
        *_times(row.training),
        *_scores(row),
    ]


def _variant_cells(row: Row, first: Row) -> list[str]:
    training = row.training
    last = training.epochs[-1] if training and training.epochs else None
    return [
        cell(row.title),
        *_costs(training),
        f"{training.batch_size:,}" if training else NONE,
        *_times(training),
        f"{last.loss:.4f}" if last and last.loss is not None else NONE,
        f"{last.accuracy:.4f}" if last and last.accuracy is not None else NONE,
        *_scores(row),
        _difference(first, row),
    ]


def _difference(first: Row, row: Row) -> str:
    found = None if row is first else macro_f1_difference(first, row)
    return "{:+.4f} [{:+.4f}, {:+.4f}]".format(*found) if found else NONE


def _costs(training: Training | None) -> list[str]:
    return [f"{training.parameters:,}", f"{training.multiply_adds:,}"] if training else [NONE, NONE]


def _times(training: Training | None) -> list[str]:
    if training is None:
        return [NONE, NONE]
    seconds = training.seconds_per_epoch
    return [
        NONE if seconds is None else f"{seconds:.1f}",
        f"{training.epochs_trained:.2f}".removesuffix(".00"),
    ]


def _scores(row: Row) -> list[str]:
    if row.metrics is None:
        return [f"failed: {cell(row.failed)}", NONE]
    low, high = row.metrics.macro_f1_interval
    return [f"{row.metrics.macro_f1:.4f} [{low:.4f}, {high:.4f}]", f"{row.metrics.accuracy:.4f}"]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; columns of numbers stand to the right."""
    words = {"network", "variant", "source", "task", "training"}
    lines = [columns, ["---" if column in words else "---:" for column in columns], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def cell(text: str) -> str:
    """Text that stays in its cell."""
    return one_line(text).replace("|", "\\|")
