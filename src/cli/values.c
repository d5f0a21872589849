/* values.c - the types of values, and the words where there is a list of them. A list comes from where the words are used, so that it cannot be another. */
#include "cli/values.h"
#include "base/msg.h"
#include "cli/doc_print.h"
#include "export/export.h"
#include "cli/review_print.h"
#include "store/people.h"

static const char *role_name(const nv_cli *cli, unsigned i) { (void)cli; return nv_filter_word_at(NV_Q_ROLE, i); }
static const char *state_name(const nv_cli *cli, unsigned i) { (void)cli; return nv_filter_word_at(NV_Q_STATUS, i); }
static const char *action_name(const nv_cli *cli, unsigned i) { (void)cli; return nv_review_action(i); }
static const char *mark_name(const nv_cli *cli, unsigned i) { (void)cli; return nv_mark_name(i); }
static const char *level_name(const nv_cli *cli, unsigned i) { (void)cli; return i <= NV_LEVEL_ERROR ? nv_level_name((nv_level)i) : NULL; }
static const char *relation_name(const nv_cli *cli, unsigned i) { (void)cli; return nv_relation_at(i); }
static const char *verb_name(const nv_cli *cli, unsigned i) { return i < cli->n_verbs ? cli->verbs[i].name : NULL; }
static const char *shell_name(const nv_cli *cli, unsigned i) { (void)cli; return i == 0 ? "bash" : NULL; }
static const char *format_name(const nv_cli *cli, unsigned i) { (void)cli; return i < nv_n_export_formats ? nv_export_formats[i].name : NULL; }
static const char *stage_name(const nv_cli *cli, unsigned i)
{
    (void)cli;
    uint32_t n;
    const nv_stage *s = nv_stages(&n);
    return i < n ? s[i].name : NULL;
}

typedef struct {
    const char *name, *vi;
    nv_value_kind kind;
    const char *(*word)(const nv_cli *cli, unsigned i); /* NULL behind the last; no function: any text */
    bool list, open;                                    /* several with commas; other spellings are taken too */
} value_type;

static const value_type types[] = {
    { "PATH", "ĐƯỜNG_DẪN", NV_VALUE_FILE, NULL, false, false },
    { "FILE", "TỆP", NV_VALUE_FILE, NULL, false, false },
    { "RECORDS", "BẢN_GHI", NV_VALUE_FILE, NULL, false, false },
    { "DIR", "THƯ_MỤC", NV_VALUE_DIR, NULL, false, false },
    { "DATE", "NGÀY", NV_VALUE_TEXT, NULL, false, false },
    { "NAME", "TÊN", NV_VALUE_TEXT, NULL, false, false },
    { "NUMBER", "SỐ_HIỆU", NV_VALUE_TEXT, NULL, false, false },
    { "DOC", "VĂN_BẢN", NV_VALUE_TEXT, NULL, false, false },
    { "WORDS", "CÁC_CHỮ", NV_VALUE_TEXT, NULL, false, false },
    { "FILTER", "BỘ_LỌC", NV_VALUE_TEXT, NULL, false, false },
    { "ID", "MÃ", NV_VALUE_TEXT, NULL, false, false },
    { "EID", "EID", NV_VALUE_TEXT, NULL, false, false },
    { "MS", "PHẦN_NGHÌN_GIÂY", NV_VALUE_TEXT, NULL, false, false },
    { "MAP", "CỘT=MÃ", NV_VALUE_TEXT, NULL, false, false },
    { "YEARS", "NĂM", NV_VALUE_TEXT, NULL, false, false },
    { "N", "N", NV_VALUE_TEXT, NULL, false, false },
    { "QUERY", "CÂU_SQL", NV_VALUE_TEXT, NULL, false, false },
    { "DAYS", "SỐ_NGÀY", NV_VALUE_TEXT, NULL, false, false },
    { "SECONDS", "GIÂY", NV_VALUE_TEXT, NULL, false, false },
    { "ROLE", "VAI_TRÒ", NV_VALUE_TEXT, role_name, false, true },
    { "STATES", "TÌNH_TRẠNG", NV_VALUE_TEXT, state_name, true, true },
    { "STATUS", "TÌNH_TRẠNG", NV_VALUE_TEXT, mark_name, false, true },
    { "ACTION", "VIỆC", NV_VALUE_TEXT, action_name, false, false },
    { "LEVEL", "MỨC", NV_VALUE_TEXT, level_name, false, false },
    { "RELATIONS", "QUAN_HỆ", NV_VALUE_TEXT, relation_name, true, false },
    { "RELATION", "QUAN_HỆ", NV_VALUE_TEXT, relation_name, false, false },
    { "STAGE", "BƯỚC", NV_VALUE_TEXT, stage_name, false, false },
    { "FORMAT", "DẠNG", NV_VALUE_TEXT, format_name, false, false },
    { "VERB", "LỆNH", NV_VALUE_TEXT, verb_name, false, false },
    { "SHELL", "VỎ", NV_VALUE_TEXT, shell_name, false, false },
};

static const value_type *type_of(const char *name)
{
    for (unsigned i = 0; i < NV_NELEM(types); i++)
        if (strcmp(types[i].name, name) == 0) return &types[i];
    return NULL;
}

/* "vi|en": the words themselves; "FILE|DOC": two types. */
static bool lists_words(const char *arg) { return arg[0] >= 'a' && arg[0] <= 'z' && strchr(arg, '|'); }

nv_value_kind nv_value_kind_of(const char *arg)
{
    const value_type *t = type_of(arg);
    return t ? t->kind : NV_VALUE_TEXT;
}

bool nv_value_is_list(const char *arg)
{
    const value_type *t = type_of(arg);
    return t && t->list;
}

nv_str nv_value_word(const nv_cli *cli, const char *arg, unsigned i)
{
    const value_type *t = type_of(arg);
    if (t) return t->word ? nv_str_of(t->word(cli, i)) : (nv_str){ 0 };
    if (!lists_words(arg)) return (nv_str){ 0 };
    while (i && *arg)
        if (*arg++ == '|') i--;
    return (nv_str){ arg, (uint32_t)strcspn(arg, "|") };
}

nv_str nv_value_meaning(const nv_cli *cli, const char *arg, unsigned i)
{
    if (strcmp(arg, "FORMAT") != 0 || i >= nv_n_export_formats) return (nv_str){ 0 };
    return nv_str_of(cli->lang == NV_VI ? nv_export_formats[i].vi : nv_export_formats[i].en);
}

void nv_value_words(const nv_cli *cli, const char *arg, const char *between, nv_buf *out)
{
    nv_str w;
    for (unsigned i = 0; (w = nv_value_word(cli, arg, i)).n; i++) {
        if (i) nv_buf_addz(out, between);
        nv_buf_adds(out, w);
    }
}

bool nv_value_next(const char *args, unsigned *at, char name[32])
{
    unsigned n = 0;
    while (args[*at] && (args[*at] < 'A' || args[*at] > 'Z')) ++*at;
    for (; args[*at] >= 'A' && args[*at] <= 'Z'; ++*at)
        if (n < 31) name[n++] = args[*at];
    name[n] = 0;
    return n > 0;
}

void nv_value_name(const nv_cli *cli, const char *args, nv_buf *out)
{
    char name[32];
    for (unsigned at = 0, from = 0;; from = at) {
        bool more = nv_value_next(args, &at, name);
        const value_type *t = more && cli->lang == NV_VI ? type_of(name) : NULL;
        unsigned end = t ? at - (unsigned)strlen(name) : at;
        nv_buf_add(out, args + from, end - from);
        if (t) nv_buf_addz(out, t->vi);
        if (!more) return;
    }
}

static bool is_word(const nv_cli *cli, const char *arg, nv_str value)
{
    nv_str w;
    for (unsigned i = 0; (w = nv_value_word(cli, arg, i)).n; i++)
        if (nv_str_eq(w, value)) return true;
    return false;
}

bool nv_value_check(const nv_cli *cli, const nv_opt *o, const char *value)
{
    const value_type *t = type_of(o->arg);
    if (!nv_value_word(cli, o->arg, 0).n || (t && t->open)) return true;
    nv_str v = nv_str_of(value);
    bool list = nv_value_is_list(o->arg), good = v.n > 0;
    for (uint32_t at = 0, end; good && at <= v.n; at = end + 1) {
        end = list ? nv_str_find(v, NV_LIT(","), at) : v.n;
        if (end == UINT32_MAX) end = v.n;
        good = is_word(cli, o->arg, nv_str_cut(v, at, end));
    }
    if (!good) nv_value_refuse(cli, o->name, o->arg, value);
    return good;
}

void nv_value_refuse(const nv_cli *cli, const char *name, const char *arg, const char *value)
{
    nv_buf list = { 0 }, want = { 0 };
    nv_value_words(cli, arg, ", ", &list);
    nv_cli_word(cli, &want, NV_W_WANT_ONE_OF, nv_buf_z(&list), NULL);
    nv_cli_say(cli, stderr, NV_W_BAD_VALUE, name, value, nv_buf_z(&want), NULL);
    nv_buf_clear(&list);
    nv_buf_clear(&want);
}
