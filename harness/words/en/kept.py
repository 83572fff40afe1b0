"""What is wrong with results, and what a person decides on them, in English."""

from harness.words.en.plural import many
from harness.words.several import Several
from harness.words.template import Catalogue


def _attempts(most: int) -> str:
    had = (
        "the one attempt that the rubric allows was"
        if most == 1
        else f"the {most} attempts that the rubric allows were"
    )
    return (
        f"{had} graded before (attempts: {most}), and this is other work, so it is not graded; to grant one more: harness grade "
        "PATH --extra-attempt"
    )


def _state(attempt: int, waits: bool, verdict: str | None) -> str:
    return f"attempt {attempt}" + (", held" if waits else f", {verdict}" if verdict else "")


def _more(names: Several, more: int) -> str:
    return f"{names:, }" + (f", and {more} more" if more else "")


def _found(name: str, results: str, known: Several, more: int) -> str:
    return f"There is no grade of {name!r} in {results}. There are: {_more(known, more)}."


def _waiting(name: str, results: str, waits: Several, more: int) -> str:
    listed = f" These wait: {_more(waits, more)}." if waits else ""
    return f"There is no grade of {name!r} in {results}.{listed}"


def _not_held(attempt: int, name: str, is_mark: bool) -> str:
    why = "it is a mark already" if is_mark else "there is nothing to decide"
    return f"Attempt {attempt} of {name} is not held: {why}."


def _export(platform: str, count: int) -> str:
    return f"An export of {platform}: {many(count, 'submission')}."


def _became(attempt: int, name: str, is_mark: bool, by: str, why: str) -> str:
    return f"Attempt {attempt} of {name} {'is a mark now' if is_mark else 'ended without a mark'}, by {by}: {why}"


def _score(path: str, scored: bool) -> str:
    return f"{path}: {'a score' if scored else 'no score'}."


def _waits(count: int, results: str, name: str) -> str:
    grades = "1 grade waits" if count == 1 else f"{count} grades wait"
    once = "once it works, the next harness batch or harness grade hands them over."
    return f"{grades} in {results} for the exporter {name}; {once}"


def _missing(missing: int, undecided: int) -> str:
    return f"{missing or 'Nothing'} missing, {undecided or 'nothing'} undecided. The mark needs the whole training."


def _moved(changed: int, same: int, left: int) -> str:
    return f"{many(changed, 'grade')} changed, {many(same, 'grade')} the same, {many(left, 'grade')} not made anew."


def _left(name: str, attempts: Several, why: str) -> str:
    return f"Not made anew: {name}, attempt{'s' * (len(attempts) != 1)} {attempts:, }: {why}."


WORDS: Catalogue = {
    "kept.broken": "its evidence in {path} cannot be read ({place}: {why})",
    "kept.large": "its evidence in {path} is larger than the {most:,} bytes that are read",
    "kept.none": "its evidence was not kept ({path} is not there)",
    "kept.unreadable": "its evidence in {path} cannot be read ({error})",
    "decide.page": "The page says so: {path}",
    "file.not_written": "{path} cannot be written ({why}); name another file.",
    "grade.feedback": "Feedback: {path}",
    "grade.refused": "{name}: {why}.",
    "grade.no_deadline": "The rubric has no deadline, so --handed-in says nothing; leave it out.",
    "results.none": "There are no grades in {folder}; give --output where they lie elsewhere.",
    "results.none_of": "There is no grade of {name} in {folder}; give --output where it lies elsewhere.",
    "likeness.no_known": "There is no known code at {path}; give a folder or a file.",
    "regrade.dry": "Nothing was written (--dry-run).",
    "regrade.left": "{name}, attempt {attempt}: {why}.",
    "table.foreign": "{path} is not a table that the harness wrote (comma-separated, UTF-8); move it away.",
    "table.not_written": "The table {path} cannot be written ({why}); free the place and grade again.",
    "stored.cannot_read": "{path} cannot be read ({why}): mend it, or move it away.",
    "decide.foreign": "{path} is not a decision of the harness: move it away and decide again.",
    "decide.not_written": "The decision cannot be written to {folder} ({why}); mend that, and decide again.",
    "find.two_numbers": "{wanted} names attempt {named}, and --attempt names {number}: give one of them.",
    "find.no_attempt": "{root} has no attempt {number}; it has {have:, }.",
    "find.like": "There is no grade of {name!r} in {results}; did you mean {like: or }?",
    "find.unknown": _found,
    "decide.unknown": _waiting,
    "decide.our_side": (
        "Attempt {attempt} of {name} failed on our side and has no points to decide on: grade it again."
    ),
    "decide.dry_run": (
        "Attempt {attempt} of {name} was a dry run or on stand-in data, so it cannot become a mark: grade it without --smoke, "
        "on the data."
    ),
    "decide.already": (
        "Attempt {attempt} of {name} is decided already ({verdict} by {by}, {day}): {why} To decide anew, give --anew."
    ),
    "decide.not_held": _not_held,
    "results.grade_lost": (
        "The grade of {name} is made, and the results folder {folder} cannot be written ({why}): mend that, and grade it "
        "again."
    ),
    "results.grade_elsewhere": (
        "The grade of {name} is made, and the results folder {folder} cannot be written ({why}): it is kept in {kept}. Mend "
        "that, then put it there: {move}"
    ),
    "stored.broken": "{path} cannot be read ({place}: {why}): grade the submission again.",
    "results.unreadable": "The results folder {path} cannot be read ({why}): mend that, or give --output.",
    "results.killed": (
        "{name}: an attempt that began {when} was killed with the command that made it; it does not count, and "
        "the next one takes its place."
    ),
    "results.not_written": "Results cannot be written to {root} ({why}); mend that, or give --output.",
    "export.went": "{submission}: attempt {attempt} went to the exporter {name} now.",
    "export.refused": "The grade is in {folder}, but the exporter {name} did not take it: {error}",
    "export.failed": (
        "The grade is in {folder}, but the exporter {name} failed ({kind}: {error}): tell whoever maintains it."
    ),
    "likeness.one": "Likeness is between works, and there is only one; give a folder with two at least.",
    "likeness.few": (
        "The honest works make {pairs:,} pairs, and a rate needs at least {least:,}: give more works, long enough "
        "to be compared."
    ),
    "likeness.record": "{path} cannot be read as a record of honest pairs; make it anew.",
    "likeness.large": "{path} holds more than {most:,} characters of code; name what was handed out alone.",
    "mlflow.starting": "MLflow starts at {address}; the leaderboard's own address follows in some seconds …",
    "export.unfinished": "The exporter {name} took the grades, but could not finish: {error}",
    "mlflow.late": "MLflow did not answer at {address} within {seconds:.0f} seconds.",
    "mlflow.on_server": "The leaderboard is on the MLflow server at {address}",
    "mlflow.none": "There is no leaderboard at {database} yet: grade a submission first.",
    "mlflow.ended": "MLflow ended by itself with exit code {code}, and these were its last words:\n{said}",
    "mlflow.no_port": "Port {port} is not a TCP port: choose one from 1 to 65535 with --port.",
    "mlflow.at": "The leaderboard is at {address}/{page} (Ctrl-C ends it)",
    "mlflow.closed": "The leaderboard is closed.",
    "mlflow.lead": "In the lead: {names:listed} (macro-F1 {macro_f1:.3f}). Ranks: {count}.",
    "mlflow.nobody": "Nobody has a rank yet.",
    "mlflow.more": "{count} more are in the table of runs.",
    "mlflow.total": "{points} of {most} points.",
    "mlflow.criterion": "Criterion",
    "mlflow.why": "Why",
    "mlflow.true_predicted": "true \\ predicted",
    "mlflow.where": "The page that the student reads, {page}, is under *Artifacts*.",
    "mlflow.points": "Points",
    "mlflow.closed_store": "The leaderboard at {store} cannot be opened: {why}.",
    "mlflow.no_driver": "the Python driver for {kind} is missing ({why}): that of PostgreSQL is psycopg "
    "(pip install 'psycopg[binary]')",
    "mlflow.refused": "the database does not answer or refuses ({why})",
    "mlflow.no_turn": "other commands have kept its lock for {seconds:.0f} seconds ({why})",
    "batch.no_times": "The rubric has no deadline, and there is no --roster, so --times says nothing; leave it out.",
    "batch.no_such_name": "The table of times names {name}, and no submission here is called so.",
    "decide.no_why": '--why is empty; say in a sentence why, for the student reads it: --why "…".',
    "decide.long_why": "--why has {count:,} characters; the student reads it: say it in at most {most:,}.",
    "decide.page_not_written": (
        "The decision on {submission} is written, but not the page in {folder} ({why}); mend that, and give: "
        "harness override {name}"
    ),
    "decide.no_attempt": "{name} has no attempt {number} that can be read in {results}; it has {have}.",
    "grade.attempts": _attempts,
    "batch.state": _state,
    "batch.verdict.released": "released",
    "batch.verdict.rejected": "rejected",
    "batch.broke": "the harness itself broke ({kind}: {error}); grade it alone to see where",
    "batch.unchanged": "{name}: already graded, unchanged ({state})",
    "batch.best": (
        "{name}: attempt {attempt} counts, as the best: it has {points} points, and attempt {other} has "
        "{others}"
    ),
    "batch.left_out": "{name}: left out: {why}",
    "batch.listing": "The listing {path} cannot be written ({why}); the grades are in the results folder.",
    "batch.export": _export,
    "decide.became": _became,
    "gradescope.written": _score,
    "batch.later": "a later work of {name} counts in its place",
    "export.waits": _waits,
    "dry.run_of": "Dry run of {name}: every fit is cut to a few steps.",
    "dry.would_wait": "The mark would wait for a person: {reason}",
    "dry.changed": "Changed so that it could run: {was} became {now}.",
    "dry.task": "Task {task}. {title}",
    "dry.nothing": "Nothing could be looked at.",
    "dry.missing": _missing,
    "moved.attempt": "Attempt",
    "moved.before": "Before",
    "moved.after": "After",
    "moved.change": "Change",
    "moved.where": "Where",
    "moved.none": "none",
    "moved.held_now": "held now",
    "moved.mark_now": "a mark now",
    "moved.no_mark_now": "not a mark now",
    "kept.too_large": "larger than {most:,} bytes",
    "results.removed": "the folder was removed while the submission was graded",
    "results.unknown_time": "at an unknown time",
    "moved.held": "{name} is held: {reason}",
    "moved.left": _left,
    "moved.counts": _moved,
}
