"""The pipeline's steps around spaCy's EntityRuler: the vocabulary's spelling, context, negation."""

# No postponed annotations here: spaCy reads the factories' annotations as types.
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from bot.language.context import settle
from bot.language.lexicon import Lexicon
from bot.language.negation import negate
from bot.language.tokens import set_norms
from bot.language.vocabulary import Vocabulary

LEXICON = "lexicon.json"


def vocabulary_of(nlp: Language) -> Vocabulary:
    """The vocabulary that a pipeline's first step holds for all of them."""
    component: VocabularyComponent = nlp.get_pipe("vocabulary")
    return component.vocabulary


class VocabularyComponent:
    """Spells every token as it should be, in its norm."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        """A pipeline read from disk gets its vocabulary by `from_disk`."""
        self._vocabulary = vocabulary

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary; raises RuntimeError before there is one."""
        if self._vocabulary is None:
            raise RuntimeError(
                "this pipeline has no vocabulary yet: build it with bot.language.pipeline.build_pipeline"
            )
        return self._vocabulary

    def attach(self, vocabulary: Vocabulary) -> None:
        """Uses this vocabulary from now on."""
        self._vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        """Sets the tokens' norms."""
        return set_norms(doc, self.vocabulary)

    def to_disk(self, path: Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Writes the compiled vocabulary."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / LEXICON).write_text(self.vocabulary.lexicon.to_json(), encoding="utf-8")

    def from_disk(self, path: Path, *, exclude: tuple[str, ...] = ()) -> "VocabularyComponent":
        """Reads the compiled vocabulary."""
        self.attach(Vocabulary(Lexicon.from_json((Path(path) / LEXICON).read_text(encoding="utf-8"))))
        return self


class ContextComponent:
    """Settles the gazetteer's finds by what stands around them."""

    def __init__(self, nlp: Language) -> None:
        """Takes the pipeline whose vocabulary knows which names are doubtful."""
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Replaces the document's entities."""
        return settle(doc, vocabulary_of(self._nlp))


@Language.factory("vocabulary")
def make_vocabulary(nlp: Language, name: str) -> VocabularyComponent:
    """Makes the first step."""
    return VocabularyComponent()


@Language.factory("context")
def make_context(nlp: Language, name: str) -> ContextComponent:
    """Makes the step after the gazetteer."""
    return ContextComponent(nlp)


@Language.component("negation")
def negation(doc: Doc) -> Doc:
    """Relabels what the message denies."""
    return negate(doc)
