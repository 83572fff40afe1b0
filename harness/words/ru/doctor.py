"""What ``harness doctor`` says, in Russian."""

from harness.words.ru.forms import many
from harness.words.template import Catalogue


def _gpu(which: str, names: str) -> str:
    called = f" ({names})" if names else ""
    return f"GPU, которые видит код студента: {'все' if which == 'all' else which}{called}."


def _works(count: int) -> str:
    noted = many(count, "замечание", "замечания", "замечаний")
    minded = f" Прочитайте выше {noted} (!)." if count else ""
    return f"Проверять работы здесь можно.{minded}"


def _fails(count: int) -> str:
    lines = many(count, "строка", "строки", "строк")
    return f"Проверять работы здесь нельзя: выше {lines} о том, что нужно исправить (✗)."


WORDS: Catalogue = {
    "doctor.state.good": "в порядке",
    "doctor.state.mind": "учтите",
    "doctor.state.bad": "исправьте",
    "doctor.works": _works,
    "doctor.fails": _fails,
    "doctor.said": "{why}",
    "doctor.broke": "Осмотр «{about}» сломался ({why}): пожалуйста, сообщите об этом.",
    "doctor.hangs": "Осмотр «{about}» ещё не дал ответа и прекращён: выясните, что там зависло.",
    "doctor.python": "Python {version}: {path}.",
    "doctor.packages": "Все пакеты, нужные проверяющей программе, установлены (их {count}).",
    "doctor.packages_missing": "Не хватает пакетов; установите их: {python} -m pip install {names}",
    "doctor.uv": "Окружения устанавливает uv: {path}.",
    "doctor.uv_missing": (
        "Программы uv здесь нет, поэтому окружения устанавливает pip, а это дольше; установите её: python -m pip install uv"
    ),
    "doctor.encoding": "Кодировка терминала: {name}.",
    "doctor.encoding_narrow": (
        "Кодировка терминала: {name}, поэтому вместо некоторых букв видны их коды; задайте LANG=C.UTF-8 или PYTHONUTF8=1."
    ),
    "doctor.memory": "Память: {total} ГБ.",
    "doctor.memory_short": (
        "Память: {total} ГБ, а критерии отводят песочнице {wanted} ГБ; уменьшите limits.memory_gb, иначе большие работы могут "
        "прерваться здесь, хотя на другой машине выполнились бы."
    ),
    "doctor.rubric": "Файл критериев {path} читается; критериев в нём: {criteria}.",
    "doctor.data_missing": (
        "Набора {name} здесь нет; проверка попробует его скачать, а если не сможет, её результат — не оценка."
    ),
    "doctor.data_unverified": (
        "{origin} Оценки ставятся на этих данных; если это не то, что нужно, возьмите опубликованные файлы."
    ),
    "doctor.key": "Ключ разбиения: {path}, права {mode}; храните его копию в надёжном месте.",
    "doctor.key_variable": "Ключ разбиения задан в переменной {variable}.",
    "doctor.key_missing": (
        "Ключа разбиения ещё нет; первая проверка создаст {path}. Если тот же курс проверяет и другая машина, сначала "
        "скопируйте сюда её ключ или задайте {variable}."
    ),
    "doctor.key_cannot": (
        "Ключа разбиения нет, и создать {path} нельзя ({why}); разрешите запись в эту папку."
    ),
    "doctor.folder.results": "Результаты",
    "doctor.folder.temporary": "Временные файлы",
    "doctor.folder.work": "Журналы и локальные песочницы",
    "doctor.elsewhere.results": " или укажите --output",
    "doctor.elsewhere.temporary": " или задайте TMPDIR",
    "doctor.elsewhere.work": "",
    "doctor.room": "{what}: запись в {path} возможна, свободно {free} ГБ.",
    "doctor.cannot": "{what}: записать в {path} нельзя ({why}); исправьте это{elsewhere}.",
    "doctor.full": "{what}: диск, на котором {path}, заполнен (свободно {free} ГБ); освободите место{elsewhere}.",
    "doctor.little": (
        "{what}: в {path} свободно {free} ГБ, а понадобиться может {wanted} ГБ; освободите место{elsewhere}."
    ),
    "doctor.docker": "Docker {version} отвечает; процессоров: {cpus}, памяти: {memory} ГБ.",
    "doctor.docker_away": "Docker: {why}",
    "doctor.docker_disk": "На диске Docker ({path}) свободно {free} ГБ.",
    "doctor.docker_disk_little": (
        "На диске Docker ({path}) свободно {free} ГБ, и один образ может занять всё; часть места освободит docker system prune."
    ),
    "doctor.bubblewrap": (
        "Программа bubblewrap работает ({path}): с --runner local код студента не имеет доступа к вашим файлам."
    ),
    "doctor.bubblewrap_fails": (
        "Программа bubblewrap здесь не работает, поэтому с --runner local код студента мог бы прочитать ваши файлы; установите "
        "пакет bubblewrap и разрешите пространства имён пользователей (user namespaces)."
    ),
    "doctor.sandbox": ("Код студента выполнялся бы с --runner {name}, без доступа к вашим файлам и к сети."),
    "doctor.sandbox_open": "Код студента выполнялся бы с --runner {name}: {why}",
    "doctor.no_smi": "nvidia-smi не отвечает",
    "doctor.gpu": _gpu,
    "doctor.gpu_none": "GPU: код студента не видит ни одного, и сети обучаются на процессоре.",
    "doctor.gpu_not_given": (
        "GPU: на этой машине есть {names}, но --runner {sandbox} не может передать их коду студента; для Docker установите "
        "NVIDIA Container Toolkit."
    ),
    "doctor.image": "Образ {tag} для кода студента собран.",
    "doctor.image_missing": (
        "Образ {tag} для кода студента не собран; его соберёт первая проверка (это минуты, и нужен доступ к интернету) или "
        "команда harness image."
    ),
    "doctor.environment": "Окружение для кода студента установлено в {path}.",
    "doctor.environment_missing": (
        "Окружение для кода студента не установлено; первая проверка установит его в {path} (это минуты, и нужен доступ к "
        "интернету)."
    ),
    "doctor.leaderboard": "Таблица лидеров отвечает: {uri}.",
    "doctor.leaderboard_new": "Таблицу лидеров {path} создаст первая оценка.",
    "doctor.leaderboard_away": (
        "Таблица лидеров {uri} принять оценки не может ({why}); они ждут рядом с результатами, пока она не станет доступна. С "
        "--no-leaderboard в неё ничего не записывается."
    ),
}
