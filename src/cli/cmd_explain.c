/* explain FILE|DOC: each sentence with a word of duty and an agency that made no task, and why: an auditor's check on what was left out. */
#include "cli/ask.h"
#include "cli/print.h"
#include "cli/reading.h"
#include <stdlib.h>
#include <sys/stat.h>

static const struct { const char *code, *vi, *en; } reasons[NV_WHY_COUNT] = {
    [NV_WHY_NO_BEARER] = { "no_bearer", "không nói ai phải làm, và đề mục, câu dẫn ở trên cũng không", "nobody is named as bearer, neither here nor by a heading or lead-in above" },
    [NV_WHY_TELLS] = { "tells", "cơ quan được nhắc đến, nhưng sau tên không phải việc phải làm (định nghĩa, tình trạng, việc đã qua)", "an agency is named, but no verb of duty follows it (a definition, a state, the past)" },
    [NV_WHY_NARRATIVE] = { "narrative", "phần mở đầu, kết thúc hoặc dẫn nhập: chỉ tính việc được giao rõ", "introduction or closing: only what is charged outright counts" },
    [NV_WHY_PAST] = { "past", "nằm dưới đề mục về kết quả, tình hình, hoặc trong báo cáo", "below a heading over results, or in a report" },
    [NV_WHY_GOALS] = { "goals", "nằm dưới đề mục về mục tiêu, nguyên tắc, phạm vi", "below a heading over goals, principles, scope" },
    [NV_WHY_ISSUER] = { "issuer", "cơ quan ban hành nói việc của mình, không giao ai", "the issuer tells what it does and charges nobody" },
    [NV_WHY_LEAD_IN] = { "lead_in", "chỉ dẫn vào danh sách bên dưới; nhiệm vụ nằm ở các mục đó", "only announces the list below, whose items are the tasks" },
    [NV_WHY_PASSIVE] = { "passive", "chủ ngữ là sự vật, không rõ ai phải làm", "the subject is a thing; nobody is told to act" },
    [NV_WHY_NEVER] = { "formula", "căn cứ, hiệu lực, bãi bỏ hoặc lời kết", "basis, effect, repeal or courtesy" },
    [NV_WHY_STATE] = { "state", "chủ ngữ là Nhà nước nói chung", "the subject is the State at large" },
    [NV_WHY_HEADING] = { "heading", "là đề mục", "a heading" },
};

static bool wanted(const nv_unit *u, const char *eid)
{
    if (!eid) return true;
    size_t n = strlen(eid);
    return u->eid.n >= n && strncmp(u->eid.p, eid, n) == 0 && (u->eid.n == n || strncmp(u->eid.p + n, "__", 2) == 0);
}

static void put_json(FILE *f, const nv_doc *d, const nv_rejected *r)
{
    nv_buf b = { 0 };
    nv_j_open(&b, '{');
    nv_j_str(&b, "eid", r->unit->eid);
    nv_j_int_or_null(&b, "page", nv_doc_page(d, r->span.beg), 0);
    nv_j_str(&b, "reason", (nv_str){ reasons[r->why].code, (uint32_t)strlen(reasons[r->why].code) });
    nv_j_str(&b, "text", nv_doc_str(d, r->span));
    nv_j_close(&b, '}');
    fprintf(f, "%s\n", nv_buf_z(&b));
    nv_buf_clear(&b);
}

static void put_text(const nv_cli *cli, FILE *f, const nv_doc *d, const nv_rejected *r)
{
    nv_buf b = { 0 };
    uint32_t page = nv_doc_page(d, r->span.beg);
    nv_place_name(r->unit->eid, &b);
    if (page) {
        char n[16];
        snprintf(n, sizeof n, "%u", page);
        nv_buf_addz(&b, ", ");
        nv_cli_word(cli, &b, NV_W_PAGE, n, NULL);
    }
    nv_buf_printf(&b, ": %s", cli->lang == NV_VI ? reasons[r->why].vi : reasons[r->why].en);
    fprintf(f, "%s%s%s\n", nv_ink(cli, "1"), nv_buf_z(&b), nv_ink(cli, "0"));
    nv_buf_clear(&b);
    nv_buf_printf(&b, "“%.*s”", NV_ARG(nv_doc_str(d, r->span)));
    fputs("    ", f);
    nv_print_wrap(f, nv_buf_str(&b), 4, cli->width);
    nv_buf_clear(&b);
}

/* In the worker: a file to the lines about it. */
static nv_status tell(void *ctx, const nv_job *job, nv_buf *out, nv_err *err)
{
    const nv_cli *cli = ctx;
    nv_doc *d;
    nv_status st = nv_job_doc(cli, job, NULL, &d, out, err);
    if (st) return st;
    const char *eid = nv_cli_opt(cli, "eid");
    char *text = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&text, &len);
    if (!f) abort();
    unsigned n = 0;
    for (uint32_t i = 0; i < d->rejected.n; i++) {
        if (!wanted(d->rejected.v[i].unit, eid)) continue;
        if (cli->json) put_json(f, d, &d->rejected.v[i]);
        else put_text(cli, f, d, &d->rejected.v[i]);
        n++;
    }
    if (!cli->json) fprintf(f, cli->lang == NV_VI ? "%u câu không thành nhiệm vụ; %u nhiệm vụ\n" : "%u sentences made no task; %u tasks\n", n, d->obligations.n);
    if (fclose(f) != 0) abort();
    nv_buf_add(out, text, len);
    free(text);
    nv_doc_free(d);
    return NV_OK;
}

/* The collection keeps tasks, not what was left out: it only says from which file the document came, so that it can be read again. */
static int explain_document(nv_cli *cli, const char *name)
{
    nv_asker q;
    nv_ans_docs docs = { 0 };
    nv_err err;
    int code = nv_ask_open(&q, cli, false);
    if (code == NV_X_DONE && nv_store_find_docs(q.store, (nv_str){ name, (uint32_t)strlen(name) }, q.a, &docs, &err)) code = nv_cli_fail(cli, &err);
    if (code == NV_X_DONE && !docs.n) code = nv_no_doc(cli, name, nv_store_near_doc(q.store, (nv_str){ name, (uint32_t)strlen(name) }, q.a));
    for (uint32_t i = 0; code == NV_X_DONE && i < docs.n; i++) {
        const nv_ans_doc *x = &docs.v[i];
        if (x->file.n) printf(cli->lang == NV_VI ? "%.*s được nạp từ tệp %.*s; xem: nghiavu explain %.*s\n" : "%.*s was read from the file %.*s; see: nghiavu explain %.*s\n", NV_ARG(nv_doc_label(x)), NV_ARG(x->file), NV_ARG(x->file));
        else printf(cli->lang == NV_VI ? "%.*s chỉ được viện dẫn, không có tệp\n" : "%.*s is only cited, there is no file of it\n", NV_ARG(nv_doc_label(x)));
    }
    nv_ask_close(&q);
    return code == NV_X_DONE ? nv_cli_done(cli, code) : code;
}

int nv_cmd_explain(nv_cli *cli, int argc, char **argv)
{
    struct stat st;
    (void)argc;
    return stat(argv[0], &st) == 0 ? nv_read_each(cli, argv, 1, tell, cli) : explain_document(cli, argv[0]);
}
