"""What the tests of the simulated switch share: where it is, a server for scripts, and one call of the command."""

import json
import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COMMAND = os.path.join(TOP, "Examples", "simulated-switch")

sys.dont_write_bytecode = True
sys.path.insert(0, COMMAND + ".d")

from simulatedswitch import isolation  # noqa: E402 -- needs the path above


def works(kind):
    try:
        return isolation.choose(kind) == kind
    except OSError:
        return False


KINDS = [kind for kind in isolation.KINDS if works(kind)]
NAMESPACE = next((kind for kind in KINDS if kind != "tree"), None)


def free_port():
    """One of 127.0.0.1 that nothing listened at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ScriptServer(object):
    """Serves bytes by path on 127.0.0.1. A list of bytes is served one after the other, the last one for ever. A number is
    a status; a tuple (length, bytes) claims another length."""

    def __init__(self):
        self.scripts = {}
        self.requests = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests.append(dict(self.headers.items()))
                content = outer.scripts.get(self.path, 404)
                if isinstance(content, list):
                    content = content.pop(0) if len(content) > 1 else content[0]
                if isinstance(content, int):
                    self.send_error(content)
                    return
                length, content = content if isinstance(content, tuple) else (len(content), content)
                self.send_response(200)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.daemon = True
        self.thread.start()

    def url(self, path="/bootstrap"):
        return "http://127.0.0.1:%d%s" % (self.server.server_address[1], path)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Outcome(object):
    def __init__(self, code, output, errors):
        self.code = code
        self.output = output
        self.errors = errors

    @property
    def report(self):
        return json.loads(self.output)


def simulated_switch(*arguments, **environment):
    """Runs the command to its end."""
    process = subprocess.Popen(
        [sys.executable, COMMAND] + list(arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, universal_newlines=True, env=dict(os.environ, **environment))
    output, errors = process.communicate(timeout=300)
    return Outcome(process.returncode, output, errors)
