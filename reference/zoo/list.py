"""`python -m reference.zoo.list`: what the zoo holds, as one JSON object on standard output.

Its keys are `networks`, a list of objects with `name`, `title`, `source` and `note`, and `experiments`, a list of
objects with `name`, `title`, `question`, `source`, `epochs`, `images` and `variants` (each with `name`,
`title`, `epochs`, `seconds` and `backend`), both in the zoo's order.
"""

import json

from reference.zoo.experiments import EXPERIMENTS
from reference.zoo.networks import NETWORKS


def catalogue() -> dict[str, list[dict[str, object]]]:
    """The networks and experiments, without what is code."""
    return {
        "networks": [
            {"name": one.name, "title": one.title, "source": one.source, "note": one.note}
            for one in NETWORKS.values()
        ],
        "experiments": [
            {
                "name": one.name,
                "title": one.title,
                "question": one.question,
                "source": one.source,
                "epochs": one.epochs,
                "images": one.images,
                "variants": [
                    {
                        "name": variant.name,
                        "title": variant.title,
                        "epochs": variant.epochs or one.epochs,
                        "seconds": variant.seconds,
                        "backend": variant.backend,
                    }
                    for variant in one.variants
                ],
            }
            for one in EXPERIMENTS.values()
        ],
    }


if __name__ == "__main__":
    print(json.dumps(catalogue()))
