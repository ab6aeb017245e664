"""Sound codes beside `dateline`'s names: Daitch-Mokotoff and Beider-Morse on labelled pairs of spellings.

    pip install abydos anyascii
    python benches/peers/name_codes.py SHARED [--code daitch-mokotoff|beider-morse] [--vocabulary 100000]

SHARED holds `eval/names/token_pairs.jsonl.gz` and the labelled texts. Two words are one name for a code when they have a code in common.
Words of other scripts are brought to Latin letters first, as the codes know no others. Prints one line of JSON: `recall` of pairs of one
name, `false`, the share of pairs of two names that are taken for one, and `collisions`, other words of the vocabulary a name.

The same figures of dateline: `cargo bench --bench quality -- --shared SHARED names`.
"""

import argparse
import gzip
import json
import re
from collections import defaultdict
from pathlib import Path

from abydos.phonetic import BeiderMorse, DaitchMokotoff
from anyascii import anyascii

# Every so many-th name is looked for in the vocabulary, as in benches/quality/names.rs.
SAMPLED = 60


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def encoder(name):
    if name == "daitch-mokotoff":
        code = DaitchMokotoff()
        return lambda word: frozenset(code.encode(word))
    code = BeiderMorse()
    return lambda word: frozenset(code.encode(word).split())


def vocabulary(shared, pairs, most):
    """The names of the pairs and the words of labelled texts in Latin letters, those with capitals first, as in benches/quality/names.rs."""
    words = {pair[side] for pair in pairs for side in "ab"}
    capital, small = set(), set()
    for name in ("neardup/docs", "stories/ecbplus", "stories/tgcontest_pairs", "langid/langid"):
        for item in lines(shared / f"eval/{name}.jsonl.gz"):
            for word in re.findall(r"[A-Za-z\u00C0-\u024F]{3,}", json.dumps(item, ensure_ascii=False)):
                (capital if word[0].isupper() else small).add(word.lower())
    for word in sorted(capital) + sorted(small - capital):
        if len(words) < most:
            words.add(word)
    return sorted(words)


def own_spellings(pairs):
    """All spellings that pairs join to a name."""
    near = defaultdict(set)
    for pair in pairs:
        if pair["match"] == 1:
            near[pair["a"]].add(pair["b"])
            near[pair["b"]].add(pair["a"])

    def reachable(name):
        found, open_names = {name}, [name]
        while open_names:
            for other in near[open_names.pop()] - found:
                found.add(other)
                open_names.append(other)
        return found

    return near, reachable


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("--code", choices=["daitch-mokotoff", "beider-morse"], default="daitch-mokotoff")
    parser.add_argument("--vocabulary", type=int, default=100_000)
    options = parser.parse_args()
    pairs = lines(options.shared / "eval/names/token_pairs.jsonl.gz")
    encode, known = encoder(options.code), {}

    def codes(word):
        latin = re.sub(r"[^a-z]", "", anyascii(word).lower())
        if latin not in known:
            known[latin] = encode(latin) if latin else frozenset()
        return known[latin]

    def same(a, b):
        return bool(codes(a) & codes(b))

    shares = {}
    for kind, name in ((1, "recall"), (0, "false")):
        of_kind = [pair for pair in pairs if pair["match"] == kind]
        shares[name] = sum(same(pair["a"], pair["b"]) for pair in of_kind) / len(of_kind)
    words = vocabulary(options.shared, pairs, options.vocabulary)
    holders = defaultdict(set)
    for word in words:
        for code in codes(word):
            holders[code].add(word)
    near, reachable = own_spellings(pairs)
    asked = sorted(near)[::SAMPLED]
    collisions = 0
    for name in asked:
        alike = set().union(*(holders[code] for code in codes(name)))
        collisions += len(alike - reachable(name))
    shares["collisions"] = collisions / len(asked)
    shares["vocabulary"] = len(words)
    print(json.dumps({"code": options.code, **{key: round(value, 3) for key, value in shares.items()}}))


if __name__ == "__main__":
    main()
