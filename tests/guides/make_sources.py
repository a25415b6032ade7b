#!/usr/bin/env python3
"""Write the test library of repair guides from guides.json.

    python make_sources.py            # writes library/* and expected.jsonl

Needs python-docx and reportlab for the three Word and three PDF files.
The output is the same for every run (no dates, no random choice).

SPDX-License-Identifier: Apache-2.0
"""

import html
import io
import json
import pathlib
import textwrap
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
LIBRARY = HERE / "library"

# Page furniture. The replies contain wrong figures on purpose: none of it may
# turn up in the tools or steps of a guide.
COMMENTS = [
    ("gravelpit", "Did this on Sunday, took me four hours because of one seized bolt."),
    ("Marta K.", "I tightened everything to 250 Nm and it was fine, do not listen to torque tables."),
    ("old_spanner", "First! Nice write-up, the pictures do not load on my phone though."),
    ("teo77", "Mine needed 9.9 litres in the end, no idea why."),
    ("Prudence", "Could you do one for the hybrid pickup of my brother as well?"),
    ("nightshift", "Step 3 is wrong, you have to remove the engine first. Just kidding."),
    ("Yusuf", "Thank you!! Saved 180 at the dealer."),
    ("dot_four", "I used a 23 mm socket with a bit of tape inside, works too."),
    ("lena_r", "Does anybody sell the old part? Mine fell into the river."),
    ("Hank", "Removed the fuse 88 by mistake and the horn went on for an hour."),
]
COOKIES = "We and our 312 partners store biscuits on your device. Accept all or manage choices."
ADVERT = "Advertisement. Ten floor mats nobody needs, number seven is heated."
NEWSLETTER = "Get one repair a week by mail. Leave your address here."
RELATED_A = "You might also like"
HELPFUL = "Was this page helpful? 41 of 57 readers said yes."
COUNTER = "You are visitor number 0048213 since the day we began to count."


def e(text):
    return html.escape(text, quote=False)


def comments_for(number):
    return [COMMENTS[(number * 3 + k) % len(COMMENTS)] for k in range(2 + number % 2)]


def related_for(guides, number):
    return [guides[(number + k) % len(guides)] for k in (1, 7, 18)]


def step_text(step):
    """The text of a step as an importer should give it back."""
    if step.get("warning"):
        return step["text"] + " Warning: " + step["warning"]
    return step["text"]


def layout_a(guide, number, guides):
    """A weblog: banner, semantic tags, ordered lists, figures, comments."""
    steps = ""
    for n, step in enumerate(guide["steps"], 1):
        steps += f"<li><p>{e(step['text'])}</p>"
        if step.get("warning"):
            steps += f'<p class="warning"><strong>Warning:</strong> {e(step["warning"])}</p>'
        if step.get("caption"):
            steps += (
                f'\n<figure><img src="/img/{guide["id"]}-{n}.jpg" alt="">'
                f"<figcaption>{e(step['caption'])}</figcaption></figure>"
            )
        steps += "</li>\n"
    tools = "".join(f"<li>{e(t)}</li>" for t in guide["tools"])
    comments = "".join(f"<li><cite>{e(w)}</cite> says:<p>{e(t)}</p></li>\n" for w, t in comments_for(number))
    related = "".join(
        f'<li><a href="/{g["id"]}">{e(g["title"])}</a></li>' for g in related_for(guides, number)
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{e(guide["title"])} | Spanner and Kettle</title>
<style>.warning{{color:#a00}} #cookies{{position:fixed;bottom:0}}</style>
<script>window.dataLayer=window.dataLayer||[];function agree(){{document.getElementById('cookies').remove()}}</script>
</head>
<body>
<div id="cookies" class="cookie-banner"><p>{e(COOKIES)}</p><button onclick="agree()">Accept all</button></div>
<header><a href="/">Spanner and Kettle</a>
<nav><ul><li><a href="/brakes">Brakes</a></li><li><a href="/engine">Engine</a></li><li><a href="/body">Body</a></li><li><a href="/about">About</a></li></ul></nav></header>
<main>
<article>
<h1>{e(guide["title"])}</h1>
<p class="byline">Posted by Odile in Workshop</p>
<p class="vehicle">Vehicle: {e(guide["vehicle"])}</p>
<h2>Tools</h2>
<ul>{tools}</ul>
<h2>Steps</h2>
<ol>
{steps}</ol>
</article>
<div class="share"><a href="#">Share</a> <a href="#">Pin it</a> <a href="#">Print</a></div>
<section id="comments"><h2>{len(comments_for(number))} comments</h2>
<ol class="commentlist">
{comments}</ol>
<form><label>Your comment <textarea></textarea></label><button>Send</button></form>
</section>
</main>
<aside><h3>{RELATED_A}</h3><ul>{related}</ul><p>{e(NEWSLETTER)}</p></aside>
<footer><p>Copyright Spanner and Kettle. Imprint. Privacy.</p></footer>
</body>
</html>
"""


def layout_b(guide, number, guides):
    """A knowledge base: breadcrumbs, facts, tools in a table, a heading per step."""
    steps, contents = "", ""
    for n, step in enumerate(guide["steps"], 1):
        contents += f'<a href="#s{n}">Step {n}</a> '
        steps += f'<section class="step" id="s{n}"><h3>Step {n}</h3>\n'
        if step.get("caption"):
            steps += f'<div class="pic"><img src="{n}.webp" alt=""><span class="figcaption caption">{e(step["caption"])}</span></div>\n'
        steps += f"<p>{e(step['text'])}</p>\n"
        if step.get("warning"):
            steps += f'<div class="callout"><p>Warning: {e(step["warning"])}</p></div>\n'
        steps += "</section>\n"
        if n == 2:
            steps += f'<div class="ad" role="complementary">{e(ADVERT)}</div>\n'
    tools = "".join(f"<tr><td>{e(t)}</td></tr>\n" for t in guide["tools"])
    comments = "".join(
        f'<div class="comment"><b>{e(w)}</b><p>{e(t)}</p></div>\n' for w, t in comments_for(number)
    )
    related = "".join(
        f'<a class="card" href="/kb/{g["id"]}">{e(g["title"])}</a>\n' for g in related_for(guides, number)
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{e(guide["title"])} - Bay Four Knowledge Base</title>
<link rel="stylesheet" href="/kb.css"></head>
<body>
<nav class="breadcrumbs"><a href="/">Home</a> &gt; <a href="/kb">Knowledge base</a> &gt; <span>Cars</span></nav>
<div class="search"><input placeholder="Search 1,204 articles"><button>Search</button></div>
<div class="page">
<div class="content">
<h1>{e(guide["title"])}</h1>
<div class="facts"><p>Vehicle: {e(guide["vehicle"])}</p></div>
<nav class="toc">On this page: {contents}</nav>
<h2>Tools</h2>
<table class="tools"><tbody>
{tools}</tbody></table>
<h2>Steps</h2>
{steps}</div>
<div class="feedback"><p>{e(HELPFUL)}</p></div>
<div class="comments" id="comments"><h2>Comments</h2>
{comments}</div>
<div class="related"><h2>Related articles</h2>
{related}</div>
</div>
<footer>Bay Four Knowledge Base. Terms. Accessibility. <a href="#">Back to top</a></footer>
<script>/* analytics */ var s=["Step 99"];</script>
</body></html>
"""


def layout_c(guide, number, guides):
    """An old club page: layout tables, font tags, numbered paragraphs, a guest book."""
    steps = ""
    for n, step in enumerate(guide["steps"], 1):
        steps += f"<p><b>{n}.</b> {e(step['text'])}"
        if step.get("warning"):
            steps += f'<br>\n<font color="red">Warning: {e(step["warning"])}</font>'
        steps += "</p>\n"
        if step.get("caption"):
            steps += f'<p class="caption" align="center"><img src="pic{n}.gif"><br><small>{e(step["caption"])}</small></p>\n'
    tools = "\n".join(f"<li>{e(t)}" for t in guide["tools"])
    comments = "".join(f"<p><i>{e(w)} wrote:</i><br>{e(t)}</p>\n" for w, t in comments_for(number))
    related = "<br>\n".join(
        f'<a href="{g["id"]}.htm">{e(g["title"])}</a>' for g in related_for(guides, number)
    )
    return f"""<HTML>
<HEAD><TITLE>Saturday Garage Club: {e(guide["title"])}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8"></HEAD>
<BODY BGCOLOR="#eeeecc">
<TABLE WIDTH="100%" CELLPADDING="6"><TR>
<TD WIDTH="160" VALIGN="top" CLASS="nav" ID="nav">
<a href="index.htm">Start</a><br><a href="meet.htm">Meetings</a><br><a href="swap.htm">Swap shop</a><br>
<p><b>More articles</b><br>
{related}</p>
</TD>
<TD VALIGN="top">
<h1>{e(guide["title"])}</h1>
<p><b>Vehicle:</b> {e(guide["vehicle"])}</p>
<h2>Tools</h2>
<ul>
{tools}
</ul>
<h2>Steps</h2>
{steps}<hr>
<h2>Comments</h2>
<div class="comments">
{comments}</div>
<p class="counter"><small>{e(COUNTER)}</small></p>
</TD></TR></TABLE>
<center><font size="1">Saturday Garage Club. Best viewed at 800 by 600.</font></center>
</BODY></HTML>
"""


LAYOUTS = {"A": layout_a, "B": layout_b, "C": layout_c}


def markdown(guide):
    lines = [f"# {guide['title']}", ""]
    if guide["vehicle"]:
        lines += [f"Vehicle: {guide['vehicle']}", ""]
    lines += ["## Tools", ""] + [f"- {t}" for t in guide["tools"]] + ["", "## Steps", ""]
    lines += [f"{n}. {step_text(s)}" for n, s in enumerate(guide["steps"], 1)]
    return "\n".join(lines) + "\n"


def plain(guide):
    """Plain text, hard-wrapped at 78 columns with hanging indents."""
    lines = [guide["title"], ""]
    if guide["vehicle"]:
        lines += [f"Vehicle: {guide['vehicle']}", ""]
    lines += ["Tools"] + [f"* {t}" for t in guide["tools"]] + ["", "Steps"]
    for n, step in enumerate(guide["steps"], 1):
        lines += textwrap.wrap(
            step_text(step), 78, initial_indent=f"{n}. ", subsequent_indent="   ", break_on_hyphens=False
        )
    return "\n".join(lines) + "\n"


def docx(guide):
    import datetime

    import docx as python_docx

    document = python_docx.Document()
    document.core_properties.author = "test library"
    document.core_properties.title = guide["title"]
    day = datetime.datetime(2020, 1, 1)
    document.core_properties.created = document.core_properties.modified = day
    document.add_heading(guide["title"], 1)
    document.add_paragraph(f"Vehicle: {guide['vehicle']}")
    document.add_heading("Tools", 2)
    for tool in guide["tools"]:
        document.add_paragraph(tool, style="List Bullet")
    document.add_heading("Steps", 2)
    for step in guide["steps"]:
        paragraph = document.add_paragraph(step["text"], style="List Number")
        if step.get("warning"):
            paragraph.add_run(" Warning: ").bold = True
            paragraph.add_run(step["warning"])
    raw = io.BytesIO()
    document.save(raw)
    # Write the archive again with fixed times, and without the preview picture
    # of the default template.
    fixed = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for item in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(item, (2020, 1, 1, 0, 0, 0)), old.read(item), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def pdf(guide):
    from reportlab.lib.pagesizes import A6
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()

    def furniture(canvas, document):
        canvas.setFont("Helvetica", 7)
        canvas.drawString(40, A6[1] - 25, "Bay Four workshop prints")
        canvas.drawRightString(A6[0] - 40, 20, f"page {document.page}")

    flow = [
        Paragraph(e(guide["title"]), styles["Title"]),
        Paragraph(f"Vehicle: {e(guide['vehicle'])}", styles["Normal"]),
        Paragraph("Tools", styles["Heading2"]),
    ]
    flow += [Paragraph(f"- {e(t)}", styles["Normal"]) for t in guide["tools"]]
    flow.append(Paragraph("Steps", styles["Heading2"]))
    for n, step in enumerate(guide["steps"], 1):
        flow += [Paragraph(f"{n}. {e(step_text(step))}", styles["Normal"]), Spacer(1, 5)]
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A6,
        title=guide["title"],
        author="test library",
        invariant=1,
        leftMargin=40,
        rightMargin=40,
        topMargin=45,
        bottomMargin=40,
    )
    document.build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def furniture_of(guide, number):
    """Strings that stand in the file but in no tool or step."""
    found = [s["caption"] for s in guide["steps"] if s.get("caption")] if guide["format"] == "html" else []
    if guide["format"] == "html":
        found += [t for _, t in comments_for(number)]
        found += {"A": [COOKIES, NEWSLETTER], "B": [ADVERT, HELPFUL], "C": [COUNTER]}[guide["layout"]]
    if guide["format"] == "pdf":
        found.append("Bay Four workshop prints")
    return found


def main():
    guides = json.loads((HERE / "guides.json").read_text(encoding="utf-8"))
    LIBRARY.mkdir(exist_ok=True)
    expected = []
    for number, guide in enumerate(guides):
        kind = guide["format"]
        if kind == "html":
            data = LAYOUTS[guide["layout"]](guide, number, guides).encode()
        elif kind == "md":
            data = markdown(guide).encode()
        elif kind == "txt":
            data = plain(guide).encode()
        else:
            data = {"docx": docx, "pdf": pdf}[kind](guide)
        name = f"{guide['id']}.{kind}"
        (LIBRARY / name).write_bytes(data)
        expected.append(
            {
                "file": name,
                "title": guide["title"],
                "vehicle": guide["vehicle"],
                "tools": guide["tools"],
                "steps": [step_text(s) for s in guide["steps"]],
                "furniture": furniture_of(guide, number),
            }
        )
    with open(HERE / "expected.jsonl", "w", encoding="utf-8") as out:
        for row in expected:
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
