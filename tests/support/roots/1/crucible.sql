PRAGMA foreign_keys = OFF;
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
CREATE TABLE api_key (
    key TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (unique_id) ON DELETE CASCADE,
    created TEXT NOT NULL,
    expires TEXT NOT NULL
) WITHOUT ROWID;
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
CREATE TABLE access_grant (
    principal TEXT NOT NULL,
    resource INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    role INTEGER NOT NULL,
    PRIMARY KEY (principal, resource)
) WITHOUT ROWID;
CREATE TABLE link (
    parent INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    child INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    undirected INTEGER NOT NULL DEFAULT 0,
    relationship_type TEXT,
    PRIMARY KEY (parent, child)
) WITHOUT ROWID;
CREATE TABLE keyword (
    dataset INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    keyword TEXT NOT NULL,
    PRIMARY KEY (dataset, keyword)
) WITHOUT ROWID;
CREATE TABLE thumbnail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    name TEXT,
    image TEXT NOT NULL,
    mime_type TEXT NOT NULL
);
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
CREATE TABLE object (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    crc32c INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    created TEXT NOT NULL
) WITHOUT ROWID;
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
    expires TEXT NOT NULL
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
CREATE VIRTUAL TABLE name_trigrams USING fts5 (names, tokenize = 'trigram');
BEGIN;
INSERT INTO account (id, unique_id, username, email, first_name, last_name, is_service_account, platform_role, created) VALUES (1, '0000-0000-0000-000X', 'admin', NULL, 'Sandbox', 'Administrator', 0, 'admin', '2026-11-22T16:26:10.299570+00:00');
INSERT INTO account (id, unique_id, username, email, first_name, last_name, is_service_account, platform_role, created) VALUES (2, '0tr32yh5xstqx000cd7jdvy9gg', 'ada', 'ada@example.org', 'Ada', 'Example', 0, 'none', '2026-11-22T16:26:10.370804+00:00');
INSERT INTO api_key (key, account, created, expires) VALUES ('__Vv6MR3ZN_fi-1jBegCg66IUPpTiFcv2wKoq2dK6uk', '0tr32yh5xstqx000cd7jdvy9gg', '2026-11-22T16:26:10.373266+00:00', '2999-01-01T00:00:00.000000+00:00');
INSERT INTO api_key (key, account, created, expires) VALUES ('wjints3rB7oxyyZiezwoudlXc-WGr6HIA5ta7EVnHjI', '0000-0000-0000-000X', '2026-11-22T16:26:10.299733+00:00', '2999-01-01T00:00:00.000000+00:00');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (1, '0tr32yh6t1r3v000xnybeysrqc', 'project', 'Perovskite films', 'films', '0tr32yh5xstqx000cd7jdvy9gg', NULL, NULL, 0, 0, '2026-11-22T16:26:10.425772+00:00', '2026-11-22T16:26:10.425772+00:00', '{"organization":"Example Lab","status":null}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (2, '0tr32yh6vnxhh000fk8vsnfhxc', 'instrument', 'Diffractometer', 'xrd-1', '0000-0000-0000-000X', NULL, NULL, 0, 0, '2026-11-22T16:26:10.429115+00:00', '2026-11-22T16:26:10.429115+00:00', '{"location":"Room 110","manufacturer":null,"model":null,"instrument_type":null,"description":null,"other_id":null,"other_id_source":null,"status":"active"}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (3, '0tr32yh6x1rvv000p0t3hs0n8r', 'sample', 'ink 12', NULL, '0tr32yh5xstqx000cd7jdvy9gg', 1, NULL, 0, 0, '2026-11-22T16:26:10.431659+00:00', '2026-11-22T16:26:10.431659+00:00', '{"sample_type":null,"description":null,"timestamp":null}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (4, '0tr32yh6y5y1d000xzxqfgka5m', 'sample', 'film Ä', NULL, '0tr32yh5xstqx000cd7jdvy9gg', 1, NULL, 0, 0, '2026-11-22T16:26:10.434016+00:00', '2026-11-22T16:26:10.434016+00:00', '{"sample_type":null,"description":null,"timestamp":null}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (5, '0tr32yh701tns000963cfzmv3c', 'dataset', 'pattern of a film', NULL, '0tr32yh5xstqx000cd7jdvy9gg', 1, 2, 0, 0, '2026-11-22T16:26:10.437572+00:00', '2026-11-22T16:26:10.499527+00:00', '{"measurement":"XRD","data_type":null,"session_name":"2026-11 films","data_format":null,"timestamp":null,"size":156}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (6, '0tr32yh719w43000sm0sx87rcw', 'dataset', 'a note', NULL, '0tr32yh5xstqx000cd7jdvy9gg', 1, NULL, 0, 0, '2026-11-22T16:26:10.440059+00:00', '2026-11-22T16:26:10.559729+00:00', '{"measurement":"XRD","data_type":null,"session_name":"2026-11 films","data_format":null,"timestamp":null,"size":156}');
INSERT INTO access_grant (principal, resource, role) VALUES ('0tr32yh6vnxhh000fk8vsnfhxc', 5, 2);
INSERT INTO link (parent, child, undirected, relationship_type) VALUES (3, 4, 0, NULL);
INSERT INTO link (parent, child, undirected, relationship_type) VALUES (5, 4, 1, NULL);
INSERT INTO link (parent, child, undirected, relationship_type) VALUES (5, 6, 0, NULL);
INSERT INTO keyword (dataset, keyword) VALUES (5, 'annealed');
INSERT INTO keyword (dataset, keyword) VALUES (5, 'perovskite');
INSERT INTO thumbnail (id, dataset, name, image, mime_type) VALUES (1, 5, 'a pixel', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'image/png');
INSERT INTO metadata (resource, document) VALUES (5, '{"synthesis":{"temperature":{"value":150,"unit":"degC"}}}');
INSERT INTO metadata_words (rowid, body) VALUES (5, 'synthesis temperature value 150 unit degC');
INSERT INTO file (id, mfid, dataset, filename, storage_backend, storage_path, access_note, size, sha256_hash, etag) VALUES (1, '0tr32yh7zdvxq0008e6x1q9gjc', 5, 'pattern.csv', 'gcs', 'mf-storage-prod/0tr32yh701tns000963cfzmv3c/pattern.csv', NULL, 156, '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', '"1-fdb79f4f"');
INSERT INTO file (id, mfid, dataset, filename, storage_backend, storage_path, access_note, size, sha256_hash, etag) VALUES (2, '0tr32yh8ydw6x000gy1q4748e0', 6, 'copy.csv', 'gcs', 'mf-storage-prod/0tr32yh719w43000sm0sx87rcw/copy.csv', NULL, 156, '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', '"2-fdb79f4f"');
INSERT INTO object (name, sha256, size, crc32c, generation, created) VALUES ('mf-storage-prod/0tr32yh701tns000963cfzmv3c/pattern.csv', '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', 156, 4256669519, 1, '2026-11-22T16:26:10.498734+00:00');
INSERT INTO object (name, sha256, size, crc32c, generation, created) VALUES ('mf-storage-prod/0tr32yh719w43000sm0sx87rcw/copy.csv', '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', 156, 4256669519, 2, '2026-11-22T16:26:10.559380+00:00');
INSERT INTO upload (id, dataset, filename, size, sha256_hash, state, received, crc32c, file_mfid, created, expires) VALUES ('joDUUjYC7UDMr3GHLdjVI3276FXHmslK', 6, 'begun.csv', 163, '9614c22fddb0cc3641ba2c4c50df418c7122498f4518ea6121d46c7ead4d9975', 'open', 64, 36033512, NULL, '2026-11-22T16:26:10.565815+00:00', '2999-01-01T00:00:00.000000+00:00');
INSERT INTO upload (id, dataset, filename, size, sha256_hash, state, received, crc32c, file_mfid, created, expires) VALUES ('r3tZp3UXxWM6Bnh2vIYAFGvXfMsjnavp', 5, 'pattern.csv', 156, '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', 'complete', 156, 4256669519, '0tr32yh7zdvxq0008e6x1q9gjc', '2026-11-22T16:26:10.450727+00:00', '2999-01-01T00:00:00.000000+00:00');
INSERT INTO upload (id, dataset, filename, size, sha256_hash, state, received, crc32c, file_mfid, created, expires) VALUES ('wDBbnktwURjzBu169Ta-TuyuhqT1whZh', 6, 'copy.csv', 156, '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', 'complete', 156, 4256669519, '0tr32yh8ydw6x000gy1q4748e0', '2026-11-22T16:26:10.507944+00:00', '2999-01-01T00:00:00.000000+00:00');
INSERT INTO ingestion_request (id, dataset, file_mfid, status, ingestion_class, ingestion_githash, error_message, time_created, time_completed, attempts, leased_until) VALUES (1, 5, '0tr32yh7zdvxq0008e6x1q9gjc', 'requested', NULL, NULL, NULL, '2026-11-22T16:26:10.562392+00:00', NULL, 0, NULL);
INSERT INTO name_trigrams (rowid, names) VALUES (1, 'Perovskite films
films');
INSERT INTO name_trigrams (rowid, names) VALUES (2, 'Diffractometer');
INSERT INTO name_trigrams (rowid, names) VALUES (3, 'ink 12');
INSERT INTO name_trigrams (rowid, names) VALUES (4, 'film Ä');
INSERT INTO name_trigrams (rowid, names) VALUES (5, 'pattern of a film');
INSERT INTO name_trigrams (rowid, names) VALUES (6, 'a note');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES ('file', 2);
INSERT INTO sqlite_sequence VALUES ('ingestion_request', 1);
INSERT INTO sqlite_sequence VALUES ('resource', 6);
INSERT INTO sqlite_sequence VALUES ('thumbnail', 1);
COMMIT;
CREATE INDEX account_by_name ON account (lower(last_name), lower(first_name));
CREATE INDEX api_key_by_account ON api_key (account);
CREATE UNIQUE INDEX resource_by_slug ON resource (type, slug) WHERE slug IS NOT NULL;
CREATE INDEX resource_newest ON resource (type, hidden, mfid);
CREATE INDEX resource_by_project ON resource (project, type, hidden, mfid);
CREATE INDEX resource_by_owner ON resource (owner, type, hidden, mfid);
CREATE INDEX resource_by_instrument ON resource (instrument, hidden, mfid) WHERE instrument IS NOT NULL;
CREATE INDEX resource_public ON resource (type, hidden, mfid) WHERE public = 1;
CREATE INDEX resource_created ON resource (type, hidden, created, mfid);
CREATE INDEX resource_modified ON resource (type, hidden, modified, mfid);
CREATE INDEX resource_named ON resource (type, hidden, lower(coalesce(name, '')), mfid);
CREATE INDEX dataset_by_measurement ON resource (json_extract(data, '$.measurement'), hidden, mfid) WHERE type = 'dataset';
CREATE INDEX dataset_by_session ON resource (json_extract(data, '$.session_name'), hidden, mfid) WHERE type = 'dataset';
CREATE INDEX dataset_by_format ON resource (json_extract(data, '$.data_format'), hidden, mfid) WHERE type = 'dataset';
CREATE INDEX sample_by_type ON resource (json_extract(data, '$.sample_type'), hidden, mfid) WHERE type = 'sample';
CREATE INDEX grant_by_resource ON access_grant (resource, principal, role);
CREATE INDEX link_by_child ON link (child, parent);
CREATE INDEX keyword_by_word ON keyword (keyword, dataset);
CREATE INDEX thumbnail_by_dataset ON thumbnail (dataset, id);
CREATE INDEX file_by_hash ON file (sha256_hash, mfid);
CREATE INDEX object_by_content ON object (sha256);
CREATE INDEX ingestion_waiting ON ingestion_request (id) WHERE status IN ('requested', 'started');
CREATE INDEX ingestion_by_file ON ingestion_request (file_mfid, id);
CREATE INDEX ingestion_by_dataset ON ingestion_request (dataset, id);
PRAGMA user_version = 1;
