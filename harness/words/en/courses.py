"""What is wrong with rubrics, course folders, keys and splits, in English."""

from harness.words.template import Catalogue


def _invalid(kind: str, text: str, bound: str) -> str:
    return text


def _at(path: str, line: int, place: str, why: str) -> str:
    return f"{path}:{line}: {place + ': ' if place else ''}{why}."


def _no_python(name: str, file: str, line: int | None, error: str) -> str:
    return f"'{name}': {file}{'' if line is None else f' line {line}'} is not Python: {error}"


WORDS: Catalogue = {
    "assignment.no_import": "{package} cannot be imported as an assignment.",
    "assignment.no_record": "{where} does not give an Assignment called {attribute} for '{name}'.",
    "assignment.fails": "The assignment {folder} cannot be imported ({kind}: {error}); mend it.",
    "assignment.several": "Several assignments are there; --assignment takes {known: or }.",
    "assignment.unknown": "There is no assignment {name}; --assignment takes {known: or }.",
    "assignment.no_course": "The assignment {name} brings no course folder; copy its rubric {rubric}.",
    "rubric.unreadable": "The rubric {path} cannot be read ({why}); give one with --rubric.",
    "rubric.not_utf8": "The rubric {path} is not UTF-8 text; save it as UTF-8.",
    "rubric.of_assignment": "{path}:{line}: {error}",
    "init.made": "The course is in {folder}: {names:, }.",
    "init.next": "Edit {path}, then grade there: harness grade PATH.",
    "key.variable": "the environment variable {name}",
    "key.in_use": "Split {split}: the key in {where}, in use.",
    "key.new": (
        "There is a new split key. The one before is kept in {old}: grades name the split that they were made on."
    ),
    "key.next": "The next harness batch grades every submission anew, on the new split.",
    "key.old": 'Split {split}: until {until}. To grade on it: {variable}="$(cat {file})" harness grade PATH',
    "key.none": "There is no split key {path} yet; the first grading makes one.",
    "init.taken": "{path} is there already, and init overwrites nothing; name another folder.",
    "init.cannot": "No course can be made in {folder} ({why}); name a folder that you can write to.",
    "key.open": (
        "The split key {path} is open to other users (mode {mode:04o}): run `chmod 600 {path}`, or set "
        "{variable}."
    ),
    "key.of_environment": (
        "The split key comes from the environment variable {variable}: change it there, and keep the old value."
    ),
    "key.closed": "The folder {home} of the split key was open to other users; it is closed now.",
    "key.short": (
        "The split key in {where} has {count} characters: give at least {least}, for example the output of "
        "`openssl rand -hex 32`."
    ),
    "key.cannot": "The split key {path} can be neither read nor made ({error}): mend that, or set {variable}.",
    "key.no_new": "No new split key can be made in {home} ({error}): mend that.",
    "key.writable": (
        "Other users may write to the folder {home} of the split key (mode {mode:04o}), so they could replace it: "
        "run `chmod go-w {home}`, or set {variable}."
    ),
    "key.old_unreadable": "The old split key {file} cannot be read ({error}): mend that.",
    "split.few": (
        "The data holds {count} images of the class {name}: a split with {test} test images per class needs at "
        "least {least}."
    ),
    "split.hidden": "hidden_per_class is {hidden_per_class}: give a whole number from 1 to {most}.",
    "split.alike": (
        "Of the class {name} {missing} images of {per_class} cannot be drawn without showing an identical one "
        "elsewhere: use data with fewer identical images."
    ),
    "split.no_training": "No image of the class {name} is left for training: lower hidden_per_class.",
    "rubric.missing": "There is no rubric at {rubric}; give a file with --rubric.",
    "invalid": _invalid,
    "rubric.at": _at,
    "words.no_table": "a table of codes and sentences is needed",
    "words.code": (
        "{code!r} is not a code here: small letters, beginning with the name of the file of checks and a dot ({names:, })"
    ),
    "words.taken": "{code} has words elsewhere already; take another name",
    "words.forms": "a sentence is needed, or one for each plural form, all of these as texts: {forms:, }",
    "words.braces": "braces hold the name of a value and its format, such as {{count:,}} ({why})",
    "words.unlike": "{code} needs other values in one language than in the other: {values:, }",
    "words.lacking": "{file} beside your checks lacks {codes:listed}; those of '{other}' are shown there.",
    "rubric.not_yaml": "{where}: not YAML: {problem}.",
    "rubric.unparsed": "it cannot be parsed",
    "yaml.deep": "it is nested too deeply",
    "yaml.twice": "{where}: {key} stands there twice.",
    "rubric.tasks": "'{assignment}' has the tasks 1 to {tasks}",
    "rubric.package": (
        "'{package}' is not a package: write it as pip names it, for example xgboost or statsmodels==0.14.4"
    ),
    "rubric.two_ids": "two criteria have the id '{id}'",
    "rubric.late": "'late' says what lateness costs, and there is no 'deadline'",
    "rubric.checks_or_scale": "criterion '{id}' needs either checks or a scale",
    "rubric.sum": "the checks of '{id}' give {total:g} points, and the criterion {points:g}",
    "rubric.scale": "the scale of '{id}' must rise and end at its {points:g} points",
    "rubric.zone": "this machine knows no zone '{name}': write it as Europe/Moscow, UTC or +03:00",
    "rubric.offset": "write the time without an offset, and name its zone in 'zone'",
    "rubric.points_or_share": "give either points or a share for each day",
    "rubric.no_name": (
        "'{name}' names no check: write it as module.function, for example dataset.shapes, as "
        "PACKAGE:module.function for one of an installed package, or as FILE.py::check_NAME for one of your "
        "own"
    ),
    "rubric.of_package": lambda said: said.rstrip("."),
    "rubric.no_package": "the package of checks '{name}' names {value}, and that is no package that can be found",
    "rubric.prefix": "'{name}' names no check: the name of its function must begin with {prefix}",
    "rubric.outside": "'{name}' is not in the folder of the rubric or below it",
    "rubric.check_unread": "there is no check '{name}': {file} cannot be read ({why})",
    "rubric.no_python": _no_python,
    "rubric.no_check": "there is no check '{name}': {file} defines no {function}",
    "assignment.entry_point": "The entry point {name}",
}
