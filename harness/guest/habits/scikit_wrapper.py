"""``KerasClassifier``, which made a network of Keras 2 an estimator of scikit-learn."""

import inspect
from types import ModuleType
from typing import Any

from ..channel import phrase
from ..patches.declare import Offer
from .adapted import tell
from .keras2_names import ROOTS

MODULES = (*(f"{root}.wrappers.scikit_learn" for root in ROOTS), "scikeras.wrappers")
IN_FIT = (
    *("batch_size", "epochs", "verbose", "callbacks", "validation_split", "validation_data", "shuffle"),
    *("class_weight", "sample_weight", "initial_epoch", "steps_per_epoch", "validation_steps"),
)


def changes() -> list[Offer]:
    """The modules that held it."""
    does = "KerasClassifier, which Keras 3 has no longer."
    return [Offer(lambda name: (lambda: _made(name)) if name in MODULES else None, does)]


def _made(name: str) -> ModuleType:
    tell(f"{name}.KerasClassifier", phrase("adapted.estimator"))
    module = ModuleType(name)
    module.KerasClassifier = _classifier()  # type: ignore[attr-defined]
    return module


def _classifier() -> type:
    import keras
    import numpy as np
    from sklearn.base import BaseEstimator, ClassifierMixin

    class KerasClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
        """Holds a function that builds a network, and arguments of that function, of fit and of predict."""

        def __init__(self, build_fn: Any = None, **sk_params: Any) -> None:
            self.build_fn = build_fn
            self.sk_params = sk_params

        def get_params(self, deep: bool = True) -> dict[str, Any]:
            return {"build_fn": self.build_fn, **self.sk_params}

        def set_params(self, **params: Any) -> "KerasClassifier":
            self.build_fn = params.pop("build_fn", self.build_fn)
            self.sk_params.update(params)
            return self

        def _build(self) -> Any:
            params = dict(self.sk_params)
            build = self.build_fn or params.pop("model")
            given = {name.removeprefix("model__"): value for name, value in params.items()}
            known = inspect.signature(build).parameters
            return build(**{name: value for name, value in given.items() if name in known})

        def _with(self, names: tuple[str, ...], given: dict[str, Any]) -> dict[str, Any]:
            return {**{name: self.sk_params[name] for name in names if name in self.sk_params}, **given}

        def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
            y = np.asarray(y)
            self.model = self.model_ = self._build()
            self.classes_ = np.arange(y.shape[1]) if y.ndim == 2 and y.shape[1] > 1 else np.unique(y)
            loss = self.model.loss
            if y.ndim == 1 and "sparse" not in str(getattr(loss, "name", loss)) and len(self.classes_) > 2:
                y = keras.utils.to_categorical(y)
            self.history = self.history_ = self.model.fit(np.asarray(x), y, **self._with(IN_FIT, kwargs))
            # Keras 2 gave the history; scikit-learn asks for the estimator and takes either.
            return self.history

        def predict_proba(self, x: Any, **kwargs: Any) -> Any:
            return self.model.predict(np.asarray(x), **self._with(("batch_size", "verbose"), kwargs))

        def predict(self, x: Any, **kwargs: Any) -> Any:
            return self.classes_[self.predict_proba(x, **kwargs).argmax(axis=-1)]

        def score(self, x: Any, y: Any, **kwargs: Any) -> float:
            y = np.asarray(y)
            labels = y.argmax(axis=-1) if y.ndim == 2 else y
            return float(np.mean(self.predict(x, **kwargs) == labels))

    return KerasClassifier
