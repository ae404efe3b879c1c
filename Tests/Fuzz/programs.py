"""The programs under test as child processes."""
import os
import re
import signal
import subprocess
import time

PATIENCE = 30


class Server:
    """One that runs. What it writes goes into a file, of which the end is shown when something goes wrong."""

    def __init__(self, folder, command, **options):
        self.log = os.path.join(folder, self.name + '.log')
        self.output = open(self.log, 'wb')
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=options.pop('stdin', subprocess.DEVNULL), stdout=self.output,
            stderr=subprocess.STDOUT, **options)

    def wait_for(self, look):
        """Waits until `look` returns something."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.is_alive():
            found = look()
            if found:
                return found
            time.sleep(0.01)
        raise SystemExit('%s does not start:\n%s' % (self.name, self.last_words()))

    def is_alive(self):
        return self.process.poll() is None

    def ending(self):
        code = self.process.poll()
        return 'signal %s' % signal.Signals(-code).name if code is not None and code < 0 else 'exit code %s' % code

    def last_words(self):
        with open(self.log, 'rb') as file:
            file.seek(max(0, os.path.getsize(self.log) - 3000))
            return file.read().decode('utf-8', 'backslashreplace')

    def resident_megabytes(self):
        try:
            with open('/proc/%d/status' % self.process.pid) as file:
                return int(re.search(r'VmHWM:\s+(\d+)', file.read()).group(1)) // 1024
        except (OSError, AttributeError):
            return 0

    def stop(self):
        """What is wrong with the way in which it ended; None when nothing is."""
        if self.is_alive():
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.output.close()
        return None if self.process.returncode == 0 else '%s ended with %s' % (self.name, self.ending())


class Standalone(Server):
    name = 'ztps'

    def __init__(self, binaries, configuration, folder, debug):
        command = [os.path.join(binaries, 'ztps'), '--conf', configuration, '--interface', '127.0.0.1', '--port', '0']
        super().__init__(folder, command + (['--debug'] if debug else []))
        self.port = self.wait_for(self.find_port)

    def find_port(self):
        with open(self.log, 'rb') as file:
            found = re.search(rb'Starting server on http://127.0.0.1:(\d+)', file.read())
        return found and int(found.group(1))


class Gateway(Server):
    name = 'ztpserver-fcgi'

    def __init__(self, binaries, configuration, folder, debug):
        self.socket = os.path.join(folder, 'gateway.sock')
        if os.path.exists(self.socket):
            os.unlink(self.socket)
        command = [
            os.path.join(binaries, 'ztpserver-fcgi'), '--conf', configuration, '--listen', 'unix:' + self.socket,
        ]
        super().__init__(folder, command + (['--debug'] if debug else []))
        self.wait_for(lambda: os.path.exists(self.socket))


def commands(node):
    """The operator's commands that write nothing."""
    return [
        ['--validate-config'], ['--validate-config'], ['--validate-config', '--json'], ['nodes'], ['nodes', '--json'],
        ['pools'], ['pools', '--json'], ['pools', 'pool'], ['explain', '-'], ['explain', '--json', '-'],
        ['nodes', 'show', '--', node.replace('\0', '') or 'x'],
        ['explain', '--node', node.replace('\0', '').lstrip('-') or 'x'],
    ]


def run_command(binaries, configuration, command, folder, text):
    """What is wrong with the way in which a command ended; None when nothing is."""
    arguments = [os.path.join(binaries, 'ztps'), *command[:1], '--conf', configuration, *command[1:]]
    if command[0] == 'nodes' and len(command) > 1 and command[1] == 'show':
        arguments = [os.path.join(binaries, 'ztps'), 'nodes', 'show', '--conf', configuration, *command[2:]]
    arguments = [os.fsencode(one.encode('utf-8', 'surrogateescape')) for one in arguments]
    try:
        process = subprocess.run(
            arguments, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return 'takes longer than %d seconds' % PATIENCE
    if process.returncode in (0, 1, 2):
        return None
    return 'ended with %d\n%s' % (process.returncode, process.stderr[-2000:].decode('utf-8', 'backslashreplace'))
