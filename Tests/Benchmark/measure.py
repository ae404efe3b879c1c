"""The measuring half of Tests/Benchmark/run: one request after the other on connections of their own, medians.

measure.py fsync DIR            what one fsync costs there
measure.py matching URL DATA    new nodes against neighbordbs of several sizes
measure.py pools URL DATA       first allocations from pools of several sizes, by four clients at once
"""
import http.client
import json
import multiprocessing
import os
import statistics
import sys
import time
import urllib.parse


def request(address, method, path, body=None):
    """Status and milliseconds of one exchange."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection(address, timeout=60)
    connection.request(method, path, body)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, (time.perf_counter() - start) * 1000


def write(path, text):
    with open(path + ".new", "w") as file:
        file.write(text)
    os.rename(path + ".new", path)


def median(values):
    return "%.2f" % statistics.median(values)


def fsync(folder):
    times = []
    for _ in range(50):
        with open(os.path.join(folder, "fsync"), "w") as file:
            file.write("x" * 4096)
            file.flush()
            start = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - start) * 1000)
    print("one fsync takes %s ms (median of 50)" % median(times))


def node(serial, pod):
    """A switch of 48 ports, four of them uplinks."""
    neighbors = {}
    for port in range(1, 49):
        device, remote = ("%s-spine%d" % (pod, port), "Ethernet%d" % port) if port < 5 else ("server%d" % port, "eth0")
        neighbors["Ethernet%d" % port] = [{"device": device, "port": remote}]
    return json.dumps({"serialnumber": serial, "model": "DCS-7050SX3", "neighbors": neighbors})


def pattern(number):
    pod = "pod%d" % number
    kinds = [
        "interfaces: [{Ethernet1: '%s-spine1:Ethernet1'}, {Ethernet2: '%s-spine2'}, {none: other}]" % (pod, pod),
        "interfaces: [{Ethernet1-4: \"includes('%s-spine')\"}, {any: 'server5:any'}]" % pod,
        "interfaces: [{any: \"regex('%s-spine[0-9]')\"}, {Ethernet2: '%s-spine2'}]" % (pod, pod),
        "variables: {up: '%s-spine1'}\n    interfaces: [{Ethernet1: $up}, {Ethernet3: '%s-spine3:any'}]" % (pod, pod),
    ]
    return "  - name: %s\n    definition: leaf\n    %s\n" % (pod, kinds[number % len(kinds)])


def matching(url, data):
    address = urllib.parse.urlsplit(url).netloc
    write(data + "/definitions/leaf", "name: leaf\nactions:\n- action: add_config\n  attributes: {url: files/x}\n")
    print("\nnew nodes, each matching the last of N patterns, behind nginx, sequential (ms)")
    print("%9s %14s %12s %12s %16s" % ("patterns", "load + match", "new, median", "new, p99", "refused, median"))
    for count in (10, 1000, 10000):
        write(data + "/neighbordb", "patterns:\n" + "".join(pattern(number) for number in range(count)))
        # A file that has just changed is read again until its time stamp can be trusted.
        time.sleep(0.3)
        status, first = request(address, "POST", "/nodes", node("FIRST%d" % count, "nobody"))
        assert status == 400, status
        times, refused = [], []
        for number in range(300):
            status, taken = request(address, "POST", "/nodes", node("N%dx%d" % (count, number), "pod%d" % (count - 1)))
            assert status == 201, status
            times.append(taken)
            status, taken = request(address, "POST", "/nodes", node("R%dx%d" % (count, number), "nobody"))
            assert status == 400, status
            refused.append(taken)
        print("%9d %14.1f %12s %12.2f %16s" % (
            count, first, median(times), sorted(times)[int(len(times) * 0.99)], median(refused)))


def clients(address, names, results):
    for name in names:
        results.put(request(address, "GET", "/nodes/" + name))


def pools(url, data):
    address = urllib.parse.urlsplit(url).netloc
    print("\nfirst GET of a node with one allocate(), 4 gateway processes, behind nginx (ms)")
    print("%9s %8s %10s %10s %18s" % ("entries", "clients", "median", "p99", "again, median"))
    for size in (100, 5000, 20000):
        for count in (1, 4):
            pool = "pool%dx%d" % (size, count)
            write(data + "/resources/" + pool, "# addresses\n" + "".join(
                "10.%d.%d.%d/16:\n" % (entry >> 16, entry >> 8 & 255, entry & 255) for entry in range(size)))
            names = ["%sn%d" % (pool, number) for number in range(min(size, 400))]
            for name in names:
                folder = data + "/nodes/" + name
                os.mkdir(folder)
                write(folder + "/.node", '{"neighbors": {}}')
                write(folder + "/pattern", "interfaces: []\n")
                write(folder + "/definition", "actions: [{attributes: {address: \"allocate('%s')\"}}]\n" % pool)
            medians = []
            for _ in range(2):
                results = multiprocessing.Queue()
                workers = [
                    multiprocessing.Process(target=clients, args=(address, names[start::count], results))
                    for start in range(count)]
                for worker in workers:
                    worker.start()
                answers = [results.get() for _ in names]
                for worker in workers:
                    worker.join()
                assert all(status == 200 for status, _ in answers), answers
                medians.append(sorted(taken for _, taken in answers))
            print("%9d %8d %10s %10.2f %18s" % (
                size, count, median(medians[0]), medians[0][int(len(names) * 0.99)], median(medians[1])))


if __name__ == "__main__":
    {"fsync": fsync, "matching": matching, "pools": pools}[sys.argv[1]](*sys.argv[2:])
