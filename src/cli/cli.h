/* cli.h - what every verb of the program is given, and the table of verbs.
 *
 * A verb is one file cmd_<verb>.c with one function, and one row of the table in main.c (name, arguments, options, summary in both languages): help,
 * parsing, the manual and completion come from that row (help.h), what a value may be from values.h. Options are parsed before the verb runs: argv[0 … argc-1] are the positional arguments only.
 *
 * Exit codes (NV_X_*) are part of the interface: 0 done, 1 audit findings, 2 usage or unknown agency, 3 some files failed, 4 database, 5 space or I/O.
 */
#ifndef NV_CLI_H
#define NV_CLI_H
#include "base/err.h"
#include "model/date.h"
#include "pipeline/pipeline.h"
#include <stdio.h>

enum { NV_X_DONE = 0, NV_X_FINDINGS = 1, NV_X_USAGE = 2, NV_X_FILES = 3, NV_X_DB = 4, NV_X_IO = 5 };

typedef enum {
#define NV_WORD(id, vi, en) NV_W_##id,
#include "cli/words.def"
#undef NV_WORD
    NV_W_COUNT
} nv_word;

typedef struct nv_cli nv_cli;
typedef int nv_cmd_fn(nv_cli *cli, int argc, char **argv);
nv_cmd_fn nv_cmd_report, nv_cmd_review;

/* One option of a verb. `arg` is the type of its value ("DATE", see values.c) or the words it may be ("vi|en"), or NULL for a switch. */
typedef struct { const char *name; char letter; const char *arg, *vi, *en; } nv_opt;
typedef struct {
    const char *name;      /* "ingest" */
    nv_cmd_fn *fn;
    const char *args;      /* types of its arguments: "PATH…", "[FILTER]", "" if none */
    int min_args, max_args;/* max < 0: any number */
    const nv_opt *opts; unsigned n_opts;
    const char *vi, *en;   /* one line */
} nv_verb;

struct nv_cli {
    const nv_verb *verbs;  /* the whole table, for help */
    unsigned n_verbs;
    const nv_verb *verb;
    nv_lang lang;
    bool json;             /* --json */
    bool color;            /* standard output takes colours */
    bool tty;              /* standard output is a terminal */
    unsigned width;        /* columns to wrap at */
    const char *db;        /* path of the database */
    nv_date today;         /* --today, else the day of SOURCE_DATE_EPOCH (UTC), else the clock's local date */
    const char *grammars;  /* folder, found at start */
    nv_pipeline *pipeline; /* loaded by nv_cli_pipeline */
    const char **values;   /* of verb->opts, by index; NULL if not given, "" for a switch that was */
};

nv_cmd_fn nv_cmd_ingest, nv_cmd_extract, nv_cmd_load, nv_cmd_tasks, nv_cmd_show, nv_cmd_cites, nv_cmd_docs, nv_cmd_search, nv_cmd_dump, nv_cmd_check;
nv_cmd_fn nv_cmd_status, nv_cmd_audit, nv_cmd_agenda, nv_cmd_agencies, nv_cmd_explain, nv_cmd_export, nv_cmd_help;
nv_cmd_fn nv_cmd_import_matrix, nv_cmd_diff, nv_cmd_matrix, nv_cmd_lineage, nv_cmd_watch;
nv_cmd_fn nv_cmd_mark;
nv_cmd_fn nv_cmd_sql;
nv_cmd_fn nv_cmd_doctor;

/* The program: options, then the verb; returns the exit code. */
int nv_cli_main(int argc, char **argv, const nv_verb *verbs, unsigned n_verbs);

/* The options that every verb has. */
const nv_opt *nv_cli_common(unsigned *n);
/* The verb of that name; NULL after a message that there is none. */
const nv_verb *nv_cli_verb(const nv_cli *cli, const char *name);
/* Value of an option of the running verb: NULL if not given, "" for a switch that was given. */
const char *nv_cli_opt(const nv_cli *cli, const char *name);
/* A whole number option in [lo, hi], or `def` if absent. False (message printed): not such a number. */
bool nv_cli_opt_int(const nv_cli *cli, const char *name, long lo, long hi, long def, long *out);
/* A date option: ISO, day/month/year, or "today" (“hôm nay”); none if absent. False (message printed): no such date. */
bool nv_cli_opt_date(const nv_cli *cli, const char *name, nv_date *out);

#define NV_ALLOW_CLASSIFIED "allow-classified" /* option of all verbs that read documents */
/* The pipeline, loaded at the first call. NULL: the errors of the grammars have been printed; return NV_X_USAGE. It lives as long as cli. */
nv_pipeline *nv_cli_pipeline(nv_cli *cli);

/* The text of a word list entry with %1 … %4 filled in from const char * arguments, ended by NULL, appended to `out`. */
void nv_cli_word(const nv_cli *cli, nv_buf *out, nv_word w, ...) __attribute__((sentinel));
/* The same as a line on `f`; on stderr it is headed by "nghiavu: ". */
void nv_cli_say(const nv_cli *cli, FILE *f, nv_word w, ...) __attribute__((sentinel));
/* Prints the one line of an error on stderr and returns the exit code that goes with its status. */
int nv_cli_fail(const nv_cli *cli, const nv_err *err);
/* Exit code that goes with a status of a file or the database. */
int nv_cli_exit(nv_status st);
/* Flushes standard output; NV_X_IO with a message if anything could not be written, else `code`. The last call of every verb that prints. */
int nv_cli_done(const nv_cli *cli, int code);

#endif
