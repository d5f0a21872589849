/* main.c - the table of verbs. What is common to all is in options.c. */
#include "cli/cli.h"

#define OPTS(a) (a), (unsigned)NV_NELEM(a)
#define NO_OPTS NULL, 0

/* What tasks and agenda share. */
#define QUESTION_OPTIONS \
    { "from-issuer", 0, "NAME", "chỉ văn bản của cơ quan này ban hành", "only documents issued by this body" }, \
    { "topic", 0, "WORDS", "chỉ khi đoạn văn hoặc tên văn bản có các chữ này", "only where the paragraph or the document's title has these words" }, \
    { "status", 's', "STATES", "một trong các tình trạng này (cách nhau dấu phẩy)", "one of these states (with commas between them)" }, \
    { "on", 0, "DATE", "theo tình hình ngày này: cơ quan khi đó, văn bản đã ban hành, tình trạng khi đó (mặc định: hôm nay)", "as things stood on this day: bodies of that day, documents issued and status recorded by then (default: today)" }, \
    { "with-subordinates", 0, NULL, "cả việc của người đứng đầu và đơn vị trực thuộc", "also what its head and the bodies below it have to do" }, \
    { "as-written", 0, NULL, "chỉ theo tên ghi trong văn bản, không tính cơ quan tiền thân", "only by the names as written, without predecessors" },

/* What tasks and export share. */
#define TASK_OPTIONS \
    { "who", 'w', "NAME", "cơ quan, đơn vị phải làm (có dấu hay không)", "body that has the task (with or without marks)" }, \
    { "role", 'r', "ROLE", "vai trò (mặc định: chủ trì và phối hợp)", "role (default: lead and coordinate)" }, \
    { "before", 0, "DATE", "ngày cuối được phép ở trước ngày này", "last permitted day before this date" }, \
    { "by", 0, "DATE", "ngày cuối được phép không sau ngày này", "last permitted day on or before this date" }, \
    { "after", 0, "DATE", "ngày cuối được phép ở sau ngày này", "last permitted day after this date" }, \
    { "doc", 'd', "NUMBER", "chỉ trong văn bản này (số, ký hiệu hoặc tên tệp)", "only in this document (number or file name)" }, \
    { "all", 'a', NULL, "in cả việc định kỳ, có điều kiện, không thời hạn, thường xuyên, quyền", "also recurring, conditional, undated, routine ones and permissions" }, \
    QUESTION_OPTIONS

#define CLASSIFIED_OPTION \
    { NV_ALLOW_CLASSIFIED, 0, NULL, "đọc cả văn bản đóng dấu MẬT, TỐI MẬT, TUYỆT MẬT (chỉ trên máy được phép)", "also read documents stamped as state secrets (only on a machine set apart for them)" }

/* What the verbs that read files share. */
#define READ_OPTIONS \
    { "no-ocr", 0, NULL, "không nhận dạng chữ của bản quét", "do not recognise the text of scans" }, \
    { "ocr-jobs", 0, "N", "số tiến trình nhận dạng chữ (mặc định: số nhân)", "number of processes that recognise text (default: the processors)" }, \
    { "sandbox", 0, "auto|require|off", "hộp cát khi đọc tệp; require: không có thì không đọc (mặc định: auto)", "sandbox for reading files; require: without one, read nothing (default: auto)" }, \
    { "timeout", 0, "SECONDS", "bỏ tệp đọc lâu hơn từng ấy giây (mặc định 300, trong đó 120 giây tính toán)", "give up a file that takes longer (default 300, 120 of them of processor time)" }, \
    CLASSIFIED_OPTION,

static const nv_opt o_ingest[] = {
    { "jobs", 'j', "N", "số tiến trình đọc (mặc định 1)", "number of reading processes (default 1)" },
    { "quiet", 'q', NULL, "không in dòng cho từng tệp", "no line for each file" },
    READ_OPTIONS
};
static const nv_opt o_extract[] = { READ_OPTIONS };
static const nv_opt o_load[] = { { "quiet", 'q', NULL, "không in dòng cho từng bản ghi", "no line for each record" }, CLASSIFIED_OPTION };
static const nv_opt o_dump[] = { READ_OPTIONS { "until", 0, "STAGE", "dừng sau bước", "stop after a stage" } };
static const nv_opt o_tasks[] = { TASK_OPTIONS };
static const nv_opt o_export[] = {
    { "output", 'o', "FILE", "ghi vào tệp này (mặc định, hoặc -: đầu ra chuẩn)", "write to this file (default, or -: standard output)" },
    { "no-bom", 0, NULL, "csv: không ghi BOM ở đầu tệp", "csv: no byte order mark" },
    { "vtodo", 0, NULL, "ics: việc cần làm (VTODO) thay cho sự kiện", "ics: to-dos (VTODO) instead of events" },
    { "alarm", 0, "DAYS", "ics: nhắc trước từng ấy ngày", "ics: remind so many days before" },
    TASK_OPTIONS
};
static const nv_opt o_agenda[] = {
    { "from", 0, "DATE", "từ ngày (mặc định: hôm nay)", "from this day on (default: today)" },
    { "to", 0, "DATE", "đến hết ngày (mặc định: 30 ngày)", "up to and with this day (default: 30 days)" },
    { "who", 'w', "NAME", "cơ quan, đơn vị phải làm (có dấu hay không)", "body that has the task (with or without marks)" },
    { "role", 'r', "ROLE", "vai trò (mặc định: chủ trì và phối hợp)", "role (default: lead and coordinate)" },
    { "doc", 'd', "NUMBER", "chỉ trong văn bản này (số, ký hiệu hoặc tên tệp)", "only in this document (number or file name)" },
    { "all", 'a', NULL, "cả việc thường xuyên, quyền", "also routine ones and permissions" },
    QUESTION_OPTIONS
};
static const nv_opt o_agencies[] = { { "on", 0, "DATE", "vào ngày này (mặc định: hôm nay)", "on this date (default: today)" } };
static const nv_opt o_cites[] = {
    { "depth", 0, "N", "số tầng (mặc định 3)", "number of levels (default 3)" },
    { "relation", 0, "RELATIONS", "chỉ những quan hệ này (cách nhau dấu phẩy)", "only these relations (with commas between them)" },
    { "direction", 0, "cites|cited-by|both", "chiều (mặc định: both)", "direction (default: both)" },
    { "dot", 0, NULL, "in đồ thị cho graphviz", "print a graph for graphviz" },
};
static const nv_opt o_status[] = { { "on", 0, "DATE", "vào ngày này (mặc định: hôm nay)", "on this date (default: today)" } };
static const nv_opt o_audit[] = {
    { "rule", 0, "ID", "chỉ quy tắc này (NV501 …)", "only this rule (NV501 …)" },
    { "level", 0, "LEVEL", "chỉ in từ mức này", "print from this level on" },
    { "fail-on", 0, "LEVEL", "kết thúc với mã 1 nếu có phát hiện từ mức này", "exit with 1 if there are findings of this level or above" },
    { "explain", 0, "ID", "giải thích quy tắc này và in câu SQL của nó (all: mọi quy tắc)", "explain this rule and print its SQL (all: every rule)" },
};
static const nv_opt o_explain[] = { READ_OPTIONS { "eid", 0, "EID", "chỉ trong đơn vị này và các đơn vị bên dưới (art_5__cl_2)", "only in this unit and those below it (art_5__cl_2)" } };
static const nv_opt o_docs[] = { { "signatures", 0, NULL, "chữ ký số trong các tệp: ai ký, lúc nào, tệp còn nguyên vẹn không (không xét chứng thư)", "digital signatures in the files: who, when, is the file as signed (certificates are not judged)" } };
static const nv_opt o_search[] = { { "limit", 'n', "N", "số kết quả (mặc định 20)", "number of results (default 20)" } };

static const nv_opt o_mark[] = {
    { "who", 'w', "NAME", "cơ quan mà tình trạng này là của nó (mặc định: mọi cơ quan chủ trì)", "body whose state this is (default: all that lead the task)" },
    { "day", 0, "DATE", "từ ngày nào; với done: ngày hoàn thành (mặc định: hôm nay; gia hạn: ngày của văn bản --doc)", "since when; with done: the day on which it was done (default: today; extended: the date of --doc)" },
    { "to", 0, "DATE", "gia hạn đến hết ngày này", "extended: the new last day" },
    { "doc", 'd', "NUMBER", "văn bản làm căn cứ hoặc minh chứng", "document that says so, or evidence" },
    { "note", 0, "WORDS", "ghi chú", "note" },
    { "by", 0, "NAME", "người ghi (mặc định: $NGHIAVU_USER, rồi $USER)", "who says so (default: $NGHIAVU_USER, else $USER)" },
};
static const nv_opt o_sql[] = {
    { "csv", 0, NULL, "in CSV", "print CSV" },
    { "timeout", 0, "SECONDS", "dừng sau từng ấy giây (mặc định 10)", "stop after so many seconds (default 10)" },
};
static const nv_opt o_help[] = {
    { "man", 0, "vi|en", "in trang hướng dẫn (man) bằng tiếng Việt hoặc tiếng Anh", "print the manual page in Vietnamese or English" },
    { "completion", 0, "SHELL", "in phần gợi ý dòng lệnh cho", "print the completion of command lines for" },
};
static const nv_opt o_import_matrix[] = {
    { "doc", 'd', "NUMBER", "văn bản có các nhiệm vụ được theo dõi (mặc định: những văn bản mà văn bản kèm bảng thực hiện)", "the document whose tasks it follows up (default: those that the table's document implements)" },
    { "table", 0, "N", "chỉ bảng thứ N (mặc định: mọi bảng đánh dấu)", "only table number N (default: every table of marks)" },
    { "map", 0, "MAP", "1=MÃ,3=MÃ: nội dung thứ mấy là nhiệm vụ nào", "1=ID,3=ID: which group of columns is which task" },
    { "dry-run", 'n', NULL, "chỉ đối chiếu, không ghi tình trạng", "compare only, record nothing" },
};
static const nv_opt o_watch[] = {
    { "settle", 0, "MS", "tệp phải yên bấy nhiêu phần nghìn giây mới được nạp (mặc định 1000)", "a file must have been at rest for so many milliseconds (default 1000)" },
    { "jobs", 'j', "N", "số tiến trình đọc (mặc định 1)", "number of reading processes (default 1)" },
    { "quiet", 'q', NULL, "không in dòng cho từng tệp", "no line for each file" },
    READ_OPTIONS
};
static const nv_opt o_matrix[] = {
    { "doc", 'd', "NUMBER", "văn bản giao việc", "the document whose tasks they are" },
    { "years", 0, "YEARS", "2013-2015: việc không có ngày có một cột cho mỗi năm, việc có ngày chỉ khi đến hạn trong đó", "2013-2015: undated tasks have a column for each year, dated ones only if due in them" },
    { "who", 'w', "NAME", "chỉ cơ quan này, hoặc các cơ quan thuộc lớp này", "only this body, or the bodies of this class" },
    { "on", 0, "DATE", "tình trạng đến ngày này (mặc định: hôm nay)", "as recorded up to this day (default: today)" },
    { "all", 'a', NULL, "cả việc thường xuyên", "also routine tasks" },
    { "format", 0, "text|csv|xlsx|json", "dạng kết quả (mặc định: text)", "form of the result (default: text)" },
    { "output", 'o', "FILE", "ghi vào tệp này (csv, xlsx, json)", "write to this file (csv, xlsx, json)" },
};
static const nv_opt o_diff[] = {
    { "incoming", 0, "FILE", "so tệp này với bản trong kho của cùng văn bản, hoặc với văn bản mà nó thay thế, trước khi nạp", "compare this file with the version of the same document in the collection, or with the document it replaces, before loading it" },
};

static const nv_opt o_review[] = {
    { "doc", 'd', "NUMBER", "list, add, edit --relation: trong văn bản này (số, ký hiệu hoặc tên tệp)", "list, add, edit --relation: in this document (number or file name)" },
    { "limit", 'n', "N", "list: in nhiều nhất từng ấy (mặc định 50)", "list: print at most so many (default 50)" },
    { "bearer", 0, "NAME", "edit, add: cơ quan phải làm; nhiều thì cách bằng dấu chấm phẩy", "edit, add: bodies that have the task, with semicolons between several" },
    { "who", 'w', "NAME", "như --bearer", "the same as --bearer" },
    { "role", 'r', "lead|coordinate|recipient|supervise", "vai trò của các cơ quan ấy (mặc định: lead, chủ trì)", "role of these bodies (default: lead)" },
    { "due", 0, "DATE", "edit, add: ngày cuối được phép; “none”: không có hạn", "edit, add: last permitted day; “none”: no deadline" },
    { "action", 0, "WORDS", "edit, add: việc phải làm", "edit, add: what is to be done" },
    { "relation", 0, "RELATION", "edit --doc --quote: văn bản này viện dẫn văn bản kia thế nào", "edit --doc --quote: how this document cites the other one" },
    { "quote", 0, "WORDS", "add: nguyên văn câu giao việc trong văn bản; edit --relation: nguyên văn lời viện dẫn", "add: the words of the document that give the task; edit --relation: the words of the citation" },
    { "note", 0, "WORDS", "ghi chú", "note" },
    { "by", 0, "NAME", "người xem lại (mặc định: $NGHIAVU_USER, rồi $USER)", "who says so (default: $NGHIAVU_USER, else $USER)" },
    { "output", 'o', "FILE", "export: ghi vào tệp này", "export: write to this file" },
};

static const nv_verb verbs[] = {
    { "ingest", nv_cmd_ingest, "PATH…", 1, -1, OPTS(o_ingest), "nạp tệp và thư mục văn bản vào cơ sở dữ liệu", "read files and folders into the database" },
    { "watch", nv_cmd_watch, "DIR", 1, 1, OPTS(o_watch), "theo dõi thư mục: nạp tệp ngay khi được chép vào, cho đến khi bị dừng", "watch a folder: read files as they are dropped in, until stopped" },
    { "extract", nv_cmd_extract, "FILE…", 1, -1, OPTS(o_extract), "in bản ghi JSON của từng tệp, mỗi tệp một dòng", "print the JSON record of each file, one a line" },
    { "load", nv_cmd_load, "RECORDS.jsonl…", 1, -1, OPTS(o_load), "nạp các bản ghi do extract in ra", "load the records that extract printed" },
    { "tasks", nv_cmd_tasks, "[FILTER]", 0, -1, OPTS(o_tasks), "danh sách nhiệm vụ: ai, việc gì, trước ngày nào", "list of tasks: who, what, by when" },
    { "agenda", nv_cmd_agenda, "[FILTER]", 0, -1, OPTS(o_agenda), "lịch: ngày nào đến hạn việc gì, kể cả việc định kỳ", "what falls due on which day, recurring tasks included" },
    { "export", nv_cmd_export, "FORMAT [FILTER]", 1, -1, OPTS(o_export), "xuất nhiệm vụ thành bảng tính, phụ lục, lịch, bảng dữ liệu", "tasks as workbooks, annexes, calendars and tables" },
    { "agencies", nv_cmd_agencies, "[NAME]", 0, 1, OPTS(o_agencies), "cơ quan: tên gọi, hiệu lực, tiền thân, kế thừa, thuộc lớp nào", "bodies: names, validity, predecessors, successors, classes" },
    { "show", nv_cmd_show, "ID", 1, 1, NO_OPTS, "một nhiệm vụ với đầy đủ căn cứ và trích dẫn", "one task with its evidence and quotation" },
    { "mark", nv_cmd_mark, "ID STATUS", 2, 2, OPTS(o_mark), "ghi tình trạng của nhiệm vụ", "record how far a task has come" },
    { "report", nv_cmd_report, "[FILTER]", 0, -1, OPTS(o_tasks), "đếm nhiệm vụ theo cơ quan: hoàn thành đúng hạn, quá hạn; chưa hoàn thành trong hạn, quá hạn", "tasks counted by body: done in time, done late, not done in time, overdue" },
    { "review", nv_cmd_review, "[ACTION] [ID|FILE]", 0, 2, OPTS(o_review), "xem lại điều chưa chắc: xác nhận, sửa, loại bỏ, thêm nhiệm vụ; trao đổi với đơn vị khác", "go over what is doubtful: confirm, correct, reject, add tasks; exchange with another office" },
    { "cites", nv_cmd_cites, "DOC", 1, -1, OPTS(o_cites), "văn bản này viện dẫn gì và được văn bản nào viện dẫn", "what a document cites and what cites it" },
    { "status", nv_cmd_status, "DOC", 1, -1, OPTS(o_status), "văn bản còn hiệu lực không, bị sửa đổi, bãi bỏ bởi đâu", "is a document in force, by what was it amended or repealed" },
    { "audit", nv_cmd_audit, "", 0, 0, OPTS(o_audit), "kiểm tra kho: viện dẫn sai, căn cứ hết hiệu lực, nhiệm vụ giao nhầm", "check the collection: wrong citations, bases not in force, duties on bodies that are gone" },
    { "docs", nv_cmd_docs, "", 0, 0, OPTS(o_docs), "danh sách văn bản", "list of documents" },
    { "search", nv_cmd_search, "WORDS…", 1, -1, OPTS(o_search), "tìm chữ trong văn bản, có dấu hay không", "full-text search, with or without marks" },
    { "matrix", nv_cmd_matrix, "", 0, 0, OPTS(o_matrix), "bảng theo dõi của một văn bản: cơ quan × nhiệm vụ (× năm), x là đã hoàn thành, có dòng tổng", "tracking table of a document: bodies by tasks (and years), an x where done, with totals" },
    { "lineage", nv_cmd_lineage, "[DOC|ID]", 0, 1, NO_OPTS, "nhiệm vụ trở lại trong văn bản sau: giống bao nhiêu, cơ quan và thời hạn có đổi không", "tasks that come back in later documents: how alike, bearer and deadline compared" },
    { "diff", nv_cmd_diff, "[DOC|FILE…]", 0, 2, OPTS(o_diff), "nhiệm vụ mới, không còn, thay đổi giữa hai văn bản hay hai bản dự thảo (mã 1 nếu khác)", "tasks new, gone and changed between two documents or versions of a draft (exit 1 if they differ)" },
    { "sql", nv_cmd_sql, "[QUERY]", 0, -1, OPTS(o_sql), "hỏi cơ sở dữ liệu bằng một câu SQL chỉ đọc (không có câu nào: đọc từ đầu vào chuẩn)", "ask the database with one SQL statement that only reads (without one: from standard input)" },
    { "import-matrix", nv_cmd_import_matrix, "FILE|DOC", 1, 1, OPTS(o_import_matrix), "đọc bảng theo dõi: đối chiếu số tổng và lời văn với từng ô đánh dấu, ghi dấu thành tình trạng", "read a tracking table: its totals and text against its marks, cell by cell; marks become statuses" },
    { "explain", nv_cmd_explain, "FILE|DOC", 1, 1, OPTS(o_explain), "câu có từ giao việc và cơ quan mà không thành nhiệm vụ: vì sao", "sentences with a word of duty and an agency that made no task: why not" },
    { "dump", nv_cmd_dump, "FILE", 1, 1, OPTS(o_dump), "in kết quả trung gian của một bước xử lý", "print what a stage of the pipeline made of a file" },
    { "check", nv_cmd_check, "", 0, 0, NO_OPTS, "kiểm tra ngữ pháp và các ví dụ trong đó", "check the grammars and their examples" },
    { "doctor", nv_cmd_doctor, "", 0, 0, NO_OPTS, "máy này đọc tệp an toàn đến đâu: hộp cát (thử thật), ngữ pháp, kho, thư viện", "how safely files are read here: the sandbox (tried), grammars, database, libraries" },
    { "help", nv_cmd_help, "[VERB]", 0, 1, OPTS(o_help), "hướng dẫn về chương trình hay một lệnh; trang man, gợi ý dòng lệnh", "help on the program or a verb; the manual page, completion" },
};

int main(int argc, char **argv)
{
    return nv_cli_main(argc, argv, verbs, (unsigned)NV_NELEM(verbs));
}
