"""The command line of 3.1.0, where files go by token."""

import pytest
from pictures import png

from crucible.models import Dataset, Instrument, Sample


@pytest.fixture(scope="module")
def lab(client, me):
    client.projects.create({"project_id": "cli-lab", "organization": "Lab", "project_lead_orcid": me})
    return "cli-lab"


@pytest.fixture
def run(client, lab):
    return client.datasets.create(Dataset(dataset_name="cli run", project_id=lab))["dsid"]


@pytest.fixture
def film(client, lab):
    return client.samples.create(Sample(sample_name="cli film", project_id=lab))["unique_id"]


@pytest.fixture
def picture(client, run, tmp_path):
    (tmp_path / "p.png").write_bytes(png(8, 8))
    return client.datasets.add_file(run, str(tmp_path / "p.png"), multipart=False)["associated_file"]["mfid"]


@pytest.fixture(scope="module")
def guest(join):
    return join("cli-guest")


@pytest.fixture
def as_guest(guest):
    return {"CRUCIBLE_API_KEY": guest.client._subject.api_key}


def mfids(answer):
    return [each["unique_id"] for each in (answer["items"] if isinstance(answer, dict) else answer)]


def test_files_are_sent_by_token(terminal, client, run, lab, differs):
    (terminal.folder / "a.csv").write_text("a\n", encoding="utf-8")
    (terminal.folder / "r.crux").write_text(
        f"dataset: {{name: cast run, project_id: {lab}, files: [a.csv]}}\n", encoding="utf-8"
    )
    assert "OK" in terminal("cast", "r.crux", "--validate")
    for command in (
        ("dataset", "add-file", run, "-i", "a.csv"),
        ("dataset", "create", "-i", "a.csv", "-pid", lab, "-n", "typed", "--metadata", '{"a": 1}', "-k", "one"),
        ("upload", "-i", "a.csv", "-pid", lab, "-n", "typed too", "-u"),
    ):
        terminal(*command)
    with differs("crucible cast with files"):
        terminal("cast", "r.crux")
    (made,) = client.datasets.list(dataset_name="typed", include_metadata=True)
    (too,) = client.datasets.list(dataset_name="typed too")
    assert 1 == made["scientific_metadata"]["a"]
    for dataset in (run, made["unique_id"], too["unique_id"]):
        assert ["a.csv"] == [each["filename"] for each in client.datasets.list_files(dataset)]


def test_a_dataset_is_read_changed_and_listed(terminal, client, run, edit):
    assert run == terminal.json("dataset", "get", run, "--json")["unique_id"]
    terminal("dataset", "update", run, "--set", "session_name=day", "--metadata", '{"gas": "argon"}')
    terminal("dataset", "edit", run, **edit(measurement="XRD"))
    terminal("edit", run, **edit(data_type="powder"))
    found = client.datasets.get(run, include_metadata=True)
    assert ("day", "XRD", "powder", {"gas": "argon"}) == tuple(
        found[name] for name in ("session_name", "measurement", "data_type", "scientific_metadata")
    )
    assert run in mfids(terminal.json("dataset", "list", "-pid", "cli-lab", "-m", "XRD", "--json"))
    assert run in terminal("dataset", "search", "cli rnu", "--limit", "50")
    assert run in terminal("dataset", "search-metadata", "argon")
    terminal("dataset", "add-keyword", run, "shell")
    assert "shell" in terminal("dataset", "list-keywords", run)
    assert "lammps" in terminal("dataset", "parsers").lower()
    assert "H5Ingestor" in terminal("dataset", "ingestors", "--filter", "H5")


def test_deleting_datasets_by_command_calls_what_is_not_there(terminal, run, differs):
    with differs("crucible dataset delete"):
        terminal("dataset", "delete", run, "--yes")


def test_records_are_linked_listed_and_unlinked(terminal, client, run, film, lab):
    child = client.datasets.create(Dataset(dataset_name="cli child", project_id=lab))["dsid"]
    piece = client.samples.create(Sample(sample_name="cli piece", project_id=lab))["unique_id"]
    terminal("dataset", "link", "-p", run, "-c", child)
    assert child in terminal("dataset", "list-children", run)
    assert run in terminal("dataset", "list-parents", child)
    assert "cli child" in terminal("tree", run)
    terminal("dataset", "remove-child", run, "-c", child)
    terminal("sample", "link", "-p", film, "-c", piece)
    assert piece in terminal("sample", "list-children", film)
    assert film in terminal("sample", "list-parents", piece)
    terminal("sample", "remove-child", film, "-c", piece)
    terminal("dataset", "add-sample", run, "-s", film)
    assert film in terminal("dataset", "list-samples", run)
    terminal("dataset", "remove-sample", run, "-s", film)
    terminal("sample", "add-dataset", film, "-d", run)
    assert run in terminal("sample", "list-datasets", film)
    terminal("sample", "remove-dataset", film, "-d", run)
    terminal("link", "-d", run, "-s", film)
    assert [film] == [each["unique_id"] for each in client.get_links(run)]
    terminal("unlink", run, film)
    assert [] == client.get_links(run)


def test_a_sample_is_created_read_changed_and_listed(terminal, client, lab, edit):
    terminal("sample", "create", "-n", "typed film", "-pid", lab, "-t", "film", "--metadata", '{"thickness": 40}')
    (made,) = client.samples.list(sample_name="typed film")
    mfid = made["unique_id"]
    assert mfid == terminal.json("sample", "get", mfid, "--json")["unique_id"]
    terminal("sample", "update", mfid, "--description", "thick", "--public")
    terminal("sample", "edit", mfid, **edit(sample_type="edited"))
    found = client.samples.get(mfid, include_metadata=True)
    assert ("thick", True, "edited", {"thickness": 40}) == tuple(
        found[name] for name in ("description", "public", "sample_type", "scientific_metadata")
    )
    assert [mfid] == mfids(terminal.json("sample", "list", "-pid", lab, "--type", "edited", "--json"))
    assert mfid in terminal("sample", "search", "typd film")
    assert mfid in terminal("sample", "search-metadata", "thickness")


def test_a_project_is_created_read_changed_and_listed(terminal, client, edit, join):
    member = join("cli-member")
    terminal("project", "create", "--project-id", "typed", "-o", "Lab", "-e", "0000-0000-0000-000X", "--title", "T")
    assert "typed" == terminal.json("project", "get", "typed", "--json")["project_id"]
    terminal("project", "update", "typed", "--title", "New title", "--metadata", '{"shelf": 1}')
    terminal("project", "edit", "typed", **edit(organization="Other lab"))
    found = client.projects.get("typed", include_metadata=True)
    assert ("New title", "Other lab", {"shelf": 1}) == tuple(
        found[name] for name in ("title", "organization", "scientific_metadata")
    )
    assert "typed" in terminal("project", "list")
    assert "typed" in terminal("project", "search", "new titel")
    assert client.projects.search_metadata("shelf")[0]["unique_id"] in terminal("project", "search-metadata", "shelf")
    terminal("project", "add-user", "typed", "--user", member.email)
    assert "cli-member" in terminal("project", "list-users", "typed").lower()
    terminal("project", "remove-user", "typed", "--user", member.username)
    assert [] == [each for each in client.projects.get_users("typed") if each["unique_id"] == member.id]


def test_joining_a_project(terminal, client, join, lab):
    for name, decision in (("cli-wisher", "approve"), ("cli-hopeful", "reject")):
        key = {"CRUCIBLE_API_KEY": join(name).client._subject.api_key}
        terminal("project", "request-join", lab, "--reason", "please", **key)
        terminal("access-group", "request", "typed", **key)
        assert "pending" in terminal("access-group", "mine", **key)
        (asked,) = client.projects.list_join_requests(lab, status="pending")
        assert lab in terminal("access-group", "list", "--group", lab, "--status", "pending")
        assert str(asked["id"]) in terminal("project", "list-join-requests", lab)
        terminal("access-group", decision, asked["id"], "-m", "decided")
        assert [] == client.projects.list_join_requests(lab, status="pending")


def test_an_instrument_is_created_read_changed_and_listed(terminal, client, edit):
    terminal("instrument", "create", "-n", "Typed", "--owner", "Ada", "--location", "Lab", "--metadata", '{"power": 3}')
    mfid = terminal.json("instrument", "get", "Typed", "--json")["unique_id"]
    terminal("instrument", "update", mfid, "--model", "M2")
    terminal("instrument", "edit", mfid, **edit(description="hot"))
    found = client.instruments.get("Typed", include_metadata=True)
    assert ("M2", "hot", {"power": 3}) == tuple(found[name] for name in ("model", "description", "scientific_metadata"))
    assert "Typed" in terminal("instrument", "list")
    assert "Typed" in terminal("instrument", "search", "typd")
    assert mfid in terminal("instrument", "search-metadata", "power")


def test_files_are_listed_downloaded_ingested_and_deleted(terminal, client, run, picture):
    number = client.ingestions.list(file_id=picture)[0]["id"]
    terminal("ingestion", "wait", number)
    assert "ImageIngestor" in terminal("ingestion", "get", number)
    assert str(number) in terminal("ingestion", "list", "--dataset", run)
    assert "ImageIngestor" in terminal("ingestion", "list-ingestors")
    assert "complete" in terminal("file", "ingestion", picture)
    assert "complete" in terminal("dataset", "ingestion", run)
    assert "p.png" in terminal("file", "get", picture)
    assert "p.png" in terminal("file", "list", "--dataset", run)
    assert "p.png" in terminal("dataset", "list-files", run)
    terminal("file", "download", picture, "-o", "one")
    terminal("dataset", "download", run, "-o", "two")
    terminal("download", run, "-o", "three", "--include", "*.png")
    for folder in ("one", "two", "three"):
        assert png(8, 8) == next((terminal.folder / folder).rglob("p.png")).read_bytes()
    terminal("file", "delete", picture)
    assert [] == client.datasets.list_files(run)


def test_a_record_is_deleted_after_review(terminal, client, run, film):
    terminal("deletion", "request", run, "-m", "not needed")
    (asked,) = (each for each in client.deletions.list(status="pending", limit=None) if each["resource_id"] == run)
    assert run in terminal("deletion", "get", asked["id"])
    assert run in terminal("deletion", "list")
    terminal("deletion", "approve", asked["id"], "-m", "fine")
    terminal("deletion", "delete", run)
    (entry,) = client.deletions.list_deleted(resource_id=run)
    assert run in terminal("deletion", "get-deleted", entry["id"])
    assert run in terminal("deletion", "list-deleted", "--resource", run)
    rejected = client.deletions.request(film)["id"]
    terminal("deletion", "reject", rejected)
    assert "rejected" == client.deletions.get(rejected)["status"]


def test_people_and_what_they_can_reach(terminal, client, guest, run, lab, edit):
    terminal("user", "create", "--orcid", "0000-0002-1694-233X", "-f", "Typed", "-l", "Person", "-u", "typed-person")
    made = terminal.json("user", "get", "--username", "typed-person", "--json")["unique_id"]
    terminal("user", "update", made, "-f", "Changed")
    terminal("user", "edit", made, **edit(last_name="Edited"))
    found = client.users.get(orcid=made)
    assert ("Changed", "Edited") == (found["first_name"], found["last_name"])
    assert "typed-person" in terminal("user", "search", "typed")
    assert "typed-person" in terminal("user", "list", "--username", "typed-person")
    terminal("user", "add-access-group", guest.id, lab)
    assert lab in terminal("user", "list-projects", guest.id)
    assert run in terminal("user", "list-datasets", guest.id)
    assert "read" in terminal("user", "check-access", guest.id, run).lower()
    assert lab in terminal("user", "list-access-groups", guest.id)
    terminal("user", "remove-access-group", guest.id, lab)
    assert [] == client.users.get_projects(guest.id)


def test_a_service_account(terminal, client, edit, lab):
    terminal("service-account", "create", "--username", "cli-robot")
    mfid = client.service_accounts.get(username="cli-robot")["unique_id"]
    assert mfid in terminal("service-account", "get", mfid)
    assert "cli-robot" in terminal("service-account", "list")
    terminal("service-account", "rotate-key", mfid)
    terminal("service-account", "update", mfid, "--first-name", "Typed")
    terminal("service-account", "edit", mfid, **edit(last_name="Robot"))
    found = client.service_accounts.get(mfid)
    assert ("Typed", "Robot") == (found["first_name"], found["last_name"])
    terminal("service-account", "add-access-group", mfid, lab)
    assert lab in terminal("service-account", "list-access-groups", mfid)
    terminal("service-account", "remove-access-group", mfid, lab)
    terminal("dataset", "add-access-group", client.datasets.list(limit=1)[0]["unique_id"], lab, "--write")


def test_access_groups_of_a_dataset(terminal, run, project):
    terminal("dataset", "add-access-group", run, "peer-project", "--write")
    assert "peer-project" in terminal("dataset", "list-access-groups", run)


def test_ones_own_account(terminal, guest, as_guest, edit):
    assert "cli-guest" in terminal("account", "show", **as_guest)
    terminal("account", "update", "-f", "Renamed", **as_guest)
    terminal("account", "edit", **edit(last_name="Edited"), **as_guest)
    profile = guest.client.account.profile()
    assert ("Renamed", "Edited") == (profile["first_name"], profile["last_name"])
    assert guest.client._subject.api_key in terminal("account", "api-key", **as_guest)
    assert "yes" in terminal("account", "verify", **as_guest)
    assert guest.id in terminal("whoami", **as_guest)


def test_health_records_and_settings_are_shown(terminal, client, run, api_url, differs):
    assert "Database reachable" in terminal("status")
    assert run == terminal.json("get", run, "-o", "json")["unique_id"]
    assert run in terminal("open", run, "--print-url")
    client.instruments.create(Instrument(instrument_name="Shown", owner="Ada", location="x"))
    with differs("crucible qr"):
        terminal("qr", run)
    home = {name: str(terminal.folder) for name in ("HOME", "XDG_CONFIG_HOME", "USERPROFILE")}
    assert "config.ini" in terminal("config", "path", **home)
    terminal("config", "set", "current_project", "cli-lab", **home)
    assert "cli-lab" in terminal("config", "get", "current_project", **home)
    assert api_url in terminal("config", "show", **home)
    terminal("config", "edit", **home, CRUCIBLE_EDITOR="python -c pass")
    cache = terminal.folder / "cache"
    (cache / "datasets" / "x").mkdir(parents=True)
    assert str(cache) in terminal("cache", "show", CRUCIBLE_CACHE_DIR=str(cache))
    terminal("cache", "clear", "--yes", CRUCIBLE_CACHE_DIR=str(cache))
    assert [] == list(cache.iterdir())
    assert "argcomplete" in terminal("completion", "--print", "bash")
