/// Reading and writing of YAML is left to the server: the same rules as for its own files, and no library is needed.
extension PythonProgram {
    /// `ztpserver.serializers`.
    static let serializers = #"""
        import errno, json, os

        from ztpserver.constants import (CONTENT_TYPE_HTML, CONTENT_TYPE_JSON, CONTENT_TYPE_OTHER, CONTENT_TYPE_PYTHON,
                                         CONTENT_TYPE_YAML)


        class SerializerError(Exception):
            """A text or a value that cannot be read or written."""


        def loads(data, content_type, node_id="N/A"):
            """The value of a text of this type; what is neither JSON nor YAML is text."""
            if isinstance(data, bytes):
                try:
                    data = data.decode("utf-8-sig")
                except UnicodeDecodeError as error:
                    raise SerializerError("%s: not UTF-8: %s" % (node_id, error))
            if content_type == CONTENT_TYPE_JSON:
                try:
                    return json.loads(data)
                except ValueError as error:
                    raise SerializerError("%s: not JSON: %s" % (node_id, error))
            if content_type == CONTENT_TYPE_YAML:
                value, problem = ask("read YAML", text=data)
                if problem:
                    raise SerializerError("%s: not YAML: %s" % (node_id, problem))
                return _untyped(value)
            return data


        def dumps(data, content_type, node_id="N/A"):
            """A value as text of this type."""
            if content_type == CONTENT_TYPE_JSON:
                try:
                    return json.dumps(data)
                except (TypeError, ValueError) as error:
                    raise SerializerError("%s: cannot be written as JSON: %s" % (node_id, error))
            if content_type == CONTENT_TYPE_YAML:
                text, problem = ask("write YAML", value=_typed(data))
                if problem:
                    raise SerializerError("%s: cannot be written as YAML: %s" % (node_id, problem))
                return text
            return data.decode("utf-8") if isinstance(data, bytes) else str(data)


        def load(file_path, content_type, node_id="N/A", lock=False):
            """The value in a file.

            With lock, nobody else who locks it reads or writes the file until it is dumped, or the plugin ends: what is
            decided from it stays true.
            """
            if lock:
                _lock(file_path)
            with open(file_path, "rb") as file:
                data = file.read()
            try:
                return loads(data, content_type, node_id)
            except SerializerError as error:
                raise SerializerError("%s: %s" % (file_path, error))


        def dump(data, file_path, content_type, node_id="N/A", lock=False):
            """Writes a value to a file, in one step where that is possible."""
            text = dumps(data, content_type, node_id)
            if lock:
                _lock(file_path)
            try:
                _write(file_path, text)
            finally:
                if lock:
                    _unlock(file_path)


        def _write(path, text):
            if os.path.exists(path):
                _, problem = ask("replace", path=os.path.abspath(path), text=text)
                if not problem:
                    return
                if problem not in (errno.EACCES, errno.EPERM, errno.EROFS):
                    raise OSError(problem, os.strerror(problem), path)
                # The file may be written to, its folder may not.
            with open(path, "wb") as file:
                file.write(text.encode("utf-8"))


        # By the path of a lock file: its descriptor, and the files that it is held for. Files may share one.
        _held = {}


        def _lock(path):
            import fcntl, time
            path = os.path.abspath(path)
            name, problem = ask("lock", path=path)
            if problem:
                raise OSError(problem, os.strerror(problem), path)
            if name not in _held:
                file = os.open(name, os.O_RDONLY | os.O_CLOEXEC)
                deadline = time.time() + given["patience"]
                while True:
                    try:
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        break
                    except (IOError, OSError) as error:
                        if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EINTR) or time.time() > deadline:
                            os.close(file)
                            raise SerializerError("%s is locked by another program" % path)
                        time.sleep(0.01)
                _held[name] = (file, set())
            _held[name][1].add(path)


        def _unlock(path):
            path = os.path.abspath(path)
            for name, (file, paths) in list(_held.items()):
                paths.discard(path)
                if not paths:
                    os.close(file)
                    del _held[name]


        # The server reads and writes YAML. Keys need not be text there, as they must in JSON: a mapping is
        # {"m": [[key, value], ...]}, a list {"l": [...]}, everything else a scalar.
        def _typed(value):
            if isinstance(value, dict):
                return {"m": [[_typed(key), _typed(one)] for key, one in value.items()]}
            if isinstance(value, (list, tuple)):
                return {"l": [_typed(one) for one in value]}
            if value is None or isinstance(value, (str, bool, int, float)):
                return value
            if hasattr(value, "isoformat"):
                return value.isoformat()
            raise SerializerError("a %s cannot be written as YAML" % type(value).__name__)


        def _untyped(value):
            if not isinstance(value, dict):
                return value
            if "l" in value:
                return [_untyped(one) for one in value["l"]]
            return {_untyped(key): _untyped(one) for key, one in value["m"]}
        """#
}
