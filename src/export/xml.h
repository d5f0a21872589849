/* xml.h - texts of documents in XML: cleaned (export/clean.h, which leaves nothing that XML 1.0 forbids), then escaped. */
#ifndef NV_XML_H
#define NV_XML_H
#include "base/buf.h"

/* Text between tags, or in an attribute in double quotes; line ends become spaces. */
void nv_xml_text(nv_str s, nv_buf *out);
/* ` name="value"`. Nothing if the value is null. */
void nv_xml_attr(const char *name, nv_str value, nv_buf *out);

#endif
