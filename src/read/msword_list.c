/* msword_list.c - automatic numbers of Word 97-2003: lists (LSTF, LVL) and their uses (LFO), brought into the form that docx_num.c counts. */
#include "read/charset.h"
#include "read/msword.h"

enum { FIB_LISTS = 0x2E2, FIB_USES = 0x2EA, LSTF = 28, LVLF = 28, LFO = 16 };

static nv_str format(uint8_t nfc) {
    switch (nfc) {
    case 1: return NV_LIT("upperRoman");
    case 2: return NV_LIT("lowerRoman");
    case 3: return NV_LIT("upperLetter");
    case 4: return NV_LIT("lowerLetter");
    case 22: return NV_LIT("decimalZero");
    case 23: return NV_LIT("bullet");
    case 255: return NV_LIT("none");
    default: return NV_LIT("decimal");
    }
}

/* Reads a level at *at of the table stream and moves behind it. NULL if it is cut off. */
static nv_dx_lvl *level(nv_mw *w, size_t *at) {
    nv_arena *a = w->doc->arena;
    if (*at + LVLF > w->table.n) return NULL;
    const unsigned char *p = w->table.p + *at;
    nv_dx_lvl *l = nv_arena_alloc(a, sizeof *l);
    l->start = (int32_t)nv_u32(w->table, *at);
    l->fmt = format(p[4]);
    l->lgl = (p[5] & 4) != 0;
    l->restart = (p[5] & 8) ? (int8_t)(p[26] < NV_DX_LEVELS ? p[26] : 0) : -1;
    l->suff = p[15] == 1 ? NV_DX_SUFF_SPACE : p[15] == 2 ? NV_DX_SUFF_NOTHING : NV_DX_SUFF_TAB;
    l->r = NV_DX_RPR_NONE;
    size_t text = *at + LVLF + p[24] + p[25];
    uint32_t n = nv_u16(w->table, text);
    if (text + 2 + n * 2u > w->table.n) return NULL;
    nv_buf out = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        uint32_t c = nv_u16(w->table, text + 2 + i * 2u);
        if (c < NV_DX_LEVELS) nv_buf_addc(&out, '%'), nv_buf_addc(&out, (char)('1' + c)); /* some files have a thousand levels */
        else if (p[4] == 23 && c >= 0xF000 && c <= 0xF0FF) nv_buf_addu(&out, nv_dx_symbol(NV_DX_FONT_SYMBOL, c));
        else if (c >= 32) nv_buf_addu(&out, c);
    }
    l->text = nv_arena_str(a, nv_buf_str(&out));
    nv_buf_clear(&out);
    *at = text + 2 + n * 2u;
    return l;
}

static nv_dx_abstract *find(nv_mw *w, int32_t lsid) {
    for (uint32_t i = 0; i < w->lists.abstracts.n; i++)
        if (w->lists.abstracts.v[i].id == lsid) return &w->lists.abstracts.v[i];
    return NULL;
}

static void load_lists(nv_mw *w) {
    nv_bytes lists = nv_mw_part(w, FIB_LISTS);
    uint32_t n = nv_u16(lists, 0);
    if (!lists.p || 2 + (size_t)n * LSTF > lists.n) return;
    size_t first = (size_t)(lists.p - w->table.p) + 2, at = first + (size_t)n * LSTF; /* levels follow all lists */
    for (uint32_t i = 0; i < n; i++) {
        size_t head = first + (size_t)i * LSTF;
        nv_dx_abstract *a = NV_PUSH(w->doc->arena, &w->lists.abstracts);
        a->id = (int32_t)nv_u32(w->table, head);
        bool simple = (w->table.p[head + 26] & 1) != 0;
        for (int k = 0; k < (simple ? 1 : NV_DX_LEVELS); k++)
            if (!(a->lvl[k] = level(w, &at))) return;
    }
}

void nv_mw_load_lists(nv_mw *w) {
    load_lists(w);
    nv_bytes uses = nv_mw_part(w, FIB_USES);
    uint32_t n = nv_u32(uses, 0);
    if (!uses.p || (uint64_t)n * LFO + 4 > uses.n) return;
    size_t first = (size_t)(uses.p - w->table.p) + 4, at = first + (size_t)n * LFO;
    for (uint32_t i = 0; i < n; i++) {
        size_t head = first + (size_t)i * LFO;
        nv_dx_num *num = NV_PUSH(w->doc->arena, &w->lists.nums);
        *num = (nv_dx_num){ .id = (int32_t)i + 1, .abstract_id = (int32_t)nv_u32(w->table, head) };
        num->counts = num->form = find(w, num->abstract_id);
        unsigned changes = w->table.p[head + 12];
        at += 4;
        for (unsigned k = 0; k < changes && at + 8 <= w->table.n; k++) {
            int32_t start = (int32_t)nv_u32(w->table, at);
            uint32_t flags = nv_u32(w->table, at + 4), lvl = flags & 15;
            at += 8;
            nv_dx_lvl *own = NULL;
            if ((flags & 32) && !(own = level(w, &at))) return;
            if (lvl >= NV_DX_LEVELS) continue;
            if (!num->over) num->over = nv_arena_alloc(w->doc->arena, NV_DX_LEVELS * sizeof *num->over);
            num->over[lvl] = (nv_dx_override){ .start = own ? own->start : start, .has_start = (flags & 16) != 0, .lvl = own };
        }
    }
}
