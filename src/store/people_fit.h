/* people_fit.h - inside the store: the words that a person meant (anchors), and the task that they are now (fits). */
#ifndef NV_STORE_PEOPLE_FIT_H
#define NV_STORE_PEOPLE_FIT_H
#include "store/db.h"

/* One task of a file as anchors compare it. */
typedef struct {
    int64_t id;             /* obligations.id */
    nv_str quote, action;   /* as written; runs of white space as one space */
    nv_str quote_key, action_key; /* skeletons of letters and digits only: copies of one document differ in the rest */
} nv_place;
typedef NV_VEC(nv_place) nv_places;

/* An anchor as it is written down, here or in another office. */
typedef struct { nv_str sha256, quote, action; int64_t nth; nv_str document, number, date, file, place; int64_t page; } nv_anchor;

/* The tasks of a file in the order of the text, as they were read from it (what people changed of them is left out). */
bool nv_places_of(nv_store *s, int64_t file, nv_arena *a, nv_places *out);
/* The anchor of a task: one that fits it already, else a new one. 0 on error. Inside a transaction for writing. */
int64_t nv_anchor_of(nv_store *s, int64_t obligation, nv_arena *a);
/* The anchor with these words, made if it is new, and fitted. 0 on error. */
int64_t nv_anchor_put(nv_store *s, const nv_anchor *x, nv_arena *a);
/* Finds the task again for every anchor that has none, or one in a copy that is no longer the main one. Part of every commit. */
bool nv_people_fit(nv_store *s);

#endif
