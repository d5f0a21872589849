/* jpeg_check.h - damage inside a JPEG picture: its Huffman codes are followed from the first to the last block, without making a picture of them (ITU-T T.81). */
#ifndef NV_JPEG_CHECK_H
#define NV_JPEG_CHECK_H
#include <stdbool.h>
#include <stddef.h>

/* NULL, or what is wrong in the picture that begins at p[0]: its markers, codes that no table has, coefficients that no 8-bit sample gives, blocks that are too many or too
 * few. Of other pictures than baseline ones the markers are looked at; of progressive ones, up to a size and a number
 * of scans, libjpeg is asked. Changes of a code's value bits alone can show nowhere. */
const char *nv_jpeg_check(const unsigned char *p, size_t n);
/* True if libjpeg finds nothing wrong with the picture's scans, or cannot tell: for want of memory, or because it does not know their kind. Opens no file. */
bool nv_jpeg_scans_whole(const unsigned char *p, size_t n);
#endif
