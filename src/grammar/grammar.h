/* grammar.h - knowledge as data: *.rules files (patterns with their examples), *.tsv tables, and lists of names.
 *
 * The only place that knows PCRE2. Everything is loaded once, is read-only afterwards and may be shared between documents; matching keeps its
 * scratch memory in an nv_matcher, one per thread.
 *
 * A *.rules file is UTF-8, NFC, line based:
 *
 *   # comment
 *   define DATE = (?<day>[0-9]{1,2})[/.-](?<month>[0-9]{1,2})     text put in place of {DATE} in later patterns of the file (and of later files); may use earlier defines;
 *                                                             an indented line continues it
 *   rule deadline.due.before                                  name (dotted, unique in the whole grammar); its first part is the kind
 *     bound: before                                           attributes, free-form key: value; the stage that uses the rule validates them
 *     gate: trước                                             optional: text (folded) that must stand in the subject, checked before matching
 *     pattern: trước\h+(?:ngày\h+)?{DATE}                     extended syntax (x): literal spaces are ignored, write \h+; may go on in lines
 *                                                             that are indented deeper
 *     source: 30/2020/NĐ-CP                                   optional
 *     empty: yes                                              the pattern may match the empty text (for questions asked at a place)
 *     + trước ngày 31/12 ==> day=31 month=12                  must match; values of named groups (folded text)
 *     - ngày 31/12                                            must not match
 *     + "và "                                                 in quotes: blanks at the ends count
 *
 * Subjects are FOLDED text (base/fold.h): lower case, one tone placement, dashes as '-' or '–'. Patterns are therefore written in lower
 * case, except rules with `case: printed`, which are matched against the text as printed. Word borders: write (?<!\pL) and (?!\pL), never \b or \w.
 * A look-behind costs as much as some fifty letters: before it, let a look-ahead ask for the word (“(?=phải)(?<!không\h)phải”); a class costs less at every letter than a (?!…).
 */
#ifndef NV_GRAMMAR_H
#define NV_GRAMMAR_H
#include "base/arena.h"
#include "base/err.h"

typedef struct nv_grammar nv_grammar;
typedef struct nv_rule nv_rule;
typedef struct nv_matcher nv_matcher;

/* Loads every *.rules file of the folder (in byte order of names). All errors are collected: one line "file:line:col: what" each in *errors; NULL is
 * returned if there is any. */
nv_grammar *nv_grammar_load(const char *dir, nv_buf *errors);
/* The same without the rules: for questions, which only need the tables. It has the digest of the whole folder. */
nv_grammar *nv_grammar_tables(const char *dir, nv_buf *errors);
void nv_grammar_free(nv_grammar *g);
const char *nv_grammar_dir(const nv_grammar *g);
/* "sha256:…" over the names and bytes of all files of the folder (*.rules and *.tsv). */
const char *nv_grammar_digest(const nv_grammar *g);
/* Runs every + and - example; appends one line an error; returns the number of examples run. */
unsigned nv_grammar_check(const nv_grammar *g, nv_buf *errors);

/* Rules whose name is `kind` or begins with `kind.`, in file order; *n gets their number. The array lives in the grammar. */
const nv_rule *const *nv_grammar_rules(const nv_grammar *g, const char *kind, uint32_t *n);
const nv_rule *nv_grammar_rule(const nv_grammar *g, const char *name); /* NULL if there is none */

const char *nv_rule_name(const nv_rule *r);              /* "deadline.due.before"; lives as long as the grammar */
nv_str nv_rule_attr(const nv_rule *r, const char *key);  /* n == 0 if absent */
/* Number of a named group, or -1. Look up once at start, use nv_match_group in loops. */
int nv_rule_group(const nv_rule *r, const char *name);
/* Appends "file:line:col: what" for a complaint about a rule (for stages that validate attributes). */
void nv_rule_complain(const nv_rule *r, nv_buf *errors, const char *what);

nv_matcher *nv_matcher_new(void);
void nv_matcher_free(nv_matcher *m);
/* Searches r in subject from byte `from`. Groups stay valid until the next match with the same matcher. False: no match, or the match limit was hit
 * (then nv_matcher_limit_hit tells the rule, once, and is reset). The subject must be valid UTF-8 (it is not checked again). */
bool nv_match(nv_matcher *m, const nv_rule *r, nv_str subject, uint32_t from);
/* As nv_match, but only at `from` itself (anchored). */
bool nv_match_at(nv_matcher *m, const nv_rule *r, nv_str subject, uint32_t from);
const nv_rule *nv_matcher_limit_hit(nv_matcher *m);
/* Span of group `g` (0 the whole match) in the subject; returns false and an empty span if it took no part. */
bool nv_match_group(const nv_matcher *m, int g, nv_span *out);
/* By name; slice of `subject` given to nv_match; n == 0 and p == NULL if it took no part. With alternatives that reuse a name ((?J) is on) the first that
 * took part counts. */
nv_str nv_match_named(const nv_matcher *m, const char *name);
bool nv_match_named_span(const nv_matcher *m, const char *name, nv_span *out);

/* ---- tables ------------------------------------------------------------------------------------------------------ */

typedef struct { const char *file; uint32_t line; nv_str *cell; } nv_tsv_row; /* cells in the order of the columns asked for */
typedef struct { nv_tsv_row *rows; uint32_t n; nv_arena *arena; } nv_tsv;

/* Loads dir/file: UTF-8, tab separated, header row, '#' comment lines. `columns` are the names wanted (NULL-terminated), in the order in which cells will
 * stand; a missing column, a wrong number of cells or bad UTF-8 is an error line "file:line:col: …" in *errors and gives NULL. The table lives in the
 * grammar's arena. */
const nv_tsv *nv_tsv_load(const nv_grammar *g, const char *file, const char *const *columns, nv_buf *errors);
/* "file:line:1: what" */
void nv_tsv_complain(const nv_tsv_row *row, nv_buf *errors, const char *what);

/* ---- names ---------------------------------------------------------------------------------------------- */

/* Many names at once over folded bytes: leftmost, longest, with word borders on both sides. */
typedef struct nv_names nv_names;
typedef struct { nv_span span; uint32_t value; } nv_name_hit;

nv_names *nv_names_new(void);
void nv_names_free(nv_names *n);
/* Adds a name (folded here; spellings of uỳ/uỹ/oẽ and of dashes are added too). The same name may be added with several values: the first wins. */
void nv_names_add(nv_names *n, nv_str name, uint32_t value);
/* Adds a name to a list whose values are sets of bits: added again, the bits join. One list does not mix both kinds. */
void nv_names_add_bits(nv_names *n, nv_str name, uint32_t bits);
/* Must be called once after the last add. */
void nv_names_build(nv_names *n);
/* Next leftmost-longest hit with word borders in `folded` at or after *at; moves *at behind it. */
bool nv_names_next(const nv_names *n, nv_str folded, uint32_t *at, nv_name_hit *hit);
/* Longest name that begins exactly at `at` and ends at a word border. */
bool nv_names_at(const nv_names *n, nv_str folded, uint32_t at, nv_name_hit *hit);

/* The bits of all names that begin at `at` and end at a word border: one walk tells which of many lists are worth asking. */
uint32_t nv_names_bits_at(const nv_names *n, nv_str folded, uint32_t at);

#endif
