"""Makes damaged crawls of 200 records, and counts the records that dateline, warcio and FastWARC read of each.

    python3 -m venv target/crawls && target/crawls/bin/pip install warcio FastWARC
    target/crawls/bin/python benches/peers/crawl_readers.py target/release/dateline

A record counts where its page comes out as it was written; of dateline, which cleans pages, where its first sentence does. Fails where another reader reads one that dateline does not.
"""

import gzip
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

RECORDS = 200
MIDDLE = 100
WORDS = ["ferry", "harbour", "council", "bridge", "tide", "ticket", "storm"]


def address(n):
    return f"https://quillport.example/news/{n}"


def sentence(n):
    a, b = WORDS[n % 7], WORDS[n // 7 % 7]
    return f"The {a} of Quillport was closed for {n} hours on Tuesday, said the {b} office in its report number {n}."


def body(n):
    rest = f"Nobody was hurt, and it opened again after {n} minutes of talks with the crew of vessel {n * 37}."
    return f"<html><head><title>Report {n}</title></head><body><article><h1>Report {n}</h1><p>{sentence(n)}</p><p>{rest}</p></article></body></html>".encode()


def record(n, length=None):
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body(n)
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{n:012}>\r\n"
        f"WARC-Target-URI: {address(n)}\r\nWARC-Date: 2031-05-04T10:20:30Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length or len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def flipped(member, at):
    return member[:at] + bytes([member[at] ^ 8]) + member[at + 1 :]


def rubbish():
    return random.Random(5).randbytes(9000)


# What becomes of the member in the middle.
DAMAGES = {
    "whole": lambda member: member,
    "a bit of data": lambda member: flipped(member, len(member) // 2),
    "a bit of the head": lambda member: flipped(member, 3),
    "bytes missing": lambda member: member[: len(member) // 2] + member[len(member) // 2 + 40 :],
    "rubbish between": lambda member: rubbish() + member,
}
LENGTHS = {"length short": "90", "length long": "100000", "length 10^15": str(10**15), "length 2^64-1": str(2**64 - 1)}


def crawls():
    for packing, pack in (("plain", bytes), ("gzip", lambda record: gzip.compress(record, mtime=0))):
        members = [pack(record(n)) for n in range(RECORDS)]
        for name, damage in DAMAGES.items():
            yield f"{packing}, {name}", members[:MIDDLE] + [damage(members[MIDDLE])] + members[MIDDLE + 1 :]
        yield f"{packing}, end cut off", members[:-1] + [members[-1][:200]]
        for name, length in LENGTHS.items():
            yield f"{packing}, {name}", members[:MIDDLE] + [pack(record(MIDDLE, length))] + members[MIDDLE + 1 :]
    whole = gzip.compress(b"".join(record(n) for n in range(RECORDS)), mtime=0)
    yield "one gzip, whole", [whole]
    yield "one gzip, a bit of data", [flipped(whole, len(whole) // 2)]
    yield "one gzip, end cut off", [whole[: len(whole) // 2]]


def by_warcio(data):
    found = set()
    try:
        for item in ArchiveIterator(io.BytesIO(data)):
            url = item.rec_headers.get_header("WARC-Target-URI") or ""
            n = url.rsplit("/", 1)[-1]
            if n.isdigit() and item.content_stream().read() == body(int(n)):
                found.add(int(n))
    except Exception:  # It gives up in many ways; what came before counts.
        pass
    return found


def by_fastwarc(data):
    found = set()
    try:
        for item in FastIterator(io.BytesIO(data), record_types=WarcRecordType.response):
            n = (item.headers.get("WARC-Target-URI") or "").rsplit("/", 1)[-1]
            if n.isdigit() and item.reader.read() == body(int(n)):
                found.add(int(n))
    except Exception:
        pass
    return found


def by_dateline(program, path):
    run = subprocess.run([program, "--quiet", "clean", "--json", path], capture_output=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f"dateline ended with {run.returncode} on {path}: {run.stderr.decode()}")
    found = set()
    for line in run.stdout.decode().splitlines():
        text = json.loads(line).get("text") or ""
        found.update(n for n in numbers(text) if sentence(n) in text)
    return found


def numbers(text):
    words = (word.strip(".") for word in text.split())
    return {int(word) for word in words if word.isdigit() and int(word) < RECORDS}


def main():
    program = sys.argv[1]
    lost = 0
    print("| crawl | warcio | FastWARC | dateline |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, members in crawls():
            data = b"".join(members)
            path = pathlib.Path(folder) / ("a.warc" if name.startswith("plain") else "a.warc.gz")
            path.write_bytes(data)
            warcio, fast, own = by_warcio(data), by_fastwarc(data), by_dateline(program, path)
            print(f"| {name} | {len(warcio)} | {len(fast)} | {len(own)} |", flush=True)
            missed = (warcio | fast) - own
            if missed:
                lost += len(missed)
                print(f"dateline misses {sorted(missed)}", file=sys.stderr)
    if lost:
        sys.exit(1)


main()
