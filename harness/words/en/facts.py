"""What a teacher may want to look at, in English. None of it says that something is wrong."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "fact.cell": "Cell {number}",
    "fact.module": "The module {name}",
    "fact.name": "{name}",
    "fact.literals": "{where} holds {characters:,} characters of literals: texts and numbers that are written into the code.",
    "fact.large_file": "{name} was handed in beside the code and has {kilobytes:,.0f} KB.",
    "fact.opened": "While it ran, the code opened files that were handed in with it ({count:,}): {names:, }.",
    "fact.constants": "The graph of {network} holds {numbers:,} numbers beside its weights.",
    "fact.searches": (
        "The graph of {network} asks for {operations:, }, of which a search or a hash can be made; honest layers use them, too."
    ),
}
