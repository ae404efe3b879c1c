"""The private root in which a switch boots, so that its script may write where it likes.

  mounts  (root) a mount, PID and UTS namespace of its own: an overlay over the machine's root, with everything that is
          written kept in memory, and /tmp, /run, /mnt/flash and /persist in a scratch directory
  user    (anyone, where the kernel allows it) the same inside a user namespace, in which the script is root
  tree    (anyone) no namespaces: a scratch directory, and EOS_ROOT in the script's environment names it. A script that
          takes part puts EOS_ROOT in front of the absolute paths of a switch; any other, and what it starts, writes to
          the machine itself. What a script leaves running outside its process group is not ended
"""

import os
import shutil
import signal
import stat
import tempfile

from . import linux

KINDS = ("mounts", "user", "tree")

# What a switch has of its own, besides the overlay. Name below the scratch directory, place in the root.
PLACES = (("flash", "/mnt/flash"), ("persist", "/persist/local"), ("run", "/run"), ("tmp", "/tmp"))

# What of the machine a switch does not see: it has its own.
HIDDEN = ("/proc", "/sys", "/dev", "/run", "/tmp", "/var/run", "/mnt/flash", "/persist")

# Where a flash of limited size finds the directory that keeps it.
KEPT_FLASH = "/run/kept-flash"

SWITCH_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"

_FLAGS = {"nosuid": linux.MS_NOSUID, "nodev": linux.MS_NODEV, "noexec": linux.MS_NOEXEC,
          "noatime": linux.MS_NOATIME, "nodiratime": linux.MS_NODIRATIME, "relatime": linux.MS_RELATIME}


class Root(object):
    """The root of a switch as the processes in it see it; prefix is empty in a namespace."""

    def __init__(self, prefix=""):
        self.prefix = prefix

    def path(self, absolute):
        return self.prefix + absolute

    def search_path(self):
        """PATH of the switch's programs."""
        if not self.prefix:
            return SWITCH_PATH
        return self.path("/usr/bin") + ":" + os.environ.get("PATH", SWITCH_PATH)

    def find_program(self, name):
        """Where `env NAME` finds it, or None."""
        return shutil.which(name, path=self.search_path())


class Scratch(object):
    """The directory on the machine that backs one switch."""

    def __init__(self, path, flash=None, persist=None):
        self.path = path
        self.places = {name: os.path.join(path, name) for name, _ in PLACES}
        if flash is not None:
            self.places["flash"] = flash
        if persist is not None:
            self.places["persist"] = persist
        for directory in self.places.values():
            os.makedirs(directory, exist_ok=True)
        os.chmod(self.places["tmp"], 0o1777)

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)


def choose(wanted):
    """The kind of root for --isolation: the first one that works here for `auto`, the wanted one or an OSError."""
    for kind in KINDS if wanted == "auto" else (wanted,):
        reason = _why_not(kind)
        if reason is None:
            return kind
    raise OSError("--isolation %s does not work here: %s" % (wanted, reason))


def _why_not(kind):
    """Tries one kind in a process of its own. None, or why it does not work."""
    if kind == "tree":
        return None
    if kind == "mounts" and os.getuid() != 0:
        return "it needs root"
    scratch = Scratch(tempfile.mkdtemp(prefix="simulated-switch."))
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            status = run(kind, scratch, lambda root: 0)
        except OSError as error:
            os.write(writing, str(error).encode("utf-8", "replace"))
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        reason = stream.read().decode("utf-8")
    _, status = os.waitpid(pid, 0)
    scratch.remove()
    return None if status == 0 else reason or "the trial ended with status %d" % status


def run(kind, scratch, body, flash_size=None, folders=()):
    """Calls body(root) inside the private root and returns its exit code. The caller's process is spent afterwards.
    folders: those of the machine that have to be seen even where a switch has a place of its own, such as /tmp."""
    if kind == "tree":
        return body(_tree(scratch))
    user, group = os.getuid(), os.getgid()
    flags = linux.CLONE_NEWNS | linux.CLONE_NEWPID | linux.CLONE_NEWUTS
    linux.unshare(flags | (linux.CLONE_NEWUSER if kind == "user" else 0))
    if kind == "user":
        _map_to_root(user, group)
    return _as_first_process(lambda: body(_enter(kind, scratch, flash_size, folders)))


def _map_to_root(user, group):
    for name, text in (("setgroups", "deny"), ("uid_map", "0 %d 1" % user), ("gid_map", "0 %d 1" % group)):
        with open("/proc/self/" + name, "w") as stream:
            stream.write(text)


def _as_first_process(body):
    """Runs body as PID 1 of the new namespace: whatever it leaves running ends with it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(reading)
            linux.die_with_parent()
            status = body()
        except BaseException as error:
            os.write(writing, (str(error) or type(error).__name__).encode("utf-8", "replace"))
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        message = stream.read().decode("utf-8")
    _, status = os.waitpid(pid, 0)
    if message:
        raise OSError(message)
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


def _tree(scratch):
    prefix = os.path.join(scratch.path, "root")
    os.makedirs(prefix + "/mnt")
    os.makedirs(prefix + "/usr/bin")
    os.makedirs(prefix + "/var")
    for name, place in PLACES:
        os.makedirs(os.path.dirname(prefix + place), exist_ok=True)
        os.symlink(os.path.abspath(scratch.places[name]), prefix + place)
    os.symlink(os.path.abspath(scratch.places["run"]), prefix + "/var/run")
    return Root(prefix)


def _enter(kind, scratch, flash_size, folders):
    """Builds the root and makes it this process's own."""
    resolver = _read("/etc/resolv.conf")
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    layers = os.path.join(scratch.path, "layers")
    root = os.path.join(scratch.path, "root")
    os.makedirs(layers)
    os.makedirs(root)
    linux.mount("tmpfs", layers, "tmpfs", data="mode=755")
    if kind == "mounts":
        _show_machine(root, layers, scratch.path)
    else:
        _show_machine_to_user(root, layers)
    for directory in ("/dev", "/sys"):
        linux.mount(directory, root + directory, flags=linux.MS_BIND | linux.MS_REC)
    try:
        linux.mount("proc", root + "/proc", "proc")
    except OSError:
        linux.mount("/proc", root + "/proc", flags=linux.MS_BIND | linux.MS_REC)
    places = dict(scratch.places)
    if flash_size is not None:
        places["flash"] = _limited_flash(scratch, flash_size)
    for name, place in PLACES:
        os.makedirs(root + place, exist_ok=True)
        linux.mount(places[name], root + place, flags=linux.MS_BIND)
    if flash_size is not None:
        os.makedirs(root + KEPT_FLASH)
        linux.mount(scratch.places["flash"], root + KEPT_FLASH, flags=linux.MS_BIND)
    for folder in folders:
        if _is_hidden(folder) and os.path.isdir(folder):
            os.makedirs(root + folder, exist_ok=True)
            linux.mount(folder, root + folder, flags=linux.MS_BIND | linux.MS_REC)
    os.chroot(root)
    os.chdir("/")
    linux.set_host_name("localhost")
    _own_run_directory()
    _own_resolver(resolver)
    return Root()


def _show_machine(root, layers, scratch):
    """One overlay over the machine's root, and one over each file system that is mounted in it."""
    mounts = _machine_mounts(scratch)
    _overlay("/", root, os.path.join(layers, "0"))
    for number, (point, options) in enumerate(mounts, 1):
        try:
            _overlay(point, root + point, os.path.join(layers, str(number)))
        except OSError:
            _show_read_only(point, root + point, options)


def _show_machine_to_user(root, layers):
    """An overlay for each directory in the machine's root. The kernel refuses one over a directory in which something is
    mounted to a user namespace; such a directory is shown as it is, with the rights of the user."""
    for number, name in enumerate(sorted(os.listdir("/"))):
        point, target = "/" + name, root + "/" + name
        if os.path.islink(point):
            os.symlink(os.readlink(point), target)
        elif os.path.isdir(point):
            os.mkdir(target)
            if point not in HIDDEN and point != "/mnt":
                try:
                    _overlay(point, target, os.path.join(layers, str(number)))
                except OSError:
                    linux.mount(point, target, flags=linux.MS_BIND | linux.MS_REC)
    # Below, the rights are those of the machine. The top of an overlay is the user's, and FastCli has to go there.
    _overlay("/usr/bin", root + "/usr/bin", os.path.join(layers, "programs"))


def _overlay(lower, target, layer):
    """A file system that shows lower and keeps what is written in the directory layer."""
    os.makedirs(layer + "/upper")
    os.makedirs(layer + "/work")
    # The upper directory is what is seen at target: it must look like the lower one.
    os.chmod(layer + "/upper", stat.S_IMODE(os.stat(lower).st_mode))
    linux.mount("overlay", target, "overlay",
                data="lowerdir=%s,upperdir=%s/upper,workdir=%s/work" % (lower, layer, layer))


def _machine_mounts(scratch):
    """Mount points of the machine that the overlay over / does not show, with their options; no kernel file systems."""
    found = []
    with open("/proc/self/mountinfo") as stream:
        for line in stream:
            fields = line.split()
            point = fields[4].encode("ascii", "backslashreplace").decode("unicode_escape")
            if point != "/" and not _is_hidden(point, scratch):
                found.append((point, fields[5].split(",")))
    return found


def _is_hidden(path, *more):
    """Whether a switch does not see this of the machine."""
    return any((path + "/").startswith(place + "/") for place in HIDDEN + more)


def _show_read_only(point, target, options):
    """Shows a file, or a file system that no overlay can lie over, as it is on the machine."""
    try:
        linux.mount(point, target, flags=linux.MS_BIND)
    except OSError:
        return  # not visible then
    flags = sum(_FLAGS.get(option, 0) for option in options)
    linux.mount("none", target, flags=linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY | flags)


def _limited_flash(scratch, size):
    """A flash of a size of its own, in memory, with what the kept one holds."""
    limited = os.path.join(scratch.path, "limited-flash")
    os.makedirs(limited)
    linux.mount("tmpfs", limited, "tmpfs", data="mode=755,size=%d" % size)
    _copy_into(scratch.places["flash"], limited)
    return limited


def keep_flash(root):
    """Copies a flash of limited size to the directory that keeps it."""
    kept = root.path(KEPT_FLASH)
    empty_directory(kept)
    _copy_into(root.path("/mnt/flash"), kept)


def _copy_into(source, target):
    for name in os.listdir(source):
        one = os.path.join(source, name)
        if os.path.isdir(one) and not os.path.islink(one):
            shutil.copytree(one, os.path.join(target, name), symlinks=True)
        else:
            shutil.copy2(one, os.path.join(target, name), follow_symlinks=False)


def empty_directory(directory):
    for name in os.listdir(directory):
        one = os.path.join(directory, name)
        if os.path.isdir(one) and not os.path.islink(one):
            shutil.rmtree(one)
        else:
            os.remove(one)


def _own_run_directory():
    """/var/run is /run on the machines that we know; where it is a directory of its own, it becomes that."""
    if os.path.realpath("/var/run") != "/run":
        linux.mount("/run", "/var/run", flags=linux.MS_BIND)


def _read(path):
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError:
        return None


def _own_resolver(content):
    """resolv.conf as a file: on many machines it is a link into /run, which the switch does not see."""
    if content is not None and os.path.islink("/etc/resolv.conf"):
        os.remove("/etc/resolv.conf")
        with open("/etc/resolv.conf", "wb") as stream:
            stream.write(content)


def end_everything():
    """Ends what a script left behind. Only for PID 1 of a namespace, which is not hit itself."""
    if os.getpid() == 1:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass
