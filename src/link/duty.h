/* duty.h - shared by the files that make duties of sentences: frames (who is charged here by what stands above) and clauses (who does what).
 *
 *   frame.c   headings, lead-ins, preamble and addressees -> the frame of every unit (contract 6.7, 6.11)
 *   spot.c    what stands at a place; lists of names
 *   clause.c  a sentence -> clauses with their bearer, modality and the place of their verb (6.1, 6.4)
 *   condition.c  under which condition (6.8)
 *   common.c  bearers that are no agencies
 *   subject.c    the subject that a clause begins with, and the modals at its verb
 *   charge.c     who is charged by a verb: “giao X …”
 *   responsible.c the list before “chịu trách nhiệm thi hành”
 *   roles.c   the names after the verb -> coordinate, recipient, supervise (6.2, 6.9)
 *   labels.c  “Cơ quan chủ trì: …”, “Thời gian hoàn thành: …” behind a task
 *   duty.c    the walk over the document; obligations
 */
#ifndef NV_DUTY_H
#define NV_DUTY_H
#include "link/link.h"
#include "model/cue.h"

typedef NV_VEC(nv_party) nv_parties;

/* What a unit hands down to the units below it. Lives in the document's arena. */
typedef struct {
    nv_parties leads;     /* who does it where a sentence names nobody */
    nv_parties helpers;   /* coordinating bodies of a lead-in */
    NV_VEC(uint32_t) due; /* deadlines of a lead-in */
    nv_span condition;
    nv_modality modality;
    bool active;          /* sentences without a subject are orders here */
    bool nouns;           /* the lead-in lists places, cases, papers: an item without a verb is no order */
    bool goals;           /* goals, principles, definitions: only explicit duties count */
    bool past;            /* below “Tình hình”, “Kết quả”, or in a report: what is told is no order */
    bool person;          /* the heading's bearer is no agency: what such people are given is no work of theirs */
    bool applies;         /* below “Đối tượng áp dụng”: who they are, not what they do */
    bool plan;            /* the issuer's own plan, and nobody is charged yet */
    bool own;             /* … below a heading of work: what it lists is the issuer's work */
    bool people;          /* below a list of those who attend: names are no bearers */
    bool requests;        /* below “Kiến nghị”: who is named is asked */
} nv_frame;

typedef enum { NV_C_NONE, NV_C_CHARGED, NV_C_SUBJECT, NV_C_BARE } nv_clause_how;

/* A part of a sentence with one bearer. */
typedef struct {
    nv_span span;         /* in text */
    nv_clause_how how;    /* charged by a verb (“giao X …”), own subject, or no subject of its own */
    nv_parties leads;     /* empty for NV_C_BARE and for charges that name nobody */
    nv_modality modality;
    bool has_modality;    /* a modal or a charging verb said it */
    bool strong;          /* an explicit sign of duty stands at the verb */
    bool notice;          /* “thông báo … đến X biết, thực hiện” */
    bool listed;          /* a list of those who are responsible stands before the verb: its semicolons part names */
    bool passive;         /* the subject is a thing: “… cần được …” */
    uint32_t verb;        /* where the action begins */
    uint32_t prefix;      /* where adverbs and modals before it begin */
    nv_span condition;
} nv_clause;

struct nv_linker {
    const nv_registry *registry;
#define NV_LINK_RULES(X) \
    X(join) X(to_name) X(nominal_before) X(nominal_after) X(directive_before) X(not_verb) X(skip) X(strong) X(adverb) X(routine) X(noun) \
    X(passive_modal) X(state) X(named_as) X(never) X(intro) X(time_lead) X(pure_lead_in) X(listing) X(goal_heading) X(bearer_heading) X(duty_heading) X(helps) X(no_work) X(doing) X(one_body) X(verb) X(telling) X(person) X(passive_agent) X(responsible) X(product) X(object) X(prohibits) X(scope_heading) X(notify_before) X(notify_after) X(only_leads) X(helps_after) X(split_condition) X(also_must) X(past_heading) X(future_heading) X(request_heading) X(notify_you) X(charged_body) X(also_bears) X(own_subject) X(duty_of) X(condition_person) X(as_lead) X(based_on) X(decides) X(asks) X(then) X(basis) X(sequel) X(person_heading) X(place_heading) X(work_heading) X(given) X(rights_heading) X(common_subject) X(common_heading) X(handed_in) X(owned_by) X(owned_by_some) X(sends) X(people) X(asking) X(procedure) X(responsible_offices) X(theme) X(plan_heading) X(thing_heading) X(charges_some) X(heading_rest) X(note_head) X(no_subject) X(begins_anew) X(shares_out) X(blank) X(has_duties) X(duties_are) X(thing_due) X(duty_of_heading) X(duty_chapter) X(body_heading) X(numbered) X(name_ends) X(done_then) X(may_begin) X(says_must) X(lists_bearers) X(hardship) X(leads_on) X(name_goes_on) X(charged_verb) X(charged_head) X(charged_join) X(charged_each) X(charged_border) X(charged_head_only) X(charged_rest) X(charged_part) X(charged_more) X(restricts) X(charges_other) X(first_bears) X(meanwhile) X(excepts) X(firm)
#define X(n) const nv_rule *n;
    NV_LINK_RULES(X)
#undef X
    const nv_rule *must_not, *may, *must, *coordinate, *recipient, *recipient_prep, *recipient_verb, *governed, *approval_before, *approval_after, *bracket,
        *supervise, *condition_lead, *condition_inner, *cell_coordinate, *row_group, *label, *label_lead, *label_coordinate, *label_due, *label_product, *label_other;
};

/* One document being linked. */
typedef struct {
    const nv_linker *l;
    nv_doc *d;
    nv_matcher *m;
    nv_frame **frames;    /* by unit index: what the unit hands down */
} nv_pass;

/* ---- small questions (spot.c) ---- */
nv_str nv_fold_between(const nv_pass *p, uint32_t beg, uint32_t end);
/* True if the rule matches right at `at` (up to `end`); *after gets the end of the match. */
bool nv_at(const nv_pass *p, const nv_rule *r, uint32_t at, uint32_t end, uint32_t *after);
/* True if the rule matches the text that ends at `at`, looking back no further than `floor`. */
bool nv_before(const nv_pass *p, const nv_rule *r, uint32_t floor, uint32_t at);
bool nv_finds(const nv_pass *p, const nv_rule *r, uint32_t beg, uint32_t end);
/* Index of the first visible agency mention with span.beg >= off. */
uint32_t nv_agency_from(const nv_doc *d, uint32_t off);
/* The mentions from `first` that one list joins (“A, B và C”, brackets skipped), not beyond `end`: index behind the last one. */
uint32_t nv_agency_list(const nv_pass *p, uint32_t first, uint32_t end);
/* Appends the mentions [first, last) as parties, each name once a role. */
void nv_add_parties(const nv_pass *p, nv_parties *out, uint32_t first, uint32_t last, nv_role role, nv_how how);
void nv_add_party(nv_doc *d, nv_parties *out, const nv_party *q);

/* Behind a bracket that opens at `at` (spaces before it allowed); `at` itself if there is none. */
uint32_t nv_skip_bracket(const nv_pass *p, uint32_t at, uint32_t end);
/* “A; ông B và Trưởng ban C chịu trách nhiệm thi hành …”: everybody named, where the names alone do not tell; *verb gets where the modal stands (responsible.c). */
bool nv_charged_list(const nv_pass *p, uint32_t at, uint32_t end, nv_parties *out, uint32_t *verb);

/* Index of the first deadline, citation with span.beg >= off. */
uint32_t nv_deadline_from(const nv_doc *d, uint32_t off);
uint32_t nv_cite_from(const nv_doc *d, uint32_t off);
/* Behind a person's name that follows an office (“Phó Thủ tướng Nguyễn Văn A giao …”), or the place behind a body; `at` itself if a verb stands there. */
uint32_t nv_skip_person(const nv_pass *p, uint32_t at, uint32_t end);
/* A document that makes law or decides: its articles speak of everybody in the indicative. */
bool nv_normative(const nv_doc *d);
/* The document's issuer itself, or one who stands for it (“Chủ tịch” of the committee that issues). */
bool nv_is_issuer(const nv_doc *d, const nv_parties *who, bool or_head);
/* The next visible mention behind index i. */
uint32_t nv_next_visible(const nv_doc *d, uint32_t i);
/* A citation that holds `off`: its end, else 0. Words inside a citation's quote belong to another document. */
uint32_t nv_inside_citation(const nv_doc *d, uint32_t off);
/* `off` lies in a visible mention. */
bool nv_in_mention(const nv_doc *d, uint32_t off);
/* Index of the first cue with span.beg >= off. */
uint32_t nv_cue_from(const nv_doc *d, uint32_t off);
/* The cue is a verb that charges (“giao”, “yêu cầu”, “đề nghị”, “nghiêm cấm”, “khuyến khích X”). */
bool nv_charging(const nv_doc *d, const nv_cue *q);
/* A cue of a verb begins at `at`. */
bool nv_verb_at(const nv_doc *d, uint32_t at);
/* A bearer who is no agency: named by a common noun, which has a small letter wherever it stands. */
nv_party nv_common_party(const nv_pass *p, nv_span name);
/* Bearers that are no agencies, listed with commas (“Công ty A, Viettel B”). */
void nv_common_parties(const nv_pass *p, nv_span names, nv_parties *out);
/* A bare clause whose subject is a body or an office that is no mention, with a verb of work (“Tổ khảo sát tổng hợp …”): c gets it and its verb. */
bool nv_common_subject(const nv_pass *p, nv_clause *c);
/* “Văn bản góp ý của các đơn vị gửi về X trước ngày …”: what is handed in; c gets the verb, and whose it is (nobody if that is not printed; contract 6.13). */
bool nv_handed_in(const nv_pass *p, nv_clause *c);
/* … of the words [beg, end) before that verb: one whom a common word names, where nobody else is charged. */
void nv_common_owner(const nv_pass *p, uint32_t beg, uint32_t end, nv_parties *out);
/* A heading that is such a bearer (“Công ty …”, “Các phòng ban tham gia”). */
bool nv_common_heading(const nv_pass *p, nv_unit *u, nv_parties *out);
/* A bare clause that prints a subject who is no agency (“Cơ sở đào tạo gửi …”): c gets it and its verb. Ask only where somebody else would be charged. */
bool nv_own_subject(const nv_pass *p, nv_clause *c);
/* “Cơ sở bán lẻ thuốc có trách nhiệm:”, “Nhiệm vụ của kiểm toán viên bao gồm:”: a lead-in that says whose the duties below are; c gets them. */
bool nv_whose_duties(const nv_pass *p, nv_clause *c);
/* The one whom the leading condition of a bare clause is about becomes its subject. Ask only where nobody else is charged. */
bool nv_condition_subject(const nv_pass *p, nv_clause *c);
/* ---- parts of a clause in [at, end); `c` keeps what it had unless they return true ---- */

/* A subject that begins at `at`: a list of bodies with a verb behind it; c gets it, its modality and its verb (subject.c). */
bool nv_read_subject(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c);
/* “Bí thư, | Chủ tịch …”: those in [at, beg) who are no agencies, in front of the first that is one, as they are printed. */
bool nv_first_bear(const nv_pass *p, uint32_t at, uint32_t beg, nv_parties *out);
/* Modals and adverbs at c->verb: moves it behind them, and says what they say. */
void nv_read_modals(const nv_pass *p, nv_clause *c, uint32_t end);
/* Each gives the place behind what it skips, `at` itself if that is nothing: the number of a list inside the sentence, “Sau đó”; phrases between a subject and its
 * verb; what says when or which of them, if an order follows. */
uint32_t nv_skip_sequel(const nv_pass *p, uint32_t at, uint32_t end);
uint32_t nv_skip_phrases(const nv_pass *p, uint32_t at, uint32_t end);
uint32_t nv_skip_between(const nv_pass *p, uint32_t at, uint32_t end, bool is_class);
/* “giao X …”, “đề nghị X …”: a charging verb, the first that is a verb here; only_here: at the beginning (charge.c). */
bool nv_read_charge(const nv_pass *p, uint32_t at, uint32_t end, bool only_here, nv_clause *c);
/* “thông báo … đến X biết, thực hiện”; “… để Quý đơn vị biết, thực hiện”; “việc … là trách nhiệm của X”. */
bool nv_read_notice(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c);
bool nv_read_notice_to_you(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c);
bool nv_read_duty_of(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c);
/* The condition of a clause whose bearer and verb are known (condition.c). */
void nv_read_condition(const nv_pass *p, nv_clause *c);
/* Splits a sentence of a unit into clauses. */
typedef NV_VEC(nv_clause) nv_clauses;
void nv_split_clauses(const nv_pass *p, nv_span sentence, nv_clauses *out);

/* Roles of the bodies named behind the verb of `c`; leads may trade places with one specific body (“phối hợp với X làm”). */
void nv_assign_roles(const nv_pass *p, const nv_clause *c, nv_parties *parties);

/* Duties of the rows of task tables (tasktable.c). */
void nv_link_tables(const nv_pass *p);

/* Particulars of a task on lines behind it: “Cơ quan chủ trì: …” (labels.c). */
void nv_link_labels(const nv_pass *p);

/* ---- frames (frame.c) ---- */
/* A copy of the parent's frame with what the unit's own heading says. */
/* The text of a span with every visible name as “@”: what is left tells what kind of phrase it is. In the document's arena. */
nv_str nv_names_as_at(const nv_pass *p, nv_span in);
nv_frame *nv_frame_enter(const nv_pass *p, nv_unit *u);
/* Those whom the article on the scope of the document binds (contract 6.10); empty if it names nobody. */
void nv_scope_parties(const nv_pass *p, nv_parties *out);
/* True if only a list is announced between verb and end. */
bool nv_is_pure_lead_in(const nv_pass *p, const nv_clause *c);
/* The addressees as bearers (contract 6.11), where the type of document orders something of them, or a sentence asks it (`asked`:
 * “kính mời …”, “kính đề nghị …” in an invitation or a proposal). */
void nv_frame_addressees(const nv_pass *p, nv_frame *f, bool asked);

#endif
