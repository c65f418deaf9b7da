"""Errors, requests and replies as Jupyter's messaging protocol wants them."""

import time

from kernel import ROOT, kernel, text


def published_error(published):
    [error] = [m["content"] for m in published if m["msg_type"] == "error"]
    return error


def check_an_error_is_an_error_message(k):
    code = "type Unused = number;\n\n// a comment\nfunction outer(): void {\n  inner();\n}\nfunction inner(): void {\n  throw new RangeError('too far');\n}\n\nouter();"
    reply, published = k.run(code)
    error = published_error(published)
    assert (reply["ename"], reply["evalue"]) == ("RangeError", "too far"), reply
    assert {key: reply[key] for key in ("ename", "evalue", "traceback")} == error
    trace = "\n".join(error["traceback"])
    count = reply["execution_count"]
    for place in (f"inner (cell {count}, line 8)", f"outer (cell {count}, line 5)", f"at cell {count}, line 11"):
        assert place in trace, trace
    for hidden in ("node:", "tslab/dist", "dist/kernel", "evalmachine"):
        assert hidden not in trace, trace
    assert text(published, "stderr") == ""


def check_a_later_cell_names_the_cell_of_the_function(k):
    reply, _ = k.run("\n\nfunction fails(): never {\n  throw new Error('here');\n}")
    first = reply["execution_count"]
    reply, _ = k.run("await Promise.resolve();\nfails();")
    trace = "\n".join(reply["traceback"])
    assert f"fails (cell {first}, line 4)" in trace, trace
    assert f"cell {first + 1}, line 2" in trace, trace


def check_a_refused_cell_names_the_line(k):
    reply, published = k.run("const fine = 1;\nconst wrong: number = 'text';")
    assert reply["ename"] == "TypeScriptError", reply
    assert "line 2, column 7" in published_error(published)["traceback"][0]


def check_variables_of_a_failed_cell_are_kept(k):
    k.run("const early = 5; throw new Error('after early')")
    assert k.value("early") == "5"


def check_shorthand_properties_name_variables_of_earlier_cells(k):
    k.run("const model = 3; let other = 4;")
    assert k.value("({ model, text: `{ model }` })") == "{ model: 3, text: '{ model }' }"
    k.run("({ other } = { other: 5 });")
    assert k.value("other") == "5"
    k.run("({ other = 6 } = {} as any);")
    assert k.value("other") == "6"
    reply, _ = k.run("const wrong: { model: string } = {\n  model };")
    assert reply["status"] == "error" and "2" in " ".join(reply["traceback"]), reply


def check_no_abort_window_after_an_error(k):
    for _ in range(20):
        reply, _ = k.run("throw new Error('x')")
        assert reply["status"] == "error"
        reply, _ = k.run("1")
        assert reply["status"] == "ok", reply


def replies_after_error(k, stop_on_error):
    sent = [k.send("await new Promise((r) => setTimeout(r, 300)); throw new Error('x')", stop_on_error=stop_on_error)]
    sent += [k.send(str(i)) for i in range(3)]
    found = {}
    while len(found) < 4:
        reply = k.client.get_shell_msg(timeout=10)
        found[reply["parent_header"]["msg_id"]] = reply["content"]["status"]
    k.drain()
    return [found[one] for one in sent]


def check_stop_on_error_is_honoured(k):
    assert replies_after_error(k, True) == ["error", "aborted", "aborted", "aborted"]
    assert replies_after_error(k, False) == ["error", "ok", "ok", "ok"]


def check_execute_input_and_counts(k):
    reply, published = k.run("1")
    first = reply["execution_count"]
    [shown] = [m["content"] for m in published if m["msg_type"] == "execute_input"]
    assert shown == {"code": "1", "execution_count": first}
    reply, published = k.run("console.log('quiet'); 2", silent=True)
    assert [m["msg_type"] for m in published] == ["status", "status"], published
    reply, _ = k.run("3", store_history=False)
    reply, _ = k.run("4")
    assert reply["execution_count"] == first + 1


def check_user_expressions(k):
    wanted = {"sum": "1 + 2", "wrong": "nowhere"}
    reply, _ = k.run("1", user_expressions=wanted)
    values = reply["user_expressions"]
    assert values["sum"]["data"]["text/plain"] == "3", values
    assert values["wrong"]["status"] == "error", values


def check_kernel_info(k):
    k.client.kernel_info()
    content = k.client.get_shell_msg(timeout=10)["content"]
    assert content["status"] == "ok"
    assert content["language_info"]["version"] == k.value("import { versions } from 'tslab'; versions.typescript")


def check_comms(k):
    session = k.client.session
    message = session.msg("comm_info_request", {})
    k.client.shell_channel.send(message)
    reply = k.client.get_shell_msg(timeout=10)
    assert reply["msg_type"] == "comm_info_reply" and reply["content"] == {"status": "ok", "comms": {}}, reply
    message = session.msg("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
    k.client.shell_channel.send(message)
    published = k.later(message["header"]["msg_id"], 0.5)
    kinds = [m["msg_type"] for m in published]
    assert kinds == ["status", "comm_close", "status"], kinds
    assert published[1]["content"]["comm_id"] == "c1"
    message = session.msg("comm_msg", {"comm_id": "c1", "data": {}})
    k.client.shell_channel.send(message)
    kinds = [m["msg_type"] for m in k.later(message["header"]["msg_id"], 0.5)]
    assert kinds == ["status", "status"], kinds


def check_cursor_counts_code_points(k):
    code = "const face = '😀😀'; Math.flo"
    k.client.complete(code, len(code))
    content = k.client.get_shell_msg(timeout=10)["content"]
    assert content["matches"] == ["floor"], content
    assert (content["cursor_start"], content["cursor_end"]) == (len(code) - 3, len(code)), content
    code = "/* 😀 */ Math.max"
    k.client.inspect(code, len(code))
    content = k.client.get_shell_msg(timeout=10)["content"]
    assert "max" in content["data"]["text/plain"], content


def check_top_level_for_await_and_import(k):
    reply, published = k.run("for await (const x of [Promise.resolve(1), 2]) console.log(x);\nfor await (const x of [3]) { console.log(x); }")
    assert text(published) == "1\n2\n3\n", reply
    k.value("const fs = await import('fs');")
    assert k.value("typeof fs.readFileSync") == "function"


def check_input_asks_the_person(k):
    code = "const kernel = (globalThis as any)[Symbol.for('l2lab.kernel')]; const name = await kernel.input('Name? '); name"
    msg_id = k.send(code, allow_stdin=True)
    question = k.client.get_stdin_msg(timeout=10)
    assert question["content"] == {"prompt": "Name? ", "password": False}, question
    k.client.input("Ada")
    reply, published = k.collect(msg_id)
    assert [m["content"]["data"]["text/plain"] for m in published if m["msg_type"] == "execute_result"] == ["Ada"]
    reply, _ = k.run("await kernel.input('Again? ')")
    assert reply["status"] == "error" and "allow_stdin" in reply["evalue"], reply


def check_types_of_node_in_any_folder(_):
    with kernel(cwd="/tmp") as other:
        assert other.value("import * as path from 'path'; path.basename('/a/b.txt')") == "b.txt"
        assert other.value("Buffer.from('a').length") == "1"


def hover(k, name):
    """What Shift+Tab shows for a name."""
    return k.collect_reply(k.client.inspect(name, len(name)))["data"]["text/plain"]


def check_hover_of_a_function_lists_its_options(k):
    k.run("import { fit } from 'l2lab';")
    said = hover(k, "fit")
    for line in (
        "FitOptions:",
        "  epochs: number\n      Passes over the training images.",
        "  batchSize?: number\n      Images per step;",
        "@param model input [batch, height, width, channels]",
        "@returns means per epoch;",
        "@example\nconst { train } = syntheticShapes(",
    ):
        assert line in said, (line, said)
    k.run("function blur(image: number[], options: { readonly radius: number; sharp?: boolean } = { radius: 1 }) {}")
    assert "  radius: number\n  sharp?: boolean" in hover(k, "blur"), hover(k, "blur")
    # What takes no options has none.
    assert ":\n  " not in hover(k, "parseFloat"), hover(k, "parseFloat")
