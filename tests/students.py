"""Thirty students who do not exist, and what learning platforms make of their names."""

from typing import NamedTuple

from tests.packed import BOOK


class Student(NamedTuple):
    """``number`` is the id in the course's list, the others those of platforms."""

    number: str
    surname: str
    first: str
    moodle: str
    canvas: str
    login: str

    @property
    def name(self) -> str:
        return f"{self.surname} {self.first}"


_SURNAMES = """
Абрамова Белов Васильева Громов Дёмина Ершов Жукова Зайцев Исаева Кузьмин Лебедева Морозов Никитина Орлов Павлова Рыжов
Соловьёва Титов Ушакова Фёдоров Хохлова Цветков Чернова Шубин Щербакова Berg Müller O'Neil García Яшина
"""
FIRST = ["Анна", "Пётр", "Мария", "Семён", "Ольга"]
STUDENTS = [
    Student(
        f"s{number:03}", surname, FIRST[number % 5], str(7100 + number), str(880 + number), f"user-{number}"
    )
    for number, surname in enumerate(_SURNAMES.split())
]


def moodle(student: Student, *, folders: bool = True, old: bool = False) -> dict[str, str | bytes]:
    """The work of a student as Moodle's export has it."""
    begin = f"{student.name}_{student.moodle}_assignsubmission_file{'_' if old or not folders else ''}"
    return {f"{begin}{'/' if folders else ''}работа.ipynb": BOOK}


def canvas(student: Student, file: str = "work.ipynb", *, late: bool = False) -> dict[str, str | bytes]:
    """The same as Canvas's export has it."""
    name = "".join(char for char in student.name.lower() if char.isalnum())
    return {f"{name}_{'LATE_' if late else ''}{student.canvas}_5{student.canvas}_{file}": BOOK}


def github(student: Student) -> dict[str, str | bytes]:
    """The same as a checkout of GitHub Classroom."""
    return {f"lab-1-{student.login}/{name}": BOOK for name in (".git/HEAD", "work.ipynb")}
