"""A wall clock that tests move, for a real process: its C library asks ours for the time of day.

Only the wall clock is moved; the clock that counts from the start of the machine goes on.
"""

import shutil
import struct
import subprocess
from pathlib import Path

SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

static long long shift(void) {
    static volatile long long *seconds;
    if (!seconds) {
        const char *path = getenv("SHIFTED_CLOCK");
        int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        void *page = file < 0 ? MAP_FAILED : mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
        if (page == MAP_FAILED) abort();
        seconds = page;
    }
    return *seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(clock, now);
    if (!failed && clock == CLOCK_REALTIME) now->tv_sec += shift();
    return failed;
}

int gettimeofday(struct timeval *now, void *zone) {
    struct timespec exact;
    int failed = clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return failed;
}

time_t time(time_t *now) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (now) *now = exact.tv_sec;
    return exact.tv_sec;
}
"""


class ShiftedClock:
    """The wall clock of the processes that are started with `environment`."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "seconds"
        self._library = folder / "clock.so"
        self._file.write_bytes(struct.pack("q", 0))
        (folder / "clock.c").write_text(SOURCE)
        command = ("cc", "-shared", "-fPIC", "-o", self._library, folder / "clock.c", "-ldl")
        subprocess.run(command, check=True, capture_output=True)

    @staticmethod
    def is_possible() -> bool:
        """Say whether this system has what it takes: the linker of Linux, and a C compiler."""
        return shutil.which("cc") is not None and Path("/proc/self/maps").exists()

    @property
    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self._library), "SHIFTED_CLOCK": str(self._file)}

    def jump(self, *, days: int) -> None:
        """Set the clock so many days from the true time."""
        with self._file.open("r+b") as file:
            file.write(struct.pack("q", days * 86_400))
