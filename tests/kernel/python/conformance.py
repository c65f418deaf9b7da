"""Jupyter's own conformance suite with every capability filled in; prints one JSON object. Argument: ours or stock."""

import io
import json
import os
import shutil
import signal
import sys
import tempfile
import unittest

import jupyter_kernel_test as jkt
from kernel import OURS, STOCK, install

API = "(globalThis as any)[Symbol.for('l2lab.kernel')]"


SECONDS_PER_TEST = 20  # some of the suite's tests wait for ever where a kernel does not answer


def give_up(_number, _frame):
    raise TimeoutError("no answer")


class Limited:
    """Ends a test that waits for ever."""

    def setUp(self):
        signal.signal(signal.SIGALRM, give_up)
        signal.alarm(SECONDS_PER_TEST)

    def tearDown(self):
        signal.alarm(0)


class TypeScriptKernelTests(Limited, jkt.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [
        {"text": "Math.flo", "matches": ["floor"]},
        {"text": "[1, 2].fil", "matches": ["fill", "filter"]},
        {"text": "JSON.strin", "matches": ["stringify"]},
    ]
    complete_code_samples = ["1", "const a = 1;", "function f() { return 1; }", "await f()", "`a`", "for await (const x of y) {}"]
    incomplete_code_samples = ["function f() {", "const a = [1,", "`open", "/* open", "f(", "if (a) {\n  b();"]
    invalid_code_samples = ["const = 3", "let 1a = 2;", "function () }", "'open", "a b c"]
    code_page_something = "Math.max?"
    code_generate_error = "throw new Error('as asked')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2, 3].map((x) => x ** 2)", "result": "[ 1, 4, 9 ]"},
        {"code": "'a' + 'b'", "result": "ab"},
        {"code": "await Promise.resolve(5)", "result": "5"},
    ]
    code_display_data = [
        {"code": "import * as tslab from 'tslab'; tslab.display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "tslab.display.svg('<svg/>')", "mime": "image/svg+xml"},
    ]
    code_history_pattern = "6 *"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = f"{API}.clearOutput()"

    def test_history(self):
        # The search wants three hits, so the sample must have run three times, as in a session.
        for _ in range(3):
            self.execute_helper("6 * 7")
        super().test_history()


class WelcomeTests(Limited, jkt.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


def main(which):
    folder = tempfile.mkdtemp()
    os.environ["JUPYTER_PATH"] = os.path.dirname(install(folder, OURS if which == "ours" else STOCK))
    suite = unittest.TestSuite()
    for case in (TypeScriptKernelTests, WelcomeTests):
        suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(case))
    names = [test.id().split(".")[-1] for test in suite]
    log = io.StringIO()
    result = unittest.TextTestRunner(stream=log).run(suite)
    shutil.rmtree(folder, ignore_errors=True)

    def name(test):
        return getattr(test, "test_case", test).id().split(".")[-1]

    failed = sorted({name(test) for test, _ in [*result.failures, *result.errors]})
    print(json.dumps({
        "tests": len(names), "names": sorted(names), "failed": failed,
        "skipped": [[name(test), reason] for test, reason in result.skipped],
        "log": [why.splitlines()[-1] for _, why in [*result.failures, *result.errors]],
    }))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "ours")
