from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from intake.errors import Damaged, RetryLater
from storage import blobs
from storage.blobs import Blobs


@pytest.fixture
def store(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "data" / "blobs")


def test_a_blob_lies_under_its_hash_and_comes_back(store: Blobs) -> None:
    sha256 = store.put(b"original")
    assert sha256 == hashlib.sha256(b"original").hexdigest()
    path = store.root / sha256[:2] / sha256[2:]
    assert path.read_bytes() == b"original" and store.get(sha256) == b"original" and store.trouble(sha256) is None
    assert path.stat().st_mode & 0o777 == 0o640 and path.parent.stat().st_mode & 0o777 == 0o750


def test_a_blob_is_written_once(store: Blobs) -> None:
    path = store.path(store.put(b"original"))
    before = path.stat()
    store.put(b"original")
    assert path.stat().st_ino == before.st_ino and path.stat().st_mtime_ns == before.st_mtime_ns
    assert list((store.root / "tmp").iterdir()) == []


def test_file_and_folder_are_synced_before_it_counts(store: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    path = store.path(store.put(b"original"))
    assert synced[-2].startswith(str(store.root / "tmp")) and synced[-1] == str(path.parent)
    assert {str(store.root), str(store.root.parent)} <= set(synced)


@pytest.mark.parametrize("damage", [b"", b"originaL", b"original and more"])
def test_a_damaged_blob_is_noticed_and_healed_by_the_same_bytes(store: Blobs, damage: bytes) -> None:
    sha256 = store.put(b"original")
    store.path(sha256).write_bytes(damage)
    with pytest.raises(Damaged, match="altered"):
        store.get(sha256)
    store.put(b"original")
    assert store.get(sha256) == b"original"


def test_a_missing_blob_is_damage(store: Blobs) -> None:
    with pytest.raises(Damaged, match="missing"):
        store.get(hashlib.sha256(b"never").hexdigest())


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_retry_later_and_leaves_nothing(store: Blobs, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    store.put(b"first")

    def full(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(RetryLater, match="disk is full"):
            store.put(b"second")
    assert list((store.root / "tmp").iterdir()) == []
    assert store.trouble(hashlib.sha256(b"second").hexdigest()) is not None


def test_only_what_was_abandoned_long_ago_is_swept(store: Blobs) -> None:
    store.sweep()
    store.put(b"first")
    old, young = store.root / "tmp" / "old", store.root / "tmp" / "young"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (0, 0))
    store.sweep()
    assert not old.exists() and young.exists()


def test_what_cannot_be_swept_keeps_nobody_from_reading(store: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = store.put(b"kept")
    left = store.root / "tmp" / "half"
    left.write_bytes(b"x")
    os.utime(left, (0, 0))

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    store.sweep()
    assert store.get(sha256) == b"kept"


def test_make_folder_survives_a_race_and_respects_a_file(tmp_path: Path) -> None:
    blobs.make_folder(tmp_path / "a" / "b")
    blobs.make_folder(tmp_path / "a" / "b")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        blobs.make_folder(tmp_path / "file")
