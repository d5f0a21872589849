/* questions.h - what tasks and agenda share: options and the filter into a question, its refusal, what was left out. */
#ifndef NV_QUESTIONS_H
#define NV_QUESTIONS_H
#include "cli/ask.h"

typedef NV_VEC(nv_str) nv_lines;

/* Options --who, --role, --before, --by, --after, --doc, --from-issuer, --topic, --on, --all, --with-subordinates, --as-written and the filter, given as words. A false return: a
 * message was printed (usage). */
bool nv_read_question(const nv_cli *cli, int argc, char **argv, nv_arena *a, nv_ask_tasks *ask);
/* Opens the database, with the names of bodies if the question needs them. Not NV_X_DONE: a message was printed. Close with nv_ask_close. */
int nv_open_question(nv_asker *q, nv_cli *cli, const nv_ask_tasks *ask);
/* A whole verb that asks: reads the question, opens the database, lets `answer` print; returns the exit code. */
typedef int nv_answer_fn(nv_cli *cli, nv_asker *q, const nv_ask_tasks *ask);
int nv_answer_question(nv_cli *cli, int argc, char **argv, nv_answer_fn *answer);
/* The filter given as words: one text. */
nv_str nv_filter_text(int argc, char **argv, nv_arena *a);
/* The message of a refused question; returns the exit code. */
int nv_refused(const nv_cli *cli, nv_status st, const nv_ans_tasks *t, nv_str nearest, bool bad_doc, nv_arena *a, const nv_err *err);
/* “left_out” as JSON; as lines: what was left out, what became of the body asked for, which bodies of its name were not counted. */
void nv_left_out_json(nv_buf *b, const nv_left_out *left);
void nv_who_json(nv_buf *b, const nv_ans_tasks *t);
void nv_left_out_lines(const nv_cli *cli, const nv_ans_tasks *t, nv_word head, nv_arena *a, nv_lines *out); /* head: the first line, counts as %1 */
void nv_print_left_out(const nv_cli *cli, const nv_ans_tasks *t, bool agenda);

#endif
