/* jpeg_scans.c - damage inside a progressive JPEG picture, as libjpeg tells it while it gathers the coefficients (no picture is made of them). */
#include "read/jpeg_check.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>
#include <jerror.h>

#define MOST_PIXELS 60000000u /* A3 at 400 dpi has half of it; its coefficients take six bytes a pixel */
#define MOST_SCANS 100 /* cameras and scanners write ten or so; each walks over the whole picture */

typedef struct { struct jpeg_error_mgr mgr; struct jpeg_progress_mgr progress; jmp_buf back; bool gave_up; } listener;

static void stop(j_common_ptr info) { longjmp(((listener *)(void *)info->err)->back, 1); }

/* After too many scans nothing more is asked. */
static void look(j_common_ptr info)
{
    listener *l = (listener *)(void *)info->err;
    if (((j_decompress_ptr)(void *)info)->input_scan_number <= MOST_SCANS) return;
    l->gave_up = true;
    longjmp(l->back, 1);
}

/* Warnings (level -1) are counted, nothing is printed. */
static void count(j_common_ptr info, int level) { info->err->num_warnings += level < 0; }

/* True if the means of all blocks are such as 8-bit samples have: a mean is told as its difference from the last one, so that one wrong code moves all that follow. */
static bool plain_means(struct jpeg_decompress_struct *info, jvirt_barray_ptr *coefficients)
{
    enum { MOST_MEAN = 1024 }; /* eight times that of samples from -128 to 127 */
    for (int k = 0; k < info->num_components; k++) {
        const jpeg_component_info *c = &info->comp_info[k];
        int quant = c->quant_table ? c->quant_table->quantval[0] : 1;
        for (JDIMENSION y = 0; y < c->height_in_blocks; y++) {
            JBLOCKARRAY rows = info->mem->access_virt_barray((j_common_ptr)info, coefficients[k], y, 1, FALSE);
            for (JDIMENSION x = 0; x < c->width_in_blocks; x++)
                if (abs(rows[0][x][0]) * quant > MOST_MEAN + 2 * quant) return false;
        }
    }
    return true;
}

bool nv_jpeg_scans_whole(const unsigned char *p, size_t n)
{
    struct jpeg_decompress_struct info;
    listener l;
    info.err = jpeg_std_error(&l.mgr);
    l.mgr.error_exit = stop;
    l.mgr.emit_message = count;
    l.gave_up = false;
    if (setjmp(l.back)) { /* what cannot be read at all is damaged; what is not known here, or takes too much memory, need not be */
        int why = l.mgr.msg_code;
        jpeg_destroy_decompress(&info);
        return l.gave_up || why == JERR_OUT_OF_MEMORY || why == JERR_SOF_UNSUPPORTED || why == JERR_NOT_COMPILED;
    }
    jpeg_create_decompress(&info);
    l.progress = (struct jpeg_progress_mgr){ .progress_monitor = look };
    info.progress = &l.progress;
    jpeg_mem_src(&info, p, (unsigned long)n);
    (void)jpeg_read_header(&info, TRUE);
    bool whole = true;
    if ((size_t)info.image_width * info.image_height <= MOST_PIXELS) whole = plain_means(&info, jpeg_read_coefficients(&info));
    whole = whole && l.mgr.num_warnings == 0;
    jpeg_destroy_decompress(&info);
    return whole;
}
