-- What was read and worked out, for one corpus opened in one way. Everything here can be made again from the corpus.
-- Document rows are numbered (n); every other row that rests on a document goes with it.
-- Texts lie here as they are: compressed they would take half the room (3 KB: 88 µs to pack, 27 to unpack, 2 as is).

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every file of the folder as it was last seen, the ones that could not be used too, so that none is opened twice.
CREATE TABLE files (
  id TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL
) WITHOUT ROWID;

-- Files, and parts of files, that are no documents: by choice, for want of a way to read them, by nature.
CREATE TABLE unread (
  file TEXT NOT NULL, member TEXT NOT NULL, outcome TEXT NOT NULL,
  title TEXT NOT NULL, why TEXT NOT NULL, hint TEXT NOT NULL,
  PRIMARY KEY (file, member)
) WITHOUT ROWID;
CREATE INDEX unread_outcome ON unread (outcome, file);

CREATE TABLE documents (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,              -- the file that it lies in where that holds several, else empty
  sha256 TEXT NOT NULL,            -- of the file's bytes
  text_sha TEXT NOT NULL,          -- of the cleaned text: the key of the per-document stages
  title TEXT NOT NULL, source TEXT, author TEXT, published TEXT, language TEXT, url TEXT,
  format TEXT NOT NULL, words INTEGER NOT NULL,
  provenance TEXT NOT NULL,        -- JSON: field → [origin, inferred, why]
  details TEXT NOT NULL,           -- JSON: what else is known of it, name → value
  pages TEXT NOT NULL,             -- JSON list of the characters at which its pages begin
  indexed INTEGER NOT NULL DEFAULT 0,
  analysed TEXT NOT NULL DEFAULT ''  -- the analyser version whose results are in the cache; empty: none
);
CREATE INDEX documents_file ON documents (file) WHERE file != '';
CREATE INDEX documents_unindexed ON documents (n) WHERE indexed = 0;
CREATE INDEX documents_analysed ON documents (analysed);

CREATE TABLE texts (
  n INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
  text TEXT NOT NULL,
  furniture TEXT NOT NULL          -- JSON list of lines
);

CREATE TABLE problems (
  n INTEGER PRIMARY KEY, doc TEXT, title TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL
);
CREATE INDEX problems_doc ON problems (doc);

-- Corpus-wide results: replaced together, in one transaction.
CREATE TABLE entities (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, aliases TEXT NOT NULL, reasons TEXT NOT NULL,
  links TEXT NOT NULL,             -- JSON: [entity, how, why] rows
  unsure TEXT NOT NULL,            -- JSON list of the entities it may be
  first TEXT                       -- ISO day of the earliest dated statement that names it
) WITHOUT ROWID;
CREATE TABLE names (            -- folded names and aliases, for entity: clauses
  folded TEXT NOT NULL, entity TEXT NOT NULL, PRIMARY KEY (folded, entity)
) WITHOUT ROWID;
CREATE TABLE mentions (
  entity TEXT NOT NULL, n INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  start INTEGER NOT NULL, stop INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (n, start, stop, entity)
) WITHOUT ROWID;
CREATE INDEX mentions_entity ON mentions (entity, n, start);
CREATE TABLE naming (           -- how often a document names an entity
  entity TEXT NOT NULL, n INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, mentions INTEGER NOT NULL,
  PRIMARY KEY (entity, n)
) WITHOUT ROWID;
CREATE INDEX naming_n ON naming (n, entity, mentions);

CREATE TABLE dated (            -- the dates of the texts, for mentions: clauses
  n INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, first TEXT, last TEXT
);
CREATE INDEX dated_n ON dated (n);
CREATE INDEX dated_first ON dated (first, last);

CREATE TABLE events (           -- in the order of the chronology
  rank INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  n INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  start INTEGER NOT NULL, stop INTEGER NOT NULL, text TEXT NOT NULL,
  first TEXT, last TEXT, date TEXT NOT NULL,   -- date: JSON list, in the order of DateValue's fields
  modality TEXT NOT NULL, cluster TEXT NOT NULL, trigger_word TEXT NOT NULL,
  entities TEXT NOT NULL,                      -- JSON list of ids
  kind TEXT NOT NULL, negated INTEGER NOT NULL, affair TEXT NOT NULL,
  date_start INTEGER NOT NULL, date_stop INTEGER NOT NULL  -- the date's words in the document; -1: none
);
CREATE INDEX events_n ON events (n);
CREATE INDEX events_first ON events (first, last);

CREATE TABLE quotations (       -- quoted words; about: JSON list of the entities named in them
  n INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  speaker TEXT, cue TEXT NOT NULL, around INTEGER NOT NULL, around_stop INTEGER NOT NULL, about TEXT NOT NULL,
  PRIMARY KEY (n, start)
) WITHOUT ROWID;
CREATE INDEX quotations_speaker ON quotations (speaker, n);

CREATE TABLE topics (
  rank INTEGER PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL, description TEXT NOT NULL, query TEXT NOT NULL,
  origin TEXT NOT NULL, problem TEXT NOT NULL
);
CREATE TABLE proposed (         -- topics that the corpus itself suggests, shown where nobody has given any
  rank INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, query TEXT NOT NULL
);
CREATE TABLE passages (         -- every passage of a topic, a document's best first; text: of the best alone
  topic INTEGER NOT NULL REFERENCES topics ON DELETE CASCADE,
  n INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  place INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, text TEXT NOT NULL, score REAL NOT NULL,
  PRIMARY KEY (topic, n, place)
) WITHOUT ROWID;
CREATE INDEX passages_n ON passages (n);

CREATE TABLE conflicts (
  rank INTEGER PRIMARY KEY, id TEXT NOT NULL, agree INTEGER NOT NULL, kind TEXT NOT NULL, why TEXT NOT NULL,  -- agree: 0 differ, 1 agree, 2 update
  about TEXT NOT NULL, stated TEXT NOT NULL    -- JSON: names; [value, [[doc, text, start, end] …]] rows
);
CREATE TABLE copies (           -- docs: JSON list, by day of publication; statements: JSON rows, of a passage alone
  rank INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, docs TEXT NOT NULL, shared REAL NOT NULL,
  statements TEXT NOT NULL, why TEXT NOT NULL
);
CREATE TABLE described (rank INTEGER PRIMARY KEY, entity TEXT NOT NULL, phrases TEXT NOT NULL);  -- JSON: doc → phrases
CREATE TABLE only_in (rank INTEGER PRIMARY KEY, doc TEXT NOT NULL, statements TEXT NOT NULL);    -- JSON rows
