"""Which calls bring Fashion-MNIST into a program."""

import ast
import re

READERS = frozenset(
    {
        *(
            "load",
            "load_data",
            "load_dataset",
            "load_mnist",
            "read_data_sets",
            "fetch_openml",
            "FashionMNIST",
        ),
        *("read_csv", "read_table", "read_parquet", "read_feather", "read_pickle", "loadmat", "imread"),
        *("open", "loadtxt", "genfromtxt", "fromfile", "frombuffer", "convert_from_file"),
        *("get_file", "urlopen", "urlretrieve"),
    }
)
"""Last names of functions that read a data set, or a file that may be one."""
OTHER_SETS = re.compile(
    r"(^|\W)(mnist(_784)?|[ke]mnist|qmnist|cifar_?100?|imdb|reuters|boston_housing|iris|digits)(\W|$)", re.I
)


def brings_data(path: str, call: ast.Call) -> bool | None:
    """True where a call reads Fashion-MNIST, or a file that may hold it; False where it reads another data set; None
    where it reads nothing. ``path`` is the dotted name of what is called, as imported."""
    name = path.rpartition(".")[2]
    if name not in READERS:
        return None
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    text = " ".join(
        [path, *(c.value for c in given if isinstance(c, ast.Constant) and isinstance(c.value, str))]
    )
    return "fashion" in text.lower() or not OTHER_SETS.search(text)
