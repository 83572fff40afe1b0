"""Tricks of those who want points for work that they did not do, or harm: each row of the tables beside this file, with
what must come of it. On Docker, whose walls a course should have; those marked `local` also on the local backend."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.e2e.conftest import Project
from tests.hostile.grading import Seen, faults, graded
from tests.hostile.tables import BOOKS, Trick, all_tricks, of_the_whole
from tests.hostile.write import PAGE, page

TRICKS = all_tricks()
Run = Callable[[str], dict[str, Seen]]


def selected(request: pytest.FixtureRequest, table: Sequence[Trick]) -> list[Trick]:
    """The rows that this run asks for, and those that share a work with them."""
    parameters = (
        getattr(item, "callspec").params  # noqa: B009 - pytest gives no typed way to it
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    )
    wanted = {one["trick"].of for one in parameters if "trick" in one}
    return [trick for trick in table if trick.of in wanted]


def by_work(table: Sequence[Trick]) -> dict[str, list[Trick]]:
    """The parts of each work."""
    works = defaultdict[str, list[Trick]](list)
    for trick in table:
        works[trick.of].append(trick)
    return works


def everything(
    request: pytest.FixtureRequest,
    factory: pytest.TempPathFactory,
    data: Path,
    table: Sequence[Trick],
    runner: str,
) -> dict[str, Seen]:
    alike = defaultdict[str, list[list[Trick]]](list)
    for parts in by_work(selected(request, table)).values():
        alike[parts[0].asks_for].append(parts)
    found: dict[str, Seen] = {}
    for works in alike.values():
        found |= graded(Project(factory.mktemp(runner), data), works, runner)
    return found


@pytest.fixture(scope="module")
def docker(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    real_data: Path,
    docker_engine: None,
) -> dict[str, Seen]:
    return everything(request, tmp_path_factory, real_data, TRICKS, "docker")


@pytest.fixture(scope="module")
def local(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    real_data: Path,
    guest_python: Path,
) -> dict[str, Seen]:
    table = [trick for trick in TRICKS if trick.local]
    return everything(request, tmp_path_factory, real_data, table, "local")


def hold(trick: Trick, seen: dict[str, Seen]) -> None:
    """Asserts that it is as the row says; a row whose defence is pending must not hold yet."""
    found = faults(trick, seen[trick.of])
    if trick.pending is None:
        assert found == []
        return
    assert found, f"{trick.case} holds now: take the mark 'pending: {trick.pending}' from its row"
    pytest.xfail(f"pending ({trick.pending}): {found}")


def test_each_row_is_one_trick() -> None:
    assert [case for case, times in Counter(trick.case for trick in TRICKS).items() if times > 1] == []
    works = by_work(TRICKS)
    books = [[trick for name in members for trick in works[name]] for members in BOOKS.values()]
    for parts in [*works.values(), *books]:
        assert len({trick.asks_for for trick in parts}) == 1
        assert len([trick.folder for trick in parts if trick.folder]) <= 1
        of_the_whole(parts)
    assert all(trick.sources and not (trick.makes or trick.files) for book in books for trick in book)


@pytest.mark.slow
@pytest.mark.docker
@pytest.mark.guest
@pytest.mark.parametrize("trick", TRICKS, ids=[trick.case for trick in TRICKS])
def test_each_gets_what_it_deserves(trick: Trick, docker: dict[str, Seen]) -> None:
    hold(trick, docker)


@pytest.mark.slow
@pytest.mark.guest
@pytest.mark.parametrize("trick", [t for t in TRICKS if t.local], ids=[t.case for t in TRICKS if t.local])
def test_each_does_without_docker_too(trick: Trick, local: dict[str, Seen]) -> None:
    hold(trick, local)


def test_the_page_is_made_of_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.hostile.write"
