"""The data directory, and what can become of the files in it."""
import os
import shutil
import stat

import contents

# What may be run, and nothing else: these programs do no harm whatever becomes of the rest.
PROGRAMS = [
    b'#!/bin/sh\necho 1\n', b'#!/bin/sh\ncat >/dev/null\nexit 1\n', b'#!/bin/sh\nkill -9 $$\n', b'#!/bin/sh\n',
    b'#!/no/such/interpreter\n', b'def main(node_id, pool, node):\n    return [node_id, pool]\n', b'def main(',
    b'#!/usr/bin/python3\nraise SystemExit(3)\n', b'',
]
# Seconds since 1970: the first and last that 64 bits hold, the ends of nanoseconds, of 32 bits, of four-digit years.
TIMES = [
    -(1 << 63), (1 << 63) - 1, -9223372037, -9223372036, 9223372036, 9223372037, -(1 << 31), (1 << 31), (1 << 32),
    -62167219201, -62167219200, 253402300799, 253402300800, -2208988801, -1, 0, 1, 67767976233532799, 67768036191676800,
    -67768040609740800, 10413792000, 1 << 55,
]
SIZES = [0, 1, 4095, 4096, 4097, 65536, 1 << 20]
# Only where nobody asks for a checksum of it, which would take for ever.
GIANTS = [(64 << 20) + 1, 1 << 32, 1 << 40, (1 << 63) - 4096, (1 << 63) - 1]


def make_removable(function, path, _):
    """For `shutil.rmtree`: whatever stands in the way goes."""
    try:
        os.chmod(os.path.dirname(path), 0o700)
        function(path)
    except OSError:
        pass


class Data:
    def __init__(self, root, rng):
        self.root = root
        self.rng = rng

    def path(self, *names):
        return os.path.join(self.root, *names)

    def populate(self):
        """A data directory as it should be."""
        for name in os.listdir(self.root):
            path = self.path(name)
            # The locks stay: the servers are running.
            if name != '.ztpserver':
                self.clear(path)
        for name in ['bootstrap', 'definitions', 'resources', 'files/d', 'actions', 'plugins', 'config-handlers']:
            os.makedirs(self.path(name), exist_ok=True)
        self.write('bootstrap/bootstrap', b'#!/usr/bin/python\nserver = "$SERVER"\n')
        self.write('bootstrap/bootstrap.conf', b'logging: []\nxmpp: {}\n')
        self.write('neighbordb', contents.NEIGHBORDB.encode())
        self.write('definitions/fixed', contents.DEFINITION.encode())
        self.write('resources/pool', contents.POOL.encode())
        self.write('files/a', b'hostname $name\n')
        self.write('files/d/b', bytes(5000))
        self.write('actions/add_config', b'#!/usr/bin/env python\n')
        for place in ['plugins/plugin', 'config-handlers/handler']:
            self.write(place, self.rng.choice(PROGRAMS), 0o755)
        for number, name in enumerate(['A1', 'A2', 'e\u0301']):
            os.makedirs(self.path('nodes', name), exist_ok=True)
            self.write('nodes/%s/definition' % name, contents.DEFINITION.encode())
            self.write('nodes/%s/pattern' % name, b'name: p\ninterfaces: []\n')
            self.write('nodes/%s/.node' % name, b'{"serialnumber": "A1", "neighbors": {}}')
            if number:
                self.write('nodes/%s/startup-config' % name, b'hostname x\n')
                self.write('nodes/%s/attributes' % name, b'name: own\n')

    def write(self, place, text, mode=0o644):
        path = self.path(*place.split('/'))
        with open(path, 'wb') as file:
            file.write(text)
        os.chmod(path, mode)

    def clear(self, path):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path, onerror=make_removable)
        else:
            os.unlink(path)

    # What may be disturbed, each with the text that it began with.
    DOCUMENTS = {
        'neighbordb': contents.NEIGHBORDB, 'definitions/fixed': contents.DEFINITION, 'resources/pool': contents.POOL,
        'bootstrap/bootstrap.conf': 'logging: []\n', 'bootstrap/bootstrap': '#!/bin/sh\n$SERVER\n',
        'nodes/A1/definition': contents.DEFINITION, 'nodes/A1/pattern': 'name: p\ninterfaces: [{any: any}]\n',
        'nodes/A1/.node': '{"serialnumber": "A1", "neighbors": {}}', 'nodes/A2/attributes': 'name: own\n',
        'nodes/A2/startup-config': 'hostname x\n', 'nodes/e\u0301/definition': contents.DEFINITION,
    }
    SERVED = ['files/a', 'files/d/b', 'actions/add_config']
    RUN = ['plugins/plugin', 'config-handlers/handler', 'nodes/A1/config-handler', 'nodes/A2/config-handler']
    READ_WHOLE = ['neighbordb', 'definitions/fixed', 'resources/pool', 'bootstrap/bootstrap', 'plugins/plugin']
    # Nothing outside of the directory but what nobody can write: a server that runs as root replaces what a link leads to.
    LINKS = ['/proc/self/maps', '/proc/cpuinfo', 'no/such/file', '.', '..', 'itself', '../files/a', 'fixed', 'odd']

    def some_node(self):
        return self.rng.choice(contents.IDS + ['A1', 'A2', 'nobody', contents.word(self.rng)])

    def disturb(self):
        """Does something to some file. What cannot be done, because something else was done before, is left."""
        try:
            self.rng.choice([
                self.rewrite, self.rewrite, self.rewrite, self.set_time, self.set_time, self.set_size, self.set_mode,
                self.replace_kind, self.add_stranger, self.remove, self.rewrite_program,
            ])()
        except (OSError, ValueError, OverflowError):
            pass

    def any_place(self):
        return self.path(*self.rng.choice(list(self.DOCUMENTS) + self.SERVED).split('/'))

    def rewrite(self):
        place = self.rng.choice(list(self.DOCUMENTS))
        path = self.path(*place.split('/'))
        if not self.is_file(path):
            self.clear(path)
        text = contents.document(self.rng, self.DOCUMENTS[place])
        if place.endswith('.node') and self.rng.random() < 0.7:
            text = contents.report(self.rng)
        with open(path, 'wb') as file:
            file.write(text)
        if self.rng.random() < 0.5:
            os.utime(path, (1, 1))

    @staticmethod
    def is_file(path):
        return stat.S_ISREG(os.lstat(path).st_mode)

    def set_time(self):
        moment = self.rng.choice(TIMES) + self.rng.choice([0, 0, 1, -1])
        place = self.rng.choice(list(self.DOCUMENTS) + self.SERVED + ['nodes/A1', 'files', 'nodes', 'files/d'])
        nanoseconds = moment * 1000000000 + self.rng.choice([0, 1, 999999999])
        os.utime(self.path(*place.split('/')), ns=(nanoseconds, nanoseconds), follow_symlinks=False)

    def set_size(self):
        if self.rng.random() < 0.3:
            path = self.path(*self.rng.choice(self.READ_WHOLE).split('/'))
            if self.is_file(path):
                os.truncate(path, self.rng.choice(GIANTS))
        else:
            path = self.any_place()
            if self.is_file(path):
                os.truncate(path, self.rng.choice(SIZES))

    def set_mode(self):
        path = self.any_place()
        # chmod follows links, and some of these lead to devices and folders of the machine.
        if not os.path.islink(path):
            os.chmod(path, self.rng.choice([0, 0o111, 0o200, 0o444, 0o644, 0o777, 0o7777]))

    def replace_kind(self):
        path = self.any_place()
        self.clear(path)
        kind = self.rng.randrange(3)
        if kind == 0:
            self.make_odd(path)
        elif kind == 1:
            os.mkdir(path)
        else:
            os.symlink(self.rng.choice(self.LINKS), path)

    def make_odd(self, path):
        """Something that is neither a file nor a folder: a pipe, a socket, or /dev/zero under another name."""
        kind = self.rng.randrange(3)
        if kind == 0:
            os.mkfifo(path)
        elif kind == 1:
            os.mknod(path, stat.S_IFSOCK | 0o666)
        else:
            # Only root may, and not everywhere.
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))

    def add_stranger(self):
        folder = self.rng.choice(['', 'nodes', 'definitions', 'resources', 'files', 'actions', 'nodes/A1', 'bootstrap'])
        name = self.rng.choice([
            'x', '.x', 'x~', '#x#', 'itself', '\u0301', 'e\u0301', 'a b', '-', '\u202e', 'a\nb', 'n' * 255, '\udcff',
            '.staging\\1', '\\', 'odd',
        ])
        path = self.path(*([part for part in folder.split('/') if part] + [name]))
        if os.path.lexists(path):
            return
        kind = self.rng.randrange(4)
        if kind == 0:
            os.mkdir(path)
        elif kind == 1:
            os.symlink(self.rng.choice(self.LINKS), path)
        elif kind == 2:
            self.make_odd(path)
        else:
            with open(path, 'wb') as file:
                file.write(contents.document(self.rng, contents.POOL))

    def remove(self):
        self.clear(self.path(*self.rng.choice(list(self.DOCUMENTS) + self.SERVED + ['nodes', 'files']).split('/')))

    def rewrite_program(self):
        place = self.rng.choice(self.RUN)
        path = self.path(*place.split('/'))
        if os.path.lexists(path):
            self.clear(path)
        self.write(place, self.rng.choice(PROGRAMS), self.rng.choice([0o755, 0o755, 0o644]))
