"""Boots that fail: each ends in time with exit code 1, one line that says why, and flash as it has to be then."""

import json
import os
import resource
import signal
import socket
import subprocess
import time

from support import CONFIGURE, ClientTest, read, write


class ServerFailureTest(ClientTest):
    def test_server_down(self):
        listener = socket.socket()
        listener.bind(('127.0.0.1', 0))
        port = listener.getsockname()[1]
        listener.close()
        self.assert_fails('GET http://127.0.0.1:%d/bootstrap/config' % port, 'refused', url='http://127.0.0.1:%d' % port)

    def test_server_that_never_answers(self):
        listener = socket.socket()
        self.addCleanup(listener.close)
        listener.bind(('127.0.0.1', 0))
        listener.listen(20)
        self.environment['ZTP_IO_TIMEOUT'] = '0.3'
        self.assert_fails('bootstrap/config', 'timed out', url='http://127.0.0.1:%d' % listener.getsockname()[1])

    def test_server_that_stops_in_an_answer(self):
        def hang(handler):
            handler.reply(200, b'{"name"', 'application/json', Content_Length=100)
            time.sleep(60)
        self.server.plan('/nodes/LEAF1', hang)
        self.environment.update(ZTP_IO_TIMEOUT='4', ZTP_ATTEMPTS='1')
        self.assert_fails('GET %s/nodes/LEAF1' % self.server.url)

    def test_server_that_trickles(self):
        """Each byte comes in time, the whole never does."""
        def trickle(handler):
            handler.reply(200, b'x', 'text/plain', Content_Length=1000)
            for _ in range(999):
                handler.wfile.write(b'x')
                handler.wfile.flush()
                time.sleep(0.2)
        self.server.plan('/files/config', trickle)
        self.assert_runs_into_limit('action replace_config')

    def test_half_an_answer(self):
        for path in ('/bootstrap/config', '/nodes/LEAF1', '/actions/replace_config', '/files/config'):
            self.server.plans.clear()
            self.server.plan(path, lambda handler: handler.reply(200, b'{', 'text/plain', Content_Length=400))
            self.assert_fails(path, 'the answer ends after 1 of 400 bytes')

    def test_500_without_end(self):
        self.server.plan('/nodes/LEAF1', (500,))
        self.assert_fails('/nodes/LEAF1: the server answers 500')
        self.assertEqual(self.server.paths().count('GET /nodes/LEAF1'), 3)

    def test_garbage_json(self):
        for path, garbage in (
                ('/bootstrap/config', b''), ('/nodes/LEAF1', b'{"actions": ['), ('/meta/files/config', b'\xff\xfe<html>')):
            self.server.plans.clear()
            self.server.plan(path, (200, garbage, 'application/json'))
            self.assert_fails('not JSON')

    def test_json_of_another_kind(self):
        for path, content, reason in (
                ('/bootstrap/config', '{"logging": 5}', 'not a list'), ('/nodes/LEAF1', '[]', 'no JSON object'),
                ('/meta/files/config', '{"size": "5"}', 'no size')):
            self.server.plans.clear()
            self.server.plan(path, (200, content, 'application/json'))
            self.assert_fails(reason)

    def test_no_bootstrap_config(self):
        self.server.plan('/bootstrap/config', (400,))
        self.assert_fails('bootstrap config: the server answers 400')

    def test_unknown_switch(self):
        self.server.plan('/nodes', (400,), method='POST')
        self.assert_fails('the server has nothing for this switch')
        self.assertEqual(self.server.paths().count('POST /nodes'), 1)

    def test_other_answers_to_post(self):
        for answer, reason in (((201,), 'no Location'), ((302,), 'answers 302')):
            self.server.plan('/nodes', answer, method='POST')
            self.assert_fails('POST /nodes', reason)

    def test_refused_definition(self):
        self.server.plan('/nodes/LEAF1', (400,))
        self.assert_fails('definition: the server answers 400')

    def test_script_without_the_servers_url(self):
        self.assert_fails('no URL', url='$SERVER')


class DefinitionFailureTest(ClientTest):
    def test_no_actions(self):
        for definition in ({'name': 'x'}, {'actions': []}):
            self.server.definition = definition
            self.assert_fails('the definition has no actions')

    def refusal(self, definition):
        self.server.definition = definition
        client = self.load_client()
        boot = client.Boot(False)
        boot.server = client.Server(self.server.url)
        try:
            boot.definition('nodes/LEAF1')
        except client.Failure as failure:
            return str(failure)

    def test_broken_actions(self):
        for action, reason in (
                ({}, 'without `action`'), ('x', 'without `action`'), (None, 'without `action`'), ({'action': 5}, 'without'),
                ({'action': 'x', 'attributes': [1]}, 'no mapping')):
            self.assertIn(reason, self.refusal({'actions': [CONFIGURE, action]}))
        for actions in (None, {}, 'x', 5):
            self.assertEqual(self.refusal({'actions': actions}), 'the definition has no actions')
        self.assertEqual(self.refusal({'actions': [CONFIGURE]}), None)

    def test_no_startup_config_in_the_end(self):
        self.server.files['/actions/nothing'] = b'def main(attributes):\n    pass\n'
        self.server.definition = {'actions': [{'action': 'nothing'}]}
        self.assert_fails('there is no startup-config after all actions')


class ActionFailureTest(ClientTest):
    def custom(self, source, **keys):
        self.server.files['/actions/custom'] = source.encode('utf-8')
        self.server.definition = {'actions': [CONFIGURE, dict({'action': 'custom'}, **keys)]}

    def test_404(self):
        self.server.definition = {'actions': [CONFIGURE, {'action': 'absent', 'name': 'a thing'}]}
        self.assert_fails('action a thing (absent): the action: the server answers 404')

    def test_raises(self):
        self.custom("def main(attributes):\n    raise Exception('no\\nway')\n", onfailure='it went wrong')
        self.assertIn('it went wrong', self.assert_fails('action custom: no way').output)

    def test_raises_something_odd(self):
        for statement, reason in (
                ("{}['x']", "KeyError: 'x'"), ('raise Exception', 'Exception'), (u"raise Exception(u'\\xe4')", 'action custom: '), ('import sys; sys.exit(3)', 'it exits with 3')):
            self.custom('def main(attributes):\n    %s\n' % statement)
            self.assert_fails(reason)

    def test_texts_beyond_ascii(self):
        self.server.definition = {'actions': [dict(CONFIGURE, attributes={'url': u'ftp://k\xe4se'})]}
        self.assert_fails('action replace_config: ftp://k\\xe4se: only http and https are known')

    def test_no_python(self):
        self.custom('def main(attributes:\n')
        self.assert_fails('action custom: SyntaxError')

    def test_no_main(self):
        self.custom('pass\n')
        self.assert_fails('action custom: it has no main(attributes)')

    def test_never_ends(self):
        self.custom('import time\n\n\ndef main(attributes):\n    time.sleep(600)\n')
        self.assert_runs_into_limit('action custom')

    def test_script_that_never_ends_is_ended(self):
        self.server.files['/files/script'] = b'echo $$ > $EOS_ROOT/pid\nsleep 601 & sleep 600\n'
        self.server.definition = {'actions': [CONFIGURE, {'action': 'run_bash_script', 'attributes': {'url': 'files/script'}}]}
        self.assert_runs_into_limit('action run_bash_script')
        self.assertEqual(self.running_in_group(read(self.switch.path('/pid')).strip()), [])

    @staticmethod
    def running_in_group(group):
        """The processes of a group that are no zombies."""
        found = []
        for process in os.listdir('/proc'):
            try:
                fields = read('/proc/%s/stat' % process).rsplit(')', 1)[1].split() if process.isdigit() else ['Z', '', '']
            except EnvironmentError:
                continue
            if fields[0] != 'Z' and fields[2] == group:
                found.append(process)
        return found

    def test_flash_is_taken_back(self):
        """What actions before the one that fails did to flash."""
        self.server.files.update({
            '/files/EOS.swi': b'new image', '/files/tool': b'new tool', '/files/plugin.py': b'plugin', '/files/e.rpm': b'rpm',
            '/files/key.pub': b'ssh-ed25519 AAAA me\n'})
        write(self.switch.flash('tool'), 'old tool')
        write(self.switch.flash('other'), 'old other')
        write(self.switch.flash('large'), b'l' * (9 << 20))
        self.server.files.update({'/files/large': b'new', '/files/other': b'new'})
        self.server.definition = {'actions': [
            CONFIGURE,
            {'action': 'install_image', 'attributes': {'url': 'files/EOS.swi', 'version': '4.33.0F'}},
            {'action': 'copy_file', 'attributes': {'src_url': 'files/tool', 'dst_url': '/mnt/flash', 'mode': 600}},
            {'action': 'copy_file', 'attributes': {'src_url': 'files/tool', 'dst_url': '/mnt/flash', 'overwrite': 'backup'}},
            {'action': 'copy_file', 'attributes': {'src_url': 'files/other', 'dst_url': '/mnt/flash', 'overwrite': 'backup'}},
            {'action': 'copy_file', 'attributes': {'src_url': 'files/large', 'dst_url': '/mnt/flash'}},
            {'action': 'copy_file', 'attributes': {'src_url': 'files/tool', 'dst_url': '/mnt/flash/new/folder'}},
            {'action': 'copy_file', 'attributes': {'src_url': 'files/tool', 'dst_url': '/usr/bin'}},
            {'action': 'install_cli_plugin', 'attributes': {'url': 'files/plugin.py'}},
            {'action': 'install_extension', 'attributes': {'url': 'files/e.rpm'}},
            {'action': 'configure_ansible_client', 'attributes': {'key': 'files/key.pub'}},
            {'action': 'absent'}]}
        self.assert_fails('action absent')

    def test_action_that_catches_everything_it_can(self):
        self.custom('import time\n\n\ndef main(attributes):\n    for _ in range(6000):\n        try:\n'
                    '            time.sleep(0.1)\n        except Exception:\n            pass\n')
        self.assert_runs_into_limit('action custom')


class FileFailureTest(ClientTest):
    def setUp(self):
        ClientTest.setUp(self)
        self.server.files['/files/EOS.swi'] = b'i' * 200000
        image = {'action': 'install_image', 'attributes': {'url': 'files/EOS.swi', 'version': '4.33.0F'}}
        self.server.definition = {'actions': [CONFIGURE, image]}

    def meta(self, **content):
        self.server.plan('/meta/files/EOS.swi', (200, json.dumps(content), 'application/json'))

    def test_404(self):
        del self.server.files['/files/EOS.swi']
        self.assert_fails('files/EOS.swi: the server answers 404')

    def test_wrong_size(self):
        for size in (5, 200001):
            self.meta(size=size, sha1='x')
            self.assert_fails('files/EOS.swi: wrong size: 200000 bytes instead of %d' % size)

    def test_wrong_hash(self):
        self.meta(size=200000, sha1='0' * 40)
        self.assert_fails('files/EOS.swi: wrong SHA-1')

    def test_no_room_for_what_meta_says(self):
        self.meta(size=1 << 60, sha1='x')
        self.assert_fails('no room for files/EOS.swi: %d bytes needed' % (1 << 60))
        self.assertNotIn('GET /files/EOS.swi', self.server.paths())

    def test_no_room_for_what_is_announced(self):
        self.server.plan('/meta/files/EOS.swi', (404,))
        self.server.plan('/files/EOS.swi', lambda handler: handler.reply(200, b'x', Content_Length=1 << 60))
        self.assert_fails('no room for files/EOS.swi')

    def test_write_that_fails(self):
        """A flash that fills up while the file arrives."""
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))
        self.assert_fails('action install_image', 'File too large', preexec_fn=limit)

    def test_full_flash(self):
        """A real one, where a file system may be mounted."""
        mounted = subprocess.Popen(
            ['mount', '-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', self.switch.flash()], stderr=subprocess.PIPE)
        mounted.communicate()
        if mounted.returncode != 0:
            self.skipTest('no rights to mount')
        self.addCleanup(subprocess.check_call, ['umount', self.switch.flash()])
        self.assert_fails('no room for files/EOS.swi: 200000 bytes needed')
        self.server.plan('/meta/files/EOS.swi', (404,))
        self.server.plan('/files/EOS.swi', lambda handler: handler.reply(200, b'i' * 200000, Content_Length=None))
        self.assert_fails('No space left on device')


class SwitchFailureTest(ClientTest):
    def test_no_fast_cli(self):
        os.remove(self.switch.path('/bin/FastCli'))
        self.assert_fails('FastCli: ')

    def test_fast_cli_that_refuses(self):
        self.environment['FAKE_CLI'] = 'refuses'
        self.assert_fails('FastCli: ', '% Invalid input')

    def test_fast_cli_that_fails(self):
        self.environment['FAKE_CLI'] = 'fails'
        self.assert_fails('FastCli: exit code 3: no CLI today')

    def test_eapi_that_never_comes(self):
        self.switch.stop_eapi()
        os.remove(self.switch.path('/var/run/command-api.sock'))
        self.assert_fails('the eAPI does not answer')

    def test_wrong_argument(self):
        self.switch.make_factory_files()
        before = self.switch.tree()
        outcome = self.boot('--unknown')
        self.assertEqual(outcome.code, 1)
        self.assert_one_line(outcome, 'usage')
        self.assertEqual(self.switch.tree(), before)

    def test_signals(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self.switch.make_factory_files()
            before = self.switch.tree(without_factory_names=True)
            self.server.files['/files/script'] = b'touch $EOS_ROOT/running\nsleep 600\n'
            self.server.definition = {'actions': [
                CONFIGURE, {'action': 'run_bash_script', 'attributes': {'url': 'files/script'}}]}
            process = self.start()
            while process.poll() is None and not os.path.exists(self.switch.path('/running')):
                time.sleep(0.02)
            process.send_signal(number)
            _, errors = process.communicate()
            self.assertEqual(process.returncode, 1)
            self.assertEqual(
                errors.decode('utf-8'), 'bootstrap: failed: ended by signal %d during: action run_bash_script\n' % number)
            self.assertEqual(self.switch.tree(), before)
            self.assert_no_litter()
            os.remove(self.switch.path('/running'))


class NoRestoreTest(ClientTest):
    """-n: what was there is put back, and what the boot had made is kept beside it."""

    def setUp(self):
        ClientTest.setUp(self)
        self.server.files.update({'/files/e.rpm': b'rpm', '/files/plugin.py': b'plugin'})
        self.server.definition = {'actions': [
            CONFIGURE,
            {'action': 'install_extension', 'attributes': {'url': 'files/e.rpm'}},
            {'action': 'install_cli_plugin', 'attributes': {'url': 'files/plugin.py'}},
            {'action': 'absent'}]}

    def fail(self, argument):
        outcome = self.boot(argument)
        self.assertEqual(outcome.code, 1)
        self.assert_one_line(outcome, 'action absent')
        made = {}
        after = self.switch.tree()
        for path in list(after):
            if path.split('/')[3:] and path.split('/')[3].endswith('.ztp'):
                made[path[len('/mnt/flash/'):]] = after.pop(path)[0]
        return after, made

    def test_put_back(self):
        for argument in ('-n', '--no-flash-factory-restore'):
            self.switch.make_factory_files()
            before = dict((path, value) for path, value in self.switch.tree().items() if '.ztp' not in path)
            after, made = self.fail(argument)
            self.assertEqual(after, before)
            self.assertEqual(sorted(made), [
                '.extensions.ztp', '.extensions.ztp/e.rpm', 'boot-extensions.ztp', 'rc.eos.ztp', 'startup-config.ztp'])
            self.assertEqual(made['startup-config.ztp'], 'hostname leaf1\n')
            self.assertEqual(made['boot-extensions.ztp'], 'e.rpm\n')

    def test_nothing_to_put_back(self):
        before = self.switch.tree()
        after, made = self.fail('-n')
        self.assertEqual(after, before)
        self.assertIn('startup-config.ztp', made)

    def test_failure_before_anything_is_made(self):
        self.switch.make_factory_files()
        before = self.switch.tree()
        self.server.plan('/bootstrap/config', (400,))
        self.assertEqual(self.boot('-n').code, 1)
        self.assertEqual(self.switch.tree(), before)

    def test_success(self):
        self.switch.make_factory_files()
        self.server.definition = {'actions': [CONFIGURE]}
        self.assert_boots('-n')
        self.assertEqual(read(self.switch.flash('startup-config')), 'hostname leaf1\n')
        self.assertFalse(os.path.exists(self.switch.flash('rc.eos')))
