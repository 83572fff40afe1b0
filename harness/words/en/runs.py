"""How the run of student code ended, and what helps, in English."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _cell(number: int, total: int, line: int | None, deeper: str | None) -> str:
    return f"in cell {number} of {total}" + (f", line {line}" if line else "") + (deeper or "")


def _script(line: int | None, deeper: str | None) -> str:
    return (f"in line {line} of the script" if line else "in the script") + (deeper or "")


def _file(file: str, line: int | None) -> str:
    return f" ({file}, line {line})" if line else f" ({file})"


def _after(ran: int, failed: int, followed: int) -> str:
    cells = "1 cell" if ran == 1 else f"{ran} cells"
    for_want = f", {followed} of them for want of what a failed cell was to make" if followed else ""
    return f" (of the {cells} that ran after it, {failed or 'none'} failed{for_want})"


def _exited(call: str, where: str, script: bool) -> str:
    ended = f"The submission ran to its end: {call or 'a call of exit'} {where} ended it"
    return f"{ended}." if script else f"{ended.removesuffix('it')}that cell, and the cells after it ran."


def _missing_name(name: str, cell: int, stopped: bool) -> str:
    how = "was stopped" if stopped else "failed"
    return f"{name} has no value, since cell {cell}, which was to give it one, {how}: mend that cell first."


def _missing_file(name: str, cell: int, stopped: bool) -> str:
    how = "was stopped" if stopped else "failed"
    return f"The file {name} is not there, and cell {cell}, which speaks of it, {how}: mend that cell first."


def _output_cut(cell: int | None, characters: int) -> str:
    whose = "the script" if cell is None else f"cell {cell}"
    return (
        f"The output of {whose} is very long: {characters:,} characters from the middle of it were left out, and its "
        "beginning and its end count. Print less."
    )


def _stopped_cell(number: int, total: int, after: str) -> str:
    return (
        f"Cell {number} of {total} was stopped, for the sake of the cells after it{after}; "
        "train fewer epochs or a smaller network."
    )


def _raised(error: str, where: str, message: str, after: str | None) -> str:
    return f"{error} {where}: {message}".rstrip(": ") + (after or "")


def _machine_failed(why: str, place: str) -> str:
    return (
        "The machine that grades failed ("
        + why
        + (f": {place}" if place else "")
        + "); mend that, and grade again."
    )


def _no_entry(script: str, remark: str | None, below: Several) -> str:
    none = f"There is no notebook (.ipynb) and no {script} at the top of the folder; put one there."
    if below:
        none += f" Below it there are some ({below:, }): one of them can be graded by itself, and a whole class by batch."
    return f"{none} {remark}." if remark else none


def _broke(*, checks: Several, why: str) -> str:
    several = "A checker" if len(checks) == 1 else f"{len(checks)} checkers"
    return f"{several} broke ({checks.listed()}): {why.rstrip('.')}."


WORDS: Catalogue = {
    "entry.notebooks": ("There are {count} notebooks ({names:, }); hand in one, the others in a subfolder."),
    "entry.scripts": "There are {count} scripts ({names:, }) and none is called {script}; name one so.",
    "entry.none": _no_entry,
    "entry.large_script": "{name} is larger than {megabytes} MB; keep its data in files beside it.",
    "entry.too_large": "{name} is larger than {megabytes} MB; clear its outputs.",
    "entry.no_notebook": "{name} is JSON, but no notebook; save it again from Jupyter.",
    "entry.empty": "{name} is empty; save it again from Jupyter as a notebook.",
    "entry.not_unicode": "{name} is not text in UTF-8, as a notebook must be; save it again from Jupyter.",
    "entry.too_deep": (
        "{name} holds lists and objects more than {most} deep in one another; save it again from Jupyter, without widgets."
    ),
    "entry.too_much": "{name} holds more than {most:,} values beside its texts; clear its outputs.",
    "entry.long_number": "{name} holds a number of thousands of digits; save it again from Jupyter.",
    "entry.no_json": "{name} is not JSON; save it again from Jupyter as a notebook.",
    "where.before": "before the first cell",
    "where.after_script": "after the script",
    "where.after_cell": "after cell {number} of {total}",
    "where.script": _script,
    "where.cell": _cell,
    "where.file": _file,
    "code.notebook": "notebook",
    "code.script": "script",
    "run.after": _after,
    "run.exited": _exited,
    "run.finished": "The submission ran to its end.",
    "run.cell_stopped": _stopped_cell,
    "run.time_limit": (
        "The run was stopped {where} after {minutes:g} minutes; train fewer epochs or a smaller network."
    ),
    "run.disk_limit": "More than {gigabytes:g} GB of files were written {where}; write less.",
    "run.process_limit": "More than {most} processes and threads were started {where}; start fewer.",
    "run.memory_limit": (
        "The run took more than {gigabytes:g} GB of memory {where}; use smaller batches and fewer copies of the data."
    ),
    "run.memory_refused": (
        "More memory was asked for {where} than there was; a run has {gigabytes:g} GB: use smaller batches and fewer copies "
        "of the data."
    ),
    "run.died": "The Python process ended by itself {where} (a crash, or a call such as os._exit).",
    "run.ended_from_inside": (
        "The run was ended from inside {where}: a signal ended the program that runs the cells. What ran before counts."
    ),
    "run.raised": _raised,
    "run.driver_broke": "The runner in the sandbox broke ({message}); a person must look at the logs.",
    "run.no_message": "no message",
    "run.machine_failed": _machine_failed,
    "run.harness_broke": "The harness itself broke ({error}: {message}); see grader.log.",
    "note.not_isolated": "Student code ran without isolation on this machine; do not trust this mark.",
    "note.dry_run": (
        "Every fit was cut to a few steps, and the run to {minutes:g} minutes (--smoke): this is a dry run and not a mark."
    ),
    "note.stand_in": "The data are the built-in stand-in and not {data}: this is not a mark.",
    "note.output_cut": _output_cut,
    "held.output_unreadable": "What the run left could not be read: {why}",
    "held.driver_crashed": (
        "The program that runs the cells crashed. Whether the submission did that or the program has a fault is not known: "
        "look at driver.log and kernel.log."
    ),
    "held.lines_lost": (
        "Of what the driver said of the run, {count} lines did not arrive: another program read or broke them on their way, so "
        "how the cells ended is not known."
    ),
    "held.functions_late": (
        "predict(images) or preprocess(images) gave no answer in its time. Whether the function is slow or the machine was "
        "busy is not known: grade again before this becomes a mark."
    ),
    "held.scoring_late": (
        "The network {network} was not scored within {minutes:g} minutes. Whether it is slow or the machine was busy is not "
        "known: grade again before this becomes a mark."
    ),
    "held.over_budget": (
        "Not scored: {networks:listed}. Scoring has {minutes:g} minutes for all networks of a submission together, starts at "
        "most {starts} times and takes at most {most} networks. Whether these networks matter a person must decide."
    ),
    "held.check_broke": _broke,
    "note.more_names": "There are {count} more such names.",
    "note.cells_left_out": "The notebook has {total:,} cells; the first {ran:,} of them ran.",
    "note.events_left_out": ("{count} lines of the event channel did not fit its schema and were left out."),
    "hint.other_framework": "{module} is not installed here, since the work is to be done in Keras.",
    "hint.tensorflow_contrib": (
        "TensorFlow 2 has no contrib and no examples: use keras.datasets and keras.layers."
    ),
    "hint.no_module": (
        "There is no module {module} here. If it is a file of yours, hand it in beside the {code}; the packages that "
        "are installed are listed in the course's README.md."
    ),
    "hint.labels": (
        "The labels do not have the form that the loss takes: categorical_crossentropy takes a row for each image, as long as "
        "the network's output (keras.utils.to_categorical), and sparse_categorical_crossentropy the number of its class."
    ),
    "hint.keras1_argument": "The argument {old} is of Keras 1; it is called {new} now.",
    "hint.keras2_argument": (
        "Keras 3 does not know the argument {argument}, which is of an older Keras; look the call up in its "
        "documentation."
    ),
    "hint.keras_name": (
        "Keras 3 has dropped or moved this name; look it up in its documentation, or use another layer."
    ),
    "hint.tensorflow_name": (
        "TensorFlow 2 has no {name}; if it is of TensorFlow 1, build and train the network with Keras in its place."
    ),
    "hint.tensorflow1": (
        "This is a program of TensorFlow 1, with placeholders and sessions: build and train the network with Keras."
    ),
    "hint.addons": (
        "TensorFlow Addons is no longer maintained: look in Keras 3 for what does the work of {name}."
    ),
    "follow_up.name": _missing_name,
    "follow_up.file": _missing_file,
    "hint.undefined_in_script": (
        "{name} has no value where this line runs: look at how it is spelled, and at where it gets its value."
    ),
    "hint.undefined": (
        "{name} has no value when this cell runs: look at how it is spelled, and run the notebook from top to bottom before "
        "you hand it in."
    ),
    "hint.concatenation": (
        'Branches can only be stacked when height and width are equal: give every branch padding="same" and stride 1.'
    ),
    "hint.shape": (
        "The data and the network's input differ in shape: compare x.shape with the input shape of the first layer."
    ),
    "hint.weights": (
        "The file {name} was not handed in: train the network in the {code}, or hand the file in beside it."
    ),
    "hint.file": "The file {name} was not handed in; read files by a path relative to the {code}.",
    "hint.syntax": "Python cannot read this cell: run it on its own before you hand it in.",
    "hint.syntax_of_script": "Python cannot read this script: run it before you hand it in.",
    "hint.syntax_of_file": "Python cannot read {file}: run it before you hand it in.",
    "hint.f_string": (
        "Python cannot read this f-string. Before Python 3.12 the braces may hold no backslash, and no quotes of the kind "
        "that stands around the text."
    ),
    "hint.null": (
        "There is a NUL character (\\0) in the code, which Python does not read; delete it: editors show it as a box, or "
        "not at all."
    ),
    "hint.encoding": (
        'Save the file as UTF-8, or name its encoding in its first line, such as "# coding: cp1251".'
    ),
    "hint.question": (
        "Nobody is there to answer input(): every question gets an empty answer, and after some of them there are no more. "
        "Give the values in the code."
    ),
    "hint.command_line": (
        "A notebook has no command line: give the values in the code, or the parser a list, such as parse_args([])."
    ),
    "hint.command_line_of_script": (
        "The script asks for arguments on the command line, and it is started without any: give each argument a default "
        "value."
    ),
    "hint.exit": "The {code} ended itself here, with a status that stands for an error.",
    "hint.network": (
        "There is no network here: hand in beside your code what it downloads. The data of this work are in {loading}."
    ),
    "hint.network_file": (
        "There is no network here, so {name} cannot be downloaded: hand it in beside your code if the work needs it. The "
        "data of this work are in {loading}."
    ),
    "hint.network_weights": (
        "There is no network here, so the trained weights {name} cannot be had: build the network without them "
        "(weights=None) and train it, or hand the file in beside your code and give its path."
    ),
    "hint.other_data": (
        "{name} is another data set, and there is no network here to fetch it by: the data of this work are in {loading}."
    ),
    "hint.no_card": "There is no graphics card here: leave out what asks for one.",
    "hint.argument": (
        "The versions that are installed here do not know the argument {argument}; look the call up in their "
        "documentation."
    ),
    "hint.table": (
        "This is a pandas table: fetch_openml gives arrays with as_frame=False, and a table has .to_numpy()."
    ),
    "hint.memory": "Use smaller batches or fewer images at a time.",
}
