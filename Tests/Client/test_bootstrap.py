"""Boots that succeed, and what the server and the switch see of them."""

import hashlib
import json
import os
import re
import socket
import string
import subprocess
import sys
import threading
import unittest

from support import (
    BOOTSTRAP, CONFIGURE, ClientTest, EAPIAnswers, QuietServer, QuietServer6, read, serve_in_background, write)


class HappyPathTest(ClientTest):
    def test_requests(self):
        self.assert_boots(command=[sys.executable])
        self.assertEqual(self.server.paths(), [
            'GET /bootstrap/config', 'POST /nodes', 'GET /nodes/LEAF1', 'GET /actions/replace_config',
            'GET /meta/files/config', 'GET /files/config'])
        self.assertEqual(read(self.switch.flash('startup-config')), 'hostname leaf1\n')

    def test_no_get_has_a_body(self):
        self.assert_boots()
        lengths = [request.headers.get('Content-Length') for request in self.server.requests if request.command == 'GET']
        self.assertEqual(set(lengths), set([None]))

    def test_what_the_switch_tells(self):
        self.assert_boots()
        posted = [request for request in self.server.requests if request.command == 'POST'][0]
        self.assertEqual(posted.headers.get('Content-Type'), 'application/json')
        self.assertEqual(json.loads(posted.body.decode('utf-8')), {
            'model': 'DCS-7050SX3-48YC8', 'version': '4.32.1F', 'systemmac': '00:1c:73:aa:bb:01', 'serialnumber': 'LEAF1',
            'neighbors': {
                'Ethernet49': [{'device': 'spine1', 'port': 'Ethernet1'}],
                'Ethernet50': [{'device': 'spine2', 'port': 'Ethernet1'}]}})

    def test_interfaces_are_sent_in_the_switchs_order(self):
        self.switch.neighbors = [('Ethernet%d' % number, 'd', 'p') for number in (9, 1, 30, 2, 17)]
        self.switch.neighbors.append(('Ethernet1', 'second', 'p'))
        self.assert_boots()
        body = [request for request in self.server.requests if request.command == 'POST'][0].body.decode('utf-8')
        self.assertEqual(re.findall(r'"Ethernet(\d+)"', body), ['9', '1', '30', '2', '17'])
        self.assertEqual(
            [one['device'] for one in json.loads(body)['neighbors']['Ethernet1']], ['d', 'second'])

    def test_eapi_is_enabled_over_its_socket(self):
        self.assert_boots()
        log = read(self.switch.path('/fastcli.log'))
        self.assertIn('-p 15 -A -c show version | json', log)
        self.assertIn('management api http-commands\nprotocol unix-socket\nno shutdown\n', log)
        for parameters, authorization in self.switch.eapi_calls:
            self.assertEqual((parameters['version'], parameters['cmds'][0], authorization), (1, 'enable', None))

    def test_the_four_files_are_removed_and_copied(self):
        self.switch.make_factory_files()
        self.assert_boots()
        self.assertEqual(read(self.switch.flash('startup-config')), 'hostname leaf1\n')
        for name in ('rc.eos', 'boot-extensions', '.extensions'):
            self.assertFalse(os.path.exists(self.switch.flash(name)))
        kept = [name for name in os.listdir(self.switch.path('/tmp')) if name.startswith('ztp-before-')]
        kept = os.path.join(self.switch.path('/tmp'), kept[0])
        self.assertEqual(read(os.path.join(kept, 'startup-config')), 'hostname before\n')
        self.assertEqual(read(os.path.join(kept, '.extensions', 'before.rpm')), 'an extension')

    def test_as_eos_runs_it(self):
        write(self.switch.path('/bin/arista-python'), '#!/bin/sh\nexec %s "$@"\n' % sys.executable)
        os.chmod(self.switch.path('/bin/arista-python'), 0o755)
        self.assert_boots(command=['/bin/sh'])


class ServerTest(ClientTest):
    def test_known_node(self):
        self.server.plan('/nodes', lambda answer: answer.reply(409, Location=self.server.url + '/nodes/LEAF1'), method='POST')
        self.assertIn('the server knows this switch', self.assert_boots().output)

    def test_location_relative_to_the_server(self):
        for location in ('nodes/LEAF1', '/nodes/LEAF1'):
            self.server.plan('/nodes', lambda answer: answer.reply(201, Location=location), method='POST')
            self.assert_boots()

    def test_url_with_path_and_slash(self):
        self.server = self.serve(prefix='/ztp/server')
        self.assert_boots(url=self.server.url + '/')
        self.assertEqual(self.server.paths()[-1], 'GET /files/config')

    def test_absolute_url_of_a_file(self):
        url = self.server.url + '/files/config'
        self.server.definition['actions'] = [dict(CONFIGURE, attributes={'url': url})]
        self.assert_boots()
        self.assertIn('GET /meta/files/config', self.server.paths())

    def test_file_of_another_server(self):
        other = self.serve()
        url = other.url + '/files/config'
        self.server.definition['actions'] = [dict(CONFIGURE, attributes={'url': url})]
        self.assert_boots()
        self.assertEqual(other.paths(), ['GET /files/config'])
        self.assertNotIn('GET /meta/files/config', self.server.paths())

    def test_names_beyond_ascii(self):
        self.server.files['/files/k%C3%A4se%201+2'] = b'hostname cheese\n'
        self.server.definition['actions'] = [dict(CONFIGURE, attributes={'url': u'files/k\xe4se 1+2'})]
        self.assert_boots()

    def test_ipv6(self):
        try:
            self.server = self.serve(kind=QuietServer6, address='::1')
        except EnvironmentError:
            self.skipTest('no IPv6 here')
        self.assert_boots()

    def test_proxies_of_the_environment_do_not_count(self):
        self.environment.update(http_proxy='http://127.0.0.1:9', HTTP_PROXY='http://127.0.0.1:9')
        self.assert_boots()

    def test_redirected_get(self):
        moved = lambda answer: answer.reply(302, Location=self.server.url + '/files/config')  # noqa: E731
        self.server.plan('/files/old', moved)
        self.server.definition['actions'] = [dict(CONFIGURE, attributes={'url': 'files/old'})]
        self.assert_boots()

    def test_no_meta(self):
        self.server.plan('/meta/files/config', (404,), )
        self.assert_boots()
        self.server.plan('/meta/files/config', (500,))
        self.assert_boots()

    def test_answers_without_length(self):
        self.server.plan('/nodes/LEAF1', lambda answer: answer.reply(
            200, json.dumps(self.server.definition), 'application/json', Content_Length=None))
        self.server.plan('/files/config', lambda answer: answer.reply(
            200, b'hostname leaf1\n', 'text/plain', Content_Length=None))
        self.assert_boots()


class RetryTest(ClientTest):
    def test_5xx_then_fine(self):
        for path in ('/bootstrap/config', '/nodes/LEAF1', '/actions/replace_config', '/meta/files/config', '/files/config'):
            self.server.plan(path, (503,), (500,), once=True)
        self.server.plan('/nodes', (502,), method='POST', once=True)
        self.assert_boots()
        self.assertEqual(self.server.paths().count('GET /files/config'), 3)

    def test_reset_then_fine(self):
        for path in ('/bootstrap/config', '/nodes/LEAF1', '/actions/replace_config', '/meta/files/config', '/files/config'):
            self.server.plan(path, lambda answer: answer.reset(), once=True)
        self.server.plan('/nodes', lambda answer: answer.reset(), method='POST', once=True)
        self.assert_boots()

    def test_half_an_answer_then_fine(self):
        for path in ('/bootstrap/config', '/nodes/LEAF1', '/actions/replace_config', '/files/config'):
            self.server.plan(path, lambda answer: answer.reply(200, b'{"', Content_Length=400), once=True)
        self.assert_boots()


class DownloadTest(ClientTest):
    def setUp(self):
        ClientTest.setUp(self)
        self.content = os.urandom(3 << 20)
        self.etag = '"%s"' % hashlib.sha1(self.content).hexdigest()
        self.server.files['/files/EOS.swi'] = self.content
        self.server.definition['actions'].append({
            'action': 'install_image', 'attributes': {'url': 'files/EOS.swi', 'version': '4.33.0F'}})

    def assert_image(self):
        with open(self.switch.flash('EOS-4.33.0F.swi'), 'rb') as stream:
            self.assertTrue(stream.read() == self.content)

    def ranges(self):
        return [
            (request.headers.get('Range'), request.headers.get('If-Range'))
            for request in self.server.requests if request.path == '/files/EOS.swi']

    def break_off(self, reset, **headers):
        """Sends the first MiB of an answer that announces all."""
        headers.setdefault('ETag', self.etag)

        def answer(handler):
            handler.reply(200, self.content[:1 << 20], 'text/plain', Content_Length=len(self.content), **headers)
            if reset:
                handler.reset()
        return answer

    def rest(self, handler):
        first = int(handler.headers['Range'].split('=')[1].rstrip('-'))
        handler.reply(206, self.content[first:], 'text/plain',
                      Content_Range='bytes %d-%d/%d' % (first, len(self.content) - 1, len(self.content)))

    def test_resumed_after_half_an_answer(self):
        self.server.plan('/files/EOS.swi', self.break_off(False), once=True)
        self.assert_boots()
        self.assert_image()
        self.assertEqual(self.ranges(), [(None, None), ('bytes=%d-' % (1 << 20), self.etag)])

    def test_resumed_after_a_reset(self):
        self.server.plan('/files/EOS.swi', self.break_off(True), once=True)
        self.assert_boots()
        self.assert_image()
        second = self.ranges()[1]
        self.assertTrue(re.match(r'bytes=\d+-$', second[0]), second)
        self.assertEqual(second[1], self.etag)

    def test_resumed_by_last_modified(self):
        date = 'Mon, 01 Jan 2024 00:00:00 GMT'
        self.server.plan('/files/EOS.swi', self.break_off(False, ETag='W/"weak"', Last_Modified=date), self.rest)
        self.assert_boots()
        self.assertEqual(self.ranges()[1], ('bytes=%d-' % (1 << 20), date))

    def test_progress_renews_patience(self):
        def a_bit(handler):
            first = int((handler.headers.get('Range') or 'bytes=0-').split('=')[1].rstrip('-'))
            part = self.content[first:first + (400 << 10)]
            if not first:
                return handler.reply(200, part, 'text/plain', Content_Length=len(self.content), ETag='"one"')
            handler.reply(206, part, 'text/plain', Content_Length=len(self.content) - first,
                          Content_Range='bytes %d-%d/%d' % (first, len(self.content) - 1, len(self.content)))
        self.server.plan('/files/EOS.swi', a_bit)
        self.assert_boots()
        self.assert_image()
        self.assertEqual(len(self.ranges()), 8)

    def test_started_over_when_the_file_has_changed(self):
        self.server.plan('/files/EOS.swi', self.break_off(False, ETag='"earlier"'), once=True)
        self.assert_boots()
        self.assert_image()
        self.assertEqual(self.ranges(), [(None, None), ('bytes=%d-' % (1 << 20), '"earlier"')])

    def test_started_over_without_a_validator(self):
        self.server.plan('/files/EOS.swi', self.break_off(False, ETag=None), once=True)
        self.assert_boots()
        self.assert_image()
        self.assertEqual(self.ranges(), [(None, None)] * 2)

    def test_started_over_after_416_or_a_wrong_range(self):
        wrong = lambda handler: handler.reply(206, b'x', Content_Range='bytes 0-0/1')  # noqa: E731
        for answer in ((416,), wrong):
            self.server.requests[:] = []
            self.server.plan('/files/EOS.swi', self.break_off(False), answer, once=True)
            self.assert_boots()
            self.assert_image()
            self.assertEqual(self.ranges()[2:], [(None, None)])
            os.remove(self.switch.flash('EOS-4.33.0F.swi'))

    def test_not_fetched_again(self):
        write(self.switch.flash('EOS-4.33.0F.swi'), self.content)
        self.assert_boots()
        self.assertEqual(self.ranges(), [])
        self.assertIn('SWI=flash:/EOS-4.33.0F.swi', read(self.switch.flash('boot-config')))

    def test_file_exchanged_between_meta_and_get(self):
        self.server.plan('/meta/files/EOS.swi', (200, '{"size": 5, "sha1": "x"}', 'application/json'), once=True)
        self.assert_boots()
        self.assert_image()


class LLDPTest(ClientTest):
    def posted(self):
        posted = [request for request in self.server.requests if request.command == 'POST'][-1]
        return sorted(json.loads(posted.body.decode('utf-8'))['neighbors'])

    def test_late_neighbors_are_waited_for(self):
        self.environment['ZTP_LLDP_WAIT'] = '60'
        late = self.switch.neighbors
        self.switch.neighbors = []
        self.switch.neighbors_after = [(2, late[:1]), (4, late)]
        outcome = self.assert_boots()
        self.assertEqual(self.posted(), ['Ethernet49', 'Ethernet50'])
        self.assertLess(outcome.seconds, 50)

    def test_the_wait_has_an_end(self):
        self.environment['ZTP_LLDP_WAIT'] = '0.6'
        self.switch.neighbors = []
        outcome = self.assert_boots()
        self.assertEqual(self.posted(), [])
        self.assertGreater(outcome.seconds, 0.6)


class ActionsTest(ClientTest):
    """How a definition's actions are run."""

    def run_actions(self, source, *actions):
        write_config = "\nopen(attributes.get('NODE').startup_config(), 'a').close()\n"
        source = 'def main(attributes):\n' + '\n'.join('    ' + line for line in (source + write_config).splitlines())
        self.server.files['/actions/custom'] = source.encode('utf-8')
        self.server.definition['actions'] = [dict({'action': 'custom'}, **action) for action in actions or [{}]]
        return self.assert_boots()

    def test_attributes(self):
        outcome = self.run_actions(
            "print(sorted(attributes.copy()))\n"
            "print(attributes.get('number', 1) + attributes.get('absent', 1), attributes.get('absent'))\n"
            "assert attributes.copy()['NODE'] is attributes.get('NODE')\n",
            {'attributes': {'number': 41, 'text': u'\xe4'}})
        self.assertIn('42', outcome.output)
        self.assertIn('NODE', outcome.output)

    def test_loaded_once_and_in_order(self):
        outcome = self.run_actions(
            "global seen\n"
            "seen = globals().get('seen', []) + [attributes.get('n')]\n"
            "print('seen %s' % seen)", {'attributes': {'n': 1}}, {'attributes': {'n': 2}}, {'attributes': None})
        self.assertIn('seen [1, 2, None]', outcome.output)
        self.assertEqual(self.server.paths().count('GET /actions/custom'), 1)

    def test_what_is_logged(self):
        outcome = self.run_actions('pass', {
            'name': 'first', 'description': 'makes it', 'always_execute': True, 'onstart': 'here we go',
            'onsuccess': 'went well', 'onfailure': 'went wrong'})
        for part in ('action first (custom)', 'makes it', 'always_execute', 'here we go', 'went well'):
            self.assertIn(part, outcome.output)
        self.assertNotIn('went wrong', outcome.output)

    def test_sys_exit_0_ends_the_action_only(self):
        self.run_actions("open(attributes.get('NODE').startup_config(), 'w').close()\nimport sys\nsys.exit(0)")


class ExistingActionTest(ClientTest):
    """Actions that an existing site brings along run with this bootstrap script."""

    SOURCE = """
import os, os.path

def main(attributes):
    node = attributes.get('NODE')
    details = node.details()
    if not details['neighbors'] or node.has_startup_config():
        raise RuntimeError('unexpected: %s' % details)
    folder = attributes.get('folder', node.flash())
    path = os.path.join(folder.replace('/mnt/flash', node.flash()), attributes.get('src_url').split('/')[-1])
    node.retrieve_url(attributes.get('src_url'), path)
    with open(path) as stream:
        template = stream.read()
    values = dict(attributes.copy())
    values.pop('NODE')
    values['serial'] = node.system()['serialnumber']
    text = node.substitute(template, values, strict=False)
    node.append_startup_config_lines(text.splitlines())
    node.append_rc_eos_lines(['logger configured from %s' % node.server_address()])
    node.log_msg(node.api_enable_cmds(['show clock'], text_format=True)[0])
    failed, code, _, errors = node.bash_cmds(['test -s %s' % node.startup_config()])
    if failed:
        node.log_msg('%s: exit code %s: %s' % (failed, code, errors), error=True)
        raise RuntimeError('no startup-config')
"""

    def test_runs(self):
        self.server.files['/actions/site_config'] = self.SOURCE.encode('utf-8')
        self.server.files['/files/site.template'] = b'hostname $name\nsnmp chassis-id $serial\nbanner $$1 $unknown\n'
        self.server.definition['actions'] = [{
            'name': 'site', 'action': 'site_config',
            'attributes': {'src_url': 'files/site.template', 'folder': '/mnt/flash', 'name': 'leaf1'}}]
        outcome = self.assert_boots()
        self.assertEqual(
            read(self.switch.flash('startup-config')), 'hostname leaf1\nsnmp chassis-id LEAF1\nbanner $1 $unknown\n')
        self.assertEqual(
            read(self.switch.flash('rc.eos')), '#!/bin/bash\nlogger configured from %s\n' % self.server.url)
        self.assertIn('output of show clock', outcome.output)


class LoggingTest(ClientTest):
    def test_file(self):
        self.server.logging = [{'destination': 'file:/var/log/new/ztp.log', 'level': 'DEBUG'}]
        self.assert_boots()
        self.assertIn('INFO: definition leaf', read(self.switch.path('/var/log/new/ztp.log')))

    def test_remote_syslog(self):
        daemon = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(daemon.close)
        daemon.bind(('127.0.0.1', 0))
        daemon.settimeout(60)
        self.server.logging = [{'destination': '127.0.0.1:%d' % daemon.getsockname()[1], 'level': 'WARNING'}]
        self.server.plan('/nodes/LEAF1', (503,), once=True)
        self.assert_boots()
        self.assertTrue(daemon.recv(2000).startswith(b'<12>ztp-bootstrap: GET http'))

    def test_local_syslog_has_the_reason(self):
        daemon = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(daemon.close)
        os.mkdir(self.switch.path('/dev'))
        daemon.bind(self.switch.path('/dev/log'))
        lines = []

        def collect():
            while not lines or not lines[-1].startswith(b'<10>'):
                lines.append(daemon.recv(2000))
        thread = threading.Thread(target=collect)
        thread.daemon = True
        thread.start()
        self.server.definition = {}
        self.assertEqual(self.boot().code, 1)
        thread.join(5)
        self.assertEqual(lines[-1], b'<10>ztp-bootstrap: failed: the definition has no actions')

    def test_destinations_that_do_not_work(self):
        self.server.logging = [
            {'destination': 'file:/mnt/flash/boot-config/x'}, {'destination': 'no host'}, {'level': 'DEBUG'}, 'text',
            {'destination': 'file:/var/log/ztp.log', 'level': 'LOUD'}]
        outcome = self.assert_boots()
        self.assertEqual(outcome.output.count('cannot log to'), 4)
        self.assertIn('INFO', read(self.switch.path('/var/log/ztp.log')))

    def test_host_and_port(self):
        parse = self.load_client().host_and_port
        for text, expected in (
                ('192.0.2.5', ('192.0.2.5', 514)), ('loghost:10514', ('loghost', 10514)),
                ('2001:db8::1', ('2001:db8::1', 514)), ('[2001:db8::1]:99', ('2001:db8::1', 99)),
                ('[2001:db8::1]', ('2001:db8::1', 514))):
            self.assertEqual(parse(text), expected)


class EAPITest(ClientTest):
    def test_late_socket(self):
        self.switch.stop_eapi()
        os.remove(self.switch.path('/var/run/command-api.sock'))
        timer = threading.Timer(0.6, self.switch.start_eapi)
        timer.start()
        self.addCleanup(timer.join)
        self.environment['ZTP_EAPI_WAIT'] = '5'
        self.assert_boots()

    def test_reconnects_once(self):
        client = self.load_client()
        self.switch.eapi_resets = 1
        self.assertEqual(client.EAPI().run_commands(['show version'])[0]['serialNumber'], 'LEAF1')
        self.switch.eapi_resets = 2
        self.assertRaises(client.NETWORK_ERRORS, client.EAPI().run_commands, ['show version'])

    def test_refused_command(self):
        client = self.load_client()
        try:
            client.EAPI().run_commands(['show version', 'bad command'])
        except client.Failure as failure:
            self.assertIn("CLI command 'bad command' failed; Invalid input", str(failure))
        else:
            self.fail('not refused')

    def test_http_with_a_user_on_old_systems(self):
        http = QuietServer(('127.0.0.1', 0), EAPIAnswers)
        http.fake = self.switch
        self.addCleanup(serve_in_background(http))
        self.environment['FAKE_VERSION'] = '4.14.5F'
        normal = self.script

        def with_port(url=None):
            return normal(url).replace("('127.0.0.1', 80)", repr(http.server_address))
        self.script = with_port
        self.assert_boots()
        log = read(self.switch.path('/fastcli.log'))
        self.assertNotIn('unix-socket', log)
        self.assertTrue(re.search(r'username ztp-bootstrap privilege 15 secret [0-9a-f]{32}\n', log), log)
        self.assertIn('no username ztp-bootstrap', log)
        self.assertTrue(self.switch.eapi_calls[-1][1].startswith('Basic '))

    def test_versions(self):
        client = self.load_client()
        for version, over_http in (('4.13.16M', True), ('4.14.5F', True), ('4.14.5.1F-SSU', True), ('4.14.6M', False),
                                   ('4.15.0F', False), ('4.32.1F', False), ('4.33.0F-12345.main (engineering)', False)):
            self.assertEqual(client.version_numbers(version) <= client.LAST_VERSION_WITHOUT_SOCKET, over_http, version)


class HTTPSTest(ClientTest):
    def certificate(self):
        path = self.switch.path('/certificate')
        try:
            subprocess.check_output([
                'openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', path, '-out', path + '.pem', '-days',
                '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
                stderr=subprocess.STDOUT)
        except (OSError, subprocess.CalledProcessError) as error:
            if os.environ.get('CI'):
                raise
            self.skipTest('openssl: %s' % error)
        return path

    def test_https(self):
        import ssl
        path = self.certificate()
        context = ssl.SSLContext(getattr(ssl, 'PROTOCOL_TLS_SERVER', ssl.PROTOCOL_SSLv23))
        context.load_cert_chain(path + '.pem', path)
        self.server = self.serve(context=context)
        self.server.url = self.server.url.replace('127.0.0.1', 'localhost')  # Python 2 compares no addresses.
        self.assert_fails('bootstrap/config', 'certificate')
        pem = read(path + '.pem')
        normal = self.script
        self.script = lambda url=None: normal(url).replace("CA_CERTIFICATES = ''", "CA_CERTIFICATES = '''%s'''" % pem)
        self.assert_boots()


class FileTest(unittest.TestCase):
    """The bootstrap as a file."""

    def test_passes_through_the_servers_template(self):
        source = read(BOOTSTRAP)
        self.assertEqual(source.count('$SERVER'), 1)
        self.assertNotIn('$$', source)
        self.assertNotIn('${SERVER}', source)
        sent = string.Template(source).safe_substitute(SERVER='http://ztp:8080/')
        self.assertEqual(sent, source.replace('$SERVER', 'http://ztp:8080/'))

    def test_ascii_and_line_ends(self):
        with open(BOOTSTRAP, 'rb') as stream:
            content = stream.read()
        content.decode('ascii')
        self.assertTrue(content.startswith(b'#!'))
        self.assertNotIn(b'\r', content)


if __name__ == '__main__':
    unittest.main()
