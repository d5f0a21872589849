/* cue.h - what a trigger word of grammars/modality.tsv does in a duty (contract 6): found by detect, used by link. */
#ifndef NV_MODEL_CUE_H
#define NV_MODEL_CUE_H

typedef enum {
    NV_CUE_BLOCK,           /* a longer word that only looks like a trigger (“chương trình”): never recorded */
    NV_CUE_MODAL_MUST,      /* có trách nhiệm, phải, cần */
    NV_CUE_REQUEST,         /* đề nghị, kiến nghị, mong, kính mời */
    NV_CUE_MAY,             /* được phép, có quyền, khuyến khích */
    NV_CUE_MUST_NOT,        /* không được, nghiêm cấm */
    NV_CUE_ASSIGN,          /* giao, yêu cầu, phân công: somebody is charged by somebody else */
    NV_CUE_LEAD_ROLE,       /* chủ trì, làm đầu mối */
    NV_CUE_COORDINATE_ROLE, /* phối hợp với */
    NV_CUE_RECIPIENT,       /* báo cáo, trình, gửi: what follows may receive */
    NV_CUE_SUPERVISE,       /* đôn đốc, kiểm tra, giám sát */
    NV_CUE_TASK_VERB,       /* xây dựng, ban hành, tổ chức: the first verb of an action */
    NV_CUE_MANNER,          /* khẩn trương, thường xuyên: adverbs that an action leaves out (contract 6.8) */
    NV_CUE_CONDITION,       /* nếu, trường hợp, khi có, trừ */
    NV_CUE_LEAD_IN_END,     /* “sau:”, “sau đây:” */
    NV_CUE_DEFINITION,      /* có chức năng, gồm, được hiểu là: no duty (contract 6.3, 6.12) */
    NV_CUE_PASSIVE,         /* được, bị */
    NV_CUE_COUNT
} nv_cue_class;

#endif
