"""Single cells of a table change, and every other byte stays."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import UsageError
from harness.gradebook.sheet import read_sheet

TABLES = {
    "plain": b"a,b\n1,2\n",
    "marked": b'\xef\xbb\xbfa;b\r\n"1;1";"say ""x"""\r\n',
    "no end": b"a\tb\n1\t",
    "lines in a cell": b'a,b\r\n"one\r\ntwo",2\r\n\r\n',
    "mac": b"a,b\r1,2\r",
    "utf-16": "a,b\n\u0410,\u0411\n".encode("utf-16"),
    "cp1251": "имя,балл\nАнна,1\n".encode("cp1251"),
    "ragged": b"a,b,c\n1\n1,2,3,4\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_not_changed_stays_byte_for_byte(tmp_path: Path, name: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(TABLES[name])
    assert read_sheet(path).content() == TABLES[name]


@given(
    st.lists(st.lists(st.text('ab,"\n\r=Я ', max_size=5), min_size=2, max_size=4), min_size=2, max_size=4),
    st.text('7,.\n"', max_size=4),
)
def test_a_changed_cell_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], new: str
) -> None:
    path = tmp_path_factory.mktemp("sheet") / "table.csv"
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    lines[0] = "x,y," + lines[0]
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    sheet = read_sheet(path)
    assert [[cell.text for cell in row] for row in sheet.rows[1:]] == rows[1:]
    sheet.put(1, 1, new)
    path.write_bytes(sheet.content())
    rows[1][1] = new
    assert [[cell.text for cell in row] for row in read_sheet(path).rows[1:]] == rows[1:]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'a,b\n"1,2\n', "line 2: a quote is not closed"),
        (b'a,b\n1,"2"x\n', "line 2: text after a closing quote"),
        (b"", "no rows with several columns"),
        (b"a,b\n", "no rows with several columns"),
        (b"a,b\n\x98\xff,1\n", "not text in UTF-8, UTF-16 or cp1251"),
    ],
)
def test_what_is_no_table_is_said_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read_sheet(path)
