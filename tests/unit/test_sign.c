/* test_sign.c - digital signatures: a PDF is signed here with a key made here, then added to, changed, and damaged. */
#include "unit/unit.h"
#include "read/sign.h"

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#define GAP 8192u /* hexadecimal digits kept free for the signature */

static EVP_PKEY *key;
static X509 *cert;

static int setup(void **state) {
    (void)state;
    key = EVP_RSA_gen(2048);
    cert = X509_new();
    X509_NAME *name = X509_get_subject_name(cert);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)"Nguyễn Văn A", -1, -1, 0);
    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, (const unsigned char *)"Sở Nội vụ", -1, -1, 0);
    X509_set_issuer_name(cert, name);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert), -3600);
    X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
    X509_set_pubkey(cert, key);
    return X509_sign(cert, key, EVP_sha256()) > 0 ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    X509_free(cert);
    EVP_PKEY_free(key);
    return 0;
}

/* A file with one signature; `inside`: adbe.pkcs7.sha1, where the SHA-1 of the ranges is what is signed. The caller clears. */
static nv_buf signed_file(bool inside) {
    nv_buf b = { 0 };
    nv_buf_addz(&b, "%PDF-1.6\n7 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/M(D:20240920164043+07'00')/ByteRange [");
    size_t at = b.n;
    nv_buf_addz(&b, "                                        ]/Contents <");
    size_t hex = b.n;
    for (unsigned i = 0; i < GAP; i++) nv_buf_addc(&b, '0');
    nv_buf_addz(&b, ">>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    char range[48];
    size_t first = hex - 1, second = hex + GAP + 1;
    snprintf(range, sizeof range, "0 %zu %zu %zu", first, second, b.n - second);
    memcpy(b.p + at, range, strlen(range));
    nv_buf what = { 0 };
    nv_buf_adds(&what, (nv_str){ b.p, (uint32_t)first });
    nv_buf_adds(&what, (nv_str){ b.p + second, (uint32_t)(b.n - second) });
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned n;
    EVP_Digest(what.p, what.n, sum, &n, EVP_sha1(), NULL);
    BIO *in = inside ? BIO_new_mem_buf(sum, (int)n) : BIO_new_mem_buf(what.p, (int)what.n);
    CMS_ContentInfo *cms = CMS_sign(cert, key, NULL, in, CMS_BINARY | (inside ? 0 : CMS_DETACHED));
    assert_non_null(cms);
    unsigned char *der = NULL;
    int len = i2d_CMS_ContentInfo(cms, &der);
    assert_true(len > 0 && (unsigned)len * 2 < GAP);
    for (int i = 0; i < len; i++) {
        char two[3];
        snprintf(two, sizeof two, "%02x", der[i]);
        memcpy(b.p + hex + 2 * i, two, 2);
    }
    OPENSSL_free(der);
    CMS_ContentInfo_free(cms);
    BIO_free(in);
    nv_buf_clear(&what);
    return b;
}

static void check(const nv_buf *b, nv_sign_state want) {
    nv_doc *d = nv_doc_new();
    nv_signature *v;
    uint32_t n;
    assert_true(nv_sign_read(d->arena, (const unsigned char *)b->p, b->n, &v, &n));
    assert_int_equal(n, 1);
    assert_int_equal(v[0].state, want);
    if (want != NV_SIGN_UNKNOWN) {
        assert_str(v[0].signer, "Nguyễn Văn A, Sở Nội vụ");
        assert_int_equal(v[0].time.n, strlen("2024-09-20 16:40:43 UTC")); /* the signed time, which is now */
    } else assert_str(v[0].time, "2024-09-20 16:40:43 +07:00");          /* what the dictionary says */
    nv_sign_note(d, (const unsigned char *)b->p, b->n);
    assert_int_equal(d->diags.n, 1);
    nv_doc_free(d);
}

static void states(void **state) {
    (void)state;
    for (int inside = 0; inside < 2; inside++) {
        nv_buf b = signed_file(inside);
        check(&b, NV_SIGN_INTACT);
        nv_buf_addz(&b, "\r\n"); /* line ends are nothing */
        check(&b, NV_SIGN_INTACT);
        nv_buf_addz(&b, "9 0 obj<</Type/Annot>>endobj\n%%EOF\n");
        check(&b, NV_SIGN_EXTENDED);
        b.p[4] = '7'; /* PDF-1.6 becomes PDF71.6 */
        check(&b, NV_SIGN_CHANGED);
        nv_buf_clear(&b);
    }
}

static void damage(void **state) {
    (void)state;
    nv_buf b = signed_file(false);
    uint32_t hex = nv_str_find(nv_buf_str(&b), NV_LIT("/Contents <"), 0) + 11;
    memset(b.p + hex, 'f', 40);
    check(&b, NV_SIGN_UNKNOWN);
    nv_buf_clear(&b);
    static const char *const none[] = { "%PDF-1.6 no signature", "/ByteRange", "/ByteRange [0 5", "/ByteRange [0 99999 5 6]", "/ByteRange [0 9 3 4] here", "/ByteRange [0 999999999999 999999999999 1]" };
    for (size_t i = 0; i < NV_NELEM(none); i++) {
        nv_arena *a = nv_arena_new();
        nv_signature *v;
        uint32_t n;
        assert_false(nv_sign_read(a, (const unsigned char *)none[i], strlen(none[i]), &v, &n));
        nv_arena_free(a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(states), cmocka_unit_test(damage) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
