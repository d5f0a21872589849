/* citation_named.c - documents known by their own name: laws and codes, the Constitution, treaties, and documents known by their title
 * (contract 3.2, 3.7, 3.9, 3.11). Whether a title names a document that exists is decided by what stands around it. */
#include "detect/citation.h"
#include "model/date.h"

static bool stop_char(char c) { return c == ';' || c == ':' || c == '.' || c == ',' || c == '(' || c == ')' || c == '\n' || c == '"' || c == '/'; }
static bool quote_at(const nv_scan *s, uint32_t at) {
    return at + 2 < s->text.n && memcmp(s->text.p + at, "\xE2\x80", 2) == 0 && ((unsigned char)s->text.p[at + 2] == 0x9C || (unsigned char)s->text.p[at + 2] == 0x9D);
}

static uint32_t word_end(const nv_scan *s, uint32_t at) {
    while (at < s->text.n && !stop_char(s->text.p[at]) && s->text.p[at] != ' ' && s->text.p[at] != '\t' && !quote_at(s, at)) at++;
    return at;
}

static bool any_word(const nv_scan *s, uint32_t at, const char *const *words, unsigned n) {
    for (unsigned i = 0; i < n; i++)
        if (nv_cs_word(s, at, words[i], NULL)) return true;
    return false;
}

static bool other_word(const nv_scan *s, uint32_t at) {
    nv_name_hit hit;
    return nv_cs_upper(s, at) && nv_names_at(s->d->words, s->fold, at, &hit) && s->d->word[hit.value].kind < NV_CW_PLACE;
}

/* “năm 2013”, “2013”: part of the name (contract 3.7). */
static uint32_t year_end(const nv_scan *s, uint32_t at) {
    uint32_t i = nv_cs_skip(s, at), k;
    if (nv_cs_word(s, i, "năm", &k)) i = nv_cs_skip(s, k);
    if (i == at || i + 4 > s->text.n) return at;
    if (memcmp(s->text.p + i, "19", 2) != 0 && memcmp(s->text.p + i, "20", 2) != 0) return at;
    for (unsigned d = 2; d < 4; d++)
        if (!nv_is_digit((unsigned char)s->text.p[i + d])) return at;
    if (i + 4 < s->text.n && (nv_is_digit((unsigned char)s->text.p[i + 4]) || s->text.p[i + 4] == '/')) return at;
    return i + 4;
}

/* ---- laws -------------------------------------------------------------------------------------------------------- */

/* “Luật Bảo hiểm xã hội từ trước ngày …”: words that no law's name has; a date or number behind them is not that of the law. */
static bool ends_name(const nv_scan *s, uint32_t at) {
    static const char *const words[] = { "từ", "kể từ", "trước", "sau", "đến ngày", "đến hết", "đến trước", "đến nay", "tới ngày", "được", "đã", "là", "thì", "này", "khi", "nếu", "nêu", "hiện hành", "cũng", "như" };
    return any_word(s, at, words, NV_NELEM(words));
}

/* End of a law's name that no table knows: to the date or number that follows, else to the first word that cannot belong to it. */
static uint32_t free_name(nv_scan *s, uint32_t at, bool amending) {
    static const char *const stops[] = { "và", "hoặc", "của", "được", "đã", "quy định", "có", "là", "theo", "tại", "để", "nhằm", "do", "thì", "phải", "này", "khi", "nếu", "cho",
                                         "đối với", "ngày", "số", "năm", "về", "trong", "trên", "cũng", "bao gồm", "nêu", "hiện hành", "sửa đổi", "ban hành", "mới", "như", "hay", "còn" };
    uint32_t first_stop = 0, i = at, date_end;
    for (unsigned words = 0; i < s->text.n && words < (amending ? 220 : 60); words++) {
        uint32_t w = nv_cs_skip(s, i);
        if (w >= s->text.n) break;
        char c = s->text.p[w];
        if (c == '(' && w + 2 < s->text.n && s->text.p[w + 1] >= 'A' && s->text.p[w + 1] <= 'Z' && s->text.p[w + 2] >= 'A' && s->text.p[w + 2] <= 'Z') { /* (HIV/AIDS) */
            while (w < s->text.n && s->text.p[w] != ')') w++;
            i = w + 1;
            continue;
        }
        if (c == ';' || c == '.' || c == ':' || c == '(' || c == '\n' || quote_at(s, w)) break;
        date_end = w;
        bool number_here = nv_read_so(s, w) != w, date_here = nv_cs_word(s, w, "ngày", NULL) && !nv_date_none(nv_read_date(s, w, &date_end));
        bool year_here = nv_cs_word(s, w, "năm", NULL) && year_end(s, w) != w && amending;
        if (number_here || date_here || year_here) return nv_cs_back(s, w);
        if (c == ',') {
            if (!first_stop && (words > 1 || !nv_cs_word(s, nv_cs_skip(s, w + 1), "chống", NULL))) first_stop = w; /* “Luật Phòng, chống …” */
            i = w + 1;
            continue;
        }
        if (!amending && words && other_word(s, w)) break;
        if (!amending && words && ends_name(s, w)) return first_stop && !nv_cs_word(s, w, "được quốc hội", NULL) ? first_stop : nv_cs_back(s, w);
        bool acquired = nv_cs_word(s, w, "phải", NULL) && nv_cs_word_before(s, nv_cs_back(s, w), "mắc", NULL); /* “… mắc phải ở người” */
        if (words && !first_stop && !acquired && any_word(s, w, stops, NV_NELEM(stops)) && !amending) first_stop = nv_cs_back(s, w);
        uint32_t e = word_end(s, w);
        i = e > w ? e : w + 1;
    }
    if (amending) return nv_cs_back(s, i);
    return first_stop ? first_stop : nv_cs_back(s, i);
}

/* “Luật Giáo dục quốc phòng và an ninh số 30/2013/QH13” when the table only has “Giáo dục”: the name goes on to the number or date. */
static uint32_t longer_name(nv_scan *s, uint32_t beg, uint32_t known) {
    static const char *const ends[] = { "và", "hoặc", "của", "được", "đã", "số", "ngày", "năm", "có", "quy định", "này", "theo", "về", "thì", "là", "tại", "để", "hiện hành", "sửa đổi" };
    uint32_t i = nv_cs_skip(s, known), e = i;
    if (i >= s->text.n || i == known || !nv_cs_letter(s, i) || nv_cs_upper(s, i) || any_word(s, i, ends, NV_NELEM(ends))) return known;
    uint32_t end = free_name(s, beg, false);
    if (end <= known || end - known > 120) return known;
    uint32_t k = nv_cs_skip(s, end);
    bool stops = nv_read_so(s, k) != k || !nv_date_none(nv_read_date(s, end, &e)) || nv_cs_word(s, k, "được quốc hội", NULL); /* “… được Quốc hội thông qua” */
    return stops ? end : known;
}

static void finish(nv_scan *s, nv_cand *out, uint32_t name_beg, uint32_t name_end, uint32_t end) {
    out->c.span = (nv_span){ name_beg, end };
    out->whole = out->c.span;
    out->tail = (nv_span){ end, end };
    nv_str raw = nv_str_trim(nv_str_cut(s->text, name_beg, name_end));
    char *p = nv_arena_alloc(s->doc->arena, (size_t)raw.n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < raw.n; i++) { /* one space between words */
        char c = raw.p[i] == '\n' || raw.p[i] == '\t' ? ' ' : raw.p[i];
        if (c == ' ' && n && p[n - 1] == ' ') continue;
        p[n++] = c;
    }
    out->c.target.name = (nv_str){ p, n };
}

static bool constitution(nv_scan *s, nv_span word, nv_cand *out) {
    uint32_t i = nv_cs_skip(s, word.end), end = word.end, k;
    if (nv_cs_word(s, i, "nước cộng hòa xã hội chủ nghĩa việt nam", &k)) end = k;
    uint32_t y = year_end(s, end);
    i = nv_cs_skip(s, y);
    if (end == word.end && y == end) {
        if (i < s->text.n && s->text.p[i] == ',') i = nv_cs_skip(s, i + 1);
        else if (nv_cs_word(s, i, "và", &k)) i = nv_cs_skip(s, k);
        static const char *const law[] = { "pháp luật", "luật", "các luật", "các quy định", "hệ thống pháp luật" };
        if (i != nv_cs_skip(s, end) && any_word(s, i, law, NV_NELEM(law))) return false;
    }
    uint32_t e = y;
    nv_date d = nv_read_date(s, y, &e);
    out->c.target.date = d;
    finish(s, out, word.beg, y, nv_date_none(d) ? y : e);
    out->exists = true;
    return true;
}

/* “Công ty TNHH Luật Hoàng Gia”, “Viện Luật So sánh”: the name of a firm or school, no law. */
static bool named_after_law(const nv_scan *s, uint32_t at) {
    static const char *const bodies[] = { "công ty", "tnhh", "một thành viên", "mtv", "hợp danh", "công ty luật", "hãng", "văn phòng", "viện", "trung tâm", "tạp chí", "khoa", "ngành", "câu lạc bộ" };
    uint32_t b = nv_cs_back(s, at);
    for (unsigned i = 0; i < NV_NELEM(bodies); i++)
        if (nv_cs_word_before(s, b, bodies[i], NULL)) return true;
    return false;
}

bool nv_read_law(nv_scan *s, const nv_cite_word *w, nv_span word, nv_cand *out) {
    if (!nv_cs_upper(s, word.beg) || (nv_str_eqz(w->type, "LUAT") && named_after_law(s, word.beg))) return false;
    out->c.target.type = w->type;
    out->c.rule = "citation.law";
    out->c.confidence = 0.95;
    if (nv_str_eqz(w->type, "HP")) return constitution(s, word, out);
    uint32_t i = nv_cs_skip(s, word.end), end;
    nv_name_hit hit;
    bool amending = nv_cs_word(s, i, "sửa đổi", NULL) || nv_cs_word(s, i, "bổ sung", NULL);
    if (i >= s->text.n || !nv_cs_letter(s, i)) return false;
    if (amending) end = free_name(s, i, true);
    else if (nv_names_at(s->d->laws, s->fold, i, &hit)) end = longer_name(s, i, hit.span.end);
    else {
        static const char *const no[] = { "và", "của", "này", "được", "có", "các", "đã", "hoặc", "quy định", "theo", "sư", "mới", "trên" };
        if (any_word(s, i, no, NV_NELEM(no)) || !nv_cs_upper(s, i)) return false;
        end = free_name(s, i, false);
        out->c.confidence = 0.8;
    }
    if (end <= i || end - i > (amending ? 1600u : 600u)) return false;
    uint32_t name_end = end, k = nv_cs_skip(s, end);
    if (nv_cs_word(s, k, "(sửa đổi)", &k)) name_end = end = k;
    uint32_t y = year_end(s, end);
    if (y != end) name_end = end = y;
    k = nv_cs_skip(s, end);
    if (k < s->text.n && (s->text.p[k] == ',' || s->text.p[k] == '(')) k = nv_cs_skip(s, k + 1);
    nv_cs_word(s, k, "luật", &k); /* “Luật Đất đai, Luật số 31/2024/QH15” is two; “(Luật số …)” one */
    uint32_t so = nv_read_so(s, k);
    nv_number num;
    uint32_t e = end;
    if (so != k && nv_read_number(s, so, true, &num) && (k == nv_cs_skip(s, end) || s->text.p[nv_cs_skip(s, end)] == '(' || s->text.p[nv_cs_skip(s, end)] == ',')) {
        bool bracket = s->text.p[nv_cs_skip(s, end)] == '(';
        if (!(s->text.p[nv_cs_skip(s, end)] == ',' && k > nv_cs_skip(s, nv_cs_skip(s, end) + 1))) {
            out->c.target.number = num.number;
            out->c.target.issuer = num.issuer;
            end = num.span.end;
            if (bracket && end < s->text.n && s->text.p[end] == ')') end++;
        }
    }
    nv_date d = nv_read_date(s, end, &e);
    if (!nv_date_none(d)) out->c.target.date = d, end = e;
    finish(s, out, word.beg, name_end, end);
    out->exists = true;
    return true;
}

/* ---- treaties ---------------------------------------------------------------------------------------------------- */

bool nv_read_treaty(nv_scan *s, const nv_cite_word *w, nv_span word, nv_cand *out) {
    static const char *const stops[] = { "được", "đã", "này", "có hiệu lực", "quy định", "theo", "tại", "để", "nhằm", "thì", "phải", "trong đó", "với các nội dung", "nêu trên", "trên cơ sở",
                                         "và luật pháp", "và pháp luật", "và các", "ngày", "thế hệ mới", "mà", "vào", "cho", "là", "bằng", "khi", "trong khuôn khổ", "cấp", "ký", "có", "đối với", "nếu", "không", "và người" };
    if (!nv_cs_upper(s, word.beg)) return false;
    uint32_t b = nv_cs_back(s, word.beg);
    bool plural = nv_cs_word_before(s, b, "các", NULL) || nv_cs_word_before(s, b, "những", NULL) || nv_cs_word_before(s, b, "loại", NULL);
    uint32_t i = word.end, end = word.end, br;
    unsigned words = 0, capitals = 0;
    bool about = false;
    while (i < s->text.n && words < 45) {
        uint32_t k = nv_cs_skip(s, i);
        if (k >= s->text.n || stop_char(s->text.p[k]) || quote_at(s, k) || any_word(s, k, stops, NV_NELEM(stops))) break;
        if (words && other_word(s, k) && nv_cs_word_before(s, nv_cs_back(s, k), "và", &end)) {
            end = nv_cs_back(s, end);
            break;
        }
        if (nv_cs_upper(s, k)) capitals++;
        about |= words == 0 && nv_cs_word(s, k, "về", NULL);
        uint32_t e = word_end(s, k);
        if (e == k) break;
        i = end = e;
        words++;
    }
    if (nv_cs_word(s, nv_cs_skip(s, word.end), "của chính phủ", &br) && br == end) return false; /* a class */
    uint32_t q = nv_cs_skip(s, word.end); /* “Hiệp định đối tác toàn diện khu vực (RCEP)”: the abbreviation shows a name */
    br = nv_cs_skip(s, end);
    bool abbreviated = br + 1 < s->text.n && s->text.p[br] == '(' && s->text.p[br + 1] >= 'A' && s->text.p[br + 1] <= 'Z' && words >= 2;
    if (q == word.end || (!capitals && !about && !abbreviated) || words < 1 || (plural && !about && capitals < 2)) return false;
    if (plural && capitals < 2) return false;
    out->c.target.type = w->type;
    out->c.rule = "citation.treaty";
    out->c.confidence = 0.85;
    uint32_t y = year_end(s, end), e = y;
    nv_date d = nv_read_date(s, y, &e);
    if (!nv_date_none(d)) out->c.target.date = d;
    finish(s, out, word.beg, y, nv_date_none(d) ? y : e);
    out->exists = true;
    return true;
}

/* “Hiệp định thương mại tự do Việt Nam - Hàn Quốc, Việt Nam và Liên minh Châu Âu (FTA …)”: the second shares its head noun with the first. */
bool nv_read_treaty_more(nv_scan *s, const nv_cand *first, nv_cand *out) {
    nv_str name = first->c.target.name, country = NV_LIT("Việt Nam");
    uint32_t at = nv_str_find(name, country, 0), i = nv_cs_skip(s, first->c.span.end), k;
    if (at == UINT32_MAX || i >= s->text.n || s->text.p[i] != ',') return false;
    i = nv_cs_skip(s, i + 1);
    if (!nv_cs_word(s, i, "việt nam", &k) || !nv_cs_upper(s, i)) return false;
    uint32_t j = nv_cs_skip(s, k);
    if (!nv_cs_word(s, j, "và", NULL) && !(j < s->text.n && (s->text.p[j] == '-' || (unsigned char)s->text.p[j] == 0xE2))) return false;
    uint32_t end = k;
    while (end < s->text.n && !stop_char(s->text.p[end])) end++;
    end = nv_cs_back(s, end);
    out->c.target.type = first->c.target.type;
    out->c.rule = "citation.treaty";
    out->c.confidence = 0.75;
    out->word = NV_CW_TREATY;
    finish(s, out, i, end, end);
    out->c.target.name = nv_arena_printf(s->doc->arena, "%.*s%.*s", (int)at, name.p, (int)(end - i), s->text.p + i);
    out->exists = true;
    return true;
}

/* ---- titles ------------------------------------------------------------------------------------------------------ */

/* “giai đoạn 2011 - 2020”, “đến năm 2030, tầm nhìn đến năm 2045”, “nhiệm kỳ 2021 - 2026” at `at`: end of the period, else `at`. */
static uint32_t period_end(const nv_scan *s, uint32_t at) {
    uint32_t i, k;
    if (nv_cs_word(s, at, "giai đoạn", &k) || nv_cs_word(s, at, "nhiệm kỳ", &k) || nv_cs_word(s, at, "thời kỳ", &k)) {
        i = nv_cs_skip(s, k);
        uint32_t y = i;
        if (i + 4 > s->text.n || !nv_is_digit((unsigned char)s->text.p[i])) return at;
        while (y < s->text.n && nv_is_digit((unsigned char)s->text.p[y])) y++;
        if (y - i != 4) return at;
        uint32_t j = nv_cs_skip(s, y), d = j;
        if (j < s->text.n && (s->text.p[j] == '-' || s->text.p[j] == '/')) d = j + 1;
        else if (j + 2 < s->text.n && (unsigned char)s->text.p[j] == 0xE2 && (unsigned char)s->text.p[j + 1] == 0x80) d = j + 3;
        else if (nv_cs_word(s, j, "đến", &k)) d = k;
        if (d == j) return y;
        d = nv_cs_skip(s, d);
        if (nv_cs_word(s, d, "năm", &k)) d = nv_cs_skip(s, k);
        uint32_t z = d;
        while (z < s->text.n && nv_is_digit((unsigned char)s->text.p[z])) z++;
        return z - d == 4 ? z : y;
    }
    if (nv_cs_word(s, at, "đến năm", &k) || nv_cs_word(s, at, "tầm nhìn đến năm", &k) || nv_cs_word(s, at, "định hướng đến năm", &k) || nv_cs_word(s, at, "tầm nhìn", &k)) {
        i = nv_cs_skip(s, k);
        uint32_t y = i;
        while (y < s->text.n && nv_is_digit((unsigned char)s->text.p[y])) y++;
        return y - i == 4 ? y : at;
    }
    return at;
}

/* End of a technical norm's title: it has commas and verbs; it ends where the sentence goes on. */
static uint32_t norm_end(nv_scan *s, uint32_t at) {
    static const char *const stops[] = { "và các", "ban hành", "được", "phải", "do", "theo", "hoặc", "đối với các trường hợp", "này", "hiện hành", "tương ứng", "khi", "để", "biên soạn", "có" };
    uint32_t i = at, end = at;
    for (unsigned words = 0; i < s->text.n && words < 50; words++) {
        uint32_t k = nv_cs_skip(s, i);
        if (k < s->text.n && s->text.p[k] == ',') k = nv_cs_skip(s, k + 1);
        if (k >= s->text.n || stop_char(s->text.p[k]) || quote_at(s, k) || any_word(s, k, stops, NV_NELEM(stops)) || (words && other_word(s, k))) break;
        if (nv_cs_word(s, k, "qcvn", NULL) || nv_cs_word(s, k, "tcvn", NULL) || nv_cs_word(s, k, "mã số", NULL) || nv_cs_word(s, k, "ký hiệu", NULL) || nv_cs_word(s, k, "số hiệu", NULL)) break;
        uint32_t e = word_end(s, k);
        if (e == k) break;
        i = end = e;
    }
    return end;
}

/* “… về đơn vị đăng kiểm xe cơ giới (QCVN 103:2019/BGTVT)”: the number behind the title belongs to it. */
static void norm_number(nv_scan *s, nv_cand *out) {
    static const char *const links[] = { "mã số đăng ký", "mã số", "ký hiệu", "số hiệu", "số" };
    uint32_t i = nv_cs_skip(s, out->c.span.end), k;
    bool bracket = i < s->text.n && s->text.p[i] == '(';
    if (bracket || (i < s->text.n && s->text.p[i] == ',')) i = nv_cs_skip(s, i + 1);
    for (unsigned l = 0; l < NV_NELEM(links); l++)
        if (nv_cs_word(s, i, links[l], &k)) i = nv_cs_skip(s, k);
    if (i < s->text.n && (s->text.p[i] == ':' || s->text.p[i] == '-')) i = nv_cs_skip(s, i + 1);
    nv_number_of_norm(s, i, out, bracket);
}

/* “Chương trình phối hợp giữa Sở … và …”: each province has its own; a kind of document (contract 3.11). */
static bool kind_of_document(const nv_scan *s, uint32_t beg, uint32_t end) {
    static const char *const locals[] = { "sở", "địa phương", "đơn vị", "cơ quan mình", "ngành mình", "các cấp", "từng" };
    for (uint32_t i = beg; i < end; i++)
        if (s->text.p[i] == ' ' && any_word(s, i + 1, locals, NV_NELEM(locals))) return true;
    return false;
}

/* A type word with a number: another document begins here. */
static bool numbered_word(nv_scan *s, uint32_t at) {
    nv_name_hit hit;
    if (!nv_cs_upper(s, at) || !nv_names_at(s->d->words, s->fold, at, &hit) || s->d->word[hit.value].kind >= NV_CW_TREATY) return false;
    uint32_t k = nv_cs_skip(s, hit.span.end);
    return nv_read_so(s, k) != k || (k < s->text.n && nv_is_digit((unsigned char)s->text.p[k]));
}

static uint32_t title_end(nv_scan *s, uint32_t at, bool *period, bool *quoted) {
    static const char *const stops[] = { "ban hành", "được", "đã", "kèm theo", "do", "tới các", "của các", "trình", "đối với", "để", "nhằm", "phù hợp", "và các", "này", "theo", "nêu", "gửi",
                                         "báo cáo", "tại quyết định", "cần", "phải", "đảm bảo", "bảo đảm", "trong đó", "hằng năm", "hàng năm", "bao gồm", "khi", "của địa phương", "của đơn vị",
                                         "có", "là", "cho các", "sau khi", "đạt", "gắn với", "đến toàn", "tới", "trên cơ sở", "quy định tại", "như", "mà", "thì", "cùng với", "và quyết định", "và nghị quyết",
                                         "sửa đổi", "căn cứ", "nhưng", "chưa", "không" };
    *period = *quoted = false;
    uint32_t i = at, end = at, open = UINT32_MAX;
    for (unsigned words = 0; i < s->text.n && words < 60; words++) {
        uint32_t k = nv_cs_skip(s, i);
        if (k >= s->text.n) break;
        if (quote_at(s, k) || s->text.p[k] == '"') {
            uint32_t step = s->text.p[k] == '"' ? 1 : 3;
            bool opens = open == UINT32_MAX && (s->text.p[k] == '"' || (unsigned char)s->text.p[k + 2] == 0x9C);
            if (!opens && open == UINT32_MAX) break;
            i = k + step;
            if (!opens) {
                *quoted = true;
                return i;
            }
            open = k;
            continue;
        }
        if (open != UINT32_MAX) { /* inside quotation marks everything belongs to the title */
            uint32_t e = k + 1;
            while (e < s->text.n && s->text.p[e] != ' ' && s->text.p[e] != '\n' && !quote_at(s, e) && s->text.p[e] != '"') e++;
            i = e;
            if (k - at > 400) return end;
            continue;
        }
        uint32_t p = words ? period_end(s, k) : k; /* “Chương trình giai đoạn …” names none */
        if (p != k) {
            *period = true;
            end = p;
            uint32_t c = nv_cs_skip(s, p);
            if (c < s->text.n && s->text.p[c] == ',') c = nv_cs_skip(s, c + 1);
            uint32_t v;
            if (nv_cs_word(s, c, "và", &v)) c = nv_cs_skip(s, v);
            uint32_t p2 = period_end(s, c);
            return p2 != c ? p2 : p;
        }
        if (stop_char(s->text.p[k]) && s->text.p[k] != ',') break;
        if (s->text.p[k] == ',') {
            /* a comma inside a title: only if the period that closes it still comes */
            uint32_t j = k + 1, limit = k + 160;
            bool more = false;
            while (j < s->text.n && j < limit && !more && s->text.p[j] != ';' && s->text.p[j] != '.' && s->text.p[j] != '(') {
                j = nv_cs_skip(s, j);
                if (j >= s->text.n) break;
                if (other_word(s, j) || any_word(s, j, stops, NV_NELEM(stops))) break;
                if (period_end(s, j) != j) more = true;
                uint32_t e = word_end(s, j);
                j = e > j ? e : j + 1;
            }
            if (!more) break;
            i = k + 1;
            continue;
        }
        if (words && any_word(s, k, stops, NV_NELEM(stops))) break;
        if (words && numbered_word(s, k)) break;
        if (words && nv_cs_word(s, k, "thực hiện", NULL) && other_word(s, nv_cs_skip(s, k + (uint32_t)strlen("thực hiện")))) break;
        uint32_t e = word_end(s, k);
        if (e == k) break;
        i = end = e;
    }
    return end;
}

bool nv_read_title(nv_scan *s, const nv_cite_word *w, nv_span word, nv_cand *out) {
    if (!nv_cs_upper(s, word.beg)) return false;
    uint32_t b = nv_cs_back(s, word.beg);
    if (nv_cs_word_before(s, b, "các", NULL) || nv_cs_word_before(s, b, "những", NULL) || nv_cs_word_before(s, b, "mỗi", NULL)) return false;
    bool period, quoted;
    bool norm = nv_str_eqz(w->type, "QCVN") || nv_str_eqz(w->type, "TCVN");
    uint32_t end = title_end(s, word.end, &period, &quoted);
    if (norm) {
        period = quoted = false;
        if (!nv_cs_word(s, nv_cs_skip(s, word.end), "về", NULL)) return false;
        end = norm_end(s, word.end);
    }
    uint32_t spaces = 0;
    for (uint32_t i = word.end; i < end; i++) spaces += s->text.p[i] == ' ';
    if (end <= word.end || (spaces < 3 && !quoted)) return false;
    if (b == s->block.beg && nv_str_is_caps(nv_str_cut(s->text, word.beg, end))) return false; /* a heading of an attached text */
    out->c.target.type = w->type;
    out->c.rule = "citation.title";
    out->c.confidence = 0.7;
    finish(s, out, word.beg, end, end);
    if (norm) norm_number(s, out);
    if (out->c.target.number.n) {
        out->word = NV_CW_TITLE;
        out->exists = true;
        return true;
    }
    /* the container that follows proves that it exists: “Quy chế … ban hành kèm theo Quyết định số …”, “phê duyệt tại Quyết định số …” */
    uint32_t i = nv_cs_skip(s, end), k;
    while (i < s->text.n && (s->text.p[i] == ',' || s->text.p[i] == '(')) i = nv_cs_skip(s, i + 1);
    if (nv_cs_word(s, i, "đã", &k)) i = nv_cs_skip(s, k);
    if (nv_cs_word(s, i, "được", &k)) i = nv_cs_skip(s, k);
    static const char *const issued[] = { "ban hành kèm theo", "kèm theo", "ban hành theo", "ban hành tại", "phê duyệt tại", "phê duyệt theo", "thông qua tại" };
    for (unsigned v = 0; v < NV_NELEM(issued); v++)
        if (nv_cs_word(s, i, issued[v], &k)) {
            k = nv_cs_skip(s, k);
            nv_name_hit hit;
            if (nv_names_at(s->d->words, s->fold, k, &hit) && s->d->word[hit.value].kind == NV_CW_TYPE) {
                k = nv_cs_skip(s, hit.span.end);
                out->attach = nv_read_so(s, k) != k || (k < s->text.n && nv_is_digit((unsigned char)s->text.p[k]));
            }
            break;
        }
    bool kind = kind_of_document(s, word.end, end);
    out->exists = out->attach || ((period || quoted) && !kind && w->type.n) || norm; /* a list or a set of criteria only with what issued it */
    out->elided = !out->exists; /* only if the document knows the title from elsewhere */
    out->word = NV_CW_TITLE;
    return true;
}
