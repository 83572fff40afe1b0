"""The values of F1 that outputs name, and of which images their lines say that they are."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from harness.checks.logs import without_progress
from harness.checks.outputs import Outputs
from harness.evidence.provenance.numbers import DECIMAL_COMMA, NUMBER, Shown

F1 = re.compile(
    r"(?:(?<![a-z])|(?<=ma[ck]ro)|(?<=mi[ck]ro)|(?<=weighted)|(?<=test)|(?<=train)|(?<=val))"
    r"(?:f[\s_-]?[1₁](?!\d)(?:[\s_-]?(?:score|мер\w{0,5}))?|f[\s_-]?(?:score|measure)|f[\s_-]?мер\w{0,5})",
    re.IGNORECASE,
)
AVERAGES = {
    "macro": re.compile(r"ma[ck]ro|макро|宏", re.IGNORECASE),
    "micro": re.compile(r"mi[ck]ro|микро|微", re.IGNORECASE),
    "weighted": re.compile(r"weighted|взвеш|gewichtet|ponder|pondér|加权|加重", re.IGNORECASE),
}
OTHER_SCORE = re.compile(r"precision|recall|acc|loss|точност|полнот|потер|auc|kappa|jaccard", re.IGNORECASE)
TEST = re.compile(r"test|тест|prueba|prova|測試|测试|テスト|테스트", re.IGNORECASE)
OTHER_IMAGES = re.compile(
    r"(?<!after )train(?!ed)|обучающ|трениров|трейн|(?<![a-z])val(?![a-z])|valid|валид|(?<![a-z])dev(?![a-z])"
    r"|fold|cross|кросс|(?<![a-z])cv(?![a-z])|treino|entrena|entraîn|doğrulama|eğitim"
    r"|训练|訓練|验证|驗證|検証|学習|훈련|검증",
    re.IGNORECASE,
)
MOMENT = re.compile(r"epoch|эпох|(?<![a-z])(step|iter)|época|époque|epoche|轮|エポック|에포크", re.IGNORECASE)
HEADING = re.compile(r":\s*$|^\W{2,}|\b(set|data|images)\b|выборк|данны", re.IGNORECASE)
MARK = "ƒ"
"""Stands for the words for F1, whose digit is no number."""
MOST_LINES = 2000


Of = Literal["test", "other", "moment", ""]


@dataclass(frozen=True)
class Claim:
    """A value in [0, 1] that an output calls F1; ``step`` is one unit of its last digit.

    ``average`` is ``macro``, ``micro`` or ``weighted``, where the line says so. ``of`` is ``test`` where it says that,
    ``other`` where it names other images, ``moment`` where it speaks of epochs or steps, and empty where it says
    nothing. ``computed`` tells whether it may have been computed of the data, or was typed as far as can be seen.
    """

    average: str | None
    value: float
    step: float
    of: Of
    computed: bool

    def is_near(self, value: float, tolerance: float) -> bool:
        """Whether it is this value, to the digits that are shown."""
        return abs(self.value - value) <= self.step / 2 + tolerance


@functools.lru_cache(maxsize=1)
def claims(outputs: Outputs) -> list[Claim]:
    """What the outputs of all cells name as F1, without progress bars; of a long log, what its end does."""
    found = []
    for (cell, _), numbers in zip(outputs.cells, outputs.lines, strict=True):
        if not F1.search(cell.text):
            continue
        computed = {float(number) for line in numbers for number in line}
        for line, heading in list(_with_headings(without_progress(cell.text)))[-MOST_LINES:]:
            found += _in_line(line, heading, computed)
    return list(dict.fromkeys(found))


def _with_headings(text: str) -> Iterator[tuple[str, str]]:
    """Each line that speaks of F1, and the heading above it."""
    heading = ""
    for line in text.splitlines():
        if F1.search(line):
            yield line, heading
        if not line.strip():
            heading = ""
        elif HEADING.search(line) and not NUMBER.search(F1.sub(MARK, line)):
            heading = line


def _in_line(line: str, heading: str, computed: set[float]) -> list[Claim]:
    """Each number of a line with what stands before it, back to the last number."""
    marked = F1.sub(MARK, line)
    found, end, named = [], 0, False
    commas = {match.start(): match for match in DECIMAL_COMMA.finditer(marked)}
    for match in NUMBER.finditer(marked):
        if match.start() < end:
            continue
        whole = commas.get(match.start(), match)
        label, end = marked[end : whole.start()], whole.end()
        average = _average(label)
        named = MARK in label or (named and average is not None and not OTHER_SCORE.search(label))
        if not named or (OTHER_SCORE.search(label) and MARK not in label):
            continue
        number = Shown(whole[0].replace(",", "."))
        per_cent = marked[end : end + 2].strip().startswith("%")
        unit = 100.0 if per_cent else 1.0
        if not 0.0 <= number / unit <= 1.0 or (number.step >= 1.0 and number != 0.0):
            continue
        of = _of(label) or _of(marked[: whole.start()]) or _of(heading)
        found.append(Claim(average, number / unit, number.step / unit, of, float(number) in computed))
    return found


def _average(label: str) -> str | None:
    named = [name for name, word in AVERAGES.items() if word.search(label)]
    return named[0] if len(named) == 1 else None


def _of(label: str) -> Of:
    if OTHER_IMAGES.search(label):
        return "other"
    if TEST.search(label):
        return "test"
    return "moment" if MOMENT.search(label) else ""
