"""What a result on Gradescope says, in English."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "gradescope.held": "A person looks at this work and decides on its grade; there is no score until then.",
    "gradescope.failed_on_our_side": (
        "The grading failed on our side ({outcome}), so there is no score. Nothing is lost by it: a person will have the work "
        "graded again."
    ),
    "gradescope.not_a_mark": "There is no score, since this was not a grading that counts.",
    "gradescope.broke": (
        "The work was not graded: {why} There is no score, and nothing is lost by it; tell the people who teach the course."
    ),
    "gradescope.no_isolation": (
        "this autograder cannot keep a student's code from its own files (bubblewrap does not work here), so no code was run."
    ),
    "gradescope.unknown": "something of the grading itself broke ({error}).",
    "gradescope.too_many": (
        "This work was not graded: {most} different works may be, and these were graded before. The result of the last one "
        "stands."
    ),
    "gradescope.check": "{symbol} {title}{reason}",
    "gradescope.f1": "Macro-F1",
}
