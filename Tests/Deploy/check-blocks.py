#!/usr/bin/env python3
"""check-blocks.py [--binaries DIR] [--part NAME]

Runs what README and the site files show and no other test does, in the servers that they are for: README's lines for
Apache, as they are printed, and the lines in deploy/'s site files that are there to be uncommented. Whatever comes back
with a body has to have its Content-Length.

Only paths and ports are replaced, by deploy/render. The last line counts; the exit code is 1 when something failed.
"""
import argparse
import html
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# A line to uncomment is indented, and has no blank behind its mark, or as many as code inside of a block.
UNCOMMENT = r'^([ \t]+)#(?=[^\s#]| {4})'
IMAGE = bytes(range(256)) * (12 << 10)


class Failure(Exception):
    pass


def main():
    options = argparse.ArgumentParser(description="Runs README's blocks and the site files' commented lines.")
    options.add_argument('--binaries', default=os.path.join(TOP, '.build/debug'), help='where the programs are')
    options.add_argument('--part', help='only checks whose name contains this')
    options = options.parse_args()
    binaries = os.path.abspath(options.binaries)
    with open(os.path.join(TOP, 'README.md'), encoding='utf-8') as file:
        readme = file.read()
    checks = apache_blocks(readme) + commented_lines()
    failed = passed = 0
    for name, check in checks:
        if options.part and options.part not in name:
            continue
        with Place(binaries) as place:
            try:
                check(place)
                passed += 1
            except (Failure, OSError, subprocess.SubprocessError) as failure:
                failed += 1
                print('FAILED %s: %s' % (name, failure), flush=True)
    print('%d passed, %d failed' % (passed, failed))
    return 1 if failed or not passed else 0


class Place:
    """A directory with a data_root and whatever runs in it."""

    def __init__(self, binaries):
        self.binaries = binaries
        self.dir = tempfile.mkdtemp(prefix='ztp-blocks.')
        self.running = []
        os.chmod(self.dir, 0o755)
        shutil.copytree(os.path.join(TOP, 'Examples/data_root'), self.path('data'))
        os.makedirs(self.path('data/files'), exist_ok=True)
        self.write('data/files/image', IMAGE)
        self.write('data/nodes/KNOWN/definition', b'name: known\nactions: []\n')
        self.write('data/nodes/KNOWN/startup-config', b'hostname known\n')
        self.write('data/nodes/KNOWN/.node', b'{"neighbors": {}}\n')
        self.write('data/nodes/KNOWN/pattern', b'name: everything\ninterfaces: []\n')
        for folder in ('log', 'tmp'):
            os.mkdir(self.path(folder))
        self.configure('')
        subprocess.run(['chmod', '-R', 'a+rwX', self.dir], check=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, content):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), 'wb') as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return self.path(name)

    def configure(self, prefix):
        self.write('ztpserver.conf', '[default]\ndata_root = %s\nserver_url = http://ztp.test%s/\n'
                   % (self.path('data'), prefix))

    def start(self, *command, environment=None):
        """Starts a program whose output goes to a log."""
        log = self.path('log/%s.out' % os.path.basename(command[0]))
        with open(log, 'ab') as file:
            self.running.append(subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                env=dict(os.environ, **(environment or {}))))

    def start_gateway(self):
        self.start(os.path.join(self.binaries, 'ztpserver-fcgi'), '--conf', self.path('ztpserver.conf'),
                   '--listen', 'unix:%s,mode=0666' % self.path('gateway.sock'))
        wait_for('the gateway', lambda: os.path.exists(self.path('gateway.sock')), self)

    def render(self, name, text, **values):
        """The text as deploy/render makes it, which goes by the name of the file."""
        source = self.write('site/' + name, text)
        done = subprocess.run(['sh', os.path.join(TOP, 'deploy/render'), source]
                              + ['%s=%s' % item for item in values.items()],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise Failure('deploy/render: %s' % done.stderr.decode())
        rendered = self.path('site.' + name.rsplit('.', 1)[-1])
        with open(rendered, 'wb') as file:
            file.write(done.stdout)
        return rendered

    def private(self, kind, site):
        """The least around a site file, from deploy/lib.sh."""
        subprocess.run(['bash', '-c', '. "$0" && private_%s "$1" "$2"' % kind, os.path.join(TOP, 'deploy/lib.sh'),
                        self.dir, site], check=True)
        return self.path(kind + '.conf')

    def logs(self):
        texts = []
        for folder, _, names in os.walk(self.dir):
            for name in names:
                if name.endswith(('.log', '.out')):
                    with open(os.path.join(folder, name), errors='replace') as file:
                        texts.append(name + ': ' + file.read()[-1500:])
        return '\n'.join(texts)


def wait_for(what, condition, place):
    end = time.monotonic() + 300
    while time.monotonic() < end:
        if condition():
            return
        for process in place.running:
            if process.poll() is not None:
                raise Failure('%s does not come up: %s' % (what, place.logs()))
        time.sleep(0.05)
    raise Failure('%s does not come up within 5 minutes: %s' % (what, place.logs()))


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def answers(port):
    try:
        socket.create_connection(('127.0.0.1', port), 5).close()
        return True
    except OSError:
        return False


def program(*names):
    for name in names:
        found = shutil.which(name, path=os.environ.get('PATH', '') + ':/usr/sbin:/sbin')
        if found:
            return found
    raise Failure('%s is not installed' % names[0])


def fetch(url, *arguments):
    """Status, header fields and body of a request with curl."""
    done = subprocess.run(['curl', '-s', '-k', '-i', '--max-time', '300', *arguments, url], stdout=subprocess.PIPE,
                          check=False)
    head, _, body = done.stdout.partition(b'\r\n\r\n')
    lines = head.decode('latin-1').split('\r\n')
    if done.returncode != 0 or len(lines[0].split()) < 2:
        raise Failure('%s: curl ends with %d' % (url, done.returncode))
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(':') for line in lines[1:])}
    return int(lines[0].split()[1]), fields, body


def check_downloads(base):
    """Every type of answer with a body has its Content-Length, which switches compare with what /meta says."""
    for path, type_, body in [
            ('/files/image', 'text/plain', IMAGE), ('/nodes/KNOWN/startup-config', 'text/plain', b'hostname known\n'),
            ('/actions/install_image', 'text/x-python', None), ('/bootstrap', 'text/x-python', None),
            ('/bootstrap/config', 'application/json', None), ('/meta/files/image', 'application/json', None)]:
        status, fields, got = fetch(base + path, '-H', 'Accept-Encoding: gzip, deflate')
        if status != 200 or not fields.get('content-type', '').startswith(type_):
            raise Failure('GET %s: %d %s' % (path, status, fields))
        if fields.get('content-length') != str(len(got)) or 'content-encoding' in fields:
            raise Failure('GET %s: %d bytes, and the header fields %s' % (path, len(got), fields))
        if body is not None and got != body:
            raise Failure('GET %s: another body' % path)
        status, fields, _ = fetch(base + path, '-I')
        if fields.get('content-length') != str(len(got)):
            raise Failure('HEAD %s: %s' % (path, fields))
    status, fields, _ = fetch(base + '/nodes', '-d', '{"serialnumber": "KNOWN"}')
    if status != 409 or not fields.get('location', '').endswith('/nodes/KNOWN'):
        raise Failure('POST /nodes: %d %s' % (status, fields))


# --- README ----------------------------------------------------------------------------------------------------------

def apache_blocks(readme):
    """The right-hand columns of the tables that exchange mod_wsgi's lines for ours."""
    blocks = [html.unescape(re.sub(r'^   ', '', block, flags=re.M))
              for block in re.findall(r'</pre></td><td><pre>\n(.*?)   </pre>', readme, flags=re.S)]
    if len(blocks) != 2 or 'fcgi://' not in blocks[0] or 'FcgidWrapper' not in blocks[1]:
        raise SystemExit('README does not have the two tables of Apache lines that are looked for here')
    return [('README, mod_proxy_fcgi', proxy_fcgi(blocks[0])), ('README, mod_fcgid', fcgid(blocks[1]))]


def proxy_fcgi(block):
    def check(place):
        place.configure('/ztpserver')
        place.start_gateway()
        port = free_port()
        site = place.render('apache/proxy-fcgi-prefix.conf', block, listen='127.0.0.1:%d' % port,
                            socket=place.path('gateway.sock'), logs=place.path('log'))
        run_apache(place, site, port)
        check_downloads('http://127.0.0.1:%d/ztpserver' % port)
    return check


def fcgid(block):
    def check(place):
        place.configure('/ztpserver')
        port = free_port()
        # The lines are for the inside of a VirtualHost.
        text = 'Listen 8080\n<VirtualHost *:8080>\n%s</VirtualHost>\n' % block
        site = place.render('apache/fcgid-prefix.conf', text, listen='127.0.0.1:%d' % port,
                            binary=os.path.join(place.binaries, 'ztpserver-fcgi'), conf=place.path('ztpserver.conf'))
        run_apache(place, site, port)
        check_downloads('http://127.0.0.1:%d/ztpserver' % port)
    return check


def run_apache(place, site, port, modules=()):
    configuration = place.private('apache', site)
    with open(configuration) as file:
        text = file.read()
    folder = next(path for path in ('/usr/lib/apache2/modules', '/usr/lib64/httpd/modules') if os.path.isdir(path))
    lines = ['LoadModule %s_module %s/mod_%s.so' % (name, folder, name) for name in modules]
    place.write('apache.conf', '\n'.join(lines) + '\n' + text)
    place.start(program('apache2', 'httpd'), '-f', configuration, '-DFOREGROUND')
    wait_for('Apache', lambda: answers(port), place)


# --- lines to uncomment -----------------------------------------------------------------------------------------------

def commented_lines():
    checks = []
    for server in ('nginx', 'apache', 'haproxy', 'lighttpd', 'caddy'):
        folder = os.path.join(TOP, 'deploy', server)
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), encoding='utf-8') as file:
                text = file.read()
            if re.search(UNCOMMENT, text, flags=re.M):
                checks.append(('uncommented lines of deploy/%s/%s' % (server, name), uncommented(server, name, text)))
    return checks


def uncommented(server, name, text):
    kind = 'root' if '-root.' in name else 'prefix' if '-prefix.' in name else 'mount'
    path = {'root': '', 'prefix': '/ztpserver', 'mount': '/provision'}[kind]
    text = re.sub(UNCOMMENT, r'\1', text, flags=re.M)

    def check(place):
        place.configure('/ztpserver' if kind != 'root' else '')
        port, secure = free_port(), free_port()
        certificate(place)
        full = re.sub(r'/etc/ssl/(certs|private)/ztpserver\.(pem|key)', place.path('both.pem'), text)
        full = full.replace('/usr/share/ztpserver/files/', place.path('data/files/'))
        values = {'listen': '127.0.0.1:%d' % port}
        if 'fcgid' in name or 'cgi-' == name[:4]:
            values.update(binary=os.path.join(place.binaries, 'ztpserver-fcgi'), conf=place.path('ztpserver.conf'))
        else:
            values['socket'] = place.path('gateway.sock')
            place.start_gateway()
        if server in ('nginx', 'apache', 'caddy'):
            values['logs'] = place.path('log')
        scheme = 'https'
        if server in ('nginx', 'haproxy'):
            # A port of its own for TLS, beside the other one.
            full = re.sub(r'(listen |bind :)8443', lambda found: found.group(1).replace(
                'bind :', 'bind 127.0.0.1:').replace('listen ', 'listen 127.0.0.1:') + str(secure), full)
        elif server == 'caddy':
            full = full.replace('http://:8080 {', 'https://127.0.0.1:%d {\n\tbind 127.0.0.1' % secure)
            del values['listen']
        else:
            secure = port
        site = place.render(server + '/' + name, full, **values)
        run(server, place, site, secure)
        base = '%s://127.0.0.1:%d%s' % (scheme, secure, path)
        check_downloads(base)
        if server in ('nginx', 'haproxy'):
            check_downloads('http://127.0.0.1:%d%s' % (port, path))
    return check


def run(server, place, site, port):
    with open(site) as file:
        text = file.read()
    if server == 'apache':
        run_apache(place, site, port, modules=['ssl'])
        return
    if server == 'nginx':
        place.start(program('nginx'), '-p', place.dir, '-c', place.private('nginx', site))
    elif server == 'haproxy':
        whole = place.write('haproxy.cfg', 'global\n    log stderr format raw local0\n' + text)
        place.start(program('haproxy'), '-db', '-f', whole)
    elif server == 'lighttpd':
        whole = place.write('lighttpd.conf', 'server.document-root = "%s"\nserver.bind = "%s"\n'
                            'server.upload-dirs = ( "%s" )\nserver.errorlog = "%s"\n'
                            'server.modules = ( "mod_openssl" )\n%s'
                            % (place.path('tmp'), place.path('lighttpd.sock'), place.path('tmp'),
                               place.path('log/lighttpd.log'), text))
        place.start(program('lighttpd'), '-D', '-f', whole)
    else:
        whole = place.write('Caddyfile', '{\n    admin off\n    auto_https disable_redirects\n}\n' + text)
        home = {name: place.path('tmp') for name in ('HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME')}
        place.start(program('caddy'), 'run', '--config', whole, '--adapter', 'caddyfile', environment=home)
    wait_for(server, lambda: answers(port), place)


def certificate(place):
    """Certificate and key in one file, as every server takes them."""
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
                    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', place.path('key.pem'),
                    '-out', place.path('certificate.pem')], check=True, stderr=subprocess.DEVNULL)
    with open(place.path('certificate.pem'), 'rb') as one, open(place.path('key.pem'), 'rb') as other:
        place.write('both.pem', one.read() + other.read())


if __name__ == '__main__':
    sys.exit(main())
