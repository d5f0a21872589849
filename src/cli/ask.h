/* ask.h - what the verbs that ask share: the database with its registry, JSON pieces, names of places and dates for people. */
#ifndef NV_ASK_H
#define NV_ASK_H
#include "cli/cli.h"
#include "store/store.h"

/* Grammar and registry without the stages of the pipeline: enough to know names and classes. */
typedef struct { nv_grammar *grammar; nv_registry *registry; } nv_tables;
/* Not NV_X_DONE: a message was printed. Free it in any case. */
int nv_tables_load(nv_tables *t, nv_cli *cli);
void nv_tables_free(nv_tables *t);

typedef struct { nv_tables tables; nv_store *store; nv_arena *a; } nv_asker;

/* Opens the database for reading; with `registry` also the tables of the grammars. Not NV_X_DONE: a message was printed. */
int nv_ask_open(nv_asker *q, nv_cli *cli, bool registry);
void nv_ask_close(nv_asker *q);

/* JSON into a buffer, with commas where they belong. A null string is null. */
void nv_j_open(nv_buf *b, char bracket);  /* '{' or '[' */
void nv_j_close(nv_buf *b, char bracket); /* '}' or ']' */
void nv_j_key(nv_buf *b, const char *key);
void nv_j_item(nv_buf *b);                /* before an element of a list that is not opened with nv_j_open */
void nv_j_str(nv_buf *b, const char *key, nv_str v);
void nv_j_text(nv_buf *b, nv_str v);      /* an element of a list, after nv_j_item */
void nv_j_int(nv_buf *b, const char *key, int64_t v);
void nv_j_int_or_null(nv_buf *b, const char *key, int64_t v, int64_t none);
void nv_j_bool(nv_buf *b, const char *key, bool v);
void nv_j_real(nv_buf *b, const char *key, double v);
/* Prints the buffer and a line end, and clears it. */
void nv_j_print(nv_buf *b);

/* “điểm b khoản 2 Điều 5” for art_5__cl_2__point_b (in English "point b, clause 2, Điều 5" would mix languages: the Vietnamese name is used in both). */
void nv_place_name(nv_str eid, nv_buf *out);
/* 31/12/2012 in Vietnamese, 2012-12-31 in English; "" for none. */
void nv_date_text(const nv_cli *cli, nv_str iso, nv_buf *out);
/* ANSI attribute on or off, where colours are wanted: "1" bold, "2" dim, "31" red, "32" green, "0" off. */
const char *nv_ink(const nv_cli *cli, const char *code);
/* “21/CT-TTg”, else the name, else the file. */
nv_str nv_doc_label(const nv_ans_doc *d);
/* Prints that there is no such document, with the nearest; returns NV_X_USAGE. */
int nv_no_doc(const nv_cli *cli, const char *text, nv_str nearest);

#endif
