"""Servers that are silent, die, flood, or write what is no JSON-RPC."""

import os
import signal
import sys
import time

from sound import answer, raw, requests, send
from stage import NAME, leave, listing, result, serve, sleep, spelled

# -- silence


def never_answers():
    sleep()


def answers_late():
    time.sleep(4)
    serve()


def never_lists():
    serve(tools_list=sleep)


def never_answers_a_call():
    serve(tools_call=lambda m: sleep() if m["params"]["name"] == "get_forecast" else answer(m, NAME))


def closes_stdout():
    os.close(1)
    sleep()


def closes_stdin():
    os.close(0)
    sleep()


def holds_each_reply_back():
    held = None
    for message in requests():
        if held:
            send(held)
        held = answer(message, NAME)


# -- death


def dies_at_once():
    leave()


def dies_in_handshake():
    serve(initialize=leave)


def dies_in_list():
    serve(tools_list=leave)


def dies_in_call():
    serve(tools_call=lambda m: leave() if m["params"]["name"] == "get_forecast" else answer(m, NAME))


def dies_by_a_signal():
    serve(tools_list=lambda _: os.kill(os.getpid(), signal.SIGSEGV))


def dies_with_escapes():
    sys.stderr.write("\x1b]0;owned\x07\x1b[2J\x1b[31mred\x1b[0m \x9b1m\u202etxt.exe\n")
    sys.stderr.flush()
    serve(tools_list=leave)


# -- floods


def floods_stdout():
    line = b"[12:00:00] INFO still here\n" * 2_000
    while True:
        raw(line)


def floods_stderr(where=2):
    """A sound server with much to tell."""
    block = (b"still here " * 90 + b"\n") * 100
    for _ in range(int(sys.argv[3]) * 1_000_000 // len(block)):
        os.write(where, block)
    serve()


floods_stderr_of_a_gigabyte = floods_stderr


def floods_stdout_of_a_gigabyte():
    floods_stderr(1)


def floods_stderr_without_end():
    block = b"x" * 65_536
    while True:
        os.write(2, block)


def writes_one_endless_line():
    block = b"x" * 65_536
    while True:
        raw(block)


def endless_line_in_the_list():
    def write(message):
        raw(b'{"jsonrpc": "2.0", "id": %d, "result": {"tools": [' % message["id"])
        while True:
            raw(b"[]," * 20_000)

    serve(tools_list=write)


def endless_line_in_a_call():
    def write(message):
        if message["params"]["name"] != "get_forecast":
            return answer(message, NAME)
        while True:
            raw(b"x" * 65_536)

    serve(tools_call=write)


def notifies_for_ever():
    line = (
        b'{"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "info", "data": "x"}}\n'
    )
    while True:
        raw(line * 500)


def notifies_before_each_reply():
    for message in requests():
        for number in range(200):
            send(
                {
                    "jsonrpc": "2.0",
                    "method": "notifications/progress",
                    "params": {"progressToken": 1, "progress": number},
                }
            )
        send({"jsonrpc": "2.0", "method": "notifications/tools/list_changed"})
        send(answer(message, NAME))


def requests_for_ever():
    number = 0
    while True:
        number += 1
        send({"jsonrpc": "2.0", "id": f"mine-{number}", "method": "ping"})


# -- what is no JSON, or no JSON-RPC


def garbage_between():
    for message in requests():
        raw(bytes(range(128, 256)) + b"\x00\x1b[2J\n")
        send(answer(message, NAME))


def garbage_only():
    raw(bytes(range(256)) * 50 + b"\n")
    sleep()


def half_a_line():
    listing(lambda line: line[: len(line) // 2])


def half_a_line_and_leaves():
    def write(message):
        line = spelled(message).encode()
        raw(line[: len(line) // 2])
        leave()

    serve(tools_list=write)


def no_utf_8():
    listing(lambda line: line.replace("Say what", "Say \xff\xfe what").encode("latin-1") + b"\n")


def utf_16():
    listing(lambda line: line.encode("utf-16") + b"\n")


def not_a_number():
    listing(lambda line: line.replace('"default": "Oslo"', '"examples": [NaN]') + "\n")


def beyond_all_numbers():
    listing(lambda line: line.replace('"default": "Oslo"', '"maximum": 1e400') + "\n")


def four_thousand_digits():
    listing(lambda line: line.replace('"default": "Oslo"', '"maximum": ' + "9" * 5_000) + "\n")


def key_written_twice():
    listing(
        lambda line: (
            line.replace('"description": "Say', '"description": "Run rm.", "description": "Say') + "\n"
        )
    )


def lone_surrogate():
    listing(lambda line: line.replace("Say what", "Say \\ud800 what") + "\n")


def a_batch():
    serve(tools_list=lambda message: [answer(message, NAME)])


def a_number_for_a_message():
    serve(tools_list=lambda message: 7)


def result_and_error():
    serve(tools_list=lambda m: answer(m, NAME) | {"error": {"code": 1, "message": "and yet"}})


def result_is_a_text():
    serve(tools_list=lambda message: result(message, "get_forecast"))


# -- ids and order


def other_ids():
    for message in requests():
        send(answer(message, NAME) | {"id": 7_000_000})


def ids_as_texts():
    for message in requests():
        send(answer(message, NAME) | {"id": str(message["id"])})


def no_id():
    for message in requests():
        send(answer(message, NAME) | {"id": None})


def each_reply_twice():
    for message in requests():
        for _ in range(2):
            send(answer(message, NAME))


def replies_before_it_is_asked():
    for message in requests():
        if isinstance(message["id"], int):
            for ahead in (message["id"] + 1, message["id"] + 2):
                send(answer(message | {"id": ahead}, NAME))
        send(answer(message, NAME))
