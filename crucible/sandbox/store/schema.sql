-- Everything the sandbox knows, except the bytes of files.
--
-- A row of `resource` is the JSON that the service returns (`data`) beside the columns that are searched, joined or
-- sorted. Times are ISO 8601 texts in UTC with microseconds, so that they compare as text. Roles are ranks: 1 viewer,
-- 2 contributor, 3 editor, 4 admin; the owner is a column of the resource, because there is exactly one.
-- Changes to this file need a new number in database.py and a script in `migrations` that brings older files to it.

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    unique_id TEXT NOT NULL UNIQUE,
    username TEXT UNIQUE,
    email TEXT UNIQUE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    is_service_account INTEGER NOT NULL DEFAULT 0,
    platform_role TEXT NOT NULL DEFAULT 'none',
    created TEXT NOT NULL
);
CREATE INDEX account_by_name ON account (lower(substr(last_name || char(1) || first_name, 1, 200)), unique_id);

CREATE TABLE api_key (
    key TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (unique_id) ON DELETE CASCADE,
    created TEXT NOT NULL,
    expires TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX api_key_by_account ON api_key (account);

CREATE TABLE resource (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mfid TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL CHECK (type IN ('dataset', 'sample', 'instrument', 'project')),
    name TEXT,
    slug TEXT COLLATE NOCASE,
    owner TEXT REFERENCES account (unique_id),
    project INTEGER REFERENCES resource (id),
    instrument INTEGER REFERENCES resource (id),
    public INTEGER NOT NULL DEFAULT 0,
    hidden INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE UNIQUE INDEX resource_by_slug ON resource (type, slug) WHERE slug IS NOT NULL;
-- Each ends with what decides who may read a row, so that long lists are made without visiting the rows.
CREATE INDEX resource_by_project ON resource (project, type, hidden, mfid, public, owner);
CREATE INDEX resource_by_owner ON resource (owner, type, hidden, mfid, public, project);
CREATE INDEX resource_by_instrument ON resource (instrument, type, hidden, mfid, public, owner, project);
CREATE INDEX resource_public ON resource (public, type, hidden, mfid, owner, project);
CREATE INDEX resource_named ON resource (type, hidden, lower(substr(coalesce(name, ''), 1, 200)), mfid, public, owner, project);
CREATE INDEX resource_newest ON resource (type, hidden, mfid, public, owner, project);
CREATE INDEX resource_created ON resource (type, hidden, created, mfid, public, owner, project);
CREATE INDEX resource_modified ON resource (type, hidden, modified, mfid, public, owner, project);
CREATE INDEX dataset_by_measurement ON resource (type, hidden, json_extract(data, '$.measurement'), mfid, public, owner, project) WHERE type = 'dataset';
CREATE INDEX dataset_by_session ON resource (type, hidden, json_extract(data, '$.session_name'), mfid, public, owner, project) WHERE type = 'dataset';
CREATE INDEX dataset_by_format ON resource (type, hidden, json_extract(data, '$.data_format'), mfid, public, owner, project) WHERE type = 'dataset';
CREATE INDEX sample_by_type ON resource (type, hidden, json_extract(data, '$.sample_type'), mfid, public, owner, project) WHERE type = 'sample';

-- principal: unique_id of an account, or MFID of a project or instrument. A person's grant on a project is membership.
CREATE TABLE access_grant (
    principal TEXT NOT NULL,
    resource INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    role INTEGER NOT NULL,
    PRIMARY KEY (principal, resource)
) WITHOUT ROWID;
CREATE INDEX grant_by_resource ON access_grant (resource, principal, role);

CREATE TABLE link (
    parent INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    child INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    undirected INTEGER NOT NULL DEFAULT 0,
    relationship_type TEXT,
    PRIMARY KEY (parent, child)
) WITHOUT ROWID;
CREATE INDEX link_by_child ON link (child, parent);

CREATE TABLE keyword (
    dataset INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    keyword TEXT NOT NULL,
    PRIMARY KEY (dataset, keyword)
) WITHOUT ROWID;
CREATE INDEX keyword_by_word ON keyword (keyword, dataset);

CREATE TABLE thumbnail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    name TEXT,
    image TEXT NOT NULL,
    mime_type TEXT NOT NULL
);
CREATE INDEX thumbnail_by_dataset ON thumbnail (dataset, id);

CREATE TABLE metadata (
    resource INTEGER PRIMARY KEY REFERENCES resource (id) ON DELETE CASCADE,
    document TEXT NOT NULL
);
CREATE VIRTUAL TABLE metadata_words USING fts5 (body, tokenize = 'porter unicode61');

CREATE TABLE file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mfid TEXT NOT NULL UNIQUE,
    dataset INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    filename TEXT NOT NULL,
    storage_backend TEXT NOT NULL,
    storage_path TEXT,
    access_note TEXT,
    size INTEGER,
    sha256_hash TEXT,
    etag TEXT,
    UNIQUE (dataset, filename)
);
CREATE INDEX file_by_hash ON file (sha256_hash, mfid);

-- What the object store serves. The bytes lie under their SHA-256, so that equal content is kept once. An object that
-- was replaced has a time until which it is kept.
CREATE TABLE object (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    crc32c INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    created TEXT NOT NULL,
    retained_until TEXT
) WITHOUT ROWID;
CREATE INDEX object_by_content ON object (sha256);
CREATE INDEX object_retained ON object (retained_until) WHERE retained_until IS NOT NULL;

CREATE TABLE upload (
    id TEXT PRIMARY KEY,
    dataset INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    filename TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256_hash TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'stored', 'complete')),
    received INTEGER NOT NULL DEFAULT 0,
    crc32c INTEGER NOT NULL DEFAULT 0,
    file_mfid TEXT,
    created TEXT NOT NULL,
    expires TEXT NOT NULL,
    protocol TEXT NOT NULL DEFAULT 'resumable' CHECK (protocol IN ('resumable', 'signed')),
    part_size INTEGER,
    account TEXT,
    idempotency_key TEXT,
    replaces_etag TEXT
) WITHOUT ROWID;
CREATE UNIQUE INDEX upload_by_idempotency_key ON upload (account, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX upload_by_dataset ON upload (dataset);

-- Parts of a signed upload whose bytes are safe in their place in the file.
CREATE TABLE upload_part (
    upload TEXT NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    crc32c INTEGER NOT NULL,
    PRIMARY KEY (upload, number)
) WITHOUT ROWID;

CREATE TABLE ingestion_request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    file_mfid TEXT NOT NULL,
    status TEXT NOT NULL,
    ingestion_class TEXT,
    ingestion_githash TEXT,
    error_message TEXT,
    time_created TEXT NOT NULL,
    time_completed TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    leased_until TEXT
);
CREATE INDEX ingestion_waiting ON ingestion_request (id) WHERE status IN ('requested', 'started');
CREATE INDEX ingestion_by_file ON ingestion_request (file_mfid, id);
CREATE INDEX ingestion_by_dataset ON ingestion_request (dataset, id);

-- The service accounts of an instrument; a grant to the instrument holds for each of them.
CREATE TABLE instrument_account (
    instrument INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    account TEXT NOT NULL REFERENCES account (unique_id) ON DELETE CASCADE,
    PRIMARY KEY (instrument, account)
) WITHOUT ROWID;
CREATE INDEX instrument_by_account ON instrument_account (account, instrument);

CREATE TABLE join_request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    requester TEXT NOT NULL REFERENCES account (unique_id) ON DELETE CASCADE,
    reason TEXT,
    status TEXT NOT NULL DEFAULT 'pending',
    request_time TEXT NOT NULL,
    review_time TEXT,
    reviewer TEXT,
    reviewer_notes TEXT
);
CREATE UNIQUE INDEX join_request_pending ON join_request (project, requester) WHERE status = 'pending';
CREATE INDEX join_request_by_requester ON join_request (requester, id);

CREATE TABLE deletion_request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    resource INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    requester TEXT NOT NULL,
    reason TEXT,
    status TEXT NOT NULL DEFAULT 'pending',
    request_time TEXT NOT NULL,
    review_time TEXT,
    reviewer TEXT,
    reviewer_notes TEXT
);
CREATE UNIQUE INDEX deletion_request_open ON deletion_request (resource) WHERE status != 'rejected';
CREATE INDEX deletion_request_by_resource ON deletion_request (resource);
CREATE INDEX deletion_request_by_requester ON deletion_request (requester, id);

-- What was deleted for good. It refers to nothing, because it stays when everything else has gone.
CREATE TABLE deletion_audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    resource_id TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    resource_name TEXT,
    project_id TEXT,
    project_mfid TEXT,
    requester TEXT NOT NULL,
    reason TEXT,
    request_time TEXT,
    reviewer TEXT,
    reviewer_notes TEXT,
    review_time TEXT,
    deleted_at TEXT NOT NULL
);
CREATE INDEX deletion_audit_by_resource ON deletion_audit (resource_id);

CREATE TABLE processing_request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    dataset INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    requester TEXT NOT NULL,
    time_created TEXT NOT NULL
);
CREATE INDEX processing_request_by_dataset ON processing_request (dataset);
