"""The faster parts of Rasa's NLU and training against Rasa's own."""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasa
import spacy
from rasa.nlu.featurizers.dense_featurizer.spacy_featurizer import SpacyFeaturizer
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.exceptions import YamlException
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.formats.rasa_yaml import NLU_SCHEMA_FILE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding import light, speed, training_speed

own_merge = TrainingData.merge
ROOT = Path(__file__).resolve().parents[1]
NLU = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hello\n    - hi\n    - hello\n'

LOOK = """
import sys
from pathlib import Path
from bot.understanding import light
print(light.apply(Path(sys.argv[1])))
import rasa.__main__
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
import rasa.graph_components.validators.default_recipe_validator, rasa.server, spacy
print(sorted(DefaultV1Recipe._from_registry(n).clazz.__name__ for n in ("SpacyNLP", "RulePolicy")))
print("tensorflow.python" in sys.modules)
"""


def test_rasa_starts_without_tensorflow() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOOK, "config.yml"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split("\n")[:3] == ["True", "['RulePolicy', 'SpacyNLP']", "False"]


@pytest.mark.parametrize("name", ["DIETClassifier", "TEDPolicy", "WhitespaceTokenizer"])
def test_a_component_that_may_need_tensorflow_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    config = tmp_path / "config.yml"
    config.write_text(f"pipeline:\n  - name: SpacyNLP\n  - name: {name}\n", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    finders = list(sys.meta_path)
    assert not light.apply(config)
    assert sys.meta_path == finders


def test_another_rasa_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa, "__version__", "3.6.22")
    loads = SpacyNLP.load_model
    assert not speed.apply()
    assert SpacyNLP.load_model is loads


def test_files_are_read_as_before(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(NLU, encoding="utf-8")
    expected = training_speed._read([str(file)], "en")
    for language in ("en", "de"):
        found = training_speed.training_data_from_paths([str(file)], language)
        assert found.fingerprint() == expected.fingerprint()
        assert found.training_examples == expected.training_examples
        found.training_examples[0].set("text", "changed")


@pytest.mark.parametrize(
    "data", [{"text": "a", "intent": "b"}, {"text": "a", "entities": [{"entity": "c"}]}, {"text": None}]
)
def test_a_copied_example_is_the_same_and_its_own(data: dict[str, Any]) -> None:
    message = Message(data, output_properties={"text"})
    twin = training_speed.copy_message(message, {})
    assert vars(twin) == vars(copy.copy(message))
    twin.set("text", "other", add_to_output=True)
    twin.output_properties.add("more")
    assert message.get("text") == data["text"]
    assert "more" not in message.output_properties
    if "entities" in data:
        twin.get("entities").clear()
        assert message.get("entities")


MESSAGES = [
    Message({"text": "a", "intent": "b"}),
    Message({"intent": "b", "text": "a"}),
    Message({"text": "a", "intent": "c"}),
    Message({"text": "b"}),
    Message({"action_name": "a"}),
    Message({"text": "a", "intent": "b", "entities": []}),
    Message({"text": "a", "intent": "b", "entities": []}),
    Message({"text": "a", "intent": "b"}, features=[Features(np.ones((1, 2)), "sentence", "text", "x")]),
]


def test_messages_are_equal_as_before() -> None:
    for one in MESSAGES:
        for other in MESSAGES:
            equal = training_speed.equal_messages(one, other)
            assert equal == training_speed._equals(one, other)
            assert not equal or training_speed.hash_message(one) == training_speed.hash_message(other)
    assert not training_speed.equal_messages(MESSAGES[0], "a")


def test_data_are_merged_as_before() -> None:
    first = TrainingData(
        MESSAGES[:3], {"x": "y"}, [{"name": "n", "pattern": "p"}], None, {"r": [{"text": "t"}]}
    )
    second = TrainingData(MESSAGES[2:5], {"z": "y"}, None, [{"name": "l", "elements": ["e"]}], {"q": []})
    expected = own_merge(first, second, TrainingData(), None)
    found = training_speed.merge(first, second, TrainingData(), None)
    assert found.training_examples == expected.training_examples
    assert found.fingerprint() == expected.fingerprint()


GOOD = [NLU, 'version: "3.1"\nnlu: []\n', 'nlu:\n- intent: a\n  examples: |\n    - 🚗 "b\n']
BAD = ["nlu:\n- intent: 5\n  exmples: x\n", "nlu: {a: 1}\n", "nlu: [\n", "nlu: 1\nnlu: 2\n"]


@pytest.mark.parametrize("text", [*GOOD, *BAD])
def test_files_are_refused_as_before(text: str) -> None:
    told = []
    for check in (training_speed.validate_yaml_schema, training_speed._validate):
        try:
            told.append(check(text, NLU_SCHEMA_FILE))
        except YamlException as problem:
            told.append(str(problem))
    assert told[0] == told[1]
    assert (told[0] is None) == (text in GOOD)


def test_sentence_vectors_are_those_of_rasa() -> None:
    nlp = spacy.blank("en")
    nlp.vocab.reset_vectors(width=3)
    document = nlp("the fob is dead")
    for hooks in (document.user_hooks, document.user_token_hooks):
        hooks["vector"] = lambda _: np.array([1, 2, 3], np.float32)
    found = []
    for kind in (SpacyFeaturizer, speed.SentencesOnly):
        message = Message({"text": document.text, "text_spacy_doc": document})
        kind(SpacyFeaturizer.get_default_config(), "x").process_training_data(TrainingData([message]))
        found.append(message.get_dense_features("text")[1])
    np.testing.assert_array_equal(found[0].features, found[1].features)
    assert found[0].origin == found[1].origin


def test_vectors_ahead_are_those_of_the_encoder(tmp_path: Path) -> None:
    from bot.language.encoder import SentenceEncoder
    from bot.language.sentence_encoder import has_words
    from bot.understanding.ahead import ENCODER, LEXICON, Ahead, EncoderAhead

    built = sorted((ROOT / "build").glob("language-*"))
    assert built, "run `make train` first"
    folder = built[-1]
    assert (folder / LEXICON).exists()
    texts = [f"The fob number {number} is dead 🚗" for number in range(200)]
    ahead = Ahead(folder, texts)
    said = [*ahead._place, "never told"]
    assert all(map(has_words, said))
    plain = SentenceEncoder.load(folder / ENCODER).encode(said)
    np.testing.assert_array_equal(EncoderAhead(folder / ENCODER, ahead).encode(said), plain)
