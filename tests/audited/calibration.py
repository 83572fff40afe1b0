"""What audits found of works that compute all that they show, and of cheats: the tables of docs/security.md."""

from collections import Counter

from tests.audited.calibrate import CAUGHT, Counts, Found, read
from tests.audited.cheats import KINDS, cheat_of
from tests.audited.works import names

FINDINGS = ("follows", "unknown", "contradicts")
HEAD = """
## What a run on other data says

Works of [tests/study](../tests/study), [tests/cases](../tests/cases), [tests/wild](../tests/wild),
[tests/audited](../tests/audited) and [submissions](../submissions), each as a dry run and then on the twin of a key
([architecture.md](architecture.md#the-twin) says what is compared). This goes on where it stopped, with keys 1 to 10, and
does all works or some of them:

```
python -m tests.audited.calibrate 10
python -m tests.audited.calibrate 10 alice module "wild_*"
python -m tests.hostile.write
```

Of a work that computes all that it shows no key may contradict anything. How many of its checks that gave points, and of its
networks, follow the data, or cannot be told, is summed over the keys.

| honest work | keys | follow | cannot be told | keys that contradict | held |
|---|---|---|---|---|---|
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
    many = {name: keys for name, keys in honest.items() if len(keys) > 1}
    few = {name: keys for name, keys in honest.items() if len(keys) == 1}
    rows = [_honest(name, [keys]) for name, keys in many.items()]
    rows += [_honest(f"{len(few)} others, listed below", list(few.values()))] if few else []
    return "".join([HEAD, *rows, *_listed(few), CHEATS, *_cheats(found), *_left(found)])


def _honest(name: str, works: list[dict[int, Counts]]) -> str:
    runs = [one for keys in works for one in keys.values()]
    total = sum(runs, Counter[str]())
    wrong = sum(bool(one["contradicts"]) for one in runs)
    return (
        f"| {name} | {_keys(works)} | {total['follows']} | {total['unknown']} | {wrong} | {total['held']} |\n"
    )


def _keys(works: list[dict[int, Counts]]) -> str:
    counts = {len(keys) for keys in works}
    return f"{counts.pop()}" + (" each" if len(works) > 1 else "")


def _listed(few: Found) -> list[str]:
    return [f"\nWith one key: {', '.join(sorted(few))}.\n"] if few else []


def _cheats(found: Found) -> list[str]:
    rows = []
    for kind in KINDS:
        for name, keys in found.items():
            if cheat_of(name) == kind:
                total = sum(keys.values(), Counter[str]())
                told = total[CAUGHT], sum(bool(one["contradicts"]) for one in keys.values()), total["held"]
                rows.append(f"| {kind} | {name} | {len(keys)} | {' | '.join(map(str, told))} |\n")
    return rows


def _left(found: Found) -> list[str]:
    left = [name for name in names() if cheat_of(name) is not None and name not in found]
    return [f"\nCheats that this has not counted yet: {', '.join(left)}.\n"] if left else []
