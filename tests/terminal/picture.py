"""Draws an emulated screen as a picture, as a terminal would show it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pyte
from PIL import Image, ImageDraw, ImageFont

FONTS = Path("/usr/share/fonts/truetype/dejavu")  # fonts-dejavu-core
GROUND, TEXT = "#101216", "#d0d3d8"
NAMED = {
    "black": "#2e3436", "red": "#cc4b44", "green": "#5fa04e", "brown": "#c4a000", "blue": "#4f86d0",
    "magenta": "#9d6bb0", "cyan": "#3aa6a8", "white": "#d3d7cf", "brightblack": "#7d827f", "brightred": "#f26d65",
    "brightgreen": "#8ae234", "brightbrown": "#fce94f", "brightyellow": "#fce94f", "brightblue": "#8fb7ea",
    "brightmagenta": "#c79bd2", "brightcyan": "#5fe0e0", "brightwhite": "#ffffff",
}  # fmt: skip


@lru_cache
def _font(bold: bool, italic: bool, size: int) -> Any:
    name = "DejaVuSansMono" + {(0, 0): "", (1, 0): "-Bold", (0, 1): "-Oblique", (1, 1): "-BoldOblique"}[bold, italic]
    for path in (FONTS / f"{name}.ttf", FONTS / "DejaVuSansMono.ttf"):
        if path.is_file():
            return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)


def _rgb(name: str, default: str) -> str:
    return default if name == "default" else NAMED.get(name, f"#{name}")


def draw(screen: pyte.Screen, path: Path, *, size: int = 15) -> None:
    """Write the screen to `path` as PNG; `size` is the height of the letters in pixels."""
    plain = _font(False, False, size)
    wide = max(1, round(plain.getlength("M")))
    high = round(size * 1.28)
    image = Image.new("RGB", (wide * screen.columns, high * screen.lines), GROUND)
    canvas = ImageDraw.Draw(image)
    letters = []
    for y in range(screen.lines):
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            front, back = _rgb(cell.fg, TEXT), _rgb(cell.bg, GROUND)
            at_cursor = not screen.cursor.hidden and (screen.cursor.x, screen.cursor.y) == (x, y)
            if cell.reverse != at_cursor:
                front, back = back, front
            left, top = x * wide, y * high
            canvas.rectangle((left, top, left + wide - 1, top + high - 1), fill=back)
            letters.append((cell, left, top, front))
    for cell, left, top, front in letters:
        if cell.data.strip():
            canvas.text((left, top + 1), cell.data, font=_font(cell.bold, cell.italics, size), fill=front)
        if cell.underscore:
            canvas.line((left, top + high - 3, left + wide - 1, top + high - 3), fill=front)
        if cell.strikethrough:
            canvas.line((left, top + high // 2, left + wide - 1, top + high // 2), fill=front)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, optimize=True)
