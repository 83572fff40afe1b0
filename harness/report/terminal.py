"""Grades on the terminal: one in full, or a batch of them in a table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.evidence.diagnosis import Failure
from harness.evidence.messages import gist
from harness.grade.audit import Audit, Finding
from harness.grade.decision import Decision, Verdict
from harness.grade.record import Grade, Status
from harness.outcome import Outcome
from harness.report.feedback import no_mark_reasons
from harness.report.paper import WIDTH, say, table_of
from harness.report.scored import networks_table, print_metrics
from harness.report.text import SYMBOLS, number, one_line, visible, words
from harness.report.view import View
from harness.words.phrase import Phrase, phrase
from harness.words.say import say as told
from harness.words.shown import Shown

EXACTLY = View(Shown.EXACT)
LINES_AROUND = 2
STYLES: dict[Status, str] = {
    Status.PASSED: "green",
    Status.PARTIAL: "yellow",
    Status.FAILED: "red",
    Status.SKIPPED: "dim",
    Status.ERROR: "magenta",
}
MARKS_OF_FINDINGS = {
    Finding.FOLLOWS: ("✓", "green"),
    Finding.CONTRADICTS: ("✗", "bold magenta"),
    Finding.UNKNOWN: ("–", "dim"),
}


def print_grade(grade: Grade, console: Console) -> None:
    """Prints one attempt: points, outcome, where it failed, criteria, best network, matrix, networks.

    Every text of the student is shown without markup and without control characters, in at most 100 columns.
    """
    grade = EXACTLY.of(grade)
    say(console, _attempt(grade), "bold")
    say(console, _points(grade), "bold")
    if grade.overrides:
        total = phrase(
            "person.automatic_total", points=number(grade.automatic_points), most=number(grade.max_points)
        )
        say(console, told(total), "dim")
    if grade.late is not None:
        late = EXACTLY.late(grade)
        say(console, one_line(late, 500), "yellow" if grade.late.penalty else "dim")
    if grade.earlier:
        say(console, View(Shown.EXACT).earlier(grade), "dim")
    good = grade.outcome is Outcome.GRADED
    say(console, f"{words(grade.outcome)}: {one_line(grade.reason, 500)}", "green" if good else "red")
    for reason in no_mark_reasons(grade):
        say(console, f"⚠ {one_line(reason, 500)}", "bold yellow")
    if grade.decision is not None and grade.is_mark:
        say(console, one_line(grade.decision.sentence, 500), "bold")
    for comment in grade.comments:
        say(console, one_line(told(comment.phrase), 1000), "bold")
    if grade.waits and grade.can_be_a_mark:
        say(console, told(phrase("terminal.how_to_decide")), "bold magenta")
    for note in grade.notes:
        say(console, told(phrase("terminal.note", note=one_line(note, 500))), "yellow")
    print_facts(grade, console)
    print_failures(grade, console)
    if grade.criteria:
        console.print()
        console.print(_criteria(grade, console))
    if grade.audit is not None:
        print_audit(grade, grade.audit, console)
    if grade.metrics:
        print_metrics(grade.metrics, console)
    if grade.networks:
        console.print()
        console.print(networks_table(grade, console))


def print_batch(grades: Sequence[Grade], console: Console, left_out: Mapping[str, Phrase] = {}) -> None:
    """Prints one row per submission, what was ``left_out`` and why, and one last sentence of what needs a human."""
    headers = (phrase("terminal.submission"), phrase("terminal.points"), phrase("terminal.outcome"))
    submission, points, ended = map(told, headers)
    table = table_of(console, submission, points, "Macro-F1", ended)
    for index in (1, 2):
        table.columns[index].justify = "right"
        table.columns[index].no_wrap = True
    grades = [EXACTLY.of(grade) for grade in grades]
    for grade in grades:
        outcome = Text(words(grade.outcome), "green" if grade.outcome is Outcome.GRADED else "red")
        if grade.decision is not None:
            outcome.append(f" ({_decided(grade.decision)})", "cyan")
        elif grade.held:
            outcome.append(f" ({told(phrase('terminal.held'))})", "magenta")
        elif not grade.is_mark:
            outcome.append(f" ({told(phrase('terminal.no_mark'))})", "yellow")
        if grade.late is not None and grade.late.penalty:
            outcome.append(f" ({told(phrase('terminal.late', points=number(grade.late.penalty)))})", "yellow")
        if grade.outcome is not Outcome.GRADED:
            outcome.append(f": {one_line(grade.reason, 300)}", "default")
        table.add_row(
            Text(one_line(grade.submission, 40)),
            Text(_of(grade.points, grade.max_points)),
            Text(f"{grade.metrics.macro_f1:.3f}" if grade.metrics else "–"),
            outcome,
        )
    console.print(table)
    if not print_troubles(grades, console, left_out):
        say(console, told(phrase("terminal.needs_nobody")), "green")


def print_troubles(grades: Sequence[Grade], console: Console, left_out: Mapping[str, Phrase]) -> bool:
    """Prints what was left out and why, and who needs a person; returns whether anybody does."""
    for name, reason in left_out.items():
        left = phrase("terminal.left_out", name=one_line(name, 60), why=one_line(told(reason), 500))
        say(console, told(left), "yellow")
    wanted = [f"{one_line(grade.submission, 40)} ({why})" for grade in grades if (why := needs_human(grade))]
    if wanted:
        say(console, told(phrase("terminal.needs_human", who="; ".join(wanted))), "bold magenta")
        if any(grade.waits and grade.can_be_a_mark for grade in grades):
            say(console, told(phrase("terminal.how_to_decide")), "magenta")
    return bool(wanted)


def print_held(grades: Sequence[tuple[Grade, Path]], console: Console) -> None:
    """Prints the grades that wait for a person, each with points, reasons and the folder of its evidence."""
    for one, folder in grades:
        grade = EXACTLY.of(one)
        say(console, f"{_attempt(grade)}: {_points(grade)}", "bold")
        for reason in grade.held:
            say(console, one_line(reason, 500), "yellow")
        print_facts(grade, console)
        lies = told(phrase("terminal.evidence", folder=visible(str(folder))))
        console.print(lies, markup=False, highlight=False, soft_wrap=True)
        console.print()
    if grades:
        waits = told(phrase("terminal.waiting", count=len(grades)))
        say(console, f"{waits} {told(phrase('terminal.how_to_decide'))}", "bold magenta")
    else:
        say(console, told(phrase("terminal.none_waits")), "green")


def print_facts(grade: Grade, console: Console) -> None:
    """Prints what a teacher may want to look at."""
    for fact in grade.facts:
        say(console, told(phrase("terminal.for_the_teacher", fact=one_line(fact, 500))), "dim")


def print_audit(grade: Grade, audit: Audit, console: Console) -> None:
    """Prints what the run on the twin said: each contradiction, and how many checks there are of each other kind."""
    titles = {check.id: check.title for criterion in grade.criteria for check in criterion.checks}
    console.print()
    say(console, told(phrase("terminal.audit", reason=one_line(audit.reason, 500))), "bold")
    for check in audit.checks:
        if check.finding is Finding.CONTRADICTS:
            say(
                console,
                f"✗ {one_line(titles.get(check.id, check.id), 200)} {one_line(check.reason, 500)}",
                "bold magenta",
            )
    for network in audit.networks:
        mark, style = MARKS_OF_FINDINGS[network.finding]
        say(console, f"{mark} {one_line(network.reason, 500)}", style)
    found = Counter(check.finding for check in audit.checks)
    for kind, style in ((Finding.FOLLOWS, "green"), (Finding.UNKNOWN, "dim")):
        if found[kind]:
            say(console, told(phrase(f"audited.checks.{kind.value}", count=found[kind])), style)


def needs_human(grade: Grade) -> str:
    """Why a person has to look at the attempt, in a few words; empty where nobody has to."""
    whys = []
    if grade.outcome.needs_human:
        whys.append(f"{words(grade.outcome)}: {one_line(grade.reason, 160).rstrip('.')}")
    if grade.waits:
        whys += [
            told(phrase("terminal.held_for", reason=one_line(reason, 160).rstrip(".")))
            for reason in grade.held
        ]
    return "; ".join(whys)


def _attempt(grade: Grade) -> str:
    return told(phrase("terminal.attempt", name=one_line(grade.submission, 60), attempt=grade.attempt))


def _of(points: float, most: float) -> str:
    return told(phrase("terminal.of", points=number(points), most=number(most)))


def _points(grade: Grade) -> str:
    of = _of(grade.points, grade.max_points)
    return told(phrase("terminal.points_of", of=of, provisional=grade.waits))


def _decided(decision: Decision) -> str:
    who = one_line(decision.by, 40)
    return told(phrase("terminal.decided", released=decision.verdict is Verdict.RELEASED, who=who))


def _criteria(grade: Grade, console: Console) -> Table:
    headers = (
        phrase("terminal.criterion"),
        phrase("terminal.title"),
        phrase("terminal.points"),
        phrase("terminal.status"),
        phrase("terminal.reason"),
    )
    table = table_of(console, *map(told, headers))
    table.columns[2].justify, table.columns[2].no_wrap = "right", True
    table.columns[0].max_width, table.columns[1].ratio, table.columns[4].ratio = 16, 4, 5
    table.columns[3].width = 11
    for one in grade.criteria:
        table.add_row(
            Text(one_line(one.id, 40)),
            Text(one_line(one.title)),
            Text(_of(one.points, one.max_points)),
            Text(f"{SYMBOLS[one.status]} {words(one.status)}", STYLES[one.status]),
            Text(one_line(f"{EXACTLY.automatic(grade, one)} {one.reason}".strip())),
        )
    return table


def print_failures(grade: Grade, console: Console) -> None:
    """Prints where the code failed first, and in a line each where else."""
    if grade.failure:
        console.print()
        _print_failure(grade.failure, console)
    for failure in grade.also_failed:
        _print_place(failure, console)


def _print_place(failure: Failure, console: Console) -> None:
    where = told(
        phrase(
            "terminal.place",
            cell=failure.cell,
            line=failure.line,
            file=one_line(failure.file, 80) if failure.file else "",
            file_line=failure.file_line,
        )
    )
    raised = f"{one_line(failure.error, 80)}: {one_line(gist(failure.message), 500)}".strip(": ")
    say(console, f"{where}: {raised or told(phrase('terminal.no_end'))}", "red")


def _print_failure(failure: Failure, console: Console) -> None:
    _print_place(failure, console)
    lines = visible(failure.source).rstrip("\n").split("\n")
    centre = (failure.line or 1) - 1
    for index, line in enumerate(lines):
        if failure.source and abs(index - centre) <= LINES_AROUND:
            failing = index + 1 == failure.line
            text = Text(
                f"{'▶' if failing else ' '} {index + 1:>4}  {line.expandtabs(4)}",
                "bold red" if failing else "",
            )
            console.print(text, width=min(WIDTH, console.width), no_wrap=True, overflow="ellipsis")
    if failure.hint:
        say(console, told(phrase("terminal.hint", hint=one_line(failure.hint, 500))), "yellow")
