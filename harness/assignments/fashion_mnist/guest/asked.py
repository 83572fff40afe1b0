"""Whether code that names a data set means Fashion-MNIST."""

import re

FASHION = re.compile(r"fashion[-_ ]?mnist", re.IGNORECASE)


def is_ours(name: str) -> bool:
    """True for ``fashion_mnist``, ``zalando-research/fashionmnist``, an address with such a part, and the like."""
    return FASHION.search(name) is not None


def check(name: str) -> None:
    """Raises ValueError, which says so, where code asks for another data set."""
    if not is_ours(name):
        raise ValueError(f"There is no network here, and no data set but Fashion-MNIST: {name}")
