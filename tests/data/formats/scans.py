"""Scans: pages of text drawn as pictures, in a PDF that holds nothing else. Made when they are wanted, kept nowhere."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")  # Debian's fonts-dejavu-core
_DOTS = 200  # an inch, as offices scan
_WIDTH, _HEIGHT = 1654, 2339  # A4
_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_LEFT, _TOP, _LINE, _LETTERS = 170, 190, 46, 32


def page(paragraphs: Iterable[str], number: int = 0, head: str = "", skew: float = 0.0) -> Any:
    """A page as a grey picture (Pillow): a running head, paragraphs, a page number; askew by some degrees."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (_WIDTH, _HEIGHT), 255)
    draw = ImageDraw.Draw(picture)
    large, small = (ImageFont.truetype(str(FONT), size) for size in (_LETTERS, 24))
    draw.text((600, 60), head, font=small, fill=0)
    top = _TOP
    for paragraph in paragraphs:
        line = ""
        for word in [*paragraph.split(), ""]:
            longer = f"{line} {word}".strip()
            if not word or draw.textlength(longer, font=large) > _WIDTH - 2 * _LEFT:
                draw.text((_LEFT, top), line, font=large, fill=0)
                top, line = top + _LINE, word
            else:
                line = longer
        top += _LINE
    if number:
        draw.text((_WIDTH // 2, _HEIGHT - 90), str(number), font=small, fill=0)
    return picture.rotate(skew, fillcolor=255, resample=Image.Resampling.BICUBIC) if skew else picture


def pdf(pictures: Sequence[Any], stamp: str = "") -> bytes:
    """A PDF of one picture a page; a stamp is text over it."""
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pictures)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pictures)}>>".encode(),
    ]
    for picture in pictures:
        at = len(objects) + 1
        width, height = (size * 72 / _DOTS for size in picture.size)
        held = zlib.compress(picture.tobytes())
        drawn = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /I Do Q BT /F 10 Tf 400 12 Td ({stamp}) Tj ET".encode()
        box = f"/MediaBox[0 0 {width:.2f} {height:.2f}]/Resources<</XObject<</I {at + 1} 0 R>>/Font<</F {_FONT}>>>>"
        size = f"/Width {picture.width}/Height {picture.height}/ColorSpace/DeviceGray/BitsPerComponent 8"
        objects += [
            f"<</Type/Page/Parent 2 0 R{box}/Contents {at + 2} 0 R>>".encode(),
            _stream(f"/Type/XObject/Subtype/Image{size}/Filter/FlateDecode", held),
            _stream("", drawn),
        ]
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    table = f"xref\n0 {count}\n0000000000 65535 f \n{table}"
    end = f"{table}trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + end.encode()


def _stream(entries: str, data: bytes) -> bytes:
    return f"<<{entries}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"
