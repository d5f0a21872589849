/* task_print.h - tasks as JSON and as lists for people: shared by tasks and show. */
#ifndef NV_TASK_PRINT_H
#define NV_TASK_PRINT_H
#include "cli/ask.h"

void nv_task_json(nv_buf *b, const nv_ans_task *t);
/* Due date and who, what, document and place; blank line behind. */
void nv_task_entry(const nv_cli *cli, const nv_ans_task *t);
/* Everything that is known about one. */
void nv_task_full(const nv_cli *cli, const nv_ans_task *t, nv_str quote);

#endif
