/* people.h - what the verbs share with which people add something: who they are, words for states, the database opened to write. */
#ifndef NV_CLI_PEOPLE_H
#define NV_CLI_PEOPLE_H
#include "cli/ask.h"
#include "store/people.h"

/* The database that is there, for writing, with the registry. Not NV_X_DONE: a message was printed. Close with nv_ask_close. */
int nv_people_open(nv_asker *q, nv_cli *cli);
/* --by, else $NGHIAVU_USER, else $USER; n == 0 if nobody says. False: too long or no UTF-8, a message was printed. */
bool nv_people_by(const nv_cli *cli, nv_arena *a, nv_str *out);
/* An option with free words on one line, n == 0 if it was not given. False: a message was printed. */
bool nv_people_words(const nv_cli *cli, const char *name, nv_arena *a, nv_str *out);
/* “hoàn thành 10/06/2026, đúng hạn; hạn 30/06/2026 (gia hạn, hạn ghi trong văn bản 31/05/2026); theo 12/BC-UBND; “đã gửi”; Lan”. */
void nv_state_text(const nv_cli *cli, const nv_ans_state *x, nv_buf *out);
void nv_state_json(nv_buf *b, const nv_ans_state *x);
/* One line of the history. */
void nv_mark_text(const nv_cli *cli, const nv_ans_mark *m, nv_buf *out);
/* “hoàn thành” for done. */
void nv_status_word(const nv_cli *cli, nv_str status, nv_buf *out);
/* The cell's name: “hoàn thành đúng hạn”; as a key of JSON: "done_in_time". */
nv_word nv_cell_word(nv_report_cell c);
const char *nv_cell_key(nv_report_cell c);

#endif
