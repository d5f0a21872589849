/* sign.c - see sign.h. A signature's dictionary names two ranges of bytes of the file, /ByteRange [a b c d]; between them stands the signature itself, in
 * hexadecimal. Both must be found in the plain bytes of the file, or nobody could check it, so that they are looked for there and not in its objects. */
#include "read/sign.h"

#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_SIGNATURES 64u

typedef struct { size_t a, b, c, d; } range;

void nv_sign_warm(void) { (void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_ADD_ALL_CIPHERS | OPENSSL_INIT_ADD_ALL_DIGESTS, NULL); }

static bool blank(unsigned char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0; }

/* ---- the file ----------------------------------------------------------------------------------------------------- */

static bool number(const unsigned char *p, size_t n, size_t *at, size_t *out)
{
    while (*at < n && blank(p[*at])) ++*at;
    size_t from = *at, v = 0;
    for (; *at < n && p[*at] >= '0' && p[*at] <= '9' && *at - from < 12; ++*at) v = v * 10 + (size_t)(p[*at] - '0');
    *out = v;
    return *at > from;
}

/* The range whose key begins at `at`: two stretches inside the file with a gap between them. */
static bool read_range(const unsigned char *p, size_t n, size_t at, range *r)
{
    while (at < n && blank(p[at])) at++;
    if (at >= n || p[at++] != '[') return false;
    if (!number(p, n, &at, &r->a) || !number(p, n, &at, &r->b) || !number(p, n, &at, &r->c) || !number(p, n, &at, &r->d)) return false;
    return r->a <= n && r->b <= n - r->a && r->c >= r->a + r->b && r->c <= n && r->d <= n - r->c && r->b > 0;
}

static int hex(unsigned char c) { return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1; }

/* The bytes of <…> in the gap; the caller frees. */
static unsigned char *contents(const unsigned char *p, const range *r, size_t *len)
{
    size_t at = r->a + r->b, end = r->c;
    while (at < end && p[at] != '<') at++;
    unsigned char *out = nv_xmalloc((end - at) / 2 + 1);
    int high = -1;
    *len = 0;
    for (at++; at < end && p[at] != '>'; at++) {
        int v = hex(p[at]);
        if (v < 0) continue;
        if (high < 0) high = v;
        else {
            out[(*len)++] = (unsigned char)(high << 4 | v);
            high = -1;
        }
    }
    return out;
}

/* The dictionary around the range, for its /M. Signatures are objects of their own, never in compressed streams. */
static nv_str dictionary(const unsigned char *p, size_t n, size_t at)
{
    size_t beg = at, end = at;
    while (beg > 0 && at - beg < (64u << 10) && !(p[beg] == 'o' && beg + 3 <= n && memcmp(p + beg, "obj", 3) == 0)) beg--;
    while (end + 6 < n && end - at < (1u << 20) && memcmp(p + end, "endobj", 6) != 0) end++;
    return (nv_str){ (const char *)p + beg, (uint32_t)(end - beg) };
}

/* /M (D:20240920164043+07'00') as “2024-09-20 16:40:43 +07:00”. */
static nv_str time_of_dictionary(nv_arena *arena, nv_str dict)
{
    nv_str none = { "", 0 };
    uint32_t at = nv_str_find(dict, NV_LIT("/M"), 0);
    while (at < dict.n && !(at + 4 < dict.n && (dict.p[at + 2] == '(' || dict.p[at + 2] == ' '))) at = nv_str_find(dict, NV_LIT("/M"), at + 2);
    if (at >= dict.n) return none;
    uint32_t d = nv_str_find(dict, NV_LIT("(D:"), at);
    if (d > at + 6 || dict.n - d < 3 + 14 + 1) return none;
    const char *s = dict.p + d + 3;
    for (int i = 0; i < 14; i++)
        if (s[i] < '0' || s[i] > '9') return none;
    char zone[8] = "";
    if ((s[14] == '+' || s[14] == '-') && dict.n - d >= 3 + 17) snprintf(zone, sizeof zone, " %.3s:%.2s", s + 14, dict.n - d >= 3 + 20 && s[17] == '\'' ? s + 18 : "00");
    return nv_arena_printf(arena, "%.4s-%.2s-%.2s %.2s:%.2s:%.2s%s", s, s + 4, s + 6, s + 8, s + 10, s + 12, zone);
}

/* ---- the signature ------------------------------------------------------------------------------------------------ */

static void add_entry(nv_buf *out, X509_NAME *name, int nid, const char *between)
{
    int at = X509_NAME_get_index_by_NID(name, nid, -1);
    unsigned char *utf8 = NULL;
    int n = at < 0 ? -1 : ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (n > 0 && nv_utf8_valid((nv_str){ (const char *)utf8, (uint32_t)n })) nv_buf_printf(out, "%s%.*s", out->n ? between : "", n, (const char *)utf8);
    if (n >= 0) OPENSSL_free(utf8);
}

static nv_str signer_name(nv_arena *arena, X509 *cert)
{
    nv_buf b = { 0 };
    X509_NAME *name = cert ? X509_get_subject_name(cert) : NULL;
    if (name) {
        add_entry(&b, name, NID_commonName, "");
        add_entry(&b, name, NID_organizationName, ", ");
    }
    nv_str out = nv_arena_str(arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return out;
}

/* The signing time that is signed itself. */
static nv_str signed_time(nv_arena *arena, const CMS_SignerInfo *si)
{
    int at = CMS_signed_get_attr_by_NID(si, NID_pkcs9_signingTime, -1);
    X509_ATTRIBUTE *a = at < 0 ? NULL : CMS_signed_get_attr(si, at);
    ASN1_TYPE *t = a ? X509_ATTRIBUTE_get0_type(a, 0) : NULL;
    struct tm tm;
    if (!t || (t->type != V_ASN1_UTCTIME && t->type != V_ASN1_GENERALIZEDTIME) || !ASN1_TIME_to_tm(t->value.asn1_string, &tm)) return (nv_str){ "", 0 };
    return nv_arena_printf(arena, "%04d-%02d-%02d %02d:%02d:%02d UTC", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* The two stretches as one; adbe.pkcs7.sha1 signs their SHA-1 (20 bytes inside the CMS) instead of them. */
static bool holds(CMS_ContentInfo *cms, const unsigned char *p, const range *r)
{
    unsigned flags = CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY;
    unsigned char *all = nv_xmalloc(r->b + r->d + 1);
    memcpy(all, p + r->a, r->b);
    memcpy(all + r->b, p + r->c, r->d);
    ASN1_OCTET_STRING **inside = CMS_get0_content(cms);
    bool ok;
    if (inside && *inside) {
        unsigned char sum[SHA_DIGEST_LENGTH];
        SHA1(all, r->b + r->d, sum);
        ok = ASN1_STRING_length(*inside) == SHA_DIGEST_LENGTH && memcmp(ASN1_STRING_get0_data(*inside), sum, sizeof sum) == 0 && CMS_verify(cms, NULL, NULL, NULL, NULL, flags) == 1;
    } else {
        BIO *in = r->b + r->d <= INT32_MAX ? BIO_new_mem_buf(all, (int)(r->b + r->d)) : NULL;
        ok = in && CMS_verify(cms, NULL, NULL, in, NULL, flags | CMS_DETACHED) == 1;
        BIO_free(in);
    }
    free(all);
    return ok;
}

static nv_signature read_one(nv_arena *arena, const unsigned char *p, size_t n, const range *r, size_t at)
{
    nv_signature s = { NV_SIGN_UNKNOWN, { "", 0 }, time_of_dictionary(arena, dictionary(p, n, at)) };
    size_t len;
    unsigned char *der = contents(p, r, &len);
    const unsigned char *q = der;
    CMS_ContentInfo *cms = len <= INT32_MAX ? d2i_CMS_ContentInfo(NULL, &q, (long)len) : NULL; /* zeros behind it are filling */
    if (cms) {
        STACK_OF(CMS_SignerInfo) *infos = CMS_get0_SignerInfos(cms);
        CMS_SignerInfo *si = infos && sk_CMS_SignerInfo_num(infos) > 0 ? sk_CMS_SignerInfo_value(infos, 0) : NULL;
        if (si) {
            size_t end = n;
            while (end > r->c + r->d && blank(p[end - 1])) end--; /* line ends behind the last %%EOF */
            s.state = !holds(cms, p, r) ? NV_SIGN_CHANGED : r->a == 0 && end <= r->c + r->d ? NV_SIGN_INTACT : NV_SIGN_EXTENDED;
            X509 *cert = NULL;
            STACK_OF(X509) *certs = CMS_get1_certs(cms);
            if (certs) (void)CMS_set1_signers_certs(cms, NULL, 0);
            CMS_SignerInfo_get0_algs(si, NULL, &cert, NULL, NULL);
            s.signer = signer_name(arena, cert);
            sk_X509_pop_free(certs, X509_free);
            nv_str when = signed_time(arena, si);
            if (when.n) s.time = when;
        }
    }
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    free(der);
    return s;
}

bool nv_sign_read(nv_arena *arena, const unsigned char *p, size_t n, nv_signature **out, uint32_t *count)
{
    static const char key[] = "/ByteRange";
    NV_VEC(nv_signature) v = { 0 };
    size_t seen[MAX_SIGNATURES];
    for (size_t at = 0; at < n && v.n < MAX_SIGNATURES; ) {
        const unsigned char *hit = memmem(p + at, n - at, key, sizeof key - 1);
        if (!hit) break;
        at = (size_t)(hit - p) + sizeof key - 1;
        range r;
        if (!read_range(p, n, at, &r)) continue; /* a place kept free in a signing request, or a key of another dictionary */
        bool again = false; /* updates repeat a dictionary */
        for (uint32_t i = 0; i < v.n; i++) again = again || seen[i] == r.a + r.b;
        if (again) continue;
        seen[v.n] = r.a + r.b;
        nv_sign_warm();
        *NV_PUSH(arena, &v) = read_one(arena, p, n, &r, at);
    }
    *out = v.v;
    *count = v.n;
    return v.n > 0;
}

void nv_sign_note(nv_doc *doc, const unsigned char *p, size_t n)
{
    static const nv_msg msgs[] = { NV_M_SIGN_INTACT, NV_M_SIGN_EXTENDED, NV_M_SIGN_CHANGED, NV_M_SIGN_UNKNOWN };
    nv_signature *v;
    uint32_t count;
    if (!nv_sign_read(doc->arena, p, n, &v, &count)) return;
    if (count == MAX_SIGNATURES) nv_doc_diag(doc, NV_M_LIMIT_HIT, NULL, 0, "MAX_SIGNATURES", "64", NULL);
    for (uint32_t i = 0; i < count; i++) nv_doc_diag(doc, msgs[v[i].state], NULL, 0, v[i].signer.n ? v[i].signer.p : "?", v[i].time.n ? v[i].time.p : "?", NULL);
}
