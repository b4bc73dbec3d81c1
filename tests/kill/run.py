#!/usr/bin/env python3
"""Kills runs at random moments and lets them go on; nothing may be lost, doubled or half written.

    tests/kill/run.py PATH/TO/nutgraf [KILLS] [RECORDS] [SEED]
    tests/kill/run.py target/release/nutgraf 100 1000000

A stream of records is summarized into a file with --resume and killed (SIGKILL) again and again, until so many kills have hit
a living run. After each the file must be a beginning of what an undisturbed run writes, up to a cut last line, and must still
hold every whole record that it held before. Exit code 0 when all held and the last run ended the file.
"""

import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def records(count, path):
    texts = [json.loads(line) for line in open(ROOT / "eval/summaries.jsonl", encoding="utf-8")]
    with open(path, "w", encoding="utf-8") as out:
        for n in range(count):
            source = texts[n % len(texts)]
            text = source["text"] if count <= 100_000 else source["text"][: 40 + n % 50]
            record = {"id": n, "title": source["title"], "text": text}
            # A broken one now and then: it is answered in its place, and must be counted right when a run goes on.
            out.write("not a record\n" if n % 97 == 96 else json.dumps(record, ensure_ascii=False) + "\n")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    nutgraf = sys.argv[1]
    kills, count, seed = (int(word) for word in (sys.argv[2:] + ["100", "20000", "1"][len(sys.argv) - 2 :]))
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        source, target = (pathlib.Path(folder) / name for name in ("in.ndjson", "out.ndjson"))
        records(count, source)
        command = [nutgraf, "-q", "-n", "3", "-j", "2", str(source)]
        start = time.monotonic()
        whole = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        undisturbed = time.monotonic() - start
        lines = whole.count(b"\n")
        if lines != count:
            sys.exit(f"{lines} lines for {count} records")
        resume = [*command, "--resume", "-o", str(target)]
        hits = ended = cut = 0
        while hits < kills:
            before = target.read_bytes() if target.exists() else b""
            child = subprocess.Popen(resume, stderr=subprocess.DEVNULL)
            # Most moments in the first tenth: starting, counting what is done, the first records.
            time.sleep(rng.uniform(0, undisturbed * rng.choice([0.02, 0.02, 0.1, 0.3])))
            child.send_signal(signal.SIGKILL)
            if child.wait() == -signal.SIGKILL:
                hits += 1
            else:
                ended += 1
            now = target.read_bytes() if target.exists() else b""
            kept = before.rfind(b"\n") + 1
            if not whole.startswith(now):
                sys.exit(f"after {hits} kills the file is no beginning of the whole")
            if len(now) < kept:
                sys.exit(f"after {hits} kills {kept - len(now)} bytes of whole records are lost")
            cut += not now.endswith(b"\n") and bool(now)
            if ended and now == whole:
                # All is done: from the beginning, for the kills that are left.
                target.unlink()
                ended = 0
        done = target.read_bytes() if target.exists() else b""
        # A run answers for what it does itself: broken records that an earlier one passed do not count again.
        expected = 1 if b'"error":' in whole[done.rfind(b"\n") + 1 :] else 0
        code = subprocess.run(resume, stderr=subprocess.DEVNULL).returncode
        same = target.read_bytes() == whole
        beside = sorted(path.name for path in pathlib.Path(folder).iterdir())
        print(
            f"{hits} kills over {count} records ({undisturbed:.1f} s undisturbed): {cut} left a cut line, none lost a record;"
            f" the file at the end is {'the same' if same else 'ANOTHER'}, exit code {code}, files: {', '.join(beside)}"
        )
        sys.exit(0 if same and code == expected and beside == ["in.ndjson", "out.ndjson"] else 1)


if __name__ == "__main__":
    main()
