"""Lists as templates see them."""

MOST = 6


class Several(tuple[str | int | float | bool | None, ...]):
    """Parts of a phrase, their words made already."""

    __slots__ = ()
    MORE = " and {count} more"
    NONE = "none"
    """What a shortened and an empty list say; another language has a class of its own."""

    def __format__(self, separator: str) -> str:
        """The parts with ``separator`` between them; what stands behind a ``?`` in it stands for no parts. The word
        ``listed`` in its place is `listed`."""
        if separator == "listed":
            return self.listed()
        between, _, nothing = separator.partition("?")
        return between.join(map(str, self)) or nothing

    def listed(self) -> str:
        """The parts, each once; of a long list the first, and how many more there are."""
        found = Several(dict.fromkeys(self))
        more = self.MORE.format(count=len(found) - MOST) if len(found) > MOST + 1 else ""
        return format(Several(found[:MOST]) if more else found, f", ?{self.NONE}") + more
