"""How much memory another process takes, on each system."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def memory_bytes(pid: int) -> int | None:
    """Return how much memory a process takes now; None where that cannot be found out, such as after its end.

    Linux and Windows tell what is the process's own from pages of files, which the system takes back when it needs to.

    >>> import os
    >>> memory_bytes(os.getpid()) > 1_000_000
    True
    """
    if sys.platform == "linux":
        return _by_proc(pid)
    if sys.platform == "win32":
        return _by_windows(pid)
    return _by_ps(pid)


def _by_proc(pid: int) -> int | None:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    sizes = [line.split()[1] for line in lines if line.startswith(("RssAnon:", "RssShmem:", "VmSwap:"))]
    return sum(map(int, sizes)) * 1024 if sizes else None


def _by_ps(pid: int) -> int | None:
    try:
        asked = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False, timeout=5
        )
        return int(asked.stdout) * 1024
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def _by_windows(pid: int) -> int | None:
    """Return what the process has of its own, in memory and in the page file."""
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            ("PeakWorkingSetSize", ctypes.c_size_t),
            ("WorkingSetSize", ctypes.c_size_t),
            ("QuotaPeakPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPeakNonPagedPoolUsage", ctypes.c_size_t),
            ("QuotaNonPagedPoolUsage", ctypes.c_size_t),
            ("PagefileUsage", ctypes.c_size_t),
            ("PeakPagefileUsage", ctypes.c_size_t),
        )

    system = ctypes.WinDLL("kernel32")
    system.OpenProcess.restype = wintypes.HANDLE
    system.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
    system.CloseHandle.argtypes = (wintypes.HANDLE,)
    system.K32GetProcessMemoryInfo.argtypes = (wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD)
    process = system.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not process:
        return None
    try:
        counters = Counters(cb=ctypes.sizeof(Counters))
        if not system.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb):
            return None
        return int(counters.PagefileUsage)
    finally:
        system.CloseHandle(process)
