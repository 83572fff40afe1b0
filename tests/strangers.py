"""Packages of strangers: installed ones that register something with the harness."""

from pathlib import Path


def install(site: Path, package: str, group: str, entries: dict[str, str], **modules: str) -> None:
    """Lays a package out in ``site``, a folder on the path, as an installer does: its modules' source and its metadata,
    with name and value of each entry point of the group."""
    info = site / f"{package.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    lines = [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
    for name, source in modules.items():
        (site / f"{name}.py").write_text(source)
