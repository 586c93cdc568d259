"""The command line: people, service accounts, one's own account, settings."""

import os

import pytest


@pytest.fixture(scope="module")
def guest(join):
    return join("cli-guest")


@pytest.fixture
def as_guest(guest):
    return {"CRUCIBLE_API_KEY": guest.client._subject.api_key}


def ids(answer):
    return [each["unique_id"] for each in (answer["items"] if isinstance(answer, dict) else answer)]


def test_a_person_is_created_found_and_changed(terminal, client, edit):
    terminal("user", "create", "-f", "Typed", "-l", "Person", "-u", "typed-person", "--email", "typed@example.org")
    made = terminal.json("user", "get", "typed-person", "--json")["unique_id"]
    terminal("user", "update", made, "-f", "Changed")
    terminal("user", "edit", made, **edit(last_name="Edited"))
    found = client.users.get(made)
    assert ("Changed", "Edited") == (found["first_name"], found["last_name"])
    assert [made] == ids(terminal.json("user", "search", "typed", "--json"))
    assert [made] == ids(terminal.json("user", "list", "--q", "typed-person", "--human", "--sort", "email", "--json"))
    terminal("user", "set-role", made, "contributor")
    assert [made] == ids(client.users.list(platform_role="contributor", username="typed-person"))
    terminal("user", "revoke-keys", made, "--yes")


def test_what_a_person_can_reach(terminal, client, guest, project, dataset):
    terminal("user", "add-access-group", guest.id, "peer-project")
    assert "peer-project" in terminal("user", "list-projects", guest.id)
    assert dataset in terminal("user", "list-datasets", guest.id)
    assert "contributor" in terminal("user", "check-access", guest.id, dataset)
    assert project["unique_id"] in terminal("user", "list-access-groups", guest.id)
    terminal("user", "remove-access-group", guest.id, "peer-project")
    assert guest.id not in [each.unique_id for each in client.projects.get_users("peer-project")]


def test_a_service_account_is_created_found_and_changed(terminal, client, edit, project):
    key = terminal("service-account", "create", "--username", "cli-robot")
    mfid = terminal.json("service-account", "get", "cli-robot", "--json")["unique_id"]
    assert client.service_accounts.get_admin(mfid)["api_key_status"]["valid"]
    assert key != terminal("service-account", "rotate-key", "cli-robot")
    terminal("service-account", "update", "cli-robot", "--first-name", "Typed")
    terminal("service-account", "edit", "cli-robot", **edit(last_name="Robot"))
    terminal("service-account", "set-role", mfid, "contributor")
    shown = terminal.json("service-account", "show", mfid, "--json")
    assert ("Typed", "Robot", "contributor") == tuple(
        shown[name] for name in ("first_name", "last_name", "platform_role")
    )
    assert mfid in ids(terminal.json("service-account", "list", "--search", "cli-robot", "--json"))
    terminal("service-account", "add-access-group", "cli-robot", "peer-project")
    assert project["unique_id"] in terminal("service-account", "list-access-groups", "cli-robot")
    terminal("service-account", "remove-access-group", "cli-robot", "peer-project")


def test_ones_own_account(terminal, guest, as_guest, edit):
    assert "cli-guest" in terminal("account", "show", **as_guest)
    terminal("account", "update", "-f", "Renamed", **as_guest)
    terminal("account", "edit", **edit(last_name="Edited"), **as_guest)
    profile = guest.client.account.profile()
    assert ("Renamed", "Edited") == (profile["first_name"], profile["last_name"])
    assert guest.client._subject.api_key in terminal("account", "api-key", **as_guest)
    assert "yes" in terminal("account", "verify", **as_guest)
    assert "cli-guest" in terminal("whoami", **as_guest)


def test_health_and_login_are_shown(terminal, api_url):
    text = terminal("status")
    assert api_url in text
    assert "unreachable" not in text


def test_any_record_is_shown_by_its_mfid(terminal, client, dataset, project):
    assert dataset == terminal.json("get", dataset, "-o", "json")["unique_id"]
    assert project["unique_id"] in terminal("get", project["unique_id"])
    assert dataset in terminal("open", dataset, "--print-url")


def test_an_administrator_elevates_and_others_may_not(terminal, as_guest, dataset):
    terminal("--elevate", "dataset", "get", dataset)
    assert "403" in terminal("--elevate", "dataset", "get", dataset, status=1, **as_guest)


def test_settings_are_written_and_read(terminal):
    home = {name: str(terminal.folder) for name in ("HOME", "XDG_CONFIG_HOME", "USERPROFILE")}
    assert "config.ini" in terminal("config", "path", **home)
    terminal("config", "set", "current_project", "peer-project", **home)
    assert "peer-project" in terminal("config", "get", "current_project", **home)
    shown = terminal("config", "show", **home)
    assert os.environ["CRUCIBLE_API_URL"] in shown
    assert os.environ["CRUCIBLE_API_KEY"] not in shown
    terminal("config", "unset", "current_project", **home)
    assert "peer-project" not in terminal("config", "show", **home)
    terminal("config", "edit", **home, CRUCIBLE_EDITOR="python -c pass")


def test_completion_is_printed(terminal):
    assert "argcomplete" in terminal("completion", "--print", "bash")
