/* bench FILE…: time of each stage over the files, repeated until the run is long enough to be read; text analysis (normalize to link) also in MB/s of
 * text. Figures of one run are to be compared with each other, not with those of another day. */
#include "grammar/grammar.h"
#include "pipeline/pipeline.h"
#include "read/read.h"
#include "detect/detect.h"
#include "link/link.h"
#include "normalize/normalize.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MAX_STAGES = 8 };

/* Processor time: other work on the machine does not count. */
static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

typedef struct { double stage[MAX_STAGES]; double part[6]; size_t bytes; unsigned docs, pages; } sums;

/* The parts of detect and link one by one: the same calls as the stages make. */
static void run_parts(nv_doc *d, const nv_ctx *cx, sums *s) {
    double t = now(), u;
#define PART(i, call) call, u = now(), s->part[i] += u - t, t = u
    PART(0, nv_detect_citations(cx->cites, d));
    PART(1, nv_detect_agencies(cx->agencies, d));
    PART(2, nv_detect_deadlines(cx->deadlines, d));
    PART(3, nv_detect_cues(cx->cues, d));
    PART(4, nv_resolve_citations(cx->resolver, d));
    PART(5, nv_link_obligations(cx->linker, d));
#undef PART
}

static bool run_file(const nv_pipeline *p, const char *path, sums *s, bool parts) {
    uint32_t n;
    const nv_stage *stages = nv_stages(&n);
    nv_doc *d = nv_doc_new();
    nv_err err;
    double t = now(), u;
    if (nv_read_file(d, path, &err)) {
        nv_doc_free(d);
        return false;
    }
    u = now();
    s->stage[0] += u - t;
    for (uint32_t i = 1; i < n; i++) {
        t = now();
        if (parts && strcmp(stages[i].name, "detect") == 0) {
            run_parts(d, nv_pipeline_ctx(p), s);
            break;
        }
        if (stages[i].fn(d, nv_pipeline_ctx(p), &err)) break;
        s->stage[i] += now() - t;
    }
    s->bytes += d->text.n;
    s->docs++;
    s->pages += d->source.pages;
    nv_doc_free(d);
    return true;
}

int main(int argc, char **argv) {
    nv_buf errors = { 0 };
    const char *dir = getenv("NGHIAVU_GRAMMARS");
    double t = now();
    nv_pipeline *p = nv_pipeline_new(dir ? dir : "grammars", &errors);
    if (!p) return fputs(nv_buf_z(&errors), stderr), 1;
    printf("grammar loaded in %.1f ms\n", (now() - t) * 1e3);
    sums s = { 0 }, parts = { 0 };
    for (double start = now(); now() - start < 3;)
        for (int i = 1; i < argc; i++) run_file(p, argv[i], &s, false);
    for (double start = now(); now() - start < 2;)
        for (int i = 1; i < argc; i++) run_file(p, argv[i], &parts, true);
    uint32_t n;
    const nv_stage *stages = nv_stages(&n);
    double total = 0, analysis = 0, mb = (double)s.bytes / 1e6;
    for (uint32_t i = 0; i < n; i++) {
        total += s.stage[i];
        if (i) analysis += s.stage[i];
    }
    for (uint32_t i = 0; i < n; i++) printf("%-10s %5.1f %% of the time, %8.1f MB/s of text\n", stages[i].name, 100 * s.stage[i] / total, mb / s.stage[i]);
    static const char *const names[] = { "citations", "agencies", "deadlines", "cues", "resolve", "duties" };
    for (unsigned i = 0; i < 6; i++) printf("  %-10s %8.1f MB/s\n", names[i], (double)parts.bytes / 1e6 / parts.part[i]);
    printf("text analysis (normalize to link): %.1f MB/s; %.3f ms a document, %.3f ms a page\n", mb / analysis, 1e3 * analysis / s.docs, s.pages ? 1e3 * analysis / s.pages : 0.0);
    nv_pipeline_free(p);
    nv_buf_clear(&errors);
    return 0;
}
