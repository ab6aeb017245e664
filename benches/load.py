#!/usr/bin/env python3
"""Many readers at once on a served archive: how long they wait, what goes wrong, and whether the server's memory stays.

    python3 benches/load.py target/release/dateline INDEX [--clients 50] [--seconds 60] [--stalled 0] [--pause 0]

Each client asks for one page after the other: searches by a word, two words, a phrase or an outlet, and articles, all of them made
from headlines of the archive. `--stalled` opens sockets that begin a request and never end it. With `--pause` a client reads each page so
many seconds. Prints one JSON object; leaves with 1 where any answer was not 200, or a search page was larger than 60 KB.
"""
import argparse, asyncio, json, random, subprocess, time, urllib.parse, urllib.request

ARGUMENTS = argparse.ArgumentParser()
ARGUMENTS.add_argument("binary")
ARGUMENTS.add_argument("index")
ARGUMENTS.add_argument("--clients", type=int, default=50)
ARGUMENTS.add_argument("--seconds", type=float, default=60)
ARGUMENTS.add_argument("--stalled", type=int, default=0)
ARGUMENTS.add_argument("--pause", type=float, default=0)
LARGEST = 60 << 10
# What a search page asks for, as the API is asked for it.
AS_THE_PAGE = "&group=copies&limit=20&facet=source:9&facet=language:9&facet=wire:9&facet=author:9&facet=date"


def addresses(site):
    """Pages that readers open, in an order that is always the same."""
    dice = random.Random(1)
    hits = []
    for year in range(2000, 2030):
        with urllib.request.urlopen(f"{site}/api/v1/search?since={year}&until={year}&limit=40&sort=date") as reply:
            hits += json.load(reply)["hits"]
    with_words = [(hit, [word for word in hit["title"].split() if word.isalpha() and len(word) > 3]) for hit in hits]
    pages = []
    for hit, words in with_words:
        if len(words) < 3:
            continue
        two = dice.sample(words, 2)
        queries = [two[0], " ".join(two), '"' + " ".join(hit["title"].split()[:2]) + '"']
        pages += ["/?" + urllib.parse.urlencode({"q": query}) for query in queries]
        if hit["source"]:
            pages.append("/?" + urllib.parse.urlencode({"q": two[1], "source": hit["source"]}))
        pages.append("/article/" + urllib.parse.quote(hit["id"], safe="") + "?" + urllib.parse.urlencode({"q": two[0]}))
    dice.shuffle(pages)
    return pages


class Client:
    """A connection that is kept, as a browser keeps it."""

    def __init__(self, host, port):
        self.host, self.port, self.reader, self.writer = host, port, None, None

    async def get(self, path):
        """Status and body."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n\r\n".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        return int(head.split(b" ")[1]), await self.reader.readexactly(length)


async def read(client, pages, until, pause, seen):
    """One reader, who notes (seconds, status, bytes, is a search) of each page."""
    while time.monotonic() < until:
        path = next(pages)
        start = time.monotonic()
        status, body = await client.get(path)
        seen.append((time.monotonic() - start, status, len(body), path.startswith("/?")))
        await asyncio.sleep(pause)


def memory(pid):
    """Anonymous memory in MB."""
    lines = open(f"/proc/{pid}/status").read().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


async def watch(pid, until):
    sizes = []
    while time.monotonic() < until:
        sizes.append(memory(pid))
        await asyncio.sleep(0.5)
    return sizes


async def stall(host, port, count):
    """Sockets that begin a request and leave it."""
    begun = [b"", b"GET /?q=fe", b"GET / HTTP/1.1\r\nX-Slow: ", b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"]
    held = []
    for nth in range(count):
        _, writer = await asyncio.open_connection(host, port)
        writer.write(begun[nth % len(begun)])
        held.append(writer)
    return held


async def beyond_search(host, port, pages):
    """Milliseconds that a search page takes beyond its search, for each of 100 pages: the least of seven pages less the least of seven searches."""
    client, found = Client(host, port), []
    for path in [page for page in pages if page.startswith("/?")][:100]:
        whole, search = [], []
        for _ in range(7):
            _, body = await client.get("/api/v1/search" + path[1:] + AS_THE_PAGE)
            start = time.monotonic()
            await client.get(path)
            whole.append((time.monotonic() - start) * 1000)
            search.append(json.loads(body)["summary"]["took_ms"])
        found.append(min(whole) - min(search))
    return sorted(found)


async def load(site, pid, arguments):
    host, port = site.removeprefix("http://").split(":")
    pages = addresses(site)
    beyond = await beyond_search(host, port, pages)
    held = await stall(host, int(port), arguments.stalled)
    until = time.monotonic() + arguments.seconds
    turns = iter(pages * 10_000)
    seen = []
    readers = [read(Client(host, port), turns, until, arguments.pause, seen) for _ in range(arguments.clients)]
    sizes, *_ = await asyncio.gather(watch(pid, until), *readers)
    for writer in held:
        writer.close()
    times = sorted(one[0] * 1000 for one in seen)
    searches = [size for _, _, size, is_search in seen if is_search]
    quarter = len(sizes) // 4
    return {
        "clients": arguments.clients, "stalled": arguments.stalled, "pause_s": arguments.pause, "pages": len(seen), "distinct": len(pages),
        "pages_a_second": round(len(seen) / arguments.seconds), "p50_ms": round(times[len(times) // 2], 1),
        "p99_ms": round(times[len(times) * 99 // 100], 1), "errors": sum(status != 200 for _, status, _, _ in seen),
        "largest_search_page_kb": round(max(searches) / 1024, 1),
        "memory_mb": {"before_the_last_three_quarters": round(max(sizes[:quarter + 1])), "after": round(max(sizes[quarter:]))},
        "beyond_search_ms": {"p50": round(beyond[len(beyond) // 2], 2), "p99": round(beyond[len(beyond) * 99 // 100], 2)},
    }


def main():
    arguments = ARGUMENTS.parse_args()
    command = [arguments.binary, "--index", arguments.index, "serve", "-q", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        site = server.stdout.readline().strip().rstrip("/")
        found = asyncio.run(load(site, server.pid, arguments))
    finally:
        server.terminate()
    print(json.dumps(found))
    return int(found["errors"] > 0 or found["largest_search_page_kb"] * 1024 > LARGEST)


raise SystemExit(main())
