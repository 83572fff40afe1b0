"""What is wrong with sandboxes, and what comes out of them, in Russian."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "image.found": "Образ: {tag}",
    "arrays.labels": "ожидались метки 0..{last} для изображений (их {images}), а получено {dtype} {shape}",
    "arrays.no_array": "{name} — не массив ответов: {why}",
    "arrays.irregular": "это не обычный файл",
    "arrays.large": "он больше {megabytes} МБ",
    "arrays.closed": "он не открывается ({why})",
    "arrays.empty": "он пуст",
    "arrays.length": "по заголовку байтов с числами {wanted:,}, а в файле их {found:,}",
    "arrays.format": "это не формат NumPy",
    "arrays.short": "файл кончается внутри заголовка",
    "arrays.version": "версия {version} формата NumPy неизвестна",
    "arrays.long_header": "заголовок длиннее предела, байтов: {most:,}",
    "arrays.header": "заголовок не такой, как у массива чисел",
    "arrays.type": "тип его элементов — {type}, а метки и ответы сети — числа",
    "arrays.shape": "в заголовке указана форма, какой у массивов не бывает",
    "arrays.nan": "среди ответов сети есть не числа (NaN или бесконечность)",
    "outputs.not_written": "Записать в {folder} то, что вывели ячейки, нельзя ({why}); освободите там место.",
    "opgraph.large": "Граф операций занимает байтов: {bytes}, это больше предела {most}.",
    "opgraph.refused": "Строение модели прочитать не удалось: {error}",
    "opgraph.whole": "весь граф",
    "opgraph.schema": "Граф операций, пришедший из песочницы, не подходит под схему ({where}: {why}).",
    "run.own_work_late": (
        "Работа самой проверяющей программы после последней ячейки не уложилась в своё время: возможно, машина "
        "перегружена; проверьте работу ещё раз."
    ),
    "arrays.some_scores": "ожидались ответы для части изображений",
    "scoring.ended": "Процесс оценивания завершился раньше, чем дошёл до сети; проверьте работу ещё раз. {said}",
    "transfer.name": "Имя {name} нельзя дать файлу в песочнице или из неё.",
    "transfer.folder": "Папка среди того, что осталось в песочнице, не читается.",
    "transfer.large": "То, что осталось в песочнице, больше предела; прочитано оно не было.",
    "transfer.header": "Песочница отдала файл с неверным заголовком: {name}.",
    "transfer.many": "В песочнице осталось слишком много файлов ({name} и другие).",
    "transfer.large_with": "То, что осталось в песочнице, больше предела ({name} и другие); прочитано оно не было.",
    "transfer.file": "Файл {path} из песочницы не читается.",
    "transfer.no_room": "Записать в {folder} то, что осталось в песочнице, нельзя ({why}); освободите там место.",
    "transfer.no_tar": "То, что отдала песочница, — не tar, который можно прочитать; прочитано оно не было.",
    "transfer.clash": "Имя {name} из песочницы совпадает с другим.",
    "docker.volume_busy": "Другой процесс слишком долго заполняет том с данными; удалите его контейнер {lock}.",
    "docker.volume_incomplete": (
        "В томе с данными нет файлов, хотя его только что заполнили; проверьте, не удаляет ли что-то ещё тома этого Docker."
    ),
    "docker.building": "Собирается образ {tag} (один раз; это несколько минут).",
    "docker.not_built": "Собрать образ {tag} не удалось ({error}): прочитайте {log} и повторите.",
    "docker.lost": "Docker собрал образ {tag} и потерял его: прочитайте {log} и повторите.",
    "docker.no_image": "Docker не дал образ ({error}): проверьте, что `docker info` отвечает, и повторите.",
    "sandbox.takes_no_files": "Песочница не принимает файлы в свою папку {directory}: {why}",
    "sandbox.no_command": "Новая песочница не может выполнить команду: {output}",
    "sandbox.ended": "Контейнер песочницы завершился раньше своей работы; проверьте ещё раз.",
    "sandbox.full": "В папке {directory} песочницы нет места для новых файлов: достигнут предел диска.",
    "environment.no_lock": (
        "Файла версий {lock} нет: вариант называется cpu или gpu; если это не помогает, установите программу "
        "заново."
    ),
    "environment.installing": "Устанавливается {name} по {lock} (один раз; это несколько минут).",
    "environment.failed": (
        "{name} не может установить {stem} ({last}): прочитайте {log}, устраните причину и повторите."
    ),
    "environment.by_pip": "{error} Попробуем pip.",
    "gpu.words": "--gpus принимает auto, none, all или номера устройств, например 0,1, а не {wanted!r}.",
    "gpu.none_there": "Запрошен GPU {words}, но у {where} нет GPU NVIDIA; укажите --gpus none.",
    "local.assets": "Разложить данные в {folder} нельзя: {why}.",
    "local.no_bubblewrap": "Программа bubblewrap на этой машине не работает; установите её.",
    "local.warning": "ВНИМАНИЕ: {warning}",
    "local.left": "Удалить в {path} то, что осталось от прежнего запуска, нельзя: {why}; удалите это.",
    "local.folder": "Разложить песочницу в {folder} нельзя: {why}.",
    "gpu.missing": "На этой машине нет GPU {missing:, }; укажите --gpus none или all.",
    "sandbox.takes_no_files_because": "Песочница не принимает файлы в свою папку {directory}: {why}.",
    "sandbox.not_written": "Записать в {root} нельзя: {why}; освободите там место.",
    "sandbox.not_read": "{path} не читается: {why}.",
    "lock.busy": (
        "Блокировка {path} не освободилась за {seconds:g} с: её держит {holder}. Дождитесь, пока он закончит, или "
        "завершите его."
    ),
}
