/* order.h - orders for qsort that several rooms need. */
#ifndef NV_ORDER_H
#define NV_ORDER_H

/* Floats, the smallest first. */
static inline int nv_by_float(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

#endif
