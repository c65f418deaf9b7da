"""Runs nbgrader as `python -m nbgrader` does, and ends it when the program that started it is gone.

Usage: run_nbgrader.py ARGUMENTS …
Prints "Memory BYTES" at the end: the most that nbgrader and everything it started (kernels) have held together.
"""

import os
import signal
import threading

import psutil
from nbgrader.apps.nbgraderapp import main

SECONDS_BETWEEN_LOOKS = 0.5


def held():
    """Bytes that this process and all below it hold now."""
    mine = psutil.Process()
    total = 0
    for process in [mine, *mine.children(recursive=True)]:
        try:
            total += process.memory_info().rss
        except psutil.Error:  # It has just ended.
            pass
    return total


class Memory(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.most = 0
        self.stop = threading.Event()

    def run(self):
        while not self.stop.wait(SECONDS_BETWEEN_LOOKS):
            self.most = max(self.most, held())


def end_with_parent():
    """The other end writes nothing: it closes when the parent is gone, or to end this."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGINT)


memory = Memory()
memory.start()
threading.Thread(target=end_with_parent, daemon=True).start()
try:
    main()
finally:
    print(f"Memory {max(memory.most, held())}", flush=True)
