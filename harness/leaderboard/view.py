"""The runs table that the experiment shares: its columns and its order."""

import json

VIEW_KEY = "leaderboard"
"""Its name in an address."""
VIEW_TAG = f"mlflow.sharedViewState.{VIEW_KEY}"
_COLUMNS = {
    "tags.`rank`": 60,
    "metrics.`macro_f1`": 100,
    "metrics.`macro_f1_low`": 112,
    "metrics.`macro_f1_high`": 114,
    "metrics.`points`": 70,
    "tags.`attempt`": 76,
    "metrics.`parameters`": 100,
    "metrics.`training_seconds`": 136,
    "params.`network`": 130,
    "tags.`outcome`": 90,
}
"""In order, with their widths in pixels; by itself MLflow puts tags last, out of sight."""
_VIEW = {
    "orderByKey": "metrics.`macro_f1`",
    "orderByAsc": False,
    "selectedColumns": list(_COLUMNS),
    "columnOrder": list(_COLUMNS),
    "columnWidths": _COLUMNS,
}
EXPERIMENT_TAGS = {"mlflow.experimentKind": "custom_model_development", VIEW_TAG: json.dumps(_VIEW)}
"""What the experiment is made with."""
