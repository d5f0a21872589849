/* task_print.h - tasks as JSON and as lists for people: shared by tasks and show. */
#ifndef NV_TASK_PRINT_H
#define NV_TASK_PRINT_H
#include "cli/ask.h"
#include "store/people.h"

void nv_task_json(nv_buf *b, const nv_ans_task *t);
/* Due date and who, what, document and place; blank line behind. */
void nv_task_entry(const nv_cli *cli, const nv_ans_task *t);
/* The same in an agenda: the day on the left, the phrase of the one deadline that falls on it. day.n == 0: the day is that of the entry above. */
void nv_task_on_day(const nv_cli *cli, const nv_ans_task *t, nv_str day, const nv_ans_due *due);
/* Everything that is known about one. */
void nv_task_full(const nv_cli *cli, const nv_ans_task *t, nv_str quote, const nv_ans_marks *history);

/* True if a recurring deadline names no day: what the agenda lists is then the last day of its period, and says so. */
bool nv_task_end_of_period(const nv_ans_due *x);

/* Pieces of text, appended. Names of a role, joined by "; ": false if there are none. */
bool nv_task_names(const nv_ans_task *t, const char *role, nv_buf *out);
/* How it falls on the body asked for: “phối hợp, thuộc “các bộ, ngành, địa phương””; nothing where the body is named as the one who leads. */
void nv_task_mine(const nv_cli *cli, const nv_ans_task *t, nv_buf *out);
/* Whose task it is, where that is not the body asked for: “Ủy ban nhân dân tỉnh Phú Yên, đến 30/06/2025; nay là Ủy ban nhân dân tỉnh Đắk Lắk (202/2025/QH15)”. */
void nv_task_tie(const nv_cli *cli, const nv_ans_tie *t, nv_buf *out);
nv_word nv_task_modality(nv_str modality);
/* “đã sửa”, “do người thêm”; nothing for n == 0. */
void nv_task_verdict(const nv_cli *cli, nv_str verdict, nv_buf *out);
/* The word of a role as the database has it; false if it is none. */
bool nv_task_role(nv_str role, nv_word *word);

#endif
