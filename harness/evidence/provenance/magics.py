"""IPython's magics and shell lines that matter for where a number comes from: files that are written and run."""

RUN_SCRIPT = "__run_script__"
"""The name of the function that a line which runs a script becomes a call of."""
TIMING = ("%time", "%timeit", "%prun", "%memit")
PYTHON = ("python", "python3", "!python", "!python3")
WRITING = ("%%writefile", "%%file")
ADDING = ("-a", "--append")


def timed_by(line: str) -> str | None:
    """The statement that a line magic times; None for any other line."""
    magic, _, rest = line.partition(" ")
    rest = rest.strip()
    # Behind options of the magic itself, the statement is not told from their values.
    return rest if magic in TIMING and rest and not rest.startswith("-") else None


def script_of(line: str) -> str | None:
    """The path of the Python file that ``%run`` or ``!python`` runs; None for any other line."""
    words = line.split(maxsplit=20)
    if words[:1] == ["!"]:
        words = words[1:] if words[1:2] and words[1] in PYTHON else []
    elif not words or words[0] not in ("%run", "!python", "!python3"):
        return None
    given = [word.strip("\"'") for word in words[1:] if not word.startswith("-")]
    return given[0] if given and given[0].endswith(".py") else None


def written_by(cell: str) -> tuple[str, str, bool] | None:
    """(module name, source, whether it is added to what is there) of a cell that writes a Python file; None for any
    other."""
    first, _, body = cell.lstrip().partition("\n")
    words = first.split()
    if not words or words[0] not in WRITING or not words[-1].strip("\"'").endswith(".py"):
        return None
    return module_of(words[-1]), body, any(word in ADDING for word in words)


def module_of(path: str) -> str:
    """The name by which a Python file, its path relative to the notebook, is imported."""
    parts = path.strip("\"'").removeprefix("./").removesuffix(".py").removesuffix("/__init__").split("/")
    return ".".join(parts)
