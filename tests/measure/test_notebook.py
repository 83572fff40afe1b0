"""The notebook of the reference solution is in step with its script and the zoo, and stands alone."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tools.build_notebook import ROOT, SCRIPT, build, main

NOTEBOOK = SCRIPT.with_suffix(".ipynb")


def cells(kind: str) -> list[str]:
    notebook = nbformat.reads(NOTEBOOK.read_text(encoding="utf-8"), as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def trees() -> list[ast.Module]:
    return [ast.parse(source) for source in cells("code")]


def definitions(tree: ast.Module) -> dict[str, str]:
    """Name to code, for the functions and classes at the top level."""
    return {
        node.name: ast.unparse(node)
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }


def included() -> list[tuple[str, str]]:
    """(module, name) of each import of the script from the zoo."""
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    return [
        (node.module, alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("reference.")
        for alias in node.names
    ]


def test_the_committed_notebook_is_what_the_script_gives() -> None:
    assert NOTEBOOK.read_text(encoding="utf-8") == build(SCRIPT)


def test_the_notebook_is_valid_and_holds_no_output() -> None:
    notebook = nbformat.reads(NOTEBOOK.read_text(encoding="utf-8"), as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_the_notebook_imports_nothing_of_the_project() -> None:
    modules = [
        name
        for tree in trees()
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [("." * node.level) + (node.module or "")]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]
    assert "keras" in modules
    assert not [name for name in modules if re.match(r"\.|(harness|reference|tools|tests)\b", name)]


def test_the_notebook_names_nothing_that_it_does_not_define() -> None:
    rules = ["--isolated", "--no-cache", "--select", "F821,F822,F823,F811"]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *rules, str(NOTEBOOK)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_included_functions_are_those_of_the_zoo() -> None:
    ours = {name: code for tree in trees() for name, code in definitions(tree).items()}
    assert {"cnn_mnist", "inception", "gradients"} <= {name for _, name in included()}
    for module, name in included():
        path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
        assert ours[name] == definitions(ast.parse(path.read_text(encoding="utf-8")))[name]
    # What they need in turn: the module that `inception` is built with comes from another file.
    block = ROOT / "reference" / "zoo" / "blocks" / "inception.py"
    assert ours["inception_v1"] == definitions(ast.parse(block.read_text(encoding="utf-8")))["inception_v1"]


def test_the_names_that_grading_looks_for_are_defined() -> None:
    stored = {
        node.id
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    assert {"cnn_model", "inception_model", "best_model"} <= stored
    assert any("preprocess" in definitions(tree) for tree in trees())


def test_the_text_states_no_measured_number() -> None:
    scores = [text for text in cells("markdown") if re.search(r"(?<!\d)0[.,]\d\d", text)]
    assert scores == []


# The builder itself, on a small package of its own.

HELPER = '''
"""Helpers."""

import math
from math import pi

UNUSED = math.e
FACTOR = 2


def scaled(x):
    return FACTOR * pi * x
'''

NETS = '''
"""Networks."""

import functools

from reference.helper import scaled


def twice(x):
    return scaled(scaled(x))


@functools.cache
def net(x):
    """Doc."""
    return twice(x)


class Other:
    pass


OTHER = Other()
'''


def built(folder: Path, script: str) -> list[str]:
    """The sources of the cells that a script gives, with the small package beside it."""
    package = folder / "reference"
    package.mkdir(exist_ok=True)
    (package / "helper.py").write_text(HELPER)
    (package / "nets.py").write_text(NETS)
    path = folder / "script.py"
    path.write_text(script)
    return [cell["source"] for cell in nbformat.reads(build(path, folder), as_version=4).cells]


def test_an_import_becomes_the_source_with_all_that_it_needs(tmp_path: Path) -> None:
    [code] = built(tmp_path, "# %%\nfrom reference.nets import net  # noqa: E402\n\nprint(net(1.0))\n")
    order = ["import functools", "FACTOR = 2", "def scaled(x)", "def twice(x)", "@functools.cache", "print"]
    assert [code.index(piece) for piece in order] == sorted(code.index(piece) for piece in order)
    assert "from math import pi" in code
    assert not re.search(r"reference|noqa|UNUSED|Other|import math\b", code)
    namespace: dict[str, object] = {"print": lambda value: namespace.update(result=value)}
    exec(code, namespace)
    assert namespace["result"] == pytest.approx((2 * 3.141592653589793) ** 2)


def test_what_two_cells_need_is_written_once(tmp_path: Path) -> None:
    first, second = built(
        tmp_path, "# %%\nfrom reference.helper import scaled\n\n# %%\nfrom reference.nets import net\n"
    )
    assert "def scaled" in first
    assert "def net" in second
    assert "def scaled" not in second
    assert "from math" not in second


def test_markdown_loses_its_comment_signs(tmp_path: Path) -> None:
    assert built(tmp_path, "# %% [markdown]\n# # Title\n#\n# text\n\n# %%\nx = 1\n\n") == [
        "# Title\n\ntext",
        "x = 1",
    ]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (
            "# %%\nFACTOR = 3\n# %%\nfrom reference.nets import net\n",
            "'FACTOR' of 'reference.helper' would hide",
        ),
        ("# %%\nfrom reference.nets import net\n# %%\ntwice = 2\n", "'twice' of 'the notebook' would hide"),
        (
            "# %%\nfrom cmath import pi\n# %%\nfrom reference.nets import net\n",
            "'pi' of 'from math import pi'",
        ),
        ("# %%\nfrom reference.nets import net as mine\n", "without 'as'"),
        ("# %%\nimport reference.nets\n", "absolute and without 'as'"),
        ("# %%\nfrom reference.nets import missing\n", "defines no missing"),
        ("# %%\nfrom reference.nowhere import net\n", "There is no module reference.nowhere"),
        ("import math\n# %%\n", "must begin with a cell"),
    ],
)
def test_what_a_notebook_could_not_hold_is_refused(tmp_path: Path, script: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        built(tmp_path, script)


def test_the_command_writes_the_notebook_beside_the_script(tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text("# %%\nx = 1\n")
    main([str(script)])
    assert (tmp_path / "work.ipynb").read_text(encoding="utf-8") == build(script)


def test_the_command_tells_what_is_wrong_and_writes_nothing(tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text("# %%\nfrom reference.nowhere import x\n")
    with pytest.raises(SystemExit, match=r"work\.py: There is no module reference\.nowhere"):
        main([str(script)])
    assert not (tmp_path / "work.ipynb").exists()
