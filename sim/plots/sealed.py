"""Figures that carry their record, and a seal that tells whether they were altered since.

The seal is the SHA-256 of all else, as a comment at the end of an SVG or PDF, and as the last piece
of text in a PNG.
"""

import hashlib
import re
import struct
import zlib
from typing import Any
from xml.sax.saxutils import escape

from matplotlib.figure import Figure

from sim.plots.study_record import AnyRecord, read_record
from sim.plots.style import rendered
from sim.plots.told import Told
from sim.scenario.visible import visible

KEY = "shortfall"
"""What the record is called in an SVG and a PNG; in a PDF it is the keywords."""
DIGITS = 64
SVG_SEAL = re.compile(rb"<!-- sha256 ([0-9a-f]{64}) -->\n$")
PDF_SEAL = re.compile(rb"%sha256 ([0-9a-f]{64})\n$")
IEND = 12
"""Bytes of the last piece of a PNG."""
CHUNK = 12 + len(b"sha256\0") + DIGITS
"""Bytes of the piece with the seal."""


class AlteredError(Exception):
    """A figure is not as it was written; the message says so."""


def drawn(figure: Figure, record: AnyRecord, told: Told, dpi: int) -> bytes:
    """Render a figure with its record in it, sealed."""
    if record.form == "svg":
        content = _with_words(rendered(figure, "svg", dpi), record, told)
        return content + b"<!-- sha256 %s -->\n" % _hash(content)
    if record.form == "png":
        about = {"Title": told.title, "Description": told.alt, KEY: record.text()}
        content = rendered(figure, "png", dpi, about)
        return content[:-IEND] + _chunk(_hash(content)) + content[-IEND:]
    about = {"Title": told.title, "Subject": told.alt, "Keywords": record.text()}
    content = rendered(figure, "pdf", dpi, about)
    return content + b"%%sha256 %s\n" % _hash(content)


def record_of(content: bytes) -> AnyRecord:
    """Read the record of a figure.

    Raises
    ------
    AlteredError
        If it has none that can be read, or was altered since it was written.
    """
    if content.startswith(b"\x89PNG"):
        text, sealed, body = _of_png(content)
    elif content.startswith(b"%PDF"):
        text, sealed, body = _of_pdf(content)
    else:
        text, sealed, body = _of_svg(content)
    if text is None:
        raise AlteredError("it carries no record of how it was made")
    if sealed != _hash(body):
        raise AlteredError("it was altered since it was drawn")
    try:
        return read_record(text)
    except ValueError as error:
        raise AlteredError(str(error)) from None


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _with_words(svg: bytes, record: AnyRecord, told: Told) -> bytes:
    """Put title, description and record behind the opening tag: what readers of screens speak."""
    title, alt = escape(visible(told.title)), escape(visible(told.alt))
    words = (
        f"\n <title>{title}</title>\n <desc>{alt}</desc>\n"
        f' <metadata id="{KEY}">{escape(record.text())}</metadata>'
    )
    head = re.search(rb"<svg [^>]*>", svg)
    assert head is not None
    return svg[: head.end()] + words.encode() + svg[head.end() :]


def _of_svg(content: bytes) -> tuple[str | None, bytes, bytes]:
    seal = SVG_SEAL.search(content)
    found = re.search(rb'<metadata id="%s">([^<]*)</metadata>' % KEY.encode(), content)
    if seal is None or found is None:
        return None if found is None else "", b"", content
    text = found[1].decode(errors="replace")
    for sign, written in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        text = text.replace(written, sign)
    return text, seal[1], content[: seal.start()]


def _chunk(seal: bytes) -> bytes:
    data = b"tEXtsha256\0" + seal
    return struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


def _of_png(content: bytes) -> tuple[str | None, bytes, bytes]:
    end = len(content) - IEND
    piece = content[end - CHUNK : end]
    found, at = None, 8
    while at + 8 <= len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if name == b"tEXt" and data.startswith(KEY.encode() + b"\0"):
            found = data.partition(b"\0")[2].decode("latin-1")
        at += 12 + size
    seal = piece[-4 - DIGITS : -4] if piece[4:15] == b"tEXtsha256\0" else b""
    return found, seal, content[: end - CHUNK] + content[end:]


def _of_pdf(content: bytes) -> tuple[str | None, bytes, bytes]:
    seal = PDF_SEAL.search(content)
    found = re.search(rb"/Keywords \(((?:[^()\\]|\\.)*)\)", content)
    if seal is None or found is None:
        return None if found is None else "", b"", content
    text = re.sub(rb"\\(.)", rb"\1", found[1]).decode("latin-1")
    return text, seal[1], content[: seal.start()]


def beside(record: AnyRecord, told: Told) -> str:
    """Write what lies beside a figure as text: caption, words for it, how to cite and remake it."""
    columns = "\n".join(f"  {name}: {says}" for name, says in told.data.columns.items())
    own: dict[str, Any] = {
        "Title": told.title,
        "Caption": told.caption,
        "Alternative text": told.alt,
        f"Data ({record.kind}.csv)": columns.lstrip(),
        "Cited in short": record.short,
        "Cited in full": record.full,
        "Made again by": f"shortfall reproduce {record.name}.{record.form}",
        "or by": "\n  ".join(record.commands),
    }
    return "\n\n".join(f"{name}:\n  {says}" for name, says in own.items()) + "\n"
