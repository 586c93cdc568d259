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
Unknown project, owner or instrument in a body     404; owner of an instrument, projects of a user: 422   ownership
Unknown user or project in a filter                422; an unknown `project_id` finds nothing             filters
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
Who may link, and unlink, two records              editors of the one who can read the other              links
A link that makes a circle, or to itself           422                                                    links
Unlinking what is not linked                       404                                                    links
`anchor_mfid`                                      not itself in the list; wants `sort` and `direction`   filters
Envelope of searches                               `limit` and `items`                                    samples
Metadata PATCH                                     merges objects, replaces the rest; null is a value     store.words
Metadata of projects in searches                   for members only                                       resources
Another content under a name in one dataset        409 `filename_exists`, also when renaming              files
When a resumable upload can be downloaded          when it is complete, before ingestion                  uploads
Size or hash not as announced                      409, and the upload is over                            uploads
Completing an upload that lacks bytes              409, and it can go on                                  uploads
Life of an `upload_id`                             seven days; completing again gives the same record     store.files
File names                                         relative; no empty, . or .. folders, backslashes or    files
..                                                 control characters; at most 1024 bytes
Deleting a file                                    removes its bytes unless other files share them        files
Download link of a file kept elsewhere             404; null among the links of a dataset                 files
Thumbnails that are no image                       kept as application/octet-stream; no Base64 is 422     images
Keywords                                           compared exactly; blank ones are 422                   keywords
Graphs                                             show and cross only what the caller may read           graphs
More than 1000 references in one body              422                                                    users
API keys                                           43 characters, good for a year, revoked at once        store.accounts
Asking again while a request waits                 makes another request                                  ingestions
`ingestion_githash`                                null; the sandbox has no commit                        ingest
`ingestion_class` in the metadata                  not written; the request says it                       ingest
=================================================  =====================================================  ==============
"""

from __future__ import annotations

CHUNK_SIZE_HINT_BYTES = 8 * 1024 * 1024
LONGEST_FILENAME_BYTES = 1024
MOST_REFERENCES = 1000
MEMBER_CAN_GRANT_BELOW_OWN_ROLE = 1
"""In projects a granted role is at least this many ranks below the granter's; on other records it may be equal."""
