#!/usr/bin/env python3
"""Check that library, expected.jsonl and questions agree with each other.

    python check_library.py

Reads every file by plain means of its own (no importer of the product):
tags stripped from HTML, mammoth for Word, pdfplumber for PDF.

SPDX-License-Identifier: Apache-2.0
"""

import collections
import html
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
KINDS = {"howto", "symptom", "tools", "step-detail"}


def rows(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def flat(text):
    return re.sub(r"\s+", " ", text).strip()


def read(path):
    if path.suffix == ".docx":
        import mammoth

        with open(path, "rb") as handle:
            return flat(mammoth.extract_raw_text(handle).value)
    if path.suffix == ".pdf":
        import pdfplumber

        with pdfplumber.open(path) as pages:
            # Running heads and page numbers are dropped so that a step may span pages.
            lines = [line for page in pages.pages for line in (page.extract_text() or "").splitlines()]
            return flat(
                "\n".join(x for x in lines if not re.match(r"page \d+$|Bay Four workshop prints$", x))
            )
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", text)
        text = re.sub(r"(?i)</?(b|strong|font|i|small)\b[^>]*>", "", text)
        text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return flat(text)


def main():
    problems = []
    expected = rows("expected.jsonl")
    texts = {}
    for row in expected:
        stem = pathlib.Path(row["file"]).stem
        text = texts[stem] = read(HERE / "library" / row["file"])
        place = -1
        for item in [row["title"], f"Vehicle: {row['vehicle']}"] if row["vehicle"] else [row["title"]]:
            if flat(item) not in text:
                problems.append(f"{row['file']}: no {item!r}")
        if not row["vehicle"] and "Vehicle:" in text:
            problems.append(f"{row['file']}: has a vehicle line")
        for step in row["steps"]:
            found = text.find(flat(step), place + 1)
            # A caption may stand between a step and its warning (layout A).
            if found < 0:
                found = text.find(flat(step.split(" Warning: ")[0]), place + 1)
            if found < 0:
                problems.append(f"{row['file']}: step missing or out of order: {step[:50]!r}")
            place = max(place, found)
        for tool in row["tools"]:
            if flat(tool) not in text:
                problems.append(f"{row['file']}: tool missing: {tool!r}")
        body = flat(" ".join(row["tools"] + row["steps"]))
        for item in row["furniture"]:
            if flat(item) in body:
                problems.append(f"{row['file']}: furniture within a step: {item!r}")
            if row["file"].endswith("html") and flat(item) not in text:
                problems.append(f"{row['file']}: furniture missing: {item!r}")
        if not 4 <= len(row["steps"]) <= 10:
            problems.append(f"{row['file']}: {len(row['steps'])} steps")
    if {p.name for p in (HERE / "library").iterdir()} != {row["file"] for row in expected}:
        problems.append("library and expected.jsonl name different files")
    steps = {pathlib.Path(row["file"]).stem: row for row in expected}
    questions, outside = rows("questions.jsonl"), rows("outside.jsonl")
    asked = [row["q"].lower() for row in questions + outside]
    if len(asked) != len(set(asked)):
        problems.append("a question stands twice")
    for row in questions:
        if row["kind"] not in KINDS or (row["kind"] == "step-detail") != ("must_contain" in row):
            problems.append(f"{row['q']!r}: kind")
        for guide in [row["guide"], *row["alt"]]:
            if guide not in steps:
                problems.append(f"{row['q']!r}: unknown guide {guide}")
                continue
            for figure in row.get("must_contain", []):
                if figure.lower() not in " ".join(steps[guide]["steps"]).lower():
                    problems.append(f"{row['q']!r}: {figure!r} is in no step of {guide}")
                if figure.lower() not in texts[guide].lower():
                    problems.append(f"{row['q']!r}: {figure!r} is not in the file of {guide}")
    for problem in problems:
        print(problem)
    print(
        len(expected), "guides", dict(collections.Counter(row["file"].rsplit(".", 1)[1] for row in expected))
    )
    print(
        len(questions),
        "questions",
        dict(collections.Counter(row["kind"] for row in questions)),
        "about",
        len({row["guide"] for row in questions}),
        "guides;",
        len(outside),
        "outside",
    )
    print(len(problems), "problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
