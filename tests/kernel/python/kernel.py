"""Starts kernels for the tests and runs cells in them; run with Python of the project's environment."""

import importlib
import json
import queue
import shutil
import sys
import tempfile
import time
import traceback
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[3]
OURS = ["node", str(ROOT / "dist" / "kernel" / "main.js"), "--config-path={connection_file}"]
GRADING = [*OURS, "--grading"]
STOCK = ["node", str(ROOT / "node_modules" / "tslab" / "bin" / "tslab"), "kernel", "--config-path={connection_file}"]
TIMEOUT = 30


def install(folder, argv=None, name="tslab"):
    """Writes a kernelspec below `folder`, which then stands on Jupyter's path, and returns the folder."""
    spec = Path(folder) / "kernels" / name
    spec.mkdir(parents=True)
    content = {"argv": argv or OURS, "display_name": "TypeScript", "language": "typescript"}
    (spec / "kernel.json").write_text(json.dumps({**content, "interrupt_mode": "signal"}))
    return str(spec.parent)


class Kernel:
    """A kernel process and a client of it."""

    def __init__(self, argv=None, cwd=None, interrupt_mode="signal", **popen):
        self.folder = tempfile.mkdtemp()
        self.manager = KernelManager(kernel_name="tslab")
        specs = KernelSpecManager(kernel_dirs=[install(self.folder, argv)])
        self.manager.kernel_spec_manager = specs
        self.manager.kernel_spec.interrupt_mode = interrupt_mode
        self.manager.start_kernel(cwd=cwd or str(ROOT), **popen)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)

    def send(self, code, **options):
        options.setdefault("allow_stdin", False)
        return self.client.execute(code, **options)

    def wait_until_begun(self, msg_id):
        """Waits until the kernel says that it is at a request."""
        while self.client.get_iopub_msg(timeout=TIMEOUT)["parent_header"].get("msg_id") != msg_id:
            pass

    def wait_until_printed(self, msg_id):
        """Waits for the cell's first printed output."""
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") == msg_id and message["msg_type"] == "stream":
                return

    def collect(self, msg_id, timeout=TIMEOUT):
        """The reply to a request, and what was published for it until it was idle."""
        published = []
        end = time.monotonic() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            published.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        return self.collect_reply(msg_id, end - time.monotonic()), published

    def collect_reply(self, msg_id, timeout=TIMEOUT):
        """The content of the reply to a request."""
        end = time.monotonic() + timeout
        while True:
            reply = self.client.get_shell_msg(timeout=max(0.01, end - time.monotonic()))
            if reply["parent_header"]["msg_id"] == msg_id:
                return reply["content"]

    def drain(self, seconds=0.3):
        """Reads away what is published."""
        self.later(None, seconds)

    def run(self, code, timeout=TIMEOUT, **options):
        return self.collect(self.send(code, **options), timeout)

    def value(self, code):
        """The result of a cell as text; fails if the cell fails."""
        reply, published = self.run(code)
        assert reply["status"] == "ok", reply
        results = [m["content"]["data"]["text/plain"] for m in published if m["msg_type"] == "execute_result"]
        return results[0] if results else None

    def later(self, msg_id, seconds):
        """What is published for a request in the next seconds."""
        found = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                message = self.client.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                break
            if message["parent_header"].get("msg_id") == msg_id:
                found.append(message)
        return found

    def close(self):
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def kernel(**options):
    one = Kernel(**options)
    try:
        yield one
    finally:
        one.close()


def text(published, name="stdout"):
    """What was printed, as one text."""
    return "".join(
        m["content"]["text"] for m in published if m["msg_type"] == "stream" and m["content"]["name"] == name
    )


def run_checks(module):
    """Runs each `check_…(kernel)` of a module on one kernel; what went wrong by name, or None, as JSON."""
    results = {}
    with getattr(module, "start", kernel)() as shared:
        for name, check in list(vars(module).items()):
            if not name.startswith("check_") or (len(sys.argv) > 2 and name not in sys.argv[2:]):
                continue
            try:
                check(shared)
                results[name] = None
            except Exception:  # noqa: BLE001 - reported by the test that reads the JSON
                results[name] = traceback.format_exc()
    print(json.dumps(results))


if __name__ == "__main__":
    run_checks(importlib.import_module(sys.argv[1]))
