/* datasette.c - metadata for Datasette (https://docs.datasette.io/en/stable/metadata.html): titles, columns, facets and canned queries of datasette.def in the
 * language of the program. Tables that are not named there are hidden: a reader of tasks has no use for them. */
#include "export/export.h"
#include "export/json_out.h"

typedef enum { TABLE, COLUMN, QUERY } row_kind;
static const struct { row_kind kind; const char *name, *text[2], *more, *facets; } rows[] = {
#define NV_DS_TABLE(name, vi, en, sort, facets) { TABLE, name, { vi, en }, sort, facets },
#define NV_DS_COLUMN(name, vi, en) { COLUMN, name, { vi, en }, NULL, NULL },
#define NV_DS_QUERY(name, vi, en, sql) { QUERY, name, { vi, en }, sql, NULL },
#include "export/datasette.def"
#undef NV_DS_TABLE
#undef NV_DS_COLUMN
#undef NV_DS_QUERY
};

static const char *const hidden[] = { "meta", "identities", "texts", "heads", "signers", "class_members", "mentions", "obligation_deadlines", "anchors", "corrections", "declined", "originals", "fits" };

static void member(nv_buf *b, const char *indent, const char *key, const char *value, bool first)
{
    nv_buf_printf(b, "%s\n%s\"%s\": ", first ? "" : ",", indent, key);
    nv_json_str(b, nv_str_of(value));
}

static void facets(nv_buf *b, const char *list)
{
    nv_buf_addz(b, ",\n          \"facets\": [\"");
    for (; *list; list++) {
        if (*list == ',') nv_buf_addz(b, "\", \"");
        else nv_buf_addc(b, *list);
    }
    nv_buf_addz(b, "\"]");
}

/* A table and the columns behind it. */
static void table(nv_buf *b, unsigned i, unsigned l)
{
    unsigned columns = 0;
    nv_buf_printf(b, "%s\n        \"%s\": {", i ? "," : "", rows[i].name);
    member(b, "          ", "title", rows[i].text[l], true);
    if (*rows[i].more) member(b, "          ", "sort", rows[i].more, false);
    facets(b, rows[i].facets);
    for (unsigned c = i + 1; c < NV_NELEM(rows) && rows[c].kind == COLUMN; c++, columns++) {
        if (!columns) nv_buf_addz(b, ",\n          \"columns\": {");
        member(b, "            ", rows[c].name, rows[c].text[l], !columns);
    }
    nv_buf_addz(b, columns ? "\n          }\n        }" : "\n        }");
}

nv_status nv_write_datasette(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part, (void)err;
    unsigned l = x->lang == NV_VI ? 0 : 1, queries = 0;
    nv_buf_addc(out, '{');
    member(out, "  ", "title", l ? "Tasks in directives: who must do what by when" : "Nhiệm vụ trong văn bản chỉ đạo: ai phải làm gì, trước ngày nào", true);
    member(out, "  ", "description", l ? "Read from documents by nghiavu; every row names document, page and rule." : "nghiavu đọc từ văn bản; dòng nào cũng ghi văn bản, trang và quy tắc.", false);
    nv_buf_addz(out, ",\n  \"databases\": {\n    ");
    nv_json_str(out, x->db_name);
    nv_buf_addz(out, ": {\n      \"tables\": {");
    for (unsigned i = 0; i < NV_NELEM(rows); i++)
        if (rows[i].kind == TABLE) table(out, i, l);
    for (unsigned i = 0; i < NV_NELEM(hidden); i++) nv_buf_printf(out, ",\n        \"%s\": {\"hidden\": true}", hidden[i]);
    nv_buf_addz(out, "\n      },\n      \"queries\": {");
    for (unsigned i = 0; i < NV_NELEM(rows); i++) {
        if (rows[i].kind != QUERY) continue;
        nv_buf_printf(out, "%s\n        \"%s\": {", queries++ ? "," : "", rows[i].name);
        member(out, "          ", "title", rows[i].text[l], true);
        member(out, "          ", "sql", rows[i].more, false);
        nv_buf_addz(out, "\n        }");
    }
    nv_buf_addz(out, "\n      }\n    }\n  }\n}\n");
    return NV_OK;
}
