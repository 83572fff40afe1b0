"""What a teacher may want to look at, in English. None of it says that something is wrong."""

from harness.words.en.plural import many
from harness.words.template import Catalogue

WORDS: Catalogue = {
    "fact.cell": "Cell {number}",
    "fact.module": "The module {name}",
    "fact.name": "{name}",
    "fact.literals": "{where} holds {characters:,} characters of literals: texts and numbers that are written into the code.",
    "fact.packed": (
        "{where} holds {characters:,} characters of text without blanks between them, such as packed numbers are written in. A "
        "picture as text is such, too."
    ),
    "fact.large_file": "{name} was handed in beside the code and has {kilobytes:,.0f} KB.",
    "fact.opened": "While it ran, the code opened files that were handed in with it ({count:,}): {names:, }.",
    "fact.constants": "The graph of {network} holds {numbers:,} numbers beside its weights.",
    "fact.fast": (
        "{network} has a macro-F1 of {f1:.3f} on the visible test images; all trainings of this run together took {steps:,} "
        "steps, on {rows:,} rows that were counted. Networks seldom learn so much from so little; what was taken over from "
        "elsewhere does so, and so can weights that were computed in another way."
    ),
    "suspicion.literals": "The code holds many literals, or too many to look at.",
    "suspicion.file": "{name} was handed in beside the code.",
    "suspicion.steps_unknown": "How many steps a training loop took is not known.",
    "suspicion.refused": "Not all that the run told could be read.",
    "suspicion.function": "The answers of predict(images) are scored, and what it does is not known.",
    "suspicion.unread": "{network} plays a part, and its file could not be read or scored.",
    "suspicion.untrained": "{network} plays a part, and no training of it was seen.",
    "suspicion.before_unknown": "What {network} knew before its training is not known.",
    "fact.frozen": (
        "{network} was trained with a part that is frozen and that no training seen in this run had left. Layers that are drawn "
        "at random and kept are such, and so are those from a file."
    ),
    "fact.set_within": (
        "In the middle of a training, code of its own gave {network} weights that lie far from all that this "
        "training had reached, and that no training seen in this run had left. Newly drawn ones are such, and so are those from "
        "a file or from the code."
    ),
    "fact.still": lambda network, count: (
        f"After its training {many(count, 'array')} of weights of {network} that it could train "
        f"{'is what it was' if count == 1 else 'are what they were'} before its first step. What such layers do was not learned; "
        "layers that training passes over are such, and so are those that no gradient reaches."
    ),
    "fact.knew_before": (
        "{network} told the classes apart before its first step of training, and did not begin with the weights of another "
        "training of this run. Averages of trained networks do so, and so do weights from a file or from the code."
    ),
    "fact.set_outside": (
        "After a training {network} got weights that no training seen in this run had left, neither to it nor to another "
        "network. Averages of weights and newly drawn ones are such, and so are those from a file."
    ),
    "fact.searches": (
        "The graph of {network} asks for {operations:, }, of which a search or a hash can be made; honest layers use them, too."
    ),
}
