"""The body of a document: sections, passages and steps, each line with its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.library.errors import Findings, did_you_mean
from bot.library.frontmatter import IDENTIFIER
from bot.library.head import Head, Numbered
from bot.library.inline import BULLET, SHOWN, plain, without_markdown
from bot.library.model import WANTS, Line, Picture, Section, Step

SUBHEADINGS = ("you need", "steps", "good to know")
ROLES = {"Warning": "warning", "Shop note": "note", "Not in our guide": "gap"}

HEADING = re.compile(r"##\s+(?P<title>.*?)\s*(?:\{#(?P<id>[^{}]*)\}\s*)?")
STEP = re.compile(r"\s{0,3}(?P<number>[0-9]{1,4})[.)](?:\s+(?P<text>.*))?")
TIED = re.compile(r"\s*<!--\s*(?P<key>asks|done):\s*(?P<ways>.*?)\s*-->\s*")
WARNS = re.compile(r"\s*<!--\s*warning\s*-->\s*")  # the line above warns, in words of its own
PICTURE = re.compile(r"\s*!\[(?P<alt>[^\[\]]*)\]\((?P<file>[^()]*)\)\s*")
PREFIX = re.compile(r"(warning|shop note|not in our guide)\s*[:-]\s*", re.IGNORECASE)
FOREIGN = re.compile(r"```|~~~|>|\||!\[|#|=+$|-{2,}$|\*{3,}$|_{3,}$|</?[a-zA-Z]")


def read_sections(
    lines: Sequence[Numbered], document: str, bodies: Sequence[str], findings: Findings
) -> tuple[Section, ...]:
    """Read the numbered lines below the front matter; what is wrong goes to `findings`."""
    blocks = _blocks(list(_without_comments(lines, findings)), findings)
    return tuple(_section(block, document, bodies, findings) for block in blocks)


@dataclass
class _Block:
    line: int
    title: str
    name: str
    rest: list[Numbered] = field(default_factory=list)


def _without_comments(lines: Sequence[Numbered], findings: Findings) -> Iterator[Numbered]:
    """Leave out HTML comments on lines of their own, notes among authors, but for `<!-- asks: … -->` and `done:`."""
    opened = 0
    for number, text in lines:
        if not opened and (TIED.fullmatch(text) or WARNS.fullmatch(text)):
            yield number, text
            continue
        starts = not opened and text.lstrip().startswith("<!--")
        if starts:
            opened = number
        if not opened:
            yield number, text
        elif "-->" in text:
            if text.partition("-->")[2].strip():
                findings.add(number, "text behind a comment", "put the text on a line of its own")
            opened = 0
    if opened:
        findings.add(opened, "a comment is not closed", "write --> where it ends")


def _blocks(lines: Sequence[Numbered], findings: Findings) -> list[_Block]:
    blocks: list[_Block] = []
    stray = False
    for number, text in lines:
        if text.startswith("##") and not text.startswith("###"):
            blocks.append(_heading(number, text, findings))
        elif blocks:
            blocks[-1].rest.append((number, text))
        elif text.strip() and not re.match(r"#\s", text) and not stray:
            stray = True
            findings.add(number, "text before the first section", "put a heading `## Title {#id}` above it")
    return blocks


def _heading(number: int, text: str, findings: Findings) -> _Block:
    match = HEADING.fullmatch(text.rstrip())
    title = plain(match["title"]) if match else ""
    name = (match["id"] or "").strip() if match else ""
    if not title:
        findings.add(number, "a heading without a title", "write `## Title {#id}`")
    if not name:
        findings.add(number, "a heading without an id", "add one behind the title: {#short-name}")
    elif not IDENTIFIER.fullmatch(name):
        findings.add(number, f"section id {name!r} is not an id", "use small letters, digits and hyphens")
    return _Block(number, title, name)


def _section(block: _Block, document: str, bodies: Sequence[str], findings: Findings) -> Section:
    size = next((i for i, (_, text) in enumerate(block.rest) if not text.strip()), len(block.rest))
    head = Head(block.line, bodies, findings)
    for number, text in block.rest[:size]:
        head.read(number, text)
    body = _Body(block, findings)
    for number, text in block.rest[size:]:
        body.read(number, text)
    body.end()
    return Section(
        id=f"{document}/{block.name}",
        document=document,
        title=block.title,
        kind=head.kind(),
        line=block.line,
        topics=head.listed("topics"),
        asks=head.listed("asks"),
        tools=head.tools(),
        called=head.listed("called"),
        optional_tools=head.listed("optional"),
        cabin=head.cabin(),
        bodies=head.bodies("bodies"),
        folding_bodies=head.bodies("folding_bodies"),
        wants=head.chosen("wants", WANTS),
        passages=tuple(body.passages),
        steps=tuple(Step(number, tuple(found)) for number, found in body.steps),
        needs=tuple(body.needs),
        line_asks=tuple(body.line_asks),
        line_reports=tuple(body.line_reports),
    )


class _Body:
    """The text of a section: passages between blank lines; every step is a passage of its own."""

    def __init__(self, block: _Block, findings: Findings) -> None:
        self.block = block
        self.findings = findings
        self.passages: list[tuple[Line, ...]] = []
        self.steps: list[tuple[int, list[Line]]] = []
        self.needs: list[Line] = []
        self.line_asks: list[tuple[int, tuple[str, ...]]] = []
        self.line_reports: list[tuple[int, tuple[str, ...]]] = []
        self._pictures: dict[int, Picture] = {}
        self._passage: list[Line] = []
        self._subheading = ""
        self._in_step = False
        self._after_blank = True
        self._steps_heading = 0
        self._problems_before = len(findings.problems)

    def read(self, number: int, text: str) -> None:
        """Take in one line."""
        if not text.strip():
            self._close()
            self._after_blank = True
        elif tied := TIED.fullmatch(text):
            self._tie(number, tied["key"], tied["ways"])
        elif WARNS.fullmatch(text):
            self._warn(number)
        elif picture := PICTURE.fullmatch(text):
            self._show(Picture(picture["file"].strip(), plain(picture["alt"]), number))
        elif text.startswith("###") and not text.startswith("####"):
            self._open_subheading(number, text)
        elif FOREIGN.match(text.lstrip()):
            self.findings.add(
                number,
                f"Markdown that is not served: {text.strip()[:20]!r}",
                "write plain sentences, one on each line, below `## Title {#id}` or `### Title`",
            )
        else:
            self._read_text(number, text)
            self._after_blank = False

    def _tie(self, number: int, key: str, ways: str) -> None:
        """Ties to the line above ways of asking for it, or of reporting that it is done."""
        if key == "asks" and not self._passage:
            cure = "put them right below the line that answers"
            self.findings.add(number, "ways of asking without a line above", cure)
        elif key == "done" and not (self._passage and self._in_step):
            cure = "put them right below the line of the step that they report"
            self.findings.add(number, "ways of reporting without a step above", cure)
        else:
            tied = self.line_asks if key == "asks" else self.line_reports
            split = tuple(" ".join(way.split()) for way in ways.split("·") if way.strip())
            tied.append((self._passage[-1].number, split))

    def _warn(self, number: int) -> None:
        """Makes the line above a warning."""
        if not self._passage:
            self.findings.add(
                number, "a warning without a line above", "put it right below the line that warns"
            )
            return
        line = replace(self._passage[-1], role="warning")
        for lines in (self._passage, self.needs, *(found for _, found in self.steps[-1:])):
            if lines and lines[-1].number == line.number:
                lines[-1] = line

    def _show(self, picture: Picture) -> None:
        """Ties a picture to the line above."""
        if not self._passage:
            cure = "put it right below the line that it shows"
            self.findings.add(picture.number, "a picture without a line above", cure)
            return
        line = self._passage[-1].number
        if line in self._pictures:
            cure = "keep one, or put it below the line that it shows"
            self.findings.add(picture.number, f"a second picture for line {line}", cure)
        self._pictures.setdefault(line, picture)

    def end(self) -> None:
        """Close the last passage, give lines their pictures and note what the section lacks."""
        self._close()
        self.passages = [tuple(self._with_pictures(passage)) for passage in self.passages]
        self.steps = [(number, self._with_pictures(lines)) for number, lines in self.steps]
        self.needs = self._with_pictures(self.needs)
        if not self.passages and len(self.findings.problems) == self._problems_before:
            self.findings.add(
                self.block.line, "an empty section", "write its text below the head, or take it out"
            )
        if self._steps_heading and not self.steps:
            self.findings.add(
                self._steps_heading, "Steps without a numbered step", "begin the first step with `1. `"
            )

    def _open_subheading(self, number: int, text: str) -> None:
        self._close()
        self._in_step = False
        self._subheading = plain(text.lstrip("#")).lower().rstrip(":")
        near = did_you_mean(self._subheading, SUBHEADINGS)
        if self._subheading == "steps":
            self._steps_heading = number
        if not self._subheading:
            self.findings.add(number, "a heading without a title", "write a title or take the line out")
        elif self._subheading not in SUBHEADINGS and near:
            self.findings.add(number, f"unknown heading {self._subheading!r}", near.lstrip("; "))

    def _read_text(self, number: int, text: str) -> None:
        match = STEP.fullmatch(text)
        if match:
            self._close()
            self._open_step(number, int(match["number"]))
            text = match["text"] or ""
        elif self._after_blank and not text[0].isspace():
            self._in_step = False
        line = self._line(number, text)
        if line is None:
            return
        self._passage.append(line)
        if self._in_step:
            self.steps[-1][1].append(line)
        if self._subheading == "you need":
            self.needs.append(line)

    def _open_step(self, number: int, step: int) -> None:
        wanted = self.steps[-1][0] + 1 if self.steps else 1
        if step != wanted:
            self.findings.add(
                number,
                f"step {step} stands where step {wanted} is due",
                f"number the steps of {self.block.name!r} 1, 2, 3 ... without a gap",
            )
        self.steps.append((step, []))
        self._in_step = True

    def _with_pictures(self, lines: Sequence[Line]) -> list[Line]:
        if not self._pictures:
            return list(lines)
        return [replace(line, picture=self._pictures.get(line.number)) for line in lines]

    def _line(self, number: int, text: str) -> Line | None:
        if PICTURE.fullmatch(BULLET.sub("", text, count=1)):
            cure = "write the sentence here and the picture on a line of its own below it"
            self.findings.add(number, "a picture where words are due", cure)
            return None
        marked = without_markdown(text)
        prefix, text = PREFIX.match(marked), marked.translate(SHOWN)
        if not (text[prefix.end() :] if prefix else text):
            self.findings.add(number, "a line without words", "write its sentence or take the line out")
            return None
        if prefix is None:
            return Line(number, text)
        role = next((role for name, role in ROLES.items() if prefix[0] == f"{name}: "), None)
        if role is None:
            self.findings.add(
                number,
                f"{prefix[0].strip()!r} is not a known beginning",
                f"write `{prefix[1].capitalize()}: ` exactly so",
            )
        return Line(number, text, role or "text")

    def _close(self) -> None:
        if self._passage:
            self.passages.append(tuple(self._passage))
            self._passage = []
