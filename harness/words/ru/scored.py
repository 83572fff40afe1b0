"""Why a network was not scored, in Russian."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "scored.shape": (
        "сеть принимает изображения формы {takes}, а в работе ей давали изображения формы {fed}; определите predict(images)"
    ),
    "scored.fails": "сеть завершается ошибкой на изображениях формы {shapes} (всего {images}): {why}",
    "scored.output": "сеть выдаёт результат формы {shape}, а нужна оценка для каждого из классов (их {classes})",
    "scored.inputs": "входов у сети {inputs}, а в работе ей давали {fed}; определите predict(images)",
    "scored.calls_missing": "она вызывает функцию, которой нет в файле: {name}",
    "scored.named_as_operation": "одна из её функций называется как операция: {name}",
    "scored.signature_missing": "её сигнатура {name} указывает на функцию, которой нет в файле",
    "scored.other_count": "число входов её функции не совпадает с тем, что указано в файле",
    "scored.too_big": "её файл {file} без весов больше {mib} МиБ",
    "scored.no_model": "SavedModel этой сети нет: файл {file} не читается",
    "scored.cut_off": "её файл {file} обрезан или не является SavedModel",
    "scored.no_objects": "в её файле {file} нет объектов, которые записывает экспорт Keras",
    "scored.no_signature": "у неё нет сигнатуры, которую можно вызвать; экспортируйте её методом model.export из Keras",
    "scored.input_types": "типы её входов не читаются",
    "scored.other_inputs": "входы её функции не совпадают с тем, что указано в файле",
    "scored.other_outputs": "выходы её функции не совпадают с тем, что указано в файле",
    "scored.held_unread": "переменная или константа её функции не читается",
    "scored.neither": "её функция принимает то, что не является ни переменной, ни константой ({kind})",
    "scored.weights_missing": "файла с её весами нет, или он не читается",
    "scored.weight_lacking": "в файле с её весами нет одного из весов, которые она принимает",
    "scored.weight_shape": "в файле сохранён вес формы {kept}, а сеть принимает вес формы {taken}",
    "scored.constant_unread": "константа её функции не читается",
    "scored.weights_damaged": "файл с её весами обрезан или повреждён",
    "scored.no_graph": "TensorFlow не принимает её граф: {why}",
    "scored.too_many": "в ней больше {most:,} операций",
    "scored.too_deep": "её функции вызывают друг друга глубже чем {most} раз",
    "scored.endless": "её граф замкнут в бесконечный цикл",
}
