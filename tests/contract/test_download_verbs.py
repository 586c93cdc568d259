"""Whatever is downloaded, the verb that does it takes the same words with the same meaning when they are left out."""

from inspect import Parameter, signature

import pytest

from crucible import AsyncCrucibleClient, CrucibleClient
from crucible.bound import verbs
from crucible.resources.dataset_files import DatasetFiles
from crucible.resources.files import FileOperations
from crucible.resources.projects import ProjectOperations
from crucible.resources.samples import SampleOperations

# What files alone have no use for: there is one, and nothing beside it.
OF_FOLDERS = ["no_files", "no_record", "include", "exclude"]
VERBS = {
    "client": CrucibleClient.download,
    "client in the background": CrucibleClient.start_download,
    "async client": AsyncCrucibleClient.download,
    "datasets": DatasetFiles.download,
    "samples": SampleOperations.download,
    "projects": ProjectOperations.download,
    "files": FileOperations.download,
    "a dataset": verbs.BoundDataset.download,
    "a sample": verbs.BoundSample.download,
    "a project": verbs.BoundProject.download,
    "a file": verbs.BoundFile.download,
}
KEYWORDS = {
    "existing": None,
    "workers": None,
    "max_bytes": None,
    "bytes_per_second": None,
    "progress": None,
    "dry_run": False,
    "verify": True,
}
CHOOSING = {
    "no_files": False,
    "no_record": False,
    "overwrite_existing": True,
    "include": None,
    "exclude": None,
}


@pytest.mark.parametrize("verb", VERBS)
def test_all_downloads_have_one_vocabulary(verb):
    found = signature(VERBS[verb]).parameters
    assert {name: (Parameter.KEYWORD_ONLY, default) for name, default in KEYWORDS.items()} == {
        name: (found[name].kind, found[name].default) for name in KEYWORDS
    }
    is_file = verb in ("files", "a file")
    chosen = {name: found[name].default for name in CHOOSING if name in found}
    assert {name: default for name, default in CHOOSING.items() if not (is_file and name in OF_FOLDERS)} == chosen
    assert ("." if is_file else "crucible-downloads") == found["output_dir"].default


@pytest.mark.parametrize("verb", ["client", "client in the background", "async client"])
def test_the_published_parameters_come_first_and_in_their_order(verb):
    found = [name for name, one in signature(VERBS[verb]).parameters.items() if one.kind is not Parameter.KEYWORD_ONLY]
    assert ["self", "resource_id", "output_dir", *CHOOSING] == found
