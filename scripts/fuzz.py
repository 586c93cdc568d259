"""Fuzz a served sandbox with schemathesis, in all its phases: ``fuzz.py [--seconds N] [--seed N] [--view v3|v2]``.

The sandbox is filled with a small world first (tests/fuzzing/world.py). The run fails on any finding, if an
operation got fewer than 20 requests, or if one was never answered with success, not even when it is asked again alone.
A run that is short, or on a busy machine, asks what it did not come to once more.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crucible.sandbox.document import Operation

Counts = dict[str, dict[str, int]]
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests")]  # where the world is described

FEWEST_REQUESTS = 20
MORE_EXAMPLES = 500
MORE_SECONDS = 120
CHECKS_OFF = {
    "positive_data_acceptance": (
        "Some rules need more than a schema: a cursor belongs to one list, `direction` needs `sort`. A check of our own"
        " takes its place, which accepts refusals by such rules only (tests/fuzzing/hooks.py)."
    ),
}
CHECKS_OFF_FOR = {
    "upload_form": ("negative_data_rejection", "v2: in a form every number is a text, and so is what is no number")
}
NOT_IN_THE_SANDBOX = {
    "delete_dataset": "v2: the service itself answers 501",
}
PARAMETERS = {
    "path.dataset_mfid": "datasets",
    "path.sample_mfid": "samples",
    "path.resource_mfid": "records",
    "path.instrument_mfid": "instruments",
    "path.project_ref": "project references",
    "path.user_id": "users",
    "path.user_ref": "users",
    "path.file_mfid": "files",
    "path.group_name": "slugs",
    "path.thumbnail_id": "thumbnails",
    "path.audit_id": "audit",
    "path.unique_id": "robots",
    "path.service_account_mfid": "robots",
    "query.project_id": "slugs",
    "query.group_name": "slugs",
    "body.owner": "users",
    "body.new_owner": "users",
    "body.project_lead": "users",
}
OF_OPERATIONS = {
    "link_samples": {"path.parent_mfid": "samples", "path.child_mfid": "samples"},
    "link_datasets": {"path.parent_mfid": "datasets", "path.child_mfid": "datasets"},
    "revoke_user_api_keys": {"path.user_id": "robots"},
    "unlink_samples": {"path.parent_mfid": "parent sample", "path.child_mfid": "child samples"},
    "unlink_datasets": {"path.parent_mfid": "parent dataset", "path.child_mfid": "child datasets"},
    "remove_user_from_access_group": {"path.group_name": "crowded", "path.user_id": "users"},
    "remove_project_member|set_project_member_role": {"path.project_ref": "crowded", "path.user_ref": "users"},
    "get_ingestion_request|update_ingestion_request": {"path.request_id": "ingestions"},
    "review_join_request": {"path.request_id": "joins"},
    "get_deletion_request|review_deletion_request": {"path.request_id": "deletions"},
    "delete_resource": {"path.resource_mfid": "doomed"},
    "create_project": {"body.project_lead_username": "usernames"},
    "create_dataset|create_sample|reassign_project": {"body.project_id": "slugs", "body.project_mfid": "projects"},
    "assign_dataset_instrument": {"body.instrument_id": "slugs", "body.instrument_mfid": "instruments"},
    "update_instrument": {"path.instrument_mfid": "instruments", "body.instrument_id": "new slugs"},
    "complete_upload": {
        "path.dataset_mfid": "upload dataset",
        "body.upload_id": "resumable",
        "body.sha256_hash": "sha256",
    },
    "get_signed_upload|abort_signed_upload": {"path.dataset_mfid": "upload dataset", "path.upload_id": "signed"},
    "sign_parts": {
        "path.dataset_mfid": "upload dataset",
        "path.upload_id": "empty signed",
        "body.parts[*].part_number": "one",
        "body.parts[*].crc32c": "crc32c",
    },
    "complete_signed_upload": {
        "path.dataset_mfid": "upload dataset",
        "body.upload_id": "signed",
        "body.sha256_hash": "sha256",
        "body.crc32c": "crc32c",
    },
    "start_file_replacement": {"header.If-Match": "any"},
}


def main() -> int:
    """Run schemathesis and judge what it did; 0 if there is nothing to mend."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=300, help="how long; at least what the first phases take")
    parser.add_argument("--seed", type=int, default=None, help="a number that makes the run repeatable")
    parser.add_argument("--view", choices=("v3", "v2"), default="v3", help="the version of the API")
    arguments = parser.parse_args()
    from fuzzing.world import fill
    from support.served import Served

    from crucible.sandbox import Sandbox

    with Sandbox(ingest=False) as sandbox, tempfile.TemporaryDirectory() as folder:
        served = Served(sandbox)
        dictionaries = fill(served)
        served.close()
        config, counts = Path(folder, "schemathesis.toml"), Path(folder, "counts.json")
        config.write_text(configuration(dictionaries), encoding="utf-8")
        url = sandbox.api_url.replace("/v3", f"/{arguments.view}")
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"]
        command += [str(ROOT / "crucible" / "openapi" / f"{arguments.view}.json"), "--url", url]
        command += ["--header", f"Authorization: Bearer {sandbox.api_key}"]
        command += [] if arguments.seed is None else ["--seed", str(arguments.seed)]
        environment = {**os.environ, "FUZZ_COUNTS": str(counts), "PYTHONPATH": str(ROOT / "tests")}

        def run(*options: str) -> tuple[bool, Counts]:
            done = subprocess.run([*command, *options], cwd=folder, env=environment, check=False)
            return done.returncode == 0, json.loads(counts.read_text("utf-8"))

        good, told = run("--max-time", str(arguments.seconds))
        for lacking, examples in ((seldom_asked, 2 * FEWEST_REQUESTS), (never_accepted, MORE_EXAMPLES)):
            # A busy machine may not have come to all, and rules that no schema can express leave little to accept.
            if names := lacking(told, arguments.view):
                only = [option for name in names for option in ("--include-operation-id", name)]
                again = ("--phases", "fuzzing", "--max-examples", str(examples), "--max-time", str(MORE_SECONDS))
                fine, more = run(*again, *only)
                good = good and fine
                told = {
                    name: dict(Counter(told.get(name, {})) + Counter(more.get(name, {}))) for name in {*told, *more}
                }
        return 1 if judged(told, arguments.view) or not good else 0


def configuration(dictionaries: dict[str, list[str | int]]) -> str:
    """Return the settings of schemathesis: which values stand for something, and what is left out and why."""
    known = {
        **dictionaries,
        "records": dictionaries["datasets"] + dictionaries["samples"] + dictionaries["projects"],
        "project references": dictionaries["projects"] + dictionaries["slugs"],
        "any": ["*"],
        "one": [1],
        "new slugs": [f"renamed-{number}" for number in range(500)],
    }
    lines = ['hooks = "fuzzing.hooks"', "continue-on-failure = true", "request-timeout = 30", "warnings = false"]
    lines += ["[generation]", f"max-examples = {FEWEST_REQUESTS}", 'database = "none"']
    lines += ["[phases.stateful]", "max-steps = 8"]
    for check, reason in CHECKS_OFF.items():
        lines += [f"# {reason}", f"[checks.{check}]", "enabled = false"]
    lines += [
        line
        for name, values in known.items()
        for line in (f"[dictionaries.{json.dumps(name)}]", f"values = {json.dumps(values)}")
    ]
    lines += ["[parameters]", *bindings(PARAMETERS, 0.7)]
    for names, parameters in OF_OPERATIONS.items():
        for name in names.split("|"):
            lines += ["[[operations]]", f'include-operation-id = "{name}"', "[operations.parameters]"]
            lines += bindings(parameters, 0.9)
    for name, (check, reason) in CHECKS_OFF_FOR.items():
        lines += [f"# {reason}", "[[operations]]", f'include-operation-id = "{name}"']
        lines += [f"[operations.checks.{check}]", "enabled = false"]
    for name, reason in NOT_IN_THE_SANDBOX.items():
        lines += [f"# {reason}", "[[operations]]", f'include-operation-id = "{name}"', "enabled = false"]
    return "\n".join(lines) + "\n"


def bindings(parameters: dict[str, str], probability: float) -> list[str]:
    """Return the lines that let parameters take values from dictionaries."""
    return [
        f'"{parameter}" = {{ dictionary = "{name}", probability = {probability} }}'
        for parameter, name in parameters.items()
    ]


def fewest(operation: Operation) -> int:
    """Return how many requests an operation should get; one without input has one form only."""
    return FEWEST_REQUESTS if operation.takes_body or any(operation.parameters.values()) else 1


def fuzzed(view: str) -> dict[str, Operation]:
    """Return the operations that are fuzzed."""
    from crucible.sandbox.document import load_document

    operations = load_document(view).operations
    return {name: operations[name] for name in sorted(set(operations) - set(NOT_IN_THE_SANDBOX))}


def accepted(answers: dict[str, int]) -> int:
    """Return how many answers said success."""
    return sum(number for status, number in answers.items() if status < "3")


def never_accepted(counts: Counts, view: str) -> list[str]:
    """Return the operations that were never once answered with success: little was checked of them."""
    return [name for name in fuzzed(view) if not accepted(counts.get(name, {}))]


def seldom_asked(counts: Counts, view: str) -> list[str]:
    """Return the operations that got too few requests."""
    operations = fuzzed(view).items()
    return [name for name, operation in operations if sum(counts.get(name, {}).values()) < fewest(operation)]


def judged(counts: Counts, view: str) -> bool:
    """Print what the run has reached, and return whether that is too little."""
    few = seldom_asked(counts, view)
    refused = [f"{name} {counts.get(name)}" for name in never_accepted(counts, view)]
    requests, successes = (sum(map(of, counts.values())) for of in (lambda each: sum(each.values()), accepted))
    print(f"\n{requests} requests to {len(counts)} operations, {successes} of them answered with success")
    for what, names in (("fewer than 20 requests", few), ("never answered with success", refused)):
        if names:
            print(f"{what}: {', '.join(names)}")
    return bool(few or refused)


if __name__ == "__main__":
    sys.exit(main())
