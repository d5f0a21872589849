/* tally_print.h - a table of marks and what was found in it, for people and as JSON. */
#ifndef NV_TALLY_PRINT_H
#define NV_TALLY_PRINT_H
#include "cli/ask.h"
#include "store/tally.h"

void nv_tally_print(const nv_cli *cli, const nv_tally *t, const nv_tally_report *r, uint32_t number);
/* The keys of one table, into an open object. */
void nv_tally_json(nv_buf *b, const nv_tally *t, const nv_tally_report *r, uint32_t number);
/* “Quy chế QLNN về TTĐN”: the label of a group of columns; its only year where there is no label. */
nv_str nv_tally_group_name(const nv_tally *t, uint32_t group);

#endif
