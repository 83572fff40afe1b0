"""What is wrong with tables of learning platforms, in English."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "gradebook.template_itself": (
        "--to names the template itself, which stays as the platform wrote it; name another file."
    ),
    "gradescope.made": "{path}: upload it to Gradescope, and keep it secret, for it holds the split key.",
    "gradescope.which": "Say which submission: harness gradescope results NAME.",
    "gradescope.wheel": (
        "Give the harness with --wheel; in a checkout: python -m pip wheel --no-deps --wheel-dir dist ."
    ),
    "gradescope.no_grade": "The grading left no grade; what it said is in the autograder's output.",
    "autograder.no_wheel": "{wheel} is not a wheel; build one in the checkout (pip wheel --no-deps .) and give it.",
    "autograder.unreadable": "{path} cannot be read ({why}); mend that.",
    "autograder.outside": "The checks in {path} stand outside of {folder}; move them beside the rubric.",
    "canvas.no_points": "The table {path} has no row '{points}'; give Canvas's export as it is.",
    "canvas.no_assignment": "The table {path} has no assignment; export the whole gradebook.",
    "canvas.no_column": "The table {path} has no column '{column}'; give one of these with --column: '{named:', '}'.",
    "canvas.several": (
        "The table {path} has several assignments that may be meant; give one of these with --column: '{named:', '}'."
    ),
    "canvas.locked": (
        "Canvas calls the column '{header}' {most}, so an import changes nothing there; give another one with "
        "--column."
    ),
    "excel.missing": (
        "Excel files need the package XlsxWriter (pip install xlsxwriter); install it, or take another format."
    ),
    "formats.which": "Say which format the gradebook shall have ({names:, }), or give a --template.",
    "formats.worksheet": (
        "A grading worksheet is filled in as Moodle exports it (assignment, Download grading worksheet): give it "
        "with --template, or take {other} with a --roster."
    ),
    "formats.no_ids": (
        "The format {name} needs the students' ids: give a --roster, or the platform's export with --template."
    ),
    "gradescope.no_metadata": "{path} is not Gradescope's metadata: it holds no JSON object of at most 64 MB.",
    "gradescope.unreadable": "{path} cannot be read as Gradescope's metadata ({error}).",
    "moodle.no_worksheet": "The table {path} is not a grading worksheet; export it from the assignment in Moodle.",
    "moodle.no_column": "The table {path} has no column '{column}'; give another one with --column.",
    "moodle.scale": (
        "The grades of {path} are not points of one maximum (a scale?); set the assignment to points in Moodle."
    ),
    "moodle.no_grades": "The column '{header}' of {path} holds no grades; name that of the grades with --column.",
    "sheet.open_quote": "The table {path}, line {line}: a quote is not closed; export it anew.",
    "sheet.large": "The table {path} is larger than {megabytes} MB; give the platform's CSV.",
    "sheet.encoding": "The table {path} is not text in UTF-8, UTF-16 or cp1251; export it anew.",
    "sheet.no_rows": "The table {path} has no rows with several columns; give the platform's CSV as it is.",
    "sheet.unreadable": "The table {path} cannot be read ({why}); give the CSV file that the platform exported.",
    "sheet.not_written": "{path} cannot be written ({why}); free the place, or name another file with --to.",
    "sheet.after_quote": "The table {path}, line {line}: text after a closing quote; export it anew.",
    "gradebook.maximum": (
        "The column counts to {column} points, and the grades to {grades} ({submission}); give --scale to convert "
        "them, or set the maximum on the platform and export the table anew."
    ),
    "formats.neither": (
        "The table {path} is neither Canvas's export of a gradebook nor Moodle's grading worksheet; give one "
        "of these as the platform wrote it."
    ),
    "formats.no_template": "A --template is filled in for {canvas} and {moodle}, not for {name}; leave it out.",
}
