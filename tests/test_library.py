"""The reader and its checks: what a document becomes, and how a bad one is refused."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.library import (
    Document,
    DocumentProblems,
    Library,
    LibraryError,
    Problem,
    Shelf,
    UnknownDocument,
    UnknownSection,
    read_document,
    read_library,
)
from bot.library.body import plain
from bot.library.errors import Findings
from bot.library.frontmatter import PLAN_KEYS, TOP_KEYS, VEHICLE_KEYS, read_front
from bot.library.head import HEAD_KEYS
from bot.library.pictures import PNG_SIGNATURE
from bot.library.reader import parse_document

HERE = Path(__file__).parent
VOLVO = HERE / "library" / "volvo-240.md"
GOOD = """---
id: tin-car
title: A tin car
vehicle: {make: Tin, models: [Toy], bodies: [sedan, coupe], years: 1950-1960, chassis: {T1: sedan, T2: null}}
source: tests
plans:
  - {cause: stuck, power: none, signs: [it is stuck], methods: [wind-up | shake, call]}
afterwards: [call]
---
## Winding up {#wind-up}
kind: procedure
tools: key | coin ; oil
bodies: sedan

Wind the toy up.

### Steps
1. Insert the key.
2. Turn the key.

## Shaking {#shake}
kind: procedure

Shake the toy.

## Calling {#call}
kind: help

Call the toy shop.
"""
GOOD_LINES = GOOD.split("\n")


def problems_of(text: str) -> tuple[Problem, ...]:
    """The problems of a text, none where it is a document."""
    try:
        parse_document(text, "tin.md")
    except DocumentProblems as error:
        return error.problems
    return ()


def changed(old: str, new: str) -> str:
    """The good document with one piece replaced."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def test_good_document() -> None:
    assert problems_of(GOOD) == ()
    document = parse_document(GOOD, "tin.md")
    assert document.vehicle.years == (1950, 1960)
    assert document.vehicle.chassis == {"T1": "sedan", "T2": None}
    assert document.plans[0].methods == (("tin-car/wind-up", "tin-car/shake"), ("tin-car/call",))
    assert document.plans[0].title == "stuck"
    winding = document.sections[0]
    assert [(tool.name, tool.instead) for tool in winding.tools] == [("key", ("coin",)), ("oil", ())]
    assert [line.number for line in winding.lines] == [15, 18, 19]
    assert (winding.line, document.line) == (10, 2)


# fmt: off
# One row an error; a row too long for one line goes on behind its text.
REFUSED = [
    # what is wrong, text, line, words of the problem, words of the cure
    ("unknown front key", changed("source: tests", "sorce: tests\nsource: tests"),
     5, "'sorce'", "did you mean 'source'"),
    ("unknown front key, far", changed("source: tests", "zz: 1\nsource: tests"),
     5, "'zz'", "use one of: afterwards"),
    ("unknown vehicle key", changed("years: 1950", "yeers: 1950"), 4, "'yeers'", "did you mean 'years'"),
    ("unknown plan key", changed("signs:", "sings:"), 7, "'sings'", "did you mean 'signs'"),
    ("unknown head key", changed("tools: key", "tolls: key"), 12, "'tolls'", "did you mean 'tools'"),
    ("missing document id", changed("id: tin-car\n", ""), 2, "no 'id'", "add a line `id: ...`"),
    ("missing title", changed("title: A tin car\n", ""), 2, "no 'title'", "add a line `title: ...`"),
    ("missing make", changed("make: Tin, ", ""), 4, "no 'make'", "add a line `make: ...`"),
    ("bad document id", changed("id: tin-car", "id: Tin Car"), 2, "'Tin Car'", "small letters"),
    ("key twice", changed("source: tests", "source: tests\nsource: more"),
     6, "'source' is there twice", "keep one"),
    ("heading without id", changed(" {#shake}", ""),
     21, "a heading without an id", "add one behind the title"),
    ("heading without title", changed("## Shaking {", "## {"),
     21, "a heading without a title", "## Title {#id}"),
    ("bad section id", changed("{#shake}", "{#Shake it}"), 21, "'Shake it'", "small letters"),
    ("section id twice", changed("{#call}", "{#shake}"),
     26, "'shake' is there twice (first on line 21)", "another id"),
    ("plan names nothing", changed("| shake,", "| shaek,"),
     7, "names section 'shaek'", "did you mean 'shake'"),
    ("plan names it twice", changed("| shake,", "| wind-up,"),
     7, "names section 'wind-up' twice", "name it once"),
    ("plan of another car", changed("| shake,", "| bmw/shake,"), 7, "'bmw/shake'", "did you mean 'shake'"),
    ("plan without methods", changed("[wind-up | shake, call]", "[]"),
     7, "has no methods", "list section ids"),
    ("two plans of a cause", changed("afterwards:", "  - {cause: stuck, methods: [call]}\nafterwards:"),
     8, "two plans",
     "keep one"),
    ("afterwards names nothing", changed("afterwards: [call]", "afterwards: [nowhere]"),
     8, "'nowhere'", "{#nowhere}"),
    ("step gap", changed("2. Turn", "3. Turn"), 19, "step 3 stands where step 2 is due", "without a gap"),
    ("step not from one", changed("1. Insert the key.\n2.", "2. Insert the key.\n3."),
     18, "step 2 stands where step 1 is due", "1, 2, 3"),
    ("steps without steps", changed("1. Insert the key.\n2. Turn the key.", "Turn."),
     17, "without a numbered", "1. "),
    ("bad YAML", changed("[call]\n---", "[call\n---"), 8, "bad YAML", "check brackets"),
    ("YAML alias", changed("title: A tin car", "title: &a tin"),
     3, "anchors, aliases and tags", "write the value out"),
    ("list for text", changed("title: A tin car", "title: [a, b]"), 3, "one text is wanted", "one value"),
    ("empty value", changed("title: A tin car", "title:"), 3, "an empty value", "fill it in"),
    ("map for a list", changed("afterwards: [call]", "once_open: {a: b}"),
     8, "one text is wanted", "one value"),
    ("plans not a list", GOOD.replace("  - {cause", "  {cause"), 7, "plans is not a list", "begin each plan"),
    ("years", changed("1950-1960", "fifties"), 4, "'fifties' are not readable", "2007-"),
    ("years backwards", changed("1950-1960", "1960-1950"), 4, "run backwards", "earlier year first"),
    ("power", changed("power: none", "power: non"), 7, "'non'", "did you mean 'none'"),
    ("only_model", changed("make: Tin,", "make: Tin, only_model: perhaps,"),
     4, "neither yes nor no", "write yes or no"),
    ("unknown kind", changed("kind: help", "kind: helf"), 27, "unknown kind 'helf'", "did you mean 'help'"),
    ("no kind", changed("kind: help\n", "topics: a\n"), 26, "without a kind", "add `kind: procedure`"),
    ("unknown body", changed("bodies: sedan\n", "bodies: sedn\n"),
     13, "unknown body 'sedn'", "did you mean 'sedan'"),
    ("another word for a body", changed("bodies: sedan\n", "bodies: saloon\n"),
     13, "'saloon'", "did you mean 'sedan'"),
    ("body the vehicle lacks", changed("bodies: sedan\n", "bodies: wagon\n"),
     13, "has no body 'wagon'", "add it to"),
    ("vehicle's body", changed("bodies: [sedan,", "bodies: [sedan, sportback,"),
     4, "'sportback'", "use one of"),
    ("chassis' body", changed("{T1: sedan,", "{T1: wagon,"), 4, "has no body 'wagon'", "add it to"),
    ("body twice", changed("bodies: sedan\n", "bodies: sedan\nfolding_bodies: sedan\n"),
     14, "in folding_bodies", "in one"),
    ("cabin", changed("bodies: sedan\n", "cabin: maybe\n"),
     13, "'maybe' is neither yes nor no", "write yes or no"),
    ("wants", changed("bodies: sedan\n", "wants: boddy\n"),
     13, "unknown wants 'boddy'", "did you mean 'body'"),
    ("head key twice", changed("bodies: sedan\n", "bodies: sedan\nbodies: coupe\n"),
     14, "there twice", "keep one"),
    ("head key without value", changed("bodies: sedan\n", "bodies:\n"), 13, "has no value", "fill it in"),
    ("tool without name", changed("key | coin", "key | "), 12, "an empty name among the tools", "both sides"),
    ("text in the head", changed("kind: help\n", "kind: help\nCall us.\n"),
     28, "not `key: value`", "blank line"),
    ("empty section", changed("\nCall the toy shop.\n", ""), 26, "an empty section", "write its text"),
    ("text before a section", changed("---\n## W", "---\nHello.\n## W"),
     10, "before the first section", "{#id}"),
    ("no section", GOOD.split("## Winding")[0].replace("call", "").replace("wind-up | shake,", ""), 10,
     "the document has no section", "add one"),
    ("table", changed("Shake the toy.", "| a | b |"), 24, "Markdown that is not served", "plain sentences"),
    ("picture without a line", changed("Shake the toy.", "![toy](pictures/toy.png)\nShake."),
     24, "a picture without a line above", "right below the line"),
    ("picture after a blank line", changed("Shake the toy.", "Shake.\n\n![toy](pictures/toy.png)"),
     26, "a picture without a line above", "right below the line"),
    ("picture for a sentence", changed("2. Turn the key.", "2. ![toy](pictures/toy.png)"),
     19, "a picture where words are due", "on a line of its own"),
    ("picture in a list", changed("Shake the toy.", "Shake.\n- ![toy](pictures/toy.png)"),
     25, "a picture where words are due", "on a line of its own"),
    ("second picture", changed("Shake the toy.", "Shake.\n![a](pictures/a.png)\n![b](pictures/b.png)"),
     26, "a second picture for line 24", "keep one"),
    ("picture without words", changed("Shake the toy.", "Shake.\n![ ](pictures/toy.png)"),
     25, "without words in its stead", "say between the brackets"),
    ("picture above the folder", changed("Shake the toy.", "Shake.\n![toy](pictures/../../toy.png)"),
     25, "'pictures/../../toy.png' is outside", "write pictures/ and its name"),
    ("picture by absolute path", changed("Shake the toy.", "Shake.\n![toy](/pictures/toy.png)"),
     25, "'/pictures/toy.png' is outside", "write pictures/ and its name"),
    ("picture on a drive", changed("Shake the toy.", "Shake.\n![toy](C:\\toy.png)"),
     25, "is outside", "write pictures/ and its name"),
    ("picture on the web", changed("Shake the toy.", "Shake.\n![toy](https://toys.example/toy.png)"),
     25, "'https://toys.example/toy.png' is outside", "write pictures/ and its name"),
    ("picture in a data URL", changed("Shake the toy.", "Shake.\n![toy](data:image/png;base64,AA==)"),
     25, "is outside", "write pictures/ and its name"),
    ("picture in another folder", changed("Shake the toy.", "Shake.\n![toy](toy.png)"),
     25, "'toy.png' is not pictures/ and a plain name", "write pictures/ and its name"),
    ("picture with a blank in its name", changed("Shake the toy.", "Shake.\n![toy](pictures/a toy.png)"),
     25, "not pictures/ and a plain name", "letters, digits"),
    ("picture without a name", changed("Shake the toy.", "Shake.\n![toy]()"),
     25, "not pictures/ and a plain name", "letters, digits"),
    ("picture of another type", changed("Shake the toy.", "Shake.\n![toy](pictures/toy.gif)"),
     25, "'pictures/toy.gif' is neither .svg nor .png", "save it as .png"),
    ("picture amid foreign Markdown", changed("Shake the toy.", "Shake.\n![toy](pictures/toy.png) See?"),
     25, "Markdown that is not served", "plain sentences"),
    ("heading too deep", changed("Shake the toy.", "#### Shake"),
     24, "Markdown that is not served", "### Title"),
    ("unknown subheading", changed("### Steps", "### Stepps"),
     17, "unknown heading 'stepps'", "did you mean 'steps'"),
    ("bare subheading", changed("### Steps", "###"), 17, "a heading without a title", "write a title"),
    ("line without words", changed("Shake the toy.", "Shake.\n1."),
     25, "a line without words", "take the line out"),
    ("note without words", changed("Shake the toy.", "Shake.\nWarning:"),
     25, "a line without words", "take the line out"),
    ("prefix", changed("Shake the toy.", "SHOP NOTE: shake."),
     24, "not a known beginning", "write `Shop note: `"),
    ("open comment", changed("Shake the toy.", "Shake.\n<!-- why"),
     25, "a comment is not closed", "write -->"),
    ("text behind a comment", changed("Shake the toy.", "Shake.\n<!-- a --> b"),
     25, "behind a comment", "its own"),
    ("control character", changed("Shake the toy.", "Shake\x0bthe toy."), 24, "U+000B", "delete it"),
    ("unseen line break", changed("Shake the toy.", "Shake\u2028the toy."), 24, "U+2028", "delete it"),
    ("no front matter", "## Winding {#wind}\nkind: help\n\nWind.\n",
     1, "no front matter", "begin the file with"),
    ("front matter not closed", GOOD.replace("\n---\n", "\n"), 1, "not closed", "end it with"),
    ("front matter empty", "---\n---\n## Winding {#wind}\nkind: help\n\nWind.\n",
     1, "is empty", "write at least id"),
    ("front matter is text", "---\nhello\n---\n## W {#w}\nkind: help\n\nWind.\n",
     2, "not a list of", "write key, colon"),
    ("nothing", "", 1, "no front matter", "begin the file with"),
]
# fmt: on


@pytest.mark.parametrize(
    ("text", "line", "what", "cure"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_refused(text: str, line: int, what: str, cure: str) -> None:
    found = [problem for problem in problems_of(text) if problem.line == line and what in problem.what]
    assert found, [str(problem) for problem in problems_of(text)]
    assert cure in found[0].cure, found[0]
    assert str(found[0]) == f"tin.md:{line}: {found[0].what} - {found[0].cure}"


def test_one_error_gives_one_problem() -> None:
    """An error draws no others after it, save where a missing thing is named elsewhere."""
    drawing = {
        "heading without id",
        "section id twice",
        "missing document id",
        "bad YAML",
        "YAML alias",
        "front matter empty",
        "front matter is text",
        "no front matter",
        "nothing",
        "bad section id",
        "control character",
        "no section",
        "open comment",
    }
    many = {row[0]: [str(p) for p in problems_of(row[1])] for row in REFUSED if row[0] not in drawing}
    assert {name: found for name, found in many.items() if len(found) != 1} == {}


def test_all_errors_at_once() -> None:
    text = (
        GOOD.replace("source: tests", "sorce: tests")
        .replace("2. Turn", "4. Turn")
        .replace("kind: help", "kind: hlp")
    )
    text = text.replace("| shake,", "| shaek,").replace("bodies: sedan\n", "bodies: sedn\n")
    assert [problem.line for problem in problems_of(text)] == [2, 5, 7, 13, 19, 27]


def test_wrong_encoding(tmp_path: Path) -> None:
    path = tmp_path / "tin.md"
    path.write_bytes(changed("Shake the toy.", "Shake the toy caf\u00e9.").encode("latin-1"))
    with pytest.raises(DocumentProblems) as caught:
        read_document(path)
    (problem,) = caught.value.problems
    assert (problem.line, problem.what, problem.cure) == (
        24,
        "the file is not in UTF-8",
        "save it as UTF-8 in the editor",
    )
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(DocumentProblems):
        read_document(path)


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "tin.md"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_document(path).sections == parse_document(GOOD, "tin.md").sections


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(DocumentProblems, match="cannot be read"):
        read_document(tmp_path / "none.md")
    library, problems = read_library(tmp_path / "none")
    assert (library.documents, problems[0].what) == ((), "there is no such folder")


def test_bad_documents_are_left_out_and_the_rest_serves(tmp_path: Path) -> None:
    (tmp_path / "a-bad.md").write_text(changed("2. Turn", "3. Turn"))
    (tmp_path / "b-good.md").write_text(GOOD)
    (tmp_path / "c-double.md").write_text(GOOD)
    (tmp_path / "d-bad.md").write_text(changed("{#shake}", ""))
    library, problems = read_library(tmp_path)
    assert [document.title for document in library.documents] == ["A tin car"]
    assert [(Path(problem.file).name, problem.line) for problem in problems] == [
        ("a-bad.md", 19),
        ("d-bad.md", 7),
        ("d-bad.md", 21),
        ("c-double.md", 2),
    ]
    assert "b-good.md" in problems[-1].what
    assert "another id" in problems[-1].cure


def test_library_looks_up_ids() -> None:
    library = Library((parse_document(GOOD, "tin.md"),))
    assert library.document("tin-car").title == "A tin car"
    assert library.section("tin-car/shake").title == "Shaking"
    with pytest.raises(UnknownDocument, match="did you mean 'tin-car'"):
        library.document("tincar")
    with pytest.raises(UnknownSection, match="did you mean 'tin-car/shake'"):
        library.section("tin-car/shaek")


def test_every_error_has_a_test() -> None:
    raised = {LibraryError, DocumentProblems, UnknownDocument, UnknownSection}
    assert set(LibraryError.__subclasses__()) | {LibraryError} == raised


def test_invented_document() -> None:
    """A document of another make, with other causes and methods, needs no Python of its own."""
    document = read_document(VOLVO)
    assert [(plan.cause, plan.power, len(plan.signs), len(plan.methods)) for plan in document.plans] == [
        ("frozen tailgate", None, 4, 3),
        ("broken rod", None, 4, 2),
    ]
    library = Library((document,))
    thaw = library.section("volvo-240/thaw-the-lock")
    assert [(tool.name, tool.instead) for tool in thaw.tools] == [
        ("lock de-icer", ("warm key",)),
        ("gloves", ()),
    ]
    assert (thaw.optional_tools, len(thaw.asks), len(thaw.needs)) == (("hand warmer",), 3, 1)
    assert [len(step.lines) for step in thaw.steps] == [2, 1, 2]
    assert [line.role for line in thaw.steps[0].lines] == ["warning", "text"]
    assert thaw.steps[2].lines[1].role == "note"
    assert thaw.passages[-1] == thaw.steps[2].lines[1:]
    assert library.section("volvo-240/push-from-inside").passages[0][1].role == "gap"
    assert not any("Invented" in line.text for section in document.sections for line in section.lines)


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("- a **bold** move", "a bold move"),
        ("an *em* and _em_", "an em and em"),
        ("see [the manual](x.pdf) here", "see the manual here"),
        ("press `OK` now", "press OK now"),
        (r"5 \* 3", "5 * 3"),
        ("snake_case_word and 5 * 3 * 2", "snake_case_word and 5 * 3 * 2"),
        ("  doubled   blanks ", "doubled blanks"),
    ],
)
def test_markdown_is_stripped(text: str, stripped: str) -> None:
    assert plain(text) == stripped


def test_keys_are_fields_of_the_model() -> None:
    """No key is read into nothing: every key of a document is spoken for by name."""
    assert set(HEAD_KEYS) - {"optional"} <= {
        "asks",
        "bodies",
        "cabin",
        "called",
        "folding_bodies",
        "kind",
        "tools",
        "topics",
        "wants",
    }
    vehicle = {f.name for f in dataclasses.fields(parse_document(GOOD, "t.md").vehicle)}
    plan = {f.name for f in dataclasses.fields(parse_document(GOOD, "t.md").plans[0])}
    document = {f.name for f in dataclasses.fields(Document)}
    assert (set(VEHICLE_KEYS) - vehicle, set(PLAN_KEYS) - plan, set(TOP_KEYS) - document) == (
        set(),
        set(),
        set(),
    )


class Clock:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def write(path: Path, text: str, stamp: int) -> None:
    """Writes a file with a time of change of its own."""
    path.write_text(text)
    os.utime(path, ns=(stamp, stamp))


def test_shelf_reads_again_when_a_file_changed(tmp_path: Path) -> None:
    path, clock = tmp_path / "tin.md", Clock()
    write(path, GOOD, 1)
    shelf = Shelf(tmp_path, clock)
    first = shelf.library
    write(path, changed("Shake the toy.", "Shake the toy well."), 2)
    assert shelf.library is first, "looked at no more than once a second"
    clock.now = 1.0
    assert shelf.library.section("tin-car/shake").lines[0].text == "Shake the toy well."
    clock.now = 2.0
    assert shelf.library is shelf.library


def test_shelf_keeps_the_last_good_version(tmp_path: Path) -> None:
    path, clock = tmp_path / "tin.md", Clock()
    write(path, GOOD, 1)
    shelf = Shelf(tmp_path, clock)
    assert (len(shelf.library.documents), shelf.problems) == (1, ())
    write(path, changed("2. Turn", "3. Turn"), 2)
    write(tmp_path / "other.md", "", 2)
    clock.now = 1.0
    assert [len(section.steps) for section in shelf.library.sections] == [2, 0, 0]
    assert sorted((Path(problem.file).name, problem.line) for problem in shelf.problems) == [
        ("other.md", 1),
        ("tin.md", 19),
    ]
    write(path, GOOD, 3)
    (tmp_path / "other.md").unlink()
    clock.now = 2.0
    assert (len(shelf.library.documents), shelf.problems) == (1, ())
    path.unlink()
    clock.now = 3.0
    assert shelf.library.documents == ()


def test_shelf_serves_a_document_when_its_picture_comes_after_it(tmp_path: Path) -> None:
    clock, toy = Clock(), tmp_path / "pictures" / "toy.png"
    write(tmp_path / "tin.md", changed("Shake the toy.", "Shake.\n![A toy](pictures/toy.png)"), 1)
    shelf = Shelf(tmp_path, clock)
    held = shelf.library
    assert (held.documents, [problem.line for problem in shelf.problems]) == ((), [25])
    clock.now = 1.0
    assert shelf.library is held, "nothing is built anew while nothing is cured"
    toy.parent.mkdir()
    toy.write_bytes(PNG_SIGNATURE)
    clock.now = 2.0
    assert (len(shelf.library.documents), shelf.problems) == (1, ())


def test_shelf_keeps_the_served_of_two_with_one_id(tmp_path: Path) -> None:
    clock = Clock()
    write(tmp_path / "tin.md", GOOD, 1)
    shelf = Shelf(tmp_path, clock)
    assert shelf.library.documents
    write(tmp_path / "a.md", changed("A tin car", "A thief"), 2)
    clock.now = 1.0
    assert [document.title for document in shelf.library.documents] == ["A tin car"]
    assert "another id" in shelf.problems[0].cure


PIECES = st.sampled_from(
    [
        *GOOD_LINES,
        "---",
        "## X {#x}",
        "## X",
        "kind: faq",
        "kind:",
        "1. One.",
        "2. Two.",
        "7) Seven.",
        "   detail",
        "- item",
        "Warning: hot",
        "Warning:",
        "<!--",
        "-->",
        "<!-- a -->",
        "<!-- asks: a · b -->",
        "![a](pictures/a.svg)",
        "   ![](../a.gif)",
        "1. ![a](b)",
        "### You need",
        "### Steps",
        "a: [b",
        "a: {b: c}",
        "? x",
        "- - -",
        "id: x",
        "vehicle: x",
        "plans: [x]",
        "plans: [[x]]",
        "plans: {a: b}",
        "years: 99999",
        "&a [*a]",
        "!!python/x y",
        "**",
        "****",
        "[a](b",
        "`",
        "\t",
        "\x00",
        "\u2028",
        "%YAML 1.1",
        "...",
        "|",
        "> x",
        "''",
        '"',
        "\ud800",
    ]
)


def _read(text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    try:
        return parse_document(text, "any.md"), ()
    except DocumentProblems as error:
        return None, error.problems


def is_read_or_refused(text: str) -> None:
    """Any text is a document or a list of problems, and every line number points at the text."""
    lines = text.replace("\r\n", "\n").split("\n")
    document, problems = _read(text)
    for problem in problems:
        assert 1 <= problem.line <= len(lines), problem
        assert all((problem.what, problem.cure)), problem
    if document is None:
        assert problems
        return
    for section in document.sections:
        assert all((section.passages, section.kind)), section
        assert [step.number for step in section.steps] == list(range(1, len(section.steps) + 1))
        for line in section.lines:
            assert line.text, line
            assert line.text in plain(lines[line.number - 1]), line
    numbers = [line.number for section in document.sections for line in section.lines]
    assert numbers == sorted(set(numbers))


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text(text: str) -> None:
    is_read_or_refused(text)


@given(st.lists(PIECES, max_size=30).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_any_heap_of_lines(text: str) -> None:
    is_read_or_refused(text)


@given(st.lists(PIECES, max_size=12).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_any_front_matter(text: str) -> None:
    is_read_or_refused(f"---\n{text}\n---\n## X {{#x}}\nkind: faq\n\nText.\n")


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_slip_of_the_pen(data: st.DataObject) -> None:
    """One line of a good document is deleted, doubled, moved or replaced."""
    lines = list(GOOD_LINES)
    place = data.draw(st.integers(0, len(lines) - 1))
    kept = lines.pop(place)
    match data.draw(st.sampled_from(["delete", "double", "move", "replace", "insert"])):
        case "double":
            lines[place:place] = [kept, kept]
        case "move":
            lines.insert(data.draw(st.integers(0, len(lines))), kept)
        case "replace":
            lines.insert(place, data.draw(PIECES))
        case "insert":
            lines[place:place] = [kept, data.draw(st.text(max_size=40))]
    is_read_or_refused("\n".join(lines))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.md"
    path.write_bytes(data)
    with pytest.raises(DocumentProblems):
        read_document(path)


@pytest.mark.parametrize("depth", [50, 5000])
def test_deep_yaml_is_refused(depth: int) -> None:
    is_read_or_refused("---\nid: " + "[" * depth + "]" * depth + "\n---\n## X {#x}\nkind: faq\n\nText.\n")


@pytest.mark.parametrize("text", ["- " * 5000, "[" * 5000, "? " * 5000, "{a: " * 5000, "[" * 99 + "]" * 99])
def test_front_matter_that_is_nested_without_end_is_refused_and_not_obeyed(text: str) -> None:
    findings = Findings("deep.md")
    read_front(text, findings)
    assert findings.problems


def test_450_documents_are_read_in_two_seconds(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "library" / "volvo-240.md").read_text(encoding="utf-8")
    for number in range(450):
        named = text.replace("id: volvo-240", f"id: volvo-{number}")
        (tmp_path / f"volvo-{number}.md").write_text(named, encoding="utf-8")
    start = time.process_time()
    library, problems = read_library(tmp_path)
    assert (len(library.documents), problems) == (450, [])
    assert time.process_time() - start < 2
