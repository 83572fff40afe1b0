"""What scoring takes of TensorFlow, by TensorFlow's own names for it, imported from where it is defined.

Of the six seconds of processor time that ``import tensorflow`` takes, this takes one and a half where
`harness.guest.loading.for_scoring` was called first: TensorFlow's sessions and graphs are a small part of it.
"""

from tensorflow.python.client.session import Session
from tensorflow.python.framework import errors
from tensorflow.python.framework.dtypes import (
    DType,
    as_dtype,
    resource,
)
from tensorflow.python.framework.importer import import_graph_def
from tensorflow.python.framework.ops import (
    Graph,
    Operation,
)
from tensorflow.python.framework.tensor import (
    Tensor,
    TensorSpec,
)
from tensorflow.python.framework.tensor_shape import TensorShape
from tensorflow.python.framework.tensor_util import MakeNdarray as make_ndarray
from tensorflow.python.framework.tensor_util import constant_value as get_static_value
from tensorflow.python.framework.versions import GRAPH_DEF_VERSION
from tensorflow.python.ops.array_ops import placeholder
from tensorflow.python.ops.resource_variable_ops import ResourceVariable as Variable
from tensorflow.python.training.py_checkpoint_reader import NewCheckpointReader as load_checkpoint

__all__ = [
    "GRAPH_DEF_VERSION",
    "DType",
    "Graph",
    "Operation",
    "Session",
    "Tensor",
    "TensorShape",
    "TensorSpec",
    "Variable",
    "as_dtype",
    "errors",
    "get_static_value",
    "import_graph_def",
    "load_checkpoint",
    "make_ndarray",
    "placeholder",
    "resource",
]
