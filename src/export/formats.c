/* formats.c - the table of formats. */
#include "export/export.h"
#include "export/net.h"

const nv_export_format nv_export_formats[] = {
    { "xlsx", ".xlsx", NV_X_TASKS, true, NULL, nv_write_xlsx, "bảng tính Excel: bảng theo dõi, tổng hợp, nguồn", "Excel workbook: tasks, summary, sources", NULL },
    { "docx", ".docx", NV_X_TASKS, true, NULL, nv_write_docx, "bảng theo dõi dưới dạng phụ lục văn bản (Word)", "the table as an annex (Word)", NULL },
    { "ics", ".ics", NV_X_TASKS, false, NULL, nv_write_ics, "lịch cho Outlook, Google, Thunderbird", "calendar for Outlook, Google, Thunderbird", nv_ics_holds },
    { "csv", ".csv", NV_X_TASKS, false, NULL, nv_write_csv, "bảng CSV cho Excel (UTF-8 có BOM)", "CSV table for Excel (UTF-8 with BOM)", NULL },
    { "md", ".md", NV_X_TASKS, false, NULL, nv_write_md, "bảng Markdown", "Markdown table", NULL },
    { "html", ".html", NV_X_TASKS, false, NULL, nv_write_html, "một trang để xem và in", "one page to look at and to print", NULL },
    { "tsv", ".tsv", NV_X_TASKS, false, NULL, nv_write_tsv, "bảng, các ô cách nhau bằng tab", "tab-separated table", NULL },
    { "jsonl", ".jsonl", NV_X_TASKS, false, NULL, nv_write_jsonl, "mỗi nhiệm vụ một dòng JSON", "one JSON object a line, one line a task", NULL },
    { "dot", ".dot", NV_X_NET, false, NULL, nv_write_dot, "đồ thị cho Graphviz", "graph for Graphviz", NULL },
    { "graphml", ".graphml", NV_X_NET, false, NULL, nv_write_graphml, "đồ thị GraphML (Gephi, yEd)", "GraphML graph (Gephi, yEd)", NULL },
    { "neo4j", "", NV_X_NET, false, nv_neo4j_parts, nv_write_neo4j, "thư mục các tệp CSV cho neo4j-admin", "folder of CSV files for neo4j-admin", NULL },
    { "akn", ".xml", NV_X_LAW, false, NULL, nv_write_akn, "một văn bản (--doc) dạng XML Akoma Ntoso 3.0", "one document (--doc) as Akoma Ntoso 3.0 XML", NULL },
    { "jsonld", ".jsonld", NV_X_LAWS, false, NULL, nv_write_jsonld, "văn bản dạng schema.org/Legislation", "documents as schema.org/Legislation", NULL },
    { "datasette", ".json", NV_X_NOTHING, false, NULL, nv_write_datasette, "metadata.json cho Datasette: tên cột, bộ lọc, câu hỏi soạn sẵn", "metadata.json for Datasette: columns, facets, canned queries", NULL },
};
const unsigned nv_n_export_formats = (unsigned)NV_NELEM(nv_export_formats);

const nv_export_format *nv_export_find(nv_str name)
{
    for (unsigned i = 0; i < nv_n_export_formats; i++)
        if (nv_str_eqz(name, nv_export_formats[i].name)) return &nv_export_formats[i];
    return NULL;
}
