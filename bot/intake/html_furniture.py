"""What a web page puts around its text, told by its elements: navigation, comments, banners, captions, scripts."""

from __future__ import annotations

import re

import lxml.html

from bot.intake.blocks import Source, clean

# element: why it is left out, empty where it holds nothing that anybody reads
TAGS = {
    "nav": "navigation", "aside": "beside the text", "footer": "the page's foot", "form": "a form", "button": "a button",
    "select": "a form", "textarea": "a form", "input": "", "figcaption": "a picture's caption", "dialog": "a banner",
    "script": "", "style": "", "noscript": "", "template": "", "svg": "", "math": "", "canvas": "", "iframe": "",
    "object": "", "embed": "", "audio": "", "video": "", "head": "",
    "caption": "a table's caption", "img": "", "picture": "", "map": "",
}  # fmt: skip
ROLES = {
    "navigation": "navigation", "banner": "the page's head", "contentinfo": "the page's foot", "search": "a form",
    "complementary": "beside the text", "dialog": "a banner", "alertdialog": "a banner", "form": "a form",
    "menu": "navigation",
}  # fmt: skip
NAMES = (
    (re.compile(r"comments?|respond|disqus|replies|discussion"), "comments"),
    (re.compile(r"cookies?|consent|gdpr|banner|popup|modal|newsletter|subscribe|signup"), "a banner"),
    (re.compile(r"nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|toc|skip|topbar"), "navigation"),
    (
        re.compile(r"sidebar|related|recommended|recommendations?|promo|sponsored|ads?|advert\w*|popular"),
        "beside the text",
    ),
    (re.compile(r"share|sharing|social|follow|tags?|author|byline|bio|rating|ratings"), "about the page"),
    (re.compile(r"caption|credit|credits"), "a picture's caption"),
    (re.compile(r"footer|copyright|backtotop|scrolltop|totop"), "the page's foot"),
)
CONTAINERS = ("div", "section", "ul", "ol", "p", "span", "header", "table", "details", "a")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
WARNING = re.compile(r"\b(warning|caution|danger|admonition)\b", re.IGNORECASE)
MOST = 0.5  # a part of more than this share of the page's text is the text, whatever it is called


def remove_furniture(root: lxml.html.HtmlElement, source: Source) -> None:
    """Takes page furniture out of the tree and notes what it said and why it went."""
    whole = max(len(clean(root.text_content())), 1)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        why = _why(element, whole)
        if why is not None and _inside(element, root):
            if why:
                source.leave_out(" ".join(element.itertext()), why, f"line {element.sourceline or 1}")
            element.drop_tree()


def main_part(root: lxml.html.HtmlElement, source: Source) -> lxml.html.HtmlElement:
    """The element that holds the text; what stands outside of it is noted."""
    body = root.find("body")
    body = root if body is None else body
    for path in (".//main", ".//article", ".//*[@role='main']"):
        found = body.findall(path)
        if len(found) == 1 and _holds_text(found[0], body):
            _note_outside(found[0], body, source)
            return found[0]
    return body


def _why(element: lxml.html.HtmlElement, whole: int) -> str | None:
    """Why an element is furniture, None where it is not."""
    tag = element.tag
    if WARNING.search(f"{element.get('class') or ''} {element.get('role') or ''}"):
        return None
    if tag == "header":
        inside = any(True for _ in element.iterancestors("main", "article"))
        return None if inside or element.find(".//h1") is not None else "the page's head"
    if tag in TAGS:
        return TAGS[tag] if tag in ("head", "script", "style") or not _is_text(element, whole) else None
    if element.get("hidden") is not None or HIDDEN.search(element.get("style") or ""):
        return "hidden" if tag not in ("details", "body", "html") else None
    why = ROLES.get((element.get("role") or "").lower()) or (_named(element) if tag in CONTAINERS else None)
    why = why or _links_only(element)
    return why if why and not _is_text(element, whole) else None


def _named(element: lxml.html.HtmlElement) -> str | None:
    """What its id or class calls it: the last word that says something, as in `post-comments` or `nav-links`."""
    names = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
    words = re.findall(r"[a-z]+", names)
    for pattern, why in NAMES:
        if any(pattern.fullmatch(word) for word in words):
            return why
    return None


def _links_only(element: lxml.html.HtmlElement) -> str | None:
    """A list or block of nothing but several links."""
    if element.tag not in ("ul", "div", "p", "section"):
        return None
    links = element.findall(".//a")
    if len(links) < 3 or element.find(".//h1") is not None:
        return None
    text = len(clean(element.text_content()))
    return "links to other pages" if sum(len(clean(a.text_content())) for a in links) > 0.9 * text else None


def _is_text(element: lxml.html.HtmlElement, whole: int) -> bool:
    """Whether the guide itself stands in it: the page's title, numbered steps, or most of its words."""
    if element.find(".//h1") is not None or element.tag == "h1":
        return True
    steps = element.find(".//ol") if element.tag != "ol" else element
    if steps is not None and steps.find(".//a") is None and len(clean(steps.text_content())) > 0.25 * whole:
        return True
    return len(clean(element.text_content())) > MOST * whole


def _inside(element: lxml.html.HtmlElement, root: lxml.html.HtmlElement) -> bool:
    """Whether it is still in the tree."""
    top = element
    while top.getparent() is not None:
        top = top.getparent()
    return top is root.getroottree().getroot()


def _holds_text(part: lxml.html.HtmlElement, body: lxml.html.HtmlElement) -> bool:
    return len(clean(part.text_content())) >= 0.4 * len(clean(body.text_content()))


def _note_outside(part: lxml.html.HtmlElement, body: lxml.html.HtmlElement, source: Source) -> None:
    """Notes the text of the siblings of the main part and of its ancestors."""
    element = part
    while element is not body and element.getparent() is not None:
        for other in element.getparent():
            if other is not element and isinstance(other.tag, str):
                source.leave_out(
                    " ".join(other.itertext()), "outside of the main text", f"line {other.sourceline or 1}"
                )
        element = element.getparent()
