"""eAPI: JSON-RPC over HTTP, on the Unix socket without a password, over TCP with basic authentication."""

import errno
import json
import os
import random
import socket
import socketserver
import threading
from http.server import BaseHTTPRequestHandler

from .cli import CLIError, Session

SOCKET = "/var/run/command-api.sock"

PARSE_ERROR = (-32700, "Parse error")
INVALID_REQUEST = (-32600, "Invalid Request")
METHOD_NOT_FOUND = (-32601, "Method not found")
INVALID_PARAMS = (-32602, "Invalid params")
FAILED = 1000
INVALID_COMMAND = 1002
UNCONVERTED = 1003
NOT_ALLOWED = 1005

PARAMETERS = {"version", "cmds", "format", "timestamps", "autoComplete", "expandAliases", "stopOnError", "streaming"}


class _Fault(Exception):
    """An error of JSON-RPC: code, message, data of the commands so far."""

    def __init__(self, code, message, data=None):
        Exception.__init__(self, message)
        self.error = {"code": code, "message": message}
        if data is not None:
            self.error["data"] = data


def answer(device, body):
    """The JSON that answers a request body, both as bytes."""
    identity = None
    try:
        try:
            request = json.loads(body.decode("utf-8"))
        except ValueError:
            raise _Fault(*PARSE_ERROR)
        if not isinstance(request, dict) or request.get("jsonrpc") != "2.0":
            raise _Fault(*INVALID_REQUEST)
        identity = request.get("id")
        if request.get("method") != "runCmds":
            raise _Fault(*METHOD_NOT_FOUND)
        outcome = {"result": _run_commands(device, request.get("params"))}
    except _Fault as fault:
        outcome = {"error": fault.error}
    return json.dumps(dict(outcome, jsonrpc="2.0", id=identity)).encode("utf-8")


def _run_commands(device, params):
    if not isinstance(params, dict) or set(params) - PARAMETERS:
        raise _Fault(*INVALID_PARAMS)
    commands = params.get("cmds")
    as_text = params.get("format", "json") == "text"
    if not isinstance(commands, list) or params.get("version", 1) not in (1, "latest") \
            or params.get("format", "json") not in ("json", "text"):
        raise _Fault(*INVALID_PARAMS)
    session = Session(device)
    results = []
    with device.lock:
        for number, command in enumerate(commands, 1):
            words = command.get("cmd") if isinstance(command, dict) else command
            if not isinstance(words, str):
                raise _Fault(*INVALID_PARAMS)
            results.append(_run_one(session, words, as_text, "CLI command %d of %d '%s' failed: " % (
                number, len(commands), words), results))
    return results


def _run_one(session, command, as_text, failure, before):
    try:
        reply = session.run(command)
    except CLIError as error:
        text = str(error)
        code, why = INVALID_COMMAND, "invalid command"
        if "privileged mode" in text:
            code, why = NOT_ALLOWED, "permission denied"
        elif not text.startswith(("Invalid", "Incomplete", "Ambiguous")):
            code, why = FAILED, "could not run command"
        last = {"errors": [text]}
        if as_text:
            last["output"] = "% " + text + "\n"
        raise _Fault(code, failure + why, before + [last])
    if as_text:
        return {"output": reply.text}
    if reply.data is None:
        message = "Command cannot be executed over the API in JSON format; use the text format"
        raise _Fault(UNCONVERTED, failure + "unconverted command", before + [{"errors": [message]}])
    return reply.data


# --- HTTP ------------------------------------------------------------------------------------------------------------

class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "simulated-switch"
    sys_version = ""

    def setup(self):
        # EOS drops connections that idle; a client has to connect again.
        self.timeout = self.server.device.eapi_idle
        BaseHTTPRequestHandler.setup(self)

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            self.close_connection = True
            self._reply(411, b"Length Required\n")
            return
        body = self.rfile.read(int(length))
        if self.path != "/command-api":
            self._reply(404, b"Not Found\n")
        elif self.server.wants_user and not self.server.device.accepts(self.headers.get("Authorization")):
            self._reply(401, b"Unable to authenticate user: Bad username/password combination\n",
                        ("WWW-Authenticate", 'Basic realm="COMMAND_API_AUTH"'))
        else:
            self._reply(200, answer(self.server.device, body), ("Content-Type", "application/json"))

    def do_GET(self):
        self._reply(405 if self.path == "/command-api" else 404, b"Not here; POST /command-api\n")

    def _reply(self, status, body, *fields):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def address_string(self):
        return "client"

    def log_message(self, *_):
        pass


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, device, listening, wants_user):
        socketserver.BaseServer.__init__(self, listening.getsockname(), _Handler)
        self.socket = listening
        self.device = device
        self.wants_user = wants_user

    def get_request(self):
        connection, _ = self.socket.accept()
        return connection, ("client", 0)

    def handle_error(self, request, client_address):
        """A client that goes away in the middle is no news."""


class DelayedServer(object):
    """A server that begins to listen a moment after it was configured."""

    def __init__(self, device, kind, port, delay):
        self.device = device
        self.kind = kind
        self.port = port
        self.server = None
        self.stopped = False
        self.lock = threading.Lock()
        self.timer = threading.Timer(delay, self._start)
        self.timer.daemon = True
        self.timer.start()

    def _start(self):
        with self.lock:
            if self.stopped:
                return
            try:
                listening = self._unix() if self.kind == "unix" else self._tcp()
            except OSError as error:
                self.device.say("eAPI does not start: %s" % error.strerror)
                return
            self.server = _Server(self.device, listening, wants_user=self.kind == "http")
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.1})
        thread.daemon = True
        thread.start()

    def _unix(self):
        path = self.device.root.path(SOCKET)
        _remove_if_there(path)
        return _bound(socket.AF_UNIX, path)

    def _tcp(self):
        """127.0.0.1; if something else has that, another address that `localhost` then means in this switch."""
        try:
            return _bound(socket.AF_INET, ("127.0.0.1", self.port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE or self.device.root.prefix:
                raise
        address = "127.%d.%d.%d" % tuple(random.randint(1, 254) for _ in range(3))
        listening = _bound(socket.AF_INET, (address, self.port))
        _point_localhost_to(address)
        self.device.say("eAPI is at localhost, which is %s: 127.0.0.1:%d is taken" % (address, self.port))
        return listening

    def stop(self):
        with self.lock:
            self.stopped = True
            self.timer.cancel()
            server, self.server = self.server, None
        if server is not None:
            server.shutdown()
            server.server_close()
            if self.kind == "unix":
                _remove_if_there(self.device.root.path(SOCKET))


def _remove_if_there(path):
    try:
        os.remove(path)
    except FileNotFoundError:
        pass


def _bound(family, address):
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(16)
    except OSError:
        listening.close()
        raise
    return listening


def _point_localhost_to(address):
    """Only inside a namespace, where /etc/hosts is the switch's own."""
    with open("/etc/hosts", encoding="utf-8") as stream:
        others = [line for line in stream if "localhost" not in line.split("#")[0].split()[1:]]
    with open("/etc/hosts", "w", encoding="utf-8") as stream:
        stream.writelines(["%s localhost\n" % address] + others)
