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
