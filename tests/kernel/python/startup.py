"""Start-up of the kernel beside stock tslab's, taken in turns; prints medians as JSON. Argument: number of rounds."""

import json
import statistics
import sys
import time

from kernel import OURS, STOCK, Kernel

MOMENTS = ("first reply", "first cell", "second cell", "first cell after restart")


def measure(argv):
    start = time.monotonic()
    k = Kernel(argv=argv)
    moments = [time.monotonic() - start]
    k.run("1 + 1")
    moments.append(time.monotonic() - start)
    second = time.monotonic()
    k.run("2 + 2")
    moments.append(time.monotonic() - second)
    restart = time.monotonic()
    k.manager.restart_kernel(now=True)
    k.client.wait_for_ready(timeout=30)
    k.run("3 + 3")
    moments.append(time.monotonic() - restart)
    k.close()
    return moments


def main(rounds):
    taken = {"ours": [], "stock": []}
    for _ in range(rounds):
        taken["ours"].append(measure(OURS))
        taken["stock"].append(measure(STOCK))
    print(json.dumps({
        which: {name: round(statistics.median(one[i] for one in all_), 3) for i, name in enumerate(MOMENTS)}
        for which, all_ in taken.items()
    }))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
