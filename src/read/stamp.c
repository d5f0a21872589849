/* stamp.c - lines that an electronic signature prints on a page: they name a signer and a time that are none of the document's. */
#include "read/read_internal.h"

static bool begins_with(nv_str s, const char *const *words, size_t n)
{
    char buf[64];
    s = nv_str_trim(s);
    if (s.n > sizeof buf) s.n = sizeof buf;
    nv_fold(s, buf);
    for (size_t i = 0; i < n; i++)
        if (nv_str_starts((nv_str){ buf, s.n }, nv_str_of(words[i]))) return true;
    return false;
}

bool nv_read_is_stamp_line(nv_str s)
{
    /* words that also occur in letters: they count only next to a line of a stamp */
    static const char *const words[] = { "email:", "e-mail:", "cơ quan:", "chức vụ:", "đơn vị:", "tổ chức:", "ngày:", "date:", "location:", "reason:", "tỉnh ", "o=", "c=vn" };
    return begins_with(s, words, NV_NELEM(words));
}

bool nv_read_is_stamp(nv_str s)
{
    /* Thông tư 01/2019/TT-BNV, Điều 9 (and Nghị định 30/2020/NĐ-CP, Phụ lục I): what the signature image shows */
    static const char *const begins[] = { "người ký:", "thời gian ký:", "ngày ký:", "cơ quan phát hành:", "ký bởi:", "được ký bởi", "signature not verified", "signature valid",
        "digitally signed by", "signed by:", "số chứng thư", "lý do ký:", "văn bản được ký số", "tổ chức xác thực" };
    s = nv_str_trim(s);
    /* folding each line of a document would cost more than all else here */
    if (!s.n || !strchr("nNtTcCkKsSdDlLvV\xC4\xC6", *s.p)) return false;
    return begins_with(s, begins, NV_NELEM(begins));
}
