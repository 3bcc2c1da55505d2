"""Lines of one page -> the order in which a person reads them, columns one after the other.

The page is cut recursively, as in the XY-cut (Nagy and Seth 1984): along a gutter where full
columns stand side by side, else above or below what spans them. Tables are not cut, since their
cells do not fill their columns.
"""

from __future__ import annotations

from statistics import median

from knowledge.readers.pdf.lines import Line

_FEWEST_LINES = 4
"""Lines that a column must have to be one."""
_FULLNESS = 0.55
"""Share of a column's width that its median line fills."""
_DEEPEST = 12


def in_reading_order(lines: list[Line], depth: int = 0) -> list[Line]:
    """The same lines in reading order."""
    if len(lines) < 2:
        return lines
    if depth < _DEEPEST:
        if gutter := _gutter(lines):
            left = [line for line in lines if line.right <= gutter]
            right = [line for line in lines if line.right > gutter]
            return in_reading_order(left, depth + 1) + in_reading_order(right, depth + 1)
        if (cut := _horizontal_cut(lines)) is not None:
            above = [line for line in lines if line.bottom >= cut]
            below = [line for line in lines if line.bottom < cut]
            if above and below:
                return in_reading_order(above, depth + 1) + in_reading_order(below, depth + 1)
    return _by_rows(lines)


def _by_rows(lines: list[Line]) -> list[Line]:
    """From top to bottom; what overlaps in height is one row, from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -(line.top + line.bottom)):
        if rows and (line.top + line.bottom) / 2 > rows[-1][0].bottom + 0.25 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _gutter(lines: list[Line]) -> float | None:
    """Where a vertical strip without any line parts two full columns; None if nowhere."""
    for edge, start in _gaps([(line.left, line.right) for line in lines]):
        left = [line for line in lines if line.right <= edge]
        right = [line for line in lines if line.right > edge]
        if start - edge > 0.5 * lines[0].size and _is_column(left) and _is_column(right):
            return edge
    return None


def _gaps(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The uncovered stretches between spans, from low to high."""
    gaps = []
    reach = None
    for low, high in sorted(spans):
        if reach is not None and low > reach:
            gaps.append((reach, low))
        reach = high if reach is None else max(reach, high)
    return gaps


def _is_column(lines: list[Line]) -> bool:
    if len(lines) < _FEWEST_LINES:
        return False
    width = max(line.right for line in lines) - min(line.left for line in lines)
    return median(line.width for line in lines) >= width * _FULLNESS and width > 40


def _horizontal_cut(lines: list[Line]) -> float | None:
    """The edge of a line that spans columns, such as a title over them; None if there is none.

    Only where lines stand side by side: a page of one column stays whole.
    """
    beside = {id(line) for line in lines if any(_side_by_side(line, other) for other in lines)}
    if len(beside) < 2 * _FEWEST_LINES:
        return None
    for line in (line for line in lines if id(line) not in beside):
        if any(other.bottom < line.bottom for other in lines):
            return line.bottom
        if any(other.bottom >= line.top for other in lines):
            return line.top
    return None


def _side_by_side(line: Line, other: Line) -> bool:
    apart = line.right <= other.left or other.right <= line.left
    return apart and min(line.top, other.top) - max(line.bottom, other.bottom) > 0.3 * line.size
