"""Which calls bring a data set into a program."""

import ast
import re

from pydantic import BaseModel, ConfigDict


class DataCalls(BaseModel):
    """Which calls bring a data set into a program, as the source of student code shows them.

    ``readers`` are last names of functions that read a data set, or a file that may be one. ``own`` is a regular
    expression of the names by which code asks for this data set, and ``others`` one of those for another that the same
    functions read; a call that names both, or neither, counts as this one.
    """

    model_config = ConfigDict(frozen=True)

    readers: frozenset[str]
    own: str
    others: str

    def brings(self, path: str, call: ast.Call) -> bool | None:
        """True where a call reads the data set, or a file that may hold it; False where it reads another one; None
        where it reads nothing. ``path`` is the dotted name of what is called, as imported."""
        name = path.rpartition(".")[2]
        if name not in self.readers:
            return None
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        texts = [part.value for part in given if isinstance(part, ast.Constant)]
        text = " ".join([path, *(value for value in texts if isinstance(value, str))])
        return bool(re.search(self.own, text)) or not re.search(self.others, text)
