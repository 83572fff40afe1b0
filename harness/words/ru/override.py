"""What `harness override` says, in Russian."""

from collections.abc import Sequence

from harness.words.several import Several
from harness.words.template import Catalogue


def _no_criterion(name: str, attempt: int, wanted: str, like: Sequence[str], known: Sequence[str]) -> str:
    meant = f"может быть, {' или '.join(like)}?" if like else f"есть: {', '.join(known)}."
    return f"Попытка {attempt} ({name}): критерия {wanted!r} нет; {meant}"


def _criterion(attempt: int, name: str, criterion: str, has: Sequence[str]) -> str:
    points, most, automatic = has
    return f"Попытка {attempt} ({name}), {criterion}: баллов {points} из {most} (автоматически: {automatic})."


def _has(attempt: int, name: str, has: Sequence[str], is_mark: bool, waits: bool) -> str:
    points, most, automatic = has
    end = " Это ещё не оценка: она ждёт решения." if waits else " Это не оценка."
    counts = f"Попытка {attempt} ({name}): баллов {points} из {most} (автоматически: {automatic})."
    return counts + ("" if is_mark else end)


def _pages(count: int) -> str:
    return f"Страниц записано заново: {count}." if count else "На всех страницах сказано то, что решено."


def _unknown_kind(kind: str, like: str | None, kinds: Several) -> str:
    offered = f"возможно, имелось в виду {like}?" if like else f"есть: {kinds:, }"
    return f"решения {kind!r} нет; {offered}"


WORDS: Catalogue = {
    "override.no_why": 'Одним предложением скажите почему, его прочитает студент: --why "…".',
    "decide.no_list": "{path}: добавить в этот список ничего нельзя: пусть каждое решение начинается с '- ' в начале строки.",
    "decide.list_needed": "нужен список решений, каждое начинается с «- »",
    "decide.no_decision": "нужно решение, например «decision: override»; есть: {kinds:, }",
    "decide.no_kind": "не сказано, какое это решение; есть: {kinds:, }",
    "decide.unknown_kind": _unknown_kind,
    "decide.too_large": "В {path} больше {most:,} байт: столько решений никто не принимает. Исправьте файл.",
    "decide.not_utf8": "{path} — не текст в UTF-8: сохраните его в UTF-8.",
    "override.failed": "Попытка {attempt} ({name}): сбой на нашей стороне, решать пока не о чем; проверьте работу ещё раз.",
    "override.no_mark": (
        "Попытка {attempt} ({name}): это пробный запуск или запуск на запасных данных, оценкой он с"
        "тать не может; проверьте работу без --smoke, на настоящих данных."
    ),
    "override.not_set": "Попытка {attempt} ({name}): баллы за {criterion} никто не выставлял, отменять нечего.",
    "override.points": "--points {points} не подходит: за {criterion} можно поставить от 0 до {most}.",
    "override.no_comment": '--comment пусто; скажите, что должен прочитать студент: --comment "…".',
    "override.long_comment": "В --comment знаков: {count:,}; скажите короче, не больше {most:,}.",
    "override.no_criterion": _no_criterion,
    "override.whose": "О чьей оценке речь? Назовите работу: harness override NAME …",
    "override.which": "--points и --take-back относятся к одному критерию: назовите его в --criterion.",
    "override.no_points": "--criterion {criterion} ничего не говорит о баллах: укажите --points NUMBER или --take-back.",
    "override.why": "--why относится к баллам: укажите ещё --criterion и --points или вместо этого --comment.",
    "override.number": "{text!r} — не число",
    "override.criterion": _criterion,
    "override.commented": "Попытка {attempt} ({name}): комментарий записан.",
    "override.has": _has,
    "override.held": "{name} ждёт решения: {reason}",
    "override.pages": _pages,
}
