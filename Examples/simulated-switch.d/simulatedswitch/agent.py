"""The fake FastCli: a small program that hands its commands to the switch's process over a Unix socket."""

import json
import os
import socketserver
import sys
import threading

from .cli import CLIError, Session

SOCKET = "/var/run/simulated-switch.sock"

# Started often and by many switches at once: it imports as little as it can.
PROGRAM = '''#!{python} -IS
import socket
import sys

privilege, commands, rest = "1", None, sys.argv[1:]
while rest:
    option = rest.pop(0)
    if option in ("-p", "-c") and rest:
        if option == "-p":
            privilege = rest.pop(0)
        else:
            commands = rest.pop(0)
    elif option not in ("-A", "-M"):
        sys.stderr.write("FastCli: unknown option %s\\n" % option)
        sys.exit(2)
if commands is None:
    commands = sys.stdin.read()
agent = socket.socket(socket.AF_UNIX)
try:
    agent.connect("{socket}")
except OSError:
    sys.stderr.write("Cannot connect to the CLI server\\n")
    sys.exit(1)
agent.sendall((privilege + "\\n" + commands).encode("utf-8", "surrogateescape"))
agent.shutdown(socket.SHUT_WR)
reply = b""
while True:
    part = agent.recv(65536)
    if not part:
        break
    reply += part
status, _, output = reply.partition(b"\\n")
sys.stdout.buffer.write(output)
sys.exit(int(status or b"1"))
'''


def install(root):
    """Puts FastCli where a switch has it."""
    text = PROGRAM.replace("{python}", os.path.realpath(sys.executable)).replace("{socket}", root.path(SOCKET))
    for name in ("FastCli", "Cli"):
        path = root.path("/usr/bin/" + name)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(path, 0o755)


def run_lines(device, privilege, text):
    """What FastCli prints for the lines of -c, and its exit code: it goes on behind a refused line and ends with 1."""
    session = Session(device, privilege)
    output, status = [], 0
    for line in text.split("\n"):
        command, bar, pipe = line.partition("|")
        if bar and pipe.strip() not in ("json", "no-more"):
            output.append("%% Invalid input (at token 0: '%s')\n" % pipe.strip())
            status = 1
            continue
        try:
            with device.lock:
                answer = session.run(command)
        except CLIError as error:
            output.append("%% %s\n" % error)
            status = 1
            continue
        if pipe.strip() != "json":
            output.append(answer.text)
        elif answer.data is None:
            output.append("% This is an unconverted command\n")
            status = 1
        else:
            output.append(json.dumps(answer.data, indent=4) + "\n")
    return "".join(output), status


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        text = self.rfile.read().decode("utf-8", "surrogateescape")
        privilege, _, commands = text.partition("\n")
        output, status = run_lines(self.server.device, int(privilege) if privilege.isdigit() else 1, commands)
        self.wfile.write(("%d\n%s" % (status, output)).encode("utf-8", "surrogateescape"))


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 16

    def handle_error(self, request, client_address):
        """A FastCli that was killed is no news."""


def serve(device):
    """Answers FastCli in the background for as long as this process lives."""
    server = _Server(device.root.path(SOCKET), _Handler)
    server.device = device
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.5})
    thread.daemon = True
    thread.start()
