/* xlsx.c - the workbook that offices keep: the official table, the summary, the sources. Texts are written as strings and nothing else, days as dates. */
#include "export/export.h"
#include "export/measure.h"
#include "export/xlsx_book.h"

enum { MAX_TASKS = LXW_ROW_MAX - 1000 }; /* rows of a sheet less those for titles and notes */

/* Rows that would be higher than Excel lets them be are set in a smaller type. */
static const double sizes[] = { 13, 11, 9 };
enum { N_SIZES = sizeof sizes / sizeof *sizes, MAX_COLS = 10 };
#define MAX_HEIGHT 409.0 /* points of a row */
#define LEADING 1.27     /* height of a line : size */

typedef struct { lxw_format *text, *center, *day; } row_style;

typedef struct {
    const nv_export *x;
    lxw_workbook *wb;
    lxw_worksheet *ws;
    row_style rows[N_SIZES];
    lxw_format *title, *sub, *head, *sum_text, *sum_number, *note;
    const double *widths;    /* of the sheet's columns */
    unsigned n_cols;
    nv_buf raw, cell;
    nv_buf line[MAX_COLS];   /* texts of the row that is being made */
} book;

/* ---- styles ---------------------------------------------------------------------------------------------------------- */

static void set_font(lxw_format *f, double size)
{
    format_set_font_name(f, "Times New Roman");
    format_set_font_family(f, 1); /* Roman */
    format_set_font_size(f, size);
}

static lxw_format *style(book *b, double size, bool border, bool bold, uint8_t align)
{
    lxw_format *f = workbook_add_format(b->wb);
    set_font(f, size);
    format_set_text_wrap(f);
    format_set_align(f, align);
    format_set_align(f, border && !bold ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    if (border) format_set_border(f, LXW_BORDER_THIN);
    if (bold) format_set_bold(f);
    return f;
}

static void styles(book *b)
{
    set_font(STAILQ_FIRST(b->wb->formats), 13); /* the font of empty cells, of which columns are measured */
    b->title = style(b, 14, false, true, LXW_ALIGN_CENTER);
    b->sub = style(b, 13, false, false, LXW_ALIGN_CENTER);
    format_set_italic(b->sub);
    b->head = style(b, 13, true, true, LXW_ALIGN_CENTER);
    b->sum_text = style(b, 13, true, true, LXW_ALIGN_LEFT);
    b->sum_number = style(b, 13, true, true, LXW_ALIGN_CENTER);
    b->note = style(b, 13, false, false, LXW_ALIGN_LEFT);
    format_set_italic(b->note);
    for (unsigned i = 0; i < N_SIZES; i++) {
        row_style *r = &b->rows[i];
        r->text = style(b, sizes[i], true, false, LXW_ALIGN_LEFT);
        r->center = style(b, sizes[i], true, false, LXW_ALIGN_CENTER);
        r->day = style(b, sizes[i], true, false, LXW_ALIGN_CENTER);
        format_set_num_format(r->day, b->x->lang == NV_VI ? "dd/mm/yyyy" : "yyyy-mm-dd");
    }
}

/* ---- cells ----------------------------------------------------------------------------------------------------------- */

/* Always a string: never a formula, a number or a link. */
static void put_text(book *b, lxw_row_t row, lxw_col_t col, nv_str s, lxw_format *f)
{
    b->cell.n = 0;
    nv_xlsx_string(s, b->x->lang, &b->cell);
    if (b->cell.n) worksheet_write_string(b->ws, row, col, nv_buf_z(&b->cell), f);
    else worksheet_write_blank(b->ws, row, col, f);
}

/* Excel's days begin with 1900; an older one stays text. */
static void put_day(book *b, lxw_row_t row, lxw_col_t col, nv_str iso, const row_style *r)
{
    nv_date d = nv_date_parse(iso);
    lxw_datetime day = { .year = d.y, .month = d.m, .day = d.d };
    if (!nv_date_none(d) && d.y >= 1901) worksheet_write_datetime(b->ws, row, col, &day, r->day);
    else put_text(b, row, col, iso, r->center);
}

/* A line over all columns; a merged cell does not grow by itself. */
static void put_wide(book *b, lxw_row_t row, nv_str s, lxw_format *f, bool bold)
{
    double units = 0;
    for (unsigned c = 0; c < b->n_cols; c++) units += b->widths[c];
    worksheet_merge_range(b->ws, row, 0, row, (lxw_col_t)(b->n_cols - 1), "", f);
    put_text(b, row, 0, s, f);
    worksheet_set_row(b->ws, row, LEADING * 13 * nv_text_lines(s, units, 13, bold) + (bold ? 6 : 0), NULL);
}

/* Height of the row whose texts are in b->line, at a size. */
static double row_height(const book *b, double size, bool bold)
{
    unsigned most = 1;
    for (unsigned c = 0; c < b->n_cols; c++) {
        unsigned n = nv_text_lines(nv_buf_str(&b->line[c]), b->widths[c], size, bold);
        if (n > most) most = n;
    }
    return LEADING * size * most + 2;
}

/* Sets the height; returns the largest type in which the row can be seen whole, else the smallest. */
static const row_style *fit_row(book *b, lxw_row_t row)
{
    unsigned i = 0;
    while (i + 1 < N_SIZES && row_height(b, sizes[i], false) > MAX_HEIGHT) i++;
    double h = row_height(b, sizes[i], false);
    worksheet_set_row(b->ws, row, h < MAX_HEIGHT ? h : MAX_HEIGHT, NULL);
    return &b->rows[i];
}

/* ---- a sheet --------------------------------------------------------------------------------------------------------- */

enum { TITLE_ROW, SUB_ROW, HEAD_ROW, FIRST_ROW };

static void begin_sheet(book *b, nv_label name, nv_label title, const nv_label *heads, const double *widths, unsigned n)
{
    const double mm = 1 / 25.4;
    b->ws = workbook_add_worksheet(b->wb, nv_label_text(name, b->x->lang));
    worksheet_set_default_row(b->ws, LEADING * 13, LXW_FALSE);
    b->widths = widths;
    b->n_cols = n;
    worksheet_set_paper(b->ws, 9); /* A4 */
    worksheet_set_landscape(b->ws);
    worksheet_set_margins(b->ws, 15 * mm, 10 * mm, 15 * mm, 15 * mm);
    worksheet_fit_to_pages(b->ws, 1, 0);
    worksheet_set_footer(b->ws, "&C&\"Times New Roman,Regular\"&11&P/&N");
    worksheet_repeat_rows(b->ws, HEAD_ROW, HEAD_ROW);
    for (unsigned c = 0; c < n; c++) {
        worksheet_set_column(b->ws, (lxw_col_t)c, (lxw_col_t)c, widths[c], NULL);
        b->line[c].n = 0;
        nv_buf_addz(&b->line[c], nv_label_text(heads[c], b->x->lang));
        put_text(b, HEAD_ROW, (lxw_col_t)c, nv_buf_str(&b->line[c]), b->head);
    }
    worksheet_set_row(b->ws, HEAD_ROW, row_height(b, 13, true), NULL);
    put_wide(b, TITLE_ROW, nv_str_of(nv_label_text(title, b->x->lang)), b->title, true);
    b->raw.n = 0;
    nv_subtitle_text(b->x, &b->raw);
    put_wide(b, SUB_ROW, nv_buf_str(&b->raw), b->sub, false);
}

/* Header frozen, filter over the rows that there are. `fixed`: columns that stay in sight too. */
static void end_sheet(book *b, uint32_t rows, unsigned fixed)
{
    worksheet_freeze_panes(b->ws, FIRST_ROW, (lxw_col_t)fixed);
    worksheet_autofilter(b->ws, HEAD_ROW, 0, rows ? FIRST_ROW + rows - 1 : HEAD_ROW, (lxw_col_t)(b->n_cols - 1));
}

static void tasks_sheet(book *b)
{
    static const nv_label heads[NV_C_COUNT] = { NV_L_ORD, NV_L_TASK, NV_L_LEAD, NV_L_WITH, NV_L_DUE, NV_L_PRODUCT, NV_L_BASIS, NV_L_STATUS, NV_L_NOTE };
    static const double widths[NV_C_COUNT] = { 5, 39, 17, 16, 11.5, 14.5, 15.5, 13, 15 };
    const nv_export *x = b->x;
    begin_sheet(b, NV_L_SHEET_TASKS, NV_L_TITLE, heads, widths, NV_C_COUNT);
    for (uint32_t i = 0; i < x->tasks.n; i++) {
        lxw_row_t row = FIRST_ROW + i;
        for (unsigned c = 0; c < NV_C_COUNT; c++) {
            b->line[c].n = 0;
            nv_cell_text(x, i, (nv_column)c, &b->line[c]);
        }
        const row_style *r = fit_row(b, row);
        worksheet_write_number(b->ws, row, NV_C_ORD, i + 1, r->center);
        for (unsigned c = NV_C_TASK; c < NV_C_COUNT; c++) {
            if (c == NV_C_DUE && x->tasks.v[i].first_due.n) put_day(b, row, (lxw_col_t)c, x->tasks.v[i].first_due, r);
            else put_text(b, row, (lxw_col_t)c, nv_buf_str(&b->line[c]), c == NV_C_DUE ? r->center : r->text);
        }
    }
    end_sheet(b, x->tasks.n, 2);
    for (uint32_t i = 0; i < x->notes.n; i++) put_wide(b, FIRST_ROW + x->tasks.n + 1 + i, x->notes.v[i], b->note, false);
}

static void summary_sheet(book *b)
{
    static const nv_label heads[] = { NV_L_AGENCY, NV_L_TOTAL, NV_L_C_DONE_IN_TIME, NV_L_C_DONE_LATE, NV_L_C_OPEN_IN_TIME, NV_L_C_OPEN_LATE, NV_L_C_WITHDRAWN, NV_L_C_UNDATED };
    static const double widths[] = { 46, 9, 12, 12, 13, 13, 13, 17 };
    uint32_t n = b->x->summary.n;
    begin_sheet(b, NV_L_SHEET_SUMMARY, NV_L_SUMMARY_TITLE, heads, widths, NV_NELEM(heads));
    for (unsigned c = 1; c < NV_NELEM(heads); c++) b->line[c].n = 0;
    for (uint32_t i = 0; i < n; i++) {
        const nv_x_sum *v = &b->x->summary.v[i];
        bool last = i + 1 == n;
        lxw_row_t row = FIRST_ROW + i;
        b->line[0].n = 0;
        nv_buf_adds(&b->line[0], v->name);
        const row_style *r = fit_row(b, row);
        put_text(b, row, 0, v->name, last ? b->sum_text : r->text);
        uint32_t counts[NV_SUM_COLUMNS];
        nv_summary_counts(v, counts);
        for (unsigned c = 0; c < NV_SUM_COLUMNS; c++) worksheet_write_number(b->ws, row, (lxw_col_t)(1 + c), counts[c], last ? b->sum_number : r->center);
    }
    end_sheet(b, n ? n - 1 : 0, 1); /* the last row, of all, is never filtered away */
    put_wide(b, FIRST_ROW + n + 1, nv_str_of(nv_label_text(NV_L_SUMMARY_NOTE, b->x->lang)), b->note, false);
}

static void sources_sheet(book *b)
{
    static const nv_label heads[] = { NV_L_ORD, NV_L_DOCUMENT, NV_L_ISSUED, NV_L_ISSUER, NV_L_PLACE, NV_L_PAGE_HEAD, NV_L_QUOTE, NV_L_FILE, NV_L_SHA256, NV_L_ID };
    static const double widths[] = { 5, 18, 11.5, 13, 13, 7, 52, 14, 18, 11.5 };
    enum { ORD, DOCUMENT, ISSUED, PAGE = 5 };
    begin_sheet(b, NV_L_SHEET_SOURCES, NV_L_SOURCES_TITLE, heads, widths, NV_NELEM(heads));
    for (uint32_t i = 0; i < b->x->tasks.n; i++) {
        const nv_x_task *t = &b->x->tasks.v[i];
        const nv_str cells[] = { { 0 }, { 0 }, { 0 }, t->doc->issuer, t->place, { 0 }, t->quote, t->doc->file, t->doc->sha256, t->id };
        lxw_row_t row = FIRST_ROW + i;
        for (unsigned c = 0; c < NV_NELEM(cells); c++) {
            b->line[c].n = 0;
            nv_buf_adds(&b->line[c], cells[c]);
        }
        nv_document_text(t, &b->line[DOCUMENT]);
        const row_style *r = fit_row(b, row);
        for (unsigned c = 0; c < NV_NELEM(cells); c++) put_text(b, row, (lxw_col_t)c, nv_buf_str(&b->line[c]), r->text);
        worksheet_write_number(b->ws, row, ORD, i + 1, r->center);
        put_day(b, row, ISSUED, t->doc->date, r);
        if (t->page) worksheet_write_number(b->ws, row, PAGE, t->page, r->center);
    }
    end_sheet(b, b->x->tasks.n, 2);
}

/* ---- the file -------------------------------------------------------------------------------------------------------- */

static void fill(lxw_workbook *wb, void *ctx)
{
    book b = { .x = ctx, .wb = wb };
    styles(&b);
    tasks_sheet(&b);
    summary_sheet(&b);
    sources_sheet(&b);
    nv_buf_clear(&b.raw);
    nv_buf_clear(&b.cell);
    for (unsigned c = 0; c < MAX_COLS; c++) nv_buf_clear(&b.line[c]);
}

nv_status nv_write_xlsx(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part;
    char rows[24];
    snprintf(rows, sizeof rows, "%d", MAX_TASKS);
    if (x->tasks.n > MAX_TASKS) return nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, "xlsx", "rows", rows, NULL);
    return nv_xlsx_make(fill, (void *)(uintptr_t)x, nv_label_text(NV_L_TITLE, x->lang), x->today, out, err);
}
