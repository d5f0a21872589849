/* export_data.h - answers of the database as the plain structs that export/ writes. */
#ifndef NV_EXPORT_DATA_H
#define NV_EXPORT_DATA_H
#include "cli/ask.h"
#include "export/export.h"

/* Asks and fills x->tasks, asked, notes (what the filter left out, what `f` does not hold) in q->a. Not NV_X_DONE: a message was printed. */
int nv_export_ask(nv_cli *cli, nv_asker *q, const nv_ask_tasks *ask, nv_str filter, const nv_export_format *f, nv_export *x);

/* The same for formats made of a graph: fills x->net, of --doc or the whole collection. n_words: words of a filter, which a graph does not take. */
int nv_export_net(nv_cli *cli, nv_asker *q, const char *format, int n_words, nv_export *x);

/* Formats made of documents: fills x->laws; one: of one document, with its text. */
int nv_export_laws(nv_cli *cli, nv_asker *q, const char *format, bool one, int n_words, nv_export *x);

/* Formats that need the database's name only. */
int nv_export_nothing(nv_cli *cli, const char *format, int n_words, nv_export *x);

#endif
