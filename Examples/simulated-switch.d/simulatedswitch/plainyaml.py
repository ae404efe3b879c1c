"""Reads the part of YAML that descriptions of switches need, without a library.

What is read: documents separated by `---`; mappings and lists by indentation; flow mappings and lists on one line
(`[a, b]`, `{device: a, port: b}`); plain, 'single' and "double" quoted scalars; comments. **Every scalar is text**
(`~`, `null` and nothing at all are None), so 12:30:00:00:00:01 stays a MAC address and 0123 a serial number. Anything
else of YAML (anchors, tags, block scalars, keys that are no text, tabs) is an error that names the line, never a guess.
"""

import json


class YAMLError(Exception):
    """What is wrong and in which line."""

    def __init__(self, line, message):
        Exception.__init__(self, "line %d: %s" % (line, message))


class _Line(object):
    def __init__(self, number, indent, text):
        self.number = number
        self.indent = indent
        self.text = text


def documents(text):
    """All documents of a text, as nested dicts, lists and strings; empty documents are left out."""
    parts = [[]]
    for number, raw in enumerate(text.split("\n"), 1):
        raw = raw.rstrip("\r")
        if raw == "---" or raw.startswith("--- ") or raw == "...":
            if raw.startswith("--- ") and _without_comment(raw[4:], number).strip():
                raise YAMLError(number, "nothing may stand behind ---")
            parts.append([])
            continue
        bare = _without_comment(raw, number).rstrip()
        if bare.strip():
            body = bare.lstrip(" ")
            if body.startswith("\t"):
                raise YAMLError(number, "tabs do not indent")
            parts[-1].append(_Line(number, len(bare) - len(body), body))
    return [_Block(lines).whole() for lines in parts if lines]


def _without_comment(text, number):
    """The text up to a # that begins a comment."""
    quote = None
    index = 0
    while index < len(text):
        character = text[index]
        if quote is not None:
            if character == "\\" and quote == '"':
                index += 1
            elif character == quote:
                quote = None
        elif character in "'\"" and (index == 0 or text[index - 1] in " [{,:"):
            quote = character
        elif character == "#" and (index == 0 or text[index - 1] in " \t"):
            return text[:index]
        index += 1
    if quote is not None:
        raise YAMLError(number, "a quoted text has no end")
    return text


class _Block(object):
    """Lines read by indentation."""

    def __init__(self, lines):
        self.lines = lines
        self.next = 0

    def whole(self):
        value = self._value(self.lines[0].indent)
        if self.next < len(self.lines):
            raise YAMLError(self.lines[self.next].number, "wrong indentation")
        return value

    def _value(self, indent):
        line = self.lines[self.next]
        if _is_item(line.text):
            return self._list(indent)
        if _split_key(line) is None and self.next == len(self.lines) - 1:
            self.next += 1
            return _flow(line.text, line.number)
        return self._mapping(indent)

    def _list(self, indent):
        items = []
        while self._more(indent) and _is_item(self.lines[self.next].text):
            line = self.lines[self.next]
            rest = line.text[1:].lstrip(" ")
            if not rest:
                self.next += 1
                items.append(self._nested(indent))
            elif _is_item(rest) or _split_key(_Line(line.number, 0, rest)) is not None:
                # What stands behind the dash is the first line of a block of its own.
                line.indent += len(line.text) - len(rest)
                line.text = rest
                items.append(self._value(line.indent))
            else:
                self.next += 1
                items.append(_flow(rest, line.number))
        return items

    def _mapping(self, indent):
        values = {}
        while self._more(indent):
            line = self.lines[self.next]
            pair = None if _is_item(line.text) else _split_key(line)
            if pair is None:
                raise YAMLError(line.number, "'%s' is no 'key: value'" % line.text)
            key, rest = pair
            if key in values:
                raise YAMLError(line.number, "'%s' stands here twice" % key)
            self.next += 1
            values[key] = _flow(rest, line.number) if rest else self._nested(indent, lists_at=indent)
        return values

    def _more(self, indent):
        if self.next >= len(self.lines):
            return False
        line = self.lines[self.next]
        if line.indent > indent:
            raise YAMLError(line.number, "wrong indentation")
        return line.indent == indent

    def _nested(self, outer, lists_at=None):
        """The block below a key or a dash; None if there is none. A list may stand as far left as its key."""
        if self.next < len(self.lines):
            line = self.lines[self.next]
            if line.indent > outer:
                return self._value(line.indent)
            if line.indent == lists_at and _is_item(line.text):
                return self._list(line.indent)
        return None


def _is_item(text):
    return text == "-" or text.startswith("- ")


def _split_key(line):
    """Key and rest of a `key: value` line, or None."""
    text = line.text
    if text[0] in "\"'":
        key, end = _quoted(text, 0, line.number)
        after = text[end:].lstrip(" ")
        return (key, after[1:].strip()) if after == ":" or after.startswith(": ") else None
    if text[0] in "[{":
        return None
    key, colon, rest = (text + " ").partition(": ")
    if not colon:
        return None
    _refuse_signs(key, line.number)
    return key.strip(), rest.strip()


def _refuse_signs(text, number):
    if text[:1] in ("&", "*", "!", "|", ">", "%", "@", "`", "?"):
        raise YAMLError(number, "'%s' is not in the part of YAML that is read here; quote it if it is text" % text)


def _plain(text, number):
    _refuse_signs(text, number)
    return None if text in ("", "~", "null", "Null", "NULL") else text


def _quoted(text, start, number):
    """A quoted text that begins at start, and where it ends."""
    quote = text[start]
    index = start + 1
    while index < len(text):
        if text[index] == "\\" and quote == '"':
            index += 2
        elif text[index] == quote and quote == "'" and text[index + 1:index + 2] == "'":
            index += 2
        elif text[index] == quote:
            raw = text[start:index + 1]
            if quote == "'":
                return raw[1:-1].replace("''", "'"), index + 1
            try:
                return json.loads(raw), index + 1
            except ValueError:
                raise YAMLError(number, "%s has an escape that is not read here" % raw)
        else:
            index += 1
    raise YAMLError(number, "a quoted text has no end")


def _flow(text, number):
    """A value that stands on one line."""
    if text[0] not in "[{\"'":
        return _plain(text, number)
    value, end = _flow_at(text, 0, number, "")
    if text[end:].strip():
        raise YAMLError(number, "'%s' is too much" % text[end:].strip())
    return value


def _flow_at(text, start, number, stops):
    """The value at start, up to one of the characters in stops, and where it ends."""
    start = _skip(text, start)
    if text[start:start + 1] == "[":
        return _flow_items(text, start + 1, number, "]")
    if text[start:start + 1] == "{":
        return _flow_items(text, start + 1, number, "}")
    if text[start:start + 1] in ("'", '"'):
        return _quoted(text, start, number)
    end = start
    while end < len(text) and text[end] not in stops and not (":" in stops and text[end:end + 2] == ": "):
        end += 1
    return _plain(text[start:end].strip(), number), end


def _flow_items(text, start, number, close):
    """What stands in [] or {}."""
    items = [] if close == "]" else {}
    while True:
        start = _skip(text, start)
        if text[start:start + 1] == close:
            return items, start + 1
        if close == "]":
            value, start = _flow_at(text, start, number, ",]")
            items.append(value)
        else:
            key, start = _flow_key(text, start, number)
            if key in items:
                raise YAMLError(number, "'%s' stands here twice" % key)
            items[key], start = _flow_at(text, start, number, ",}")
        start = _skip(text, start)
        if text[start:start + 1] == ",":
            start += 1
        elif text[start:start + 1] != close:
            raise YAMLError(number, "%s is missing" % close)


def _flow_key(text, start, number):
    if text[start] in "'\"":
        key, end = _quoted(text, start, number)
    else:
        end = text.find(": ", start)
        key = _plain(text[start:max(end, start)].strip(), number)
    end = _skip(text, max(end, start))
    if key is None or text[end:end + 1] != ":":
        raise YAMLError(number, "a key with ': ' is missing in {}")
    return key, end + 1


def _skip(text, index):
    while text[index:index + 1] == " ":
        index += 1
    return index
