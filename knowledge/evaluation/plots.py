"""Two curves as one SVG: is confidence true, and what does caution cost?"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from knowledge.evaluation.metrics import precision_by_coverage, reliability
from knowledge.evaluation.outcomes import Outcome

_SIDE, _MARGIN, _GAP = 300, 56, 70
_WIDTH = 2 * (_SIDE + _MARGIN) + _GAP
_HEIGHT = _SIDE + 2 * _MARGIN
_STYLE = "font:12px sans-serif"

Point = tuple[float, float]


def plot(outcomes: Sequence[Outcome], title: str = "") -> str:
    """Return an SVG of the reliability curve (left) and of precision by coverage (right)."""
    bands = reliability(outcomes)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' role="img" style="{_STYLE};background:#fff">',
        f"<title>{escape(title or 'Confidence of answers')}</title>",
        *_panel(_MARGIN, "Reliability", "confidence", "share right"),
        _line(_MARGIN, [(0.0, 0.0), (1.0, 1.0)], "#bbb"),
        *_dots(_MARGIN, bands_as_points := [(b.confidence, b.right) for b in bands],
               [b.count for b in bands]),
        _line(_MARGIN, bands_as_points, "#1f6feb"),
        *_panel(right := _MARGIN + _SIDE + _GAP, "Precision", "share answered", "share right"),
        _line(right, precision_by_coverage(outcomes), "#1f6feb"),
        "</svg>",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _at(left: int, point: Point) -> tuple[float, float]:
    return round(left + point[0] * _SIDE, 1), round(_MARGIN + (1 - point[1]) * _SIDE, 1)


def _line(left: int, points: Sequence[Point], colour: str) -> str:
    path = " ".join(f"{x},{y}" for x, y in (_at(left, point) for point in points))
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def _dots(left: int, points: Sequence[Point], counts: Sequence[int]) -> list[str]:
    """Return a dot a point, its area by the number of questions behind it."""
    most = max(counts, default=1)
    dots = []
    for point, count in zip(points, counts, strict=True):
        x, y = _at(left, point)
        radius = round(2 + 7 * (count / most) ** 0.5, 1)
        dots.append(
            f'<circle cx="{x}" cy="{y}" r="{radius}" fill="#1f6feb" fill-opacity="0.5">'
            f"<title>{count} questions</title></circle>"
        )
    return dots


def _panel(left: int, name: str, across: str, up: str) -> list[str]:
    """Return a panel's frame, ticks and labels."""
    bottom, middle = _MARGIN + _SIDE, left + _SIDE / 2
    parts = [
        f'<rect x="{left}" y="{_MARGIN}" width="{_SIDE}" height="{_SIDE}" fill="none"'
        ' stroke="#888"/>',
        f'<text x="{middle}" y="{_MARGIN - 14}" text-anchor="middle">{name}</text>',
        f'<text x="{middle}" y="{bottom + 36}" text-anchor="middle">{across}</text>',
        f'<text x="{left}" y="{_MARGIN - 14}" text-anchor="middle">{up}</text>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = _at(left, (tick, tick))
        parts.append(f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{tick:g}</text>')
    return parts
