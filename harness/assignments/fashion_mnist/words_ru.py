"""The sentences of this control work, in Russian."""

from harness.assignments.fashion_mnist.words_ru_data import DATA
from harness.assignments.fashion_mnist.words_ru_scores import SCORES
from harness.assignments.fashion_mnist.words_ru_titles import TITLES
from harness.words.ru.forms import many
from harness.words.several import Several
from harness.words.template import Catalogue

PARAMETERS = ("параметр", "параметра", "параметров")
KINDS = {
    "functional": "функциональная модель",
    "subclassed": "подкласс Model",
    "predict function": "функция predict",
}


def _parameters(network: str, count: int, wanted: int, inserted: Several) -> str:
    more = f"; кроме слоёв примера здесь есть: {inserted:, }" if inserted else ""
    return f"{network}: {many(count, *PARAMETERS)}, а в примере {wanted:,}{more}."


def _compiled(losses: Several, optimizers: Several, metrics: Several, slow_rate: float | None) -> str:
    slow = (
        ""
        if slow_rate is None
        else f" Скорость обучения {slow_rate:g}; пример рассчитан на 1, с ней Adadelta учится гораздо быстрее."
    )
    watched = f"{metrics:, ?нет (в примере есть accuracy)}"
    return f"Функция потерь {losses:, }, оптимизатор {optimizers:, }, метрики: {watched}.{slow}"


def _seen(rows: int | None, duration: str, learned: float | None = None) -> str:
    how_many = "" if rows is None else f" ({rows:,})"
    if learned is not None:
        told = f"открытые тестовые изображения сеть различает (F1 (macro) {learned:.3f})"
        return f"Обучение на изображениях{how_many}, {duration}; как есть не узнано почти ни одно, но {told}."
    return f"Обучение на изображениях обучающей выборки{how_many}, {duration}; среди просмотренных примеров тестовых нет."


def _unknown_images(network: str, f1: float | None = None, wanted: float = 0.5, brought: bool = False) -> str:
    said = (
        f"В том, на чём обучалась сеть {network}, не удалось узнать изображения Fashion-MNIST "
        "(keras.datasets.fashion_mnist; в keras.datasets.mnist — цифры)."
    )
    if brought:
        return f"{said} То, что сеть знает, тоже не говорит об этом: ни одно обучение этого запуска не оставило таких весов."
    if f1 is None:
        return said
    return (
        f"{said} Если аугментировано каждое изображение, сеть должна различать открытые тестовые изображения с F1 (macro) выше "
        f"{wanted:g}; у неё {f1:.3f}."
    )


def _compared(compared: Several) -> str:
    return f" Сравнивались на сетях, в остальном одинаковых: {compared:; }." if compared else ""


def _until(network: str, only_built: Several) -> str:
    told = f" Не обучены: {only_built:listed}." if only_built else ""
    return f"Проверить это нельзя, пока не обучена {network}.{told}"


def _is(network: str, kind: str) -> str:
    return f"{network} — {KINDS.get(kind, kind)}"


RUSSIAN: Catalogue = {
    "fashion_mnist.layer.first_convolution": "первая свёртка",
    "fashion_mnist.layer.second_convolution": "вторая свёртка",
    "fashion_mnist.layer.max_pooling": "макс-пулинг",
    "fashion_mnist.layer.flatten": "Flatten",
    "fashion_mnist.layer.first_dense_layer": "первый полносвязный слой",
    "fashion_mnist.layer.last_dense_layer": "последний полносвязный слой",
    "fashion_mnist.port.missing": "чего нет: {wanted}",
    "fashion_mnist.port.instead": "{layer} там, где нужно: {wanted}",
    "fashion_mnist.port.size": "{layer}: {size:×}, а нужно {wanted:×}",
    "fashion_mnist.port.filters": "{layer}: число фильтров {units}, а нужно {wanted}",
    "fashion_mnist.port.units": "{layer}: число нейронов {units}, а нужно {wanted}",
    "fashion_mnist.port.stride": "{layer}: шаг {stride}",
    "fashion_mnist.port.relu": "ReLU ({layer})",
    "fashion_mnist.port.no_relu": "нет ReLU ({layer})",
    "fashion_mnist.port.other_activation": "{activation} вместо ReLU ({layer})",
    "fashion_mnist.port.softmax": "softmax",
    "fashion_mnist.port.no_softmax": "на выходе нет softmax",
    "fashion_mnist.port.inserted_first": "до первой свёртки: {layer}",
    "fashion_mnist.port.inserted": "{layer} (следом за слоем: {before})",
    "fashion_mnist.port.more": lambda count: f"ещё {many(count, 'слой', 'слоя', 'слоёв')}",
    "fashion_mnist.branch.1x1": "1×1",
    "fashion_mnist.branch.3x3": "1×1 → 3×3",
    "fashion_mnist.branch.5x5": "1×1 → 5×5",
    "fashion_mnist.branch.pool": "макс-пулинг 3×3 → 1×1",
    "fashion_mnist.inception.no_branch": "нет ветви «{branch}»",
    "fashion_mnist.inception.no_1x1": "в ветви «{branch}» нет свёртки 1×1",
    "fashion_mnist.inception.count": "число ветвей {count}, а нужно четыре",
    "fashion_mnist.inception.other_branch": "есть ветвь «{branch}»",
    "fashion_mnist.inception.average_pooling": "пулинг усредняющий, а не макс-пулинг",
    "fashion_mnist.inception.depthwise": "есть поканальные свёртки",
    "fashion_mnist.inception.filters": "в конце каждой ветви нужно {filters} фильтра, а здесь иначе",
    "fashion_mnist.inception.reductions": "в каждой свёртке перед этим нужно {filters} фильтра, а здесь иначе",
    "fashion_mnist.inception.size": 'не везде шаг 1 и padding="same"',
    "fashion_mnist.inception.relu": "не после каждой свёртки ReLU",
    "fashion_mnist.inception.maps": "число карт на выходе не {maps}",
    "fashion_mnist.inception.same": "{module}: такой же, как в лекции.",
    "fashion_mnist.inception.unlike": "{module}; отличия от модуля из лекции: {departures:; }.",
    "fashion_mnist.inception.none": (
        "Ни в одной обученной сети параллельные свёрточные ветви с общим входом не соединяются."
    ),
    "fashion_mnist.inception.found": "Модуль найден в {networks:listed}.",
    "fashion_mnist.inception.branches": (
        "В модуле сети {network} из четырёх ветвей лекции верных {right}: {faults:; }."
    ),
    "fashion_mnist.inception.not_inserted": (
        "Вокруг модуля от перенесённой сети осталось частей: {kept} из {total}; отличия: {differs:; }."
    ),
    "fashion_mnist.inception.mostly": (
        "В сети {network} частей перенесённой сети {kept} из {total} ({differs:; }), и к ним добавлено: {layers:, }."
    ),
    "fashion_mnist.inception.inserted": "{network} — перенесённая сеть, к которой добавлено: {layers:, }.",
    "fashion_mnist.inception.not_felt": (
        "Модуль Inception в сети {network} есть, но она им не пользуется: если дать ей выход модуля для другого изображения, "
        "ответы меняются на {share:.2%} от того, как они меняются от изображения к изображению. Не умножен ли модуль на 0, не "
        "стоит ли за ним закрытый вентиль, не отрезан ли он дальше?"
    ),
    "fashion_mnist.inception.not_measured": (
        "Измерить, пользуется ли сеть {network} своим модулем, не удалось: для этого сеть должна запускаться сама и соединять "
        "немного тензоров."
    ),
    "fashion_mnist.inception.dead": "от выхода ветви «{branch}» ни один ответ не зависит",
    "fashion_mnist.inception.no_gradient": (
        "Обучался ли модуль сети {network}, неизвестно: хотя бы одна из его свёрток не получает градиента ни от одного "
        "выхода, потому что между ними стоит операция, которая его не пропускает, например stop_gradient."
    ),
    "fashion_mnist.inception.all_dropped": (
        "Обучался ли модуль сети {network}, неизвестно: в сети есть Dropout с долей 1, который при обучении не пропускает "
        "ничего."
    ),
    "fashion_mnist.inception.cut_short": (
        "Каждое обучение сокращено до нескольких шагов: это решится, когда сеть будет обучена до конца."
    ),
    "fashion_mnist.inception.not_scored": "Проверить это нельзя, потому что {networks:listed}.",
    "fashion_mnist.inception.low_f1": (
        "F1 (macro) сети {network} на скрытых изображениях равна {hidden_f1:.3f}; обучайте дольше."
    ),
    "fashion_mnist.network_differs": "В сети {network}: {differs:; }.",
    "fashion_mnist.not_exported": (
        "Прочитать строение сети {network} не удалось: её не получилось экспортировать."
    ),
    "fashion_mnist.port.parameters_same": lambda network, count: (
        f"{network}: {many(count, *PARAMETERS)}, ровно как в примере."
    ),
    "fashion_mnist.port.parameters": _parameters,
    "fashion_mnist.port.dropout": (
        "В сети {network} ожидаются Dropout с долями 0.25 и 0.5; найдено: {rates:, ?ничего}."
    ),
    "fashion_mnist.port.loss": (
        "Функция потерь сети {network} — {losses:, }; ожидается категориальная перекрёстная энтропия "
        "(categorical_crossentropy)."
    ),
    "fashion_mnist.port.optimizer": "Оптимизатор сети {network} — {optimizers:, }; в примере Adadelta.",
    "fashion_mnist.port.compiled": _compiled,
    "fashion_mnist.port.hardly": (
        "Сеть {network} скомпилирована с Adadelta, но обучалась с ним лишь на малом числе изображений ({rows:,}); обучите её "
        "хотя бы на {wanted:,}."
    ),
    "fashion_mnist.training.not_recognised": (
        "Среди того, на чём обучалась сеть {network}, почти ни один пример не узнан как изображение обучающей выборки, а "
        "открытые тестовые изображения она различает едва ли лучше, чем наугад (F1 (macro) {f1:.3f})."
    ),
    "fashion_mnist.training.unseen": (
        "Обучения сети {network} в этом запуске не было видно, поэтому неизвестно, на чём она обучалась. Может быть, её веса "
        "прочитаны из файла, который записан не этим запуском? Обучите сеть в том же запуске."
    ),
    "fashion_mnist.training.unknown_images": _unknown_images,
    "fashion_mnist.training.unknown_images_yet": (
        "В том, на чём обучалась сеть {network}, изображения Fashion-MNIST не узнаны (keras.datasets.fashion_mnist; в "
        "keras.datasets.mnist — цифры). Если каждое аугментировано, полный запуск покажет это по тому, чему сеть научилась."
    ),
    "fashion_mnist.training.test_images": (
        "Сеть {network} обучалась на тестовых изображениях (среди просмотренных примеров их {rows:,}); это обесценивает любой "
        "результат."
    ),
    "fashion_mnist.training.wrong_labels": (
        "Метки, на которых обучалась сеть {network}, не от её изображений; не перемешаны ли они отдельно друг от друга?"
    ),
    "fashion_mnist.training.too_few": (
        "Изображений, которые видела сеть {network}, только {rows:,}; обучите её хотя бы на {wanted:,}."
    ),
    "fashion_mnist.training.seen": _seen,
    "fashion_mnist.setup.no_network": "Ни одна сеть Keras не обучена и не использована.",
    "fashion_mnist.setup.no_version": (
        "Напечатайте keras.__version__: версии, на которой всё выполнялось, нет ни в одном выводе."
    ),
    "fashion_mnist.setup.no_training": (
        "Обучения не было видно, хотя одна из сетей узнаёт изображения; обучите сеть вызовом fit."
    ),
    "fashion_mnist.setup.stopped": "Каждый вызов fit был прерван до конца.",
    "fashion_mnist.modes.is": _is,
    "fashion_mnist.modes.no_sequential": (
        "Ни одна модель Sequential не обучена ({kinds:listed}); постройте её: keras.Sequential([...])."
    ),
    "fashion_mnist.modes.sequential": "Sequential: {networks:listed}.",
    "fashion_mnist.modes.sequential_within": "Sequential как часть сети: {networks:listed}.",
    "fashion_mnist.modes.functional_within": "Функциональная модель как часть сети: {networks:listed}.",
    "fashion_mnist.modes.no_functional": (
        "Ни одна функциональная модель не обучена ({kinds:listed}); постройте её: keras.Model(inputs, outputs)."
    ),
    "fashion_mnist.modes.functional": "Функциональные модели: {networks:listed}.",
    "fashion_mnist.layers.core": "Ожидаются хотя бы два вида основных слоёв; найдено: {names:listed}.",
    "fashion_mnist.layers.found": "Найдено: {names:listed}.",
    "fashion_mnist.layers.found_compared": lambda names, compared: (
        f"Найдено: {names:listed}.{_compared(compared)}"
    ),
    "fashion_mnist.layers.no_convolution": "Ни в одной сети нет свёрточного слоя.",
    "fashion_mnist.layers.own_convolution": "ваша собственная свёртка",
    "fashion_mnist.layers.no_pooling": "Ни в одной сети нет слоя пулинга.",
    "fashion_mnist.layers.own_pooling": "ваш собственный пулинг",
    "fashion_mnist.layers.no_merge": (
        "Ни в одной сети ветви не сливаются, например слоем Concatenate или Add."
    ),
    "fashion_mnist.layers.own_merge": "ваша собственная конкатенация",
    "fashion_mnist.layers.activations": (
        "Ожидаются хотя бы две функции активации (relu, tanh, elu, …); найдено: {names:listed}."
    ),
    "fashion_mnist.layers.optimizers": (
        "Ожидаются хотя бы два оптимизатора, с каждым — обучение не меньше чем на {least} изображениях; найдено: "
        "{names:listed}. Скомпилируйте ту же сеть с другим оптимизатором, обучите её заново и сравните."
    ),
    "fashion_mnist.layers.not_compiled": (
        "Ни одна сеть не скомпилирована и с функцией потерь, и с метриками, например metrics=['accuracy']."
    ),
    "fashion_mnist.layers.compiled": lambda losses, metrics, compared: (
        f"Функции потерь: {losses:listed}. Метрики: {metrics:listed}.{_compared(compared)}"
    ),
    "fashion_mnist.dataset.not_loaded": (
        "Не нашлось ничего, что показывало бы загрузку Fashion-MNIST: его изображения не подавались ни в одну сеть, ни об одном "
        "рисунке не известно, что он показывает их, и ни в одном выводе нет числа обучающих изображений или их среднего и "
        "стандартного отклонения."
    ),
    "fashion_mnist.dataset.shape": (
        "Напечатайте {name}.shape: размерности ({rows}, 28, 28), взятой из данных, нет ни в одном выводе."
    ),
    "fashion_mnist.dataset.shape_of_a_part": (
        "Показаны массивы с таким числом изображений: {found:, }; напечатайте и размерность {names: и } сразу после загрузки, "
        "то есть всех 60\u00a0000 обучающих и 10\u00a0000 тестовых изображений."
    ),
    "fashion_mnist.dataset.no_pixels": (
        "Число изображений показано, а того, что в изображении 28 на 28 пикселей, взятого из данных, нет ни в одном выводе."
    ),
    "fashion_mnist.dataset.neither": (
        "Напечатайте x_train.dtype, x_train.min() и x_train.max(): ни типа данных пикселей, ни их вычисленного диапазона нет "
        "ни в одном выводе."
    ),
    "fashion_mnist.dataset.type": (
        "Диапазон показан, а типа данных пикселей нет ни в одном выводе: напечатайте x_train.dtype."
    ),
    "fashion_mnist.dataset.range": (
        "Тип данных показан, а вычисленного значения 255 нет ни в одном выводе: напечатайте x_train.min() и x_train.max()."
    ),
    "fashion_mnist.dataset.counts": (
        "Посчитайте изображения каждого класса (np.bincount, value_counts): десяти чисел 6000, вычисленных по меткам, не "
        "нашлось."
    ),
    "fashion_mnist.dataset.counts_of_a_part": lambda rows: (
        f"Классы посчитаны в части набора (изображений: {rows:,}); посчитайте их и во всех 60\u00a0000 обучающих."
    ),
    "fashion_mnist.dataset.shares": (
        "Классы показаны в долях; покажите и число изображений в каждом (np.bincount, value_counts)."
    ),
    "fashion_mnist.dataset.mean": (
        "Среднего значения пикселей обучающей выборки, около {value:.1f} (или {share:.3f} от диапазона), вычисленного по "
        "данным, нет ни в одном выводе и ни в одной переменной."
    ),
    "fashion_mnist.dataset.deviation": (
        "Стандартного отклонения пикселей обучающей выборки, около {value:.1f} (или {share:.3f} от диапазона), вычисленного по "
        "данным, нет рядом со средним ни в одном выводе и ни в одной переменной."
    ),
    "fashion_mnist.dataset.statistics": (
        "Среднее значение пикселей обучающей выборки {mean:.2f}, стандартное отклонение {deviation:.2f}."
    ),
    "fashion_mnist.dataset.class_means": (
        "Вычислите среднее по пикселям каждого класса, x_train[y_train == k].mean(), или нарисуйте среднее изображение, "
        "plt.imshow(x_train.mean(axis=0)): какие классы светлее и где они различаются?"
    ),
    "fashion_mnist.dataset.no_picture": (
        "Ни один рисунок не показывает данные; нарисуйте несколько изображений (plt.imshow) и столбики с числом изображений "
        "по классам."
    ),
    **DATA,
    **SCORES,
    "fashion_mnist.fixtures.no_cnn": lambda only_built: _until(
        "свёрточная сеть без модуля Inception", only_built
    ),
    "fashion_mnist.fixtures.no_inception": lambda only_built: _until("сеть с модулем Inception", only_built),
    **TITLES,
}
