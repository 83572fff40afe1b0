"""Code that a cell writes into a file, or runs in another way than by itself, is followed where it runs."""

import pytest

from harness.assignments.fashion_mnist.data.spec import CALLS
from harness.evidence.provenance.trace import trace

LOAD = "from keras.datasets import fashion_mnist\n(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()\n"
COUNT = f"{LOAD}n = (y_train == 0).sum()\nprint(n)\n"
TYPED = f"{LOAD}n = 6000\nprint(len(y_train), n)\n"
OUTPUT = "6000"


def shown(*cells: str, modules: dict[str, str] | None = None) -> list[float]:
    """The computed numbers of the last cell, which is said to print 6000."""
    found = trace([LOAD, *cells], CALLS, modules).cells[-1]
    assert found.followed
    return list(map(float, found.numbers(OUTPUT)))


@pytest.mark.parametrize("write", ["%%writefile stats.py", "%%file ./stats.py", "%%writefile -a 'stats.py'"])
def test_a_module_that_a_cell_writes_is_followed(write: str) -> None:
    helper = "def count(y):\n    return {}\n"
    for inside, found in (("(y == 0).sum()", [6000.0]), ("6000", [])):
        cell = f"{write}\n{helper.format(inside)}"
        assert shown(cell, "from stats import count\nprint(count(y_train))") == found
        assert shown(cell, "import stats\nprint(stats.count(y_train))") == found


def test_what_is_written_later_takes_the_place_of_what_was_there() -> None:
    older, newer = (
        "%%writefile s.py\ndef f(y):\n    return 6000",
        "%%writefile s.py\ndef f(y):\n    return (y == 0).sum()",
    )
    assert shown(older, newer, "from s import f\nprint(f(y_train))") == [6000.0]
    assert shown(newer, older, "from s import f\nprint(f(y_train))") == []
    assert shown(newer, "from s import f\nprint(f(y_train))", modules={"s": older.partition("\n")[2]}) == [
        6000.0
    ]


@pytest.mark.parametrize(
    "run",
    [
        "%run train.py",
        "%run -i train.py --epochs 3",
        "%run 'train.py'",
        "!python train.py",
        "! python3 -u train.py",
        "get_ipython().run_line_magic('run', 'train.py')",
        "exec(open('train.py').read())",
        "import runpy\nrunpy.run_path('train.py')",
        "import os\nos.system('python train.py')",
        "import subprocess, sys\nsubprocess.run([sys.executable, 'train.py'])",
    ],
)
def test_a_script_that_a_cell_runs_is_followed(run: str) -> None:
    for source, found in ((COUNT, [6000.0]), (TYPED, [])):
        assert shown(f"%%writefile train.py\n{source}", run) == found
        assert shown(run, modules={"train": source}) == found


def test_a_script_leaves_its_names() -> None:
    assert shown(f"%%writefile train.py\n{COUNT}", "%run train.py", "print(n)") == [6000.0]
    assert shown(f"%%writefile train.py\n{TYPED}", "%run train.py", "print(n)") == []
    found = trace([f"%%writefile train.py\n{COUNT}", "%run train.py"], CALLS)
    assert found.is_computed("n", [6000.0])


def test_a_script_that_runs_itself_ends() -> None:
    assert shown("%%writefile a.py\nexec(open('a.py').read())\nprint(1)", "%run a.py") == []


@pytest.mark.parametrize(
    "program",
    [
        "%time print((y_train == 0).sum())",
        "async def tell(y):\n    await pause()\n    print((y == 0).sum())\nawait tell(y_train)",
        "import asyncio\nasync def tell(y):\n    print((y == 0).sum())\nawait asyncio.gather(tell(y_train), tell(y_test))",
        "import asyncio\nasync def tell(y):\n    print((y == 0).sum())\nasyncio.run(tell(y_train))",
        "async def count(y):\n    return (y == 0).sum()\nprint(await count(y_train))",
        "import logging\nlogging.info('n %d', (y_train == 0).sum())",
        "import logging\nlog = logging.getLogger('work')\nlog.warning(f'n {(y_train == 0).sum()}')",
        "import ipywidgets as widgets\nout = widgets.Output()\nwith out:\n    print((y_train == 0).sum())\nout",
        "@out.capture()\ndef tell():\n    print((y_train == 0).sum())\ntell()",
        "from threading import Thread\ndef tell():\n    print((y_train == 0).sum())\nThread(target=tell).start()",
        "from IPython.display import Markdown, display\ndisplay(Markdown(f'**{(y_train == 0).sum()}**'))",
        "import importlib\nprint((importlib.import_module('explore').y == 0).sum())",
    ],
)
def test_what_is_shown_in_another_way_counts_as_a_print(program: str) -> None:
    assert shown(program, modules={"explore": f"{LOAD}y = y_train"}) == [6000.0]


@pytest.mark.parametrize(
    "program",
    [
        "%time print(6000, len(y_train))",
        "%timeit -n 10 print(6000)",
        "import logging\nlogging.info('%d of %d', 6000, len(y_train))",
        "async def tell(y):\n    print(6000, len(y))\nawait tell(y_train)",
        "from IPython.display import Markdown, display\ndisplay(Markdown(f'6000 {len(y_train)}'))",
    ],
)
def test_what_is_typed_there_does_not(program: str) -> None:
    assert shown(program) == []
