"""How a batch goes, in English."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "batch.slots": "{count} at a time.",
    "batch.tried_again": "{name}: our side failed ({why}); it is tried again in {seconds:g} seconds.",
    "batch.stopped": (
        "Our side failed for one submission after another, so the batch stopped: {why} Not begun: {count}. Mend that, and give "
        "the same command again to go on."
    ),
    "batch.not_begun": "it was not begun, since our side failed for those before it",
}
