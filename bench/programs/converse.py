"""What the Python peers have in common: the batch, the memory peak, and the conversation with the bench command.

The command writes one JSON request a line to standard input and reads one JSON reply a line from standard output.
Between requests a peer sleeps, so that only one of them works at a time.
"""

import json
import os
import sys
import time

import numpy as np


def read_batch(path, batch):
    """The images as float32 [batch, 32, 32, 3] in [0, 1], and the labels as whole numbers."""
    data = np.fromfile(path, dtype=np.uint8)
    labels, pixels = data[:batch], data[batch:]
    return (pixels.reshape(batch, 32, 32, 3) / 255).astype("float32"), labels.astype("int64")


def peak_bytes():
    """The most memory this process ever held."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource

        # In bytes on macOS. (Not used on Linux, where a child begins with its parent's number.)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def converse(build):
    """Calls build(config) and answers requests until input ends.

    build returns a function that takes so many training steps, a description, a function for the peak of memory on the
    card and, if the peer has a `fit`, one for an epoch of it. The first gives the steps to the device one after another,
    waits for it, reads the numbers back and returns the last step's loss: the clock is read next. The last returns the
    epoch's loss and the form in which `fit` was called.
    """
    # Whatever a library prints must not mix with the replies.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def reply(message):
        replies.write(json.dumps(message) + "\n")
        replies.flush()

    try:
        take_steps, description, card_bytes, *fit = build(json.loads(sys.argv[1]))
        reply(description)
        for line in sys.stdin:
            request = json.loads(line)
            burst = request["burst"]
            seconds = []
            loss, more = None, {}
            begin = time.perf_counter()
            while len(seconds) * burst < request["steps"] or time.perf_counter() - begin < request["seconds"]:
                start = time.perf_counter()
                if "epoch" in request:
                    loss, more["form"] = fit[0](request["epoch"])
                else:
                    loss = take_steps(burst)
                seconds.append((time.perf_counter() - start) / burst)
            if description["device"] == "GPU":
                more["cardBytes"] = card_bytes()
            reply({"seconds": seconds, "loss": loss, "peakBytes": peak_bytes(), **more})
    except Exception as error:  # noqa: BLE001 - told to the command, which goes on without this peer
        reply({"error": f"{type(error).__name__}: {error}"})
        raise
