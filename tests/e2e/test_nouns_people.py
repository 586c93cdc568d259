"""Sessions of commands for projects, instruments, people, service accounts and keys, as somebody types them."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

import pytest
from support.commands import ran

from crucible.cli.failure import EndedError
from crucible.cli.key_output import with_key
from crucible.credentials import Secret

if TYPE_CHECKING:
    from pathlib import Path

    from support.served import Person, Served


@pytest.fixture(autouse=True)
def folder(served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The administrator's machine, with an empty home."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    use(monkeypatch, served.admin)
    return tmp_path


@pytest.fixture
def ada(served: Served) -> Person:
    return served.person("ada", 1)


def use(monkeypatch: pytest.MonkeyPatch, person: Person) -> None:
    """Let the following commands be somebody's."""
    monkeypatch.setenv("CRUCIBLE_API_URL", person.sandbox.api_url)
    monkeypatch.setenv("CRUCIBLE_API_KEY", person.key)


# ---- projects ----


def test_a_project_is_created_changed_and_found() -> None:
    made = ran("project", "create", "films", "--title", "Films", "--organization", "Lab", "--json").json
    assert ("films", "Films") == (made["project_id"], made["title"])
    ran("project", "create", "films", "--organization", "Lab", code=6)
    assert "Films of 2026" in ran("project", "update", "films", "--title", "Films of 2026").out
    assert "films" in ran("project", "list").out
    assert "films" in ran("project", "search", "films").out
    assert made["unique_id"] == ran("project", "get", "films", "--json").json["unique_id"]
    ran("project", "get", "no-such-project", code=4)
    assert {"beam": "8 keV"} == ran("project", "update-metadata", "films", '{"beam": "8 keV"}', "--json").json


def test_members_come_get_another_role_and_go_after_questions(ada: Person) -> None:
    ran("project", "create", "films", "--organization", "Lab")
    ran("project", "add-member", "films", "ada", "--role", "viewer")
    assert "viewer" == role_of("ada", "films")
    refused = ran("project", "set-role", "films", "ada", "editor", code=6)
    assert "ada" in refused.err
    assert "films" in refused.err
    assert "viewer" == role_of("ada", "films")
    ran("project", "set-role", "films", "ada", "editor", "--yes")
    assert "editor" == role_of("ada", "films")
    assert "takes ada out of project" in ran("project", "remove-member", "films", "ada", code=6).err
    ran("project", "remove-member", "films", "ada", "--yes")
    assert None is role_of("ada", "films")
    ran("project", "remove-member", "films", "ada", "--yes", code=4)


def role_of(username: str, project: str) -> str | None:
    members = ran("project", "members", project, "--json").json
    return next((str(one["role"]) for one in members if one["username"] == username), None)


def test_several_people_are_let_in_by_a_pipe(served: Served, ada: Person) -> None:
    served.person("bea", 2)
    ran("project", "create", "films", "--organization", "Lab")
    ran("project", "add-member", "films", "-", stdin="ada\nbea\n")
    assert ["contributor"] * 2 == [role_of(name, "films") for name in ("ada", "bea")]


def test_somebody_asks_to_join_and_is_let_in(monkeypatch: pytest.MonkeyPatch, served: Served, ada: Person) -> None:
    for name in ("films", "inks"):
        ran("project", "create", name, "--organization", "Lab")
    use(monkeypatch, ada)
    requests = [
        ran("project", "join", name, "--reason", "shared films", "--json").json["id"] for name in ("films", "inks")
    ]
    assert "shared films" in ran("account", "join-requests").out
    ran("project", "join", "films", code=6)
    use(monkeypatch, served.admin)
    assert [str(requests[0])] == ran("project", "join-requests", "films", "--ids").lines
    assert 2 == len(ran("group", "join-requests", "--elevated", "--json").json)
    assert f"join request {requests[0]}" in ran("group", "approve", requests[0], code=6).err
    assert "approved" == ran("group", "approve", requests[0], "--yes", "--json").json["status"]
    assert "rejected" == ran("group", "reject", requests[1], "--notes", "in May", "--json").json["status"]
    assert "contributor" == role_of("ada", "films")


# ---- instruments ----


def test_an_instrument_is_registered_looked_after_and_taken_out_of_use(served: Served, ada: Person) -> None:
    words = ("instrument", "create", "xrd-1", "--instrument-name", "Diffractometer", "--location", "room 12")
    made = ran(*words, "--json").json
    assert made["unique_id"] == ran(*words, "--json").json["unique_id"]
    ran(*words, "--existing", "error", code=6)
    assert "room 14" in ran("instrument", "update", "xrd-1", "--location", "room 14").out
    ran("instrument", "add-maintainer", "xrd-1", "ada")
    assert "Ada" in ran("instrument", "maintainers", "xrd-1").out
    assert "'Diffractometer'" in ran("instrument", "remove-maintainer", "xrd-1", "ada", code=6).err
    ran("instrument", "remove-maintainer", "xrd-1", "ada", "--yes")
    assert [] == ran("instrument", "maintainers", "xrd-1", "--json").json
    robot = served.robot("xrd-uploader")
    ran("instrument", "add-service-account", "xrd-1", robot.id)
    assert "xrd-uploader" in ran("instrument", "service-accounts", "xrd-1").out
    ran("instrument", "remove-service-account", "xrd-1", robot.id, code=6)
    ran("instrument", "remove-service-account", "xrd-1", robot.id, "--yes")
    assert "maintenance" in ran("instrument", "set-status", "xrd-1", "maintenance").out
    assert [] == ran("instrument", "list", "--ids").lines
    assert [made["unique_id"]] == ran("instrument", "list", "--status", "maintenance", "--ids").lines
    assert "'Diffractometer'" in ran("instrument", "transfer", "xrd-1", "ada", code=6).err
    run = ran("dataset", "create", "run 7", "--ids").out.strip()
    ran("dataset", "assign-instrument", run, "xrd-1")
    assert "xrd-1" in ran("dataset", "get", run).out


# ---- people ----


def test_an_administrator_makes_changes_and_finds_people() -> None:
    names = ("--first-name", "Carla", "--last-name", "Example", "--email", "carla@example.org")
    ran("user", "create", "carla", *names, code=6)
    made = ran("user", "create", "carla", *names, "--elevated", "--json").json
    assert made["unique_id"] == ran("user", "get", "carla", "--json").json["unique_id"]
    assert "carla" in ran("user", "search", "carla").out
    assert "carla" in ran("user", "list", "--elevated").out
    assert "Byron" in ran("user", "update", "carla", "--last-name", "Byron", "--elevated").out
    assert "'carla'" in ran("user", "set-role", "carla", "contributor", code=6).err
    assert "contributor" == ran("user", "set-role", "carla", "contributor", "--yes", "--json").json["platform_role"]


def test_what_somebody_may_see_is_told(ada: Person) -> None:
    ran("project", "create", "films", "--organization", "Lab")
    run = ran("dataset", "create", "run 7", "--project", "films", "--ids").out.strip()
    ran("group", "add-member", "films", "ada", "--elevated")
    assert ["films"] == [one["project_id"] for one in ran("user", "projects", "ada", "--elevated", "--json").json]
    assert run in ran("user", "datasets", "ada", "--elevated", "--ids").lines
    assert "contributor" in ran("user", "check-access", "ada", run, "--elevated").out
    assert ran("user", "groups", "ada", "--elevated", "--ids").lines
    assert "'ada'" in ran("group", "remove-member", "films", "ada", "--elevated", code=6).err
    ran("group", "remove-member", "films", "ada", "--elevated", "--yes")
    assert [] == ran("user", "projects", "ada", "--elevated", "--json").json


def test_the_own_account_is_shown_and_changed(monkeypatch: pytest.MonkeyPatch, ada: Person) -> None:
    use(monkeypatch, ada)
    assert "Byron" in ran("account", "update", "--last-name", "Byron").out
    assert "Byron" in ran("account", "get").out
    assert ran("account", "check-key", "--json").json["valid"]
    assert [] == ran("account", "sync-projects", "--json").json["projects_added"]


# ---- keys ----


def test_a_key_is_shown_only_if_that_was_asked_for_before_anything_is_made(folder: Path) -> None:
    refused = ran("service-account", "create", "xrd-uploader", code=2)
    assert "--show-key" in refused.err
    assert "--key-file" in refused.err
    assert [] == ran("service-account", "list", "--ids").lines
    (folder / "taken").write_text("mine\n", "utf-8")
    ran("service-account", "create", "xrd-uploader", "--key-file", "taken", code=6)
    ran("service-account", "create", "xrd-uploader", "--key-file", "no/such/folder", code=1)
    assert [] == ran("service-account", "list", "--ids").lines
    assert "mine\n" == (folder / "taken").read_text("utf-8")


def test_a_key_gets_into_a_file_that_nobody_else_can_read(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    made = ran("service-account", "create", "xrd-uploader", "--key-file", "robot.key")
    key = (folder / "robot.key").read_text("utf-8").strip()
    assert key
    assert key not in made.out + made.err
    if sys.platform != "win32":
        assert 0o600 == stat.S_IMODE((folder / "robot.key").stat().st_mode)
    monkeypatch.setenv("CRUCIBLE_API_KEY", key)
    assert ran("account", "check-key", "--json").json["valid"]


def test_a_key_that_could_not_be_had_leaves_no_file(folder: Path) -> None:
    ran("user", "issue-key", "nobody-at-all", "--key-file", "their.key", code=4)
    ran("service-account", "create", "xrd-uploader", "--show-key")
    (folder / "kept").write_text("mine\n", "utf-8")
    ran("service-account", "create", "xrd-uploader", "--key-file", "kept", "--existing", "overwrite", code=6)
    assert ["kept"] == sorted(path.name for path in folder.iterdir() if path.name != "home")
    assert "mine\n" == (folder / "kept").read_text("utf-8")


def test_a_key_that_cannot_be_written_is_said_to_be_lost(folder: Path) -> None:
    def get() -> tuple[Secret, dict[str, object]]:
        (folder / "robot.key").mkdir()  # meanwhile
        return Secret("abc"), {}

    with pytest.raises(EndedError, match="is lost"):
        with_key(get, show_key=False, key_file="robot.key", existing="overwrite")
    assert ["robot.key"] == [path.name for path in folder.iterdir() if path.name != "home"]


def test_another_key_is_given_after_a_question_and_the_old_one_is_void(
    monkeypatch: pytest.MonkeyPatch, served: Served, folder: Path
) -> None:
    first = ran("service-account", "create", "xrd-uploader", "--show-key", "--json").json
    assert {"unique_id", "username", "api_key"} == first.keys()
    assert "'xrd-uploader'" in ran("service-account", "rotate-key", first["unique_id"], "--show-key", code=6).err
    (folder / "robot.key").write_text(first["api_key"], "utf-8")
    words = ("service-account", "rotate-key", first["unique_id"], "--key-file", "robot.key")
    ran(*words, "--yes", code=6)
    told = ran(*words, "--existing", "overwrite", "--yes", "--json").json
    assert ("xrd-uploader", "robot.key") == (told["username"], told["key_file"])
    assert "api_key" not in told
    second = (folder / "robot.key").read_text("utf-8").strip()
    assert first["api_key"] != second
    served.sandbox.worker.step()
    for key, code in ((second, 0), (first["api_key"], 3)):
        monkeypatch.setenv("CRUCIBLE_API_KEY", key)
        ran("account", "check-key", code=code)


def test_keys_of_people_are_issued_checked_and_revoked(ada: Person) -> None:
    assert [ada.key] == ran("user", "issue-key", "ada", "--show-key").lines
    assert ran("user", "check-key", "ada", "--json").json["valid"]
    assert "'ada'" in ran("user", "revoke-keys", "ada", code=6).err
    assert "ada" in ran("user", "revoke-keys", "ada", "--yes").out
    ran("user", "check-key", "ada", code=4)


def test_the_own_key_is_had_once_more(served: Served) -> None:
    assert "--show-key" in ran("account", "key", code=2).err
    assert [served.admin.key] == ran("account", "key", "--show-key").lines


def test_a_service_account_is_changed_and_its_groups_are_listed() -> None:
    robot = ran("service-account", "create", "xrd-uploader", "--show-key", "--json").json["unique_id"]
    changed = ran("service-account", "update", robot, "--platform-role", "contributor", "--json").json
    assert "contributor" == changed["platform_role"]
    assert "contributor" in ran("service-account", "list").out
    assert "xrd-uploader" in ran("service-account", "get", robot).out
    ran("service-account", "groups", robot, "--elevated")


# ---- words ----


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("project users", "'members'"),
        ("dataset show", "'get'"),
        ("dataset metadat", "'metadata'"),
        ("sample rm", "'delete'"),
    ],
)
def test_a_word_of_other_programs_leads_to_the_command(typed: str, meant: str) -> None:
    assert meant in ran(*typed.split(), code=2).err


@pytest.mark.parametrize("typed", ["project create films", "instrument create xrd-1", "user create carla --elevated"])
def test_what_the_service_wants_is_asked_for_before_anything_is_sent(typed: str) -> None:
    assert "Missing option" in ran(*typed.split(), code=2).err
    assert [] == ran("project", "list", "--json").json


def test_a_noun_alone_shows_what_can_be_done() -> None:
    shown = ran("project", code=2).err
    assert not shown.startswith("Error")
    assert "Members:" in shown
