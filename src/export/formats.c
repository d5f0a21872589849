/* formats.c - the table of formats. */
#include "export/export.h"

const nv_export_format nv_export_formats[] = {
    { "xlsx", ".xlsx", true, NULL, nv_write_xlsx, "bảng tính Excel: bảng theo dõi, tổng hợp, nguồn", "Excel workbook: tasks, summary, sources" },
    { "csv", ".csv", false, NULL, nv_write_csv, "bảng CSV cho Excel (UTF-8 có BOM)", "CSV table for Excel (UTF-8 with BOM)" },
    { "tsv", ".tsv", false, NULL, nv_write_tsv, "bảng, các ô cách nhau bằng tab", "tab-separated table" },
    { "jsonl", ".jsonl", false, NULL, nv_write_jsonl, "mỗi nhiệm vụ một dòng JSON", "one JSON object a line, one line a task" },
};
const unsigned nv_n_export_formats = (unsigned)NV_NELEM(nv_export_formats);

const nv_export_format *nv_export_find(nv_str name)
{
    for (unsigned i = 0; i < nv_n_export_formats; i++)
        if (nv_str_eqz(name, nv_export_formats[i].name)) return &nv_export_formats[i];
    return NULL;
}
