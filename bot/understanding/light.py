"""Keeps TensorFlow out of Rasa's processes, which import it even where no component of the model uses it.

That is 240 MB and 5 seconds of each start. Rasa's few modules that bring it in only for networks are replaced
by empty ones, and its list of all components by those that config.yml names.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

RASA_VERSION = "3.6.21"

# Rasa's components that need no network, and where they are; any other brings TensorFlow back.
LIGHT = {
    "SpacyNLP": "rasa.nlu.utils.spacy_utils",
    "SpacyTokenizer": "rasa.nlu.tokenizers.spacy_tokenizer",
    "SpacyFeaturizer": "rasa.nlu.featurizers.dense_featurizer.spacy_featurizer",
    "SpacyEntityExtractor": "rasa.nlu.extractors.spacy_entity_extractor",
    "FallbackClassifier": "rasa.nlu.classifiers.fallback_classifier",
    "RulePolicy": "rasa.core.policies.rule_policy",
}
COMPONENTS = "rasa.engine.recipes.default_components"
# What others import of the modules that need TensorFlow: names to call or compare with, here of empty classes.
EMPTIED = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
    "rasa.utils.tensorflow.environment": ("setup_tf_environment", "check_deterministic_ops"),
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
}
TENSORFLOW = "tensorflow"
_NAME = re.compile(r"^\s*- name:\s*[\"']?([\w.]+)", re.MULTILINE)


def apply(config: Path) -> bool:
    """Leaves TensorFlow out from now on, unless a component of `config` or another Rasa may need it."""
    names = _NAME.findall(config.read_text(encoding="utf-8"))
    used = [name for name in names if not name.startswith("bot.")]
    if version("rasa") != RASA_VERSION or not LIGHT.keys() >= set(used) or TENSORFLOW in sys.modules:
        return False
    sys.meta_path.insert(0, _Finder(used))
    sys.modules[TENSORFLOW] = None  # type: ignore[assignment] # an import of it fails, which spaCy is ready for
    return True


class _Finder(MetaPathFinder, Loader):
    """Finds the replaced modules before Python finds Rasa's."""

    def __init__(self, used: Sequence[str]) -> None:
        """Takes the names of the components that are there."""
        self._used = used

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The replacement of a module; None for all others."""
        return ModuleSpec(fullname, self) if fullname in EMPTIED or fullname == COMPONENTS else None

    def exec_module(self, module: ModuleType) -> None:
        """Fills a replacement."""
        if module.__name__ == COMPONENTS:
            found = [getattr(importlib.import_module(LIGHT[name]), name) for name in self._used]
            module.__dict__["DEFAULT_COMPONENTS"] = found
        else:
            module.__dict__.update({name: type(name, (), {}) for name in EMPTIED[module.__name__]})
