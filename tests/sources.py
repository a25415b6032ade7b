"""Source files that tests invent: one guide in every format, and files made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.intake.recognise import recognise
from bot.intake.take import Taken, take
from bot.intake.vehicles import VehicleReader
from bot.language.makes import all_makes

__all__ = ["FORMATS", "GUIDE", "Guide", "Taken", "recognise", "take", "taker"]


@dataclass(frozen=True)
class Guide:
    """What a source says."""

    title: str = "1994-1998 Saab 900 Heater Valve Replacement"
    vehicle: str = "1994-1998 Saab 900"
    intro: str = "If your heater blows cold air in winter, the valve may be stuck."
    tools: tuple[str, ...] = (
        "flat screwdriver",
        "hose clamp pliers; long",
        "8 | 10 mm socket",
        "rags, clean",
    )
    steps: tuple[str, ...] = (
        "Let the engine cool down. Open the cap of the expansion tank slowly.",
        "Squeeze the two clamps with the pliers. Caution: Coolant may run out (approx. 0.5 l) and is poisonous.",
        "Pull both hoses off the valve. Do not twist the heater core's pipes: they break.",
        "Fit the new valve with its arrow pointing to the engine. Tighten the clamps to 2.5 Nm.",
        "Fill up coolant, run the engine for 10. minutes or so and look for leaks.",
    )
    warning: str = "Warning: Never open a hot cooling system."
    question: str = "Which way does the arrow point?"
    answer: str = "The arrow points to the engine."
    furniture: tuple[str, ...] = field(default=("Scroll to Top", "Leave a Comment"))


GUIDE = Guide()


def as_html(guide: Guide) -> bytes:
    """A web page with all that pages have around their text."""
    tools = "".join(f"<li>{tool}</li>" for tool in guide.tools)
    steps = "".join(f"<li><p>{step}</p></li>" for step in guide.steps)
    return f"""<!doctype html><html><head><title>{guide.title} | Workshop</title><style>p {{}}</style></head><body>
<header><nav><a href="/">Home</a> <a href="/shop">Shop</a></nav></header>
<div class="cookie-banner">We use cookies.</div>
<main><h1>{guide.title}</h1><p>Vehicle: {guide.vehicle}</p><p>{guide.intro}</p>
<figure><img src="a.jpg"><figcaption>The valve behind the wall</figcaption></figure>
<h2>Tools</h2><ul>{tools}</ul><h2>Steps</h2><p>{guide.warning}</p><ol>{steps}</ol>
<h2>Frequently asked questions</h2><h3>{guide.question}</h3><p>{guide.answer}</p></main>
<section id="comments"><h2>Leave a Comment</h2><p>Worked for me!</p></section>
<aside><h3>Related guides</h3><a href="#">Ten best jacks</a></aside>
<footer>Copyright. Scroll to Top</footer><script>alert("no")</script></body></html>""".encode()


def as_markdown(guide: Guide) -> bytes:
    """A Markdown file."""
    tools = "\n".join(f"- {tool}" for tool in guide.tools)
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(guide.steps, 1))
    return (
        f"# {guide.title}\n\nVehicle: {guide.vehicle}\n\n{guide.intro}\n\n![The valve](valve.png)\n\n## Tools\n\n{tools}\n\n"
        f"## Steps\n\n{guide.warning}\n\n{steps}\n\n"
        f"## FAQ\n\n### {guide.question}\n\n{guide.answer}\n\n## Leave a Comment\n\nNice!\n"
    ).encode()


def as_text(guide: Guide) -> bytes:
    """A text file as a browser saves a page."""
    tools = "\n".join(f"  • {tool}" for tool in guide.tools)
    steps = "\n".join(f"  {number}. {step}" for number, step in enumerate(guide.steps, 1))
    return (
        f"{guide.title}\n\nVehicle: {guide.vehicle}\n\n{guide.intro}\n\nTools\n\n{tools}\n\nSteps\n\n{guide.warning}\n\n"
        f"{steps}\n\nFrequently Asked Questions\n\n{guide.question}\n\n{guide.answer}\n\n"
        f"Leave a Comment\n\nNice!\n\nScroll to Top\n"
    ).encode()


def as_docx(guide: Guide) -> bytes:
    """A Word file."""
    from docx import Document

    document = Document()
    document.add_heading(guide.title, 0)
    document.add_paragraph(f"Vehicle: {guide.vehicle}")
    document.add_paragraph(guide.intro)
    document.add_heading("Tools", 1)
    for tool in guide.tools:
        document.add_paragraph(tool, style="List Bullet")
    document.add_heading("Steps", 1)
    document.add_paragraph(guide.warning)
    for step in guide.steps:
        document.add_paragraph(step, style="List Number")
    document.add_heading("FAQ", 1)
    document.add_heading(guide.question, 2)
    document.add_paragraph(guide.answer)
    document.add_heading("Leave a Comment", 1)
    document.add_paragraph("Nice!")
    return _bytes(document.save)


def as_pdf(guide: Guide, pages: int = 1) -> bytes:
    """A PDF on narrow pages, so that lines and the guide itself are broken."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()

    def text(words: str, style: str = "BodyText") -> Paragraph:
        return Paragraph(words.replace("&", "&amp;").replace("<", "&lt;"), styles[style])

    story = [
        text(guide.title, "Heading1"),
        text(f"Vehicle: {guide.vehicle}"),
        text(guide.intro),
        text("Tools", "Heading2"),
    ]
    story += [text(f"• {tool}") for tool in guide.tools]
    story += [text("Steps", "Heading2"), text(guide.warning), Spacer(1, 6)]
    for number, step in enumerate(guide.steps, 1):
        story.append(text(f"{number}. {step}"))
        if pages > 1 and number == 3:
            story.append(PageBreak())
    story += [text("FAQ", "Heading2"), text(guide.question, "Heading3"), text(guide.answer)]

    def foot(canvas: object, document: object) -> None:
        canvas.drawString(40, 20, f"The Workshop's handbook - page {document.page}")  # type: ignore[attr-defined]

    return _bytes(
        lambda out: SimpleDocTemplate(out, pagesize=A5).build(story, onFirstPage=foot, onLaterPages=foot)
    )


FORMATS: dict[str, Callable[[Guide], bytes]] = {
    "html": as_html,
    "md": as_markdown,
    "txt": as_text,
    "docx": as_docx,
    "pdf": lambda guide: as_pdf(guide, pages=2),
}


def taker() -> VehicleReader:
    """A reader of vehicles that knows the world's makes."""
    return VehicleReader(all_makes())


def scan_pdf() -> bytes:
    """A PDF that holds a picture and no text."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "gray")), 10, 10)
    canvas.save()
    return out.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(50, 700, "A guide nobody reads")
    canvas.save()
    return out.getvalue()


def bomb_docx(megabytes: int = 64) -> bytes:
    """A small Word file that unpacks to many megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b" " * (megabytes << 20))
    return out.getvalue()


def entities_docx() -> bytes:
    """A Word file whose text is entities within entities."""
    lines = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_docx(GUIDE))) as old, zipfile.ZipFile(out, "w") as package:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "boo">{lines}]><x>&e9;</x>'.encode()
            package.writestr(name, data)
    return out.getvalue()


def _bytes(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()
