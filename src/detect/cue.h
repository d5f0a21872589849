/* cue.h - modal cues: the trigger words of grammars/modality.tsv, for the linker. The class says what a trigger does in a duty (contract 6). */
#ifndef NV_CUE_H
#define NV_CUE_H
#include "detect/detect.h"
#include "model/cue.h"

/* "modal_must" …, as in the column `class`. */
const char *nv_cue_class_name(nv_cue_class c);
/* The row of the table that nv_cue.cue points to: trigger as written there, and its force ("must", "should" …; n == 0 if none). */
nv_str nv_cue_trigger(const nv_cue_detector *d, uint16_t cue);
nv_str nv_cue_force(const nv_cue_detector *d, uint16_t cue);
/* Cues of any piece of folded text (a table cell): up to `max` into `out`, spans relative to the piece; returns their number. */
uint32_t nv_cue_scan(const nv_cue_detector *d, nv_str folded, nv_cue *out, uint32_t max);
#endif
