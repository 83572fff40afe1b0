"""Fashion-MNIST: 70,000 images of clothes, 28 by 28, in ten classes (Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747)."""

from harness.assignments.fashion_mnist.data import source
from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.dataset.dataset import DatasetSpec
from harness.evidence.provenance.sources import DataCalls

CALLS = DataCalls(
    readers=frozenset(
        {
            *("load", "load_data", "load_dataset", "load_mnist", "read_data_sets", "fetch_openml"),
            *("FashionMNIST", "read_csv", "read_table", "read_parquet", "read_feather", "read_pickle"),
            *("loadmat", "imread", "open", "loadtxt", "genfromtxt", "fromfile", "frombuffer"),
            *(
                "convert_from_file",
                "get_file",
                "urlopen",
                "urlretrieve",
                "builder",
                "as_dataset",
                "dataset_load",
            ),
        }
    ),
    own=r"(?i)fashion",
    others=(
        r"(?i)(^|\W)(mnist(_784)?|[ke]mnist|qmnist|cifar_?100?|imdb|reuters|boston_housing|iris|digits)(\W|$)"
    ),
)

FASHION_MNIST = DatasetSpec(
    name="Fashion-MNIST",
    classes=CLASS_NAMES,
    image_shape=(source.SIDE, source.SIDE),
    train_per_class=source.TRAIN_PER_CLASS,
    test_per_class=source.TEST_PER_CLASS,
    hidden_per_class=500,
    load=source.load,
    files=source.files,
    calls=CALLS,
    loading="keras.datasets.fashion_mnist.load_data()",
    # Tops and dresses; trousers, shoes and bags.
    families=((0, 2, 3, 4, 6), (1, 5, 7, 8, 9)),
)
