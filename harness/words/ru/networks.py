"""How networks were trained, fed and scored, and what that gives, in Russian."""

from harness.words.notation import is_line_of_itself
from harness.words.ru.forms import form, grouped, many
from harness.words.several import Several
from harness.words.template import Catalogue


def _untrained(began: bool, unchanged: bool, rows: int, scored: bool) -> str:
    if not began:
        read = "; если веса прочитаны из файла, определите preprocess(images) или predict(images)"
        return "обучения этой сети здесь не было видно" + ("" if scored else read)
    if unchanged:
        return (
            "сеть считается необученной: после fit все веса остались прежними "
            "(не равна ли скорость обучения 0, не заморожены ли все слои?)"
        )
    if not rows:
        return "сеть не обучена: fit закончился до первого шага"
    images = many(rows, "изображение", "изображения", "изображений")
    return f"сеть считается необученной: при обучении ей подано {images}, меньше одного пакета из 32"


def _outputs(shape: Several, classes: int) -> str:
    what = f"массив {shape:×}" if len(shape) > 1 else f"числа ({shape:×})"
    return f"для каждого изображения сеть выдаёт {what}, а не оценку для каждого из классов ({classes}): оценить её нечем"


def _epochs(epochs: int, fits: int) -> str:
    if not epochs:
        return "меньше одной эпохи"
    calls = f" за {many(fits, 'вызов', 'вызова', 'вызовов')} fit" if fits > 1 else ""
    return many(epochs, "эпоха", "эпохи", "эпох") + calls


def _loop(steps: int) -> str:
    return f"цикл обучения, {many(steps, 'шаг', 'шага', 'шагов')}" if steps else "цикл обучения"


def _trained(rows: int | None, duration: str, compiled: Several) -> str:
    parts = [] if rows is None else [many(rows, "пример", "примера", "примеров")]
    return f"Обучение: {', '.join([*parts, duration, *map(str, compiled)])}."


def _shaped(geometry: str) -> str:
    if geometry == "pad":
        return "дополнено нулями"
    step = geometry.removeprefix("every ")
    if step == geometry:
        return f"изменён размер ({geometry})"
    return "вырезана часть" if step == "1" else f"шаг по строкам и столбцам: {step}"


def _preprocessing(
    layout: str,
    height: int,
    width: int,
    channels: int,
    geometry: str,
    curved: bool,
    norm: str | None,
    over: str | None,
    scale: float | None,
    offset: float | None,
    by: str,
    rows: int,
) -> str:
    numbers = height * width * channels
    shape = {
        "hw": f"{height}×{width}",
        "hwc": f"{height}×{width}×{channels}",
        "chw": f"{channels}×{height}×{width}",
        "flat": f"{numbers} {form(numbers, 'число', 'числа', 'чисел')}",
    }[layout]
    how = [shape]
    if geometry != "none":
        how.append(_shaped(geometry))
    if curved:
        how.append("каждое значение заменено другим")
    if norm is not None and over is not None:
        whose = {"image": "по изображению", "height": "по столбцам", "width": "по строкам"}[over]
        how.append(f"стандартизация {whose}" if norm == "deviation" else f"деление на норму {norm} {whose}")
    if not (curved or norm) or not is_line_of_itself(scale, offset):
        how.append(_values(scale, offset, by))
    on = f"{grouped(rows):,} {form(rows, 'примере', 'примерах', 'примерах')}"
    return f"{', '.join(how)} (проверено на {on})"


def _values(scale: float | None, offset: float | None, by: str) -> str:
    if scale is None or offset is None:
        return {
            "pixel": "свой масштаб для каждого пикселя",
            "channel": "свой масштаб для каждого канала",
        }.get(by, f"свой масштаб ({by})")
    if (scale, offset) == (1.0, 0.0):
        return "исходные значения"
    added = "" if abs(offset) < 1e-6 else f" {'−' if offset < 0 else '+'} {abs(offset):.4g}"
    return f"пиксель × {scale:.4g}{added}"


def _reached(
    network: str,
    hidden_f1: float,
    hidden_low: float,
    hidden_high: float,
    above: float | None,
    worth: float | None,
) -> str:
    exact = "" if isinstance(hidden_f1, str) else f" (от {hidden_low:.4f} до {hidden_high:.4f})"
    reached = f"{network}: F1 (macro) на скрытых изображениях {hidden_f1:.4f}{exact}"
    return f"{reached}." if above is None else f"{reached}; при {above:.2f} баллов было бы {worth:g}."


WORDS: Catalogue = {
    "held.no_file": (
        "Ни один файл следующих сетей не удалось прочитать: {networks:listed}. Поэтому об их обучении известно только то, что "
        "сообщил сам запуск, а от этого могут зависеть баллы. Нужно решение человека."
    ),
    "training.epochs": _epochs,
    "training.loop": _loop,
    "training.duration": "{parts: и }",
    "training.weights_of": "Её веса получены при обучении сети {network}.",
    "training.trained": _trained,
    "training.none": _untrained,
    "training.on_test_images": (
        "Сеть обучалась на тестовых изображениях (среди просмотренных примеров их {rows}): её результат на них ничего не "
        "значит."
    ),
    "network.preprocessing": _preprocessing,
    "network.order": (
        "При обучении у классов были другие номера, и выходы сети читаются в этом порядке: {classes:listed}."
    ),
    "network.own_function": "ваша собственная функция",
    "network.no_scores": _outputs,
    "network.not_exported": "экспортировать сеть не удалось: {why}",
    "network.input_unknown": (
        "не удалось проверить, как изображения превращаются в её вход; определите preprocess(images) или predict(images)"
    ),
    "network.crashed": "запустить сеть для оценивания не удалось: процесс завершился (нехватка памяти или сбой)",
    "network.no_reason": "она не оценена, причина неизвестна",
    "network.forbidden": (
        "граф сети содержит {operation}, а этого нет в списке разрешённой арифметики, поэтому сеть не запускалась; определите "
        "predict(images)"
    ),
    "network.over_budget": "сеть не оценивалась: время или число сетей на одну работу исчерпано",
    "network.late": "оценить сеть за отведённое время (в минутах: {minutes:g}) не удалось",
    "network.predict_failed": "predict(images) завершилась ошибкой или работала слишком долго",
    "criterion.broken": "Проверка сломалась ({checks:listed}); баллы за неё решает преподаватель.",
    "criterion.no_score": (
        "Проверить это нельзя, пока не обучена сеть, которую можно оценить на скрытых изображениях."
    ),
    "criterion.title": lambda en, ru: str(ru),
    "criterion.reached": _reached,
    "checks.no_network": "Проверить это нельзя, пока не обучена сеть Keras.",
    "checks.no_reason": "Проверка не пройдена, а причины она не назвала.",
    "follow.sources": "исходный код слишком длинный, проследить его нельзя",
    "follow.nested": "исходный код вложен слишком глубоко, проследить его нельзя",
    "follow.output": "вывод ячейки и тексты в её коде слишком длинные, сравнить их нельзя",
    "follow.steps": "в программе слишком много шагов, проследить их нельзя",
    "follow.cell": "ячейка {cell} слишком длинная или вложена слишком глубоко, проследить её нельзя",
    "checks.late": "проверки не завершились за отведённое время (в секундах: {seconds})",
    "checks.spent": "проверки остановлены: кончилось время счёта (в секундах: {seconds}) или память",
    "checks.crashed": "процесс проверок аварийно завершился (сигнал {number})",
    "checks.silent": "проверка не дала ответа",
    "checks.no_result": "проверки завершились без результата",
    "checks.gone": "процесс проверок завершился",
    "checks.unsayable": "составить сообщение {code} не удалось: {error}",
    "checks.not_imported": "импортировать {file} не удалось: {error}",
}
