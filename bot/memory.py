"""What big updates took goes back to the system, so that a process that runs for months stays as small as it began."""

import ctypes
import gc

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_BIG = 128 * 1024


def settle() -> None:
    """Once everything is loaded.

    glibc raises its threshold for separate mappings with each big block that is freed, up to 32 MB (mallopt(3),
    "dynamic mmap threshold"); bodies of 512 KiB then break up the heap, which stays at its highest mark. Setting
    either value by hand ends that. Other C libraries have no such call, and no such habit.
    """
    # What is loaded by now stays: to look through it again and again costs a tenth of the whole process.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _BIG)
        mallopt(_M_TRIM_THRESHOLD, _BIG)
