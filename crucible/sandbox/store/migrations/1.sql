-- From schema 1 to 2: signed uploads, replaced content, service accounts of instruments, requests to join and to delete,
-- the audit of deletions, processing requests.

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
    group_name TEXT NOT NULL,
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
