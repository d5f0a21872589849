/* cross_xlsx.c - the tracking table as a sheet that an office fills in and sends back. */
#include "export/cross.h"
#include "export/measure.h"
#include "export/xlsx_book.h"

enum { TITLE_ROW, SUB_ROW, HEAD_ROW, SIZE = 13, MAX_ROWS = LXW_ROW_MAX - 1000 };
static const double name_width = 42, ord_width = 6, year_width = 9, task_width = 18;
#define LEADING 1.27     /* height of a line : size */
#define MAX_HEIGHT 409.0 /* points of a row */

typedef struct { const nv_cross *x; lxw_worksheet *ws; lxw_format *title, *sub, *head, *text, *sign, *total; nv_buf cell; } sheet;

static lxw_format *style(lxw_workbook *wb, double size, bool border, bool bold, uint8_t align)
{
    lxw_format *f = workbook_add_format(wb);
    format_set_font_name(f, "Times New Roman");
    format_set_font_family(f, 1); /* Roman */
    format_set_font_size(f, size);
    format_set_text_wrap(f);
    format_set_align(f, align);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    if (border) format_set_border(f, LXW_BORDER_THIN);
    if (bold) format_set_bold(f);
    return f;
}

static void put(sheet *s, uint32_t row, uint32_t col, nv_str text, lxw_format *f)
{
    s->cell.n = 0;
    nv_xlsx_string(text, s->x->lang, &s->cell);
    if (s->cell.n) worksheet_write_string(s->ws, row, (lxw_col_t)col, nv_buf_z(&s->cell), f);
    else worksheet_write_blank(s->ws, row, (lxw_col_t)col, f);
}

/* A text over several cells: the library wants the range first, then what stands in it. */
static void put_merged(sheet *s, uint32_t row, uint32_t col, uint32_t last_row, uint32_t last_col, nv_str text, lxw_format *f)
{
    if (row != last_row || col != last_col) worksheet_merge_range(s->ws, row, (lxw_col_t)col, last_row, (lxw_col_t)last_col, "", f);
    put(s, row, col, text, f);
}

static bool same_head(const nv_cross *x, uint32_t a, uint32_t b)
{
    return x->cols.v[a].year.n && x->cols.v[b].year.n && nv_str_eq(x->cols.v[a].head, x->cols.v[b].head);
}

static double head_height(nv_str text, double width)
{
    double h = LEADING * SIZE * nv_text_lines(text, width, SIZE, true) + 4;
    return h < MAX_HEIGHT ? h : MAX_HEIGHT;
}

/* Headings: with years in two rows, a task's heading over its years. Returns the first row of the body. */
static uint32_t heads(sheet *s)
{
    const nv_cross *x = s->x;
    uint32_t last = HEAD_ROW + (x->years ? 1 : 0);
    double height = LEADING * SIZE;
    put_merged(s, HEAD_ROW, 0, last, 0, x->ord, s->head);
    put_merged(s, HEAD_ROW, 1, last, 1, x->body, s->head);
    for (uint32_t c = 0, end; c < x->cols.n; c = end) {
        for (end = c + 1; end < x->cols.n && same_head(x, c, end);) end++;
        bool years = x->cols.v[c].year.n != 0;
        double h = head_height(x->cols.v[c].head, years ? year_width * (end - c) : task_width);
        if (h > height) height = h;
        put_merged(s, HEAD_ROW, c + 2, years ? HEAD_ROW : last, end + 1, x->cols.v[c].head, s->head);
        for (uint32_t k = c; years && k < end; k++) put(s, last, k + 2, x->cols.v[k].year, s->head);
        for (uint32_t k = c; k < end; k++) worksheet_set_column(s->ws, (lxw_col_t)(k + 2), (lxw_col_t)(k + 2), years ? year_width : task_width, NULL);
    }
    worksheet_set_row(s->ws, HEAD_ROW, height, NULL);
    worksheet_repeat_rows(s->ws, HEAD_ROW, last);
    worksheet_freeze_panes(s->ws, last + 1, 2);
    return last + 1;
}

static void body(sheet *s, uint32_t row)
{
    const nv_cross *x = s->x;
    for (uint32_t i = 0; i < x->rows.n; i++, row++) {
        worksheet_set_row(s->ws, row, LEADING * SIZE * nv_text_lines(x->rows.v[i].name, name_width, SIZE, false) + 2, NULL);
        worksheet_write_number(s->ws, row, 0, i + 1, s->sign);
        put(s, row, 1, x->rows.v[i].name, s->text);
        for (uint32_t c = 0; c < x->cols.n; c++) put(s, row, c + 2, x->rows.v[i].cells[c], s->sign);
    }
    put(s, row, 0, (nv_str){ 0 }, s->total);
    put(s, row, 1, x->sum, s->total);
    for (uint32_t c = 0; c < x->cols.n; c++) worksheet_write_number(s->ws, row, (lxw_col_t)(c + 2), x->cols.v[c].total, s->total);
    row += 2;
    for (uint32_t i = 0; i < x->notes.n; i++) put(s, row + i, 1, x->notes.v[i], s->sub);
}

static void fill(lxw_workbook *wb, void *ctx)
{
    const nv_cross *x = ctx;
    const double mm = 1 / 25.4;
    sheet s = { .x = x, .ws = workbook_add_worksheet(wb, NULL) };
    s.title = style(wb, 14, false, true, LXW_ALIGN_LEFT);
    s.sub = style(wb, SIZE, false, false, LXW_ALIGN_LEFT);
    s.head = style(wb, SIZE, true, true, LXW_ALIGN_CENTER);
    s.text = style(wb, SIZE, true, false, LXW_ALIGN_LEFT);
    s.sign = style(wb, SIZE, true, false, LXW_ALIGN_CENTER);
    s.total = style(wb, SIZE, true, true, LXW_ALIGN_CENTER);
    format_set_text_wrap(s.title);
    worksheet_set_paper(s.ws, 9); /* A4 */
    worksheet_set_landscape(s.ws);
    worksheet_set_margins(s.ws, 15 * mm, 10 * mm, 15 * mm, 15 * mm);
    worksheet_fit_to_pages(s.ws, 1, 0);
    worksheet_set_footer(s.ws, "&C&\"Times New Roman,Regular\"&11&P/&N");
    worksheet_set_column(s.ws, 0, 0, ord_width, NULL);
    worksheet_set_column(s.ws, 1, 1, name_width, NULL);
    uint32_t last = x->cols.n + 1;
    double width = ord_width + name_width;
    for (uint32_t c = 0; c < x->cols.n; c++) width += x->cols.v[c].year.n ? year_width : task_width;
    put_merged(&s, TITLE_ROW, 0, TITLE_ROW, last, x->title, s.title);
    worksheet_set_row(s.ws, TITLE_ROW, LEADING * 14 * nv_text_lines(x->title, width, 14, true) + 4, NULL);
    put_merged(&s, SUB_ROW, 0, SUB_ROW, last, x->subtitle, s.sub);
    body(&s, heads(&s));
    nv_buf_clear(&s.cell);
}

nv_status nv_cross_xlsx(const nv_cross *x, nv_buf *out, nv_err *err)
{
    nv_buf title = { 0 };
    char n[24];
    snprintf(n, sizeof n, "%d", x->rows.n > MAX_ROWS ? MAX_ROWS : LXW_COL_MAX - 2);
    if (x->rows.n > MAX_ROWS || x->cols.n > LXW_COL_MAX - 2) return nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, "xlsx", x->rows.n > MAX_ROWS ? "rows" : "columns", n, NULL);
    nv_xlsx_string(x->title, x->lang, &title);
    nv_status st = nv_xlsx_make(fill, (void *)(uintptr_t)x, nv_buf_z(&title), x->today, out, err);
    nv_buf_clear(&title);
    return st;
}
