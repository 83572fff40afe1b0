"""Where this installation of the harness keeps what serves every course: environments, logs, sandboxes.

Standard library only, but for an installed package that is asked where its places are: `noxfile.py` imports this module
before any environment exists.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ENVIRONMENTS_VARIABLE = "HARNESS_ENVIRONMENTS"
_NAME = "harness"
RUBRIC = "rubric.yaml"
"""Makes a folder the folder of a course."""


def checkout() -> Path | None:
    """The source tree that this code runs from; None where it runs from an installed package."""
    folder = PACKAGE.parent
    return folder if all((folder / name).is_file() for name in ("noxfile.py", "pyproject.toml")) else None


@dataclass(frozen=True)
class Installation:
    """The places of an installation. The harness writes to the first three and never into its own package.

    Attributes:
        environments: virtual environments, one folder each.
        work: logs, and the assets and folders of local sandboxes.
        course: the course folder of whoever grades without one: results, split key, leaderboard.
        guest_files: the Dockerfile (``docker/Dockerfile.gpu``) and the locks (``locks/guest-*.txt``) of student code.
        private: folders that no sandbox may see.
    """

    environments: Path
    work: Path
    course: Path
    guest_files: Path = PACKAGE / "sandbox"
    private: tuple[Path, ...] = ()

    @classmethod
    def in_folder(cls, folder: Path) -> "Installation":
        """All of it in one folder, as in a checkout: ``.venvs``, ``.harness``, and the folder as the course's."""
        folder = folder.resolve()
        return cls(folder / ".venvs", folder / ".harness", folder, private=(folder,))

    @classmethod
    def find(cls) -> "Installation":
        """The checkout that this code runs from; else the user's own folders, where the operating system has them
        (on Linux below ``XDG_DATA_HOME`` and ``XDG_CACHE_HOME``). ``HARNESS_ENVIRONMENTS`` names another folder for
        the environments."""
        source = checkout()
        found = cls.in_folder(source) if source is not None else cls._of_the_user()
        given = os.environ.get(ENVIRONMENTS_VARIABLE)
        return replace(found, environments=Path(given).expanduser().resolve()) if given else found

    @classmethod
    def _of_the_user(cls) -> "Installation":
        import platformdirs

        data, cache = platformdirs.user_data_path(_NAME), platformdirs.user_cache_path(_NAME)
        return cls(data / "environments", cache, data / "course", private=(data, cache))

    def rubric(self) -> Path | None:
        """The rubric of the current folder, else that of the course folder; None where neither has one."""
        places = (folder / RUBRIC for folder in (Path.cwd(), self.course))
        return next((path for path in places if path.is_file()), None)

    def hiding(self, *folders: Path) -> "Installation":
        """The same, with more folders that no sandbox may see."""
        return replace(self, private=(*self.private, *(folder.resolve() for folder in folders)))
