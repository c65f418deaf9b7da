"""What a cell prints, shows and returns."""

import os
import tempfile
import time

import zmq
from kernel import kernel, text


def check_100000_lines_arrive_in_order(k):
    reply, published = k.run("for (let i = 0; i < 100000; i++) console.log(`line ${i}`);")
    assert reply["status"] == "ok", reply
    assert text(published) == "".join(f"line {i}\n" for i in range(100000))
    assert published[-1]["content"] == {"execution_state": "idle"}


def check_stdout_stderr_and_displays_keep_their_order(k):
    _, published = k.run(
        "import * as tslab from 'tslab';"
        "for (let i = 0; i < 50; i++) { console.log('o' + i); console.error('e' + i); tslab.display.text('d' + i); }"
    )
    seen = []
    for m in published:
        if m["msg_type"] == "stream":
            seen += m["content"]["text"].split()
        if m["msg_type"] == "display_data":
            seen.append(m["content"]["data"]["text/plain"])
    assert seen == [f"{kind}{i}" for i in range(50) for kind in "oed"], seen[:9]


def check_output_is_seen_while_the_cell_still_computes(k):
    msg_id = k.send("console.log('soon'); const end = Date.now() + 3000; while (Date.now() < end);")
    start = time.monotonic()
    while True:
        message = k.client.get_iopub_msg(timeout=10)
        if message["msg_type"] == "stream":
            break
    status = k.client.get_iopub_msg(timeout=10)
    assert status["content"] == {"execution_state": "idle"}, status
    assert time.monotonic() - start > 1  # the text came well before the end
    k.collect_reply(msg_id)


def resident_megabytes(root_pid):
    """Resident memory of a process and its children."""
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            status = open(f"/proc/{pid}/status").read()
        except OSError:
            continue
        fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        if pid == str(root_pid) or fields["PPid"].strip() == str(root_pid):
            total += int(fields.get("VmRSS", "0 kB").split()[0]) / 1024
    return total


def check_memory_is_bounded_when_the_client_is_slow(_):
    with kernel() as k:
        k.client.iopub_channel.stop()
        pid = k.manager.provisioner.process.pid
        subscriber = zmq.Context.instance().socket(zmq.SUB)
        subscriber.rcvhwm = 10
        subscriber.connect(f"tcp://127.0.0.1:{k.manager.iopub_port}")
        subscriber.subscribe(b"")
        time.sleep(0.3)
        # 600 MB in messages that cannot be joined; the client reads none of them for a while.
        code = "import * as tslab from 'tslab'; const big = 'x'.repeat(1e6);"
        k.send(f"{code} for (let i = 0; i < 600; i++) tslab.display.text(i + ' ' + big);")
        time.sleep(4)
        used = resident_megabytes(pid)
        seen = []
        subscriber.RCVTIMEO = 10000
        while len(seen) < 600:
            frames = subscriber.recv_multipart()
            if frames[0] == b"display_data":
                seen.append(int(frames[-1].split(b'"text/plain":"', 1)[1].split(b" ", 1)[0]))
        subscriber.close(0)
    assert seen == list(range(600)), seen[:5]
    assert used < 1000, used  # two processes with TypeScript, and a buffer; 600 MB would come on top of that


def check_value_of_the_last_line(k):
    assert k.value("[1, 2].map((x) => x * 2)") == "[ 2, 4 ]"
    assert k.value("const quiet = 1;") is None
    _, published = k.run("quiet + 1")
    assert text(published) == ""


def check_late_output_goes_to_the_cell_that_started_it(k):
    first = k.send("setTimeout(() => console.log('late'), 400); 1")
    k.collect(first)
    second = k.send("await new Promise((resolve) => setTimeout(resolve, 800)); console.log('second')")
    texts = {first: "", second: ""}
    end = time.monotonic() + 10
    while time.monotonic() < end:
        m = k.client.get_iopub_msg(timeout=10)
        parent = m["parent_header"].get("msg_id")
        if m["msg_type"] == "stream":
            texts[parent] += m["content"]["text"]
        if parent == second and m["content"].get("execution_state") == "idle":
            break
    assert texts == {first: "late\n", second: "second\n"}, texts
    k.collect_reply(second)


def check_several_mime_types_in_one_message(k):
    code = (
        "const bundle = { data: { 'text/html': '<b>x</b>', 'text/plain': 'x' }, metadata: {}, transient: {} };"
        "const writer = Object.entries(require.cache).find(([path]) => path.endsWith('tslab/dist/jupyter.js'))!;"
        "(writer[1] as any).exports.lastWriteDisplayData(bundle, false);"
    )
    reply, published = k.run(code)
    assert reply["status"] == "ok", reply
    [shown] = [m["content"]["data"] for m in published if m["msg_type"] == "display_data"]
    assert shown == {"text/html": "<b>x</b>", "text/plain": "x"}


def check_display_can_be_updated(k):
    code = "import { newDisplay } from 'tslab'; const shown = newDisplay(); shown.text('one'); shown.text('two');"
    _, published = k.run(code)
    kinds = [(m["msg_type"], m["content"]["data"]["text/plain"]) for m in published if "data" in m["content"]]
    assert kinds == [("display_data", "one"), ("update_display_data", "two")], kinds


def check_errors_that_no_code_catches_are_shown(k):
    msg_id = k.send("setTimeout(() => { throw new Error('in a timer'); }, 50); Promise.reject(new Error('unheard')); 1")
    _, published = k.collect(msg_id)
    shown = text(published + k.later(msg_id, 0.5), "stderr")
    assert "in a timer" in shown and "unheard" in shown, shown
    assert k.value("1 + 1") == "2"


def check_what_tensorflow_prints_at_every_start_is_left_out_and_errors_are_not(_):
    with tempfile.TemporaryFile("w+") as log:
        with kernel(stderr=log) as k:
            reply, published = k.run(
                "import { tf, useBackend } from 'l2lab'; await useBackend(); tf.add(1, 1).dispose();"
                "require('fs').writeSync(2, 'E0000 a real error\\n');"
            )
            assert reply["status"] == "ok", reply
            assert text(published, "stderr") == "", published
        log.seek(0)
        said = log.read()
    assert said == "E0000 a real error\n", said


def check_the_log_level_is_the_users_own_or_else_2(k):
    assert k.value("process.env.TF_CPP_MIN_LOG_LEVEL") == os.environ.get("TF_CPP_MIN_LOG_LEVEL", "2")
