/* ask DB NAME DAY: milliseconds that one open database takes for “what is NAME to do before DAY”, first and then (median of the rest) warm; grammars from
 * $NGHIAVU_GRAMMARS. What a program pays that stays open; a run of nghiavu pays the start of a process and the reading of the registry besides. */
#include "grammar/grammar.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 21 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b) {
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv) {
    const char *dir = getenv("NGHIAVU_GRAMMARS");
    nv_buf errors = { 0 };
    nv_err err = { 0 };
    nv_store *s = NULL;
    if (argc != 4) return fputs("ask DB NAME DAY\n", stderr), 2;
    nv_grammar *g = nv_grammar_tables(dir ? dir : "grammars", &errors);
    nv_registry *r = g ? nv_registry_load(g, &errors) : NULL;
    if (!r || nv_store_open(argv[1], NV_STORE_READ, &s, &err) || nv_store_registry(s, r, nv_grammar_digest(g), &err)) return fputs("cannot open\n", stderr), 1;
    double ms[ROUNDS];
    uint32_t found = 0;
    for (int i = 0; i < ROUNDS; i++) {
        nv_arena *a = nv_arena_new();
        nv_ask_tasks ask = { .who = nv_str_of(argv[2]), .before = nv_date_parse(nv_str_of(argv[3])), .today = { 2026, 1, 1 } };
        nv_ans_tasks t;
        nv_str nearest;
        bool bad_doc;
        double start = now();
        if (nv_store_tasks(s, &ask, a, &t, &nearest, &bad_doc, &err)) return fputs("refused\n", stderr), 1;
        ms[i] = now() - start;
        found = t.tasks.n;
        nv_arena_free(a);
    }
    qsort(ms + 1, ROUNDS - 1, sizeof *ms, by_value);
    printf("%u %.1f %.1f\n", found, ms[0], ms[ROUNDS / 2]);
    nv_store_close(s);
    nv_registry_free(r);
    nv_grammar_free(g);
    nv_buf_clear(&errors);
    return 0;
}
