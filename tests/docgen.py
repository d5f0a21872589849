"""docgen.py - small documents of every format, made when a test runs. Each function returns bytes; `paras` are paragraphs of plain text."""
import html, io, zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
esc = html.escape


def pack(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def wp(text, ppr="", rpr=""):
    """One paragraph of WordprocessingML."""
    run = f'<w:r>{f"<w:rPr>{rpr}</w:rPr>" if rpr else ""}<w:t xml:space="preserve">{esc(text)}</w:t></w:r>'
    return f'<w:p>{f"<w:pPr>{ppr}</w:pPr>" if ppr else ""}{run if text else ""}</w:p>'


def docx(body, header=None, footer=None, **parts):
    """`body` is WordprocessingML or a list of paragraphs; `header` and `footer` are texts or XML; parts: numbering, styles, footnotes, endnotes, comments."""
    as_xml = lambda b: b if isinstance(b, str) and b.lstrip().startswith("<") else "".join(wp(t) for t in ([b] if isinstance(b, str) else b))
    types = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments"}
    rels, members, sect, over = "", [], "", ""
    for i, (name, xml) in enumerate(parts.items()):
        rels += f'<Relationship Id="p{i}" Type="{REL}{types[name]}" Target="{name}.xml"/>'
        over += f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"/>'
        members.append((f"word/{name}.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {W} {R}>{xml}</w:{name}>'))
    for kind, tag, content in (("header", "hdr", header), ("footer", "ftr", footer)):
        if content is None:
            continue
        rels += f'<Relationship Id="{kind}" Type="{REL}{kind}" Target="{kind}1.xml"/>'
        over += f'<Override PartName="/word/{kind}1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        members.append((f"word/{kind}1.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {W} {R}>{as_xml(content)}</w:{tag}>'))
        sect += f'<w:{kind}Reference w:type="default" r:id="{kind}"/>'
    doc = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W} {R}><w:body>{as_xml(body)}<w:sectPr>{sect}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    ns = 'xmlns="http://schemas.openxmlformats.org/package/2006/'
    return pack([
        ("[Content_Types].xml", f'<Types {ns}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/>'
         f'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{over}</Types>'),
        ("_rels/.rels", f'<Relationships {ns}relationships"><Relationship Id="d" Type="{REL}officeDocument" Target="word/document.xml"/></Relationships>'),
        ("word/document.xml", doc),
        ("word/_rels/document.xml.rels", f'<Relationships {ns}relationships">{rels}</Relationships>'),
    ] + members)


ODF = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for p, n in (("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("fo", "xsl-fo-compatible")))


def odt(paras, header=None):
    body = "".join(f"<text:p>{esc(t)}</text:p>" for t in paras)
    head = f'<style:header><text:p>{esc(header)}</text:p></style:header>' if header else ""
    mime = "application/vnd.oasis.opendocument.text"
    return pack([
        ("mimetype", mime),
        ("content.xml", f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODF} office:version="1.2"><office:body><office:text>{body}</office:text></office:body></office:document-content>'),
        ("styles.xml", f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles {ODF} office:version="1.2"><office:automatic-styles><style:page-layout style:name="pm"/></office:automatic-styles>'
         f'<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm">{head}</style:master-page></office:master-styles></office:document-styles>'),
        ("META-INF/manifest.xml", '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
         f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
         '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>'),
    ])


def rtf_text(s):
    units = s.encode("utf-16-le")
    out = ""
    for i in range(0, len(units), 2):
        u = units[i] | units[i + 1] << 8
        out += chr(u) if 32 <= u < 127 and chr(u) not in "\\{}" else "\\tab " if u == 9 else f"\\u{u if u < 32768 else u - 65536}?"
    return out


def rtf(paras, header=None):
    head = "{\\header \\pard " + rtf_text(header) + "\\par}" if header else ""
    return ("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times New Roman;}}" + head + "".join("\\pard " + rtf_text(t) + "\\par\n" for t in paras) + "}").encode("ascii")


def page(paras):
    return ("<html><head><meta charset='utf-8'><title>x</title></head><body>" + "".join(f"<p>{esc(t)}</p>" for t in paras) + "</body></html>").encode()


def text(paras):
    return ("\n\n".join(paras) + "\n").encode()


WIDTHS = {" ": "250", ".": "250", ",": "250", "i": "280", "t": "280", "l": "280", "m": "780", "M": "890", "H": "720", "N": "720", "A": "720", "U": "720", "Ủ": "720", "Ộ": "720"}


def pdf(pages, extra_objects=(), catalog="", resources="", trailer=""):
    """`pages`: for each page a list of (x, y from the top, size, text). Letters are codes of fonts that tell their Unicode (250 to a font)."""
    chars = sorted({c for p in pages for (_, _, _, t) in p for c in t})
    fonts = [chars[i:i + 250] for i in range(0, len(chars), 250)] or [[]]
    code = {c: (f, i + 1) for f, part in enumerate(fonts) for i, c in enumerate(part)}
    objs = ["", ""]  # catalog, pages
    names = []
    for f, part in enumerate(fonts):
        lines = "\n".join(f"<{i + 1:02X}> <{c.encode('utf-16-be').hex().upper()}>" for i, c in enumerate(part))
        blocks = "".join(f"{len(b)} beginbfchar\n{chr(10).join(b)}\nendbfchar\n" for b in (lines.split("\n")[k:k + 100] for k in range(0, max(1, len(part)), 100)) if b != [""])
        cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange\n" + blocks + "endcmap end end"
        objs.append(f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream")
        objs.append(f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 0/LastChar 255/Widths[500 {' '.join(WIDTHS.get(c, '500') for c in part + [chr(0)] * (255 - len(part)))}]/ToUnicode {len(objs)} 0 R>>")
        names.append(f"/F{f} {len(objs)} 0 R")
    kids = []
    for p in pages:
        s = "BT\n"
        for x, y, size, t in p:
            s += f"1 0 0 1 {x} {842 - y} Tm\n"
            for c in t:
                f, k = code[c]
                s += f"/F{f} {size} Tf <{k:02X}> Tj\n"
        s += "ET"
        objs.append(f"<</Length {len(s)}>>stream\n{s}\nendstream")
        objs.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objs)} 0 R/Resources<</Font<<{''.join(names)}>>{resources}>>>>")
        kids.append(f"{len(objs)} 0 R")
    first_extra = len(objs) + 1
    objs += [o.replace("@EXTRA@", str(first_extra)) for o in extra_objects]
    objs[0] = f"<</Type/Catalog/Pages 2 0 R{catalog.replace('@EXTRA@', str(first_extra))}>>"
    objs[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    out, at = bytearray(b"%PDF-1.6\n"), []
    for i, o in enumerate(objs):
        at.append(len(out))
        out += f"{i + 1} 0 obj\n{o}\nendobj\n".encode("latin-1")
    xref = len(out)
    out += f"xref\n0 {len(objs) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{a:010d} 00000 n \n".encode() for a in at)
    out += f"trailer<</Size {len(objs) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{xref}\n%%EOF\n".encode()
    return bytes(out)


def pdf_of(paras, header=None):
    """One page: the header at the top, paragraphs below each other (not wrapped: keep them short)."""
    lines = [(250, 40, 12, header)] if header else []
    return pdf([lines + [(72, 90 + 30 * i, 12, t) for i, t in enumerate(paras)]])
