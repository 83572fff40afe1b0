"""Help of arguments, in English."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "help.override.name": "the submission, NAME/NUMBER for one attempt of it, or a folder of results",
    "help.override.attempt": "which attempt (default: the one that counts)",
    "help.group.override": "what is decided",
    "help.override.criterion": "the criterion, as `harness show` lists it",
    "help.override.points": "what it is worth, before lateness is taken off",
    "help.override.take_back": "let the automatic points count again",
    "help.override.comment": "words for the student's page",
    "help.group.speech": "what it says",
    "help.regrade.again": "ask every check, also where its answer is known",
    "help.batch.path": "the folder that holds the submissions, or a zip or tar of it",
    "help.batch.jobs": "how many at a time, or auto: what this machine has room for, one for each GPU (default: auto)",
    "help.batch.ray": "run the sandboxes on a Ray cluster: auto (the one of this machine), or HOST:PORT of its head",
    "help.batch.watch": "go on, and grade what arrives in the folder, until Ctrl-C",
    "help.batch.quiet": "say only what was left out, and who needs a person",
    "help.batch.json": "say what happens as JSON, one object a line",
    "help.batch.summary": "write what became of it, for a mail",
    "help.batch.layout": "how the works lie there: an export of a platform, or plain (default: as their names say)",
    "help.batch.roster": "the students of the course as CSV: id, name, login, … (default: the roster of an earlier batch)",
    "help.batch.times": (
        "when works were handed in: a CSV (id, submitted_at), or the word files for the times of the files"
    ),
    "help.batch.listing": "write what was taken, and what not, as JSON",
    "help.batch.again": "grade also what is already graded unchanged",
    "help.check.path": "a folder, notebook or script, or a zip or tar of it",
    "help.all.rubric": "the rubric (default: rubric.yaml here, else the one that the harness brings)",
    "help.all.runner": "auto (Docker where it answers, else this machine), docker, local or another backend",
    "help.all.gpus": "auto, none, all, or device numbers such as 0,1",
    "help.all.output": "the results folder (default: results)",
    "help.all.smoke": "cut every fit to a few steps: a dry run, not a mark",
    "help.all.audit": (
        "run the work on a twin of the data, too, and say what of it follows the data (default: as the rubric says)"
    ),
    "help.audit.keys": "on how many twins, each with a key of its own, 1 to {most} (default: 1); more make it surer",
    "help.audit.longer": "fits ten times as long on a twin: for networks that learn slowly",
    "help.batch.audit": (
        "run works on a twin of the data, too: all, or, after all are graded, those with the most points, such as top:5 "
        "(default: as the rubric says)"
    ),
    "help.all.export": "an exporter, such as csv; may be repeated",
    "help.all.no_leaderboard": "log nothing to MLflow",
    "help.all.name": "the submission, as `harness held` lists it",
    "help.all.why": "the reason, in a sentence that the student reads",
    "help.all.anew": "take the place of a decision that is there",
    "help.all.by": "who decides (default: git's user.name, else the user of this machine)",
    "help.all.attempt": "which attempt (default: the newest that waits)",
    "help.all.help": "show this help message and exit",
    "help.all.version": "show the version and exit",
    "help.all.lang": "the language (default: that of the rubric)",
    "help.doctor.json": "print the findings as JSON",
    "help.grade.path": "a student's folder, notebook or script, or a zip or tar of it",
    "help.grade.extra_attempt": "grade also beyond the attempts that the rubric allows",
    "help.grade.handed_in": "when it was handed in, such as 2026-11-20T23:59 (in the deadline's zone)",
    "help.grade.baseline": "log it to MLflow as a baseline of this name",
    "help.gradebook.format": "what to write (default: what the template is)",
    "help.gradebook.template": (
        "Canvas's export of the gradebook or Moodle's grading worksheet, in which only grades are filled in"
    ),
    "help.gradebook.roster": "the students of the course as CSV: id, name, login, … (default: the roster of an earlier batch)",
    "help.gradebook.to": "the file to write (default: gradebook.* in the results folder)",
    "help.gradebook.column": "the assignment's column, such as 'Lab 1 (4711)' or 4711 in Canvas",
    "help.gradebook.missing": "what students get of whom the results hold no work (default: an empty field)",
    "help.gradebook.scale": "convert points where the column has another maximum",
    "help.gradebook.no_comments": "write no comments beside the grades",
    "help.gradebook.by": "the roster's column by which Moodle's gradebook finds students (default: email)",
    "help.gradebook.separator": "between the cells of csv (default: comma)",
    "help.gradescope.what": (
        "results.json of a graded submission; the autograder to upload; what that calls: get ready, grade"
    ),
    "help.gradescope.name": "results: the submission",
    "help.gradescope.output": "results: the results folder (default: results)",
    "help.gradescope.to": "the file to write (default: results.json, autograder.zip)",
    "help.gradescope.wheel": "zip: the harness as a wheel",
    "help.gradescope.autograder": "run: Gradescope's folder (default: /autograder)",
    "help.image.variant": "default: gpu where Docker has the NVIDIA runtime",
    "help.init.folder": "the course folder, made where it is missing",
    "help.init.assignment": "which assignment (default: the only one)",
    "help.key.what": "the ids of the splits, or a new key that keeps the old one",
    "help.leaderboard.port": "default: {port}",
    "help.leaderboard.host": "default: 127.0.0.1, for this machine alone",
    "help.leaderboard.html": "write the board as one page to this file",
    "help.leaderboard.table": "print the board",
    "help.leaderboard.aliases": "write who has which alias to this file, as CSV",
    "help.leaderboard.names": "what the board calls students (default: as the rubric says)",
    "help.leaderboard.except": "a submission that is no student's, such as a sample; may be repeated",
    "help.likeness.path": (
        "the folder that holds the submissions, or a zip or tar of it (default: submissions in the course folder)"
    ),
    "help.likeness.known": (
        "a folder or file of code that every student may have, such as public samples; may be repeated"
    ),
    "help.likeness.honest": (
        "a folder of works that are known to be honest, of another year for one, to be measured against"
    ),
    "help.likeness.roster": "the roster that the class was graded with, as CSV, which calls works by the ids of their students",
    "help.likeness.output": "the results folder, where networks are (default: results)",
    "help.likeness.json": "write what was found to this file, too",
    "help.likeness.html": "write a page with pairs side by side, too",
    "help.regrade.dry_run": "show who moves and by how much, and write nothing",
    "help.regrade.jobs": "how many at a time (default: as many as CPUs)",
    "help.report.html": "write the report as one page to this file",
    "help.report.json": "write it to this file as JSON, too",
    "help.report.names": "what the report calls students; with aliases it shows no text of anybody either (default: name)",
    "help.report.likeness": "a file of harness likeness --json, whose pairs the report names",
    "help.show.name": "the submission, NAME/NUMBER for one attempt of it, or a folder of results",
    "help.show.attempt": "which attempt (default: the newest)",
    "help.show.json": "print the grade and its decision as JSON",
    "help.group.verbs": "verbs",
    "help.group.course": "the course",
    "help.group.sandbox": "where student code runs",
    "help.group.run": "how it is graded",
    "help.group.grades": "where grades go",
    "help.group.class": "the class",
    "help.group.board": "the board, in place of the MLflow UI",
    "help.about": (
        "Grades notebooks of a deep-learning course: student code runs in a sandbox, the mark is made outside it."
    ),
    "help.more": "harness VERB --help explains a verb and shows examples of it.",
    "help.examples": "examples:",
}
