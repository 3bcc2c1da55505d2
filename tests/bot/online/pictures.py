"""Pictures for docs/discord.md: real answers of the real bot, drawn from the payloads by a browser.

    python -m tests.bot.online.pictures [--browser chromium]

The bot runs against the double with the article that ships with Quoth. Each payload becomes a page
in Discord's colours and measures (fonts are the machine's own), each page a PNG. Nothing is written
by hand: what a picture shows is what Discord is sent. Pillow cuts the pictures to size.
"""

import argparse
import asyncio
import html
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bot.online.bed import Bed
from tests.discord_double import File, Message

PICTURES = Path(__file__).resolve().parents[3] / "docs" / "pictures"
WIDTH, HEIGHT = 760, 1400
PLAIN = ("Which countries belong to the CSTO?", "Who launched the CSTO?")
ABOUT = ("Who wrote this article?", "Who launched the CSTO?")
HARD = (
    "Is the CSTO stronger than NATO?",
    "Will Armenia leave the CSTO?",
    "How many soldiers does the CSTO have?",
    "Did the CSTO help Belarus?",
)
COMMANDS = {
    "proposal": "quoth proposals",
    "settings": "quoth settings",
    "gaps": "quoth gaps",
    "stats": "quoth stats",
    "sources": "sources list",
    "help": "help",
    "privacy": "privacy show",
}
STYLE = (PICTURES / "discord.css").read_text(encoding="utf-8")


def markdown(text: str) -> str:
    """Draw Discord's Markdown as far as Quoth uses it."""
    held: list[str] = []

    def hold(shown: str) -> str:
        held.append(shown)
        return f"\x00{len(held) - 1}\x01"

    text = re.sub(r"\\([^0-9A-Za-z\s])", lambda found: hold(html.escape(found[1])), text)
    text = re.sub(
        r"\[([^\]]+)\]\((https?://[^)\s]+)\)",
        lambda found: hold(f"<a>{inline(found[1])}</a>"),
        text,
    )
    for mention, name in (("<@&", "Helpers"), ("<@", "alice")):
        shown = f'<span class="mention">@{name}</span>'
        text = re.sub(rf"{mention}\d+>", lambda _, shown=shown: hold(shown), text)
    drawn = "".join(block(kind, lines) for kind, lines in blocks(text))
    while "\x00" in drawn:
        drawn = re.sub("\x00(\\d+)\x01", lambda found: held[int(found[1])], drawn)
    return drawn


def blocks(text: str):
    kind, lines = "", []
    for line in text.split("\n"):
        found = re.match(r"(> |- |-# |## )?", line)
        mark = found[1] or ""
        if mark != kind and lines:
            yield kind, lines
            lines = []
        kind = mark
        lines.append(line[len(mark) :])
    yield kind, lines


def block(kind: str, lines: list[str]) -> str:
    if kind == "- ":
        return "<ul>" + "".join(f"<li>{inline(line)}</li>" for line in lines) + "</ul>"
    tag = {"> ": "blockquote", "-# ": "small", "## ": "h2"}.get(kind, "div")
    return f"<{tag}>{'<br>'.join(inline(line) or '&nbsp;' for line in lines)}</{tag}>"


def inline(text: str) -> str:
    text = html.escape(text, quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
    return re.sub(r"`(.+?)`", r"<code>\1</code>", text)


def embed(data: dict) -> str:
    parts = []
    if "author" in data:
        parts.append(f'<div class="author">{html.escape(data["author"]["name"])}</div>')
    if data.get("title"):
        parts.append(f'<div class="title">{markdown(data["title"])}</div>')
    parts.append(markdown(data.get("description", "")))
    fields = "".join(
        f"<div><b>{markdown(one['name'])}</b>{markdown(one['value'])}</div>"
        for one in data.get("fields", [])
    )
    parts.append(f'<div class="fields">{fields}</div>' if fields else "")
    if "footer" in data:
        parts.append(f'<div class="footer">{html.escape(data["footer"]["text"])}</div>')
    colour = f"#{data.get('color', 0):06x}"
    return f'<div class="embed" style="border-color:{colour}">{"".join(parts)}</div>'


def component(data: dict) -> str:
    kind, inner = data["type"], "".join(component(one) for one in data.get("components", []))
    if kind == 1:
        return f'<div class="row">{inner}</div>'
    if kind == 2:
        label = html.escape(data.get("label") or "")
        return f'<span class="button s{data["style"]}">{label}</span>'
    if kind in (3, 5, 6, 7, 8):
        return f'<div class="menu">{html.escape(data.get("placeholder") or "")} ▾</div>'
    if kind == 9:
        return f'<div class="section"><div>{inner}</div>{component(data["accessory"])}</div>'
    if kind == 10:
        return markdown(data["content"])
    if kind == 14:
        return "<hr>"
    colour = f"#{data.get('accent_color') or 0:06x}"
    return f'<div class="embed" style="border-color:{colour}">{inner}</div>'


def page(command: str, message: Message) -> str:
    body = markdown(message.content) if message.content else ""
    body += "".join(embed(one) for one in message.embeds)
    body += "".join(component(one) for one in message.components)
    if message.ephemeral:
        body += '<div class="only">👁 Only you can see this</div>'
    return (
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>"
        f'<div class="command">{command}</div><div class="message"><div class="avatar">Q</div>'
        f'<div><span class="name">Quoth</span><span class="app">APP</span>{body}</div></div>'
    )


async def states(bed: Bed) -> dict[str, tuple[str, Message]]:
    """Bring the bot into every state that is worth a picture."""
    d, shown = bed.driver, {}

    async def ask(
        name: str, sure: str | tuple[str, ...], questions: Sequence[str], **options
    ) -> Message:
        """Ask until an answer is as sure as the picture needs it."""
        for question in questions:
            asked = await d.user_slash("ask", {"question": question, **options})
            message = await d.expect_reply(asked)
            if message.embeds[0]["footer"]["text"].startswith(sure):
                title = f"<b>alice</b> used <b>/ask</b> {html.escape(question)}"
                shown[name] = (title, message)
                return message
        raise AssertionError(f"no question for the picture {name!r} has an answer that is {sure!r}")

    answered = await ask("answered", ("Sure", "Fairly sure"), PLAIN)
    await ask("private", ("Sure", "Fairly sure"), ABOUT, private=True)
    await ask("unsure", "Not sure", HARD)
    await ask("no_answer", "No answer", ["How do I install kubernetes?"])
    pressed = await d.user_click(answered, "Context")
    shown["context"] = ("<b>alice</b> pressed <b>Context</b>", await d.expect_reply(pressed))
    text = b"# Opening hours\n\nIt opens at nine.\n\nIt closes at six.\n\nOn Sundays it is shut."
    added = await d.user_slash("sources add", user=d.mod, file=File("hours.md", text))
    shown["receipt"] = (
        "<b>mod</b> used <b>/sources add</b> hours.md",
        await d.expect_reply(added, contains="Added"),
    )
    file = File("rules.txt", b"Be kind to each other.\n\nNo ravens indoors.")
    await d.expect_reply(await d.user_slash("sources add", file=file))
    for name, command in COMMANDS.items():
        message = await d.expect_reply(await d.user_slash(command, user=d.mod))
        shown[name] = (f"<b>mod</b> used <b>/{command}</b>", message)
    return shown


def draw(pages: dict[str, str], browser: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in pages.items():
            source, picture = Path(folder) / f"{name}.html", PICTURES / f"{name}.png"
            source.write_text(text, encoding="utf-8")
            command = [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={picture}", source.as_uri(),
            ]  # fmt: skip
            subprocess.run(command, check=True, capture_output=True, timeout=60)
            crop(picture)


def crop(picture: Path) -> None:
    """Cut away the empty space below, and keep few colours so that the file is small."""
    from PIL import Image, ImageChops

    image = Image.open(picture).convert("RGB")
    background = Image.new("RGB", image.size, image.getpixel((0, 0)))
    _, _, _, bottom = ImageChops.difference(image, background).getbbox()
    image.crop((0, 0, image.width, bottom + 20)).quantize(128).save(picture, optimize=True)


def recorded(make: Callable[[Bed], object]) -> dict[str, tuple[str, Message]]:
    async def scenario(folder: Path, runner: asyncio.Runner):
        bed = Bed(folder, runner)
        await bed.start()
        try:
            return await make(bed)
        finally:
            await bed.stop()

    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        return runner.run(scenario(Path(folder), runner))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", default="chromium")
    options = parser.parse_args()
    shown = recorded(states)
    payloads = {
        name: {"content": one.content, "embeds": one.embeds, "components": one.components}
        for name, (_, one) in shown.items()
    }
    (PICTURES / "payloads.json").write_text(
        json.dumps(payloads, indent=1, ensure_ascii=False) + "\n"
    )
    draw({name: page(*one) for name, one in shown.items()}, options.browser)


if __name__ == "__main__":
    main()
