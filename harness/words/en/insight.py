"""What a student learns from beside the verdicts, and the executed notebook as a page, in English."""

from harness.words.en.plural import many
from harness.words.several import Several
from harness.words.template import Catalogue


def _among(above: int, alike: int, below: int) -> str:
    parts = [f"{above} better" if above else "", f"{alike} not told apart from it" if alike else ""]
    parts.append(f"{below} worse" if below else "")
    said = ", ".join(part for part in parts if part)
    return f"Of {many(above + alike + below, 'network')} that the authors measured: {said}."


def _mend(cell: int | None, line: int | None) -> str:
    where = "the program" if cell is None else f"cell {cell}"
    return f"Mend {where}" + ("" if line is None else f", line {line}")


def _panel(name: str, training: Several, validation: Several, epochs: int) -> str:
    parts = [f"{name} in {many(epochs, 'epoch')}"]
    parts += [f"training from {training[0]:.3g} to {training[1]:.3g}"] if training else []
    parts += [f"validation from {validation[0]:.3g} to {validation[1]:.3g}"] if validation else []
    return "; ".join(parts)


WORDS: Catalogue = {
    "page.cells": "In the notebook:",
    "page.cell_link": "cell {number}",
    "page.cell_trained": "cell {number}, which trained {networks:listed}",
    "page.next": "What would gain the most points next",
    "page.up_to": "up to {points} more",
    "page.among": "Among measured networks",
    "page.among_how": (
        "They were measured on other hidden images, so intervals that overlap do not tell which network is better."
    ),
    "page.curves": "How the networks were trained",
    "page.curves_how": "A line shows the training, a dashed line the validation; one value an epoch.",
    "page.more_curves": lambda count: (
        f"{many(count, 'training')} more {'is' if count == 1 else 'are'} not shown here."
    ),
    "page.mistaken": "What the best network mistakes on the visible test set",
    "page.mistaken_pair": lambda true, predicted, images, total: (
        f"{true} taken for {predicted}: {many(images, 'image')} of {total:,}"
    ),
    "page.mistaken_picture": "An image of class {true} that was taken for {predicted}",
    "page.no_pictures": "The images are too large for this page.",
    "page.audited": "Does the work follow the data?",
    "page.assumed": "What was taken for what",
    "page.assumed_why": (
        "Where the name of a trained network says which part it plays, the name decides; elsewhere structure and scores do."
    ),
    "page.interval_column": "95 % interval",
    "page.part": "Part",
    "steps.mend": _mend,
    "steps.waits": "Checks wait for what comes after it.",
    "place.own": "your best network",
    "place.among": _among,
    "curves.how": lambda epochs, seconds: f"{many(epochs, 'epoch')}, {seconds:,.0f} s",
    "curves.epoch": "epoch {number}",
    "curves.panel": _panel,
    "audited.checks.follows": lambda count: f"{many(count, 'check')} found that it follows the data.",
    "audited.checks.contradicts": lambda count: (
        f"{many(count, 'check')} found there what is right for the first data. A person looks at why."
    ),
    "audited.checks.unknown": lambda count: (
        f"Of {many(count, 'check')} it cannot be told. This says nothing against the work."
    ),
    "audited.network.follows": "It learned from the data that it met.",
    "audited.network.contradicts": "It does not fit the data that it met. A person looks at why.",
    "audited.network.unknown": "It cannot be told from a short run. This says nothing against it.",
    "notebook.title": "{name}: the notebook as it ran",
    "notebook.back": "back to the feedback",
    "notebook.file": "as a file for Jupyter",
    "notebook.about": (
        "Sources, texts and pictures are shown as they are. Pages, scripts and whatever else would run are left out; tables "
        "stand as text."
    ),
    "notebook.cell": "Cell {number}",
    "notebook.output": "Output of cell {number}",
    "notebook.picture": "Picture that cell {number} drew",
    "notebook.cut": "… {count:,} characters are left out here …",
    "notebook.no_picture": "What stands here says it is a picture, and is none.",
    "notebook.large_picture": "A picture is left out here: it is too large for this page.",
    "notebook.other_picture": "A picture is left out here: of pictures, this page shows PNG and JPEG.",
    "notebook.more": lambda count: (
        f"{many(count, 'further cell')} {'is' if count == 1 else 'are'} not shown on this page."
    ),
}
