"""What makes an SVG unfit to be served: anything that runs, moves or reaches outside of its file."""

from __future__ import annotations

import re
from xml.etree.ElementTree import ParseError, XMLParser

Fault = tuple[str, str]  # what is wrong, and the cure

NAMESPACE = "http://www.w3.org/2000/svg"
RUNNING = {"script", "foreignobject", "handler", "listener", "iframe", "embed", "object", "audio", "video"}
MOVING = {"animate", "animatecolor", "animatemotion", "animatetransform", "set", "discard"}
REFERENCES = {"href", "src", "base"}
CSS_URL = re.compile(r"url\s*\(\s*([^)]*)", re.IGNORECASE)
CSS_OUTSIDE = re.compile(r"@import|\\", re.IGNORECASE)  # a backslash can spell any of the others

STILL = "take it out: a picture only shows"
INSIDE = "draw it into the file: only references to its own parts (#name) are served"


def faults_of_svg(data: bytes, file: str) -> list[Fault]:
    """Everything that keeps a file from being served as an SVG picture."""
    target = _Target(file)
    try:
        parser = XMLParser(target=target)
        parser.feed(data)
        parser.close()
    except _Doctype:
        target.note("has a DOCTYPE", "delete the line <!DOCTYPE ...>")
    except (ParseError, ValueError, LookupError) as error:
        target.note(f"is not well-formed XML ({error})", "save it again in a drawing program")
    return list(dict.fromkeys(target.faults))


class _Doctype(Exception):
    """A document type is declared; entities could follow, and reading ends here."""


class _Target:
    """Looks at each piece of an SVG as the XML parser comes by it."""

    def __init__(self, file: str) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._is_root = True
        self._styles: list[str] = []  # the text of style sheets, which comes in pieces
        self._in_style = False

    def note(self, what: str, cure: str) -> None:
        """Adds a fault of the file."""
        self.faults.append((f"picture {self._file!r} {what}", cure))

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Ends the reading."""
        raise _Doctype

    def pi(self, target: str, data: str | None = None) -> None:
        """Refuses style sheets and the like."""
        self.note(f"has a <?{target}?>", STILL)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Looks at an element and its attributes."""
        if self._is_root and tag != f"{{{NAMESPACE}}}svg":
            self.note("is no SVG inside", f'begin it with <svg xmlns="{NAMESPACE}">')
        self._is_root = False
        name = _local(tag)
        if name in RUNNING or name in MOVING:
            self.note(f"has a <{name}>", STILL)
        self._in_style = name == "style"
        for key, value in attributes.items():
            self._look_at(_local(key), value)

    def end(self, tag: str) -> None:
        """Leaves an element; a style sheet's text is whole now."""
        if self._in_style:
            self._look_at_css("".join(self._styles))
        self._styles.clear()
        self._in_style = False

    def data(self, text: str) -> None:
        """Keeps the text of style sheets."""
        if self._in_style:
            self._styles.append(text)

    def close(self) -> None:
        """Ends the reading; nothing is built."""

    def _look_at(self, name: str, value: str) -> None:
        if name.startswith("on"):
            self.note(f"has an event handler {name!r}", STILL)
        elif name in REFERENCES and not value.strip().startswith("#"):
            self.note(f"refers to {value.strip()[:40]!r}", INSIDE)
        else:
            self._look_at_css(value)

    def _look_at_css(self, text: str) -> None:
        for url in CSS_URL.findall(text):
            if not url.strip().strip("'\"").strip().startswith("#"):
                self.note(f"refers to {url.strip()[:40]!r}", INSIDE)
        if CSS_OUTSIDE.search(text):
            self.note("has @import or a backslash among its styles", INSIDE)


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()
