/* values.h - what the options and arguments of verbs may be. The table of verbs names a value by a word in capitals, its type ("DATE", "ROLE": values.c),
 * or lists its words itself ("vi|en"). Checking, help, the manual and completion all ask here. */
#ifndef NV_CLI_VALUES_H
#define NV_CLI_VALUES_H
#include "cli/cli.h"

typedef enum { NV_VALUE_TEXT, NV_VALUE_FILE, NV_VALUE_DIR } nv_value_kind;

nv_value_kind nv_value_kind_of(const char *arg);
/* Several of its words may be given, with commas between them. */
bool nv_value_is_list(const char *arg);
/* The i-th word that the value may be, n == 0 behind the last (or at 0: any text will do). */
nv_str nv_value_word(const nv_cli *cli, const char *arg, unsigned i);
/* All of them, with `between` between them; nothing if any text will do. */
void nv_value_words(const nv_cli *cli, const char *arg, const char *between, nv_buf *out);
/* What the i-th word means, where there is more to say than the word; else n == 0. */
nv_str nv_value_meaning(const nv_cli *cli, const char *arg, unsigned i);
/* The name of a value, or the arguments of a verb ("FILE|DOC", "[FILTER]"), in the language of the program. */
void nv_value_name(const nv_cli *cli, const char *args, nv_buf *out);
/* The next name of a type (capitals) in the arguments of a verb from *at on; false: no more. *at moves behind it. `name` ends in a zero byte. */
bool nv_value_next(const char *args, unsigned *at, char name[32]);
/* One of the words, where there are any (a type that takes other spellings too is checked by the verb). False: nv_value_refuse has printed why. */
bool nv_value_check(const nv_cli *cli, const nv_opt *o, const char *value);
/* Prints that the value of the option --name is none of the words of `arg`. */
void nv_value_refuse(const nv_cli *cli, const char *name, const char *arg, const char *value);

#endif
