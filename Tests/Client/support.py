"""What the tests of the bootstrap client share: a server and a switch, both fakes that can be told to misbehave."""

import atexit
import fcntl
import hashlib
import json
import logging
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import types
import unittest

try:
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from socketserver import ThreadingMixIn, UnixStreamServer
except ImportError:  # Python 2
    from BaseHTTPServer import BaseHTTPRequestHandler, HTTPServer
    from SocketServer import ThreadingMixIn, UnixStreamServer

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA_ROOT = os.path.join(TOP, 'Examples', 'data_root')
BOOTSTRAP = os.path.join(DATA_ROOT, 'bootstrap', 'bootstrap')

VERSION = {
    'modelName': 'DCS-7050SX3-48YC8',
    'version': '4.32.1F',
    'systemMacAddress': '00:1c:73:aa:bb:01',
    'serialNumber': 'LEAF1',
}
LONGEST_BOOT = 120  # seconds
NEIGHBORS = [('Ethernet49', 'spine1', 'Ethernet1'), ('Ethernet50', 'spine2', 'Ethernet1')]

# What a boot does without harm: an action that leaves a startup-config.
CONFIGURE = {'action': 'replace_config', 'attributes': {'url': 'files/config'}}


def bytes_of(value):
    return value if isinstance(value, bytes) else value.encode('utf-8')


def read(path):
    with open(path, 'rb') as stream:
        return stream.read().decode('utf-8')


def write(path, content):
    if not os.path.isdir(os.path.dirname(path)):
        os.makedirs(os.path.dirname(path))
    with open(path, 'wb') as stream:
        stream.write(bytes_of(content))


def action_source(name):
    return read(os.path.join(DATA_ROOT, 'actions', name))


# --- the server --------------------------------------------------------------------------------------------------


class Answers(BaseHTTPRequestHandler):
    """Answers as the tests' server is told to, else as a ZTP server does."""

    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def handle_request(self):
        length = int(self.headers.get('Content-Length') or 0)
        self.body = self.rfile.read(length)
        self.server.fake.requests.append(self)
        self.close_connection = True
        planned = self.server.fake.planned(self.command, self.path)
        if planned is None:
            self.usual()
        elif callable(planned):
            planned(self)
        else:
            self.reply(*planned)

    do_GET = do_POST = handle_request

    def reply(self, status, content=b'', kind='text/html', **headers):
        """One answer. headers: Content_Length=9, None leaves a field out."""
        content = bytes_of(content)
        fields = {'Content_Type': kind + '; charset=UTF-8', 'Content_Length': len(content), 'Connection': 'close'}
        fields.update(headers)
        self.send_response(status)
        for name, value in sorted(fields.items()):
            if value is not None:
                self.send_header(name.replace('_', '-'), str(value))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def reset(self):
        """Breaks the connection off with a RST."""
        self.wfile.flush()
        # What was sent before has to arrive: a RST overtakes it.
        waiting = bytearray(4)
        while self.connection.family != socket.AF_UNIX and fcntl.ioctl(self.connection, termios.TIOCOUTQ, waiting) == 0:
            if not any(waiting):
                break
            time.sleep(0.01)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        # Both are needed: the files that were made of the socket keep it open.
        self.rfile.close()
        self.connection.close()

    def usual(self):
        fake = self.server.fake
        path = self.path[len(fake.prefix):]
        if self.command == 'POST' and path == '/nodes':
            return self.reply(201, Location=fake.url + '/nodes/LEAF1')
        if path == '/bootstrap/config':
            return self.reply(200, json.dumps({'logging': fake.logging}), 'application/json')
        if path == '/nodes/LEAF1':
            return self.reply(200, json.dumps(fake.definition), 'application/json')
        if path.startswith('/meta/') and path[len('/meta'):] in fake.files:
            content = fake.files[path[len('/meta'):]]
            meta = {'size': len(content), 'sha1': hashlib.sha1(content).hexdigest()}
            return self.reply(200, json.dumps(meta), 'application/json')
        if path in fake.files:
            return self.file(fake.files[path])
        self.reply(404)

    def file(self, content, **headers):
        """A file, from where Range says if If-Range has the right ETag."""
        headers.setdefault('ETag', '"%s"' % hashlib.sha1(content).hexdigest())
        match = re.match(r'bytes=(\d+)-$', self.headers.get('Range') or '')
        if match and self.headers.get('If-Range') == headers['ETag']:
            first = int(match.group(1))
            headers['Content_Range'] = 'bytes %d-%d/%d' % (first, len(content) - 1, len(content))
            return self.reply(206, content[first:], 'text/plain', **headers)
        self.reply(200, content, 'text/plain', **headers)


def serve_in_background(server):
    """Lets a server answer in a thread that sleeps as long as nobody asks; returns what ends it."""
    stopping = threading.Event()

    def serve():
        while not stopping.is_set():
            server.handle_request()
        server.server_close()

    thread = threading.Thread(target=serve)
    thread.daemon = True
    thread.start()

    def stop():
        if not stopping.is_set():
            stopping.set()
            waker = socket.socket(server.address_family)
            try:
                waker.connect(server.server_address)
            finally:
                waker.close()
            thread.join()
    return stop


class QuietServer(ThreadingMixIn, HTTPServer):
    daemon_threads = True
    request_queue_size = 20

    def handle_error(self, *arguments):
        pass  # Clients that go away are what some tests are about.


class QuietServer6(QuietServer):
    address_family = socket.AF_INET6


class FakeServer(object):
    """A ZTP server on a free port of 127.0.0.1.

    files: what GET and /meta give. plan(): answers that come before what is usual for a request.
    """

    def __init__(self, prefix='', kind=QuietServer, address='127.0.0.1', context=None):
        self.prefix = prefix
        self.logging = []
        self.definition = {'name': 'leaf', 'actions': [CONFIGURE]}
        self.files = {'/files/config': b'hostname leaf1\n'}
        for name in os.listdir(os.path.join(DATA_ROOT, 'actions')):
            self.files['/actions/' + name] = bytes_of(action_source(name))
        self.plans = {}
        self.requests = []
        self.lock = threading.Lock()
        self.http = kind((address, 0), Answers)
        self.http.fake = self
        scheme = 'http'
        if context:
            scheme = 'https'
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        host = '[%s]' % address if ':' in address else address
        self.url = '%s://%s:%d%s' % (scheme, host, self.http.server_address[1], prefix)
        self.stop = serve_in_background(self.http)

    def plan(self, path, *answers, **options):
        """Answers to requests for a path, one after the other; the last one again and again, unless once=True."""
        self.plans[(options.get('method', 'GET'), self.prefix + path)] = (list(answers), options.get('once', False))

    def planned(self, method, path):
        with self.lock:
            answers, once = self.plans.get((method, path), ([], False))
            if not answers:
                return None
            return answers.pop(0) if once or len(answers) > 1 else answers[0]

    def paths(self):
        return ['%s %s' % (request.command, request.path[len(self.prefix):]) for request in self.requests]

    def close(self):
        self.stop()


# --- the switch --------------------------------------------------------------------------------------------------


class EAPIAnswers(Answers):
    """The command API; what it says is in the attributes of its switch."""

    def address_string(self):
        return 'switch'

    def handle_request(self):
        switch = self.server.fake
        self.close_connection = True
        request = json.loads(self.rfile.read(int(self.headers['Content-Length'])).decode('utf-8'))
        switch.eapi_calls.append((request['params'], self.headers.get('Authorization')))
        if switch.eapi_resets > 0:
            switch.eapi_resets -= 1
            return self.reset()
        text_format = request['params']['format'] == 'text'
        results = []
        for command in request['params']['cmds']:
            if command.startswith('bad'):
                data = results + [{'errors': ['Invalid input (at token 0)']}]
                error = {'code': 1002, 'message': "CLI command '%s' failed" % command, 'data': data}
                return self.reply(200, json.dumps({'jsonrpc': '2.0', 'id': '1', 'error': error}), 'application/json')
            results.append(switch.show(command) if not text_format else {'output': 'output of %s\n' % command})
        self.reply(200, json.dumps({'jsonrpc': '2.0', 'id': '1', 'result': results}), 'application/json')

    do_POST = handle_request


class EAPIServer(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    request_queue_size = 20

    def handle_error(self, *arguments):
        pass


FAST_CLI = r"""#!/bin/sh
# Notes its arguments; says what `show version` says.
printf '%s\n' "$*" >> "$EOS_ROOT/fastcli.log"
case $FAKE_CLI in
    refuses) case $* in *configure*) echo '% Invalid input (at token 3)' ;; *) echo '"version": "4.32.1F"' ;; esac ;;
    fails) echo 'no CLI today' >&2; exit 3 ;;
    *) echo "Software image version: ${FAKE_VERSION:-4.32.1F}" ;;
esac
"""


class FakeSwitch(object):
    """A tree that looks like a switch's, its FastCli and its eAPI."""

    def __init__(self):
        self.root = tempfile.mkdtemp(prefix='ztp-switch-')
        for folder in ('mnt/flash', 'persist/local', 'var/run', 'var/log', 'tmp', 'bin'):
            os.makedirs(os.path.join(self.root, folder))
        write(self.path('/bin/FastCli'), FAST_CLI)
        os.chmod(self.path('/bin/FastCli'), 0o755)
        write(self.path('/mnt/flash/boot-config'), 'CONSOLESPEED=9600\nSWI=flash:/EOS-4.30.0F.swi\n')
        write(self.path('/mnt/flash/EOS-4.30.0F.swi'), 'an image')
        self.version = dict(VERSION)
        self.neighbors = list(NEIGHBORS)
        self.neighbors_after = []  # (how many times LLDP was asked before, neighbors from then on)
        self.lldp_asked = 0
        self.eapi_calls = []
        self.eapi_resets = 0
        self.start_eapi()

    def path(self, path):
        return self.root + path

    def flash(self, name=''):
        return self.path('/mnt/flash/' + name).rstrip('/')

    def start_eapi(self):
        self.eapi = EAPIServer(self.path('/var/run/command-api.sock'), EAPIAnswers)
        self.eapi.fake = self
        self.stop_eapi = serve_in_background(self.eapi)

    def show(self, command):
        if command == 'show version':
            return self.version
        if command == 'show lldp neighbors':
            known = self.neighbors
            for times, neighbors in self.neighbors_after:
                if self.lldp_asked >= times:
                    known = neighbors
            self.lldp_asked += 1
            return {'lldpNeighbors': [
                {'port': port, 'neighborDevice': device, 'neighborPort': its_port, 'ttl': 120}
                for port, device, its_port in known]}
        return {}

    def make_factory_files(self):
        """The four things of an earlier life."""
        write(self.flash('startup-config'), 'hostname before\n')
        write(self.flash('rc.eos'), '#!/bin/bash\necho before\n')
        write(self.flash('boot-extensions'), 'before.rpm\n')
        write(self.flash('.extensions/before.rpm'), 'an extension')

    def tree(self, without_factory_names=False):
        """All files on flash and in /persist with their content and mode."""
        found = {}
        for top in ('/mnt/flash', '/persist'):
            for folder, folders, names in os.walk(self.path(top)):
                if without_factory_names and folder.endswith('/flash/.extensions'):
                    continue
                for name in names + folders:
                    path = os.path.join(folder, name)
                    content = read(path) if os.path.isfile(path) else None
                    found[path[len(self.root):]] = (content, os.stat(path).st_mode)
        if without_factory_names:
            names = ('startup-config', 'rc.eos', 'boot-extensions', '.extensions')
            found = dict((path, value) for path, value in found.items() if path.split('/')[-1] not in names)
        return found

    def close(self):
        self.stop_eapi()
        shutil.rmtree(self.root)


class BootHost(object):
    """The process of boot_host.py, one for all tests."""

    process = None

    @classmethod
    def run(cls, script, arguments, environment):
        if cls.process is None:
            program = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'boot_host.py')
            cls.process = subprocess.Popen([sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            atexit.register(cls.stop)
        with tempfile.NamedTemporaryFile() as output, tempfile.NamedTemporaryFile() as errors:
            job = {'script': script, 'arguments': arguments, 'environment': dict(os.environ, **environment),
                   'output': output.name, 'errors': errors.name, 'seconds': LONGEST_BOOT}
            cls.process.stdin.write(bytes_of(json.dumps(job) + '\n'))
            cls.process.stdin.flush()
            code = int(cls.process.stdout.readline())
            return code, output.read(), errors.read()

    @classmethod
    def stop(cls):
        cls.process.stdin.close()
        cls.process.wait()
        cls.process.stdout.close()


class Outcome(object):
    """How a run of the bootstrap ended."""

    def __init__(self, code, output, errors, seconds):
        self.code = code
        self.output = output.decode('utf-8')
        self.errors = errors.decode('utf-8')
        self.seconds = seconds


class ClientTest(unittest.TestCase):
    """A server and a switch, and a way to let one boot from the other."""

    def setUp(self):
        self.switch = FakeSwitch()
        self.addCleanup(self.switch.close)
        self.server = self.serve()
        self.environment = {
            'EOS_ROOT': self.switch.root,
            'PATH': self.switch.path('/bin') + ':' + os.environ['PATH'],
            'ZTP_LLDP_WAIT': '0',
            'ZTP_EAPI_WAIT': '1',
            'ZTP_IO_TIMEOUT': '60',
            'ZTP_ATTEMPTS': '3',
            'ZTP_FIRST_PAUSE': '0.02',
        }

    def serve(self, **options):
        server = FakeServer(**options)
        self.addCleanup(server.close)
        return server

    def script(self, url=None):
        """The bootstrap as the server would send it."""
        return read(BOOTSTRAP).replace('$SERVER', self.server.url if url is None else url)

    def write_script(self, url=None):
        path = self.switch.path('/tmp/bootstrap')
        write(path, self.script(url))
        return path

    def start(self, arguments=(), url=None, command=None, **options):
        """The script as a process of its own."""
        return subprocess.Popen(
            (command or [sys.executable]) + [self.write_script(url)] + list(arguments),
            env=dict(os.environ, **self.environment),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def boot(self, *arguments, **options):
        """Runs the script to its end: with options of start() as its own process, else in a fork that starts faster."""
        begin = time.time()
        if set(options) <= set(['url']):
            code, output, errors = BootHost.run(self.write_script(**options), arguments, self.environment)
        else:
            process = self.start(arguments, **options)
            killer = threading.Timer(LONGEST_BOOT, process.kill)
            killer.start()
            output, errors = process.communicate()
            killer.cancel()
            code = process.returncode
        outcome = Outcome(code, output, errors, time.time() - begin)
        self.assertNotEqual(code, -signal.SIGKILL, 'it ran for more than %d s: %s' % (LONGEST_BOOT, outcome.output))
        return outcome

    def assert_boots(self, *arguments, **options):
        outcome = self.boot(*arguments, **options)
        self.assertEqual((outcome.code, outcome.errors), (0, ''), outcome.output + outcome.errors)
        self.assertTrue(os.path.isfile(self.switch.flash('startup-config')))
        self.assert_no_litter()
        return outcome

    def assert_fails(self, *expected, **options):
        """A boot ends in time, with exit code 1, one line that says why, and flash as it has to be then."""
        self.switch.make_factory_files()
        before = self.switch.tree(without_factory_names=True)
        outcome = self.boot(**options)
        self.assertEqual(outcome.code, 1, outcome.output + outcome.errors)
        self.assert_one_line(outcome, *expected)
        self.assertEqual(self.switch.tree(), before, outcome.output)
        self.assert_no_litter()
        return outcome

    def assert_runs_into_limit(self, during):
        """A boot that is ended by its time limit during an action. A busy machine may need more time to get there."""
        for limit in (3, 12, 45):
            self.environment['ZTP_TIME_LIMIT'] = str(limit)
            self.environment['ZTP_IO_TIMEOUT'] = str(limit)
            reason = 'the time limit of %d s is over during: %s' % (limit, during)
            outcome = self.assert_fails('the time limit of %d s is over during: ' % limit)
            if reason in outcome.errors:
                return outcome
        self.fail(outcome.errors)

    def assert_one_line(self, outcome, *expected):
        self.assertEqual(outcome.errors.count('\n'), 1, outcome.errors)
        self.assertTrue(outcome.errors.startswith('bootstrap: failed: '), outcome.errors)
        for part in expected:
            self.assertIn(part, outcome.errors)

    def assert_no_litter(self):
        """Nothing but the script and the copies of earlier files is left in /tmp."""
        left = [name for name in os.listdir(self.switch.path('/tmp')) if not name.startswith('ztp-before-')]
        self.assertEqual(left, ['bootstrap'])

    def load_client(self):
        """The bootstrap as a module, to call its parts."""
        module = types.ModuleType('bootstrap_client')
        changed = dict((name, os.environ.get(name)) for name in self.environment)
        os.environ.update(self.environment)
        try:
            exec(compile(self.script(), BOOTSTRAP, 'exec', 0, True), module.__dict__)
        finally:
            for name, value in changed.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
        module.log.addHandler(logging.NullHandler())
        module.log.propagate = False
        self.client = module  # Python 2 empties a module that nothing refers to.
        return module
