"""Grades on the terminal: one in full, or a batch of them in a table."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.evidence.diagnosis import Failure
from harness.evidence.messages import gist
from harness.evidence.network import Metrics
from harness.grade.record import Audit, Finding, Grade, Status
from harness.outcome import Outcome
from harness.report.confusion import confusion_sentence
from harness.report.feedback import no_mark_reasons
from harness.report.text import SYMBOLS, interval, number, one_line, visible, words
from harness.report.view import View
from harness.words.shown import Shown

HOW_TO_DECIDE = (
    'Look at the evidence (harness held says where it lies). Then harness release NAME --why "…" makes a held grade a mark, '
    'and harness reject NAME --why "…" ends it without one.'
)
EXACTLY = View(Shown.EXACT)
WIDTH = 100
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
    say(console, f"{one_line(grade.submission, 60)}, attempt {grade.attempt}", "bold")
    provisional = " (provisional)" if grade.waits else ""
    say(console, f"{number(grade.points)} of {number(grade.max_points)} points{provisional}", "bold")
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
    if grade.waits and grade.can_be_a_mark:
        say(console, HOW_TO_DECIDE, "bold magenta")
    for note in grade.notes:
        say(console, f"Note: {one_line(note, 500)}", "yellow")
    print_facts(grade, console)
    print_failures(grade, console)
    if grade.criteria:
        console.print()
        console.print(_criteria(grade, console))
    if grade.audit is not None:
        print_audit(grade.audit, console)
    if grade.metrics:
        _print_metrics(grade.metrics, console)
    if grade.networks:
        console.print()
        console.print(_networks(grade, console))


def print_batch(grades: Sequence[Grade], console: Console, left_out: Mapping[str, str] = {}) -> None:
    """Prints one row per submission, what was ``left_out`` and why, and one last sentence of what needs a human."""
    table = _table(console, "Submission", "Points", "Macro-F1", "Outcome")
    for index in (1, 2):
        table.columns[index].justify = "right"
        table.columns[index].no_wrap = True
    grades = [EXACTLY.of(grade) for grade in grades]
    for grade in grades:
        outcome = Text(words(grade.outcome), "green" if grade.outcome is Outcome.GRADED else "red")
        if grade.decision is not None:
            outcome.append(f" ({grade.decision.verdict.value} by {one_line(grade.decision.by, 40)})", "cyan")
        elif grade.held:
            outcome.append(" (held, points provisional)", "magenta")
        elif not grade.is_mark:
            outcome.append(" (not a mark)", "yellow")
        if grade.late is not None and grade.late.penalty:
            outcome.append(f" (late, {number(grade.late.penalty)} points taken off)", "yellow")
        if grade.outcome is not Outcome.GRADED:
            outcome.append(f": {one_line(grade.reason, 160)}", "default")
        table.add_row(
            Text(one_line(grade.submission, 40)),
            Text(f"{number(grade.points)} of {number(grade.max_points)}"),
            Text(f"{grade.metrics.macro_f1:.3f}" if grade.metrics else "–"),
            outcome,
        )
    console.print(table)
    for name, why in left_out.items():
        say(console, f"Left out: {one_line(name, 60)}: {one_line(why, 500)}", "yellow")
    wanted = [f"{one_line(grade.submission, 40)} ({why})" for grade in grades if (why := needs_human(grade))]
    if wanted:
        say(console, f"Needs a human: {'; '.join(wanted)}.", "bold magenta")
        if any(grade.waits and grade.can_be_a_mark for grade in grades):
            say(console, HOW_TO_DECIDE, "magenta")
    else:
        say(console, "Nothing needs a human.", "green")


def print_held(grades: Sequence[tuple[Grade, Path]], console: Console) -> None:
    """Prints the grades that wait for a person, each with points, reasons and the folder of its evidence."""
    for one, folder in grades:
        grade = EXACTLY.of(one)
        points = f"{number(grade.points)} of {number(grade.max_points)} points (provisional)"
        say(console, f"{one_line(grade.submission, 60)}, attempt {grade.attempt}: {points}", "bold")
        for reason in grade.held:
            say(console, one_line(reason, 500), "yellow")
        print_facts(grade, console)
        console.print(f"Evidence: {visible(str(folder))}", markup=False, highlight=False, soft_wrap=True)
        console.print()
    if grades:
        waits = "1 grade waits" if len(grades) == 1 else f"{len(grades)} grades wait"
        say(console, f"{waits} for a person. {HOW_TO_DECIDE}", "bold magenta")
    else:
        say(console, "No grade waits for a person.", "green")


def print_facts(grade: Grade, console: Console) -> None:
    """Prints what a teacher may want to look at."""
    for fact in grade.facts:
        say(console, f"For the teacher: {one_line(fact, 500)}", "dim")


def print_audit(audit: Audit, console: Console) -> None:
    """Prints what the run on the twin said: each contradiction, and how many checks there are of each other kind."""
    console.print()
    say(console, f"Audit. {one_line(audit.reason, 500)}", "bold")
    for check in audit.checks:
        if check.finding is Finding.CONTRADICTS:
            say(console, f"✗ {one_line(check.id, 60)}: {one_line(check.reason, 500)}", "bold magenta")
    for network in audit.networks:
        mark, style = MARKS_OF_FINDINGS[network.finding]
        say(console, f"{mark} {one_line(network.reason, 500)}", style)
    follow, unknown = (
        [one_line(check.id, 60) for check in audit.checks if check.finding is kind]
        for kind in (Finding.FOLLOWS, Finding.UNKNOWN)
    )
    say(console, f"What follows the data: {', '.join(follow) or 'no check'}.", "green" if follow else "dim")
    say(console, f"What cannot be told: {', '.join(unknown) or 'no check'}.", "dim")


def needs_human(grade: Grade) -> str:
    """Why a person has to look at the attempt, in a few words; empty where nobody has to."""
    whys = []
    if grade.outcome.needs_human:
        whys.append(f"{words(grade.outcome)}: {one_line(grade.reason, 160).rstrip('.')}")
    if grade.waits:
        whys += [f"held: {one_line(reason, 160).rstrip('.')}" for reason in grade.held]
    return "; ".join(whys)


def say(console: Console, text: str, style: str) -> None:
    """One paragraph, in at most 100 columns, without markup."""
    console.print(Text(text, style), width=min(WIDTH, console.width))


def _table(console: Console, *headers: str) -> Table:
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        width=min(WIDTH, console.width),
    )
    for header in headers:
        table.add_column(Text(header, "bold"), overflow="fold")
    return table


def _criteria(grade: Grade, console: Console) -> Table:
    table = _table(console, "Criterion", "Title", "Points", "Status", "Reason")
    table.columns[2].justify, table.columns[2].no_wrap = "right", True
    table.columns[0].max_width, table.columns[1].ratio, table.columns[4].ratio = 16, 4, 5
    table.columns[3].width = 11
    for one in grade.criteria:
        table.add_row(
            Text(one_line(one.id, 40)),
            Text(one_line(one.title)),
            Text(f"{number(one.points)} of {number(one.max_points)}"),
            Text(f"{SYMBOLS[one.status]} {words(one.status)}", STYLES[one.status]),
            Text(one_line(one.reason)),
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
    where = "The program" if failure.cell is None else f"Cell {failure.cell}"
    if failure.line is not None:
        where += f", line {failure.line}"
    if failure.file:
        where += f" ({one_line(failure.file, 80)}" + (
            f", line {failure.file_line})" if failure.file_line else ")"
        )
    raised = f"{one_line(failure.error, 80)}: {one_line(gist(failure.message), 500)}".strip(": ")
    say(console, f"{where}: {raised or 'did not come to its end'}", "red")


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
        say(console, f"Hint: {one_line(failure.hint, 500)}", "yellow")


def _print_metrics(metrics: Metrics, console: Console) -> None:
    names = [score.name for score in metrics.per_class]
    console.print()
    say(
        console,
        f"Best network: macro-F1 {metrics.macro_f1:.3f} "
        f"(95 % interval {interval(*metrics.macro_f1_interval)}), "
        f"accuracy {metrics.accuracy:.3f} on {metrics.images:,} hidden images",
        "bold",
    )
    say(console, confusion_sentence(metrics.confusion_matrix, [one_line(name, 40) for name in names]), "")
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(Text("true \\ predicted", "dim"), no_wrap=True, max_width=16)
    for name in names:
        header = one_line(name, 16).replace("/", "/\n").replace(" ", "\n")
        table.add_column(Text(header, "dim"), justify="right", min_width=5, max_width=8, overflow="ellipsis")
    for row, (name, counts) in enumerate(zip(names, metrics.confusion_matrix, strict=True)):
        cells = [
            Text(str(count), "bold green" if row == column else "red" if count else "dim")
            for column, count in enumerate(counts)
        ]
        table.add_row(Text(one_line(name, 16)), *cells)
    console.print()
    console.print(table, width=min(WIDTH, console.width))


def _networks(grade: Grade, console: Console) -> Table:
    """One row a network. Its structure is on the feedback page; a terminal is too narrow for it."""
    table = _table(console, "Network", "Kind", "Parameters", "Hidden macro-F1", "Visible", "Role", "Note")
    for index in (2, 3, 4):
        table.columns[index].justify, table.columns[index].no_wrap = "right", index != 3
    table.columns[0].max_width, table.columns[1].max_width, table.columns[3].width = 16, 11, 14
    table.columns[6].ratio = 1
    for network in grade.networks:
        hidden, visible_test = network.hidden, network.visible
        hidden_text = (
            f"{hidden.macro_f1:.3f}\n{interval(*hidden.macro_f1_interval)}" if hidden else "not scored"
        )
        table.add_row(
            Text(one_line(network.title, 60)),
            Text(one_line(network.kind, 30)),
            Text("–" if network.parameters is None else f"{network.parameters:,}"),
            Text(hidden_text),
            Text(f"{visible_test.macro_f1:.3f}" if visible_test else "–"),
            Text(", ".join(grade.roles.get(role, role) for role in network.roles)),
            Text(one_line(network.reason, 200)),
        )
    return table
