"""Counts for the operator: a Prometheus page and a health page on loopback, off by default.

The text is Prometheus' exposition format 0.0.4. Nothing here knows a question, user or server.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the latency histogram in seconds."""
LOOPBACK = "127.0.0.1"

Health = Callable[[], Awaitable[Mapping[str, bool]]]
Gauges = Callable[[], Awaitable[Mapping[str, float]]]


class Metrics:
    """Counters and a histogram; written by the bot, read by `page`."""

    def __init__(self) -> None:
        self.questions: Counter[str] = Counter()
        """Questions by status."""
        self.verbatim_failures = 0
        """Answers withheld because their words were not verified; anything but 0 is a bug."""
        self.errors = 0
        self._latency: Counter[float] = Counter()
        self._latency_sum = 0.0

    def asked(self, status: str, seconds: float) -> None:
        """Count a question and the time from its arrival to its answer."""
        self.questions[status] += 1
        self._latency_sum += seconds
        self._latency[next((bound for bound in BUCKETS if seconds <= bound), float("inf"))] += 1

    def page(self, gauges: Mapping[str, float]) -> str:
        """Return everything in Prometheus' text format; `gauges` are the numbers of now."""
        lines = ["# TYPE quoth_questions_total counter"]
        lines += [
            f'quoth_questions_total{{status="{status}"}} {self.questions[status]}'
            for status in ("answered", "unsure", "no_answer")
        ]
        for name, value in (
            ("verbatim_failures_total", self.verbatim_failures),
            ("errors_total", self.errors),
        ):
            lines += [f"# TYPE quoth_{name} counter", f"quoth_{name} {value}"]
        lines += self._histogram()
        for name, number in gauges.items():
            lines += [f"# TYPE quoth_{name} gauge", f"quoth_{name} {number:g}"]
        return "\n".join(lines) + "\n"

    def _histogram(self) -> list[str]:
        lines, total = ["# TYPE quoth_answer_seconds histogram"], 0
        for bound in (*BUCKETS, float("inf")):
            total += self._latency[bound]
            label = "+Inf" if bound == float("inf") else f"{bound:g}"
            lines.append(f'quoth_answer_seconds_bucket{{le="{label}"}} {total}')
        return [
            *lines,
            f"quoth_answer_seconds_sum {self._latency_sum:.6f}",
            f"quoth_answer_seconds_count {total}",
        ]


async def serve(port: int, metrics: Metrics, gauges: Gauges, health: Health) -> web.AppRunner:
    """Serve /metrics and /health on loopback; the caller cleans the returned runner up."""

    async def show_metrics(_: web.Request) -> web.Response:
        return web.Response(text=metrics.page(await gauges()), content_type="text/plain")

    async def show_health(_: web.Request) -> web.Response:
        checks = dict(await health())
        status = 200 if all(checks.values()) else 503
        return web.Response(text=json.dumps(checks), status=status, content_type="application/json")

    application = web.Application()
    application.router.add_get("/metrics", show_metrics)
    application.router.add_get("/health", show_health)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, LOOPBACK, port).start()
    return runner
