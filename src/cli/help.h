/* help.h - what the table of verbs says, as help on the terminal, a manual page, completion, and JSON. */
#ifndef NV_CLI_HELP_H
#define NV_CLI_HELP_H
#include "cli/cli.h"

/* Help of the program (v == NULL) or of one verb on standard output, in the language of cli. */
void nv_help(const nv_cli *cli, const nv_verb *v);
/* "--role ROLE" with its letter before it. */
void nv_help_flag(const nv_cli *cli, const nv_opt *o, nv_buf *out);
/* What an option does, with the words that it takes. */
void nv_help_meaning(const nv_cli *cli, const nv_opt *o, nv_buf *out);
/* Those of the arguments of a verb that take one of some words: "FORMAT: xlsx, csv", with what they mean where the table says it, one for each `i`. False: no more. */
bool nv_help_argument(const nv_cli *cli, const nv_verb *v, unsigned i, nv_buf *out);

/* The manual page in man(7), in the language of cli (help_man.c). */
void nv_help_man(const nv_cli *cli, nv_buf *out);
/* The completion script for bash (help_bash.c). */
void nv_help_bash(const nv_cli *cli, nv_buf *out);

#endif
