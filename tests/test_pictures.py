"""Pictures: how a document ties one to a line, which files are refused, and the way of one to the channel."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image as PngImage

from actions.payloads import message_of
from bot.channels.output import CardOutput, ChannelCard
from bot.channels.rest import rasa_messages
from bot.guide import outcome as o
from bot.guide.case import Case
from bot.library import Document, DocumentProblems, Library, Picture, Problem, read_document, read_library
from bot.library.pictures import PNG_SIGNATURE
from bot.library.reader import parse_document
from bot.library.svg import NAMESPACE
from bot.library.trial import read_trials
from bot.reply import Card, Image
from bot.reply.compose import Composer
from bot.search.index import Index
from scripts.pictures import FOLDER, WIDTH, is_drawn
from tests.customer import Customer, Reply
from tests.outcomes import SHOP, Filled
from tests.searching import BagOfStems, Folding
from tests.situations import BMW_DEAD, NEXT, SLOT

HEAD = "---\nid: tin-car\ntitle: A tin car\nvehicle: {make: Tin}\nsource: tests\n---\n"
TIED = f"""{HEAD}## Winding up {{#wind-up}}
kind: procedure

The key is yellow.
Turn it to wind up the toy.
![A toy with a key in its back](pictures/toy.svg)
<!-- asks: how do I wind it up · which way -->

### You need
It takes a key.
![A key](pictures/key.png)

### Steps
1. Warning: It has edges.
   Insert the key.
   <!-- asks: where does it go -->
   ![The **key** in  the back](pictures/in.svg)
   Mind the spring.
2. Turn the key.
   ![A turned key](pictures/turned.svg)
"""
BARE = "\n".join(line for line in TIED.split("\n") if "![" not in line)


@pytest.fixture
def tied() -> Document:
    """The document with its pictures."""
    return parse_document(TIED, "tin.md")


# --- the document ------------------------------------------------------------------------------------------


def test_a_picture_is_tied_to_the_line_before_it(tied: Document) -> None:
    section = tied.sections[0]
    shown = {line.text: line.picture for line in section.lines if line.picture}
    assert shown == {
        "Turn it to wind up the toy.": Picture("pictures/toy.svg", "A toy with a key in its back", 12),
        "It takes a key.": Picture("pictures/key.png", "A key", 17),
        "Insert the key.": Picture("pictures/in.svg", "The key in the back", 23),
        "Turn the key.": Picture("pictures/turned.svg", "A turned key", 26),
    }
    assert section.needs[0].picture == shown["It takes a key."]
    assert [[bool(line.picture) for line in step.lines] for step in section.steps] == [
        [False, True, False],
        [True],
    ]
    assert {line for step in section.steps for line in step.lines} <= set(section.lines)


def test_nothing_else_is_read_otherwise(tied: Document) -> None:
    """Without its pictures a document has the same words, passages, steps and ways of asking."""
    section, bare = tied.sections[0], parse_document(BARE, "tin.md").sections[0]
    assert [[line.text for line in p] for p in section.passages] == [
        [line.text for line in p] for p in bare.passages
    ]
    assert [[line.text for line in s.lines] for s in section.steps] == [
        [line.text for line in s.lines] for s in bare.steps
    ]
    assert [ways for _, ways in section.line_asks] == [ways for _, ways in bare.line_asks]
    texts = {line.number: line.text for line in section.lines}
    assert [texts[number] for number, _ in section.line_asks] == [
        "Turn it to wind up the toy.",
        "Insert the key.",
    ]


def test_each_line_has_the_number_of_its_words(tied: Document) -> None:
    lines = TIED.split("\n")
    assert all(line.text in lines[line.number - 1] for line in tied.sections[0].lines)


# --- its files ---------------------------------------------------------------------------------------------

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
GOOD_SVG = SVG.format('<path id="a"/><use href="#a" fill="url(#b)"/><style>.a { fill: url("#b") }</style>')
SHOWN = f"{HEAD}## Winding up {{#wind-up}}\nkind: faq\n\nTurn the key.\n![A key](pictures/key.svg)\n"
LINE = 11
STILL, INSIDE = "a picture only shows", "draw it into the file"

UNSAFE = [
    # what is wrong, the SVG, words of the problem, words of the cure
    ("script", SVG.format("<script>alert(1)</script>"), "has a <script>", STILL),
    ("script in a name of its own", SVG.format('<x:script xmlns:x="y"/>'), "has a <script>", STILL),
    ("HTML inside", SVG.format("<foreignObject/>"), "has a <foreignobject>", STILL),
    ("handler", SVG.format('<path onclick="x()"/>'), "an event handler 'onclick'", STILL),
    ("handler on top", GOOD_SVG.replace("<svg", '<svg onload="x()"'), "an event handler 'onload'", STILL),
    ("animation", SVG.format('<a><set attributeName="href" to="javascript:x()"/></a>'), "has a <set>", STILL),
    ("link", SVG.format('<a href="https://a.example">a</a>'), "refers to 'https://a.example'", INSIDE),
    ("old link", SVG.format('<use xlink:href="b.svg#a"/>'), "refers to 'b.svg#a'", INSIDE),
    ("link that runs", SVG.format('<a href=" javascript:x()"/>'), "refers to 'javascript:x()'", INSIDE),
    ("picture inside", SVG.format('<image href="data:image/png;base64,AA"/>'), "refers to 'data:", INSIDE),
    ("outer fill", SVG.format('<path fill="url( b.svg#a )"/>'), "refers to 'b.svg#a'", INSIDE),
    ("outer style", SVG.format("<style>a { fill: URL('//b') }</style>"), "refers to \"'//b'\"", INSIDE),
    ("import", SVG.format('<style>@import "a.css";</style>'), "has @import", INSIDE),
    ("hidden import", SVG.format("<path style='fill: u\\72l(x)'/>"), "or a backslash", INSIDE),
    ("base", SVG.format('<g xml:base="https://a.example"/>'), "refers to 'https://a.example'", INSIDE),
    ("style sheet", '<?xml-stylesheet href="a.css"?>' + GOOD_SVG, "has a <?xml-stylesheet?>", STILL),
    ("entities", '<!DOCTYPE svg [<!ENTITY a "b">]>' + GOOD_SVG, "has a DOCTYPE", "delete the line"),
    ("no SVG", "<html/>", "is no SVG inside", "begin it with <svg"),
    ("no namespace", "<svg/>", "is no SVG inside", 'xmlns="http://www.w3.org/2000/svg"'),
    ("broken", "<svg", "is not well-formed XML", "save it again"),
    ("empty", "", "is not well-formed XML", "save it again"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document and its picture, both in order."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "tin.md").write_text(SHOWN)
    (tmp_path / "pictures" / "key.svg").write_text(GOOD_SVG)
    (tmp_path / "pictures" / "key.png").write_bytes(PNG_SIGNATURE)
    return tmp_path


def problems_in(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the folder's document."""
    try:
        read_document(folder / "tin.md")
    except DocumentProblems as error:
        return error.problems
    return ()


def test_a_good_picture(folder: Path) -> None:
    assert problems_in(folder) == ()


@pytest.mark.parametrize(("svg", "what", "cure"), [row[1:] for row in UNSAFE], ids=[row[0] for row in UNSAFE])
def test_an_svg_that_does_more_than_show_is_refused(folder: Path, svg: str, what: str, cure: str) -> None:
    (folder / "pictures" / "key.svg").write_text(svg)
    (problem,) = problems_in(folder)
    assert (Path(problem.file).name, problem.line) == ("tin.md", LINE)
    assert problem.what.startswith("picture 'pictures/key.svg' ")
    assert (what in problem.what, cure in problem.cure) == (True, True), problem


FILES: list[tuple[str, Callable[[Path], object], str, str]] = [
    # what is wrong, what was done to the folder, words of the problem, words of the cure
    ("no file", lambda f: (f / "key.svg").unlink(), "there is no picture 'pictures/key.svg'", "put it into"),
    ("no PNG", lambda f: (f / "key.png").unlink(), "has no key.png beside it", "make pictures"),
    ("PNG by name only", lambda f: (f / "key.png").write_text("GIF"), "'pictures/key.png' is no PNG", "save"),
    ("a folder", lambda f: (f / "key.svg").unlink() or (f / "key.svg").mkdir(), "there is no", "put it into"),
    (
        "a way out",
        lambda f: (f / "key.svg").unlink() or (f / "key.svg").symlink_to(__file__),
        "leads outside the documents' folder",
        "copy the picture into pictures/",
    ),
]


@pytest.mark.parametrize(("harm", "what", "cure"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_a_file_that_cannot_be_shown_is_refused(
    folder: Path, harm: Callable[[Path], object], what: str, cure: str
) -> None:
    harm(folder / "pictures")
    (problem,) = problems_in(folder)
    assert (problem.line, what in problem.what, cure in problem.cure) == (LINE, True, True), problem


def test_all_that_is_wrong_is_told_at_once(folder: Path) -> None:
    (folder / "pictures" / "key.svg").write_text(SVG.format('<script/><path onclick="x"/><a href="b"/>'))
    (folder / "pictures" / "key.png").unlink()
    more = "Pull.\n![](pictures/none.svg)\nPush.\n![Up](../up.png)\n\n![Left](pictures/left.png)\n"
    (folder / "tin.md").write_text(SHOWN + more)
    assert [problem.line for problem in problems_in(folder)] == [LINE] * 4 + [13, 13, 15, 17]


def test_a_draft_may_show_pictures_that_lie_with_the_documents(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "elsewhere" / "draft.md"
    draft.parent.mkdir()
    draft.write_text(SHOWN)
    with pytest.raises(DocumentProblems, match="there is no picture"):
        read_trials([draft])
    assert read_trials([draft], folder)


# --- search, cards, channels -------------------------------------------------------------------------------


def test_a_picture_is_never_searched(tied: Document) -> None:
    units = Index(Library((tied,)), BagOfStems(), Folding()).units
    assert not [unit.text for unit in units if "![" in unit.text or "in its back" in unit.text]


TIN = Case(vehicle="tin-car")
TURN = "tin-car/wind-up"


def card(document: Document, outcome: o.Outcome) -> Card:
    """The card for an outcome."""
    return Composer(Library((document,)), Filled(), SHOP).card(outcome, TIN)


def outcomes(document: Document) -> list[tuple[o.Outcome, Image | None]]:
    """Cards that serve lines, with the picture that each carries."""
    section = document.sections[0]
    toy = Image("pictures/toy.svg", "A toy with a key in its back")
    return [
        (o.ShowStep(TURN, 1), Image("pictures/key.png", "A key")),
        (o.ShowStep(TURN, 2), Image("pictures/turned.svg", "A turned key")),
        (o.Answer(TURN, section.passages[0]), toy),
        (o.Answer(TURN, section.passages[0][:1]), None),
        (o.Answer(TURN, section.lines), toy),
        (o.Warn("force", TURN, section.steps[0].lines), Image("pictures/in.svg", "The key in the back")),
        (o.Warn("force"), None),
        (o.Talk("help"), None),
    ]


def test_a_card_carries_the_first_picture_of_its_lines(tied: Document) -> None:
    for outcome, image in outcomes(tied):
        assert card(tied, outcome).image == image, outcome


def test_the_words_of_a_card_are_those_without_pictures(tied: Document) -> None:
    bare = parse_document(BARE, "tin.md")
    pairs = zip(outcomes(tied), outcomes(bare), strict=True)
    for (with_picture, _), (without, _) in pairs:
        assert card(tied, with_picture).text == card(bare, without).text
        assert card(tied, with_picture).layout == card(bare, without).layout


def sent(document: Document, outcome: o.Outcome) -> ChannelCard:
    """The card as it comes out of Rasa."""
    message = message_of(card(document, outcome))
    output = CardOutput()
    asyncio.run(output.send_response("ann", {**message, "custom": message.pop("json_message")}))
    return output.cards[0]


def test_a_picture_comes_to_the_channel_with_its_words(tied: Document) -> None:
    shown = sent(tied, o.ShowStep(TURN, 2))
    assert (shown.image, shown.alt) == ("pictures/turned.svg", "A turned key")
    assert shown.custom == card(tied, o.ShowStep(TURN, 2)).custom
    assert shown.drawn[0].role == "head"
    plain = sent(tied, o.Talk("help"))
    assert (plain.image, plain.alt) == (None, "")


def test_rest_shows_where_the_picture_is_served(tied: Document) -> None:
    message, custom = rasa_messages("ann", [sent(tied, o.ShowStep(TURN, 2))])
    assert message["image"] == "/pictures/turned.svg"
    assert custom["custom"]["alt"] == "A turned key"
    elsewhere = ChannelCard("Look.", image="https://a.example/a.png")
    assert rasa_messages("ann", [elsewhere])[0]["image"] == "https://a.example/a.png"


# --- the shop's own drawings -------------------------------------------------------------------------------

DRAWINGS = sorted(FOLDER.glob("*.svg"))
WORD = re.compile(r"[a-z]{4,}")
# Words of its own that a picture may need, and other forms of its section's words.
OF_A_PICTURE = set(
    "back from which four grips whole good pulls pulled turned discolored disconnected".split()
)
MAX_SVG, MAX_PNG = 12_000, 80_000  # bytes
STEP_OF = {
    "bmw-slot": ("bmw-328i/manual-release", 1),
    "bmw-seat-lever": ("bmw-328i/rear-seats", 2),
    "bmw-inner-release": ("bmw-328i/rear-seats", 4),
    "bmw-jump-clamps": ("bmw-328i/jump-start", 2),
    "bmw-fuse-pull": ("bmw-328i/fuse-box", 3),
    "bmw-fuse-blown": ("bmw-328i/fuse-box", 4),
    "maserati-key-logo": ("maserati/faq-mechanical-key", 1),
    "maserati-negative-first": ("maserati/charge-or-replace", 2),
}


@pytest.fixture(scope="module")
def shop() -> Library:
    """The shop's own documents."""
    library, problems = read_library(FOLDER.parent)
    assert not problems, "\n".join(map(str, problems))
    return library


def pictures_of(library: Library) -> list[Picture]:
    """All pictures that the documents show."""
    return [line.picture for section in library.sections for line in section.lines if line.picture]


def test_every_file_is_shown_and_whatever_is_shown_is_there(shop: Library) -> None:
    used = {picture.file for picture in pictures_of(shop)}
    twins = {file.removesuffix(".svg") + ".png" for file in used}
    there = {f"pictures/{path.name}" for path in FOLDER.iterdir()}
    assert (there - used - twins, used - there) == (set(), set())


@pytest.mark.parametrize(("name", "place"), STEP_OF.items(), ids=STEP_OF)
def test_each_drawing_comes_with_its_step(shop: Library, name: str, place: tuple[str, int]) -> None:
    section = shop.section(place[0])
    shown = Composer(shop, Filled(), SHOP).card(o.ShowStep(*place), Case(vehicle=section.document))
    assert shown.image is not None
    assert shown.image.src == f"pictures/{name}.svg"


def test_every_drawing_has_a_step() -> None:
    assert {path.stem for path in DRAWINGS} == set(STEP_OF)


def test_the_words_in_a_pictures_stead_say_nothing_that_its_section_does_not(shop: Library) -> None:
    """They are short sentences, and each of their longer words is one of their section's."""
    for section in shop.sections:
        known = set(WORD.findall(" ".join(line.text for line in section.lines).lower()))
        for picture in (line.picture for line in section.lines if line.picture):
            assert picture.alt.endswith("."), picture
            assert len(picture.alt) <= 250, picture
            assert set(WORD.findall(picture.alt.lower())) - known - OF_A_PICTURE == set(), picture


@pytest.mark.parametrize("svg", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_small_named_and_of_one_format(svg: Path) -> None:
    root = ElementTree.parse(svg).getroot()
    assert root.get("viewBox") == "0 0 640 400"
    for name in ("title", "desc"):
        assert (root.findtext(f"{{{NAMESPACE}}}{name}") or "").strip(), name
    assert svg.stat().st_size < MAX_SVG
    assert svg.with_suffix(".png").stat().st_size < MAX_PNG
    assert PngImage.open(svg.with_suffix(".png")).size == (WIDTH, WIDTH * 400 // 640)


@pytest.mark.parametrize("svg", DRAWINGS, ids=lambda path: path.stem)
def test_the_drawings_share_one_style(svg: Path) -> None:
    sheets = {path.read_text().partition("<style>")[2].partition("</style>")[0] for path in DRAWINGS}
    assert len(sheets) == 1
    assert '<rect class="card" x="1" y="1" width="638" height="398" rx="20"/>' in svg.read_text()


@pytest.mark.parametrize("svg", DRAWINGS, ids=lambda path: path.stem)
def test_each_png_shows_what_its_svg_shows(svg: Path) -> None:
    assert is_drawn(svg), "run `make pictures`"


def test_a_small_change_of_a_drawing_is_seen(tmp_path: Path) -> None:
    for old, new in ((">then<", ">last<"), (">1<", ">3<"), ("M146 314H210", "M146 314H230")):
        svg = tmp_path / "negative.svg"
        drawn = (FOLDER / "maserati-negative-first.svg").read_text()
        assert drawn.count(old) == 1
        svg.write_text(drawn.replace(old, new))
        svg.with_suffix(".png").write_bytes((FOLDER / "maserati-negative-first.png").read_bytes())
        assert not is_drawn(svg), new


def test_a_drawing_without_png_is_not_drawn(tmp_path: Path) -> None:
    svg = tmp_path / "key.svg"
    svg.write_text(SVG.format(""))
    assert not is_drawn(svg)


# --- over HTTP ---------------------------------------------------------------------------------------------


def images(reply: Reply) -> list[str]:
    """The pictures of a turn."""
    return [message["image"] for message in reply.messages if "image" in message]


def test_a_step_comes_with_its_picture_and_the_next_one_without(customer: Customer) -> None:
    assert images(customer.say(BMW_DEAD)) == []
    step = customer.say("ok")
    assert step.shows(kind="step", section=SLOT, step=1), step
    assert images(step) == ["/pictures/bmw-slot.svg"]
    assert "slot is on the underside" in step.custom["alt"]
    assert "layout" not in step.custom
    assert images(customer.say(NEXT)) == []
