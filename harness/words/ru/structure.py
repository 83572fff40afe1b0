"""What a network is built of, in Russian."""

from collections.abc import Callable

from harness.words.notation import activation_of, convolution, operation, step
from harness.words.ru.forms import counted, form, many
from harness.words.several import Several
from harness.words.template import Catalogue

FILTERS = ("фильтр", "фильтра", "фильтров")
MAPS = ("карта", "карты", "карт")
CONVOLUTIONS = ("свёртка", "свёртки", "свёрток")
ADDITIONS = ("остаточное сложение", "остаточных сложения", "остаточных сложений")


def _layer(words: str) -> Callable[..., str]:
    def template(
        size: Several | None, units: int | None, stride: int | Several | None, activation: str | None
    ) -> str:
        text = f"{words} {size:×}" if size else words
        text += f", {many(units, *FILTERS)}" if units is not None else ""
        return text + _stride(stride) + activation_of(activation)

    return template


def _dense(
    size: Several | None, units: int | None, stride: int | Several | None, activation: str | None
) -> str:
    return f"полносвязный слой ({units})" + activation_of(activation)


def _stride(stride: int | Several | None) -> str:
    if stride is None:
        return ""
    return f", шаг {stride:×}" if isinstance(stride, Several) else f", шаг {stride}"


def _window(kernel: Several, dilation: int | None, stride: int | None) -> str:
    dilated = "" if dilation is None else f" с разрежением {dilation}"
    return f"{kernel:×}{dilated}" + ("" if stride is None else f" с шагом {stride}")


def _size(count: int, kernel: Several, dilation: int | None, stride: int | None) -> str:
    return f"{_window(kernel, dilation, stride)} — {count}"


def _module(naive: bool, count: int, branches: Several, channels: int | None) -> str:
    kind = "Наивный модуль Inception" if naive else "Модуль Inception"
    maps = "" if channels is None else f", на выходе {many(channels, *MAPS)}"
    return f"{kind}: {many(count, 'ветвь', 'ветви', 'ветвей')} ({branches: | }){maps}"


def _dense_layers(count: int, units: Several, more: bool) -> str:
    layers = many(count, "полносвязный слой", "полносвязных слоя", "полносвязных слоёв")
    return f"{layers}: {units:, }{', …' * more}."


WORDS: Catalogue = {
    "step.conv": convolution(_window),
    "step.depthwise": step("поканальная свёртка", _window),
    "step.max_pool": step("макс-пулинг", _window),
    "step.average_pool": step("усредняющий пулинг", _window),
    "step.other": operation,
    "layer.convolution": _layer("свёртка"),
    "layer.depthwise_convolution": _layer("поканальная свёртка"),
    "layer.max_pooling": _layer("макс-пулинг"),
    "layer.average_pooling": _layer("усредняющий пулинг"),
    "layer.global_average_pooling": _layer("глобальный усредняющий пулинг"),
    "layer.global_max_pooling": _layer("глобальный макс-пулинг"),
    "layer.flatten": _layer("Flatten"),
    "layer.dense_layer": _dense,
    "layer.locally_connected_layer": _layer("локально связный слой"),
    "layer.softmax": _layer("softmax"),
    "layer.inception_module": _layer("модуль Inception"),
    "layer.addition": _layer("сложение"),
    "layer.concatenation": _layer("конкатенация"),
    "outline.inception": lambda channels: (
        "модуль Inception" if channels is None else f"модуль Inception, {many(channels, *MAPS)}"
    ),
    "outline.more": lambda count: f"… ещё {many(count, 'слой', 'слоя', 'слоёв')}",
    "structure.convolutions": lambda count, sizes: f"{many(count, *CONVOLUTIONS)}: {sizes:, }.",
    "structure.no_convolution": "Свёрток нет.",
    "structure.size": _size,
    "structure.separable": counted(
        "раздельная свёртка (depthwise separable)",
        "раздельные свёртки (depthwise separable)",
        "раздельных свёрток (depthwise separable)",
    ),
    "structure.transposed": counted(
        "транспонированная свёртка", "транспонированные свёртки", "транспонированных свёрток"
    ),
    "structure.locally_connected": counted(
        "локально связный слой", "локально связных слоя", "локально связных слоёв"
    ),
    "structure.batch_normalisation": counted(
        "пакетная нормализация", "пакетные нормализации", "пакетных нормализаций"
    ),
    "structure.depthwise": counted(
        "поканальная свёртка", "поканальные свёртки", "поканальных свёрток", " без свёртки 1×1 после неё."
    ),
    "structure.max_pooling": "Макс-пулинг: {sizes:, }.",
    "structure.average_pooling": "Усредняющий пулинг: {sizes:, }.",
    "structure.global_average_pooling": "Глобальный усредняющий пулинг.",
    "structure.global_max_pooling": "Глобальный макс-пулинг.",
    "structure.inception": "{module}.",
    "structure.inception_in_all": lambda count: (
        f"Всего {many(count, 'модуль', 'модуля', 'модулей')} Inception."
    ),
    "structure.residual": counted(*ADDITIONS, " с тем, что пришло на вход."),
    "structure.residual_projection": counted(*ADDITIONS, " с проекцией 1×1 того, что пришло на вход."),
    "structure.residual_inception": counted(*ADDITIONS, " в обход модуля Inception."),
    "structure.dense_blocks": counted(
        "плотный блок", "плотных блока", "плотных блоков", ": каждый слой читает карты всех предыдущих."
    ),
    "structure.fractal_joins": counted(
        "фрактальное соединение",
        "фрактальных соединения",
        "фрактальных соединений",
        ": среднее столбцов разной глубины.",
    ),
    "structure.dense_layers": _dense_layers,
    "structure.softmax": "На выходе softmax.",
    "structure.logits": "На выходе нет softmax: сеть выдаёт логиты.",
    "inception.module": _module,
    "inception.branch": lambda steps, more: f"{steps: → }{' → …' * more}",
    "inception.kind.1x1": "1×1",
    "inception.kind.3x3": "3×3",
    "inception.kind.5x5": "5×5",
    "inception.kind.pool": "пулинг",
    "inception.added": (
        "Параллельные свёртки складываются, а не соединяются по каналам, поэтому модуля Inception здесь нет."
    ),
    "inception.skip": (
        "Конкатенация соединяет тензор с его же свёрткой (обходное соединение): это не модуль Inception."
    ),
    "inception.flattened": (
        "Параллельные свёртки соединяются только после Flatten, а не как карты признаков по каналам."
    ),
    "inception.wrong_axis": lambda paths, axis, channels: (
        f"Параллельные пути ({paths}) соединяются по оси {axis}, а не по каналам "
        f"({form(len(channels), 'ось', 'оси', 'оси')} {channels:, })."
    ),
    "inception.same_kernels": (
        "Соединяются параллельные пути с одинаковыми ядрами; в модуле Inception ядра разных размеров."
    ),
}
