"""What audits found of works that compute all that they show, and of cheats: the tables of docs/security.md."""

from collections import Counter, defaultdict

from tests.audited.calibrate import CAUGHT, Counts, Found, read
from tests.audited.cheats import KINDS, cheat_of
from tests.audited.works import REFERENCE, SAMPLES, STRANGER, WORKS, names
from tests.study import test_study

ALONE = (*SAMPLES, REFERENCE)
HEAD = """
## What a run on other data says

Works of [tests/study](../tests/study), [tests/cases](../tests/cases), [tests/wild](../tests/wild),
[tests/audited](../tests/audited) and [submissions](../submissions), and the [reference](../reference/solution.ipynb), each as
one dry run and then on the twins of some keys ([architecture.md](architecture.md#the-twin) says what is compared). Works that
may share a notebook do, and each is judged alone. This goes on where it stopped, and does all works or some of them:

```
python -m tests.audited.calibrate 10
python -m tests.audited.calibrate 10 alice module "wild_*"
python -m tests.hostile.write
```

Of a work that computes all that it shows no key may contradict anything. How many of its checks that gave points, and of its
networks, follow the data, or cannot be told, is summed over works and keys.

| honest works | how many | keys each | follow | cannot be told | keys that contradict | held |
|---|---|---|---|---|---|---|
"""
CHEATS = """
A cheat is caught where all that it is after gave no point, or is contradicted and holds the grade.

| cheat | work | keys | caught | contradicted | held |
|---|---|---|---|---|---|
"""


def section() -> str:
    """The part of the page, as Markdown."""
    found = read()
    honest = {name: keys for name, keys in found.items() if cheat_of(name) is None}
    by_origin = defaultdict[tuple[str, int], Found](dict)
    for name, keys in honest.items():
        by_origin[_origin(name), len(keys)][name] = keys
    rows = [_honest(origin, count, works) for (origin, count), works in sorted(by_origin.items())]
    return "".join([HEAD, *rows, *_wrong(honest), CHEATS, *_cheats(found), *_left(found)])


def _origin(name: str) -> str:
    if name in ALONE:
        return name
    if name in test_study.NAMES:
        return "tests/study"
    if name.startswith(STRANGER):
        return "tests/wild"
    return "tests/audited" if name in WORKS else "tests/cases"


def _honest(origin: str, keys: int, works: Found) -> str:
    runs = _runs(works)
    total = sum(runs, Counter[str]())
    told = total["follows"], total["unknown"], sum(map(_is_contradicted, runs)), total["held"]
    return f"| {origin} | {len(works)} | {keys} | {' | '.join(map(str, told))} |\n"


def _runs(works: Found) -> list[Counts]:
    return [one for keys in works.values() for one in keys.values()]


def _is_contradicted(run: Counts) -> bool:
    return bool(run["contradicts"])


def _wrong(honest: Found) -> list[str]:
    wrong = [name for name, keys in honest.items() if any(map(_is_contradicted, keys.values()))]
    return [f"\nContradicted, and wrongly: {', '.join(sorted(wrong))}.\n"] if wrong else []


def _cheats(found: Found) -> list[str]:
    rows = []
    for kind in KINDS:
        for name, keys in found.items():
            if cheat_of(name) == kind:
                total = sum(keys.values(), Counter[str]())
                told = total[CAUGHT], sum(map(_is_contradicted, keys.values())), total["held"]
                rows.append(f"| {kind} | {name} | {len(keys)} | {' | '.join(map(str, told))} |\n")
    return rows


def _left(found: Found) -> list[str]:
    left = [name for name in names() if cheat_of(name) is not None and name not in found]
    return [f"\nCheats that this has not counted yet: {', '.join(left)}.\n"] if left else []
