"""A disk that fills up in the middle of something: one clear line, and nothing is lost.

Each test has a small disk of its own, in a namespace that ends with its process.
"""

import shutil
import subprocess
import sys

import pytest

IN_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
ON_A_DISK = (
    'mount -t tmpfs -o size=8m none "$1" && exec "$0" -m tests.knowledge.full_disk "$2" "$1"'
)


def may_mount(folder):
    if shutil.which("unshare") is None:
        return False
    mount = ("mount", "-t", "tmpfs", "none", str(folder))
    return subprocess.run([*IN_NAMESPACE, *mount], capture_output=True, check=False).returncode == 0


@pytest.fixture
def on_a_small_disk(tmp_path):
    """Run a scenario of `full_disk.py` on a disk of 8 MB."""
    if not may_mount(tmp_path):
        pytest.skip("this system lets nobody mount a disk of his own")

    def run(scenario):
        command = [*IN_NAMESPACE, "sh", "-c", ON_A_DISK, sys.executable, str(tmp_path), scenario]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr

    return run


def test_a_disk_full_during_an_add_leaves_the_library_as_it_was(on_a_small_disk):
    on_a_small_disk("add")


def test_a_disk_full_during_a_merge_costs_no_answer(on_a_small_disk):
    on_a_small_disk("merge")


def test_a_disk_full_during_a_backup_leaves_no_half_copy(on_a_small_disk):
    on_a_small_disk("backup")


def test_a_disk_full_during_an_export_leaves_no_half_archive(on_a_small_disk):
    on_a_small_disk("export")


def test_a_disk_full_during_an_import_keeps_whole_documents(on_a_small_disk):
    on_a_small_disk("import_")


def test_a_disk_full_during_a_restore_leaves_the_library_as_it_was(on_a_small_disk):
    on_a_small_disk("restore")


def test_the_bots_own_file_works_again_when_the_disk_has_room(on_a_small_disk):
    on_a_small_disk("bot")
