/* limits.h - every bound of the program, in one place.
 *
 * Reaching a bound is always reported (an error of the file or a diagnostic of the document), never a silent cut.
 */
#ifndef NV_LIMITS_H
#define NV_LIMITS_H

#define NV_MAX_FILE_BYTES   (256u << 20) /* a larger file is refused */
#define NV_MAX_TEXT_BYTES   (64u << 20)  /* normalised text of one document */
#define NV_MAX_PAGES        20000u       /* pages of one document */
#define NV_MAX_LINES        2000000u     /* raw lines of one document */
#define NV_MAX_CHECKED_BYTES (256u << 20) /* inflated bytes of one PDF whose checksums are compared */
#define NV_MAX_PAGE_GLYPHS  1000000u     /* characters of one page of a PDF */
#define NV_MAX_PART_BYTES   (64u << 20)  /* inflated bytes of one zip member */
#define NV_MAX_ZIP_RATIO    200u         /* inflated : stored, checked above 1 MiB */
#define NV_MAX_ZIP_MEMBERS  4096u
#define NV_MAX_PARA_BYTES   (64u << 10)  /* longest paragraph that patterns are run on */
#define NV_MAX_UNIT_DEPTH   32u
#define NV_MAX_UNITS        200000u
#define NV_MAX_TABLE_COLS   256u
#define NV_MAX_GROUP_DEPTH  200u         /* nested groups of RTF, lists and tables of ODT */
#define NV_MAX_MENTIONS     1000000u
#define NV_MAX_LISTED       128u         /* names of one list that share a head: there were 64 provinces at most */
#define NV_MATCH_LIMIT      1000000u     /* PCRE2 match limit: stops the worst pattern in about 3 ms */
#define NV_MAX_DIRS_DEPTH   64u          /* folders below a folder given to ingest */
#define NV_MAX_FILE_SECONDS 300u         /* wall time that reading one file may take */
#define NV_MAX_FILE_CPU_SECONDS 120u     /* processor time of the same */
#define NV_MAX_PAGE_SECONDS 120u         /* wall time that recognising the letters of one page may take */
#define NV_WORKER_BYTES     (1u << 30)   /* address space of a reading process */
#define NV_WORKER_FILES     300u         /* files that one reading process reads before it is replaced */
#define NV_MAX_FILTER_BYTES 10000u       /* text of a filter */
#define NV_MAX_FILTER_DEPTH 50u          /* its nested brackets and negations */
#define NV_MAX_FILTER_TERMS 100u         /* its terms */
#define NV_MAX_NOTE_BYTES   4000u        /* words that a person adds to a task */
#define NV_MAX_ASIDES       500u         /* comments, attached files of one document that are listed, of each kind */
#define NV_MAX_PEOPLE_BYTES (64u << 20)  /* a file of what people added */
#define NV_MAX_RECORD_VALUES 8000000u    /* its values: some 100 bytes of memory each */
#define NV_MAX_RECORD_BYTES (512u << 20) /* one JSON record */
#define NV_MAX_ASSIGN       4000u        /* tasks of two documents that may belong together, in one group */
#define NV_MAX_WORD_DIFF    3000u        /* words of a text whose wording is compared word by word */
#define NV_MAX_SQL_BYTES    (1u << 20)   /* text of a statement given to `sql` */
#define NV_MAX_SQL_MEMORY   (512u << 20) /* its answer; what SQLite may take while it runs */

#define NV_MAX_WORDS_BYTES  (256u << 20) /* recognised words of one file */
#endif
