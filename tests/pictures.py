"""Pages as pictures: what tests of scans and the bench make of documents with text, with Python's own library only."""
import random, re, subprocess, zlib
from html import unescape
DPI = 200


def picture(pdf, page):
    """Width, height and RGB rows of a page."""
    data = subprocess.run(["pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), pdf], capture_output=True, check=True).stdout
    magic, size, _, pixels = data.split(b"\n", 3)
    assert magic == b"P6"
    w, h = map(int, size.split())
    return w, h, [bytearray(pixels[y * w * 3:(y + 1) * w * 3]) for y in range(h)]


def tilt(w, h, rows, slope):
    """Columns are moved down by slope times their distance from the left."""
    strip, white, made = 24, b"\xff\xff\xff", []
    for y in range(h):
        row = bytearray()
        for x in range(0, w, strip):
            k = y - round((x - w / 2) * slope)
            n = min(strip, w - x)
            row += rows[k][x * 3:(x + n) * 3] if 0 <= k < h else white * n
        made.append(row)
    return made


def dirty(w, h, rows, seed):
    """Specks, and a red seal with ring and star in the lower third of the page: ink over ink is darker than both."""
    r = random.Random(seed)
    for _ in range(w * h // 4000):
        x, y = r.randrange(w), r.randrange(h)
        rows[y][x * 3:x * 3 + 3] = bytes([r.randrange(120)] * 3)
    cx, cy = w * 2 // 3, h * 2 // 3
    for y in range(cy - 130, cy + 130):
        for x in range(cx - 130, cx + 130):
            d = ((x - cx) ** 2 + (y - cy) ** 2) ** 0.5
            if 110 < d < 128 or d < 40:
                for c, ink in enumerate((214, 40, 52)):
                    rows[y][x * 3 + c] = rows[y][x * 3 + c] * ink // 255
    return rows


def words_of(pdf, page):
    """Words of a page as (x0, y0, x1, y1, word), points from the top."""
    html = subprocess.run(["pdftotext", "-bbox", "-f", str(page), "-l", str(page), pdf, "-"], capture_output=True, text=True, check=True).stdout
    return [(*map(float, m.groups()[:4]), unescape(m[5])) for m in re.finditer(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', html)]


def layer(words, height):
    """Words as a text layer that is not drawn, as recognisers put it over scans: a font without glyphs, two bytes a character."""
    out = [b"BT 3 Tr"]
    for x0, y0, x1, y1, word in words:
        size = (y1 - y0) * 0.8
        out.append(b"/F %.2f Tf %.2f Tz 1 0 0 1 %.2f %.2f Tm <%s> Tj" % (size, 100 * (x1 - x0) / (len(word) * size * 0.5), x0, height - y1 + size * 0.25, word.encode("utf-16-be").hex().encode()))
    return b"\n".join(out + [b"ET"])


FONT = (b"<</Type/Font/Subtype/Type0/BaseFont/None/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/None/DW 500"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/None/Flags 4>>>>]/ToUnicode %d 0 R>>")
CMAP = b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange"


def write_pdf(path, pages, layers=()):
    """Pages of one picture each, the first of them with `layers` of words (words_of) that are not seen."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(b"%d 0 R" % (3 + 3 * i) for i in range(len(pages))))]
    font = 3 + 3 * len(pages)
    for i, (w, h, rows) in enumerate(pages):
        pw, ph = w * 72 / DPI, h * 72 / DPI
        draw = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (pw, ph)
        if i < len(layers):
            draw += b"\n" + layer(layers[i], ph)
        data = zlib.compress(b"".join(rows), 1)
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Resources<</XObject<</I %d 0 R>>/Font<</F %d 0 R>>>>/Contents %d 0 R>>" % (pw, ph, 5 + 3 * i, font, 4 + 3 * i))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw))
        objects.append(b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (w, h, len(data), data))
    objects += [FONT % (font + 1), b"<</Length %d>>stream\n%s\nendstream" % (len(CMAP), CMAP)]
    with open(path, "wb") as f:
        f.write(b"%PDF-1.4\n")
        at = []
        for i, o in enumerate(objects):
            at.append(f.tell())
            f.write(b"%d 0 obj" % (i + 1) + o + b"\nendobj\n")
        start = f.tell()
        f.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % x for x in at))
        f.write(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
