"""The runs table that the experiment shares: its columns and its order."""

import json

VIEW_KEY = "leaderboard"
"""Its name in an address."""
VIEW_TAG = f"mlflow.sharedViewState.{VIEW_KEY}"
_VIEW = {
    "orderByKey": "metrics.`macro_f1`",
    "orderByAsc": False,
    "selectedColumns": [
        "tags.`rank`",
        "metrics.`macro_f1`",
        "metrics.`macro_f1_low`",
        "metrics.`macro_f1_high`",
        "metrics.`points`",
        "metrics.`parameters`",
        "metrics.`training_seconds`",
        "params.`network`",
        "tags.`attempt`",
        "tags.`outcome`",
    ],
}
EXPERIMENT_TAGS = {"mlflow.experimentKind": "custom_model_development", VIEW_TAG: json.dumps(_VIEW)}
"""What the experiment is made with."""
