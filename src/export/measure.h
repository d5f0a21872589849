/* measure.h - how many lines a text takes in a column of a spreadsheet set in Times New Roman: programs do not agree on growing rows by themselves. */
#ifndef NV_MEASURE_H
#define NV_MEASURE_H
#include "base/str.h"

/* Lines of `s` in a column `units` wide (digits at 13 points, the unit of columns where that is the default font) at `points`, wrapped at spaces; at least 1. */
unsigned nv_text_lines(nv_str s, double units, double points, bool bold);

#endif
