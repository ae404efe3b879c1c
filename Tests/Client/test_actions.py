"""Each action: what it changes on the switch, and how it fails. The server and the switch's tree are fakes."""

import email
import json
import os
import re
import socket
import subprocess
import threading
import types
import unittest

from support import DATA_ROOT, ClientTest, action_source, read, write


class Action(ClientTest):
    """Runs one action with a real node object."""

    name = None

    def setUp(self):
        ClientTest.setUp(self)
        self.client = self.load_client()
        self.flash = self.client.Flash(put_back=False)
        self.flash.clear()
        self.commands = []
        self.node = self.client.Node(self.client.Server(self.server.url), self.fake_eapi(), self.flash)

    def fake_eapi(self):
        test = self

        class EAPI(object):
            def run_commands(self, commands, text_format=False):
                test.commands.append(commands)
                if 'bad command' in commands:
                    raise test.client.Failure('eAPI: bad command')
                return [test.switch.show(one) if not text_format else {'output': 'output of ' + one} for one in commands]
        return EAPI()

    def serve_file(self, name, content):
        self.server.files['/files/' + name.replace(' ', '%20')] = content.encode('utf-8')

    def run_action(self, **attributes):
        module = types.ModuleType('action')
        exec(compile(action_source(self.name), self.name, 'exec', 0, True), module.__dict__)
        # As they come from JSON: texts are unicode in Python 2 too.
        module.main(self.client.Attributes(json.loads(json.dumps(attributes)), self.node))

    def assert_raises(self, *expected, **attributes):
        before = self.switch.tree()
        try:
            self.run_action(**attributes)
        except Exception as error:
            for part in expected:
                self.assertIn(part, self.client.one_line(error))
        else:
            self.fail('it does not fail')
        self.assertEqual(self.switch.tree(), before)

    def on_flash(self, name):
        return read(self.switch.flash(name))

    def mode(self, path):
        return os.stat(self.switch.path(path)).st_mode & 0o7777


class AddConfigTest(Action):
    name = 'add_config'

    def test_appends(self):
        write(self.switch.flash('startup-config'), 'first')
        self.serve_file('t', 'hostname $name\n!\n')
        self.run_action(url='files/t', variables={'name': u'leaf\xe4'})
        self.assertEqual(self.on_flash('startup-config'), u'first\nhostname leaf\xe4\n!\n')

    def test_makes_a_startup_config(self):
        self.serve_file('t', u'banner \xe4\n')
        self.run_action(url='files/t')
        self.assertEqual(self.on_flash('startup-config'), u'banner \xe4\n')

    def test_loose(self):
        self.serve_file('t', 'a $known $unknown $$ $1 ${x')
        self.run_action(url='files/t', variables={'known': 5}, substitution_mode='loose')
        self.assertEqual(self.on_flash('startup-config'), 'a 5 $unknown $ $1 ${x\n')

    def test_strict(self):
        self.serve_file('t', 'a $known $unknown')
        self.assert_raises('files/t: no value for $unknown', url='files/t', variables={'known': 5}, substitution_mode='strict')
        # What the server makes of a reference that names nothing.
        self.assert_raises('files/t: no value for $unknown', url='files/t', variables={'known': 5, 'unknown': None}, substitution_mode='strict')
        self.assert_raises('files/t: no value for $known', url='files/t', variables=None, substitution_mode='strict')
        self.serve_file('t', 'a $known')
        self.run_action(url='files/t', variables={'known': 0, 'unused': None}, substitution_mode='strict')
        self.assertEqual(self.on_flash('startup-config'), 'a 0\n')
        self.serve_file('t', 'a $1')
        self.assert_raises('files/t: ', url='files/t', substitution_mode='strict')

    def test_fails(self):
        self.assert_raises('url is missing')
        self.assert_raises('404', url='files/absent')
        self.assert_raises('substitution_mode is maybe', url='files/config', substitution_mode='maybe')


class ReplaceConfigTest(Action):
    name = 'replace_config'

    def test_replaces(self):
        write(self.switch.flash('startup-config'), 'first')
        self.run_action(url='files/config')
        self.assertEqual(self.on_flash('startup-config'), 'hostname leaf1\n')

    def test_configuration_of_the_node(self):
        self.server.files['/nodes/LEAF1/startup-config'] = b'hostname \xff\n'
        self.run_action(url=self.server.url + '/nodes/LEAF1/startup-config')
        with open(self.switch.flash('startup-config'), 'rb') as stream:
            self.assertEqual(stream.read(), b'hostname \xff\n')
        self.assertIn('GET /meta/nodes/LEAF1/startup-config', self.server.paths())

    def test_fails(self):
        write(self.switch.flash('startup-config'), 'first')
        self.assert_raises('url is missing')
        self.assert_raises('404', url='files/absent')
        self.server.plan('/meta/files/config', (200, '{"size": 5}', 'application/json'))
        self.assert_raises('wrong size', url='files/config')


class CopyFileTest(Action):
    name = 'copy_file'

    def test_to_flash(self):
        self.serve_file('tool', 'new')
        self.run_action(src_url='files/tool', dst_url='/mnt/flash/a/b', mode=644)
        self.assertEqual(self.on_flash('a/b/tool'), 'new')
        self.assertEqual(self.mode('/mnt/flash/a/b/tool'), 0o644)
        self.assertFalse(os.path.exists(self.node.rc_eos()))

    def test_modes(self):
        self.serve_file('tool', 'new')
        for given, expected in ((None, 0o777), ('0640', 0o640), (755, 0o755), ('4755', 0o4755)):
            self.run_action(src_url='files/tool', dst_url='/persist/local', mode=given)
            self.assertEqual(self.mode('/persist/local/tool'), expected)

    def test_if_missing(self):
        self.serve_file('tool', 'new')
        write(self.switch.flash('tool'), 'old')
        self.run_action(src_url='files/tool', dst_url='/mnt/flash/', overwrite='if-missing')
        self.assertEqual(self.on_flash('tool'), 'old')
        os.remove(self.switch.flash('tool'))
        self.run_action(src_url='files/tool', dst_url='/mnt/flash/', overwrite='if-missing')
        self.assertEqual(self.on_flash('tool'), 'new')

    def test_backup(self):
        self.serve_file('tool', 'new')
        self.run_action(src_url='files/tool', dst_url='/mnt/flash', overwrite='backup')
        self.assertFalse(os.path.exists(self.switch.flash('tool.backup')))
        write(self.switch.flash('tool'), 'old')
        self.run_action(src_url='files/tool', dst_url='/mnt/flash', overwrite='backup')
        self.assertEqual((self.on_flash('tool'), self.on_flash('tool.backup')), ('new', 'old'))
        self.assertEqual(sorted(name for name in os.listdir(self.switch.flash()) if 'tool' in name), ['tool', 'tool.backup'])

    def test_elsewhere_it_is_put_back_at_boot(self):
        self.serve_file('a tool', 'new')
        for rule, there_before, expected in (
                ('replace', 'old', ('new', None)), ('if-missing', 'old', ('old', None)), ('if-missing', None, ('new', None)),
                ('backup', 'old', ('new', 'old')), ('backup', None, ('new', None))):
            target = self.switch.path('/usr/lib/x/a tool')
            self.run_action(src_url='files/a%20tool', dst_url='/usr/lib/x/', overwrite=rule, mode='0711')
            self.assertEqual(self.on_flash('.ztp-files/usr/lib/x/a tool'), 'new')
            self.reboot()
            if there_before:
                write(target, there_before)
            self.run_rc_eos()
            backup = read(target + '.backup') if os.path.exists(target + '.backup') else None
            self.assertEqual((read(target), backup), expected)
            if expected[0] == 'new':
                self.assertEqual(self.mode('/usr/lib/x/a tool'), 0o711)
            self.reboot()
            os.remove(self.node.rc_eos())

    def test_elsewhere_what_is_no_folder_is_the_file_itself(self):
        self.serve_file('hook-v2', 'new')
        for rule, there_before, expected in (
                ('replace', 'old', ('new', None)), ('if-missing', 'old', ('old', None)), ('if-missing', None, ('new', None)),
                ('backup', 'old', ('new', 'old')), ('backup', None, ('new', None))):
            target = self.switch.path('/etc/rc.d/site-hook')
            self.run_action(src_url='files/hook-v2', dst_url='/etc/rc.d/site-hook', overwrite=rule, mode='0750')
            self.assertEqual((read(target), self.mode('/etc/rc.d/site-hook')), ('new', 0o750))
            self.assertEqual(os.listdir(self.switch.path('/etc/rc.d')), ['site-hook'])
            self.reboot()
            if there_before:
                write(target, there_before)
            self.run_rc_eos()
            backup = read(target + '.backup') if os.path.exists(target + '.backup') else None
            self.assertEqual((read(target), backup), expected)
            if expected[0] == 'new':
                self.assertEqual(self.mode('/etc/rc.d/site-hook'), 0o750)
            self.reboot()
            os.remove(self.node.rc_eos())

    def test_which_destinations_are_folders(self):
        self.serve_file('tool', 'new')
        os.makedirs(self.switch.path('/usr/lib/there'))
        for given, expected in (
                ('/usr/lib/there', '/usr/lib/there/tool'), ('/usr/lib/there/', '/usr/lib/there/tool'),
                ('/usr/lib/made/', '/usr/lib/made/tool'), ('/usr/lib/dot/.', '/usr/lib/dot/tool'),
                ('usr/lib/file', '/usr/lib/file'), ('/usr//lib/../lib/up', '/usr/lib/up'),
                ('/persist/local', '/persist/local/tool'), ('/persist/local/file', '/persist/local/file'),
                ('/persist/new/', '/persist/new/tool'),
                ('/mnt/flash', '/mnt/flash/tool'), ('/mnt/flash/new', '/mnt/flash/new/tool'),
                ('/mnt/flashy', '/mnt/flashy')):
            self.run_action(src_url='files/tool', dst_url=given)
            self.assertTrue(os.path.isfile(self.switch.path(expected)), given)
        self.assertNotIn('/persist', read(self.node.rc_eos()))
        self.reboot()
        self.run_rc_eos()
        for expected in ('there/tool', 'made/tool', 'dot/tool', 'file', 'up'):
            self.assertEqual(read(self.switch.path('/usr/lib/' + expected)), 'new')

    def test_what_an_earlier_boot_kept_is_not_in_the_way(self):
        for name in ('first', 'second', 'third'):
            self.serve_file(name, name)
        for source, destination, target in (
                ('first', '/etc/hook/', '/etc/hook/first'), ('second', '/etc/hook', '/etc/hook'),
                ('third', '/etc/hook/a/b/', '/etc/hook/a/b/third'), ('first', '/etc/hook', '/etc/hook')):
            self.run_action(src_url='files/' + source, dst_url=destination)
            self.reboot()
            self.run_rc_eos()
            self.assertEqual(read(self.switch.path(target)), source)
            self.reboot()
            os.remove(self.node.rc_eos())

    def test_a_failed_boot_leaves_what_an_earlier_one_kept(self):
        self.serve_file('tool', 'new')
        write(self.switch.flash('.ztp-files/etc/hook/tool'), 'earlier')
        before = self.switch.tree()
        self.run_action(src_url='files/tool', dst_url='/etc/hook')
        self.assertNotEqual(self.switch.tree(), before)
        self.flash.give_up()
        self.assertEqual(self.switch.tree(), before)

    def reboot(self):
        """The root file system is new after a reboot."""
        for folder in ('/usr', '/etc'):
            self.client.remove(self.switch.path(folder))

    def run_rc_eos(self):
        """rc.eos has the paths of a real switch."""
        script = re.sub("([ '])(/usr|/etc|/mnt)(?=[/\n])", r'\1%s\2' % self.switch.root, read(self.node.rc_eos()))
        self.assertTrue(script.startswith('#!/bin/bash\n'))
        subprocess.check_call(['bash', '-e', '-c', script])

    def test_fails(self):
        write(self.switch.flash('absent'), 'old')
        self.assert_raises('src_url and dst_url', src_url='files/config')
        self.assert_raises('src_url and dst_url', dst_url='/mnt/flash')
        self.assert_raises('names no file', src_url='files/', dst_url='/mnt/flash')
        self.assert_raises('names no file', src_url='files/a%2F..%2Fb', dst_url='/mnt/flash')
        self.assert_raises('overwrite is never, expected one of replace, if-missing, backup', src_url='files/config', dst_url='/mnt/flash', overwrite='never')
        for mode in (493, 'rwx', '', -1, 77777):
            self.assert_raises(
                'mode is %s, expected octal digits' % mode, src_url='files/config', dst_url='/mnt/flash', mode=mode)
        for rule in ('replace', 'backup'):
            self.assert_raises('404', src_url='files/absent', dst_url='/mnt/flash', overwrite=rule)


class InstallImageTest(Action):
    name = 'install_image'

    def setUp(self):
        Action.setUp(self)
        self.serve_file('some.swi', 'new image')

    def assert_installed(self, name):
        self.assertEqual(self.on_flash(name), 'new image')
        self.assertEqual(self.on_flash('boot-config'), 'CONSOLESPEED=9600\nSWI=flash:/%s\n' % name)

    def assert_nothing_done(self, **attributes):
        before = self.switch.tree()
        self.run_action(url='files/some.swi', **attributes)
        self.assertEqual(self.switch.tree(), before)
        self.assertEqual(self.server.requests, [])

    def test_installs(self):
        self.run_action(url='files/some.swi', version='4.33.0F')
        self.assert_installed('EOS-4.33.0F.swi')
        self.assertEqual(self.on_flash('EOS-4.30.0F.swi'), 'an image')

    def test_name_from_url(self):
        self.run_action(url='files/some.swi', version='4.33.0F', image_name_from_url=True)
        self.assert_installed('some.swi')

    def test_without_boot_config(self):
        os.remove(self.switch.flash('boot-config'))
        self.run_action(url='files/some.swi', version=4.33)
        self.assertEqual(self.on_flash('boot-config'), 'SWI=flash:/EOS-4.33.swi\n')

    def test_runs_already(self):
        self.assert_nothing_done(version='4.32.1F')

    def test_downgrade(self):
        self.assert_nothing_done(version='4.9.9F', downgrade=False)
        self.run_action(url='files/some.swi', version='4.33.0F', downgrade=False)
        self.assert_installed('EOS-4.33.0F.swi')
        self.run_action(url='files/some.swi', version='4.9.9F')
        self.assert_installed('EOS-4.9.9F.swi')

    def test_fails(self):
        self.assert_raises('url and version', url='files/some.swi')
        self.assert_raises('url and version', version='4.33.0F')
        self.assert_raises('404', url='files/absent', version='4.33.0F')
        self.server.plan('/meta/files/some.swi', (200, '{"size": 9, "sha1": "x"}', 'application/json'))
        self.assert_raises('wrong SHA-1', url='files/some.swi', version='4.33.0F')


class InstallExtensionTest(Action):
    name = 'install_extension'

    def test_installs(self):
        for name in ('a.rpm', 'b.swix'):
            self.serve_file(name, name)
        self.run_action(url='files/a.rpm')
        self.run_action(url='files/b.swix', force=True)
        self.assertEqual(self.on_flash('.extensions/b.swix'), 'b.swix')
        self.assertEqual(self.on_flash('boot-extensions'), 'a.rpm\nb.swix force\n')
        self.run_action(url='files/a.rpm', force=True)
        self.assertEqual(self.on_flash('boot-extensions'), 'b.swix force\na.rpm force\n')

    def test_fails(self):
        os.mkdir(self.switch.flash('.extensions'))
        self.assert_raises('url is missing')
        self.assert_raises('404', url='files/absent')
        self.assert_raises('names no file', url='files/')


class InstallCliPluginTest(Action):
    name = 'install_cli_plugin'

    def test_installs(self):
        self.serve_file('My Plugin.py', 'print(1)')
        self.run_action(url='files/My%20Plugin.py')
        folder = self.switch.path('/usr/lib/python3.9/site-packages/CliPlugin')
        os.makedirs(folder)
        script = self.on_flash('rc.eos').replace('/usr/', self.switch.path('/usr/')).replace('/mnt/', self.switch.path('/mnt/'))
        subprocess.check_call(['bash', '-e', '-c', script])
        self.assertEqual(read(os.path.join(folder, 'My Plugin.py')), 'print(1)')
        self.assertEqual(self.mode('/mnt/flash/rc.eos'), 0o777)

    def test_fails(self):
        os.mkdir(self.switch.flash('.ztp-cli-plugins'))
        self.assert_raises('url is missing')
        self.assert_raises('404', url='files/absent')


class RunBashScriptTest(Action):
    name = 'run_bash_script'

    def test_runs(self):
        self.serve_file('s', 'echo $$ $name > %s/out; [[ a == a ]]\n' % self.switch.root)
        self.run_action(url='files/s')
        self.assertTrue(re.match(r'\d+ *\n$', read(self.switch.path('/out'))))
        self.run_action(url='files/s', variables={'name': u'it\xe4'})
        self.assertEqual(read(self.switch.path('/out')), u' it\xe4\n'.replace(' ', '$ ', 1))

    def test_does_not_wait_for_the_background(self):
        self.serve_file('s', 'sleep 40 &\n')
        before = self.client.now()
        self.run_action(url='files/s')
        self.assertLess(self.client.now() - before, 30)

    def test_fails(self):
        self.assert_raises('url is missing')
        self.assert_raises('404', url='files/absent')
        self.serve_file('s', 'echo fine\necho wrong >&2\nexit 7\n')
        self.assert_raises('files/s ends with exit code 7: wrong', url='files/s')
        self.serve_file('s', 'kill -9 $$\n')
        self.assert_raises('exit code -9: no output', url='files/s')
        self.assertEqual([name for name in os.listdir(self.switch.path('/tmp')) if 'script' in name], [])


class RunCliCommandsTest(Action):
    name = 'run_cli_commands'

    def test_one_call(self):
        self.serve_file('c', 'configure\n!\n\n   hostname $name\nend\nwrite memory\n')
        self.run_action(url='files/c', variables={'name': 'leaf1'})
        self.assertEqual(self.commands, [['configure', 'hostname leaf1', 'end', 'write memory']])
        self.run_action(url='files/c')
        self.assertEqual(self.commands[1][1], 'hostname $name')

    def test_enable_comes_first(self):
        self.node.eapi = self.client.EAPI()
        self.serve_file('c', 'show clock\n')
        self.run_action(url='files/c')
        parameters, _ = self.switch.eapi_calls[-1]
        self.assertEqual((parameters['cmds'], parameters['format']), (['enable', 'show clock'], 'text'))

    def test_fails(self):
        self.assert_raises('url is missing')
        self.assert_raises('404', url='files/absent')
        self.serve_file('c', '!\n\n')
        self.assert_raises('has no commands', url='files/c')
        self.serve_file('c', 'show version\nbad command\n')
        self.assert_raises('eAPI: bad command', url='files/c')


class MailServer(threading.Thread):
    """Takes one mail; refuses receivers that begin with `no`."""

    def __init__(self):
        threading.Thread.__init__(self)
        self.daemon = True
        self.listener = socket.socket()
        self.listener.bind(('127.0.0.1', 0))
        self.listener.listen(1)
        self.address = '127.0.0.1:%d' % self.listener.getsockname()[1]
        self.envelope = []
        self.mail = ''
        self.start()

    def run(self):
        connection, _ = self.listener.accept()
        stream = connection.makefile('rwb') if hasattr(connection, 'detach') else connection.makefile('rwb', 0)

        def say(line):
            stream.write(line + b'\r\n')
            stream.flush()
        say(b'220 mail')
        for line in iter(stream.readline, b''):
            line = line.decode('utf-8').strip()
            self.envelope.append(line.upper())
            if line.upper().startswith('RCPT TO:<NO'):
                say(b'550 no')
            elif line.upper() == 'DATA':
                say(b'354 go on')
                lines = []
                for part in iter(stream.readline, b'.\r\n'):
                    lines.append(part.decode('utf-8'))
                self.mail = ''.join(lines)
                say(b'250 taken')
            else:
                say(b'250 fine')
        stream.close()
        connection.close()
        self.listener.close()


class SendEmailTest(Action):
    name = 'send_email'

    def test_sends(self):
        server = MailServer()
        write(self.switch.path('/var/log/ztp.log'), 'the log')
        self.run_action(
            smarthost=server.address, sender='switch@example.net', receivers=['a@example.net', 'b@example.net'],
            subject=u'd\xf6ne', body=u'all is w\xebll', attachments=['/var/log/ztp.log'], commands='show version')
        server.join(5)
        mail = email.message_from_string(server.mail)
        parts = [part.get_payload(decode=True).decode('utf-8') for part in mail.walk() if not part.is_multipart()]
        self.assertEqual(parts, [u'all is w\xebll', 'the log', 'output of show version'])
        self.assertEqual([part.get_filename() for part in mail.walk()][2:], ['ztp.log', 'show version.txt'])
        self.assertIn('RCPT TO:<B@EXAMPLE.NET>', server.envelope)
        self.assertEqual((mail['To'], mail['From']), ('a@example.net, b@example.net', 'switch@example.net'))

    def test_one_receiver_and_nothing_else(self):
        server = MailServer()
        self.run_action(smarthost=server.address, sender='switch@example.net', receivers='a@example.net')
        server.join(5)
        self.assertIn('RCPT TO:<A@EXAMPLE.NET>', server.envelope)

    def test_fails(self):
        for missing in ('smarthost', 'sender', 'receivers'):
            attributes = {'smarthost': '127.0.0.1:9', 'sender': 'a@b', 'receivers': ['a@b']}
            del attributes[missing]
            self.assert_raises('%s is missing' % missing, **attributes)
        self.assert_raises('127.0.0.1:9: ', smarthost='127.0.0.1:9', sender='a@b', receivers=['a@b'])
        self.assert_raises('/absent', smarthost='127.0.0.1:9', sender='a@b', receivers=['a@b'], attachments='/absent')
        self.assert_raises('bad command', smarthost='127.0.0.1:9', sender='a@b', receivers=['a@b'], commands=['bad command'])
        server = MailServer()
        self.assert_raises('refuses no@b', smarthost=server.address, sender='a@b', receivers=['a@b', 'no@b'])
        server.join(5)


class ConfigureAnsibleClientTest(Action):
    name = 'configure_ansible_client'

    KEY = 'ssh-ed25519 AAAAC3 me@example.net'

    def test_defaults(self):
        self.serve_file('keys/ansible.pub', self.KEY + '\n')
        self.run_action(key='files/keys/ansible.pub')
        path = '/persist/local/ansible/.ssh/authorized_keys'
        self.assertEqual(read(self.switch.path(path)), self.KEY + '\n')
        self.assertEqual((self.mode(path), self.mode(os.path.dirname(path))), (0o600, 0o700))
        self.assertEqual(self.on_flash('rc.eos').splitlines(), [
            '#!/bin/bash',
            'getent group eosadmin > /dev/null || groupadd eosadmin',
            'id -u ansible > /dev/null 2>&1 || useradd -M -d /persist/local/ansible -g eosadmin -s /bin/bash ansible',
            'chown -R ansible:eosadmin /persist/local/ansible'])

    def test_all_attributes(self):
        self.serve_file('key', self.KEY + ' two\n\n')
        self.run_action(user='deploy', passwd='$6$salt$hash', group='ops', root='/persist/x/', key=[self.KEY, 'files/key'])
        self.assertEqual(
            read(self.switch.path('/persist/x/deploy/.ssh/authorized_keys')), '%s\n%s two\n' % (self.KEY, self.KEY))
        self.assertIn("-g ops -s /bin/bash -p '$6$salt$hash' deploy", self.on_flash('rc.eos'))

    def test_plain_password(self):
        try:
            subprocess.check_output(['openssl', 'version'])
        except OSError:
            self.skipTest('no openssl')
        self.run_action(passwd=u'geh\xe4im it is')
        self.assertTrue(re.search(r"-p '\$(6|1)\$[./\w]+\$[./\w]+' ansible", self.on_flash('rc.eos')))
        self.assertNotIn(u'it is', self.on_flash('rc.eos'))

    def test_fails(self):
        self.assert_raises('passwd or key')
        self.assert_raises('404', key='files/absent')
        self.serve_file('empty', '\n')
        self.assert_raises('no key', key='files/empty')
        for user in ('-x', 'a b', 'a;b', '../x'):
            self.assert_raises('no name', user=user, key=self.KEY)


class TemplateTest(Action):
    name = 'template'

    def test_runs(self):
        before = self.switch.tree()
        self.run_action(text='hello')
        self.run_action(text='hello', error=True)
        self.assertEqual(self.switch.tree(), before)

    def test_fails(self):
        self.assert_raises('text is missing')


class HeaderTest(unittest.TestCase):
    """What the head of each action promises."""

    EXISTING = set(
        'api_enable_cmds api_config_cmds system neighbors details has_startup_config append_startup_config_lines '
        'append_rc_eos_lines log_msg rc_eos flash startup_config retrieve_url create_user server_address substitute '
        'bash_cmds'.split())

    def test_says_when_it_needs_our_bootstrap_script(self):
        """The methods of the node that other bootstrap scripts lack are what decides."""
        for name in os.listdir(os.path.join(DATA_ROOT, 'actions')):
            source = action_source(name)
            head = source.split('\n\n')[0]
            beyond = set(re.findall(r'\bnode\.(\w+)', source)) - self.EXISTING
            self.assertEqual('# Needs the bootstrap script that comes with it.' in head, bool(beyond), (name, beyond))


class NodeTest(Action):
    """What custom actions of existing sites call."""

    def test_commands(self):
        self.assertEqual(self.node.api_enable_cmds(['show version'])[0]['serialNumber'], 'LEAF1')
        self.assertEqual(self.node.api_enable_cmds(['a', 'b'], text_format=True), ['output of a', 'output of b'])
        self.assertEqual(self.node.api_config_cmds(['hostname x', 'end']), [{}, {}])
        self.assertEqual(self.commands[-1], ['configure', 'hostname x', 'end'])

    def test_identity(self):
        system = {'model': 'DCS-7050SX3-48YC8', 'version': '4.32.1F', 'systemmac': '00:1c:73:aa:bb:01',
                  'serialnumber': 'LEAF1'}
        neighbors = {'Ethernet49': [{'device': 'spine1', 'port': 'Ethernet1'}],
                     'Ethernet50': [{'device': 'spine2', 'port': 'Ethernet1'}]}
        self.assertEqual(self.node.system(), system)
        self.assertEqual(self.node.neighbors(), {'neighbors': neighbors})
        self.assertEqual(self.node.details(), dict(system, neighbors=neighbors))
        self.assertEqual(self.node.server_address(), self.server.url)

    def test_paths(self):
        self.assertEqual(self.node.flash(), self.switch.flash())
        self.assertEqual(self.node.startup_config(), self.switch.flash('startup-config'))
        self.assertEqual(self.node.rc_eos(), self.switch.flash('rc.eos'))

    def test_appending(self):
        self.assertFalse(self.node.has_startup_config())
        self.node.append_startup_config_lines(['a', 'b\n'])
        self.node.append_startup_config_lines([u'c'])
        self.assertTrue(self.node.has_startup_config())
        self.assertEqual(self.on_flash('startup-config'), 'a\nb\nc\n')
        self.node.append_rc_eos_lines(['a'])
        self.node.append_rc_eos_lines(('b', 'c'))
        self.assertEqual(self.on_flash('rc.eos'), '#!/bin/bash\na\nb\nc\n')

    def test_retrieve_url(self):
        path = self.switch.path('/tmp/file')
        self.node.retrieve_url('files/config', path)
        self.assertEqual((read(path), self.mode('/tmp/file')), ('hostname leaf1\n', 0o777))
        self.assertRaises(self.client.Failure, self.node.retrieve_url, 'ftp://x/y', path)
        self.assertEqual(read(path), 'hostname leaf1\n')

    def test_substitute(self):
        self.assertEqual(self.node.substitute('$a $b', {'a': 1}, strict=False), '1 $b')
        self.assertRaises(KeyError, self.node.substitute, '$a $b', {'a': 1})

    def test_bash_cmds(self):
        self.assertEqual(self.node.bash_cmds(['true', 'exit 0']), (None, None, None, None))
        self.assertEqual(
            self.node.bash_cmds(['true', 'echo out; echo err >&2; exit 3', 'touch /nonsense/x']),
            ('echo out; echo err >&2; exit 3', 3, 'out\n', 'err\n'))

    def test_create_user_with_one_key(self):
        self.node.create_user('me', 'ops', None, '/persist/local', 'ssh-rsa AAAA x')
        self.assertEqual(read(self.switch.path('/persist/local/me/.ssh/authorized_keys')), 'ssh-rsa AAAA x\n')

    def test_log_msg(self):
        self.node.log_msg(u'two\nlines \xe4')
        self.node.log_msg('an error', error=True)


if __name__ == '__main__':
    unittest.main()
