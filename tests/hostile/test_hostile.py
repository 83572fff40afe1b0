"""Tricks of those who want points for work that they did not do, or harm: each row of the tables beside this file, with
what must come of it. On Docker, whose walls a course should have; those marked `local` also on the local backend."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.e2e.conftest import Project
from tests.hostile.grading import Seen, faults, graded
from tests.hostile.tables import Trick, all_tricks
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


def everything(
    request: pytest.FixtureRequest,
    factory: pytest.TempPathFactory,
    data: Path,
    table: Sequence[Trick],
    runner: str,
) -> dict[str, Seen]:
    alike = defaultdict[str, list[Trick]](list)
    for trick in selected(request, table):
        alike[f"{trick.network} {trick.audit} {sorted(trick.limits.items())}"].append(trick)
    found: dict[str, Seen] = {}
    for some in alike.values():
        found |= graded(Project(factory.mktemp(runner), data), some, runner)
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
    together = [one for one in TRICKS if one.of == trick.of]
    found = faults(trick, seen[trick.of], together.index(trick))
    if trick.pending is None:
        assert found == []
        return
    assert found, f"{trick.case} holds now: take the mark 'pending: {trick.pending}' from its row"
    pytest.xfail(f"pending ({trick.pending}): {found}")


def test_each_row_is_one_trick() -> None:
    assert [case for case, times in Counter(trick.case for trick in TRICKS).items() if times > 1] == []
    together = defaultdict[str, list[Trick]](list)
    for trick in TRICKS:
        together[trick.of].append(trick)
    for some in together.values():
        assert len({(trick.network, trick.audit, tuple(trick.limits.items())) for trick in some}) == 1


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
