"""What code asked for and what it got in its place, in Russian."""

from harness.words.ru.forms import many
from harness.words.template import Catalogue


def _epochs(epochs: int, fit: str) -> str:
    return f"{many(epochs, 'эпоха', 'эпохи', 'эпох')} обучения ({fit})"


WORDS: Catalogue = {
    "adapted.nothing": "ничего",
    "adapted.no_drive": "ничего: Google Drive здесь нет; читайте файлы рядом с блокнотом",
    "adapted.empty_drive": "пустая папка: Google Drive здесь нет; читайте файлы рядом с блокнотом",
    "adapted.no_card": "ничего: видеокарты здесь нет",
    "adapted.of_a_card": "{call} для видеокарты",
    "adapted.first_card": "первая видеокарта из {call}",
    "adapted.card_name": "только её имя: видеокарты здесь нет",
    "adapted.folder": "папка {name}",
    "adapted.folder_made": "та же папка: она создана при первой записи",
    "adapted.folder_of_run": "папка этого запуска по тому же пути",
    "adapted.folder_handed_in": "папка сданной работы",
    "adapted.file_named": "файл с именем {name}",
    "adapted.file_written_as": "тот же файл, записанный как {ending}",
    "adapted.works_out": "ничего: Keras 3 определяет это сам",
    "adapted.one_mode": "ничего: в Keras 3 есть только этот режим",
    "adapted.in_batches": "{argument}, по {rows} изображений в пакете",
    "adapted.of_one_metric": "{call} с одной метрикой",
    "adapted.not_needed": "ничего: Keras 3 это больше не нужно",
    "adapted.constant_rate": "постоянная скорость обучения: в Keras 3 для этого есть расписания (learning-rate schedules)",
    "adapted.with_fraction": "{call} с дробным числом",
    "adapted.whole_number": "целое число, округлённое вниз",
    "adapted.no_graphviz": "пустой рисунок: Graphviz здесь нет; сети нарисованы в отзыве",
    "adapted.does_nothing": "функция, которая ничего не делает",
    "adapted.same_network": "сеть с теми же входами и выходами",
    "adapted.session": "сессия tf.compat.v1",
    "adapted.does_the_same": "функция, которая делает то же самое",
    "adapted.network_itself": "сама сеть",
    "adapted.without_input": "{name} сети без Input",
    "adapted.validation_data": "данные, на которых проверяет fit",
    "adapted.no_font": "ничего: буквы, которых нет в здешних шрифтах, рисуются прямоугольниками",
    "adapted.decides_itself": "ничего: scikit-learn решает это сам",
    "adapted.no_log": "ничего: журнал обучения здесь не ведётся",
    "adapted.one_call": "один вызов с первым значением каждого параметра",
    "adapted.no_screen": "ничего: экрана здесь нет",
    "adapted.picture": "рисунок в выводе: экрана здесь нет",
    "adapted.nobody_to_ask": "пустой ответ, а как число — 10: отвечать здесь некому",
    "adapted.style": "стиль {name}",
    "adapted.same_axes": "оси, на которых рисуется график",
    "adapted.matrix_alone": "только матрица ошибок, её рисует scikit-learn",
    "adapted.estimator": "классификатор, который строит и обучает сеть так же",
    "adapted.openml_table": "таблица OpenML",
    "adapted.openml_array": "массив, который понимает обращения к таблице",
    "adapted.keras3": "Keras 3: здесь работает только он",
    "adapted.pipeline_loops": "циклы обучения по конвейеру данных",
    "adapted.one_step": "по шагу на каждый: время обучения вышло",
    "adapted.epochs": _epochs,
    "adapted.epochs_begun": "начато эпох: {epoch}; время обучения вышло",
}
