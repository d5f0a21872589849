/* legacy.h - text of the old Vietnamese encodings (TCVN3, VNI-Windows, VISCII, VPS, windows-1258, UTF-8 read as windows-1252) to Unicode.
 *
 * Readers hand such text on as windows-1252 sees its bytes: “C¨n cø LuËt”, “Coäng hoøa”. Two things tell what it really is: the font (nv_line.fonts),
 * which proves nothing by itself, and the text: a word is right if it is a Vietnamese syllable. The words of the document are one sequence, each is
 * read as it stands or in one of the encodings, and the cheapest reading wins, where changing the encoding has a price: so a header of one word
 * follows its neighbours, a document may mix encodings inside one line, and clean Unicode text is never touched (a letter that only Unicode has
 * cannot be read otherwise).
 *
 *   legacy_load.c  the tables grammars/legacy_*.tsv        legacy_word.c  decoding a word, and whether it is Vietnamese
 *   legacy.c       the choice for each word                legacy_write.c the lines written anew; capitals
 */
#ifndef NV_NORMALIZE_LEGACY_H
#define NV_NORMALIZE_LEGACY_H
#include "grammar/grammar.h"
#include "model/model.h"

typedef enum { NV_LG_ASIS, NV_LG_TCVN3, NV_LG_VNI, NV_LG_VISCII, NV_LG_VPS, NV_LG_CP1258, NV_LG_UTF8, NV_LG_COUNT } nv_lg;

typedef struct nv_legacy nv_legacy;

/* Loads the tables; NULL and lines in *errors if one is wrong. Read-only afterwards, shared by all documents. */
nv_legacy *nv_legacy_new(const nv_grammar *g, nv_buf *errors);
void nv_legacy_free(nv_legacy *l);
/* Rewrites the text of the lines that are in an old encoding, their segments, labels and font runs with them; a diagnostic tells which encodings.
 * Nothing is allocated and nothing changes if the document has none. Returns the number of words decoded. */
uint32_t nv_legacy_repair(const nv_legacy *l, nv_doc *doc);
/* Name of an encoding for people: "TCVN3 (ABC)". */
const char *nv_legacy_name(nv_lg e);

/* Share of the words of a text that are Vietnamese syllables, in the encoding that makes most of them so; abbreviations in capitals and single letters are
 * not counted. < 0: fewer than eight words, too few to tell. `legacy`: a const nv_legacy *. */
double nv_legacy_share(const void *legacy, nv_str text);

/* ---- private to normalize/legacy*.c and their test ---------------------------------------------------------------- */

typedef struct { nv_lg enc; bool caps; } nv_lg_font;

/* What a font name says; NV_LG_ASIS if it is no font of an old encoding. */
nv_lg_font nv_legacy_font(const nv_legacy *l, nv_str name);
/* Appends `s` decoded. */
void nv_legacy_decode(const nv_legacy *l, nv_lg e, nv_str s, nv_buf *out);
/* How many words of `s` are no Vietnamese, in tenths; words of ASCII letters count nothing. *modern: a letter that only Unicode has stands in it. */
unsigned nv_legacy_cost(const nv_legacy *l, nv_str s, bool *modern);
/* True if the word (letters only) is a Vietnamese syllable, case ignored. */
bool nv_legacy_syllable(const nv_legacy *l, nv_str word);
/* True if the character is a sign of its own (bullet, dash) as often as a letter of encoding `e`. */
bool nv_legacy_ambiguous(const nv_legacy *l, nv_lg e, uint32_t c);

/* A word: bytes without ASCII white space and punctuation, with at least one byte >= 0x80. */
typedef struct {
    uint32_t line, seg;      /* seg: NV_NONE if the line has no segments */
    uint32_t beg, end;       /* in the text of the segment or line */
    nv_lg_font font;
    bool font_known;
    nv_lg as;                /* the choice */
} nv_lg_item;

typedef struct {
    const nv_legacy *l;
    nv_doc *doc;
    nv_lg_item *v;
    uint32_t n, cap;
    uint32_t decoded[NV_LG_COUNT], right[NV_LG_COUNT]; /* words read so, and those of them that are Vietnamese */
    bool by_font[NV_LG_COUNT];                          /* a font of that encoding is among them */
    bool off[NV_LG_COUNT];                              /* not believed */
} nv_lg_run;

/* The text that items point into. */
nv_str nv_legacy_text(const nv_doc *doc, uint32_t line, uint32_t seg);
/* The font at byte `at` of the line's (joined) text. */
bool nv_legacy_font_at(const nv_legacy *l, const nv_line *line, uint32_t at, nv_lg_font *out);
/* End of the piece of text at `at` that is one word or one stretch without words. */
bool nv_legacy_is_break(unsigned char c);
void nv_legacy_write(nv_lg_run *r);
#endif
