-- From schema 1 to 2: signed uploads, replaced content, service accounts of instruments, requests to join and to delete,
-- the audit of deletions, processing requests; indexes that say who may read what they list.

DROP INDEX account_by_name;
CREATE INDEX account_by_name ON account (lower(substr(last_name || char(1) || first_name, 1, 200)), unique_id);

DROP INDEX resource_by_project;
DROP INDEX resource_by_owner;
DROP INDEX resource_by_instrument;
DROP INDEX resource_public;
DROP INDEX resource_named;
DROP INDEX resource_newest;
DROP INDEX resource_created;
DROP INDEX resource_modified;
DROP INDEX dataset_by_measurement;
DROP INDEX dataset_by_session;
DROP INDEX dataset_by_format;
DROP INDEX sample_by_type;
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

ALTER TABLE object ADD COLUMN retained_until TEXT;
CREATE INDEX object_retained ON object (retained_until) WHERE retained_until IS NOT NULL;

ALTER TABLE upload ADD COLUMN protocol TEXT NOT NULL DEFAULT 'resumable' CHECK (protocol IN ('resumable', 'signed'));
ALTER TABLE upload ADD COLUMN part_size INTEGER;
ALTER TABLE upload ADD COLUMN account TEXT;
ALTER TABLE upload ADD COLUMN idempotency_key TEXT;
ALTER TABLE upload ADD COLUMN replaces_etag TEXT;
CREATE UNIQUE INDEX upload_by_idempotency_key ON upload (account, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX upload_by_dataset ON upload (dataset);

CREATE TABLE upload_part (
    upload TEXT NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    crc32c INTEGER NOT NULL,
    PRIMARY KEY (upload, number)
) WITHOUT ROWID;

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
