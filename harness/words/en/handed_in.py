"""What is wrong with works that are read, and of whom they are, in English."""

from harness.words.en.plural import many
from harness.words.several import Several
from harness.words.template import Catalogue


def _damaged(called: str, is_zip: bool) -> str:
    what = "zip" if is_zip else "zip or tar"
    return f"The archive {called} cannot be read as {what}: it is damaged, not whole, or of another kind; pack it again."


def _too_large(name: str, megabytes: int, files: int) -> str:
    whose = f"The submission {name}" if name else "The submission"
    return f"{whose} is larger than {megabytes} MB or {files} files; leave data sets and checkpoints out."


def _unreadable(file: str | None, name: str, why: str) -> str:
    begin = "the submission" if file is None else f"{file} in the submission"
    return f"{begin} {name} cannot be read ({why}); make it readable and grade it again."


def _silent(who: str, perhaps: Several) -> str:
    return f"No work was found of {who}{f' (perhaps {perhaps:, })' if perhaps else ''}."


def _kept(path: str, count: int) -> str:
    return f"The roster of an earlier batch is taken, {path}, with {many(count, 'student')}; --roster takes another one."


def _counts(found: int, missing: int) -> str:
    none = f", and none of {missing}" if missing else ""
    return f"Of the roster, work was found of {found} students{none}."


WORDS: Catalogue = {
    "collect.left_out": "Left out: {name}: {why}",
    "archive.no_room": (
        "An archive cannot be unpacked among the temporary files in {folder} ({why}); mend that, or set TMPDIR."
    ),
    "archive.refused": "The archive {called} {why}.",
    "archive.unreadable": "The archive {name} cannot be read ({why}); make it readable.",
    "archive.header": "The archive {called} has a header of unlikely length; pack it again.",
    "archive.memory": "The archive {called} asks for more memory than there is; pack it as a plain zip.",
    "archive.method": "The archive {called} is packed by a method that is not read here; pack it as a plain zip.",
    "collect.no_folder": "There is no folder {called} that can be read; give the one that holds the submissions.",
    "collect.single": (
        "{path} is a single file; give the folder or the zip or tar that holds the submissions, or grade it with "
        "harness grade."
    ),
    "work.not_regular": "The submission {path} is not a regular file; give a notebook or script.",
    "work.changed": "The submission {name} changed while it was read; grade it again.",
    "roster.twice": "The roster {path} has two students with the id {id}; mend one of them.",
    "roster.empty": "The roster {path} has no student; give a line for each below the heading.",
    "roster.kept": _kept,
    "roster.not_kept": "The roster cannot be kept in {folder} ({why}): give it to the next commands, too.",
    "roster.large": "The {kind} {path} is larger than {megabytes} MB; give a CSV file.",
    "roster.no_id": (
        "The roster {path}, line {line}: a student has no id or no name; give both, or take the line out."
    ),
    "roster.unreadable": "The {kind} {path} cannot be read ({why}); give a CSV file.",
    "roster.no_column": (
        "The {kind} {path} has no column {missing}; its first line names the columns, {wanted: and } among them."
    ),
    "roster.two_columns": "The {kind} {path} has two columns {name}; take one of them out.",
    "roster.line": "The {kind} {path}, line {line}: {error}; mend the line.",
    "work.none": "There is no submission at {shown}; give a student's folder, notebook or script.",
    "work.strange": "{shown} is an archive of a kind that is not read here; unpack it, or pack it as zip.",
    "work.neither": (
        "{shown} is neither a notebook (.ipynb) nor a script (.py); give one of these, a student's folder, or a "
        "zip or tar of it."
    ),
    "work.link": "{shown} is a link; give the folder or file that it leads to.",
    "work.endless": "The path {shown} cannot be followed; give a student's folder.",
    "times.no_time": "{where}: {text!r} is no time; write it as 2026-11-20 23:59 or 20.11.2026 23:59.",
    "times.no_name": "The table of times {path}, line {line}: there is no id and no name; give one of them.",
    "work.nested": (
        "The archive {called} holds no notebook and no script at its top, but an archive ({inner}), and what is "
        "in an archive in an archive is not read; unpack the outer one."
    ),
    "work.no_folder": (
        "No folder can be made among the temporary files in {parent} ({why}); mend that, or set TMPDIR."
    ),
    "archive.damaged": _damaged,
    "work.too_large": _too_large,
    "work.unreadable": _unreadable,
    "refused.much": "holds much more than is taken of it, once unpacked; leave data sets and checkpoints out",
    "refused.damaged": "is damaged, or not whole; pack it again",
    "refused.encrypted": "is encrypted, and nobody here knows the password; pack it without one",
    "refused.method": "is packed by a method that is not read here; pack it as a plain zip",
    "refused.kind": "is a {kind} archive, whatever its name says, and these are not read here; pack it as zip",
    "refused.entries": "holds more than {most:,} files and folders; leave some out",
    "refused.size": "holds more than {megabytes} MB once unpacked; leave data sets and checkpoints out",
    "refused.times": "unpacks to more than {most} times its size; pack it otherwise",
    "remark.is": "{name} {remark}.",
    "remark.of": "{name} {remark}",
    "remark.left_out": "was left out: {why}",
    "remark.twice": "is in the archive more than once; the last one counts",
    "remark.not_utf8": "has a name that is not UTF-8, and is called so here; rename it",
    "remark.strange": "was not unpacked: archives of this kind are not read here, only zip and tar; pack it so",
    "remark.several": "was not unpacked: {count} archives lie beside one another, and one of them alone would be",
    "remark.called": "has the name {name} in the export, and is called so here",
    "left.link": "it is a link",
    "left.irregular": "it is not a regular file",
    "left.file_there": "a file lies where its folder would be",
    "left.folder_there": "a folder has the same name",
    "left.nul": "there is a NUL character in its name; rename it",
    "left.elsewhere": "its name is that of a place on another machine",
    "left.outside": "its name leads out of the archive",
    "left.not_utf8": "its name is not UTF-8; rename it",
    "left.deep": "it lies too deep; move it up",
    "left.long_name": "its name is too long; rename it",
    "left.same_name": "another one has the same name, written with other Unicode characters; rename one",
    "left.link_to_folder": "it is a link; put the student's folder itself here",
    "left.not_of_export": "its name is not one of an export of {title}",
    "left.strange": "archives of this kind are not read here, only zip and tar; pack it so",
    "left.neither": "it is neither a notebook (.ipynb), a script (.py), a zip or tar, nor a folder of these",
    "left.unordered": (
        "there are {count} works of {student} ({names:, }), and which one came last is not known; leave one "
        "of them, or say with --times when each came"
    ),
    "left.taken": "it is of {student}, and another work has that name; rename that one",
    "collect.empty": "There is no submission in {called}; {wanted}.",
    "collect.wanted": "each student's work is a folder, a notebook, a script, or a zip or tar in it",
    "collect.wanted_export": "its names are not those of an export of {title}; leave --layout out, or give another one",
    "enrol.nobody": "nobody of this name or id is on the roster",
    "enrol.several": "it may be of any of {count} students of the roster: {names:, }",
    "roster.roster": "roster",
    "roster.times": "table of times",
    "times.line": "The table of times {path}, line {line}",
    "times.roster": "The roster, {student}",
    "enrol.stranger": "Not on the roster: {name}: {why}.",
    "enrol.silent": _silent,
    "enrol.counts": _counts,
    "remark.typed_moodle": "is what was typed into Moodle, and no code is read from it",
    "remark.typed_canvas": "is a text that was typed into Canvas, and no code is read from it",
    "remark.address_canvas": "is an address that was handed in to Canvas, and nobody here opens it",
}
