"""The HTTP side of the double: files, rate limits, injected faults, and the way to an endpoint."""

from __future__ import annotations

import asyncio
import base64
import json
import mimetypes
import re
import time
import zlib
from typing import Any

from aiohttp import web

from tests.discord_double.wire import (
    ROUTES,
    ApiError,
    Call,
    Fault,
    Req,
    jresp,
    short,
)

LIMITS = (
    ("POST", r"/channels/\d+/messages$", 5, 5.0),
    ("PATCH", r"/channels/\d+/messages/\d+$", 5, 5.0),
    ("DELETE", r"/channels/\d+/messages/\d+$", 5, 1.0),
    ("POST", r"/channels/\d+/typing$", 5, 5.0),
    ("PUT", r"/reactions/", 1, 0.25),
    ("POST", r"/webhooks/\d+/", 5, 2.0),
    ("PATCH", r"/webhooks/\d+/", 5, 2.0),
    ("POST", r"/threads$", 50, 300.0),
)


class Serving:
    """Reads a request, holds it to the limits, finds its endpoint."""

    async def _cdn(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["tail"]
        for f in self.faults:
            if (
                f.hits < f.times
                and f.method in ("*", "GET")
                and f.pattern.search("/cdn" + path)
                and f.pattern.pattern != ".*"
            ):
                f.hits += 1
                await asyncio.sleep(f.delay)
                return web.Response(status=f.status, text="injected")
        self.calls.append(call := Call("GET", "/cdn" + path, None, [], dict(request.query)))
        if path.startswith(("/attachments/", "/ephemeral-attachments/")):
            try:
                f = self.cdn.get(path, request.query)
            except ValueError:
                f = None
            if f is None:
                call.status = 404
                self.violate("cdn", f"GET {path}: unknown, expired or unsigned attachment link")
                return web.Response(status=404, text="This content is no longer available.")
            call.status = 200
            return web.Response(
                body=f.data,
                headers={
                    "Content-Type": f.content_type,
                    "Content-Disposition": f'attachment; filename="{f.filename}"',
                },
            )
        call.status = 200
        png = base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
        return web.Response(body=png, content_type="image/png")

    async def _read(self, request: web.Request) -> tuple[Any, dict[int, tuple[str, bytes, str]]]:
        ct = request.content_type
        files: dict[int, tuple[str, bytes, str]] = {}
        if ct.startswith("multipart/"):
            body = None
            reader = await request.multipart()
            async for part in reader:
                if part.name == "payload_json":
                    body = json.loads(await part.text())
                else:
                    m = re.match(r"files?\[(\d+)\]$", part.name or "")
                    data = bytes(await part.read(decode=False))
                    name = (part.filename or "file").replace(" ", "_")
                    mime = part.headers.get("Content-Type") or "application/octet-stream"
                    if mime == "application/octet-stream":
                        mime = mimetypes.guess_type(name)[0] or mime
                    files[int(m.group(1)) if m else len(files)] = (name, data, mime)
            return body, files
        raw = await request.read()
        if not raw:
            return None, files
        if ct != "application/json":
            raise ApiError(
                400,
                50035,
                f"Expected \"Content-Type\" header to be one of {{'application/json'}}. ({ct})",
            )
        try:
            return json.loads(raw), files
        except ValueError:
            raise ApiError(400, 50109, "The request body contains invalid JSON.") from None

    def _bucket(self, method: str, path: str) -> tuple[dict, float]:
        """Rate-limit headers, and seconds to wait (0: go on)."""
        if not self.rate_limits:
            return {"Via": "1.1 google"}, 0.0
        limit, window, key = 50, 1.0, f"{method} " + re.sub(r"\d{15,}", "x", path)
        for m, rx, n, w in LIMITS:
            if m == method and re.search(rx, path):
                limit, window, key = n, w, f"{method} {rx} " + "/".join(path.split("/")[:4])
        now = time.monotonic()
        used = self._buckets.setdefault(key, [])
        if used and now - used[0] >= window:
            used.clear()
        wait = 0.0
        if len(used) >= limit:
            wait = window - (now - used[0])
        else:
            used.append(now)
        reset = max(window - (now - used[0]), 0.001)
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(limit - len(used), 0)),
            "X-RateLimit-Reset": f"{time.time() + reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": format(zlib.crc32(key.encode()), "08x") * 4,
            "Via": "1.1 google",
        }, wait

    async def _api(self, request: web.Request) -> web.StreamResponse:
        t0 = time.monotonic()
        tail = "/" + request.match_info["tail"]
        m = re.match(r"^/v(\d+)(/.*)$", tail)
        path = m.group(2) if m else tail
        call = Call(request.method, path, None, [], dict(request.query))
        self.calls.append(call)
        headers: dict[str, str] = {"Via": "1.1 google"}

        def finish(resp: web.Response, payload: Any = None) -> web.Response:
            call.status, call.response, call.seconds = resp.status, payload, time.monotonic() - t0
            return resp

        if m and m.group(1) not in ("9", "10"):
            self.violate("rejected", f"API version {m.group(1)}")
            return finish(jresp({"message": "Invalid API version", "code": 50041}, 400))
        fault = next(
            (
                f
                for f in self.faults
                if f.hits < f.times and f.method in ("*", request.method) and f.pattern.search(path)
            ),
            None,
        )
        if fault is not None:
            fault.hits += 1
            call.injected = True
            if fault.delay:
                await asyncio.sleep(fault.delay)
            if not fault.apply_first:
                await request.read()
                return finish(self._fault_answer(fault, request))
        headers, wait = self._bucket(request.method, path)
        exempt = path.startswith("/interactions/")
        if self.rate_limits and not exempt:
            now = time.monotonic()
            self._global = [t for t in self._global if now - t < 1.0]
            if len(self._global) >= 50 and not path.startswith("/webhooks/"):
                wait = max(wait, 1.0 - (now - self._global[0]))
                headers["X-RateLimit-Global"] = "true"
            self._global.append(now)
            if wait > 0:
                self.rate_limited += 1
                headers |= {"Retry-After": str(int(wait) + 1), "X-RateLimit-Scope": "user"}
                await request.read()
                return finish(
                    jresp(
                        {
                            "message": "You are being rate limited.",
                            "retry_after": round(wait, 3),
                            "global": "X-RateLimit-Global" in headers,
                        },
                        429,
                        headers,
                    )
                )
        try:
            body, files = await self._read(request)
            call.body = body
            for meth, rx, fn, auth in ROUTES:
                mm = rx.match(path) if meth == request.method else None
                if not mm:
                    continue
                if auth and request.headers.get("Authorization") != f"Bot {self.token}":
                    raise ApiError(401, 0, "401: Unauthorized")
                args = {k: int(x) if x.isdigit() else x for k, x in mm.groupdict().items()}
                out = await fn(self, Req(body, files, dict(request.query), call), **args)
                if fault is not None:
                    return finish(self._fault_answer(fault, request), out)
                return finish(jresp(out, headers=headers), out)
            if any(rx.match(path) for _, rx, _, _ in ROUTES):
                raise ApiError(405, 0, "405: Method Not Allowed")
            self.unimplemented.append(f"{request.method} {path}")
            return finish(
                jresp(
                    {"message": "404: Not Found (the double does not implement this)", "code": 0},
                    404,
                    headers,
                )
            )
        except ApiError as e:
            if not e.quiet:
                det = f" {json.dumps(e.errors)[:600]}" if e.errors else ""
                self.violate(
                    "rejected",
                    f"{request.method} {short(path)} -> {e.status} {e.code} {e.message}{det}",
                )
            return finish(jresp(e.body(), e.status, headers), e.body())

    def _fault_answer(self, f: Fault, request: web.Request) -> web.Response:
        if f.drop:
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)
        if f.status == 429:
            h = {
                "Retry-After": str(int(f.retry_after) + 1),
                "X-RateLimit-Scope": "global" if f.global_ else "shared",
                "Via": "1.1 google",
            }
            if f.global_:
                h["X-RateLimit-Global"] = "true"
            return jresp(
                {
                    "message": "You are being rate limited.",
                    "retry_after": f.retry_after,
                    "global": f.global_,
                },
                429,
                h,
            )
        if f.status in (502, 503, 504, 520):
            return web.Response(
                status=f.status,
                content_type="text/html",
                text=f"<html><title>{f.status}</title>cloudflare</html>",
            )
        return jresp(
            {"message": f"{f.status}: Internal Server Error", "code": 0},
            f.status,
            {"Via": "1.1 google"},
        )
