"""The command line: datasets, samples, projects and instruments. Each command runs in a process of its own."""

import pytest
from pictures import png

from crucible.models import Dataset, Sample


@pytest.fixture(scope="module")
def lab(client, me):
    """A project for these tests alone."""
    return client.projects.create(
        {"project_id": "cli-lab", "organization": "Lab", "title": "Command line", "project_lead_orcid": me}
    )["unique_id"]


@pytest.fixture
def run(client, lab):
    return client.datasets.create(Dataset(dataset_name="cli run", project_id="cli-lab"))["dsid"]


@pytest.fixture
def film(client, lab):
    return client.samples.create(Sample(sample_name="cli film", project_id="cli-lab"))["unique_id"]


def mfids(found):
    return [each["unique_id"] for each in found]


def listed(answer):
    """Return the records of a JSON answer, with or without an envelope."""
    return mfids(answer["items"] if isinstance(answer, dict) else answer)


def test_a_dataset_is_created_read_changed_and_listed(terminal, client, lab):
    (terminal.folder / "scan.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    text = terminal(
        "dataset", "create", "-i", "scan.csv", "--project-id", "cli-lab", "-n", "from the terminal", "-m", "XRD",
        "--metadata", '{"temperature": 300}', "-k", "one,two", "--session", "night", "--no-ingest",
    )  # fmt: skip
    (made,) = client.datasets.list(dataset_name="from the terminal", include_metadata=True)
    mfid = made["unique_id"]
    assert mfid in text
    assert ("XRD", "night", 300) == (
        made["measurement"], made["session_name"], made["scientific_metadata"]["temperature"]
    )  # fmt: skip
    assert ["scan.csv"] == [each["filename"] for each in client.datasets.list_files(mfid)]
    assert mfid == terminal.json("dataset", "get", mfid, "--json")["unique_id"]
    assert "from the terminal" in terminal("dataset", "get", mfid, "-v", "--include-metadata")
    terminal("dataset", "update", mfid, "--set", "session_name=day", "--metadata", '{"gas": "argon"}')
    changed = client.datasets.get(mfid, include_metadata=True)
    assert ("day", 300, "argon") == (
        changed["session_name"], changed["scientific_metadata"]["temperature"], changed["scientific_metadata"]["gas"]
    )  # fmt: skip
    chosen = ("--project-id", "cli-lab", "-m", "XRD", "--session", "day", "--mine", "--sort", "name", "--json")
    assert [mfid] == listed(terminal.json("dataset", "list", *chosen))
    assert "XRD" in terminal("dataset", "facets", "measurement", "--project-id", "cli-lab")
    assert mfid == listed(terminal.json("dataset", "search", "from teh terminal", "--json"))[0]


def test_a_dataset_is_edited_in_an_editor(terminal, client, run, edit):
    terminal("dataset", "edit", run, **edit(session_name="edited", scientific_metadata={"by": "hand"}))
    found = client.datasets.get(run, include_metadata=True)
    assert ("edited", {"by": "hand"}) == (found["session_name"], found["scientific_metadata"])
    terminal("edit", run, **edit(session_name="again"))
    assert "again" == client.datasets.get(run)["session_name"]


def test_datasets_are_linked_listed_and_unlinked(terminal, client, run, film):
    child = client.datasets.create(Dataset(dataset_name="cli child", project_id="cli-lab"))["dsid"]
    terminal("dataset", "link", "-p", run, "-c", child, "--relationship-type", "is_derived_from")
    assert child in terminal("dataset", "list-children", run)
    assert run in terminal("dataset", "list-parents", child)
    assert "cli child" in terminal("tree", run)
    terminal("dataset", "remove-child", run, "-c", child)
    terminal("dataset", "add-sample", run, "-s", film)
    assert film in terminal("dataset", "list-samples", run)
    terminal("dataset", "remove-sample", run, "-s", film)
    assert [] == client.get_links(run)
    terminal("link", "-p", run, "-c", child)
    terminal("link", "-d", run, "-s", film)
    assert {child, film} == {each["unique_id"] for each in client.get_links(run)}
    terminal("unlink", run, child)
    terminal("unlink", run, film)
    assert [] == client.get_links(run)


def test_keywords_and_thumbnails(terminal, client, run):
    (terminal.folder / "plot.png").write_bytes(png(4, 4))
    terminal("dataset", "add-keyword", run, "from the shell")
    assert "from the shell" in terminal("dataset", "list-keywords", run)
    terminal("dataset", "add-thumbnail", run, "plot.png", "--name", "shown")
    assert ["shown"] == [each["thumbnail_name"] for each in client.datasets.get_thumbnails(run)]


@pytest.mark.parametrize("kind", ["dataset", "sample", "project", "instrument"])
def test_access_to_each_kind_of_record(terminal, client, run, film, join, lab, kind):
    name = f"guest-{kind}"
    guest = join(name)
    if kind == "instrument":
        client.instruments.create({"instrument_id": "cli-access", "instrument_name": "A", "location": "x"})
    record = {"dataset": run, "sample": film, "project": "cli-lab", "instrument": "cli-access"}[kind]
    terminal(kind, "access", "grant", record, "users", name, "editor")
    assert guest.id in terminal(kind, "access", "list", record)
    terminal(kind, "access", "revoke", record, "users", guest.id)
    assert guest.id not in terminal(kind, "access", "list", record)
    terminal(kind, "set-public", record)
    assert "public" in terminal(kind, "access", "list", record).lower()
    terminal(kind, "set-private", record)


def test_access_groups_of_a_dataset(terminal, run, project):
    terminal("dataset", "add-access-group", run, "peer-project", "--write")
    assert project["unique_id"] in terminal("dataset", "list-access-groups", run)


@pytest.mark.parametrize("kind", ["dataset", "sample"])
def test_a_record_passes_to_another_owner_and_project(terminal, client, run, film, join, me, kind):
    heir = join(f"heir-{kind}")
    client.projects.create({"project_id": f"cli-to-{kind}", "organization": "Lab", "project_lead_orcid": me})
    record, namespace = (run, client.datasets) if kind == "dataset" else (film, client.samples)
    terminal(kind, "reassign-project", record, f"cli-to-{kind}")
    assert "cli-lab" == namespace.get(record)["project_id"]
    terminal(kind, "reassign-project", record, f"cli-to-{kind}", "--confirm")
    assert f"cli-to-{kind}" == namespace.get(record)["project_id"]
    terminal(kind, "transfer-ownership", record, heir.username, "--confirm")
    assert heir.id == namespace.get(record)["owner"]["unique_id"]


@pytest.mark.parametrize("kind", ["dataset", "sample", "project", "instrument"])
def test_metadata_is_searched_from_each_command(terminal, client, run, kind):
    client.datasets.update_scientific_metadata(run, {"word": f"shellword{kind}"})
    assert [run] == listed(terminal.json(kind, "search-metadata", f"shellword{kind}", "--json"))


def test_parsers_and_ingestors_are_listed(terminal):
    assert "lammps" in terminal("dataset", "parsers").lower()
    assert "H5Ingestor" in terminal("dataset", "ingestors", "--filter", "H5")


def test_the_command_that_deletes_datasets_calls_what_is_not_there(terminal, run, differs):
    with differs("crucible dataset delete"):
        terminal("dataset", "delete", run, "--yes")


def test_a_sample_is_created_read_changed_and_listed(terminal, client, lab, edit):
    text = terminal(
        "sample", "create", "-n", "typed film", "--project-id", "cli-lab", "--type", "film", "--description", "thin",
        "--metadata", '{"nm": 40}',
    )  # fmt: skip
    (made,) = client.samples.list(sample_name="typed film", include_metadata=True)
    mfid = made["unique_id"]
    assert mfid in text
    assert ("film", "thin", {"nm": 40}) == (made["sample_type"], made["description"], made["scientific_metadata"])
    assert mfid == terminal.json("sample", "get", mfid, "--json")["unique_id"]
    terminal("sample", "update", mfid, "--description", "thick", "--metadata", '{"nm": 80}', "--overwrite")
    terminal("sample", "edit", mfid, **edit(sample_type="edited"))
    found = client.samples.get(mfid, include_metadata=True)
    assert ("thick", "edited", {"nm": 80}) == (found["description"], found["sample_type"], found["scientific_metadata"])
    assert [mfid] == listed(terminal.json("sample", "list", "--project-id", "cli-lab", "-n", "typed film", "--json"))
    assert mfid == listed(terminal.json("sample", "search", "typd film", "--json"))[0]
    assert "edited" in terminal("sample", "facets", "sample_type", "--project-id", "cli-lab")


def test_samples_are_linked_listed_and_unlinked(terminal, client, film, run):
    piece = client.samples.create(Sample(sample_name="cli piece", project_id="cli-lab"))["unique_id"]
    terminal("sample", "link", "-p", film, "-c", piece, "--relationship-type", "is_part_of")
    assert piece in terminal("sample", "list-children", film)
    assert film in terminal("sample", "list-parents", piece)
    terminal("sample", "remove-child", film, "-c", piece)
    terminal("sample", "add-dataset", film, "-d", run)
    assert run in terminal("sample", "list-datasets", film)
    terminal("sample", "remove-dataset", film, "-d", run)
    assert [] == client.get_links(film)


def test_a_project_is_created_read_changed_and_listed(terminal, client, edit):
    terminal("project", "create", "--project-id", "typed", "-o", "Lab", "-e", "admin", "--title", "Typed title")
    assert "typed" == terminal.json("project", "get", "typed", "--json", "--include-members")["project_id"]
    terminal("project", "update", "typed", "--title", "New title", "--metadata", '{"a": 1}')
    terminal("project", "edit", "typed", **edit(organization="Other lab"))
    found = client.projects.get("typed", include_metadata=True)
    assert ("New title", "Other lab", {"a": 1}) == (
        found["title"], found["organization"], found["scientific_metadata"]
    )  # fmt: skip
    assert found["unique_id"] in listed(terminal.json("project", "list", "--sort", "title", "--all", "--json"))
    assert found["unique_id"] in listed(terminal.json("project", "search", "new titel", "--json"))


def test_members_of_a_project(terminal, client, join, lab):
    member, heir = join("cli-member"), join("cli-heir")
    terminal("project", "add-user", "cli-lab", "--user", member.email, "--role", "viewer")
    terminal("project", "update-user-role", "cli-lab", member.id, "editor")
    assert {member.id: "editor"}.items() <= {
        each.unique_id: each.role for each in client.projects.get_users("cli-lab")
    }.items()
    assert "cli-member" in terminal("project", "list-users", "cli-lab")
    terminal("project", "remove-user", "cli-lab", "--user", "cli-member")
    assert "cli-member" not in terminal("project", "list-users", "cli-lab")
    terminal("project", "create", "--project-id", "cli-passed", "-o", "Lab", "-e", "admin")
    terminal("project", "transfer-ownership", "cli-passed", "cli-heir", "--confirm")
    assert heir.id == client.projects.get("cli-passed")["lead"]["unique_id"]


def test_joining_a_project(terminal, client, join, lab):
    for name, decision in (("cli-wisher", "approve"), ("cli-hopeful", "reject")):
        key = {"CRUCIBLE_API_KEY": join(name).client._subject.api_key}
        terminal("project", "request-join", "cli-lab", "--reason", "please", **key)
        terminal("access-group", "request", "peer-project", **key)
        assert "pending" in terminal("access-group", "mine", **key)
        (asked,) = client.projects.list_join_requests("cli-lab", status="pending")
        assert "please" in terminal("access-group", "get", asked["id"])
        assert "cli-lab" in terminal("access-group", "list", "--group", "cli-lab", "--status", "pending")
        assert name in terminal("project", "list-join-requests", "cli-lab")
        terminal("access-group", decision, asked["id"], "-m", "decided")
        assert f"{decision}{'d' if decision == 'approve' else 'ed'}" == client.access_groups.get(asked["id"])["status"]


def test_an_instrument_is_created_read_changed_and_listed(terminal, client, edit):
    terminal(
        "instrument", "create", "-n", "Typed", "--instrument-id", "typed-1", "--location", "Lab", "--type", "oven",
        "--manufacturer", "Acme",
    )  # fmt: skip
    mfid = terminal.json("instrument", "get", "typed-1", "--json", "--include-members")["unique_id"]
    terminal("instrument", "update", "typed-1", "--model", "M2", "--metadata", '{"kW": 3}')
    terminal("instrument", "edit", "typed-1", **edit(description="hot"))
    terminal("instrument", "set-status", "typed-1", "maintenance")
    found = client.instruments.get("typed-1", include_metadata=True)
    assert ("M2", "hot", "maintenance", {"kW": 3}) == tuple(
        found[name] for name in ("model", "description", "status", "scientific_metadata")
    )
    terminal("instrument", "set-status", "typed-1", "active")
    assert [mfid] == listed(terminal.json("instrument", "list", "--manufacturer", "Acme", "--json"))
    assert [mfid] == listed(terminal.json("instrument", "search", "acme", "--json"))


def test_people_and_service_accounts_of_an_instrument(terminal, client, join):
    keeper, heir = join("keeper"), join("cli-heir-2")
    client.instruments.create({"instrument_id": "kept-1", "instrument_name": "Kept", "location": "x"})
    robot = client.service_accounts.create("kept-robot")["unique_id"]
    terminal("instrument", "add-user", "kept-1", "--user", "keeper")
    terminal("instrument", "update-user-role", "kept-1", "keeper", "admin")
    assert "keeper" in terminal("instrument", "list-users", "kept-1")
    terminal("instrument", "remove-user", "kept-1", "--user", keeper.id)
    assert "keeper" not in terminal("instrument", "list-users", "kept-1")
    terminal("instrument", "bind-sa", "kept-1", robot)
    assert "kept-robot" in terminal("instrument", "list-service-accounts", "kept-1")
    terminal("instrument", "unbind-sa", "kept-1", robot)
    assert "kept-robot" not in terminal("instrument", "list-service-accounts", "kept-1")
    terminal("instrument", "transfer-ownership", "kept-1", "cli-heir-2", "--confirm")
    assert heir.id == client.instruments.get("kept-1")["owner"]["unique_id"]
