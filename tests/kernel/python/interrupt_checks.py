"""Interrupts, heartbeats, shutdowns and the end of the kernel's parent."""

import os
import random
import subprocess
import sys
import textwrap
import time

import zmq
from kernel import ROOT, kernel, text

SLEEP = "const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)); let n = 0; const kept = 7;"
# Training as the library does it, with steps that must not be cut in the middle.
TRAINING = """
const kernel = (globalThis as any)[Symbol.for('l2lab.kernel')];
let inStep = false, cut = 0, milliseconds = 700;
function busy(time: number): void {
  for (const end = performance.now() + time; performance.now() < end; n++);
}
function step(): void {
  if (inStep) cut++;
  inStep = true;
  busy(milliseconds);
  inStep = false;
}
const fakeFit = (): Promise<{ steps: number }> => kernel.endsItself(async () => {
  let steps = 0;
  while (!kernel.interrupted) {
    kernel.uninterrupted(step);
    steps++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await sleep(30); // as if it wrote a checkpoint
  return { steps };
});
const runs: { steps: number }[] = [];
let last = { steps: 0 };
"""

LOOPS = {
    "a synchronous loop": "while (true) n++;",
    "a synchronous loop after an await": "await sleep(1); while (true) n++;",
    "an async loop": "while (true) { n++; await sleep(5); }",
    "an async loop that catches errors": "while (true) { try { n++; await sleep(5); } catch {} }",
    "an async loop that catches what promises reject with": "while (true) { try { n++; await Promise.reject(new Error('no')); } catch {} }",
    "an async loop that catches and awaits files": "const { stat } = require('fs').promises; while (true) { try { n++; await stat('.'); } catch {} }",
    "an async function that calls itself": "const again = async (_: null): Promise<void> => { n++; void again(await null); }; void again(null); await sleep(1e6);",
    "a loop of steps that must not be cut": "while (true) kernel.uninterrupted(() => busy(250));",
    "an async loop that only awaits values": "while (true) { n++; await null; }",
    "a loop in a timer": "setTimeout(() => { while (true) n++; }, 1); await sleep(1e6);",
    "a loop in an immediate": "setImmediate(() => { while (true) n++; }); await sleep(1e6);",
    "a loop in a tick": "process.nextTick(() => { while (true) n++; }); await sleep(1e6);",
    "a timer that repeats": "setInterval(() => n++, 1); await sleep(1e6);",
    "an immediate that repeats": "const again = () => { n++; setImmediate(again); }; again(); await sleep(1e6);",
    "a loop that prints": "while (true) console.log(n++);",
    "a loop in a callback of the file system": "require('fs').readFile('package.json', () => { console.log('begun'); while (true) n++; }); await sleep(1e6);",
    "a loop with AsyncLocalStorage": "const { AsyncLocalStorage } = require('async_hooks'); await new AsyncLocalStorage().run(1, async () => { await sleep(1); while (true) n++; });",
}


def processor_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def check_loops_end_and_nothing_runs_on(k):
    k.value(SLEEP + TRAINING)
    session = int(k.value("process.pid"))
    for mode in ("signal", "message"):
        k.manager.kernel_spec.interrupt_mode = mode
        for name, code in LOOPS.items():
            msg_id = k.send(code)
            # On a busy machine a request may take long to arrive, and an interrupt before it ends nothing.
            k.wait_until_begun(msg_id)
            # A file may take longer to be read than the wait below.
            if "begun" in code:
                k.wait_until_printed(msg_id)
            time.sleep(0.15)
            k.manager.interrupt_kernel()
            reply, _ = k.collect(msg_id, timeout=10)
            assert reply["status"] == "error" and reply["ename"] == "KeyboardInterrupt", (name, reply)
            assert k.value("kept") == "7", name
            first = k.value("n")
            time.sleep(0.05)
            assert k.value("n") == first, f"{name} runs on"
    used = processor_seconds(session)
    time.sleep(0.5)
    assert processor_seconds(session) - used < 0.25, "the session is busy although nothing runs"


def check_what_an_earlier_cell_left_running_is_ended(k):
    k.run("setTimeout(() => { while (true) n++; }, 1); 1")
    time.sleep(0.1)
    msg_id = k.send("kept")
    time.sleep(0.5)
    k.manager.interrupt_kernel()
    k.collect(msg_id, timeout=10)
    assert k.value("kept") == "7"


def check_finally_runs_and_promises_are_told(k):
    code = "try { await sleep(1e6); } catch (error) { console.log((error as Error).name); } finally { console.log('bye'); }"
    msg_id = k.send(code)
    k.wait_until_begun(msg_id)
    time.sleep(0.5)
    k.manager.interrupt_kernel()
    _, published = k.collect(msg_id)
    assert text(published) == "KeyboardInterrupt\nbye\n", text(published)


def check_the_library_hears_of_the_interrupt(k):
    code = "const signal = (globalThis as any)[Symbol.for('l2lab.kernel')].interruptSignal as AbortSignal; signal.aborted"
    assert k.value(code) == "false"
    msg_id = k.send(
        "const mine = (globalThis as any)[Symbol.for('l2lab.kernel')].interruptSignal as AbortSignal;"
        "await new Promise<void>((resolve) => mine.addEventListener('abort', () => { console.log('heard'); resolve(); }));"
    )
    k.wait_until_begun(msg_id)
    time.sleep(0.5)
    k.manager.interrupt_kernel()
    _, published = k.collect(msg_id)
    assert text(published) == "heard\n", published


# How a cell keeps what fit returns, and the expression that is above 0 if it was kept; {i} is a new number.
PLACES = [
    ("const history{i} = await fakeFit();", "history{i}.steps"),
    ("last.steps = 0; last = await fakeFit();", "last.steps"),
    ("runs.length = 0; for (const _ of [1, 2, 3]) runs.push(await fakeFit());", "runs.length === 1 ? runs[0].steps : 0"),
    ("const { steps } = await fakeFit();", "steps"),
    ("async function train{i}() { last = await fakeFit(); }\nlast.steps = 0; await train{i}();", "last.steps"),
    ("async function give{i}() { return await fakeFit(); }\nconst given{i} = await give{i}();", "given{i}.steps"),
    ("const all{i} = await Promise.all([1, 2].map(async () => await fakeFit()));", "all{i}.reduce((sum, one) => sum + one.steps, 0)"),
    ("last.steps = 0; try { last = await fakeFit(); } catch {} console.log('goes on');", "last.steps"),
    ("runs.length = 0; if (kept)\n  runs.push(await fakeFit());\nelse\n  await fakeFit();", "runs[0].steps"),
    ("await fakeFit()", "1"),
]


def wait_until_printed(k):
    """A cell that prints first thing is past its compilation then."""
    while (message := k.client.get_iopub_msg(timeout=10))["msg_type"] != "stream":
        assert message["msg_type"] != "error", message["content"]["traceback"]


def check_a_training_step_ends_and_fit_returns_its_value(k):
    k.value(SLEEP + TRAINING)
    generator = random.Random(8)
    for i in range(4 * len(PLACES)):
        code, kept = (text.replace("{i}", str(i)) for text in PLACES[i % len(PLACES)])
        k.value(f"let steps = 0; milliseconds = {generator.choice([3, 40, 300, 700])};")
        msg_id = k.send(f"console.log('on'); {code}")
        wait_until_printed(k)
        time.sleep(generator.random())
        k.manager.interrupt_kernel()
        reply, published = k.collect(msg_id, timeout=10)
        assert reply["status"] == "error" and reply["ename"] == "KeyboardInterrupt", (code, reply)
        assert "goes on" not in text(published), code
        assert k.value(f"JSON.stringify([cut, inStep, ({kept}) > 0])") == "[0,false,true]", (i, code)
    first = k.value("n")
    time.sleep(0.1)
    assert k.value("n") == first, "training runs on"


def seconds_until_interrupted(k, code):
    msg_id = k.send(f"console.log('on'); {code}")
    wait_until_printed(k)
    time.sleep(0.15)
    start = time.monotonic()
    k.manager.interrupt_kernel()
    reply, _ = k.collect(msg_id, timeout=25)
    assert reply["status"] == "error" and reply["ename"] == "KeyboardInterrupt", (code, reply)
    assert k.value("kept") == "7", code
    return time.monotonic() - start


def check_what_does_not_end_by_itself_is_ended_after_ten_seconds(k):
    k.value(SLEEP + TRAINING)
    for loop in ("while (true) n++;", "while (true) { n++; await require('fs').promises.stat('.'); }"):
        waited = seconds_until_interrupted(k, f"await kernel.endsItself(async () => {{ {loop} }})")
        assert 9.5 < waited < 12, (loop, waited)
        first = k.value("n")
        time.sleep(0.1)
        assert k.value("n") == first, f"{loop} runs on"


def check_a_long_step_is_waited_for_and_what_follows_is_stopped(k):
    k.value(SLEEP + TRAINING)
    waited = seconds_until_interrupted(k, "let ended = false; kernel.uninterrupted(() => { busy(11000); ended = true; }); while (true) n++;")
    # Longer than the 10 seconds after which work without a word is given up, and to its end.
    assert 10.5 < waited < 30, waited
    assert k.value("ended") == "true"


def check_a_result_that_something_else_computes_is_waited_for(k):
    k.value(SLEEP + TRAINING)
    elsewhere = "new Promise((done) => require('child_process').exec('sleep 11', done))"
    waited = seconds_until_interrupted(
        k, f"let result = 0; await kernel.endsItself(async () => {{ await kernel.waitFor(() => {elsewhere}); result = 5; }})"
    )
    # Longer than the 10 seconds after which work without a word is given up, and to its end.
    assert 10.5 < waited < 30, waited
    assert k.value("result") == "5"


def check_ops_that_are_javascript_end_whole(k):
    k.value(SLEEP + TRAINING)
    k.value("milliseconds = 400;")
    waited = seconds_until_interrupted(k, "try { while (true) kernel.op(step); } finally { kernel.uncut(step); inStep = true; }")
    assert waited < 2, waited
    found = k.value("JSON.stringify([cut, inStep])")
    assert found == "[0,true]", found


def check_an_immediate_of_native_code_belongs_to_no_cell(k):
    # Dawn asks by such a one, which sets the next, whether a graphics card is done. A native function that can be told to
    # have run is one that takes a proxy's object away.
    k.value(SLEEP + "const { proxy, revoke } = Proxy.revocable({ told: false }, {});")
    msg_id = k.send("try { await sleep(1e6); } finally { setImmediate(revoke); }")
    k.wait_until_begun(msg_id)
    time.sleep(0.3)
    k.manager.interrupt_kernel()
    reply, _ = k.collect(msg_id, timeout=10)
    assert reply["ename"] == "KeyboardInterrupt", reply
    reply, _ = k.run("proxy.told")
    assert reply["status"] == "error" and "revoked" in reply["evalue"], reply


def check_heartbeat_and_control_answer_while_a_cell_computes(k):
    msg_id = k.send("const until = Date.now() + 1500; while (Date.now() < until);")
    time.sleep(0.2)
    beat = zmq.Context.instance().socket(zmq.REQ)
    beat.RCVTIMEO = 1000
    beat.connect(f"tcp://127.0.0.1:{k.manager.hb_port}")
    beat.send(b"ping")
    assert beat.recv() == b"ping"
    beat.close(0)
    k.client.control_channel.send(k.client.session.msg("kernel_info_request", {}))
    assert k.client.get_control_msg(timeout=1)["msg_type"] == "kernel_info_reply"
    k.collect(msg_id)


def alive(pid):
    try:
        return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(pids, seconds):
    end = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        assert time.monotonic() < end, "processes live on"
        time.sleep(0.02)


STATES = {
    "idle": "1",
    "with a timer": "setInterval(() => {}, 1000); 1",
    "computing": "while (true);",
    "awaiting": "await new Promise((resolve) => setTimeout(resolve, 1e6));",
    "printing": "while (true) console.log('x');",
}


def check_shutdown_ends_both_processes(_):
    for name, code in STATES.items():
        with kernel() as k:
            pids = [k.manager.provisioner.process.pid, int(k.value("process.pid"))]
            k.send(code)
            time.sleep(0.3)
            k.manager.request_shutdown()
            k.manager.provisioner.process.wait(timeout=5)
            wait_until_gone(pids, 5), name


def check_a_killed_kernel_takes_its_session_along(_):
    with kernel() as k:
        session = int(k.value("process.pid"))
        k.send("while (true);")
        time.sleep(0.3)
        os.kill(k.manager.provisioner.process.pid, 9)
        wait_until_gone([session], 5)


def check_no_kernel_outlives_its_parent(_):
    script = textwrap.dedent("""
        import time
        from kernel import Kernel
        k = Kernel()
        print(k.manager.provisioner.process.pid, k.value("process.pid"), flush=True)
        k.send("while (true);")
        time.sleep(60)
    """)
    here = os.path.dirname(os.path.abspath(__file__))
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=here, stdout=subprocess.PIPE, text=True)
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    wait_until_gone(pids, 5)


def check_the_end_of_the_session_is_told(_):
    with kernel() as k:
        reply, published = k.run("process.exit(3)")
        assert reply["ename"] == "SessionEnded" and "exit code 3" in reply["evalue"], reply
        assert [m["content"]["ename"] for m in published if m["msg_type"] == "error"] == ["SessionEnded"]
