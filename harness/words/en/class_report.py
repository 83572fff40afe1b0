"""The class report, in English. No sentence of it accuses anybody."""

from harness.words.en.plural import counted, many
from harness.words.several import Several
from harness.words.template import Catalogue


def _histogram(*, counts: Several) -> str:
    return f"Bars from left to right: {counts:, }."


def _beyond(*, count: int, low: float) -> str:
    lies, stands = ("lies", "stands") if count == 1 else ("lie", "stand")
    return f"{count:,} {lies} below {low:.2f} and {stands} in the first bar."


def _elsewhere(*, count: int) -> str:
    return f"{many(count, 'mark')} {'is' if count == 1 else 'are'} not in it: no network was scored, or on another hidden split."


def _unread(*, count: int) -> str:
    return (
        f"{many(count, 'stored attempt')} cannot be read and {'is' if count == 1 else 'are'} not in this report; the terminal "
        "says which, and why."
    )


def _audited(*, works: int, follows: int, unknown: int, contradicted: int) -> str:
    shown = "in none of them" if not contradicted else f"in {contradicted:,}"
    return (
        f"{many(works, 'work')} ran on other data, too. {many(follows, 'check')} or networks follow the data, of {unknown:,} it "
        f"cannot be told, and {shown} something stayed as it was on the first data."
    )


def _gpu(*, gradings: int, hours: float, unknown: int) -> str:
    had = (
        "No grading is known to have had a GPU."
        if not gradings
        else f"With a GPU: {many(gradings, 'grading')}, {hours:.1f} h in all."
    )
    return had if not unknown else f"{had} Of {unknown:,} it was not written down."


def _items(*, works: int, least: int) -> str:
    if works >= least:
        return f"Over {many(works, 'mark')}, by the points that the checks and the scale gave."
    return (
        f"Over {many(works, 'mark')}, by the points that the checks and the scale gave. Discrimination is not reckoned for fewer "
        f"than {least}: it would be chance."
    )


def _none_read(*, folder: str, count: int, why: str) -> str:
    return f"Of {folder} nothing can be read ({many(count, 'attempt')}); the first: {why}"


def _done(*, works: int, marks: int, waits: int, ours: int, dry: int) -> str:
    failed = "" if not ours else f" {many(ours, 'work')} failed on our side: grade again."
    failed += "" if not dry else f" {many(dry, 'work')} had dry runs alone."
    return f"{many(works, 'work')}, {many(marks, 'mark')}; {waits:,} {'waits' if waits == 1 else 'wait'} for a person.{failed}"


WORDS: Catalogue = {
    "class_report.title": "Class report",
    "class_report.made": "Made on {day}.",
    "class_report.private": "It shows exact scores on hidden images, and is for teachers alone.",
    "class_report.work": "Work",
    "class_report.works": "Works",
    "class_report.marks": "Marks",
    "class_report.median_points": "Median of points",
    "class_report.median_f1": "Median of macro-F1",
    "class_report.of_points": "of {most} points",
    "class_report.waits": "Wait for a person",
    "class_report.rejected_works": "Rejected",
    "class_report.ours": "Failed on our side",
    "class_report.ours_are": "It costs nobody points: grade these again.",
    "class_report.attempts_wait": counted("attempt", ""),
    "class_report.dry": "Dry runs alone",
    "class_report.waits_for_you": "Who waits for a person",
    "class_report.who_decides": (
        "These are no marks yet, and no fault is proven. A teacher decides: harness held says where the evidence lies; then "
        "harness release or harness reject."
    ),
    "class_report.attempt": "Attempt",
    "class_report.provisional": "Provisional",
    "class_report.why": "Why",
    "class_report.not_shown": "The reason is not shown here; harness held says it.",
    "class_report.rows": counted("row", ""),
    "class_report.more": "and {count:,} more",
    "class_report.spread": "Points and F1",
    "class_report.points": "Points, in percent",
    "class_report.f1": "Macro-F1 of the best network, on hidden images",
    "class_report.histogram": _histogram,
    "class_report.median_is": "median {value}",
    "class_report.quarters": "Half of the marks lie from {low} to {high}; the mean is {mean}.",
    "class_report.beyond": _beyond,
    "class_report.elsewhere": _elsewhere,
    "class_report.items": "Criteria and checks",
    "class_report.item": "Criterion and its checks",
    "class_report.full": "all points",
    "class_report.some": "a part",
    "class_report.none": "none",
    "class_report.full_some_none": "All · part · none",
    "class_report.difficulty": "Difficulty",
    "class_report.discrimination": "Discrimination",
    "class_report.odd": "look at it",
    "class_report.skipped": "could not be checked: {count:,}",
    "class_report.items_are": _items,
    "class_report.causes": "Why points were lost",
    "class_report.how_ended": "How the run ended",
    "class_report.what_lacks": "What a check found",
    "class_report.ended": "{outcome}",
    "class_report.ended_by": "{outcome}: {error}",
    "class_report.check": "{title} ({status})",
    "class_report.checks": lambda count, status: f"{many(count, 'check')} ({status})",
    "class_report.for_example": "For example: {what}",
    "class_report.example": "For example:",
    "class_report.whose": "Whose",
    "class_report.hard": "What is hard",
    "class_report.hard_are": counted("network", ", the best of each mark on one hidden split."),
    "class_report.classes": "Classes, the hardest first",
    "class_report.class": "Class",
    "class_report.mean_f1": "Mean F1",
    "class_report.lowest_to_highest": "Lowest to highest",
    "class_report.pairs": "Pairs that are taken for one another",
    "class_report.pair": "Class → taken for",
    "class_report.share": "Of its images",
    "class_report.networks": "Networks",
    "class_report.no_pairs": "No network mistakes any image.",
    "class_report.images": "Visible images that several networks mistake",
    "class_report.image": "An image of {true}",
    "class_report.in_works": counted("work", ""),
    "class_report.images_are": (
        "All are of the visible test set. A grade keeps some examples of its most confused pairs alone, so more works may "
        "mistake an image than are counted here. No hidden image is ever shown."
    ),
    "class_report.images_not_shown": (
        "No images are shown: some stored grades are of other hidden splits, or cannot be read, and what was visible there may "
        "be hidden elsewhere."
    ),
    "class_report.no_images": "The stored grades have no visible image in common that networks mistake.",
    "class_report.moved": "What changed since the last attempt",
    "class_report.moved_are": "{up:,} rose, {down:,} fell, {same:,} stayed as they were.",
    "class_report.attempts": "Attempts",
    "class_report.anew": "{number}, graded anew",
    "class_report.before": "Before",
    "class_report.now": "Now",
    "class_report.change": "Change",
    "class_report.decided": "What persons decided",
    "class_report.decision": "Decision",
    "class_report.day": "Day",
    "class_report.released": "The held grade was made a mark.",
    "class_report.rejected": "The work was rejected and has no mark.",
    "class_report.overridden": "{criterion}: {after} points in place of {before}.",
    "class_report.look": "What a teacher may want to look at",
    "class_report.nobody_accused": (
        "Nothing here accuses anybody: it says what was found, and all of it can have harmless causes. A teacher looks at the "
        "work, and decides."
    ),
    "class_report.audit": "Audit",
    "class_report.audited": _audited,
    "class_report.no_audits": "No grade that counts was audited; harness batch --audit does so.",
    "class_report.check_stayed": "“{check}”: on other data, too, what was shown is what is right for the first data.",
    "class_report.network_stayed": "A network knew what it cannot have learned in that run.",
    "class_report.likeness": "Likeness",
    "class_report.equal_weights": counted(
        "group", " of works whose best networks have equal weights, bit by bit:"
    ),
    "class_report.no_equal_weights": "No two best networks have equal weights, of those whose weights were read.",
    "class_report.likeness_not_given": (
        "Code and mistakes are compared by harness likeness; give its --json file here with --likeness."
    ),
    "class_report.alike": counted("pair", " alike beyond what honest ones are:"),
    "class_report.alike_sources": "code",
    "class_report.alike_mistakes": "mistakes on the same images",
    "class_report.facts": "Beside the grades",
    "class_report.fact": "What was seen",
    "class_report.spent": "Time",
    "class_report.stage": "Stage",
    "class_report.gradings": "Gradings",
    "class_report.in_all": "In all",
    "class_report.median": "Median",
    "class_report.longest": "Longest",
    "class_report.gpu": _gpu,
    "class_report.how": "How to read this",
    "class_report.how_counts": (
        "Of each submission the attempt counts that the rubric says; points are those after what persons decided. Marks alone "
        "are in the distributions, the statistics and the classes: grades that wait, were rejected or failed on our side are not."
    ),
    "class_report.how_items": (
        "Difficulty is the mean share of the points: 1 where everybody has all of them. Discrimination is the correlation of an "
        "item's points with all other points: 0.4 and more tells strong works from weak ones well, near 0 not at all. From "
        "{least} works on, 0.4 is beyond chance. “Look at it” stands where stronger works have fewer points, beyond chance: the "
        "check, or what it asks for, may be amiss. (Crocker and Algina, Introduction to Classical and Modern Test Theory, 1986; "
        "Ebel, Measuring Educational Achievement, 1965.)"
    ),
    "class_report.how_spent": (
        "Time is that of all stored attempts, dry runs too, on whatever machine graded them; stages may overlap."
    ),
    "class_report.unread": _unread,
    "class_report.unread_is": "{name} is not in the report, or not whole: {why}",
    "class_report.none_read": _none_read,
    "class_report.no_likeness": "{path} is not a file of harness likeness --json; make it anew.",
    "class_report.done": _done,
    "class_report.points_are": "Points: median {median} %, half from {low} % to {high} %.",
    "class_report.f1_is": "Macro-F1: median {median:.3f}, half from {low:.3f} to {high:.3f}.",
    "class_report.hardest_item": "The hardest criterion: {title} (difficulty {difficulty:.2f}).",
    "class_report.hardest_class": "The hardest class: {name} (mean F1 {mean:.3f}).",
    "class_report.page_is": "The class report: {file}",
}
