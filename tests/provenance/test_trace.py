"""A number counts where it was computed from the data, however the program is written."""

import pytest

from harness.assignments.fashion_mnist.data.spec import CALLS
from harness.evidence.provenance.trace import trace

LOAD = "from keras.datasets import fashion_mnist\n(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()\n"
OUTPUT = "6000"
"""What every program here is said to have printed."""

COMPUTED = {
    "an expression at the end": "y_train[y_train == 0].size",
    "printed": "print((y_train == 0).sum())",
    "printed with a label": "print('class 0:', (y_train == 0).sum())",
    "through variables": "a = y_train == 0\nb = a.sum()\nprint(b)",
    "an f-string": "print(f'class 0: {(y_train == 0).sum()}')",
    "old formatting": "print('class %d: %d' % (0, (y_train == 0).sum()))",
    "format": "print('{}: {}'.format(0, (y_train == 0).sum()))",
    "counted in a loop": "n = 0\nfor y in y_train:\n    if y == 0:\n        n += 1\nprint(n)",
    "counted in a list": "c = [0] * 10\nfor y in y_train:\n    c[y] += 1\nprint(c)",
    "a dictionary": "c = {}\nfor y in y_train:\n    c[y] = c.get(y, 0) + 1\nfor k, v in c.items():\n    print(k, v)",
    "Counter": "from collections import Counter\nprint(Counter(y_train.tolist()))",
    "pandas": "import pandas as pd\npd.Series(y_train).value_counts()",
    "a frame": "import pandas as pd\nn = [(y_train == i).sum() for i in range(10)]\npd.DataFrame({'n': n})",
    "a generator": "print(sum(1 for y in y_train if y == 0))",
    "np.unique and zip": "import numpy as np\nfor k, v in zip(*np.unique(y_train, return_counts=True)):\n  print(k, v)",
    "a helper": "def count(y, c):\n    return (y == c).sum()\nprint(count(y_train, 0))",
    "a helper that prints": "def show(y):\n    print('found', (y == 0).sum())\nshow(y_train)",
    "a helper with globals": "def show():\n    print((y_train == 0).sum())\nshow()",
    "a lambda": "f = lambda y: (y == 0).sum()\nprint(f(y_train))",
    "functions in a table": "import numpy as np\nfor name, f in {'n': len, 's': np.size}.items():\n    print(name, f(y_train))",
    "a class": (
        "class Stats:\n    def __init__(self, y):\n        self.y = y\n"
        "    def count(self):\n        return (self.y == 0).sum()\nprint(Stats(y_train).count())"
    ),
    "add.at": "import numpy as np\nc = np.zeros(10, int)\nnp.add.at(c, y_train, 1)\nprint(c)",
    "filled by a helper": "def fill(d, y):\n    d['n'] = (y == 0).sum()\nd = {}\nfill(d, y_train)\nprint(d)",
    "a tf.data pipeline": (
        "import tensorflow as tf\nd = tf.data.Dataset.from_tensor_slices(y_train)\n"
        "n = 0\nfor y in d:\n    n += 1\nprint(n)"
    ),
    "main": "def main():\n    n = (y_train == 0).sum()\n    print(n)\nif __name__ == '__main__':\n    main()",
    "a magic beside it": "%matplotlib inline\n!pip list\nprint(len(y_train))",
    "a line that begins with %": "print('%d'\n      % (y_train == 0).sum())",
    "help and a shell's answer": "len?\nfiles = !ls\nprint(len(y_train))",
    "a timed cell": "%%time\nprint(len(y_train))",
    "a while loop": "i = n = 0\nwhile i < len(y_train):\n    n += y_train[i] == 0\n    i += 1\nprint(n)",
    "a conditional": "if len(y_train) > 5:\n    print((y_train == 0).sum())",
    "a global statement": "n = 0\ndef count():\n    global n\n    n = (y_train == 0).sum()\ncount()\nprint(n)",
    "with": "with open('x') as f:\n    n = len(f.read())\nprint(n)",
    "a number beside the label": "print('of 60000 images:', (y_train == 0).sum())",
    "joined text": "print('n = ' + str((y_train == 0).sum()))",
    "try": "try:\n    n = (y_train == 0).sum()\nexcept Exception:\n    n = 0\nprint(n)",
    "a walrus": "print(n := (y_train == 0).sum())",
    "map": "print(list(map(lambda c: (y_train == c).sum(), range(10))))",
    "sorted by a typed key": "print(sorted(((y_train == c).sum() for c in range(10)), key=lambda n: -n))",
}

TYPED = {
    "a number": "print(6000)",
    "a text": "print('6000')",
    "a variable": "n = 6000\nprint(n)",
    "an expression at the end": "n = 6000\nn",
    "beside the data": "print(len(y_train), 6000)",
    "a text beside the data": "print(len(y_train), '6000')",
    "in an f-string": "print(f'{len(y_train)} 6000')",
    "formatted into an f-string": "n = 6000\nprint(f'{len(y_train)} {n}')",
    "by format": "print('{} 6000'.format(len(y_train)))",
    "by %": "print('%d %d' % (len(y_train), 6000))",
    "joined": "print('6000 ' + str(len(y_train)))",
    "a list": "n = [6000] * 10\nprint(n)",
    "a loop over the data": "for y in set(y_train):\n    print(y, 6000)",
    "a comprehension over the data": "print([6000 for y in set(y_train)])",
    "a dictionary over the data": "print({y: 6000 for y in set(y_train)})",
    "a condition on the data": "if len(y_train):\n    n = 6000\nprint(n)",
    "a choice by the data": "print(6000 if len(y_train) else 0)",
    "a table that the data index": "t = [6000] * 10\nprint(t[y_train[0]])",
    "arithmetic": "print(60000 // 10)",
    "a helper": "def count(y):\n    return 6000\nprint(count(y_train))",
    "a frame": "import pandas as pd\npd.DataFrame({'n': [6000], 'rows': [len(y_train)]})",
    "a rounded number": "n = 6000.2\nprint(round(n), len(y_train))",
    "a comment": "# 6000\npass",
    "another data set": "from keras.datasets import mnist\n(a, b), _ = mnist.load_data()\nprint((b == 0).sum())",
    "digits under another name": "from keras.datasets import mnist as fashion\n(a, b), _ = fashion.load_data()\nprint(len(b))",
    "nothing shown": "n = (y_train == 0).sum()",
}


@pytest.mark.parametrize("program", COMPUTED.values(), ids=COMPUTED)
def test_what_is_computed_counts(program: str) -> None:
    cell = trace([LOAD, program], CALLS).cells[1]
    assert cell.followed
    assert cell.numbers(OUTPUT) == [6000.0]


@pytest.mark.parametrize("program", TYPED.values(), ids=TYPED)
def test_what_is_typed_does_not(program: str) -> None:
    cell = trace([LOAD, program], CALLS).cells[1]
    assert cell.followed
    assert cell.numbers(OUTPUT) == []


@pytest.mark.parametrize(
    "load",
    [
        "from tensorflow import keras\n(x, y), _ = keras.datasets.fashion_mnist.load_data()",
        "import tensorflow as tf\n(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()",
        "from keras.datasets.fashion_mnist import load_data\n(x, y), _ = load_data()",
        "from keras.datasets import fashion_mnist as mnist\n(x, y), _ = mnist.load_data()",
        "import mnist_reader\nx, y = mnist_reader.load_mnist('data/fashion', kind='train')",
        "import pandas as pd\ny = pd.read_csv('../input/fashion-mnist_train.csv')['label']",
        "import gzip, numpy as np\nwith gzip.open('train-labels-idx1-ubyte.gz') as f:\n"
        "    y = np.frombuffer(f.read(), np.uint8, offset=8)",
        "import numpy as np\ny = np.load('train.npz')['y']",
        "import tensorflow_datasets as tfds\ny = tfds.load('fashion_mnist', split='train')",
        "import tensorflow_datasets as tfds\nbuilder = tfds.builder('fashion_mnist')\nbuilder.download_and_prepare()\n"
        "y = builder.as_dataset(split='train', as_supervised=True)",
        "from datasets import load_dataset\ny = load_dataset('zalando-datasets/fashion_mnist')['train']['label']",
        "import kagglehub, os, pandas as pd\npath = kagglehub.dataset_download('zalando-research/fashionmnist')\n"
        "y = pd.read_csv(os.path.join(path, 'fashion-mnist_train.csv'))['label']",
        "import torchvision\ny = torchvision.datasets.FashionMNIST('data', train=True).targets.numpy()",
        "from sklearn.datasets import fetch_openml\ny = fetch_openml('Fashion-MNIST')['target']",
        "def load():\n    from keras.datasets import fashion_mnist\n    return fashion_mnist.load_data()\n(x, y), _ = load()",
    ],
)
def test_the_data_come_in_many_ways(load: str) -> None:
    assert trace([load, "print((y == 0).sum())"], CALLS).cells[1].numbers(OUTPUT) == [6000.0]


@pytest.mark.parametrize(
    "load",
    [
        "from keras.datasets import cifar10\n(x, y), _ = cifar10.load_data()",
        "from sklearn.datasets import fetch_openml\ny = fetch_openml('mnist_784').target",
        "import tensorflow_datasets as tfds\ny = tfds.load('mnist', split='train')",
        "import tensorflow_datasets as tfds\ny = tfds.builder('mnist').info.splits['train']",
        "from datasets import load_dataset\ny = load_dataset('mnist')['train']['label']",
        "import numpy as np\ny = np.arange(10)",
    ],
)
def test_other_data_are_not_the_data(load: str) -> None:
    assert trace([load, "print((y == 0).sum())"], CALLS).cells[1].numbers(OUTPUT) == []


def test_a_module_of_the_student_s_own_is_followed() -> None:
    modules = {
        "explore": LOAD
        + "TYPED = 6000\ndef count(y):\n    return (y == 0).sum()\ndef typed(y):\n    return 6000\n"
    }
    for call, found in (
        ("import explore\nprint(explore.count(explore.y_train))", [6000.0]),
        ("from explore import *\nprint(count(y_train))", [6000.0]),
        ("from explore import count as c, y_train as y\nprint(c(y))", [6000.0]),
        ("from explore import *\nprint(typed(y_train))", []),
        ("import explore\nprint(explore.TYPED, len(explore.y_train))", []),
    ):
        assert trace([call], CALLS, modules).cells[0].numbers(OUTPUT) == found, call


def test_a_variable_is_computed_where_the_data_went_into_it() -> None:
    found = trace([LOAD, "n = (y_train == 0).sum()\ntyped = 6000\nd = {'n': n}\nboth = [n, 6000]"], CALLS)
    assert found.is_computed("n", [6000])
    assert found.is_computed("d['n']", [6000])
    assert found.is_computed("both", [5999, 6000])
    assert not found.is_computed("typed", [6000])
    assert not found.is_computed("both", [6000])
    assert not found.is_computed("unknown", [6000])


def test_what_a_network_made_of_the_data_is_no_look_at_them() -> None:
    for program, looks in (
        ("import matplotlib.pyplot as plt\nplt.imshow(x_train[0])", True),
        ("import matplotlib.pyplot as plt\nplt.plot(h.history['loss'])", False),
        ("import matplotlib.pyplot as plt\nplt.bar(range(10), f1_score(y_test, p, average=None))", True),
        ("p = model.predict(x_test).argmax(1)", False),
        ("model.summary()", False),
        ("import matplotlib.pyplot as plt\nfor image in x_test[y_test != p]:\n    plt.imshow(image)", True),
    ):
        fit = "h = model.fit(x_train, y_train)\np = model.predict(x_test)"
        assert trace([LOAD, fit, program], CALLS).cells[2].uses_data is looks, program


def test_a_phrase_is_left_where_it_was_not_typed() -> None:
    cell = trace([LOAD + "print('60000 images')\nprint(x_train.shape)"], CALLS).cells[0]
    assert cell.untyped("60000 images\n(60000, 28, 28)").split() == ["(60000,", "28,", "28)"]


def test_a_text_that_is_no_python_gets_the_benefit_of_the_doubt() -> None:
    cell = trace(["print 'n', n"], CALLS).cells[0]
    assert not cell.followed
    assert cell.numbers("6000") == [6000.0]


def test_a_program_without_end_is_given_up() -> None:
    nested = "".join(f"{' ' * i}for a{i} in y_train:\n" for i in range(19)) + " " * 19 + "print(6000)\n"
    assert not trace([LOAD, nested], CALLS).cells[1].followed
    recursive = "def f(n):\n    return f(n - 1) + f(n - 2)\nprint(f(20), len(y_train))"
    assert trace([LOAD, recursive], CALLS).cells[1].numbers(OUTPUT) in ([], [6000.0])
