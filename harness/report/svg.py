"""Elements of SVG whose text and attributes are escaped."""

from markupsafe import Markup, escape


def element(tag: str, *inside: str, **attributes: str | float) -> Markup:
    """An element of this tag: what stands inside, escaped where it is no markup, and its attributes, of whose names a last ``_``
    is dropped and any other one is a ``-``. Numbers have one decimal."""
    given = Markup("").join(
        Markup(' {}="{}"').format(
            name.rstrip("_").replace("_", "-"), f"{value:.1f}" if isinstance(value, float) else value
        )
        for name, value in attributes.items()
    )
    return Markup("<{}{}>{}</{}>").format(tag, given, Markup("").join(map(escape, inside)), tag)


def whisker(low: float, high: float, *inside: Markup) -> Markup:
    """An interval as a line on an axis from 0 to 1 (`whisker_x`), with what stands at its value ``inside``."""
    line = element("path", d=f"M{whisker_x(low):.1f} 9H{whisker_x(high):.1f}")
    return whisker_of(line, *inside)


def whisker_x(share: float) -> float:
    """Where a share of the axis lies in the picture of a whisker."""
    return 4 + 192 * share


def whisker_of(*parts: Markup) -> Markup:
    """The picture of a whisker with these parts."""
    return element("svg", *parts, class_="whisker", viewBox="0 0 200 18", aria_hidden="true")


def dot(share: float) -> Markup:
    """The dot of a whisker at its value."""
    return element("circle", cx=whisker_x(share), cy=9, r=4.5)
