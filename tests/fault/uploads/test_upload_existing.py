"""What a dataset has already: the same content, or other content under the name, which is never lost in silence."""

import pytest

from crucible import errors
from crucible.transfer.upload import Uploads


def test_content_that_the_dataset_has_is_not_sent_again(sender, dataset, path):
    first = sender.send(dataset, path)
    sender.storage.puts.clear()
    events = []
    assert first["mfid"] == sender.send(dataset, path, name="other.h5", on_progress=events.append)["mfid"]
    assert [] == sender.storage.puts
    assert ("known", "the dataset has this content already, as scan.h5") == (events[-1].state, events[-1].reason)


def test_other_content_under_the_name_is_an_error_unless_told_otherwise(sender, dataset, path, stored, data):
    sender.send(dataset, path)
    path.write_bytes(b"other")
    with pytest.raises(errors.ConflictError, match=r'other content.*existing="overwrite"') as caught:
        sender.send(dataset, path)
    assert "filename_exists" == caught.value.code
    assert data == stored()
    events = []
    sender.send(dataset, path, existing="skip", on_progress=events.append)
    assert ("differs", True) == (events[-1].state, "skip" in events[-1].reason)
    assert data == stored()
    sender.send(dataset, path, existing="overwrite")
    assert b"other" == stored()
    assert [] == sender.left()


@pytest.mark.parametrize("status", [None, 501], ids=["signed", "resumable"])
@pytest.mark.parametrize("content", [b"", b"other"])
def test_a_name_that_is_taken_is_never_taken_away_in_silence(sender, sandbox, dataset, path, status, content):
    sender.send(dataset, path)
    path.write_bytes(content)
    if status:
        sandbox.faults.add("answer", on="start_signed_upload", status=status)
    with pytest.raises(errors.ConflictError, match="other content"):
        sender.send(dataset, path)
    assert "scan.h5" == sender.send(dataset, path, existing="skip")["filename"]
    assert 1 == len(sender.service.files(dataset))


def test_an_empty_file_does_not_overwrite(sender, dataset, path):
    sender.send(dataset, path)
    path.write_bytes(b"")
    with pytest.raises(errors.TransferError, match="cannot be overwritten"):
        sender.send(dataset, path, existing="overwrite")


def test_a_file_whose_content_is_there_under_another_name_is_overwritten_as_well(sender, dataset, path, stored):
    sender.send(dataset, path, name="a.h5")
    path.write_bytes(b"other")
    sender.send(dataset, path, name="b.h5")
    sender.send(dataset, path, name="a.h5", existing="overwrite")
    assert b"other" == stored("a.h5") == stored("b.h5")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(sender, sandbox, dataset, path, tmp_path, stored):
    sender.send(dataset, path)
    other = tmp_path / "theirs"
    other.write_bytes(b"theirs")

    class Late:
        def __getattr__(self, name):
            return getattr(sender.service, name)

        def start_replacement(self, *arguments, **named):
            sender.send(dataset, other, name="scan.h5", existing="overwrite")
            return sender.service.start_replacement(*arguments, **named)

    path.write_bytes(b"ours")
    with pytest.raises(errors.ConflictError, match="somebody else gave it other content"):
        sender.send(dataset, path, existing="overwrite", service=Late())
    assert b"theirs" == stored()


def test_an_overwriting_that_was_begun_before_is_said_and_can_be_given_up(sender, sandbox, dataset, path, data):
    sender.send(dataset, path)
    path.write_bytes(data[::-1])
    sandbox.faults.add("answer", on="part", status=503, after=2)
    with pytest.raises(errors.StorageError):
        sender.send(dataset, path, existing="overwrite")
    sandbox.faults.clear()
    path.write_bytes(b"third")
    with pytest.raises(errors.ConflictError, match="begun and not ended"):
        sender.send(dataset, path, existing="overwrite")
    run = Uploads(sender.service, sender.storage, journals=sender.journals)
    assert run.abort(dataset, path)
    assert not run.abort(dataset, path)
    assert 5 == sender.send(dataset, path, existing="overwrite")["size"]


def test_an_overwriting_goes_on_in_the_next_run(sender, sandbox, dataset, path, stored, data):
    sender.send(dataset, path)
    path.write_bytes(data[::-1])
    sandbox.faults.add("answer", on="part", status=503, after=2)
    with pytest.raises(errors.StorageError):
        sender.send(dataset, path, existing="overwrite")
    sandbox.faults.clear()
    sender.storage.puts.clear()
    sender.send(dataset, path, existing="overwrite")
    assert 4 == len(sender.storage.puts)
    assert data[::-1] == stored()
