-- schema.sql - the database of nghiavu. It can be thrown away and made again from the records (`nghiavu extract`, `nghiavu load`).
--
-- Two kinds of rows:
--   * what was read: files and everything that hangs on a file, deleted and written again when a file is read with a better grammar;
--   * what follows from all of them together: documents, and which document an identity means. It is computed from the identities alone
--     (resolve.c), so the order in which files came makes no difference.
-- What people add (status, corrections) lives in tables of its own (anchors and what hangs on them), keyed by files.sha256 and the quoted words, never by
-- the ids below. It is not in the records: `nghiavu review export` writes it out, `nghiavu review import` brings it into a database made anew.
--
-- Days are ISO dates ('2012-12-31'), which compare as text. Offsets (start, stop) count code points of texts.text, half open. Pages count from 1;
-- NULL: the format has no pages. Try:  SELECT due, who, action, number, page FROM v_tasks WHERE due < '2013-01-01';

PRAGMA application_id = 0x4e564442; -- 'NVDB'
PRAGMA user_version = 5;

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- A legal document: one decree, one directive. Several files may hold it (PDF and DOCX); it may be known only by citation (main_file NULL).
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,       -- key of the identity that it stands on
  grp TEXT NOT NULL,              -- 'n:' and folded number without year, or 'm:' and folded name: what is resolved together
  type TEXT, number TEXT, name TEXT, date TEXT, issuer TEXT, title TEXT,
  main_file INTEGER REFERENCES files(id) DEFERRABLE INITIALLY DEFERRED -- the copy whose facts count: the best read, with pages
) STRICT;
CREATE INDEX documents_grp ON documents(grp);
CREATE INDEX documents_main ON documents(main_file) WHERE main_file IS NOT NULL;

-- A way in which a document is named: by its own head (file NOT NULL) or by citations (each distinct way once).
CREATE TABLE identities (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  number_key TEXT,                -- folded number without year: '79/qd-ttg'
  name_key TEXT,                  -- folded name without year: 'luat dat dai'
  self INTEGER NOT NULL,          -- 1: from the head of a file
  year INTEGER, type TEXT, number TEXT, name TEXT, date TEXT, issuer TEXT,
  document INTEGER REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  method TEXT,                    -- what decided: 'self', 'number+date+issuer', 'number+date', 'number+year', 'number', 'name+date', 'name', 'cited', 'ambiguous'
  confidence REAL
) STRICT;
CREATE INDEX identities_number ON identities(number_key) WHERE number_key IS NOT NULL;
CREATE INDEX identities_name ON identities(name_key) WHERE name_key IS NOT NULL;
CREATE INDEX identities_document ON identities(document);

-- A file that was read. The same bytes are never read twice.
CREATE TABLE files (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,             -- base name
  bytes INTEGER, format TEXT NOT NULL, pages INTEGER, reader TEXT, extractor TEXT, grammar TEXT,
  type TEXT, type_name TEXT, number TEXT, date TEXT, place TEXT, issuer TEXT, title TEXT, effective TEXT, -- the head; several issuers joined by '; '
  province TEXT,                  -- registry id of the province whose organ issued it, for names like 'UBND tỉnh'
  bad_pages INTEGER NOT NULL,     -- pages that need a second look
  main INTEGER NOT NULL DEFAULT 0,-- 1: the main file of its document
  identity INTEGER NOT NULL REFERENCES identities(id)
) STRICT;
CREATE INDEX files_identity ON files(identity);

CREATE TABLE texts (file INTEGER PRIMARY KEY REFERENCES files(id) ON DELETE CASCADE, text TEXT NOT NULL) STRICT;

CREATE TABLE pages (
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE,
  page INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT, ocr_confidence REAL, PRIMARY KEY (file, page)
) STRICT, WITHOUT ROWID;

-- Issuers, Kính gửi and Nơi nhận, line by line: kind 'issuer', 'addressee', 'recipient'.
CREATE TABLE heads (
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE,
  kind TEXT NOT NULL, ord INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (file, kind, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE signers (
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE,
  ord INTEGER NOT NULL, name TEXT, position TEXT, capacity TEXT, PRIMARY KEY (file, ord)
) STRICT, WITHOUT ROWID;

-- Units of structure (điều, khoản, điểm …). eid as in Akoma Ntoso: cl_2__point_b. Other tables' column unit is units.id of the same file: both die
-- with the file, so it carries no foreign key of its own (checking it would need an index on every such table).
CREATE TABLE units (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE,
  eid TEXT NOT NULL, kind TEXT NOT NULL, label TEXT, heading TEXT, text TEXT, start INTEGER, stop INTEGER, page INTEGER
) STRICT;
CREATE INDEX units_file ON units(file);

-- Bodies as they are named: `reg` is the registry's id, '' where the registry has none; `key` is the name without marks, lower case.
CREATE TABLE agencies (
  id INTEGER PRIMARY KEY, reg TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, class INTEGER NOT NULL, -- class: 1 a set of bodies
  UNIQUE (reg, name, class)
) STRICT;
CREATE INDEX agencies_key ON agencies(key);

-- The registry of the grammars that filled the database.
CREATE TABLE registry (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT, level TEXT, parent TEXT, generic TEXT, province TEXT, valid_from TEXT, valid_to TEXT
) STRICT, WITHOUT ROWID;
-- Who belongs to a class of bodies as it is named in documents. A member counts for a document of a date on which the member existed. some = 1: only
-- some members are meant, the text does not say which. local = 1: the member is a generic body (a sở), that of the issuing province is meant.
CREATE TABLE class_members (
  member TEXT NOT NULL, agency INTEGER NOT NULL REFERENCES agencies(id), local INTEGER NOT NULL, some INTEGER NOT NULL, PRIMARY KEY (member, agency)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_members_agency ON class_members(agency);

CREATE TABLE mentions (
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE, ord INTEGER NOT NULL,
  unit INTEGER, agency INTEGER NOT NULL REFERENCES agencies(id),
  text TEXT NOT NULL, start INTEGER, stop INTEGER, page INTEGER, rule TEXT, confidence REAL, PRIMARY KEY (file, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE citations (
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE, ord INTEGER NOT NULL,
  unit INTEGER, text TEXT NOT NULL, start INTEGER, stop INTEGER, page INTEGER,
  identity INTEGER REFERENCES identities(id), -- NULL: this document itself (relation 'self'), or not known which
  type TEXT, number TEXT, name TEXT, date TEXT, issuer TEXT, -- as written
  resolved TEXT, locator TEXT, relation TEXT NOT NULL, rule TEXT, confidence REAL, -- locator: JSON list of eids in the cited document
  tbl INTEGER,                    -- ord of the table it stands in
  was TEXT,                       -- the relation as it was read, where people say another (relations.c)
  PRIMARY KEY (file, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX citations_identity ON citations(identity) WHERE identity IS NOT NULL;

CREATE TABLE deadlines (
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE, ord INTEGER NOT NULL,
  unit INTEGER, text TEXT NOT NULL, start INTEGER, stop INTEGER, page INTEGER,
  kind TEXT NOT NULL,             -- due, recurring, relative, effective
  from_day TEXT, to_day TEXT, bound TEXT,
  last_day TEXT,                  -- last permitted day: to_day, or the day before it where the text says before
  freq TEXT, month INTEGER, day INTEGER, duration TEXT, working_days INTEGER, anchor TEXT,
  reason TEXT,                    -- why a date is not known
  tbl INTEGER, row INTEGER, rule TEXT,
  PRIMARY KEY (file, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE obligations (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE, ord INTEGER NOT NULL, -- ord counts from 1: '<8 digits of sha256>-<ord>' is the task's name
  unit INTEGER, start INTEGER, stop INTEGER, page INTEGER,
  modality TEXT NOT NULL,         -- must, request, may, must_not
  action TEXT NOT NULL, condition TEXT, product TEXT, routine INTEGER NOT NULL, tbl INTEGER, row INTEGER,
  timing TEXT NOT NULL,           -- dated, recurring, conditional, relative, undated
  first_due TEXT, last_due TEXT,  -- first and last of its deadlines' last permitted days
  rule TEXT, confidence REAL,
  verdict TEXT,                   -- what people said of it: NULL nothing yet, 'accepted', 'edited', 'added', 'rejected' (corrections.c)
  UNIQUE (file, ord)
) STRICT;
CREATE INDEX obligations_due ON obligations(first_due) WHERE first_due IS NOT NULL;

CREATE TABLE obligation_deadlines (
  obligation INTEGER NOT NULL REFERENCES obligations(id) ON DELETE CASCADE, deadline INTEGER NOT NULL, -- deadlines.ord of the same file
  PRIMARY KEY (obligation, deadline)
) STRICT, WITHOUT ROWID;

CREATE TABLE parties (
  obligation INTEGER NOT NULL REFERENCES obligations(id) ON DELETE CASCADE, ord INTEGER NOT NULL,
  agency INTEGER NOT NULL REFERENCES agencies(id), role TEXT NOT NULL, how TEXT, -- role: lead, coordinate, recipient, supervise
  due TEXT,                       -- obligations.first_due again: one index answers "what is X to do before D"
  PRIMARY KEY (obligation, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_agency ON parties(agency, due, role);

-- rows: JSON, a list of rows of cells {text, row, col, rowspan, colspan}; v_cells unpacks it.
CREATE TABLE tables (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE, ord INTEGER NOT NULL,
  unit INTEGER, start INTEGER, stop INTEGER, page INTEGER, header_rows INTEGER NOT NULL, rows TEXT NOT NULL, UNIQUE (file, ord)
) STRICT;

CREATE TABLE amendments (
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE, ord INTEGER NOT NULL,
  unit INTEGER, start INTEGER, stop INTEGER, page INTEGER, operation TEXT NOT NULL, identity INTEGER REFERENCES identities(id),
  place TEXT, before TEXT, after TEXT, old_text TEXT, new_text TEXT, PRIMARY KEY (file, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX amendments_identity ON amendments(identity) WHERE identity IS NOT NULL;

CREATE TABLE effects (
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE, ord INTEGER NOT NULL,
  unit INTEGER, text TEXT, start INTEGER, stop INTEGER, page INTEGER, place TEXT, from_day TEXT, to_day TEXT, PRIMARY KEY (file, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE diagnostics (
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE, ord INTEGER NOT NULL,
  code TEXT NOT NULL, level TEXT NOT NULL, message TEXT, start INTEGER, stop INTEGER, page INTEGER, PRIMARY KEY (file, ord)
) STRICT, WITHOUT ROWID;

-- ---- what people add (people.c, marks.c) ---------------------------------------------------------------------------------

-- The words that a person meant: a task as it was read from one copy of a document. A better grammar may read it otherwise, a better copy may become the
-- main one: `fits` says which task it is now, if any; what fits no more is reported and kept.
CREATE TABLE anchors (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,           -- of the file in which the words stand
  quote TEXT NOT NULL,            -- the words at the task's place, runs of white space as one space
  action TEXT NOT NULL,           -- what was to be done, as read then
  nth INTEGER NOT NULL,           -- among the tasks of the same words in that file, from 0
  document TEXT NOT NULL,         -- identities.key of the document: another copy of it will do
  number TEXT NOT NULL, date TEXT NOT NULL, file TEXT NOT NULL, place TEXT NOT NULL, page INTEGER NOT NULL, -- to name it by; '' or 0: unknown
  UNIQUE (sha256, quote, action, nth)
) STRICT;

-- What was said about the state of a task for one bearer. Rows are only added: the state on a day is what the rows up to that day come to (marks.c).
CREATE TABLE marks (
  id INTEGER PRIMARY KEY,
  anchor INTEGER NOT NULL REFERENCES anchors(id),
  bearer TEXT NOT NULL, bearer_key TEXT NOT NULL, -- a party of the task or a member of one that is a class; key: skeleton
  status TEXT NOT NULL CHECK (status IN ('not_started', 'in_progress', 'done', 'extended', 'withdrawn')),
  day TEXT NOT NULL,              -- since when it holds; done: the day on which it was done
  until TEXT NOT NULL,            -- extended: the new last day; else ''
  document TEXT NOT NULL, note TEXT NOT NULL, person TEXT NOT NULL, -- evidence, and who said so; '' if not given
  origin TEXT NOT NULL,           -- 'person', 'import', 'proposal'
  recorded TEXT NOT NULL, seq INTEGER NOT NULL, -- the day on which it was written down; the how manieth of its anchor and bearer, from 0
  UNIQUE (anchor, bearer_key, day, recorded, seq, status, until, document, note, person, origin)
) STRICT;

CREATE INDEX marks_until ON marks(until) WHERE until <> '';

-- What was said about what was read. Rows are only added; together, in the order in which they were written down, they say what stands.
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY,
  anchor INTEGER NOT NULL REFERENCES anchors(id),
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'edited', 'rejected', 'added')),
  change TEXT NOT NULL, -- what is other than read: {"action": …, "due": day or "", "lead" (or another role): [{"id", "name", "class"}]}
  note TEXT NOT NULL, person TEXT NOT NULL, recorded TEXT NOT NULL, seq INTEGER NOT NULL,
  UNIQUE (anchor, recorded, seq, verdict, change, note, person)
) STRICT;

-- What was said about how a document cites another: `quote` are the words of the citation. Rows are only added; of one document's words the last one said
-- stands, in every copy of it.
CREATE TABLE relations (
  id INTEGER PRIMARY KEY,
  document TEXT NOT NULL, sha256 TEXT NOT NULL, -- identities.key of the citing document, and the file in which the words stood
  quote TEXT NOT NULL,
  relation TEXT NOT NULL CHECK (relation IN ('basis', 'implements', 'amends', 'replaces', 'repeals', 'guides', 'issued_with', 'refers')),
  number TEXT NOT NULL, date TEXT NOT NULL, file TEXT NOT NULL, -- to name the document by; '' unknown
  note TEXT NOT NULL, person TEXT NOT NULL, recorded TEXT NOT NULL, seq INTEGER NOT NULL,
  UNIQUE (document, quote, recorded, seq, relation, note, person)
) STRICT;

-- Changes that a later document seemed to propose and a person declined. sha256: of that document's file.
CREATE TABLE declined (
  anchor INTEGER NOT NULL REFERENCES anchors(id), sha256 TEXT NOT NULL, change TEXT NOT NULL CHECK (change IN ('extended', 'withdrawn')),
  note TEXT NOT NULL, person TEXT NOT NULL, recorded TEXT NOT NULL, PRIMARY KEY (anchor, sha256, change)
) STRICT, WITHOUT ROWID;

-- Computed at commit: a task as it was read, where people changed it: {"action", "timing", "first_due", "last_due", "parties": [[ord, agency, role, how]],
-- "deadlines": [ord]}.
CREATE TABLE originals (
  obligation INTEGER PRIMARY KEY REFERENCES obligations(id) ON DELETE CASCADE, was TEXT NOT NULL
) STRICT;

-- Computed at commit: the task of the main copy that an anchor means now.
CREATE TABLE fits (
  anchor INTEGER PRIMARY KEY REFERENCES anchors(id) ON DELETE CASCADE,
  obligation INTEGER NOT NULL REFERENCES obligations(id) ON DELETE CASCADE,
  how TEXT NOT NULL               -- 'same', 'moved' (other words around the same action), 'reworded' (the same words, the action cut otherwise), 'added' (by a person)
) STRICT;
CREATE INDEX fits_obligation ON fits(obligation);

-- Full text without marks (đ included): write the words without marks.  rowid > 0: units.id; rowid < 0: minus tables.id.
--   SELECT u.* FROM units u JOIN fts ON fts.rowid = u.id WHERE fts MATCH '"dieu hanh"';
CREATE VIRTUAL TABLE fts USING fts5(body, content='', tokenize='ascii');

-- ---- views: labels joined, only the main copy of each document --------------------------------------------------------

CREATE VIEW v_documents AS
  SELECT d.id, d.type, d.number, d.name, d.date, d.issuer, d.title, f.name AS file, f.pages, f.bad_pages,
         (SELECT count(*) FROM obligations o WHERE o.file = f.id AND o.verdict IS NOT 'rejected') AS tasks,
         (SELECT count(*) FROM identities i JOIN citations c ON c.identity = i.id JOIN files g ON g.id = c.file AND g.main WHERE i.document = d.id) AS cited
  FROM documents d LEFT JOIN files f ON f.id = d.main_file;

CREATE VIEW v_tasks AS
  SELECT substr(f.sha256, 1, 8) || '-' || o.ord AS id, o.first_due AS due, o.timing, o.modality,
         (SELECT group_concat(name, '; ') FROM (SELECT a.name FROM parties p JOIN agencies a ON a.id = p.agency WHERE p.obligation = o.id AND p.role = 'lead' ORDER BY p.ord)) AS who,
         (SELECT group_concat(name, '; ') FROM (SELECT a.name FROM parties p JOIN agencies a ON a.id = p.agency WHERE p.obligation = o.id AND p.role = 'coordinate' ORDER BY p.ord)) AS with_whom,
         (SELECT group_concat(name, '; ') FROM (SELECT a.name FROM parties p JOIN agencies a ON a.id = p.agency WHERE p.obligation = o.id AND p.role = 'recipient' ORDER BY p.ord)) AS to_whom,
         o.action, o.condition, o.product, o.routine,
         (SELECT group_concat(text, '; ') FROM (SELECT x.text FROM obligation_deadlines l JOIN deadlines x ON x.file = o.file AND x.ord = l.deadline WHERE l.obligation = o.id ORDER BY x.ord)) AS phrase,
         d.number, d.date, d.issuer, u.eid, o.page, f.name AS file, o.rule, o.confidence, o.verdict
  FROM obligations o JOIN files f ON f.id = o.file AND f.main AND o.verdict IS NOT 'rejected' JOIN identities i ON i.id = f.identity JOIN documents d ON d.id = i.document
       LEFT JOIN units u ON u.id = o.unit;

CREATE VIEW v_citations AS
  SELECT s.number AS citing, s.date AS citing_date, u.eid, c.page, c.text, c.relation, t.number AS cited, t.name AS cited_name, t.date AS cited_date,
         t.issuer AS cited_issuer, t.title AS cited_title, t.main_file IS NOT NULL AS in_collection, c.locator, i.method, i.confidence, f.name AS file
  FROM citations c JOIN files f ON f.id = c.file AND f.main JOIN identities fi ON fi.id = f.identity JOIN documents s ON s.id = fi.document
       LEFT JOIN units u ON u.id = c.unit LEFT JOIN identities i ON i.id = c.identity
       LEFT JOIN documents t ON t.id = CASE c.relation WHEN 'self' THEN s.id ELSE i.document END;

CREATE VIEW v_cells AS
  SELECT t.id AS tbl, f.name AS file, t.page, c.value ->> 'row' AS row, c.value ->> 'col' AS col, c.value ->> 'text' AS text,
         c.value ->> 'rowspan' AS rowspan, c.value ->> 'colspan' AS colspan
  FROM tables t JOIN files f ON f.id = t.file, json_each(t.rows) r, json_each(r.value) c;
