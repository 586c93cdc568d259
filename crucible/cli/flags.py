"""The dictionary of flags: one name, one meaning and one completion for each parameter of the client's methods.

What is not here is named as the parameter (``session_name`` is ``--session-name``) and explained by its docstring. Keys
are names of parameters; where a name means something else in one method or namespace, that stands before it, as in
``projects.create:project_id`` and ``instruments:unique_id``.
"""

from __future__ import annotations

from typing import Final, NamedTuple

FILTERS, MORE = "Filters", "More filters"
WHEN: Final = "such as 2026-03-14 or 2026-03-14T09:30+01:00; UTC unless it says otherwise"


class Entry(NamedTuple):
    """How a parameter is called on the command line.

    Attributes
    ----------
    flag
        Its flag; None for one named as the parameter.
    metavar
        What stands for its value in help, and for it where it is an argument.
    does
        Its help; None for the docstring's words.
    ids
        The kind of record whose ids are completed, and of which several can come by standard input.
    negative
        The flag for no, where None, yes and no are three things.
    completes
        A kind of text that was used lately and is completed: ``measurement`` and the like.
    """

    flag: str | None = None
    metavar: str | None = None
    does: str | None = None
    ids: str | None = None
    negative: str | None = None
    completes: str | None = None


USER_WORDS: Final = "id, ORCID, username or e-mail address"
FLAGS: Final = {
    # records
    "resource_id": Entry(None, "ID", "The record: its id.", "any"),
    "dsid": Entry("--dataset", "DATASET", "The dataset: its id.", "dataset"),
    "dataset_id": Entry("--dataset", "DATASET", "The dataset: its id.", "dataset"),
    "dsids": Entry(None, "DATASET", "The datasets: their ids.", "dataset"),
    "sample_id": Entry("--sample", "SAMPLE", "The sample: its id.", "sample"),
    "project_id": Entry("--project", "PROJECT", "The project: its name or id.", "project"),
    "projects.create:project_id": Entry("--project-id", "NAME", "Its unique name: 3 to 25 letters, digits, - and _."),
    "projects.update:new_project_id": Entry("--project-id", "NAME", "Another name for it."),
    "project_lead": Entry("--lead", "USER", f"Who leads and owns it: {USER_WORDS}; you unless given.", "user"),
    "instrument_id": Entry("--instrument", "INSTRUMENT", "The instrument: its name or id.", "instrument"),
    "instruments.create:instrument_id": Entry("--instrument-id", "NAME", "Its unique short name, such as xrd-1."),
    "instruments.update:instrument_id": Entry("--instrument-id", "NAME", "Another short name for it."),
    "instruments.list:instrument_id": Entry("--instrument-id", "NAME", "Only the one of exactly this short name."),
    "instruments:unique_id": Entry(None, "INSTRUMENT", "The instrument: its name or id.", "instrument"),
    "service_accounts:unique_id": Entry(None, "ACCOUNT", "The service account: its id or username.", "user"),
    "file_id": Entry("--file", "FILE_ID", "The file: its id.", "file"),
    "user_ref": Entry("--user", "USER", f"The account: {USER_WORDS}.", "user"),
    "service_account_id": Entry("--service-account", "ACCOUNT", "The service account: its id.", "user"),
    "owner": Entry(None, "USER", f"The owner: {USER_WORDS}; you unless given.", "user"),
    "new_owner": Entry(None, "USER", f"The new owner: {USER_WORDS}.", "user"),
    "parent_id": Entry(None, "PARENT", "The record that the other comes from or belongs to: its id.", "any"),
    "child_id": Entry(None, "CHILD", "The record that comes from it or belongs to it: its id.", "any"),
    "id_a": Entry(None, "ID", "One of the two records: its id.", "any"),
    "id_b": Entry(None, "OTHER", "The other record: its id.", "any"),
    "parent_dataset_id": Entry(None, "PARENT", "The dataset that the other comes from: its id.", "dataset"),
    "child_dataset_id": Entry(None, "CHILD", "The dataset that comes from it: its id.", "dataset"),
    "request_id": Entry(None, "REQUEST", "The request: its number."),
    "audit_id": Entry(None, "ENTRY", "The entry: its number."),
    "group_name": Entry("--group", "GROUP", "The access group: its name.", None, None, "group"),
    "thumbnail_id": Entry(None, "THUMBNAIL", "The thumbnail: its number."),
    "samples": Entry("--sample", "SAMPLE", "A sample to link it to; can be repeated.", "sample"),
    "samples.download:datasets": Entry("--datasets", None, "The datasets that were taken of it, too."),
    "parents": Entry("--parent", "ID", "A record that it comes from; can be repeated.", "any"),
    "children": Entry("--child", "ID", "A record that comes from it; can be repeated.", "any"),
    "datasets": Entry("--dataset", "DATASET", "A dataset to link it to; can be repeated.", "dataset"),
    "keyword": Entry(None, "WORD", "A word to tag it with.", None, None, "keyword"),
    "keywords": Entry("--keyword", "WORD", "A word to tag it with; can be repeated.", None, None, "keyword"),
    "project_ids": Entry("--project", "PROJECT", "A project to put it into; can be repeated.", "project"),
    "resource_type": Entry("--type", "TYPE", "What kind of record: dataset, sample, project or instrument."),
    "relationship_type": Entry(
        "--relationship", None, "What the child is to the parent; for two datasets or two samples."
    ),
    # fields
    "unique_id": Entry(None, "ID", "Its id; one is made unless given."),
    "dataset_name": Entry(None, "NAME", "What people call it; need not be unique."),
    "sample_name": Entry(None, "NAME", "What people call it; need not be unique."),
    "sample_type": Entry(None, "TYPE", "What kind of sample it is, in any words.", None, None, "sample_type"),
    "description": Entry(None, "TEXT", "Any text."),
    "measurement": Entry(None, "TECHNIQUE", "The technique in general words, such as XRD.", None, None, "measurement"),
    "data_type": Entry(None, "TEXT", "What the product is, in your institution's words."),
    "data_format": Entry(None, "FORMAT", "Type or extension of the files, such as h5."),
    "session_name": Entry(None, "NAME", "What groups datasets that were taken together.", None, None, "session"),
    "timestamp": Entry(None, "WHEN", f"When the data was taken, {WHEN}."),
    "samples:timestamp": Entry(None, "WHEN", f"When it was made, {WHEN}."),
    "time_completed": Entry("--completed", "WHEN", f"When it ended, {WHEN}; now unless given."),
    "instrument_name": Entry(None, "LABEL", "A label of the instrument, for old records; --instrument is unique."),
    "instruments:instrument_name": Entry(None, "LABEL", "What people call it."),
    "public": Entry("--public", None, "Whether everybody may read it.", None, "--private"),
    "location": Entry(None, "TEXT", "Where it stands."),
    "manufacturer": Entry(None, "TEXT", "Who made it."),
    "model": Entry(None, "TEXT", "The manufacturer's name for it."),
    "instrument_type": Entry(None, "TYPE", "What kind of instrument it is, in any words."),
    "other_id": Entry(None, "ID", "Its identifier in another system, such as an RRID."),
    "other_id_source": Entry(None, "NAME", "The name of that other system."),
    "organization": Entry(None, "TEXT", "The organization that it belongs to."),
    "title": Entry(None, "TEXT", "What it is about."),
    "projects:status": Entry(None, "TEXT", "Any word for where it stands."),
    "first_name": Entry(None, "NAME", "First name."),
    "last_name": Entry(None, "NAME", "Last name."),
    "username": Entry(None, "NAME", "Unique: 3 to 24 lower-case letters and digits, with single - and _ between them."),
    "email": Entry(None, "ADDRESS", "E-mail address; shown to the person and to administrators only."),
    "orcid": Entry(None, "ORCID", "ORCID, such as 0000-0002-1825-0097."),
    "read": Entry("--read", None, "Whether its members may read it.", None, "--no-read"),
    "write": Entry("--write", None, "Whether its members may change it.", None, "--no-write"),
    "reason": Entry(None, "TEXT", "Why; for those who decide."),
    "reviewer_notes": Entry("--notes", "TEXT", "What is kept with the request."),
    "is_service_account": Entry("--service-accounts", None, "Only service accounts, or only people.", None, "--people"),
    "access_note": Entry(None, "TEXT", "How to get a file that is kept elsewhere."),
    "storage_path": Entry(None, "TEXT", "Where a file that is kept elsewhere is."),
    "storage_backend": Entry(None, "BACKEND", "What keeps it, such as globus; not gcs, which is the service's own."),
    "size": Entry(None, "BYTES", "Its size in bytes."),
    "sha256_hash": Entry("--sha256", "HEX", "The SHA-256 of its content, in hexadecimal."),
    "filename": Entry(None, "NAME", "Its name in the dataset, with / between folders."),
    "printer_id": Entry(None, "PRINTER", "The printer: its name."),
    "platform_role": Entry(None, "ROLE", "none, contributor (may create records for others) or admin."),
    "deletions.list_deleted:resource_id": Entry("--record", "ID", "Only this record: its id.", "any"),
    "thumbnail_name": Entry("--name", "NAME", "What it is called; as the file unless given."),
    # what is asked for
    "q": Entry("--q", "TEXT", "What to look for."),
    "limit": Entry(None, "N", "How many at most."),
    "sort": Entry(None, None, "What to sort by."),
    "direction": Entry(None, None, "Which way to sort."),
    "include_metadata": Entry(None, None, "With scientific metadata."),
    "include_links": Entry(None, None, "With links to other records."),
    "include_owner": Entry(None, None, "With the owner's account."),
    "include_members": Entry(None, None, "With the members."),
    "samples.list:include_datasets": Entry(None, None, "With the datasets that were taken of each."),
    "include_datasets": Entry(None, None, "Without the datasets that were taken of it."),
    "recursive": Entry(None, None, "Of relatives of relatives, too."),
    "force": Entry(None, None, "Although nobody asked for it or agreed to it."),
    # bytes
    "output_dir": Entry("--output", "FOLDER", "Where to write."),
    "include": Entry(None, "GLOB", "Only files that match; can be repeated. *.h5 matches at any depth."),
    "exclude": Entry(None, "GLOB", "No files that match; can be repeated."),
    "no_files": Entry(None, None, "Records only, no files."),
    "no_record": Entry(None, None, "Files only, no record.json."),
    "verify": Entry(None, None, "Do not compare checksums; sizes always are."),
    "workers": Entry(None, "N", "How many connections at most."),
    "max_bytes": Entry(None, "SIZE", "Move no more than this in all, such as 10GB; what is left is said."),
    "bytes_per_second": Entry(None, "SIZE", "Move no faster than this, such as 5MB."),
    "dry_run": Entry(None, None, "Say what would be done, and do nothing."),
    "existing": Entry(None, None, "What to do with what is there already."),
    "files": Entry("--file", "PATH", "A file, folder or glob to upload; can be repeated."),
    "file_path": Entry(None, "PATH", "The file."),
    "paths": Entry(None, "PATH", "Files, folders and globs."),
    "prefix": Entry(None, "FOLDER", "A folder in the dataset to put all of them into."),
    "image": Entry(None, "PATH", "A picture."),
    "skip_ingestion": Entry("--no-ingestion", None, "Upload the files, and read no metadata out of them."),
    # values
    "scientific_metadata": Entry("--metadata", "JSON", "A JSON object, the name of a file with one, or - for stdin."),
    "metadata": Entry(None, "JSON", "A JSON object, the name of a file with one, or - for stdin."),
    "wait_for_ingestion_response": Entry("--wait", None, "Wait until metadata has been read out of the files."),
    "wait_for_response": Entry("--wait", None, "Wait until metadata has been read out of the file."),
    "timeout_seconds": Entry("--timeout", "SECONDS", "How long to wait at most."),
    "ingestion_class": Entry("--ingestor", "NAME", "How metadata is read out of it; the service chooses unless given."),
    "ingestor": Entry(None, "NAME", "How metadata is read out of the files; the service chooses unless given."),
    "disposition": Entry(None, None, "Whether a browser saves the file or shows it."),
}

# What lists take: which section of help has it, and its words there. Parameters that are not here are as above.
LISTED: Final = {
    "project_id": (FILTERS, Entry("--project", "PROJECT", "Only those of this project: its name or id.", "project")),
    "instrument_id": (
        FILTERS,
        Entry("--instrument", "INSTRUMENT", "Only those taken with it: name or id.", "instrument"),
    ),
    "sample_id": (FILTERS, Entry("--sample", "SAMPLE", "Only those of this sample: its id.", "sample")),
    "dsid": (FILTERS, Entry("--dataset", "DATASET", "Only those of this dataset: its id.", "dataset")),
    "dataset_id": (FILTERS, Entry("--dataset", "DATASET", "Only those of this dataset: its id.", "dataset")),
    "group_name": (
        FILTERS,
        Entry("--group", "GROUP", "Only those to join this project: its name.", None, None, "group"),
    ),
    "file_id": (FILTERS, Entry("--file", "FILE_ID", "Only those of this file: its id.", "file")),
    "owner_id": (FILTERS, Entry("--owner", "USER", f"Only those of this owner: {USER_WORDS}.", "user")),
    "requester_id": (
        FILTERS,
        Entry("--requester", "USER", f"Only those that this person asked for: {USER_WORDS}.", "user"),
    ),
    "reviewer_id": (MORE, Entry("--reviewer", "USER", f"Only those that this person decided: {USER_WORDS}.", "user")),
    "member_ref": (
        FILTERS,
        Entry("--member", "USER", f"Only those with this member: {USER_WORDS}; can be repeated.", "user"),
    ),
    "member_role": (FILTERS, Entry("--member-role", None, "Only those where the member has this role.")),
    "dataset_name": (FILTERS, Entry(None, "NAME", "Only those of exactly this name.")),
    "sample_name": (FILTERS, Entry(None, "NAME", "Only those of exactly this name.")),
    "measurement": (FILTERS, Entry(None, "TECHNIQUE", "Only those of this technique.", None, None, "measurement")),
    "sample_type": (FILTERS, Entry(None, "TYPE", "Only those of this kind.", None, None, "sample_type")),
    "session_name": (FILTERS, Entry(None, "NAME", "Only those of this session.", None, None, "session")),
    "keyword": (FILTERS, Entry(None, "WORD", "Only those tagged with this, or a part of it.", None, None, "keyword")),
    "public": (
        FILTERS,
        Entry("--public", None, "Only those that everybody may read, or only others.", None, "--private"),
    ),
    "affiliation": (FILTERS, Entry("--mine", None, "Only those that are yours.")),
    "instruments:affiliation": (FILTERS, Entry(None, "owner|maintainer", "Only those that you own or look after.")),
    "creation_time_gte": (FILTERS, Entry("--created-since", "WHEN", f"Only those recorded then or later, {WHEN}.")),
    "creation_time_lte": (FILTERS, Entry("--created-until", "WHEN", "Only those recorded then or earlier.")),
    "modification_time_gte": (MORE, Entry("--changed-since", "WHEN", "Only those last changed then or later.")),
    "modification_time_lte": (MORE, Entry("--changed-until", "WHEN", "Only those last changed then or earlier.")),
    "data_type": (MORE, Entry(None, "TEXT", "Only those with exactly this.")),
    "data_format": (MORE, Entry(None, "FORMAT", "Only those of this format.")),
    "description": (MORE, Entry(None, "TEXT", "Only those with exactly this.")),
    "size": (MORE, Entry(None, "BYTES", "Only those of exactly this size, in bytes.")),
    "timestamp": (MORE, Entry(None, "WHEN", "Only those of exactly this time.")),
    "unique_id": (MORE, Entry(None, "ID", "Only the one of this id.", "any")),
    "instrument_name": (MORE, Entry(None, "LABEL", "Only those with this label of an instrument.")),
    "project_scope": (MORE, Entry(None, None, "With --project: those assigned to it, shared with it, or all.")),
    "accessible_to_user": (
        MORE,
        Entry("--readable-by", "USER", f"Only those that all of these may read: {USER_WORDS}.", "user"),
    ),
    "accessible_to_project": (
        MORE,
        Entry("--readable-by-project", "PROJECT", "Only those that members of all of these may read.", "project"),
    ),
    "status": (FILTERS, Entry(None, None, "Only those in this state.")),
    "scope": (FILTERS, Entry(None, None, "Whose.")),
    "platform_role": (MORE, Entry(None, None, "Only those with this role; for administrators, with --elevated.")),
    "search_fields": (MORE, Entry("--in", None, "Where --q looks: a part of this field; can be repeated.")),
    "first_name": (MORE, Entry(None, "NAME", "Only those with this in their first name.")),
    "last_name": (MORE, Entry(None, "NAME", "Only those with this in their last name.")),
    "username": (MORE, Entry(None, "NAME", "Only the one of exactly this username.")),
    "email": (MORE, Entry(None, "ADDRESS", "Only the one of exactly this address; for administrators.")),
    "location": (MORE, Entry(None, "TEXT", "Only those that stand there.")),
    "manufacturer": (MORE, Entry(None, "TEXT", "Only those that they made.")),
    "model": (MORE, Entry(None, "TEXT", "Only those of this model.")),
    "instrument_type": (FILTERS, Entry(None, "TYPE", "Only those of this kind.")),
    "other_id": (MORE, Entry(None, "ID", "Only the one with this identifier in another system.")),
    "other_id_source": (MORE, Entry(None, "NAME", "Only those with an identifier in this system.")),
    "sha256_hash": (FILTERS, Entry("--sha256", "HEX", "Only those with this content.")),
    "relationship_type": (FILTERS, Entry("--relationship", None, "Only those that are this to their parent.")),
    "role": (FILTERS, Entry(None, None, "Only those with this role.")),
}
LISTS: Final = ("list", "count", "facets", "search", "get_projects", "get_users", "join_requests")
# Fields that can be asked to be there or not, by their parameter.
PRESENCE: Final = {
    "owner_id_is_null": "owner",
    "project_mfid_is_null": "project",
    "instrument_mfid_is_null": "instrument",
    "measurement_is_null": "measurement",
    "session_name_is_null": "session",
    "data_format_is_null": "format",
    "sample_type_is_null": "type",
}
# What people do not type: callbacks, the record in one, second names for the same; and what the session says.
NEVER: Final = frozenset(
    (
        *("on_progress", "on_row", "progress", "confirm", "rows"),
        *("dataset", "sample", "project", "instrument", "user"),
        *("overwrite_existing", "owner_orcid", "visibility", "anchor_mfid", "permissive", "file_name", "project_mfid"),
    )
)


def entry_of(method: str, parameter: str, *, is_argument: bool = False) -> tuple[Entry, str | None]:
    """Return how a parameter of a method is called, and the section of help that it stands in, if not the usual one.

    An argument of a list names what is listed, and is no filter.

    >>> entry_of("datasets.list", "measurement")[0].does, entry_of("projects.create", "project_id")[0].flag
    ('Only those of this technique.', '--project-id')
    """
    namespace, _, verb = method.partition(".")
    if is_list(verb) and not is_argument:
        for name in (f"{namespace}:{parameter}", parameter):
            if f"{method}:{parameter}" not in FLAGS and name in LISTED:
                return LISTED[name][1], LISTED[name][0]
    names = (f"{method}:{parameter}", f"{namespace}:{parameter}", parameter)
    return next((FLAGS[name] for name in names if name in FLAGS), Entry()), None


def is_list(verb: str) -> bool:
    """Tell whether a method lists, so that its parameters say which records."""
    return verb.split("_")[0] in LISTS or verb in LISTS
