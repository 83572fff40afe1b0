"""No word that a person reads stands in a template of a page: it would be in one language alone."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

PROJECT = Path(__file__).resolve().parents[2]
READ = {"title", "alt", "aria-label", "aria-description", "aria-roledescription", "data-label", "placeholder"}
"""Attributes whose values a person sees, or has read aloud."""
WORD = re.compile(r"[^\W\d_]{2,}")


class _Words(HTMLParser):
    """Collects what a person reads of a page: texts between tags, and the attributes of `READ`."""

    def __init__(self) -> None:
        super().__init__()
        self.found = list[str]()
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        for name, value in attrs:
            if name in READ:
                self._take(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self._take(data)

    def _take(self, text: str) -> None:
        if WORD.search(text):
            self.found.append(" ".join(text.split()))


def shown(node: nodes.Expr) -> str:
    """The literal text that an expression of a template may show; what is given to a function is none."""
    match node:
        case nodes.TemplateData(data=text) | nodes.Const(value=str(text)):
            return text
        case nodes.Concat(nodes=parts):
            return "".join(map(shown, parts))
        case nodes.Add(left=left, right=right) | nodes.Or(left=left, right=right):
            return f"{shown(left)} {shown(right)}"
        case nodes.CondExpr(expr1=one, expr2=other):
            return f"{shown(one)} {shown(other) if other is not None else ''}"
        case nodes.Filter(node=inner) if inner is not None:
            return shown(inner)
    return ""


def words_in(template: str) -> list[str]:
    """Each text with a word that stands in a template."""
    tree = Environment(autoescape=True).parse(template)
    page = "".join(shown(part) for output in tree.find_all(nodes.Output) for part in output.nodes)
    parser = _Words()
    parser.feed(page)
    parser.close()
    return parser.found


def test_each_word_of_a_page_stands_in_a_catalogue() -> None:
    templates = sorted((PROJECT / "harness").rglob("*.j2"))
    found = [
        f"{path.relative_to(PROJECT)}: {text!r}"
        for path in templates
        for text in words_in(path.read_text(encoding="utf-8"))
    ]
    assert templates
    assert found == [], (
        'say these with t("code"), with words in harness/words/en and harness/words/ru:\n' + "\n".join(found)
    )


@pytest.mark.parametrize(
    "template",
    [
        "<p>{% if anew %}<strong>Graded anew.</strong>{% endif %}</p>",
        '<td title="not known"></td>',
        '<table aria-label="{{ name }} points"></table>',
        '<img alt="a picture" src="{{ source }}">',
        '{% macro cell(one) %}<td data-label="Points">{{ one }}</td>{% endmacro %}',
        '<p>{{ t("page.none") if none else "Nothing" }}</p>',
        '<p>{{ count ~ " cells" }}</p>',
        '<p>{{ "some" | upper }}</p>',
        "{% call rows() %}<p>There are none.</p>{% endcall %}",
        "<p>{{ known or 'unknown' }}</p>",
    ],
)
def test_a_word_in_a_template_is_seen(template: str) -> None:
    assert len(words_in(template)) == 1


@pytest.mark.parametrize(
    "template",
    [
        '<p class="faint{{ " first" if first }}">{{ t("page.none") }}</p>',
        "<style>.faint { color: red }</style><td>{{ one.points | number }} %</td>",
        '<th scope="col" title="{{ t("page.f1") }}">F1</th>',
        '<meta name="color-scheme" content="light dark"><p>{{ words[kind == "same thing"] }}</p>',
    ],
)
def test_what_nobody_reads_is_passed_over(template: str) -> None:
    assert words_in(template) == []
