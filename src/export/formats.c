/* formats.c - the table of formats. */
#include "export/export.h"
#include "export/net.h"

const nv_export_format nv_export_formats[] = {
    { "xlsx", ".xlsx", NV_X_TASKS, true, NULL, nv_write_xlsx, "bảng tính Excel: bảng theo dõi, tổng hợp, nguồn", "Excel workbook: tasks, summary, sources" },
    { "csv", ".csv", NV_X_TASKS, false, NULL, nv_write_csv, "bảng CSV cho Excel (UTF-8 có BOM)", "CSV table for Excel (UTF-8 with BOM)" },
    { "tsv", ".tsv", NV_X_TASKS, false, NULL, nv_write_tsv, "bảng, các ô cách nhau bằng tab", "tab-separated table" },
    { "jsonl", ".jsonl", NV_X_TASKS, false, NULL, nv_write_jsonl, "mỗi nhiệm vụ một dòng JSON", "one JSON object a line, one line a task" },
    { "dot", ".dot", NV_X_NET, false, NULL, nv_write_dot, "đồ thị cho Graphviz", "graph for Graphviz" },
    { "graphml", ".graphml", NV_X_NET, false, NULL, nv_write_graphml, "đồ thị GraphML (Gephi, yEd)", "GraphML graph (Gephi, yEd)" },
    { "neo4j", "", NV_X_NET, false, nv_neo4j_parts, nv_write_neo4j, "thư mục các tệp CSV cho neo4j-admin", "folder of CSV files for neo4j-admin" },
};
const unsigned nv_n_export_formats = (unsigned)NV_NELEM(nv_export_formats);

const nv_export_format *nv_export_find(nv_str name)
{
    for (unsigned i = 0; i < nv_n_export_formats; i++)
        if (nv_str_eqz(name, nv_export_formats[i].name)) return &nv_export_formats[i];
    return NULL;
}
