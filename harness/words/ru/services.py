"""What is wrong with what others maintain: Docker, MLflow, packages that add to the harness; in Russian."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _needs(noun: str, name: str, missing: str, package: str) -> str:
    anew = "" if missing == package else f" или заново {package} со всеми его зависимостями"
    return f"{noun} {name}: нет нужного модуля Python {missing}; установите {missing}{anew}."


def _unknown(option: str, known: Several, name: str, group: str) -> str:
    return (
        f"{option}: возможно {known:, ?пока ничего}, а не {name!r}; установите пакет, который регистрирует {name!r} в группе "
        f"{group}."
    )


WORDS: Catalogue = {
    "docker.permission": (
        "У этого пользователя нет доступа к сокету Docker; добавьте его в группу docker или укажите --runner local."
    ),
    "docker.no_gpu": "У Docker нет доступа к GPU; установите там NVIDIA Container Toolkit или укажите --gpus none.",
    "docker.disk": "На диске Docker нет места; освободите его, например командой docker system prune.",
    "docker.memory": "На машине, где работает Docker, не хватает памяти; проверяйте меньше работ одновременно.",
    "docker.cpus": "Для песочницы запрошено больше процессоров, чем есть у Docker; уменьшите cpus в limits.",
    "docker.little_memory": "Предел памяти песочницы слишком мал для Docker; увеличьте memory_bytes в limits.",
    "docker.paramiko": "В DOCKER_HOST указан адрес ssh, для которого нужен пакет paramiko; установите его.",
    "docker.image_missing": (
        "В Docker нет образа песочницы; соберите его командой harness image (в исходниках: nox -s image)."
    ),
    "docker.part_lost": "Docker потерял часть работающей песочницы ({text}); проверьте работу ещё раз.",
    "docker.refused": "Docker отклонил запрос ({text}); устраните причину и проверьте работу ещё раз.",
    "docker.slow": "Docker слишком долго не отвечает; посмотрите, не перегружен ли он, и проверьте работу ещё раз.",
    "docker.silent": "Docker не отвечает; запустите его, задайте DOCKER_HOST или укажите --runner local.",
    "docker.other_builds": "Образ уже собирает другая команда; ожидание.",
    "environment.other_installs": "Окружение {name} уже устанавливает другая команда; ожидание.",
    "local.open": (
        "bubblewrap здесь не работает, поэтому код студентов выполняется как обычный процесс и может читать ваши файлы: "
        "запускайте только код, которому доверяете, установите bubblewrap или укажите --runner docker."
    ),
    "lock.process": "процесс {number} ({command})",
    "lock.another": "другой процесс",
    "gpu.this_machine": "этой машины",
    "gpu.docker": "Docker",
    "mlflow.port_taken": "Порт {port} на {host} занят другой программой: выберите другой (--port).",
    "mlflow.port_refused": "Порт {port} на {host} использовать нельзя ({why}): выберите другой (--port).",
    "mlflow.silent": "{place} не отвечает ({why})",
    "mlflow.deleted": (
        "Эксперимент MLflow {name} удалён: восстановите его командой `mlflow experiments restore --experiment-id {id}` или "
        "выберите другое имя."
    ),
    "mlflow.not_logged": "{what}: записать в MLflow ({store}) не удалось: {why}",
    "mlflow.grade_of": "Оценка работы {name}",
    "mlflow.grade_in": "Оценка из {folder}",
    "mlflow.batch": "Проверка {name}",
    "mlflow.row": "Строка {name}",
    "mlflow.ranks": "Места",
    "plugin.assignment": "Задание",
    "plugin.sandbox": "Песочница",
    "plugin.exporter": "Экспорт",
    "plugin.checks": "Пакет проверок",
    "plugin.needs": _needs,
    "plugin.unknown": _unknown,
    "plugin.not_loaded": (
        "{noun} {name}: загрузить не удалось ({kind}: {error}); установите подходящую версию пакета {package} или выберите "
        "другое ({option})."
    ),
    "plugin.not_made": (
        "{noun} {name}: создать не удалось ({kind}: {error}); исправьте пакет {package} или выберите другое ({option})."
    ),
    "plugin.twice": "{option} {name}: это имя регистрируют сразу несколько пакетов ({packages:, }); оставьте один из них.",
}
