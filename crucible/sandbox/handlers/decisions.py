"""What the sandbox does where it is not known what the service does.

Each row is one open fact, the choice made here, and the module it is made in: of this folder, or of the folder above. A
choice that is a number stands below the table and is used from there; the others are a line or two of code.

=================================================  =====================================================  ==============
Open fact                                          Choice                                                 Where
=================================================  =====================================================  ==============
Success status of creations                        200, as the document has it                            document
`limit` above 1000, or 0                           422; limits of the document are checked like all else  document
A record the caller may not read                   403; 404 is for what does not exist                    call
An unknown user id                                 404 (early v3 servers answered 200 with null)          users
Unknown project, owner or instrument in a body     404; projects of a user: 422                           ownership
`owner` together with `owner_orcid`                422                                                    ownership
Unknown user or project in a filter                422; an unknown `project_id` finds nothing             filters
`sample_mfid`, `dataset_mfid` one may not read     find nothing                                           filters
A cursor used with other filters                   422                                                    pages
Order of projects and instruments without `sort`   newest first                                           resources
Slugs in GET /projects/{ref}                       accepted, like MFIDs                                   projects
Flat `project_mfid`, `instrument_mfid` in answers  left out; the references carry them                    records
`role` shown to an administrator without one       null on projects, viewer on instruments                records
What members of a project may do with its records  what their role says; its owner acts as admin          store.grants
What `contributor` may do with a dataset           read it; whatever changes something takes an editor    call
Who may create projects and instruments            people; service accounts may not                       projects
Who may add records to a project                   its contributors and above                             ownership
Who finds projects by search                       everybody, in short                                    projects
Projects found by `member_ref`                     those the caller is in; all for administrators         projects
Who sees the grants on projects and instruments    those with a role of their own there                   access
`public` in PATCH of a record                      for those who may make it public otherwise             samples
Whose role one may change or take away             whoever has a role that one could grant                access
Granting the role `owner`                          422; the body's schema has no such role                document
`can_change_status` of what is no instrument       false                                                  records
Effective access of a platform administrator       platform_admin, in either privilege mode               users
The key page, where nobody can sign in             says where the key file is; as cookie takes a key      key_page
Memberships from proposals                         there are no proposals, so none are added              account
Changing one's own platform role                   403; 409 if no other person has it                     users
Platform roles changed by a service account        403, of service accounts too                           users
A service account without a username               422; people may do without                             users
Finding people by e-mail address                   only whom one may see; the address is not shown        users
Names of groups in requests                        slug or MFID of a project; others by id too            groups
`group_name` of a join request                     the project's slug, also after it was renamed          groups
Role after joining a project                       contributor; members keep theirs                       groups
Who reviews requests to join                       the project's owner, and administrators                groups
Putting people into groups of instruments          422; service accounts only                             groups
Putting anybody into a personal group              422                                                    groups
Groups of a record                                 grants by id; write is editor; project: read           access
Who sees the service accounts of an instrument     those with a role of their own there, and themselves   instruments
`role` of an instrument's service accounts         contributor                                            instruments
Binding a person, or twice, to an instrument       404 for people, 409 if bound already                   instruments
Who may link, and unlink, two records              editors of the one who can read the other              links
A link that makes a circle, or to itself           422                                                    links
Unlinking what is not linked                       404                                                    links
`anchor_mfid`                                      not itself in the list; wants `sort` and `direction`   filters
Order of long texts                                by their first 200 characters                          store
`value` of the facets project and instrument       the MFID, as their filters want it                     store.facets
Records without a value in facets                  the last bucket in ascending order                     store.facets
Who may ask for a deletion                         editors; of datasets and samples only, else 404        deletion
Who may review a deletion                          owner and admins of the record's project, also of      deletion
..                                                 their own requests; platform administrators
Scope `accessible`, and reading one request        requester, reviewers, owner of the record              deletion
Scope `reviewable`                                 the pending ones the caller may review                 deletion
`deletion_request` of a rejected record            null, as if nobody had asked                           records
A record that awaits deletion                      can be read, changed and linked by its identity        deletion
Ingestion and uploads of what is deleted           end with it: their requests and ids are unknown        deletion
Deletion without a request                         the audit names the administrator as requester         deletion
Audit of a record without a name                   an empty `resource_name`                               deletion
An identity that was deleted                       can be given again                                     ownership
The owner before, after a transfer                 is an admin of the record                              transfer
Transfer to the owner, move to the same project    changes nothing, and is no mistake                     transfer
Who may move a record to a project                 its admins who may add records to that project         transfer
Roles on a record that is moved                    stay; those that come from projects change with it     transfer
Processing requests                                are noted, by editors; nothing is done about them      processing
A printer that is not there, or not at work        `timeout` at once, where the service waits 8 seconds   printers
What a label is for                                is not looked up: anybody may print any MFID           printing
Envelope of searches                               `limit` and `items`                                    samples
Metadata PATCH                                     merges objects, replaces the rest; null is a value     store.words
Metadata of projects in searches                   for members only                                       resources
How alike a name has to be                         it has 45 % of the question's trigrams, or its text    store.words
What is searched of long metadata and names        the first 1,000,000 and 1000 characters                store.words
Another content under a name in one dataset        409 `filename_exists`, also when renaming              files
When a resumable upload can be downloaded          when it is complete, before ingestion                  uploads
Size or SHA-256 not as announced                   409, and the upload is over                            uploads
Parts whose CRC32C together is not the one given   409, and they can be sent again                        signed_uploads
Completing an upload that lacks bytes              409, and it can go on                                  uploads
Life of an `upload_id`                             seven days, of a signed upload one; completing again   store.uploads
..                                                 gives the same record
Largest upload                                     5 TiB, as storage has it; more is 422                  uploads
Size of parts                                      64 MiB, more where there would be over 10,000          signed_uploads
`storage_path` of signed uploads                   the permanent place, `_files/{id}`, from the start     uploads
Empty file by a signed upload                      422                                                    signed_uploads
An Idempotency-Key that comes again                the upload as it is now; with another body 422. Keys   signed_uploads
..                                                 are their account's, and free when the upload is gone
Parts to sign at once                              1000                                                   signed_uploads
Parts in one answer about an upload                1000                                                   signed_uploads
More parts for a completed upload, abandoning it   409; storage refuses the parts with 404                signed_uploads
A part that comes again                            with the same checksum nothing changes                 parts
Expired address of a part                          403, as clients expect; downloads 400                  objects
Replacing a file that is kept elsewhere            409                                                    signed_uploads
Replacing without `If-Match`                       422, as the document has it                            document
Replacing content by the same                      nothing to upload: `existing_file`                     signed_uploads
Links to content that was replaced                 serve it as long as it is kept, for seven days         store.files
File names                                         relative; no empty, . or .. folders, backslashes or    files
..                                                 control characters; at most 1024 bytes
Deleting a file                                    removes its bytes unless other files share them        files
Download link of a file kept elsewhere             404; null among the links of a dataset                 files
Thumbnails that are no image                       kept as application/octet-stream; no Base64 is 422     images
Keywords                                           compared exactly; blank ones are 422                   keywords
`num_datasets` of a keyword                        counts what the caller may see, and the one asked for  keywords
Graphs                                             show and cross only what the caller may read           graphs
More than 1000 references in one body              422                                                    users
Integers of more than 64 bits in a body            422; they would be rounded                             bodies
Length of names and other texts of a record        65,536 characters; more is 422                         document
Sizes that files are said to have, summed up       at most 2**53 - 1 bytes in a dataset; more is 422  files
U+0000 in a body or a parameter                    422; databases cut texts there, or refuse them         bodies
A `timestamp` that is a date or lacks an offset    the first moment of the date; in UTC                   document
Size of a JSON body                                32 MiB (413), 100 levels and 500,000 values (422)      bodies
No room on the disk, or in a quota                 507; nothing changes, and uploads keep what is safe    app
A date in `If-Range`                               the whole; content can change twice in one second      downloads
Requests that call the server by another name      421, on both origins                                   protocol
API keys                                           43 characters, good for a year, revoked at once        store.accounts
Asking again while a request waits                 makes another request                                  ingestions
`ingestion_githash`                                null; the sandbox has no commit                        ingest
`ingestion_class` in the metadata                  not written; the request says it                       ingest
What a storage token is good for                   writing the object of its upload, of the announced     token_uploads
..                                                 size, in any of storage's ways, and its description
Life of a storage token                            one hour; the upload lives as a session does           signing
Parts that storage libraries send                  5 MiB at least but for the last, as storage has it;    xml_parts
..                                                 an empty list makes an empty object
v2: roles and the privilege mode header            as in v3, where v2 does not ask for an administrator   v2
v2: taking a sample off a dataset                  administrators, as its clients say                     v2
v2: owner, project, instrument in a PATCH          need the role that the v3 routes for them need         v2.records
v2: making records for others                      anybody may, and stays an editor of them               v2.records
v2: `instrument_name` of a dataset                 assigns it, if an instrument is called so              v2.records
v2: `description` and `source_folder`              kept for v2 alone; other old members are ignored       v2.records
v2: a date, or a time without an offset            the first moment of the date; in UTC                   v2.records
v2: what an instrument is in v3                    it has no slug, and its maker owns it                  v2.instruments
v2: a second instrument with the same name         409                                                    v2.instruments
v2: instruments that are not in use                are not in its lists                                   instruments
v2: other content under a name in one dataset      takes the place of the old; there is no second record  v2.uploads
v2: nulls in an update of an ingestion request     change nothing                                         v2.ingestions
v2: a project's slug in /resources/{id}/metadata   accepted                                               v2.resources
v2: the keywords of all datasets                   those of datasets the caller may read                  v2.early
v2: what a language model reads in pictures        their types; there is no such model here               v2.early
v2: POST /datasets/{id}/associated_files           a record without content; asks for no ingestion        v2.early
v2: largest file in a form                         32 MiB, like other bodies                              bodies
=================================================  =====================================================  ==============
"""

from __future__ import annotations

CLOUD_PROJECT = "crucible-sandbox"
CHUNK_SIZE_HINT_BYTES = 8 * 1024 * 1024
LARGEST_UPLOAD_BYTES = 5 * 1024**4
LARGEST_DATASET_BYTES = 2**53 - 1
MOST_PARTS = 10_000
LARGEST_PART_LIST = 1000
LONGEST_FILENAME_BYTES = 1024
MOST_REFERENCES = 1000
MEMBER_CAN_GRANT_BELOW_OWN_ROLE = 1
"""In projects a granted role is at least this many ranks below the granter's; on other records it may be equal."""
