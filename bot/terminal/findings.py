"""The results of a health check as text: a line each, and the remedy under what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from bot.terminal.blocks import aside, counted
from bot.terminal.safe import one_line
from bot.terminal.surface import Surface
from knowledge.models import Finding


def render_findings(findings: Sequence[Finding], surface: Surface) -> str:
    """Return `findings` as text, the counts last."""
    widest = max((len(finding.check) for finding in findings), default=0)
    lines = []
    for finding in findings:
        name = one_line(finding.check).ljust(widest)
        lines.append(f"{_mark(finding, surface)}  {name}  {one_line(finding.detail)}")
        if finding.remedy and finding.status != "ok":
            lines += aside(f"-> {finding.remedy}", surface, margin=" " * 9)
    errors = sum(finding.status == "error" for finding in findings)
    warnings = sum(finding.status == "warning" for finding in findings)
    counts = ((len(findings), "check"), (warnings, "warning"), (errors, "error"))
    lines.append(", ".join(counted(count, noun) for count, noun in counts) + ".")
    return "\n".join(lines)


def _mark(finding: Finding, surface: Surface) -> str:
    if finding.status == "ok":
        return surface.good("ok     ")
    paint = surface.bad if finding.status == "error" else surface.warning
    return paint(finding.status.ljust(7))
