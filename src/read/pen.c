/* pen.c - digits written by pen between printed words: a small net of convolutions over a strip of a head, whose columns say which sign they see, if any.
 * The weights (pen_net.inc) were learnt from strips that pen/strips.py draws; how a strip is brought to one size and one ink is there, too (`even`). */
#include "read/ocr_pen.h"
#include "read/pen_net.inc"
#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 40, EM = 22, SIGNS = 13, MOST = 8, /* signs of a reading */ WIDEST = 400 };
#define BASE 28.5f /* row of the baseline, for type of EM pixels */

static const char signs[] = " 0123456789/?"; /* the first is none; a letter written by pen is “?” */

typedef struct { float *v; uint32_t n, h, w; } planes; /* n planes of h rows of w columns */
typedef struct { const float *bias, *scale; const int8_t *weight; uint32_t in, out, kh, kw, ph, pw, pool_h, pool_w; } layer;

static const layer layers[] = {
    { bias0, scale0, weight0, 1, 12, 3, 3, 1, 1, 2, 2 },   { bias1, scale1, weight1, 12, 24, 3, 3, 1, 1, 2, 1 }, { bias2, scale2, weight2, 24, 32, 3, 3, 1, 1, 2, 1 },
    { bias3, scale3, weight3, 32, 48, 5, 3, 0, 1, 1, 1 }, { bias4, scale4, weight4, 48, 48, 1, 5, 0, 2, 1, 1 }, { bias5, scale5, weight5, 48, SIGNS, 1, 1, 0, 0, 1, 1 },
};
#define SHAPE(k, in, out, kh, kw) _Static_assert(sizeof bias##k / sizeof(float) == (out) && sizeof weight##k == (in) * (out) * (kh) * (kw), "weights of another net")
SHAPE(0, 1, 12, 3, 3); SHAPE(1, 12, 24, 3, 3); SHAPE(2, 24, 32, 3, 3); SHAPE(3, 32, 48, 5, 3); SHAPE(4, 48, 48, 1, 5); SHAPE(5, 48, SIGNS, 1, 1);

static planes planes_new(uint32_t n, uint32_t h, uint32_t w)
{
    planes p = { nv_xmalloc((size_t)n * h * w * sizeof(float)), n, h, w };
    return p;
}

/* ---- the strip -------------------------------------------------------------------------------------------------- */

static float mean_of(const nv_gray *g, float x0, float x1, float y0, float y1)
{
    uint32_t sum = 0, n = 0;
    for (int y = (int)lrintf(y0), ye = (int)lrintf(y1) > y ? (int)lrintf(y1) : y + 1; y < ye; y++)
        for (int x = (int)lrintf(x0), xe = (int)lrintf(x1) > x ? (int)lrintf(x1) : x + 1; x < xe; x++, n++)
            sum += x < 0 || y < 0 || (uint32_t)x >= g->w || (uint32_t)y >= g->h ? 255 : g->pen[(size_t)y * g->w + (size_t)x];
    return (float)sum / (float)n;
}

/* The same ink whatever the scanner: 0 the paper, 1 the darkest ink. */
static void even(planes *p)
{
    uint32_t count[256] = { 0 }, n = p->h * p->w, seen = 0, ink = 256, paper = 256;
    for (uint32_t i = 0; i < n; i++) count[(uint8_t)p->v[i]]++;
    for (uint32_t k = 0; k < 256; k++) {
        seen += count[k];
        if (ink == 256 && seen > n / 100) ink = k;
        if (paper == 256 && seen > n * 7 / 10) paper = k;
    }
    float span = paper - ink > 40 ? (float)(paper - ink) : 40;
    for (uint32_t i = 0; i < n; i++) {
        float k = ((float)paper - floorf(p->v[i])) / span;
        p->v[i] = k < 0 ? 0 : k > 1 ? 1 : k;
    }
}

/* The strip with type of `em` pixels, slanted. */
static planes strip(const nv_gray *g, const nv_pen_strip *s, float em, float slant)
{
    float k = s->size / em;
    uint32_t w = (uint32_t)((s->x1 - s->x0) / k);
    planes p = planes_new(1, ROWS, w + (w & 1));
    for (uint32_t x = 0; x < p.w; x++) {
        float at = s->x0 + (float)x * k, base = s->base0 + (s->base1 - s->base0) * (at - s->x0) / (s->x1 - s->x0);
        for (uint32_t y = 0; y < ROWS; y++) {
            float up = BASE * em / EM - (float)y, left = at + slant * (up - em / 3) * k;
            p.v[y * p.w + x] = x < w ? mean_of(g, left, left + k, base - up * k, base - (up - 1) * k) : 255;
        }
    }
    even(&p);
    return p;
}

/* ---- the net ---------------------------------------------------------------------------------------------------- */

/* out += weight × the plane shifted by (dy, dx); what lies outside the plane is 0. */
static void add_shifted(float *out, uint32_t h, uint32_t w, const float *in, uint32_t in_h, int dy, int dx, float weight)
{
    uint32_t x0 = dx < 0 ? (uint32_t)-dx : 0, x1 = dx > 0 ? w - (uint32_t)dx : w;
    for (uint32_t y = 0; y < h; y++) {
        int from = (int)y + dy;
        if (from < 0 || from >= (int)in_h) continue;
        const float *a = in + (size_t)from * w + (size_t)((int)x0 + dx);
        float *o = out + (size_t)y * w + x0;
        for (uint32_t x = 0; x < x1 - x0; x++) o[x] += weight * a[x];
    }
}

static planes pool(planes p, uint32_t ph, uint32_t pw)
{
    planes out = planes_new(p.n, p.h / ph, p.w / pw);
    for (uint32_t c = 0; c < out.n; c++)
        for (uint32_t y = 0; y < out.h; y++)
            for (uint32_t x = 0; x < out.w; x++) {
                float most = 0; /* what comes in is not negative */
                for (uint32_t k = 0; k < ph * pw; k++) most = fmaxf(most, p.v[(c * p.h + y * ph + k / pw) * p.w + x * pw + k % pw]);
                out.v[(c * out.h + y) * out.w + x] = most;
            }
    free(p.v);
    return out;
}

static planes through(const layer *l, planes in, bool last)
{
    planes out = planes_new(l->out, in.h + 2 * l->ph - l->kh + 1, in.w);
    for (uint32_t o = 0; o < l->out; o++) {
        float *plane = out.v + (size_t)o * out.h * out.w;
        for (uint32_t i = 0; i < out.h * out.w; i++) plane[i] = l->bias[o];
        for (uint32_t i = 0; i < l->in; i++)
            for (uint32_t k = 0; k < l->kh * l->kw; k++)
                add_shifted(plane, out.h, out.w, in.v + (size_t)i * in.h * in.w, in.h, (int)(k / l->kw) - (int)l->ph, (int)(k % l->kw) - (int)l->pw,
                    l->scale[o] * (float)l->weight[(o * l->in + i) * l->kh * l->kw + k]);
        for (uint32_t i = 0; !last && i < out.h * out.w; i++) plane[i] = fmaxf(plane[i], 0);
    }
    free(in.v);
    return l->pool_h * l->pool_w > 1 ? pool(out, l->pool_h, l->pool_w) : out;
}

/* ---- from columns to signs -------------------------------------------------------------------------------------- */

/* Makes probabilities of what the net says of each column. */
static void soften(planes *p)
{
    for (uint32_t x = 0; x < p->w; x++) {
        float most = -1e30f, sum = 0;
        for (uint32_t c = 0; c < SIGNS; c++) most = fmaxf(most, p->v[c * p->w + x]);
        for (uint32_t c = 0; c < SIGNS; c++) sum += p->v[c * p->w + x] = expf(p->v[c * p->w + x] - most);
        for (uint32_t c = 0; c < SIGNS; c++) p->v[c * p->w + x] /= sum;
    }
}

/* The signs of the likeliest columns; false: there are too many. */
static bool signs_of(const planes *p, uint8_t out[MOST], uint32_t *n)
{
    uint32_t before = 0;
    *n = 0;
    for (uint32_t x = 0; x < p->w; x++) {
        uint32_t best = 0;
        for (uint32_t c = 1; c < SIGNS; c++)
            if (p->v[c * p->w + x] > p->v[best * p->w + x]) best = c;
        if (best && best != before) {
            if (*n == MOST) return false;
            out[(*n)++] = (uint8_t)best;
        }
        before = best;
    }
    return true;
}

/* How likely these signs and no others stand in the strip: the sum over all ways to spread them over the columns. */
static float likely(const planes *p, const uint8_t *s, uint32_t n)
{
    double a[2 * MOST + 1] = { 1 };
    for (uint32_t x = 0; x < p->w; x++)
        for (uint32_t k = 2 * n + 1; k-- > 0;) {
            uint32_t c = k & 1 ? s[k / 2] : 0;
            double sum = a[k] + (x && k > 0 ? a[k - 1] : 0) + (x && k > 1 && c && c != s[k / 2 - 1] ? a[k - 2] : 0);
            if (!x) sum = k < 2;
            a[k] = sum * (double)p->v[c * p->w + x];
        }
    return (float)(a[2 * n] + (n ? a[2 * n - 1] : 0));
}

/* ---- a reading -------------------------------------------------------------------------------------------------- */

/* The digits among the signs, if they can be what is looked for. */
static bool fits(nv_pen_what what, const uint8_t *s, uint32_t n, nv_pen_reading *out)
{
    uint32_t v = 0;
    if (what == NV_PEN_NUMBER && (!n || signs[s[--n]] != '/')) return false;
    if (n == 0 || n > (what == NV_PEN_NUMBER ? 6 : 2)) return false;
    for (uint32_t i = 0; i < n; i++) {
        char c = signs[s[i]];
        if (c < '0' || c > '9') return false;
        out->digits[i] = c;
        v = v * 10 + (uint32_t)(c - '0');
    }
    out->digits[out->n = n] = 0;
    return v >= 1 && v <= (what == NV_PEN_DAY ? 31 : what == NV_PEN_MONTH ? 12 : 999999);
}

/* What is looked at: the strip in several sizes and slants. Letters that can be read are the same in all of them. */
static const struct { float em, slant; } looks[] = { { 22, 0 }, { 21, 0.14f }, { 21, -0.14f }, { 23, 0.14f }, { 23, -0.14f } };
enum { LOOKS = NV_NELEM(looks) };

nv_pen_reading nv_pen_read(const nv_gray *g, const nv_pen_strip *s)
{
    nv_pen_reading best = { .n = 0 }, r;
    if (!(s->size >= 8 && s->x1 - s->x0 >= s->size / 2 && (s->x1 - s->x0) / s->size * 25 < WIDEST)) return best;
    planes p[LOOKS];
    uint8_t found[LOOKS][MOST];
    uint32_t n[LOOKS];
    float most = 0;
    for (uint32_t i = 0; i < LOOKS; i++) {
        p[i] = strip(g, s, looks[i].em, looks[i].slant);
        for (size_t k = 0; k < NV_NELEM(layers); k++) p[i] = through(&layers[k], p[i], k + 1 == NV_NELEM(layers));
        soften(&p[i]);
        if (!signs_of(&p[i], found[i], &n[i])) n[i] = 0;
    }
    for (uint32_t i = 0; i < LOOKS; i++) {
        float sum = 0;
        for (uint32_t k = 0; k < LOOKS && n[i]; k++) sum += likely(&p[k], found[i], n[i]) / LOOKS;
        if (sum <= most) continue;
        most = sum;
        if (fits(s->what, found[i], n[i], &r)) best = (r.conf = sum, r);
        else best.n = 0;
    }
    for (uint32_t i = 0; i < LOOKS; i++) free(p[i].v);
    return best;
}
