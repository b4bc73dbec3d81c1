#!/usr/bin/env python3
"""A long run: records made by mutating the shipped articles, through two threads, counted in and out.

    tests/soak/run.py PATH/TO/nutgraf [RECORDS] [SEED]

Words are changed, doubled, dropped and made up, sentences and paragraphs are shuffled, marks, cases and scripts exchanged, so that
no two records are alike. The program reads them from a pipe as they are made. Every answer is held against its record: its
place, its id, no error, sentences that stand in the text where they say. Memory is read as it runs: after a tenth of the
records it must stay about as it is. Exit code 0 when all holds.
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import threading
import time
from collections import deque

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Memory may grow by so much after the first tenth, in MiB: each thread keeps what it knows of up to some ten thousand words.
SLACK = 64


def paragraphs():
    texts = []
    for name in ["summaries", "quotes", "cleaning"]:
        for line in open(ROOT / f"eval/{name}.jsonl", encoding="utf-8"):
            text = json.loads(line).get("text") or ""
            texts += [part for part in text.split("\n\n") if part.strip()]
    return texts


def mutated(rng, pool, number):
    parts = rng.sample(pool, rng.randint(1, 9))
    if rng.random() < 0.1:
        parts = [parts[0]] * rng.randint(2, 6) + parts
    words = "\n\n".join(parts).split(" ")
    for _ in range(rng.randint(0, 12)):
        at = rng.randrange(len(words))
        kind = rng.randrange(8)
        if kind == 0:
            words[at] = f"Name{number}x{rng.randrange(1000)}"
        elif kind == 1:
            words[at] = words[at].upper()
        elif kind == 2:
            words[at] = words[at] * 3
        elif kind == 3:
            words[at] = ""
        elif kind == 4:
            words[at] = rng.choice(["“", "”", '"', "said", "Mr.", "\n", "\u0301", "שלום", "選挙。", "\u202e", "\x1b[2J", "…"])
        elif kind == 5:
            words[at] = "".join(chr(rng.choice([rng.randrange(32, 127), rng.randrange(0xA0, 0xD7FF)])) for _ in range(8))
        elif kind == 6:
            words[at : at + 8] = reversed(words[at : at + 8])
        else:
            words[at] = words[at].replace("“", '"').replace("”", "'").replace(".", "")
    text = " ".join(words)
    return text[: rng.randint(0, len(text))] if rng.random() < 0.05 else text


def memory(process, key):
    """MiB of a process; 0 when it has ended, as it may before its last answers are read."""
    try:
        with open(f"/proc/{process}/status") as status:
            return next((int(line.split()[1]) / 1024 for line in status if line.startswith(key)), 0.0)
    except OSError:
        return 0.0


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    pool = paragraphs()
    child = subprocess.Popen(
        [sys.argv[1], "summarize", "--input-format", "ndjson", "--indirect", "-j", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    waiting, sent = deque(), 0

    def feed():
        nonlocal sent
        for number in range(count):
            text = mutated(rng, pool, number)
            waiting.append(text)
            child.stdin.write(json.dumps({"id": number, "text": text}, ensure_ascii=False).encode() + b"\n")
            sent += 1
        child.stdin.close()

    said = []
    threading.Thread(target=feed, daemon=True).start()
    threading.Thread(target=lambda: said.extend(child.stderr), daemon=True).start()
    start, got, failed, wrong, size, early, late = time.monotonic(), 0, 0, 0, 0, 0.0, 0.0
    for line in child.stdout:
        answer = json.loads(line)
        text = waiting.popleft()
        size += len(text.encode())
        failed += "error" in answer
        wrong += answer["id"] != got
        chosen = answer.get("summary", {}).get("sentences", [])
        wrong += any(text[s["start"] : s["end"]] != s["text"] for s in chosen)
        got += 1
        if got % min(1000, max(count // 100, 1)) == 0:
            now = memory(child.pid, "VmRSS")
            if got <= count // 10:
                early = max(early, now)
            else:
                late = max(late, now)
        if got % max(count // 20, 1) == 0:
            rate = got / (time.monotonic() - start)
            print(f"{got} records, {rate:.0f} a second, {memory(child.pid, 'VmRSS'):.1f} MiB", flush=True)
    code = child.wait()
    seconds = time.monotonic() - start
    print(
        f"{sent} records in, {got} out, {failed} failed, {wrong} wrong; {size / 1e6:.0f} MB of text in {seconds:.0f} s,"
        f" {got / seconds:.0f} a second; memory {early:.1f} MiB at most in the first tenth, {late:.1f} after it;"
        f" exit code {code}, {len(said)} lines on stderr"
    )
    print("".join(line.decode() for line in said[:5]), end="")
    held = sent == got == count and not failed and not wrong and code == 0 and not said and late <= early + SLACK
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
