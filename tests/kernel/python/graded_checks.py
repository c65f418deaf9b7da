"""The kernel with `--grading`: what one cell of a homework does costs no other cell, and no other notebook."""

import os
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
from kernel import GRADING, ROOT, install, kernel, text
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook


@contextmanager
def start(megabytes=1200, seconds=60, **options):
    """A kernel in a student's folder of a course that has the library."""
    with tempfile.TemporaryDirectory() as course:
        student = Path(course, "submitted", "ana", "penalty")
        student.mkdir(parents=True)
        Path(course, "node_modules").mkdir()
        Path(course, "node_modules", "l2lab").symlink_to(ROOT)
        limits = {"L2LAB_GRADING_MEMORY": str(megabytes), "L2LAB_GRADING_SECONDS": str(seconds)}
        with kernel(argv=GRADING, cwd=str(student), env={**os.environ, **limits}, **options) as one:
            one.course, one.student = Path(course), student
            reply, _ = one.run("const kept: number = 41; interface Kept { size: number } import { sep } from 'path';")
            assert reply["status"] == "ok", reply
            yield one


def check_state(k):
    """Variables, types and imports of an earlier cell are there."""
    assert k.value("const next: Kept = { size: kept + 1 }; `${next.size}${sep}`") == "42/"


def run_interrupted(k, code, seconds=0.3):
    """The reply to a cell that is interrupted as nbclient does it, and what it published."""
    msg_id = k.send(code)
    k.wait_until_begun(msg_id)
    time.sleep(seconds)
    begun = time.monotonic()
    k.manager.interrupt_kernel()
    reply, published = k.collect(msg_id)
    # nbclient gives a cell 4 seconds, and the whole notebook up beyond that.
    assert time.monotonic() - begun < 3, (code, time.monotonic() - begun)
    return reply, published


ENDLESS = [
    "setImmediate(() => { while (true); }); await new Promise(() => {});",
    "while (true) { try { await null; } catch {} }",
    "while (true) console.log('x');",
]


def check_an_endless_cell_costs_itself_only(k):
    for code in ENDLESS:
        reply, published = run_interrupted(k, code)
        assert reply["ename"] == "Interrupted" and "took too long" in reply["evalue"], (code, reply)
        assert [m["content"]["ename"] for m in published if m["msg_type"] == "error"] == ["Interrupted"], code
        check_state(k)


def check_an_endless_wait_costs_nothing_else_not_even_the_process(k):
    session = k.value("process.pid")
    for code in ("await new Promise(() => {});", "while (true) await new Promise((resolve) => setTimeout(resolve, 5));"):
        assert run_interrupted(k, code)[0]["ename"] == "Interrupted", code
    assert k.value("process.pid") == session


def check_a_cell_has_a_time_limit_of_its_own(_):
    with start(seconds=2) as k:
        reply, _ = k.run("while (true);")
        assert reply["ename"] == "TimeLimit" and "2 s" in reply["evalue"], reply
        check_state(k)


MEMORY = [
    "const objects: unknown[] = []; while (true) objects.push(new Array(1e5).fill(0.5));",
    "const buffers: Buffer[] = []; while (true) buffers.push(Buffer.alloc(1e7, 1));",
    "import { tf } from 'l2lab'; const ones: unknown[] = []; while (true) ones.push(tf.ones([1000, 1000]).add(1));",
]


def check_a_cell_that_fills_memory_costs_itself_only(k):
    for code in MEMORY:
        reply, _ = k.run(code)
        assert reply["ename"] == "MemoryLimit" and "1,200 MB are allowed" in reply["evalue"], (code, reply)
        check_state(k)


def check_a_cell_cannot_end_the_process(k):
    session = k.value("process.pid")
    for code in ("process.exit()", "process.exit(0)", "process.abort()", "process.kill(process.pid, 'SIGKILL')"):
        reply, _ = k.run(code)
        assert reply["ename"] == "Error" and "a cell may not end the process" in reply["evalue"], (code, reply)
    late = k.send("setTimeout(() => process.exit(), 50); 1")
    assert k.collect(late)[0]["status"] == "ok"
    assert "may not end the process" in text(k.later(late, 0.5))
    assert k.value("process.pid") == session


def check_a_process_that_ends_all_the_same_costs_its_cell_only(k):
    code = "new (require('worker_threads').Worker)(\"process.kill(process.pid, 'SIGKILL')\", { eval: true }); await new Promise(() => {});"
    reply, _ = k.run(code)
    assert reply["ename"] == "SessionEnded" and "SIGKILL" in reply["evalue"], reply
    check_state(k)


def check_what_a_failed_cell_had_set_is_there_again(k):
    assert k.run("const half = 20; throw new Error('not done yet');")[0]["evalue"] == "not done yet"
    assert k.run("const refused: string = half;")[0]["ename"] == "TypeScriptError"
    run_interrupted(k, "while (true);")
    assert k.value("half + 1") == "21"


def check_code_that_a_cell_leaves_running_costs_that_cell_only(k):
    left, _ = k.run("const never = async () => { while (true) await null; }; void never();")
    reply, published = k.run("kept")
    assert reply["status"] == left["status"] == "ok", reply
    assert f"Cell [{left['execution_count']}] is left out" in text(published), published
    assert k.run("never")[0]["ename"] == "TypeScriptError"
    check_state(k)


def check_cells_that_run_again_say_nothing_and_an_interrupt_leaves_them_alone(_):
    with start() as k:
        k.run("console.log('once'); const slow = 7; await new Promise((resolve) => setTimeout(resolve, 2000));")
        run_interrupted(k, "while (true);")
        # The slow cell runs again before this one begins: nbclient's time for it is up meanwhile.
        reply, published = run_interrupted(k, "kept", seconds=1.2)
        assert reply["ename"] == "Interrupted" and "before the cell began" in reply["evalue"], reply
        assert text(published) == "", published
        reply, published = k.run("slow")
        assert reply["status"] == "ok" and text(published) == "", (reply, published)


NOISE = """
console.error('an error'); console.warn('a warning'); console.trace('a trace'); process.stderr.write('written');
process.emitWarning('from Node'); require('fs').writeSync(2, 'from native code\\n'); require('fs').writeSync(1, 'too\\n');
setTimeout(() => { throw new Error('in a timer'); }, 50); void Promise.reject(new Error('unheard'));
await new Promise((resolve) => setTimeout(resolve, 200));
"""


def check_nothing_is_written_to_stderr(_):
    with tempfile.TemporaryFile("w+") as log:
        with start(stdout=log, stderr=log) as k:
            msg_id = k.send(NOISE)
            reply, published = k.collect(msg_id)
            published += k.later(msg_id, 0.3)
            run_interrupted(k, "while (true);")
            check_state(k)
        log.seek(0)
        said = log.read()
    assert reply["status"] == "ok" and text(published, "stderr") == "", published
    for words in ("an error", "a warning", "a trace", "written", "in a timer", "unheard"):
        assert words in text(published), words
    assert said == "", said


OUTSIDE = [
    "writeFileSync('../outside.txt', 'x')",
    "mkdirSync('../folder')",
    "symlinkSync('..', 'link')",
    "linkSync('../own.txt', 'link')",
    "renameSync('own.txt', '../own.txt')",
    "rmSync('../../../node_modules/l2lab')",
]


def check_a_cell_writes_inside_its_folder_only(k):
    before = sorted(k.course.rglob("*"))
    k.value("import * as fs from 'fs'; fs.mkdirSync('deep/er', { recursive: true }); fs.writeFileSync('deep/er/own.txt', '1')")
    assert k.value("fs.renameSync('deep/er/own.txt', 'own.txt'); fs.readFileSync('own.txt', 'utf8')") == "1"
    for code in OUTSIDE:
        reply, _ = k.run(f"require('fs').{code}")
        assert "inside its own folder only" in reply.get("evalue", ""), (code, reply)
    for code in ("execSync('touch ../outside.txt')", "spawn('touch', ['../outside.txt'])", "fork('own.txt')"):
        reply, _ = k.run(f"require('child_process').{code}")
        assert "starts no programs" in reply.get("evalue", ""), (code, reply)
    k.run("process.chdir('..'); require('fs').writeFileSync('outside.txt', 'x')")
    own = [k.student / name for name in ("deep", "deep/er", "own.txt")]
    assert sorted(k.course.rglob("*")) == sorted(before + own)


def check_a_flood_of_output_is_cut(k):
    _, published = k.run("for (let i = 0; i < 3e5; i++) console.log('0123456789');")
    assert 1_000_000 < len(text(published)) < 1_000_200 and "the rest is left out" in text(published)[-120:]
    reply, _ = k.run("import { display } from 'tslab'; while (true) display.text('x'.repeat(1e7));")
    assert reply["ename"] == "Error" and "a graded cell shows at most" in reply["evalue"], reply
    assert len(k.value("'x'.repeat(1e7)")) == 1_000_000
    assert k.value("for (let i = 0; i < 3e5; i++) console.log('0123456789'); 1.5") == "1.5"  # points


LIBRARY = """
import { convNet, describeMachine, fit, kerasAdam, learningCurves, show, syntheticShapes, tf, useBackend } from 'l2lab';
await useBackend();
console.log(String(await describeMachine()));
const { train, test } = syntheticShapes({ trainImages: 80, testImages: 20 });
const model = convNet({ filters: 4, denseUnits: 16, l2: 0.01 });
model.compile({ optimizer: kerasAdam({ learningRate: 1e-3 }), loss: 'categoricalCrossentropy' });
const history = await fit(model, train, { epochs: 2, batchSize: 16, validation: test, checkpoint: 'runs/one' });
await show(learningCurves([history]));
history.epochs.length
"""


def check_the_library_trains_saves_and_shows(_):
    with tempfile.TemporaryFile("w+") as log:
        with start(megabytes=4096, stdout=log, stderr=log) as k:
            reply, published = k.run(LIBRARY)
            assert reply["status"] == "ok", reply
            assert any("image/png" in m["content"]["data"] for m in published if m["msg_type"] == "display_data")
            assert text(published, "stderr") == "" and any((k.student / "runs" / "one").iterdir())
        log.seek(0)
        assert log.read() == ""


def check_a_killed_kernel_takes_its_session_along(_):
    with start() as k:
        session = int(k.value("process.pid"))
        k.send("while (true);")
        time.sleep(0.3)
        os.kill(k.manager.provisioner.process.pid, 9)
        end = time.monotonic() + 5
        while os.path.exists(f"/proc/{session}") and "Z" not in open(f"/proc/{session}/stat").read().split()[2]:
            assert time.monotonic() < end, "the session lives on"
            time.sleep(0.02)


# As nbgrader sets nbclient.
NBGRADER = {
    "allow_errors": True,
    "interrupt_on_timeout": True,
    "raise_on_iopub_timeout": True,
    "error_on_timeout": {"ename": "CellTimeoutError", "evalue": "", "traceback": []},
}


def check_nbclient_goes_on_after_its_timeout(_):
    codes = ["const n = 1; console.error('noise');", "while (true);", "n + 1"]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JUPYTER_PATH"] = str(Path(install(folder, GRADING, "tslab-grading")).parent)
        notebook = new_notebook(cells=[new_code_cell(code) for code in codes])
        resources = {"metadata": {"path": folder}}
        client = NotebookClient(notebook, kernel_name="tslab-grading", timeout=8, resources=resources, **NBGRADER)
        client.execute()
    nbformat.validate(notebook)
    outputs = [[o.get("ename") or o.get("name") or o["data"]["text/plain"] for o in c.outputs] for c in notebook.cells]
    assert outputs == [["stdout"], ["Interrupted"], ["2"]], outputs


def check_limits_that_make_no_sense_are_refused(_):
    for name, value in (("L2LAB_GRADING_MEMORY", "4 GB"), ("L2LAB_GRADING_SECONDS", "0")):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as connection:
            connection.write("{}")
            connection.flush()
            command = [*GRADING[:2], f"--config-path={connection.name}", "--grading"]
            run = subprocess.run(command, env={**os.environ, name: value}, capture_output=True, text=True, timeout=20)
        assert run.returncode == 1 and f"{name} requires a number" in run.stderr, run.stderr
