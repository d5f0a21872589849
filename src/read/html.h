/* html.h - what the files of the HTML reader share. Nothing outside src/read includes it.
 *
 *   html.c       the format: sniffing, encoding, parsing
 *   html_pick.c  the document inside a saved web page, without menus, side bars and footers
 *   html_walk.c  elements -> lines and rows
 */
/* Lost: menus and side bars (on purpose), numbers that a style sheet makes, pictures, frames. */
#ifndef NV_READ_HTML_H
#define NV_READ_HTML_H
#include "read/block.h"

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

/* Elements by what they do to the text. */
typedef enum { NV_HT_INLINE, NV_HT_BLOCK, NV_HT_HEADING, NV_HT_SKIP, NV_HT_BR, NV_HT_TABLE, NV_HT_LIST, NV_HT_ITEM, NV_HT_PRE } nv_ht_kind;

nv_ht_kind nv_ht_kind_of(const xmlNode *e);
bool nv_ht_is(const xmlNode *e, const char *name);
/* An attribute's value, or NULL. Valid as long as the tree. */
const char *nv_ht_attr(const xmlNode *e, const char *name);
/* The value of a property in the style attribute, trimmed; false if it is not there. */
bool nv_ht_style(const xmlNode *e, const char *property, nv_str *value);
/* True if a browser shows nothing of it: scripts, comments, display:none, form fields. */
bool nv_ht_hidden(const xmlNode *e);
/* The element that holds the document; NULL if the page holds none. */
xmlNode *nv_ht_pick(xmlNode *body);
/* Writes the content of `e` to the block. */
void nv_ht_walk(nv_block *b, xmlNode *e);
#endif
