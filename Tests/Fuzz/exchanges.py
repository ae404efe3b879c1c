"""Requests, over HTTP and over FastCGI, and whether what comes back is an answer."""
import re
import socket
import struct
import time

import contents
import programs


class Malformed(Exception):
    """No answer, or none that is well formed."""


# No more of a body is read: a file may be as large as it likes.
MOST_READ = 1 << 20
METHODS = ['GET'] * 6 + ['POST'] * 3 + ['PUT'] * 2 + ['HEAD', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'BREW', 'get']


def make(rng, server, data):
    return (HTTP if isinstance(server, programs.Standalone) else FastCGI)(rng, server, data)


def target(rng, method, data):
    node = data.some_node().encode('utf-8', 'surrogateescape')
    paths = [
        b'/bootstrap', b'/bootstrap/config', b'/nodes', b'/nodes/' + node, b'/nodes/' + node + b'/startup-config',
        b'/actions/add_config', b'/actions/' + node, b'/files/a', b'/files/d/b', b'/files/', b'/files/d', b'/meta/files/a',
        b'/meta/actions/add_config', b'/meta/nodes/A1/definition', b'/meta/files/d/b', b'/', b'', b'//files//d//b',
        b'/a/b/files/a', b'/files/x', b'/files/itself', b'/files/' + node,
    ]
    if method == 'POST' and rng.random() < 0.8:
        return b'/nodes'
    if method == 'PUT' and rng.random() < 0.8:
        return b'/nodes/A%d/startup-config' % rng.randrange(1, 4)
    path = rng.choice(paths)
    if rng.random() < 0.3:
        path = contents.damaged(rng, path)
    if rng.random() < 0.2:
        place = rng.randrange(len(path) + 1)
        path = path[:place] + rng.choice([
            b'%2F', b'%2e%2e', b'/../', b'/./', b'%00', b'%', b'%zz', b'%ff', b'%cc%81', b'?a=b', b'#', b'%25', b'\\',
            b'http://h/', b'?' + b'x' * 3000, b'/' * 300,
        ]) + path[place:]
    return path


DATES = [
    'Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994',
    'Mon, 01 Jan 0000 00:00:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT', 'Sun, 06 Nov 99999999999 08:49:37 GMT',
    'Sun, 99 Nov 1994 99:99:99 GMT', 'Sun, +6 Nov +994 -8:49:37 GMT', 'x',
]
RANGES = [
    'bytes=0-', 'bytes=0-0', 'bytes=-1', 'bytes=-0', 'bytes=5-2', 'bytes=9223372036854775807-', 'bytes=-9223372036854775808',
    'bytes=0-18446744073709551616', 'bytes=0-1,3-4', 'bytes=', 'bytes=-', 'bytes', 'lines=0-1', 'bytes=5\u0301-', 'bytes=\u0661-',
    'bytes=4999-5001', 'bytes=5000-',
]


def fields(rng):
    """Some header fields."""
    found = []
    for _ in range(rng.choice([0, 1, 2, 3])):
        found.append(rng.choice([
            ('Range', rng.choice(RANGES)), ('Range', rng.choice(RANGES)), ('If-Modified-Since', rng.choice(DATES)),
            ('If-Range', rng.choice(DATES)), ('If-None-Match', rng.choice(['*', '"x"', 'W/"x"', ',,', '"\u0301'])),
            ('Content-Type', rng.choice(['application/json', 'text/plain', 'x'])), ('X-Word', contents.word(rng)),
            ('Accept-Encoding', 'gzip'), ('Cookie', 'x' * rng.randrange(3000)),
        ]))
    return [(name, re.sub('[\r\n\0]', '', value).encode('utf-8', 'surrogatepass')) for name, value in found]


def body(rng, method):
    if method == 'POST':
        return contents.report(rng)
    if method == 'PUT':
        return rng.choice([b'', b'hostname x\n', b'\0' * 5000, contents.report(rng)])
    return rng.choice([b'', b'', b'', b'x', contents.report(rng)])


def check_head(head, line):
    """The fields of a head by name, in small letters. The first line is left out."""
    names = {}
    for field in head:
        found = re.fullmatch(rb'([A-Za-z0-9-]+): ?([^\r\n\0]*)', field)
        if not found:
            raise Malformed('%r is not a header field, after %r' % (field, line))
        names.setdefault(found.group(1).lower(), []).append(found.group(2).strip())
    for name in (b'content-length', b'content-type', b'last-modified', b'etag', b'status'):
        if len(names.get(name, [])) > 1:
            raise Malformed('%r appears twice' % name)
    length = names.get(b'content-length', [None])[0]
    if length is not None and not length.isdigit():
        raise Malformed('the length is %r' % length)
    date = names.get(b'last-modified', [b'Sun, 06 Nov 1994 08:49:37 GMT'])[0]
    if not re.fullmatch(rb'[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT', date):
        raise Malformed('%r is not a date' % date)
    return names


def check_length(names, received, is_head, status, is_cut):
    if is_head or status in (204, 304):
        if received:
            raise Malformed('%d bytes follow a head that has no body' % received)
        return
    length = names.get(b'content-length', [None])[0]
    if length is None:
        raise Malformed('an answer with status %d has no length' % status)
    if int(length) != received and not (is_cut and int(length) > received):
        raise Malformed('%s bytes are announced and %d came' % (length.decode(), received))


class Exchange:
    """One request. `kind` names it in the counts; `run` raises what is wrong with the answer."""

    def __init__(self, rng, server, data):
        self.rng = rng
        self.server = server
        self.method = rng.choice(METHODS)
        self.target = target(rng, self.method, data)
        self.fields = fields(rng)
        self.body = body(rng, self.method)
        # Of the answer, once it is there.
        self.status = 'no status'

    def __str__(self):
        return '%s %r\n%r\nbody of %d bytes: %r' % (
            self.method, self.target[:300], self.fields, len(self.body), self.body[:300])

    def receive(self, connection):
        """Some bytes, or none at the end."""
        try:
            return connection.recv(65536)
        except socket.timeout:
            raise Malformed('no answer within %d seconds' % programs.PATIENCE) from None
        except ConnectionError:
            return b''

    @staticmethod
    def send(connection, data):
        """A server may answer and close before it has everything."""
        try:
            connection.sendall(data)
        except (ConnectionError, socket.timeout):
            pass


class HTTP(Exchange):
    def __init__(self, rng, server, data):
        super().__init__(rng, server, data)
        self.kind = 'over HTTP'
        # What is no HTTP may be answered or not, and nothing is said about how.
        self.is_garbage = rng.random() < 0.1
        path = re.sub(rb'[\x00-\x20\x7f]', b'', self.target)
        if not path.startswith(b'/'):
            path = b'/' + path
        lines = [self.method.encode() + b' ' + path + b' HTTP/1.1', b'Host: 127.0.0.1', b'Connection: close']
        lines += [name.encode() + b': ' + value for name, value in self.fields]
        chunked = rng.random() < 0.2
        lines.append(b'Transfer-Encoding: chunked' if chunked else b'Content-Length: %d' % len(self.body))
        sent = b'\r\n'.join(lines) + b'\r\n\r\n'
        sent += b'%x\r\n%s\r\n0\r\n\r\n' % (len(self.body), self.body) if chunked and self.body else b''
        sent += b'0\r\n\r\n' if chunked and not self.body else b''
        sent += b'' if chunked else self.body
        self.sent = contents.damaged(rng, sent) if self.is_garbage else sent

    def run(self):
        with socket.create_connection(('127.0.0.1', self.server.port), timeout=programs.PATIENCE) as connection:
            self.send(connection, self.sent)
            if self.is_garbage:
                connection.shutdown(socket.SHUT_WR)
                connection.settimeout(0.5)
                try:
                    connection.recv(65536)
                except OSError:
                    pass
                return
            received = b''
            while b'\r\n\r\n' not in received:
                part = self.receive(connection)
                if not part:
                    raise Malformed('the connection ends in the head: %r' % received[:500])
                received += part
            head, _, rest = received.partition(b'\r\n\r\n')
            lines = head.split(b'\r\n')
            found = re.fullmatch(rb'HTTP/1\.1 ([1-5]\d\d) [ -~]*', lines[0])
            if not found:
                raise Malformed('%r is not a status line' % lines[0])
            status = int(found.group(1))
            self.status = str(status)
            names = check_head(lines[1:], lines[0])
            count = len(rest)
            while count <= MOST_READ:
                part = self.receive(connection)
                if not part:
                    break
                count += len(part)
            # Bytes that HTTP does not allow are refused before this project's code sees them.
            if status == 400 and b'content-length' not in names and not count:
                return
            check_length(names, count, self.method == 'HEAD', status, count > MOST_READ)


class FastCGI(Exchange):
    def __init__(self, rng, server, data):
        super().__init__(rng, server, data)
        self.kind = 'over FastCGI'
        self.is_garbage = rng.random() < 0.1
        self.role = rng.choice([1] * 20 + [2, 3, 0, 77])
        self.records = self.make_records()
        if self.is_garbage:
            self.records = contents.damaged(rng, self.records)[:rng.choice([8, 20, 1 << 30])]

    def make_records(self):
        rng = self.rng
        path = self.target.partition(b'?')[0]
        params = [(b'REQUEST_METHOD', self.method.encode()), (b'SERVER_PROTOCOL', b'HTTP/1.1')]
        chance = rng.random()
        if chance < 0.6:
            params.append((b'REQUEST_URI', self.target))
        if chance > 0.5:
            params += [(b'SCRIPT_NAME', rng.choice([b'', b'/', b'/a/b', path])), (b'PATH_INFO', path)]
        length = str(len(self.body)).encode()
        params.append((b'CONTENT_LENGTH', rng.choice([length] * 12 + [
            b'', b'-1', b'x', b'0', b'999999999999999999999', b'9223372036854775807', b'5', b'\xcc\x81',
        ])))
        params += [(b'HTTP_' + name.upper().replace('-', '_').encode(), value) for name, value in self.fields]
        for _ in range(rng.randrange(3)):
            name = contents.word(rng).encode('utf-8', 'surrogatepass') or b'X'
            params.append((rng.choice([b'', b'HTTP_', b'REMOTE_']) + name, b'v'))
        if rng.random() < 0.005:
            params += [(b'HTTP_X%d' % number, b'') for number in range(66000)]
            params += [(b'HTTP_Y%d' % number, b'1') for number in range(66000)]
        text = b''.join(self.pair(*one) for one in params)
        begin = struct.pack('>HB5x', self.role, rng.choice([0, 1]))
        records = self.record(1, begin) + self.stream(4, text) + self.stream(5, self.body)
        return records

    @staticmethod
    def pair(name, value):
        def length(text):
            return bytes([len(text)]) if len(text) < 128 else struct.pack('>I', len(text) | 1 << 31)
        return length(name) + length(value) + name + value

    @staticmethod
    def record(kind, text):
        return struct.pack('>BBHHBx', 1, kind, 1, len(text), 0) + text

    def stream(self, kind, text):
        size = self.rng.choice([65535, 65535, 8192, 100]) if len(text) < 100000 else 65535
        parts = [text[start:start + size] for start in range(0, len(text), size)]
        return b''.join(self.record(kind, part) for part in parts) + self.record(kind, b'')

    def run(self):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(programs.PATIENCE)
            try:
                connection.connect(self.server.socket)
            except ConnectionError:
                raise Malformed('the socket does not take connections') from None
            self.send(connection, self.records)
            if self.is_garbage:
                connection.settimeout(0.2)
                try:
                    connection.recv(65536)
                except OSError:
                    pass
                return
            self.check(self.read_answer(connection))

    def read_answer(self, connection):
        """What came on the standard output; None when it was more than is read."""
        received, output = b'', b''
        while True:
            while len(received) >= 8:
                _, kind, _, length, padding = struct.unpack('>BBHHBx', received[:8])
                if len(received) < 8 + length + padding:
                    break
                text, received = received[8:8 + length], received[8 + length + padding:]
                if kind == 6:
                    output += text
                elif kind == 3:
                    return output
                elif kind != 7:
                    raise Malformed('a record of type %d' % kind)
            if len(output) > MOST_READ:
                return output
            part = self.receive(connection)
            if not part:
                # libfcgi itself ends the connection of a role that it does not know.
                if self.role not in (1, 2, 3) and not output:
                    return None
                raise Malformed('the connection ends before the request: %r' % output[:500])
            received += part

    def check(self, output):
        if output is None:
            return
        head, mark, rest = output.partition(b'\r\n\r\n')
        if not mark:
            raise Malformed('no head: %r' % output[:500])
        lines = head.split(b'\r\n')
        names = check_head(lines, b'')
        status = names.get(b'status', [b''])[0]
        if not re.fullmatch(rb'[1-5]\d\d [ -~]+', status):
            raise Malformed('the status is %r' % status)
        code = int(status[:3])
        self.status = str(code)
        is_cut = len(rest) >= MOST_READ // 2
        check_length(names, len(rest), self.method == 'HEAD', code, is_cut)
