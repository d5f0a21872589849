/* read_internal.h - what the readers share. */
#ifndef NV_READ_INTERNAL_H
#define NV_READ_INTERNAL_H
#include "read/read.h"

/* True if the line (raw UTF-8) is one of an electronic signature's stamp; it then gets NV_F_STAMP. */
bool nv_read_is_stamp(nv_str s);
/* True if the line can be one of a stamp, standing right above or below one that surely is (“Email: …”, “Cơ quan: …”). */
bool nv_read_is_stamp_line(nv_str s);
#endif
