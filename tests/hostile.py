"""Words of documents that try to be something else: a formula, a tag, an escape sequence, a link, another line, another cell. Deterministic; all end up as words."""
import re

FORMULAS = ["=1+1", "=HYPERLINK(\"http://a.example\",\"x\")", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "  \t=1+1", "=\"a\"&\"b\"",
            "=DDE(\"cmd\";\"/C calc\";\"x\")", "{=1+1}", "＝1+1", "＋1", "－1", "＠SUM(1)", "=WEBSERVICE(\"http://a.example\")", "'=1+1", "\"=1+1", "=1+1;=2+2", "%0A=1+1", "-- gạch đầu dòng",
            "- Phối hợp với các Bộ", "+ Chủ trì", "@bo-tai-chinh", "1e5", "0012", "1/2", "TRUE", "31/12/2012", "12:30", "#REF!", "_x0041_", "_x000D_", "_x005F_x0041_", "\u00a0=1+1"]
MARKUP = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></tr></table><h1>x</h1>", "]]>", "<![CDATA[x]]>", "<!-- x -->", "-->", "<?php x ?>", "&lt;b&gt;", "&amp;", "&#60;b&#62;",
          "&nbsp;", "&undefined;", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;", "\" onmouseover=\"alert(1)", "' onmouseover='alert(1)", "javascript:alert(1)", "</title>", "</style><b>",
          "<svg/onload=alert(1)>", "<w:p/>", "</w:t></w:r><w:r><w:t>x", "<a href=\"http://a.example\">x</a>", "http://a.example/?a=1&b=2", "https://a.example", "www.a.example", "mailto:a@a.example",
          "a@a.example", "ftp://a.example", "file:///etc/passwd", "<http://a.example>", "<br>", "<br/>", "{{7*7}}", "${7*7}", "<%= 7*7 %>", "\\u003cb\\u003e", "%3Cb%3E", "<\u0000b>".replace("\u0000", "\u0001")]
MARKDOWN = ["| a | b |", "a|b", "\\|", "\\\\|", "*x*", "**x**", "_x_", "__x__", "`x`", "``x``", "~~x~~", "[x](http://a.example)", "![x](http://a.example/x.png)", "[x]: http://a.example", "# x", "## x",
            "> x", "* x", "1. x", "1) x", "---", "***", "===", "```\nx\n```", "    x", "\tx", "[^1]", "[ ] x", "[x] x", "$x$", "$$x$$", ":smile:", "#123", "@user", "<details>", "\\", "\\\\", "a\\", "*", "_",
            "&copy;", "\\<b>", "|---|---|", "x |"]
ESCAPES = ["\x1b[31mđỏ\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;http://a.example\x1b\\x\x1b]8;;\x1b\\", "\x1b[2J\x1b[H", "\x9b31m", "\x90x\x9c", "\x07", "\x08\x08\x08x", "a\x0bb", "a\x0cb", "a\x7fb", "\x1a", "\x04",
           "\x01\x02\x03\x05\x06\x0e\x0f\x10", "a\x85b", "\x1bc", "\x1b(0", "\x1b%G"]
BIDI = ["\u202egnp.exe", "a\u202eb\u202cc", "\u2066x\u2069", "\u2067x\u2069", "\u2068x\u2069", "\u202ax\u202c", "\u202bx\u202c", "\u202dx\u202c", "\u200ex", "\u200fx", "\u061cx", "\ufeffx", "a\u200bb", "a\u2060b",
        "\u206ax", "\ufff9a\ufffab\ufffb", "\U000e0041\U000e007f", "a\u180eb", "\ufffex", "\uffffx", "a\u2028b", "a\u2029b", "a\u00adb"]
LINES = ["a\nb", "a\r\nb", "a\rb", "a\n\nb", "\na", "a\n", "a\tb", "a  b", " a", "a ", "\"", "\"\"", "a\"b", "\",\"", "a,b", "a;b", "'", "''", "\\n", "\\t", "a\n=1+1", "a\r\n=1+1", "\",\n=1+1", "BEGIN:VEVENT",
         "a\nBEGIN:VEVENT\nEND:VEVENT", "x\r\nATTACH:http://a.example", "END:VCALENDAR", "a\\nb", "a\\,b", "a\\;b"]
LETTERS = ["😀", "👩‍👩‍👧‍👦", "🇻🇳", "e\u0301", "Z\u0351\u0363\u0301algo", "\U0001f4a9" * 50, "\U00020000", "Ủy ban nhân dân", "ỦY BAN", "đ" * 1000, "a" * 5000, "từ " * 3000, "\u1ebf\u0323", "ﷺ", "نص عربي",
           "עברית", "漢字", "\ufffd", "%s%n%x", "%1 %2", "../../etc/passwd", "C:\\Windows", "$(rm -rf x)", "`rm -rf x`", "; rm -rf x", "' OR 1=1 --", "\"; DROP TABLE x; --", "null", "undefined", "NaN", "0", "-0", "",
           "x" * 40000, "=" * 33000]
ALL = FORMULAS + MARKUP + MARKDOWN + ESCAPES + BIDI + LINES + LETTERS
assert len(ALL) >= 200 and len(set(ALL)) == len(ALL), len(ALL)

UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]")


def clean(s):
    """What people see of a text: signs that steer, hide or turn spelled out."""
    s = re.sub("\r\n|[\r\u2028\u2029]", "\n", s)
    return UNSAFE.sub(lambda m: chr(0x2400 + ord(m[0])) if m[0] < " " else "\u2421" if m[0] == "\x7f" else "[U+%04X]" % ord(m[0]), s)


def document(base):
    """A record (of `extract`, changed in place) in which every string stands as a unit's text, a heading, a body, a cited document, a cell, a task."""
    text, units, mentions, citations, duties = "", [], [], [], []
    place = lambda i, start, s: {"eid": f"cl_{i + 1}", "start": start, "end": start + len(s), "page": i + 1}
    for i, s in enumerate(ALL):
        start, label = len(text), f"{i + 1}. "
        text += label + s + "\n"
        units.append(dict(place(i, start, label + s), kind="clause", label=str(i + 1), heading=None, text=s))
        at = place(i, start + len(label), s)
        if i % 2:
            mentions.append(dict(at, text=s, id=None, name=s or "x", rule="x", confidence=0.9, **{"class": False}))
        else:
            citations.append(dict(at, text=s, target={"type": None, "number": None, "name": s or "x", "date": None, "issuer": None}, resolved=None, locator=None, relation="refers", rule="x", confidence=0.9))
        duties.append(dict(at, modality="must", action=s or "x", due=[], condition=s or None, product=s or None, routine=False, row=None, rule="x", confidence=0.9,
                           parties=[{"id": None, "name": s or "x", "role": "lead", "how": s or "x", "class": i % 3 == 0}]))
    for i, s in enumerate(ALL):
        start = len(text)
        text += s + "\nx\n"
        units.append({"eid": f"art_{i + 1}", "kind": "article", "label": None, "heading": s, "text": "x", "start": start, "end": start + len(s) + 2, "page": None})
    start = len(text)
    rows = [[{"text": s, "row": i, "col": 0, "rowspan": 1, "colspan": 1}] for i, s in enumerate(ALL)]
    text += "bảng\n"
    units.append({"eid": "app_1", "kind": "appendix", "label": None, "heading": None, "text": "", "start": start, "end": len(text), "page": None})
    base.update(text=text, units=units, citations=citations, agencies=mentions, deadlines=[], obligations=duties, amendments=[], effects=[], diagnostics=[],
                tables=[{"eid": "app_1", "page": None, "start": start, "end": len(text), "header_rows": 1, "rows": rows}])
    base["source"].update(name="=1+1<b>\u202e|.txt", sha256="ab" * 32, format="pdf", pages=len(ALL), quality=[])
    base["document"].update(number="=1+1<i>|]]>", title="</title><script>x</script>\x1b[31m", issuers=["@x|*y*\"'"], issuer_ids=[None])
    return base
