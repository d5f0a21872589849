/* agencies: bodies of the registry by name, with what they were, became and belong to; the members of a class. Needs no database. */
#include "cli/ask.h"
#include "cli/print.h"

enum { LEFT = 15 };

typedef NV_VEC(nv_str) name_vec;
typedef struct { nv_cli *cli; const nv_registry *reg; nv_arena *a; nv_date on; bool dated; /* --on was given */ nv_buf json; } asked;

static nv_str iso(nv_arena *a, nv_date d)
{
    char z[12];
    nv_date_iso(d, z);
    return *z ? nv_arena_str(a, nv_str_of(z)) : (nv_str){ 0 };
}

/* “01/07/2025 – nay”. */
static void validity(const asked *q, const nv_agency_entry *e, nv_buf *out)
{
    nv_buf from = { 0 }, to = { 0 };
    nv_date_text(q->cli, iso(q->a, e->from), &from);
    nv_date_text(q->cli, iso(q->a, e->to), &to);
    if (from.n && to.n) nv_cli_word(q->cli, out, NV_W_A_FROM_TO, nv_buf_z(&from), nv_buf_z(&to), NULL);
    else if (from.n) nv_cli_word(q->cli, out, NV_W_A_FROM, nv_buf_z(&from), NULL);
    else if (to.n) nv_cli_word(q->cli, out, NV_W_A_TO, nv_buf_z(&to), NULL);
    else nv_cli_word(q->cli, out, NV_W_A_OPEN, NULL);
    nv_buf_clear(&from);
    nv_buf_clear(&to);
}

static const nv_agency_entry *parent_of(const asked *q, const nv_agency_entry *e)
{
    if (!e->parent.n) return NULL;
    const nv_agency_entry *own = e->generic.n ? nv_registry_by_id(q->reg, nv_arena_printf(q->a, "%.*s/%.*s", NV_ARG(e->parent), NV_ARG(e->province))) : NULL;
    return own ? own : nv_registry_by_id(q->reg, e->parent);
}

/* The day as of which classes are shown: the one asked for if the body was there, else its first or last day. */
static nv_date day_for(const asked *q, const nv_agency_entry *e)
{
    if (nv_agency_valid(e, q->on)) return q->on;
    return !nv_date_none(e->to) && nv_date_cmp(e->to, q->on) < 0 ? e->to : e->from;
}

static void classes_of(const asked *q, const nv_agency_entry *e, name_vec *names)
{
    uint32_t n;
    const nv_class_name *c = nv_registry_class_names(q->reg, &n);
    for (uint32_t i = 0; i < n; i++) {
        nv_agency_vec v = { 0 };
        uint32_t same = 0; /* one name stands for all that mean the same members */
        while (same < i && !nv_str_eq(c[same].members, c[i].members)) same++;
        if (same < i) continue;
        nv_registry_class_members(q->reg, c[i].name, day_for(q, e), e->province, q->a, &v);
        for (uint32_t k = 0; k < v.n; k++)
            if (v.v[k] == e) {
                *NV_PUSH(q->a, names) = c[i].name;
                break;
            }
    }
}

/* ---- for people ------------------------------------------------------------------------------------------------------ */

static void field(const asked *q, nv_word label, nv_str text)
{
    if (!text.n) return;
    nv_buf b = { 0 };
    nv_buf_addz(&b, "  ");
    nv_cli_word(q->cli, &b, label, NULL);
    nv_print_cell(stdout, nv_buf_str(&b), LEFT);
    nv_print_wrap(stdout, text, LEFT, q->cli->width);
    nv_buf_clear(&b);
}

static void print_links(const asked *q, const nv_agency_entry *e, bool before)
{
    nv_agency_vec v = { 0 };
    if (before) nv_registry_predecessors(q->reg, e, q->a, &v);
    else nv_registry_successors(q->reg, e, q->a, &v);
    for (uint32_t i = 0; i < v.n; i++) {
        nv_buf b = { 0 };
        nv_str note = before ? nv_registry_moved(q->reg, v.v[i], e) : nv_registry_moved(q->reg, e, v.v[i]);
        nv_buf_printf(&b, "%.*s, ", NV_ARG(v.v[i]->name));
        validity(q, v.v[i], &b);
        if (note.n) nv_buf_printf(&b, " (%.*s)", NV_ARG(note));
        field(q, before ? NV_W_A_BEFORE : NV_W_A_AFTER, nv_buf_str(&b));
        nv_buf_clear(&b);
    }
}

/* Words of the columns kind and level for people. */
static void vi_word(nv_str word, nv_buf *out)
{
    static const struct { const char *word, *vi; } words[] = {
        { "NA", "cơ quan của Quốc hội" }, { "armed-forces", "lực lượng vũ trang" }, { "audit", "kiểm toán" }, { "class", "lớp cơ quan" }, { "corporation", "tập đoàn nhà nước" },
        { "court", "tòa án" }, { "department", "cơ quan chuyên môn" }, { "government", "chính phủ" }, { "government-attached", "cơ quan thuộc Chính phủ" },
        { "head-of-state", "nguyên thủ và cơ quan giúp việc" }, { "mass-org", "tổ chức chính trị - xã hội, hội" }, { "ministerial-equivalent", "cơ quan ngang bộ" },
        { "ministry", "bộ" }, { "office-holder", "chức danh" }, { "party", "cơ quan Đảng" }, { "party-state-institution", "đơn vị sự nghiệp của Đảng và Nhà nước" },
        { "peoples-committee", "ủy ban nhân dân" }, { "peoples-council", "hội đồng nhân dân" }, { "procuracy", "viện kiểm sát" }, { "state-bank", "cơ quan ngang bộ" },
        { "state-bank-policy", "ngân hàng chính sách" }, { "steering-committee", "ban chỉ đạo" }, { "unit-of-ministry", "đơn vị thuộc bộ" }, { "university", "đại học" },
        { "vertical-agency", "cơ quan ngành dọc" }, { "central", "trung ương" }, { "province", "cấp tỉnh" }, { "district", "cấp huyện" }, { "commune", "cấp xã" },
        { "local", "địa phương" },
    };
    for (unsigned i = 0; i < NV_NELEM(words); i++)
        if (nv_str_eqz(word, words[i].word)) {
            nv_buf_addz(out, words[i].vi);
            return;
        }
    nv_buf_adds(out, word);
}

static void kind_text(const nv_cli *cli, const nv_agency_entry *e, nv_buf *out)
{
    if (cli->lang == NV_VI) vi_word(e->kind_text, out);
    else nv_buf_adds(out, e->kind_text);
    if (!e->level.n) return;
    nv_buf_addz(out, ", ");
    if (cli->lang == NV_VI) vi_word(e->level, out);
    else nv_buf_adds(out, e->level);
}

/* “a;b” as “a, b”, behind what is there. */
static void add_list(nv_str list, nv_buf *out)
{
    for (uint32_t at = 0, end; at < list.n; at = end + 1) {
        for (end = at; end < list.n && list.p[end] != ';';) end++;
        if (out->n) nv_buf_addz(out, "; ");
        nv_buf_adds(out, nv_str_trim(nv_str_cut(list, at, end)));
    }
}

static void print_body(const asked *q, const nv_agency_entry *e)
{
    nv_buf b = { 0 };
    const nv_agency_entry *up = parent_of(q, e);
    printf("%s%.*s%s\n", nv_ink(q->cli, "1"), NV_ARG(e->name), nv_ink(q->cli, "0"));
    validity(q, e, &b);
    if (!nv_agency_valid(e, q->on)) {
        nv_buf day = { 0 };
        nv_date_text(q->cli, iso(q->a, q->on), &day);
        nv_buf_addz(&b, "; ");
        nv_cli_word(q->cli, &b, NV_W_A_NOT_THERE, nv_buf_z(&day), NULL);
        nv_buf_clear(&day);
    }
    field(q, NV_W_A_VALID, nv_buf_str(&b));
    b.n = 0;
    kind_text(q->cli, e, &b);
    field(q, NV_W_A_KIND, nv_buf_str(&b));
    field(q, NV_W_A_PARENT, up ? up->name : e->parent);
    field(q, NV_W_A_HEAD, e->head_title);
    b.n = 0;
    add_list(e->abbreviations, &b);
    add_list(e->variants, &b);
    field(q, NV_W_A_NAMES, nv_buf_str(&b));
    name_vec classes = { 0 };
    classes_of(q, e, &classes);
    for (uint32_t i = 0; i < classes.n; i++) field(q, NV_W_A_CLASS, classes.v[i]);
    print_links(q, e, true);
    print_links(q, e, false);
    if (!e->generic.n) field(q, NV_W_A_NOTE, e->note);
    b.n = 0;
    nv_buf_adds(&b, e->id);
    field(q, NV_W_A_ID, nv_buf_str(&b));
    nv_buf_clear(&b);
    putchar('\n');
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------ */

static void list_json(nv_buf *b, const char *key, nv_str list)
{
    nv_j_key(b, key);
    nv_j_open(b, '[');
    for (uint32_t at = 0, end; at < list.n; at = end + 1) {
        for (end = at; end < list.n && list.p[end] != ';';) end++;
        nv_j_item(b);
        nv_j_text(b, nv_str_trim(nv_str_cut(list, at, end)));
    }
    nv_j_close(b, ']');
}

static void links_json(asked *q, const nv_agency_entry *e, bool before)
{
    nv_agency_vec v = { 0 };
    if (before) nv_registry_predecessors(q->reg, e, q->a, &v);
    else nv_registry_successors(q->reg, e, q->a, &v);
    nv_j_key(&q->json, before ? "predecessors" : "successors");
    nv_j_open(&q->json, '[');
    for (uint32_t i = 0; i < v.n; i++) {
        nv_j_open(&q->json, '{');
        nv_j_str(&q->json, "id", v.v[i]->id);
        nv_j_str(&q->json, "name", v.v[i]->name);
        nv_j_str(&q->json, "from", iso(q->a, v.v[i]->from));
        nv_j_str(&q->json, "to", iso(q->a, v.v[i]->to));
        nv_j_str(&q->json, "note", before ? nv_registry_moved(q->reg, v.v[i], e) : nv_registry_moved(q->reg, e, v.v[i]));
        nv_j_close(&q->json, '}');
    }
    nv_j_close(&q->json, ']');
}

static nv_str or_null(nv_str s)
{
    return s.n ? s : (nv_str){ 0 };
}

static void body_json(asked *q, const nv_agency_entry *e)
{
    nv_buf *b = &q->json;
    const nv_agency_entry *up = parent_of(q, e);
    name_vec classes = { 0 };
    nv_j_open(b, '{');
    nv_j_str(b, "id", e->id);
    nv_j_str(b, "name", e->name);
    nv_j_str(b, "kind", or_null(e->kind_text));
    nv_j_str(b, "level", or_null(e->level));
    nv_j_str(b, "from", iso(q->a, e->from));
    nv_j_str(b, "to", iso(q->a, e->to));
    nv_j_bool(b, "valid", nv_agency_valid(e, q->on));
    nv_j_str(b, "parent", up ? up->name : (nv_str){ 0 });
    nv_j_str(b, "head", or_null(e->head_title));
    list_json(b, "abbreviations", e->abbreviations);
    list_json(b, "variants", e->variants);
    classes_of(q, e, &classes);
    nv_j_key(b, "classes");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < classes.n; i++) nv_j_item(b), nv_j_text(b, classes.v[i]);
    nv_j_close(b, ']');
    links_json(q, e, true);
    links_json(q, e, false);
    nv_j_str(b, "note", e->generic.n ? (nv_str){ 0 } : or_null(e->note));
    nv_j_close(b, '}');
}

/* ---- the three questions --------------------------------------------------------------------------------------------- */

static const char *const kinds[] = { "none", "open", "some", "all" };

static void print_class(asked *q, nv_str name, nv_members m, const nv_agency_vec *v)
{
    char n[16];
    nv_buf day = { 0 };
    if (q->cli->json) {
        nv_j_str(&q->json, "class", name);
        nv_j_str(&q->json, "members_are", nv_str_of(kinds[m]));
        nv_j_key(&q->json, "members");
        nv_j_open(&q->json, '[');
        for (uint32_t i = 0; i < v->n; i++) nv_j_item(&q->json), nv_j_text(&q->json, v->v[i]->name);
        nv_j_close(&q->json, ']');
        return;
    }
    snprintf(n, sizeof n, "%u", v->n);
    nv_date_text(q->cli, iso(q->a, q->on), &day);
    nv_cli_say(q->cli, stdout, m == NV_MEMBERS_ALL ? NV_W_A_MEMBERS : m == NV_MEMBERS_SOME ? NV_W_A_MEMBERS_SOME : NV_W_A_MEMBERS_OPEN, name.p, nv_buf_z(&day), n, NULL);
    for (uint32_t i = 0; i < v->n; i++) printf("  %.*s\n", NV_ARG(v->v[i]->name));
    nv_buf_clear(&day);
}

static void show_bodies(asked *q, const nv_agency_vec *v)
{
    bool there = false;
    for (uint32_t i = 0; i < v->n; i++) there = there || nv_agency_valid(v->v[i], q->on);
    if (q->cli->json) nv_j_key(&q->json, "bodies"), nv_j_open(&q->json, '[');
    for (uint32_t i = 0; i < v->n; i++) {
        if (q->dated && there && !nv_agency_valid(v->v[i], q->on)) continue;
        if (q->cli->json) body_json(q, v->v[i]);
        else print_body(q, v->v[i]);
    }
    if (q->cli->json) nv_j_close(&q->json, ']');
}

static int one_name(asked *q, nv_str name)
{
    nv_agency_vec v = { 0 }, members = { 0 };
    nv_str near;
    bool known = nv_registry_resolve_who(q->reg, name, q->a, &v, &near);
    const nv_province *p = known ? NULL : nv_registry_find_province(q->reg, name, q->on); /* “Hà Tây”: its people's committee */
    const nv_agency_entry *seat = p ? nv_registry_by_id(q->reg, nv_arena_printf(q->a, "ubnd-tinh/%.*s", NV_ARG(p->id))) : NULL;
    if (seat) *NV_PUSH(q->a, &v) = seat;
    known = known || seat;
    bool body = false; /* a row of the table that stands for a class shows its members */
    for (uint32_t i = 0; i < v.n; i++) body = body || v.v[i]->kind != NV_A_CLASS;
    nv_members m = body ? NV_MEMBERS_NONE : nv_registry_class_members(q->reg, name, q->on, (nv_str){ 0 }, q->a, &members);
    if (!known && m == NV_MEMBERS_NONE) {
        if (near.n) nv_cli_say(q->cli, stderr, NV_W_UNKNOWN_AGENCY_NEAR, name.p, nv_arena_str(q->a, near).p, NULL);
        else nv_cli_say(q->cli, stderr, NV_W_UNKNOWN_AGENCY, name.p, NULL);
        return NV_X_USAGE;
    }
    if (m != NV_MEMBERS_NONE) print_class(q, name, m, &members);
    if (body || m == NV_MEMBERS_NONE) show_bodies(q, &v);
    else if (q->cli->json) show_bodies(q, &(nv_agency_vec){ 0 });
    return NV_X_DONE;
}

/* Those of the table, without each province's own, which would be thousands. */
static int all_names(asked *q)
{
    uint32_t n;
    nv_buf b = { 0 };
    const nv_agency_entry *e = nv_registry_agencies(q->reg, &n);
    if (q->cli->json) nv_j_key(&q->json, "bodies"), nv_j_open(&q->json, '[');
    for (uint32_t i = 0; i < n && !e[i].generic.n; i++) {
        if (e[i].kind == NV_A_CLASS || (q->dated && !nv_agency_valid(&e[i], q->on))) continue;
        if (q->cli->json) {
            body_json(q, &e[i]);
            continue;
        }
        b.n = 0;
        validity(q, &e[i], &b);
        nv_print_cell(stdout, nv_buf_str(&b), 26);
        nv_print_wrap(stdout, e[i].name, 26, q->cli->width);
    }
    if (q->cli->json) nv_j_close(&q->json, ']');
    nv_buf_clear(&b);
    return NV_X_DONE;
}

int nv_cmd_agencies(nv_cli *cli, int argc, char **argv)
{
    nv_tables t = { 0 };
    asked q = { .cli = cli, .a = nv_arena_new() };
    int code = nv_cli_opt_date(cli, "on", &q.on) ? nv_tables_load(&t, cli) : NV_X_USAGE;
    if (code == NV_X_DONE) {
        q.reg = t.registry;
        q.dated = !nv_date_none(q.on);
        if (!q.dated) q.on = cli->today;
        nv_j_open(&q.json, '{');
        nv_j_str(&q.json, "on", iso(q.a, q.on));
        code = argc ? one_name(&q, nv_str_of(argv[0])) : all_names(&q);
        nv_j_close(&q.json, '}');
        if (cli->json && code == NV_X_DONE) nv_j_print(&q.json);
    }
    nv_buf_clear(&q.json);
    nv_tables_free(&t);
    nv_arena_free(q.a);
    return nv_cli_done(cli, code);
}
