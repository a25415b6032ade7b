"""`make pictures`: draws each SVG of the documents as the PNG beside it, for channels that show no SVG."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "data" / "documents" / "pictures"
WIDTH = 1280  # pixels of a PNG
COLOURS = 128  # flat drawings need no more, and a palette makes a file small
FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
SEEN = 48  # levels of 255: a pixel that differs by less may be the renderer's or the palette's doing
NOISE = 0.0005  # the share of pixels that may differ by more


def render(svg: Path) -> bytes:
    """The PNG of an SVG, the same on any machine: the font is one that comes with the locked packages."""
    fonts = _fonts()
    drawn = resvg_py.svg_to_bytes(
        svg_path=str(svg),
        width=WIDTH,
        skip_system_fonts=True,
        font_files=[str(fonts / name) for name in FONTS],
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
    )
    flat = Image.open(BytesIO(drawn)).convert("RGBA").quantize(COLOURS, Image.Quantize.FASTOCTREE)
    packed = BytesIO()
    flat.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def difference(one: bytes, other: bytes) -> float:
    """The share (0..1) of pixels in which two PNGs look different."""
    first, second = (Image.open(BytesIO(data)).convert("RGBA") for data in (one, other))
    if first.size != second.size:
        return 1.0
    bands = ImageChops.difference(first, second).split()
    most = bands[0]
    for band in bands[1:]:
        most = ImageChops.lighter(most, band)
    return sum(most.histogram()[SEEN:]) / (first.width * first.height)


def is_drawn(svg: Path) -> bool:
    """Whether the PNG beside an SVG shows what the SVG shows."""
    png = svg.with_suffix(".png")
    return png.is_file() and difference(render(svg), png.read_bytes()) <= NOISE


def main() -> None:
    """Draws what is missing or looks different; what looks the same stays as it is."""
    for svg in sorted(FOLDER.glob("*.svg")):
        if not is_drawn(svg):
            svg.with_suffix(".png").write_bytes(render(svg))
            sys.stdout.write(f"{svg.with_suffix('.png').relative_to(ROOT)}\n")


def _fonts() -> Path:
    """Where matplotlib, one of Rasa's packages, keeps its fonts."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise SystemExit("matplotlib's fonts are missing: run `make setup`.")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


if __name__ == "__main__":
    main()
