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
    created TEXT NOT NULL,
    retained_until TEXT
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
    expires TEXT NOT NULL,
    protocol TEXT NOT NULL DEFAULT 'resumable' CHECK (protocol IN ('resumable', 'signed')),
    part_size INTEGER,
    account TEXT,
    idempotency_key TEXT,
    replaces_etag TEXT
) WITHOUT ROWID;
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
CREATE TABLE instrument_account (
    instrument INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    account TEXT NOT NULL REFERENCES account (unique_id) ON DELETE CASCADE,
    PRIMARY KEY (instrument, account)
) WITHOUT ROWID;
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
CREATE TABLE processing_request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    dataset INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    requester TEXT NOT NULL,
    time_created TEXT NOT NULL
);
CREATE VIRTUAL TABLE name_trigrams USING fts5 (names, tokenize = 'trigram');
BEGIN;
INSERT INTO account (id, unique_id, username, email, first_name, last_name, is_service_account, platform_role, created) VALUES (1, '0000-0000-0000-000X', 'admin', NULL, 'Sandbox', 'Administrator', 0, 'admin', '2026-11-22T16:25:50.773988+00:00');
INSERT INTO account (id, unique_id, username, email, first_name, last_name, is_service_account, platform_role, created) VALUES (2, '0tr32y7ebnwys000jr8eyrqcbr', 'ada', 'ada@example.org', 'Ada', 'Example', 0, 'none', '2026-11-22T16:25:50.897985+00:00');
INSERT INTO account (id, unique_id, username, email, first_name, last_name, is_service_account, platform_role, created) VALUES (3, '0tr32y7gs5x4h0004svf6vj0wc', 'diffractometer', NULL, '', '', 1, 'none', '2026-11-22T16:25:51.049268+00:00');
INSERT INTO account (id, unique_id, username, email, first_name, last_name, is_service_account, platform_role, created) VALUES (4, '0tr32y7hass4b000qy0xy2qck0', 'bob', 'bob@example.org', 'Bob', 'Example', 0, 'none', '2026-11-22T16:25:51.083565+00:00');
INSERT INTO api_key (key, account, created, expires) VALUES ('TRZG04o6AFqJU1AT7vcGKcp-1DGP9UiSTj1SvrFaR74', '0tr32y7ebnwys000jr8eyrqcbr', '2026-11-22T16:25:50.900754+00:00', '2999-01-01T00:00:00.000000+00:00');
INSERT INTO api_key (key, account, created, expires) VALUES ('c5bmESEdEeuSyGRBk1Dg_KV5kKpgd3IkhkEfVMj1oOc', '0tr32y7gs5x4h0004svf6vj0wc', '2026-11-22T16:25:51.049396+00:00', '2999-01-01T00:00:00.000000+00:00');
INSERT INTO api_key (key, account, created, expires) VALUES ('cunvY0WCczmmiGrAkuFQNmrPg9K7sGbuokx1_o0WCig', '0tr32y7hass4b000qy0xy2qck0', '2026-11-22T16:25:51.084882+00:00', '2999-01-01T00:00:00.000000+00:00');
INSERT INTO api_key (key, account, created, expires) VALUES ('orzG9W7uTd9paRuAteScEYrh3v3V8qTerLg2f79OPf4', '0000-0000-0000-000X', '2026-11-22T16:25:50.774264+00:00', '2999-01-01T00:00:00.000000+00:00');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (1, '0tr32y7erdwgz000av56mmtzc8', 'project', 'Perovskite films', 'films', '0tr32y7ebnwys000jr8eyrqcbr', NULL, NULL, 0, 0, '2026-11-22T16:25:50.922734+00:00', '2026-11-22T16:25:50.922734+00:00', '{"organization":"Example Lab","status":null}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (2, '0tr32y7etdt7z000pg81acnw1c', 'instrument', 'Diffractometer', 'xrd-1', '0000-0000-0000-000X', NULL, NULL, 0, 0, '2026-11-22T16:25:50.926571+00:00', '2026-11-22T16:25:50.926571+00:00', '{"location":"Room 110","manufacturer":null,"model":null,"instrument_type":null,"description":null,"other_id":null,"other_id_source":null,"status":"active"}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (3, '0tr32y7ew1v6k000kgs43dn638', 'sample', 'ink 12', NULL, '0tr32y7ebnwys000jr8eyrqcbr', 1, NULL, 0, 0, '2026-11-22T16:25:50.929776+00:00', '2026-11-22T16:25:50.929776+00:00', '{"sample_type":null,"description":null,"timestamp":null}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (4, '0tr32y7exdvch000dm7pa11pmr', 'sample', 'film Ä', NULL, '0tr32y7ebnwys000jr8eyrqcbr', 1, NULL, 0, 0, '2026-11-22T16:25:50.932468+00:00', '2026-11-22T16:25:50.932468+00:00', '{"sample_type":null,"description":null,"timestamp":null}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (5, '0tr32y7ez5ybn000cvqrncxf80', 'dataset', 'pattern of a film', NULL, '0tr32y7ebnwys000jr8eyrqcbr', 1, 2, 0, 0, '2026-11-22T16:25:50.935976+00:00', '2026-11-22T16:25:50.977299+00:00', '{"measurement":"XRD","data_type":null,"session_name":"2026-11 films","data_format":null,"timestamp":null,"size":156}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (6, '0tr32y7f0hwsh0008z5ehykn3r', 'dataset', 'a note', NULL, '0tr32y7ebnwys000jr8eyrqcbr', 1, NULL, 0, 0, '2026-11-22T16:25:50.938615+00:00', '2026-11-22T16:25:51.184020+00:00', '{"measurement":"XRD","data_type":null,"session_name":"2026-11 films","data_format":null,"timestamp":null,"size":160}');
INSERT INTO resource (id, mfid, type, name, slug, owner, project, instrument, public, hidden, created, modified, data) VALUES (7, '0tr32y7hwxwsn000sx3rng6064', 'dataset', 'shutter closed', NULL, '0tr32y7ebnwys000jr8eyrqcbr', 1, NULL, 0, 1, '2026-11-22T16:25:51.119033+00:00', '2026-11-22T16:25:51.119033+00:00', '{"measurement":null,"data_type":null,"session_name":null,"data_format":null,"timestamp":null,"size":null}');
INSERT INTO access_grant (principal, resource, role) VALUES ('0tr32y7etdt7z000pg81acnw1c', 5, 2);
INSERT INTO link (parent, child, undirected, relationship_type) VALUES (3, 4, 0, NULL);
INSERT INTO link (parent, child, undirected, relationship_type) VALUES (5, 4, 1, NULL);
INSERT INTO link (parent, child, undirected, relationship_type) VALUES (5, 6, 0, NULL);
INSERT INTO keyword (dataset, keyword) VALUES (5, 'annealed');
INSERT INTO keyword (dataset, keyword) VALUES (5, 'perovskite');
INSERT INTO thumbnail (id, dataset, name, image, mime_type) VALUES (1, 5, 'a pixel', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'image/png');
INSERT INTO metadata (resource, document) VALUES (5, '{"synthesis":{"temperature":{"value":150,"unit":"degC"}}}');
INSERT INTO metadata_words (rowid, body) VALUES (5, 'synthesis temperature value 150 unit degC');
INSERT INTO file (id, mfid, dataset, filename, storage_backend, storage_path, access_note, size, sha256_hash, etag) VALUES (1, '0tr32y7fm5y43000vxq6sx0dvc', 5, 'pattern.csv', 'gcs', 'mf-storage-prod/0tr32y7ez5ybn000cvqrncxf80/pattern.csv', NULL, 156, '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', '"660dfee3967a0-fdb79f4f"');
INSERT INTO file (id, mfid, dataset, filename, storage_backend, storage_path, access_note, size, sha256_hash, etag) VALUES (2, '0tr32y7g21x6x000ny7mf7xk8g', 6, 'copy.csv', 'gcs', 'mf-storage-prod/0tr32y7f0hwsh0008z5ehykn3r/copy.csv', NULL, 156, '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', '"660dfee39d170-fdb79f4f"');
INSERT INTO file (id, mfid, dataset, filename, storage_backend, storage_path, access_note, size, sha256_hash, etag) VALUES (3, '0tr32y7jnxvr7000a3zaq5gr3m', 6, 'replaced.csv', 'gcs', 'mf-storage-prod/0tr32y7f0hwsh0008z5ehykn3r/_files/0tr32y7jy1wg30005q85jbfwb0', NULL, 4, '7aa7a5359173d05b63cfd682e3c38487f3cb4f7f1d60659fe59fab1505977d4c', '"660dfee3c8fd6-b58d096c"');
INSERT INTO object (name, sha256, size, crc32c, generation, created, retained_until) VALUES ('mf-storage-prod/0tr32y7ez5ybn000cvqrncxf80/pattern.csv', '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', 156, 4256669519, 1795364750976928, '2026-11-22T16:25:50.976930+00:00', NULL);
INSERT INTO object (name, sha256, size, crc32c, generation, created, retained_until) VALUES ('mf-storage-prod/0tr32y7f0hwsh0008z5ehykn3r/_files/0tr32y7jy1wg30005q85jbfwb0', '7aa7a5359173d05b63cfd682e3c38487f3cb4f7f1d60659fe59fab1505977d4c', 4, 3045919084, 1795364751183830, '2026-11-22T16:25:51.183831+00:00', NULL);
INSERT INTO object (name, sha256, size, crc32c, generation, created, retained_until) VALUES ('mf-storage-prod/0tr32y7f0hwsh0008z5ehykn3r/copy.csv', '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', 156, 4256669519, 1795364751004016, '2026-11-22T16:25:51.004018+00:00', NULL);
INSERT INTO object (name, sha256, size, crc32c, generation, created, retained_until) VALUES ('mf-storage-prod/0tr32y7f0hwsh0008z5ehykn3r/replaced.csv', '01d09d19c2139a46aebfb577780d123d7396e97201bc7ead210a2ebff8239dee', 4, 4277818999, 1795364751167794, '2026-11-22T16:25:51.167795+00:00', '2026-11-29T16:25:51.183784+00:00');
INSERT INTO upload (id, dataset, filename, size, sha256_hash, state, received, crc32c, file_mfid, created, expires, protocol, part_size, account, idempotency_key, replaces_etag) VALUES ('JF8XVqH6Tw20GAEd8BlByW9t_RUbBpba', 6, 'begun.csv', 163, '9614c22fddb0cc3641ba2c4c50df418c7122498f4518ea6121d46c7ead4d9975', 'open', 64, 36033512, NULL, '2026-11-22T16:25:51.009536+00:00', '2999-01-01T00:00:00.000000+00:00', 'resumable', NULL, NULL, NULL, NULL);
INSERT INTO upload (id, dataset, filename, size, sha256_hash, state, received, crc32c, file_mfid, created, expires, protocol, part_size, account, idempotency_key, replaces_etag) VALUES ('L4N5ZHc7ppFcaZi2BAVygM44zJXoaP6b', 6, 'parts.csv', 163, 'dc6ecd1eb4b9d6f660cbb492bfd20980e927503bea1794e69ba4624c120f0a1f', 'open', 0, 0, NULL, '2026-11-22T16:25:51.188013+00:00', '2999-01-01T00:00:00.000000+00:00', 'signed', 64, '0tr32y7ebnwys000jr8eyrqcbr', 'k1', NULL);
INSERT INTO upload (id, dataset, filename, size, sha256_hash, state, received, crc32c, file_mfid, created, expires, protocol, part_size, account, idempotency_key, replaces_etag) VALUES ('NZrUr8wYHKzIvS0A2v6R54YW4-yNC317', 6, 'replaced.csv', 4, '01d09d19c2139a46aebfb577780d123d7396e97201bc7ead210a2ebff8239dee', 'complete', 4, 4277818999, '0tr32y7jnxvr7000a3zaq5gr3m', '2026-11-22T16:25:51.130943+00:00', '2999-01-01T00:00:00.000000+00:00', 'resumable', NULL, NULL, NULL, NULL);
INSERT INTO upload (id, dataset, filename, size, sha256_hash, state, received, crc32c, file_mfid, created, expires, protocol, part_size, account, idempotency_key, replaces_etag) VALUES ('XWe3Z6cXcIsuC_CmAb5ow_BT27DURLRh', 6, 'copy.csv', 156, '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', 'complete', 156, 4256669519, '0tr32y7g21x6x000ny7mf7xk8g', '2026-11-22T16:25:50.979817+00:00', '2999-01-01T00:00:00.000000+00:00', 'resumable', NULL, NULL, NULL, NULL);
INSERT INTO upload (id, dataset, filename, size, sha256_hash, state, received, crc32c, file_mfid, created, expires, protocol, part_size, account, idempotency_key, replaces_etag) VALUES ('awnd_H8BXhF_5gf5rCl7G5vVINjfo8Ap', 6, 'replaced.csv', 4, '7aa7a5359173d05b63cfd682e3c38487f3cb4f7f1d60659fe59fab1505977d4c', 'complete', 4, 3045919084, '0tr32y7jnxvr7000a3zaq5gr3m', '2026-11-22T16:25:51.170839+00:00', '2999-01-01T00:00:00.000000+00:00', 'signed', 64, '0tr32y7ebnwys000jr8eyrqcbr', NULL, '"660dfee3c5132-fefa5677"');
INSERT INTO upload (id, dataset, filename, size, sha256_hash, state, received, crc32c, file_mfid, created, expires, protocol, part_size, account, idempotency_key, replaces_etag) VALUES ('oPL9b7Nj80K4TFWVrTkGdrTBHMPcWVZ-', 5, 'pattern.csv', 156, '487261dd27af1769372ecd9d05d87b7137b7fbd9482a155c8f9e5af7985da5ed', 'complete', 156, 4256669519, '0tr32y7fm5y43000vxq6sx0dvc', '2026-11-22T16:25:50.949710+00:00', '2999-01-01T00:00:00.000000+00:00', 'resumable', NULL, NULL, NULL, NULL);
INSERT INTO upload_part (upload, number, crc32c) VALUES ('L4N5ZHc7ppFcaZi2BAVygM44zJXoaP6b', 1, 36033512);
INSERT INTO upload_part (upload, number, crc32c) VALUES ('awnd_H8BXhF_5gf5rCl7G5vVINjfo8Ap', 1, 3045919084);
INSERT INTO ingestion_request (id, dataset, file_mfid, status, ingestion_class, ingestion_githash, error_message, time_created, time_completed, attempts, leased_until) VALUES (1, 5, '0tr32y7fm5y43000vxq6sx0dvc', 'requested', NULL, NULL, NULL, '2026-11-22T16:25:51.006528+00:00', NULL, 0, NULL);
INSERT INTO instrument_account (instrument, account) VALUES (2, '0tr32y7gs5x4h0004svf6vj0wc');
INSERT INTO join_request (id, project, requester, reason, status, request_time, review_time, reviewer, reviewer_notes) VALUES (1, 1, '0tr32y7hass4b000qy0xy2qck0', 'I measure the same films', 'pending', '2026-11-22T16:25:51.116275+00:00', NULL, NULL, NULL);
INSERT INTO deletion_request (id, resource, requester, reason, status, request_time, review_time, reviewer, reviewer_notes) VALUES (1, 7, '0tr32y7ebnwys000jr8eyrqcbr', 'nothing on it', 'pending', '2026-11-22T16:25:51.121136+00:00', NULL, NULL, NULL);
INSERT INTO deletion_audit (id, resource_id, resource_type, resource_name, project_id, project_mfid, requester, reason, request_time, reviewer, reviewer_notes, review_time, deleted_at) VALUES (1, '0tr32y7hzdz9n000navpksw7kg', 'dataset', 'twice', NULL, NULL, '0000-0000-0000-000X', NULL, NULL, NULL, NULL, NULL, '2026-11-22T16:25:51.125967+00:00');
INSERT INTO processing_request (id, kind, dataset, requester, time_created) VALUES (1, 'rga_analysis', 5, '0tr32y7ebnwys000jr8eyrqcbr', '2026-11-22T16:25:51.128897+00:00');
INSERT INTO name_trigrams (rowid, names) VALUES (1, 'Perovskite films
films');
INSERT INTO name_trigrams (rowid, names) VALUES (2, 'Diffractometer');
INSERT INTO name_trigrams (rowid, names) VALUES (3, 'ink 12');
INSERT INTO name_trigrams (rowid, names) VALUES (4, 'film Ä');
INSERT INTO name_trigrams (rowid, names) VALUES (5, 'pattern of a film');
INSERT INTO name_trigrams (rowid, names) VALUES (6, 'a note');
INSERT INTO name_trigrams (rowid, names) VALUES (7, 'shutter closed');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES ('deletion_audit', 1);
INSERT INTO sqlite_sequence VALUES ('deletion_request', 1);
INSERT INTO sqlite_sequence VALUES ('file', 3);
INSERT INTO sqlite_sequence VALUES ('ingestion_request', 1);
INSERT INTO sqlite_sequence VALUES ('join_request', 1);
INSERT INTO sqlite_sequence VALUES ('processing_request', 1);
INSERT INTO sqlite_sequence VALUES ('resource', 8);
INSERT INTO sqlite_sequence VALUES ('thumbnail', 1);
COMMIT;
CREATE INDEX account_by_name ON account (lower(substr(last_name || char(1) || first_name, 1, 200)), unique_id);
CREATE INDEX api_key_by_account ON api_key (account);
CREATE UNIQUE INDEX resource_by_slug ON resource (type, slug) WHERE slug IS NOT NULL;
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
CREATE INDEX grant_by_resource ON access_grant (resource, principal, role);
CREATE INDEX link_by_child ON link (child, parent);
CREATE INDEX keyword_by_word ON keyword (keyword, dataset);
CREATE INDEX thumbnail_by_dataset ON thumbnail (dataset, id);
CREATE INDEX file_by_hash ON file (sha256_hash, mfid);
CREATE INDEX object_by_content ON object (sha256);
CREATE INDEX object_retained ON object (retained_until) WHERE retained_until IS NOT NULL;
CREATE UNIQUE INDEX upload_by_idempotency_key ON upload (account, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX upload_by_dataset ON upload (dataset);
CREATE INDEX ingestion_waiting ON ingestion_request (id) WHERE status IN ('requested', 'started');
CREATE INDEX ingestion_by_file ON ingestion_request (file_mfid, id);
CREATE INDEX ingestion_by_dataset ON ingestion_request (dataset, id);
CREATE INDEX instrument_by_account ON instrument_account (account, instrument);
CREATE UNIQUE INDEX join_request_pending ON join_request (project, requester) WHERE status = 'pending';
CREATE INDEX join_request_by_requester ON join_request (requester, id);
CREATE UNIQUE INDEX deletion_request_open ON deletion_request (resource) WHERE status != 'rejected';
CREATE INDEX deletion_request_by_resource ON deletion_request (resource);
CREATE INDEX deletion_request_by_requester ON deletion_request (requester, id);
CREATE INDEX deletion_audit_by_resource ON deletion_audit (resource_id);
CREATE INDEX processing_request_by_dataset ON processing_request (dataset);
PRAGMA user_version = 2;
