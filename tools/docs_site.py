"""Gathers the pages of the documentation site in a folder: ``python tools/docs_site.py build/docs``.

A page of the checkout is written for whoever reads it there: its links lead to files. On the site, those that lead to a
page lead to it there; what has no page (code, a rubric) is named and not linked. Standard library only.
"""

import re
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
COURSE = ROOT / "harness" / "assignments" / "fashion_mnist" / "course"
BESIDE_CODE = {
    "index.md": ROOT / "README.md",
    "contributing.md": ROOT / "CONTRIBUTING.md",
    "policy.md": ROOT / "SECURITY.md",
    "changelog.md": ROOT / "CHANGELOG.md",
    "samples.md": ROOT / "submissions" / "README.md",
    "results.md": ROOT / "reference" / "results.md",
    "submission.md": COURSE / "README.md",
    "submission.ru.md": COURSE / "README.ru.md",
}
LINK = re.compile(r"(?P<text>!?\[[^\]\n]*\])\((?P<to>[^)\s]+)\)")
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


def gathered() -> dict[str, Path]:
    """The pages and pictures of the site: name there, and file here."""
    here = {str(path.relative_to(DOCS)): path for path in sorted(DOCS.rglob("*")) if path.is_file()}
    return {**here, **BESIDE_CODE}


def for_the_site(path: Path, names: dict[Path, str]) -> str:
    """The text of a page with the links of the site. ``names``: file to its name there."""

    def relinked(link: re.Match[str]) -> str:
        target, hash_sign, heading = link["to"].partition("#")
        if not target or re.match("[a-z]+:", target):
            return link[0]
        name = names.get((path.parent / unquote(target)).resolve())
        return f"{link['text']}({name}{hash_sign}{heading})" if name else link["text"].strip("![]")

    text = path.read_text(encoding="utf-8")
    done, parts = 0, []
    for fence in FENCE.finditer(text):
        parts += [LINK.sub(relinked, text[done : fence.start()]), fence[0]]
        done = fence.end()
    return "".join([*parts, LINK.sub(relinked, text[done:])])


def main(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    pages = gathered()
    names = {path: name for name, path in pages.items()}
    for name, path in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            (folder / name).write_text(for_the_site(path, names), encoding="utf-8")
        else:
            shutil.copyfile(path, folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
