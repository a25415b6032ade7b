"""`python -m benchmarks.catalogue`: search over generated libraries of 100 to 100,000 sections; writes reports/catalogue.*.

Vectors of documents are drawn, since only their number matters here; questions are encoded as in service.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure  # type: ignore[import-untyped]

from benchmarks.guides import document, jobs, large_library, small_library
from bot.language.encoder import SentenceEncoder
from bot.library.place import Place
from bot.search.catalogue import open_catalogue
from bot.search.catalogue.vectors import Vectors

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "reports" / "catalogue"
SIZES = (100, 1_000, 10_000, 100_000)
ASKED = 200  # questions
LIMIT_MS, LIMIT_RATIO, LIMIT_MB, LIMIT_NEW_S = 25.0, 5.0, 1000.0, 2.0
TEST_VEHICLE = "1998-2003 Zonda Roundabout"


class DrawnEncoder:
    """Draws vectors for documents while `drawing`; the same text always gets the same."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        """Takes the encoder that reads questions."""
        self.drawing = True
        self.stamp = {"drawn": 1}
        self._encoder = encoder

    @property
    def width(self) -> int:
        """Length of a vector."""
        return self._encoder.width

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length."""
        if not self.drawing:
            return self._encoder.encode(texts)
        drawn = np.stack([self._drawn(text) for text in texts])
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)

    def _drawn(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal(self.width, dtype=np.float32)


def measure(sections: int) -> dict[str, Any]:
    """Builds an index of so many sections and asks it; times are of one thread, CPU times beside the clock's."""
    with tempfile.TemporaryDirectory() as folder:
        encoder = DrawnEncoder(SentenceEncoder.load(ROOT / "build" / "encoder"))
        place = Place.of(Path(folder))
        catalogue = open_catalogue(place, encoder)
        start = time.perf_counter()
        catalogue.sync(large_library(sections))
        synced = time.perf_counter() - start
        encoder.drawing = False
        questions = [asked.text for asked in small_library(seed=3)[1]][::4][:ASKED]
        catalogue.find(questions[0])
        clock, cpu = zip(*(_timed(catalogue, question) for question in questions), strict=True)
        start = time.perf_counter()
        catalogue.change([document(TEST_VEHICLE, jobs()[3])])
        found = catalogue.find("rear drum brake shoes on a zonda roundabout").found
        fresh = time.perf_counter() - start
        if not found or "zonda" not in found[0].document:
            raise SystemExit(f"the new document does not answer: {found[:1]}")
        size = sum(path.stat().st_size for path in Path(folder).glob("index.sqlite*"))
        catalogue.close()
    return {
        "sections": sections,
        "sync_per_s": round(sections / synced),
        "index_mb": round(size / 1e6, 1),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
        "p50_ms": round(float(np.percentile(clock, 50)), 1),
        "p95_ms": round(float(np.percentile(clock, 95)), 1),
        "cpu_p95_ms": round(float(np.percentile(cpu, 95)), 1),
        "new_document_s": round(fresh, 2),
    }


def draw(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Draws the time of a search over the number of sections."""
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    sizes = [row["sections"] for row in rows]
    for key, label in (("p95_ms", "p95"), ("p50_ms", "median")):
        axes.plot(sizes, [row[key] for row in rows], marker="o", label=label)
    axes.axhline(LIMIT_MS, color="grey", linestyle="--", label=f"limit for p95: {LIMIT_MS:g} ms")
    axes.set_xscale("log")
    axes.set_xlabel("sections")
    axes.set_ylabel("ms a search")
    axes.set_ylim(0)
    axes.grid(alpha=0.3)
    axes.legend()
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=110, metadata={"Software": None})


def broken_limits(rows: Sequence[dict[str, Any]]) -> list[str]:
    """What the largest library breaks."""
    first, last = rows[0], rows[-1]
    checks = {
        f"p95 {last['p95_ms']} ms is over {LIMIT_MS:g}": last["p95_ms"] > LIMIT_MS,
        f"p95 is over {LIMIT_RATIO:g} times that of the smallest": last["p95_ms"]
        > LIMIT_RATIO * first["p95_ms"],
        f"memory {last['memory_mb']} MB is over {LIMIT_MB:g}": last["memory_mb"] > LIMIT_MB,
        f"a new document takes {last['new_document_s']} s": last["new_document_s"] > LIMIT_NEW_S,
    }
    return [what for what, is_broken in checks.items() if is_broken]


def main() -> None:
    """Measures each size in a process of its own, so that memory is that size's, and writes the report."""
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
        return
    rows = []
    for size in SIZES:
        command = [sys.executable, "-m", "benchmarks.catalogue", str(size)]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout))
        print(rows[-1], flush=True)
    REPORT.with_suffix(".json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    draw(rows, REPORT.with_suffix(".png"))
    for what in broken_limits(rows):
        print(what)


def _timed(catalogue: Any, question: str) -> tuple[float, float]:
    clock, cpu = time.perf_counter(), time.process_time()
    catalogue.find(question)
    return (time.perf_counter() - clock) * 1000, (time.process_time() - cpu) * 1000


if __name__ == "__main__":
    main()
