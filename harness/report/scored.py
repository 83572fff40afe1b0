"""What the networks of a grade have, on the terminal: the best one's scores and confusion matrix, and a row for each."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.evidence.network import Metrics
from harness.grade.record import Grade
from harness.report.confusion import confusion_sentence
from harness.report.paper import WIDTH, say, table_of
from harness.report.text import count, interval, kind, one_line
from harness.words.phrase import phrase
from harness.words.say import say as told


def print_metrics(metrics: Metrics, console: Console) -> None:
    """Prints the scores of the best network on hidden images."""
    names = [score.name for score in metrics.per_class]
    console.print()
    best = phrase(
        "terminal.best",
        macro_f1=metrics.macro_f1,
        interval=interval(*metrics.macro_f1_interval),
        accuracy=metrics.accuracy,
        images=metrics.images,
    )
    say(console, told(best), "bold")
    say(console, confusion_sentence(metrics.confusion_matrix, [one_line(name, 40) for name in names]), "")
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(Text(told(phrase("terminal.true_and_predicted")), "dim"), no_wrap=True, max_width=16)
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


def networks_table(grade: Grade, console: Console) -> Table:
    """One row a network. Its structure is on the feedback page; a terminal is too narrow for it."""
    headers = [
        phrase("terminal.network"),
        phrase("terminal.kind"),
        phrase("terminal.parameters"),
        phrase("terminal.hidden_f1"),
        phrase("terminal.visible"),
        phrase("terminal.role"),
    ]
    # A column that holds nothing would take its width from those that do.
    if remarks := any(network.reason for network in grade.networks):
        headers.append(phrase("terminal.remark"))
    table = table_of(console, *map(told, headers))
    for index in (2, 3, 4):
        table.columns[index].justify, table.columns[index].no_wrap = "right", index != 3
    table.columns[0].max_width, table.columns[1].max_width, table.columns[3].width = 16, 14, 14
    table.columns[-1].ratio = 1
    for network in grade.networks:
        hidden, visible_test = network.hidden, network.visible
        hidden_text = (
            f"{hidden.macro_f1:.3f}\n{interval(*hidden.macro_f1_interval)}"
            if hidden
            else told(phrase("terminal.not_scored"))
        )
        cells = [
            Text(one_line(network.title, 60)),
            Text(one_line(kind(network.kind), 30)),
            Text("–" if network.parameters is None else count(network.parameters)),
            Text(hidden_text),
            Text(f"{visible_test.macro_f1:.3f}" if visible_test else "–"),
            Text(", ".join(grade.roles.get(role, role) for role in network.roles)),
        ]
        if remarks:
            cells.append(Text(one_line(network.reason, 200)))
        table.add_row(*cells)
    return table
