"""Strips of letter heads with digits between printed words, drawn by this program alone: strokes of digits as they are written in Vietnam, bent, jotted
and worn at random, between printed words. No picture and no text of any document goes into it; the printed words are set in Liberation Serif."""
import math
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

EM = 22            # pixels of the type's size in a strip as the reader sees it (pen.c: EM)
ROWS = 40          # its height
BASE = 28.5        # its baseline
FINE = 3           # strips are drawn so many times larger
FONTS = "/usr/share/fonts/truetype/liberation/Liberation"

# Digits as strokes through points in a box of 1 × 1, y downwards; a point given twice is a corner.
def _one(r):
    fx, fy = r.uniform(0.0, 0.45), r.uniform(0.12, 0.8)
    top = r.uniform(0.5, 0.75)
    s = [[(fx, fy), ((fx + top) / 2 + r.uniform(-.05, .08), fy / 2), (top, 0), (top, 0), (top - r.uniform(-.05, .2), 1)]]
    k = r.random()
    if k < 0.22: s = [[(.5, 0), (.5 + r.uniform(-.1, .1), .5), (.5, 1)]]
    elif k < 0.32: s.append([(.2, 1), (.9, 1 + r.uniform(-.04, .04))])
    elif k < 0.4: s[0] += [(top, 1.02), (top + .15, .93)]
    return s

def _two(r):
    k = r.random()
    if k < .4: return [[(.12, .27), (.32, .03), (.72, .05), (.84, .3), (.5, .66), (.08, .97), (.08, .97), (.92, .96)]]
    if k < .8:
        l = r.uniform(.08, .25)
        return [[(.12, .27), (.35, .02), (.75, .08), (.8, .35), (.45, .75), (.15, .98), (.02, .98 - l / 2), (.15, .98 - l), (.5, .92), (1 + r.uniform(-.1, .3), .93 + r.uniform(-.05, .1))]]
    return [[(.3, .45), (.15, .3), (.35, .03), (.75, .05), (.85, .35), (.5, .72), (.12, .98), (.0, .85), (.2, .75), (.55, .95), (1.1, .9)]]

def _three(r):
    k = r.random()
    if k < .45: return [[(.1, .17), (.45, .0), (.82, .18), (.6, .42), (.33, .47), (.33, .47), (.72, .52), (.9, .75), (.5, 1), (.05, .85)]]
    if k < .7: return [[(.08, .04), (.85, .03), (.85, .03), (.4, .42), (.4, .42), (.8, .5), (.9, .75), (.5, 1), (.03, .88)]]
    return [[(.08, .17), (.5, 0), (.84, .2), (.5, .49), (.34, .44), (.48, .39), (.9, .66), (.72, .96), (.3, 1), (.0, .85)]]

def _four(r):
    k, y, x = r.random(), r.uniform(.5, .75), r.uniform(.55, .75)
    if k < .3: return [[(.4, 0), (.05, y), (.05, y), (.98, y - r.uniform(0, .06))], [(x, r.uniform(.1, .4)), (x - .05, 1)]]
    if k < .55: return [[(x, 1), (x, 0), (x, 0), (.05, y), (.05, y), (.98, y)]]
    if k < .7: return [[(x, 0), (.03, y + .05), (.08, y + .1), (1, y)], [(x, 0), (x, 1)]]
    if k < .85: return [[(.0, 1 - r.uniform(0, .15)), (x - .05, 0), (x - .05, 0), (x, 1.02)], [(.08, y), (1 + r.uniform(-.1, .1), y)]]
    return [[(.15, .05), (.08, .45), (.25, .6), (.6, .5), (x, .42)], [(x + .03, .0), (x - .04, 1)]]

def _five(r):
    body = [(.25, .03), (.18, .45), (.18, .45), (.5, .37), (.88, .6), (.72, .92), (.3, 1), (.02, .88)]
    k = r.random()
    if k < .55: return [body, [(.25 + r.uniform(-.08, .2), .03 + r.uniform(-.05, .08)), (1 + r.uniform(-.2, .2), r.uniform(-.12, .08))]]
    if k < .85: return [[(1 + r.uniform(-.2, .1), .02), (.28, .04)] + body]
    return [[(.92, .05), (.35, .07), (.2, .4), (.6, .48), (.88, .7), (.6, .97), (.05, .92)]]

def _six(r):
    k = r.random()
    if k < .5: return [[(.78, .03), (.35, .3), (.1, .7), (.3, .98), (.7, .95), (.86, .7), (.55, .52), (.2, .68)]]
    if k < .8: return [[(.6, 0), (.22, .5), (.08, .8), (.35, 1), (.78, .85), (.62, .58), (.2, .7)]]
    return [[(.75, .15), (.6, .0), (.3, .25), (.1, .7), (.35, 1), (.8, .85), (.7, .6), (.4, .55), (.1, .75)]]

def _seven(r):
    e = r.uniform(.3, .55)
    k = r.random()
    if k < .35: s = [[(.06, .07), (.9, .05), (.9, .05), (e, 1)]]
    elif k < .6: s = [[(.08, .25), (.12, .05), (.12, .05), (.9, .06), (.9, .06), (e, 1)]]
    elif k < .85: s = [[(.03, .18), (.25, .03), (.55, .1), (.92, .04), (.92, .04), (.6, .5), (e, 1)]]
    else: s = [[(.05, .2), (.2, .04), (.85, .04), (.92, .1), (.6, .5), (e, 1)]]
    if r.random() < .6:
        y = r.uniform(.4, .62)
        s.append([(r.uniform(.1, .35), y + .03), (r.uniform(.75, 1.05), y - r.uniform(0, .08))])
    return s

def _eight(r):
    k = r.random()
    if k < .45: return [[(.78, .15), (.45, .02), (.15, .2), (.45, .45), (.86, .72), (.55, 1), (.1, .82), (.4, .5), (.82, .22), (.7, .06)]]
    if k < .65: return [[(.5, 0), (.2, .2), (.5, .45), (.8, .2), (.5, 0)], [(.5, .45), (.08, .75), (.5, 1), (.92, .75), (.5, .45)]]
    return [[(.9, .05 + r.uniform(-.05, .1)), (.5, .03), (.18, .2), (.5, .47), (.85, .74), (.5, 1), (.1, .8), (.45, .5), (1 + r.uniform(-.1, .1), r.uniform(-.1, .1))]]

def _nine(r):
    k, t = r.random(), r.uniform(.55, .9)
    loop = [(.82, .14), (.45, .0), (.1, .27), (.38, .52), (.8, .25), (.86, .08)]
    if k < .35: return [loop + [(.86, .08), (.82, .5), (t, 1)]]
    if k < .8: return [loop + [(.88, .5), (.66, .93), (.3, 1), (.02, .88)]]
    return [[(.8, .2), (.5, .02), (.12, .25), (.4, .5), (.8, .3)], [(.86, .02), (.84, .55), (t, 1)]]

def _nought(r):
    s = [(.55 + r.uniform(-.15, .2), .02), (.2, .2), (.05, .55), (.25, .95), (.6, .98), (.94, .6), (.85, .2)]
    k = r.random()
    if k < .5: return [s + [(s[0][0] - .02, .02)]]
    if k < .8: return [s + [(.5, .0), (.2, .12)]]
    return [s + [(.7, .1 + r.uniform(0, .1))]]

def _letter(r):
    return r.choice([
        [[(.2, 0), (.2, 1)], [(.1, .03), (.7, .05), (.75, .35), (.25, .48), (.25, .48), (.85, .6), (.75, .95), (.1, 1)]],
        [[(.85, .5), (.5, .38), (.12, .65), (.35, 1), (.8, .7), (.85, .4), (.85, .4), (.82, .9), (1, .98)]],
        [[(.3, 0), (.2, .6), (.22, 1), (.22, .7), (.6, .5), (.85, .75), (.5, 1), (.22, .9)]],
        [[(.85, .55), (.5, .4), (.12, .7), (.4, 1), (.9, .9)]]])

DIGITS = [_nought, _one, _two, _three, _four, _five, _six, _seven, _eight, _nine]

def _curve(points, steps=7):
    """Catmull-Rom through the points."""
    p = np.array([points[0]] + list(points) + [points[-1]], float)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    out = []
    for i in range(len(p) - 3):
        a, b, c, d = p[i], p[i + 1], p[i + 2], p[i + 3]
        if (b == c).all(): continue
        out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3))
    out.append(p[-2:-1])
    return np.concatenate(out)

def _jot(draw, strokes, r, x, y, w, h, slant, turn, pen, dark):
    """Draws strokes into the box at (x, y), fine pixels, y the foot; returns the right edge."""
    c, s, right = math.cos(turn), math.sin(turn), x
    jig = r.choice([.025, .04, .055])
    for stroke in strokes:
        pts, last = [], None
        for q in stroke:
            if last is not None and q == last: pts.append(pts[-1]); continue
            pts.append((q[0] + r.gauss(0, jig), q[1] + r.gauss(0, jig)))
            last = q
        k = _curve(pts)
        px = (k[:, 0] - .5) * w
        py = (k[:, 1] - 1) * h
        px = px - slant * py
        k = np.stack([x + w / 2 + c * px - s * py, y + s * px + c * py], 1)
        press = 1 + .25 * np.sin(np.linspace(r.uniform(0, 6), r.uniform(0, 9), len(k)))
        for i in range(len(k) - 1):
            q = max(1, pen * press[i])
            draw.line([tuple(k[i]), tuple(k[i + 1])], fill=dark, width=int(round(q)))
            draw.ellipse([k[i][0] - q / 2, k[i][1] - q / 2, k[i][0] + q / 2, k[i][1] + q / 2], fill=dark)
        right = max(right, k[:, 0].max())
    return right

_fonts = {}
def _font(style, size):
    if (style, size) not in _fonts: _fonts[style, size] = ImageFont.truetype(FONTS + style + ".ttf", size)
    return _fonts[style, size]

def _print(draw, x, y, text, font, fill, heavy=0):
    """Prints text, whose foot is at y; the font has no ố: an ô with a stroke over it."""
    at = text.find("ố")
    draw.text((x, y), text.replace("ố", "ô"), font=font, fill=fill, anchor="ls", stroke_width=heavy)
    if at >= 0:
        q = font.size
        u = x + draw.textlength(text[:at] + "ô", font=font) - q * .08
        draw.line([(u - q * .1, y - q * .72), (u + q * .04, y - q * .88)], fill=fill, width=max(1, int(q * .06)) + heavy)
    return x + draw.textlength(text.replace("ố", "ô"), font=font)

def _number(r):
    n = r.choices([1, 2, 3, 4, 5], [8, 22, 27, 35, 8])[0]
    s = "".join(r.choice("0123456789") for _ in range(n))
    if n == 1 and r.random() < .7: s = "0" + s
    elif n > 2 and s[0] == "0": s = r.choice("123456789") + s[1:]
    return s

def _day(r, most):
    k = r.randint(1, most)
    if r.random() < .12: return "%d" % r.randint(0, 99)
    return "%02d" % k if r.random() < .5 else "%d" % k

def strip(r):
    """A strip as grey bytes (rows × columns, ROWS high) and what is written in it: digits, '/' behind a number, '?' for a letter."""
    what = r.choices("ndm", [6, 4, 3])[0]
    em = EM * FINE * r.gauss(1, .07)
    style = {"n": r.choices(["Serif-Regular", "Serif-Italic", "Serif-Bold"], [8, 1, 1])[0]}.get(what, r.choices(["Serif-Italic", "Serif-Regular", "Serif-BoldItalic"], [8, 3, 1])[0])
    size = int(em / 3) * 3
    font = _font(style, size)
    left = r.choice(["Số:", "Số:", "Số :", "Số", "số:", "Số.", "ố:"]) if what == "n" else r.choice(["y", "y", "ngày"]) if what == "d" else r.choice(["g", "g", "tháng"])
    right = "/" + r.choice(["QĐ", "KH", "SYT", "UBND", "TB", "BC", "CT", "TTr", "NQ", "GM", "CV", "Đ", "HD", "VP", "BTC", "PL", "ĐL", "MT"]) if what == "n" else "thán" if what == "d" else "năm"
    if what == "n" and r.random() < .06: right = "-" + right[1:]
    text = _number(r) if what == "n" else _day(r, 31 if what == "d" else 12)
    mode = r.choices(["hand", "print", "none"], [80, 15, 5])[0]
    if what == "n" and mode == "hand" and r.random() < .05: text += "?"
    wide = int(em * 14)
    tall = ROWS * FINE
    im = Image.new("L", (wide, tall), 0)
    d = ImageDraw.Draw(im)
    base = BASE * FINE + r.gauss(0, .04) * em
    black = int(255 * r.choices([1, r.uniform(.6, 1)], [3, 2])[0])
    heavy = r.choice([0, 0, 1, 2]) if "Bold" not in style else 0 # ink runs
    x = r.uniform(-.2, .15) * em - (max(0, d.textlength(left, font=font) - em * r.uniform(.3, 1)) if len(left) > 3 else 0)
    x = _print(d, x, base, left, font, black, heavy)
    slope = r.gauss(0, .03)
    if mode == "hand":
        x += em * (r.uniform(-.1, .25) if r.random() < .7 else r.uniform(.2, 1.2))
        h = em * min(1.3, max(.55, r.gauss(.85, .14)))
        aspect, gap, slant = r.uniform(.42, .75), r.uniform(-.06, .22), r.gauss(.15, .15)
        pen, foot, ink = em * r.uniform(.045, .12), base + em * r.gauss(.03, .09), int(255 * r.choices([1, r.uniform(.45, 1)], [3, 2])[0])
        x -= slant * h * .3
        for c in text:
            f = _letter if c == "?" else DIGITS[int(c)]
            hh = h * r.gauss(1, .08)
            ww = hh * aspect * (r.gauss(1, .12)) * (.62 if c == "1" else 1)
            e = _jot(d, f(r), r, x, foot + r.gauss(0, .03) * em + slope * x * .3, ww, hh, slant + r.gauss(0, .06), r.gauss(0, .07), pen, ink)
            x = max(x + ww * .82, min(e, x + ww * 1.25) - (slant * hh * .35 if r.random() < .8 else 0)) + gap * h * r.uniform(.5, 1.5)
        x = x + em * (r.uniform(-.12, .3) if r.random() < .7 else r.uniform(.2, 1.2)) + slant * h * .3
    elif mode == "print":
        x += em * r.uniform(0, .6)
        d.text((x, base), text, font=font, fill=black, anchor="ls", stroke_width=heavy)
        x += d.textlength(text, font=font) + em * r.uniform(0, .5)
    else:
        text = ""
        x += em * r.uniform(.5, 3)
        if r.random() < .5: d.text((x - em * r.uniform(.5, 2), base), "." * r.randint(2, 7), font=font, fill=black, anchor="ls")
    d.text((x, base), right, font=font, fill=black, anchor="ls", stroke_width=heavy)
    slash = d.textlength(right[0], font=font)
    end = x + slash + em * r.uniform(.1, .7)
    if r.random() < .12: # dots to write on
        y, q, k = base + r.uniform(-.02, .1) * em, em * r.uniform(.03, .06), em * r.uniform(.15, .3)
        for i in range(int(x / k)): d.ellipse([i * k - q, y - q, i * k + q, y + q], fill=black)
    if r.random() < .12: d.text((r.uniform(-4, 0) * em, base + em * r.uniform(1.05, 1.3)), "V/v tri khai th hi k hoach báo cáo", font=font, fill=black, anchor="ls")
    if r.random() < .1: d.text((r.uniform(-4, 0) * em, base - em * r.uniform(1.1, 1.4)), "SO Y TÊ SO TÀI CHÍNH UY BAN", font=font, fill=black, anchor="ls")
    if r.random() < .06:
        y = base - em * r.uniform(1.0, 1.3)
        d.line([(0, y), (wide, y)], fill=black, width=int(em * .05))
    if r.random() < .15: # specks
        for _ in range(r.randint(1, 12)):
            u, v, q = r.uniform(0, end), r.uniform(0, tall), em * r.uniform(.01, .05)
            d.ellipse([u - q, v - q, u + q, v + q], fill=black)
    end = int(max(end, em))
    return _worn(im.crop((0, 0, min(end, wide), tall)), r, em), text + ("/" if what == "n" and right[0] == "/" else "")

def _smooth(r, shape, cell):
    """Random field that changes over `cell` pixels."""
    rows, cols = shape[0] // cell + 3, shape[1] // cell + 3
    f = Image.fromarray(np.random.default_rng(r.getrandbits(32)).normal(0, 1, (rows, cols)).astype(np.float32))
    return np.asarray(f.resize((cols * cell, rows * cell), Image.BICUBIC))[:shape[0], :shape[1]]

def _worn(im, r, em):
    a = np.asarray(im, np.float32) / 255
    turn = math.tan(math.radians(r.gauss(0, .5)))
    y, x = np.mgrid[0:a.shape[0], 0:a.shape[1]]
    k = em * r.choice([0, .015, .03])
    dy, dx = turn * (x - a.shape[1] / 2), np.zeros_like(a)
    if k: dy, dx = dy + k * _smooth(r, a.shape, int(em * .6)), dx + k * _smooth(r, a.shape, int(em * .6))
    a = a[np.clip(np.rint(y + dy), 0, a.shape[0] - 1).astype(int), np.clip(np.rint(x + dx), 0, a.shape[1] - 1).astype(int)]
    if r.random() < .45: # a scan in black and white: a threshold makes strokes thicker, thinner and ragged
        from PIL import ImageFilter
        q = Image.fromarray((a * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(FINE * r.uniform(.12, .55)))
        b = np.asarray(q, np.float32) / 255
        b = b + r.uniform(0, .12) * _smooth(r, a.shape, 3)
        a = (b > r.uniform(.25, .55)).astype(np.float32)
    im = Image.fromarray((a * 255).astype(np.uint8))
    from PIL import ImageFilter
    if r.random() < .5: im = im.filter(ImageFilter.GaussianBlur(FINE * r.uniform(.1, .7)))
    im = im.resize((max(8, int(im.width / FINE * min(1.2, max(.8, r.gauss(1, .06))))), ROWS), Image.BOX)
    a = np.asarray(im, np.float32) / 255
    paper, ink = r.uniform(.85, 1), r.uniform(0, .3)
    a = paper - a * (paper - ink) + r.choice([0, .01, .03]) * np.random.default_rng(r.getrandbits(32)).normal(0, 1, a.shape)
    return np.clip(a * 255, 0, 255).astype(np.uint8)

def even(g):
    """The same ink whatever the scanner: 0 the paper, 1 the darkest ink (pen.c does the same)."""
    v = np.sort(g.ravel())
    paper, ink = float(v[len(v) * 7 // 10]), float(v[len(v) // 100])
    return np.clip((paper - g.astype(np.float32)) / max(paper - ink, 40.0), 0, 1)

if __name__ == "__main__": # strips.py FOLDER SEED N: some of them as pictures, named by what is written in them
    import sys
    chance = random.Random(int(sys.argv[2]))
    for i in range(int(sys.argv[3])):
        a, text = strip(chance)
        with open("%s/%02d-%s.pgm" % (sys.argv[1], i, text.rstrip("/")), "wb") as f:
            f.write(b"P5\n%d %d\n255\n" % (a.shape[1], a.shape[0]) + a.tobytes())
