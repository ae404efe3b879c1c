"""Random texts: YAML, JSON, INI and whatever else the programs read, right, nearly right, and not at all."""
import json

MARKS = ['\u0301', '\u0323', '\u0315', '\u1ab0', '\u20d0']
WORDS = [
    'name', 'definition', 'node', 'model', 'variables', 'interfaces', 'config-handler', 'patterns', 'actions', 'action',
    'attributes', 'always_execute', 'url', 'any', 'none', 'spine1', 'leaf', 'Ethernet1', 'Ethernet1-4', 'Ethernet2',
    'Management1', 'device', 'port', 'serialnumber', 'systemmac', 'version', 'neighbors', 'config', 'null', 'true', 'no',
    'regex("spine\\\\d+")', "includes('e')", "allocate('pool')", "allocate('dc1/pool')", "plugin('x')", "sqlite('t')",
    "test('1')", '$name', '$other', 'fixed', 'files/a', 'x', '', ' ', '~', '<<', '=', '-', '?', ':', '&a', '*a', '!!int',
]
NUMBERS = [
    '0', '-1', '1', '65535', '65536', '2147483648', '9223372036854775807', '9223372036854775808', '-9223372036854775809',
    '1e400', '-1e-400', '0x7fffffffffffffff', '0b1', '017', '1:59', '190:20:30', '1_000', '.inf', '-.inf', '.nan', '1.5',
    '9' * 400, '0.' + '3' * 400, '1e999999999999999999',
]
STRANGE = [
    '\ufeff', '\u0085', '\u2028', '\u202e', '\u200b', '\ufffe', '\U0001f600', '\x00', '\x1b', '\t', '\r\n', '\n', '"',
    "'", '\\', '%', '/', '..', '#', '\u0661', '5\u0301', ':\u0301', ',\u0301', '/\u0301', '-\u0301', '=\u0301',
]


def marks(rng, most=300):
    return ''.join(rng.choice(MARKS) for _ in range(rng.randrange(1, most)))


def word(rng):
    chance = rng.random()
    if chance < 0.6:
        return rng.choice(WORDS)
    if chance < 0.75:
        return rng.choice(NUMBERS)
    if chance < 0.85:
        return rng.choice(STRANGE) + rng.choice(WORDS)
    if chance < 0.9:
        return rng.choice(WORDS) + marks(rng, rng.choice([3, 100, 3000]))
    return ''.join(chr(rng.randrange(32, 0x250)) for _ in range(rng.randrange(20)))


def value(rng, depth=0):
    """A value of JSON."""
    chance = rng.random()
    if depth > 4 or chance < 0.5:
        return rng.choice([None, True, False, 0, -1, 1 << 70, 1.5, 1e308, word(rng), word(rng), word(rng)])
    if chance < 0.75:
        return [value(rng, depth + 1) for _ in range(rng.randrange(5))]
    return {word(rng): value(rng, depth + 1) for _ in range(rng.randrange(6))}


def damaged(rng, text):
    """The same with some bytes changed, missing, doubled or in between."""
    text = bytearray(text)
    for _ in range(rng.choice([0, 0, 1, 2, 8])):
        place = rng.randrange(len(text) + 1)
        kind = rng.randrange(5)
        if kind == 0:
            text[place:place] = word(rng).encode('utf-8', 'surrogatepass')
        elif kind == 1:
            del text[place:place + rng.randrange(1, 8)]
        elif kind == 2:
            text[place:place] = bytes([rng.randrange(256)])
        elif kind == 3 and text:
            text[place % len(text)] = rng.randrange(256)
        else:
            end = place + rng.randrange(40)
            text[place:place] = text[place:end]
    return bytes(text)


def node(rng):
    """What a switch might say of itself."""
    interfaces = {}
    for number in range(rng.choice([0, 1, 2, 4, 60])):
        name = 'Ethernet%d' % number if rng.random() < 0.8 else word(rng)
        seen = [{'device': word(rng), 'port': word(rng)} for _ in range(rng.choice([0, 1, 1, 2, 5]))]
        interfaces[name] = seen if rng.random() < 0.9 else value(rng)
    said = {
        'serialnumber': rng.choice(IDS) if rng.random() < 0.7 else word(rng), 'systemmac': '00:1c:73:00:00:01',
        'model': 'DCS-7050', 'version': '4.20', 'neighbors': interfaces,
    }
    for _ in range(rng.randrange(3)):
        said[rng.choice(list(said) + ['config', word(rng)])] = value(rng)
    return said


IDS = ['A1', 'A2', 'new1', 'new2', '001c73000001', 'e\u0301', '\u00e9']


def report(rng):
    """The body of a POST."""
    chance = rng.random()
    if chance < 0.05:
        return hostile_report(rng)
    text = json.dumps(node(rng) if chance < 0.8 else value(rng), ensure_ascii=rng.random() < 0.5)
    text = text.encode('utf-8', 'surrogatepass')
    return text if rng.random() < 0.5 else damaged(rng, text)


def hostile_report(rng):
    size = rng.choice([1000, 20000, 200000])
    kind = rng.randrange(7)
    if kind == 0:
        return ('{"%s": 1}' % (rng.choice(MARKS) * size)).encode()
    if kind == 1:
        keys = ['%s%d' % (marks(rng, 60), number) for number in range(size // 100)]
        return json.dumps({'serialnumber': 'A1', 'neighbors': {key: [] for key in keys}}, ensure_ascii=False).encode()
    if kind == 2:
        return b'[' * size
    if kind == 3:
        return b'{"a":' * size
    if kind == 4:
        return b'{"serialnumber": ' + b'7' * size + b'}'
    if kind == 5:
        return b'{"serialnumber": "' + b'\\u0301' * size + b'"}'
    return b'{"serialnumber": "A1", "x": -' + b'1' * size + b'e' + b'9' * size + b'}'


def yaml(rng, depth=0):
    """Lines of YAML, mostly well formed."""
    pad = '  ' * depth
    lines = []
    for _ in range(rng.randrange(1, 5)):
        chance = rng.random()
        key = word(rng) if rng.random() < 0.9 else json.dumps(word(rng))
        if chance < 0.2 and depth < 5:
            lines += [pad + key + ':', yaml(rng, depth + 1).rstrip('\n')]
        elif chance < 0.35 and depth < 5:
            lines += [pad + key + ':'] + [pad + '- ' + word(rng) for _ in range(rng.randrange(3))]
        elif chance < 0.45:
            lines.append(pad + key + ': ' + json.dumps(value(rng)))
        elif chance < 0.5:
            lines += [pad + key + ': |', pad + '  ' + word(rng)]
        else:
            lines.append(pad + key + ': ' + word(rng))
    return '\n'.join(lines) + '\n'


def hostile_yaml(rng):
    size = rng.choice([300, 3000, 100000])
    kind = rng.randrange(9)
    if kind == 0:
        lines = ['a0: &a0 [x, x, x, x]']
        for number in range(1, 30):
            lines.append('a%d: &a%d [%s]' % (number, number, ', '.join(['*a%d' % (number - 1)] * 4)))
        return '\n'.join(lines) + '\n'
    if kind == 1:
        return hostile_yaml_base() + '? *a12\n: x\n? *a11\n: y\n'
    if kind == 2:
        return 'a: ' + '9' * size + '\n'
    if kind == 3:
        return '? ' + rng.choice(['k', '\u0301', 'ab\u0323']) * size + '\n: x\n'
    if kind == 4:
        return '[' * size + '\n'
    if kind == 5:
        return '\n'.join('%sk:' % (' ' * depth) for depth in range(min(size, 3000))) + '\n'
    if kind == 6:
        return ''.join('k%d: x\n' % number for number in range(size // 10))
    if kind == 7:
        return 'a: ' + '1:' * (size // 2) + '1\n'
    return 'a: &a\n  <<: *a\n  b: c\n<<: [*a, *a]\n'


def hostile_yaml_base():
    lines = ['a0: &a0 {x: y}']
    for number in range(1, 13):
        lines.append('a%d: &a%d [*a%d, *a%d]' % (number, number, number - 1, number - 1))
    return '\n'.join(lines) + '\n'


NEIGHBORDB = '''variables: {name: spine1}
patterns:
  - name: one
    definition: fixed
    interfaces: [{Ethernet1: 'spine1:Ethernet1'}, {any: "regex('sp.*')"}]
  - {name: two, definition: fixed, node: A2}
  - name: all
    definition: fixed
    interfaces: [{any: any}]
'''
DEFINITION = '''name: fixed
attributes: {name: value}
actions:
  - action: add_config
    attributes: {url: files/a, variables: {ip: "allocate('pool')", who: $name, plug: "plugin('x')"}}
  - {action: copy_file, always_execute: true, attributes: {src_url: files/b}}
'''
POOL = '10.0.0.1/24: null\n10.0.0.2/24: A1\n10.0.0.3/24:\n'


def document(rng, text):
    """A YAML file that began as `text`."""
    chance = rng.random()
    if chance < 0.3:
        return damaged(rng, text.encode())
    if chance < 0.6:
        return damaged(rng, yaml(rng).encode('utf-8', 'surrogatepass'))
    if chance < 0.75:
        return hostile_yaml(rng).encode('utf-8', 'surrogatepass')
    if chance < 0.85:
        return json.dumps(value(rng)).encode()
    if chance < 0.95:
        return bytes(rng.randrange(256) for _ in range(rng.randrange(200)))
    return text.encode()


def usable_configuration(rng, root):
    lines = [
        '[default]', 'data_root = %s' % root, 'server_url = %s' % rng.choice(['http://127.0.0.1', 'http://h:1/a/b']),
        'identifier = %s' % rng.choice(['serialnumber', 'serialnumber', 'systemmac']),
        'log_format = %s' % rng.choice(['text', 'json']),
        'disable_topology_validation = %s' % rng.choice(['no', 'no', 'yes']),
        '[limits]', 'max_body = 2M', '[resources]', 'plugin_timeout = 2',
    ]
    return '\n'.join(lines) + '\n'


def configuration(rng, root):
    """An INI file, mostly one that can be used."""
    text = usable_configuration(rng, root)
    if rng.random() < 0.5:
        return text.encode()
    for _ in range(rng.randrange(3)):
        text += '[%s]\n%s = %s\n' % (rng.choice(['default', 'server', 'bootstrap', word(rng)]), word(rng), word(rng))
    return damaged(rng, text.encode('utf-8', 'surrogatepass'))
