"""The report as Markdown and as one HTML file that needs nothing beside it; the data card of a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from coe.demonstrations.card import card
from coe.demonstrations.formats import Format
from coe.demonstrations.manifest import read_manifest
from coe.demonstrations.quality.plots import plots
from coe.demonstrations.quality.report import QualityReport
from coe.demonstrations.quality.tables import Section, sections
from coe.files import write_text

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color:
#1c2329; } h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; } table { border-collapse:
collapse; } td, th { padding: .15rem .9rem .15rem 0; text-align: left; vertical-
align: top; } th { border-bottom: 1px solid #9aa4ad; } td:nth-child(n+2) { font-variant-numeric: tabular-
nums; } .part { display: flex; flex-wrap: wrap; gap: 1rem 3rem; align-items: flex-start; } .part svg { max-
width: 100%; height: auto; } .sound { color: #1d6b3a; } .fault { color: #a4262c; font-weight: 600; } @media
(prefers-color-scheme: dark) {
  body { background: #14181c; color: #dde3e8; } .part svg { background: #fff; border-radius: 4px; }
  .sound { color: #6fcf97; } .fault { color: #ff8a80; }
}
"""


def write_pages(report: QualityReport, out: Path) -> list[Path]:
    """Write report.html, report.md and the plots into `out`, and where the set is a folder, its card
    README.md; the files written.

    Raises:
        OSError: one cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    drawn = plots(report)
    pictures = {out / "plots" / f"{name}.svg": svg for name, svg in drawn.items()}
    pages = {out / "report.html": html(report, drawn), out / "report.md": markdown(report, drawn)}
    folder = Path(report.source)
    if folder.is_dir() and (manifest := read_manifest(folder)) is not None:
        text = card(manifest, Format(report.form), markdown(report, {}, heading="## Quality report"))
        pages[folder / "README.md"] = text
    (out / "plots").mkdir(exist_ok=True)
    for path, text in (pictures | pages).items():
        write_text(path, text)
    return list(pages)


def markdown(report: QualityReport, drawn: Mapping[str, str], heading: str = "# Quality report") -> str:
    """The report as Markdown, with links to the plots."""
    level = heading.partition(" ")[0] + "#"
    parts = [heading, "", f"`{report.source}`", "", *_verdict(report)]
    for section in sections(report):
        parts += ["", f"{level} {section.title}", "", *_table(section)]
        if section.plot in drawn:
            parts += ["", f"![{section.title}](plots/{section.plot}.svg)"]
    return "\n".join(parts) + "\n"


def html(report: QualityReport, drawn: Mapping[str, str]) -> str:
    """The report as one HTML page, plots included."""
    parts = [
        "<!doctype html>", '<html lang="en">', '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">', "<title>Quality report</title>",
        f"<style>{_STYLE}</style>", "<h1>Quality report</h1>", f"<p><code>{escape(report.source)}</code></p>",
    ]  # fmt: skip
    kind = "fault" if report.faults else "sound"
    parts += [f'<p class="{kind}">{escape(line)}</p>' for line in _verdict(report)]
    for section in sections(report):
        parts += [f"<h2>{escape(section.title)}</h2>", '<div class="part">', *_html_table(section)]
        parts += [drawn.get(section.plot, ""), "</div>"]
    return "\n".join(parts) + "\n</html>\n"


def _verdict(report: QualityReport) -> list[str]:
    if not report.faults:
        return ["Every demonstration replays, and no problem is in two splits or in an evaluation set named."]
    return [*(f"{fault}." for fault in report.faults), *report.tally.faults]


def _table(section: Section) -> Iterator[str]:
    yield _row(section.head)
    yield "|" + "---|" * len(section.head)
    yield from map(_row, section.rows)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _html_table(section: Section) -> Iterator[str]:
    yield "<table>"
    if any(section.head):
        yield "<tr>" + "".join(f"<th>{escape(name)}</th>" for name in section.head) + "</tr>"
    for row in section.rows:
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    yield "</table>"
