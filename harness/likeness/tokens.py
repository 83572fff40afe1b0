"""Python source as a row of symbols that renaming, reordering imports, comments and layout do not change."""

import builtins
import keyword
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PIECES = re.compile(
    r"(?P<space>[ \t\f]+|\\\n)"
    r"|(?P<comment>#[^\n]*)"
    r"|(?P<line>\n)"
    r"|(?P<string>[A-Za-z]{0,2}(?:"
    r'"""(?:[^"\\]|\\.|"(?!""))*(?:"""|\Z)'
    r"|'''(?:[^'\\]|\\.|'(?!''))*(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\.)*"?'
    r"|'(?:[^'\\\n]|\\.)*'?))"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<name>\w+)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_KEPT = frozenset(dir(builtins)) | frozenset(keyword.kwlist)
_OPENS, _CLOSES = "([{", ")]}"
VARIABLE, STRING, NUMBER = "name", "text", "number"
"""What a name that the author chose, a text and a number become; none of them is a word of Python."""


@dataclass(frozen=True)
class Token:
    """One symbol of a source and where in the text it stands: characters ``start`` to ``end``."""

    symbol: str
    start: int
    end: int


@dataclass(frozen=True)
class _Piece:
    kind: str
    text: str
    start: int
    end: int
    depth: int


def tokens(text: str, parts: Sequence[tuple[int, int]] | None = None) -> list[Token]:
    """The symbols of Python source, in time linear in it; what is not Python becomes symbols all the same.

    Of the text, ``parts`` are read, from and to such characters: a cell that is left open does not swallow the next one.

    Comments, line ends, indentation and imports are left out. Names that the author chose, texts and numbers lose
    their content; keywords, builtins, and names that come from a package keep theirs, without the modules before them:
    ``tf.keras.layers.Conv2D(a, 3)`` and ``Conv2D(b, 5)`` are alike.
    """
    statements = list(_statements(_pieces(text, parts or [(0, len(text))])))
    imported, stars = _imported(statements)
    code = [piece for statement in statements if not _is_import(statement) for piece in statement]
    own = _own(code)
    return list(_symbols(code, imported, own, stars=stars))


def _pieces(text: str, parts: Sequence[tuple[int, int]]) -> Iterator[_Piece]:
    for start, end in parts:
        depth = 0
        for found in _PIECES.finditer(text, start, end):
            kind = found.lastgroup or "sign"
            if kind in ("space", "comment"):
                continue
            if kind == "sign":
                depth = max(0, depth + (found[0] in _OPENS) - (found[0] in _CLOSES))
            yield _Piece(kind, found[0], found.start(), found.end(), depth)
        yield _Piece("line", "\n", end, end, 0)


def _statements(pieces: Iterator[_Piece]) -> Iterator[list[_Piece]]:
    """The pieces of each statement that stands on lines of its own, without line ends."""
    now = list[_Piece]()
    for piece in pieces:
        if piece.depth == 0 and (piece.kind == "line" or piece.text == ";"):
            yield now
            now = []
        elif piece.kind != "line":
            now.append(piece)
    yield now


def _is_import(statement: list[_Piece]) -> bool:
    return bool(statement) and statement[0].text in ("import", "from")


def _imported(statements: list[list[_Piece]]) -> tuple[dict[str, str], bool]:
    """What each name that an import binds is called in its package, and whether some import binds all there are."""
    found, stars = dict[str, str](), False
    for statement in filter(_is_import, statements):
        words = [piece.text for piece in statement]
        names = words[words.index("import") + 1 :] if "import" in words else []
        stars = stars or names == ["*"]
        real = ""
        for before, word in zip(["", *names], names, strict=False):
            if before == "as":
                found[word] = real
            elif word.isidentifier() and word != "as" and before != ".":
                real = word
                found[word] = word
            elif before == ".":
                real = word
    return found, stars


def _own(code: list[_Piece]) -> frozenset[str]:
    """Names of functions, classes and attributes that the author chose."""
    found = set[str]()
    for number, piece in enumerate(code):
        before = code[number - 1].text if number else ""
        after = [one.text for one in code[number + 1 : number + 3]]
        is_bound = before == "." and after[:1] == ["="] and after[1:] != ["="] and piece.depth == 0
        if piece.kind == "name" and (before in ("def", "class") or is_bound):
            found.add(piece.text)
    return frozenset(found)


def _symbols(
    code: list[_Piece], imported: dict[str, str], own: frozenset[str], *, stars: bool
) -> Iterator[Token]:
    number = 0
    while number < len(code):
        piece, first = code[number], code[number]
        before = code[number - 1].text if number else ""
        if piece.kind == "name" and before != "." and piece.text in imported:
            # A module by any path is left out, as far as names and dots go on.
            while number + 2 < len(code) and code[number + 1].text == "." and code[number + 2].kind == "name":
                number += 2
            piece = code[number]
            real = imported[piece.text] if piece is first else piece.text
            yield Token(real, first.start, piece.end)
        elif piece.kind == "name":
            after = code[number + 1].text if number + 1 < len(code) else ""
            yield Token(_name(piece, before, after, own, stars=stars), piece.start, piece.end)
        else:
            symbol = {"string": STRING, "number": NUMBER}.get(piece.kind, piece.text)
            yield Token(symbol, piece.start, piece.end)
        number += 1


def _name(piece: _Piece, before: str, after: str, own: frozenset[str], *, stars: bool) -> str:
    name = piece.text
    if name in own:
        return VARIABLE
    if before == ".":
        return name
    if after == "=" and piece.depth:
        return VARIABLE  # a keyword argument
    if name in _KEPT or (stars and name[:1].isupper() and after == "("):
        return name
    return VARIABLE
