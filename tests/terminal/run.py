#!/usr/bin/env python3
"""The program on a real terminal (a pty), with the standard library alone.

    tests/terminal/run.py PATH/TO/nutgraf

What only a terminal shows: lines that fit it, colour and when there is none, the progress of a batch. Exit code 0 when all
holds; 77 where there are no ptys (Windows).
"""

import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata

try:
    import fcntl
    import pty
    import termios
except ImportError:
    print("no ptys on this system; the terminal was not looked at")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
STORY = ROOT / "tests/fixtures/articles/harbour-railway/source.txt"
problems = []


def expect(holds, claim):
    print(f"{'ok  ' if holds else 'FAIL'} {claim}")
    if not holds:
        problems.append(claim)


def terminal(command, columns=80, out=None, **environment):
    """Runs on a terminal of so many columns; what it shows. `out`: a file for stdout, so that stderr alone is shown."""
    pid, master = pty.fork()
    if pid == 0:
        # Not before the terminal has its size.
        sys.stdin.readline()
        if out:
            os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 1)
        env = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE")}
        os.execve(command[0], [str(part) for part in command], {**env, "TERM": "xterm-256color", **environment})
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    os.write(master, b"\n")
    shown = b""
    while True:
        try:
            piece = os.read(master, 1 << 16)
        except OSError:  # the end, on Linux
            break
        if not piece:
            break
        shown += piece
    os.waitpid(pid, 0)
    # The line that started it was echoed.
    return shown.decode().split("\n", 1)[1]


def width(line):
    """Columns that a line takes."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip("\r")
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in plain)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    nutgraf = str(pathlib.Path(sys.argv[1]).resolve())
    for columns in (40, 80, 120):
        for arguments in ([], ["--explain"], ["quotes"], ["clean", "--explain"]):
            widest = max(width(line) for line in terminal([nutgraf, *arguments, STORY], columns).split("\n"))
            name = " ".join(["nutgraf", *arguments])
            expect(widest <= min(columns, 100), f"{name}: {widest} of {columns} columns")

    expect("\x1b[" in terminal([nutgraf, STORY]), "a terminal has colour")
    expect("\x1b" not in terminal([nutgraf, STORY], NO_COLOR="1"), "NO_COLOR")
    expect("\x1b" not in terminal([nutgraf, STORY], TERM="dumb"), "no colour for a terminal that has none")
    expect("\x1b" not in terminal([nutgraf, "--color", "never", STORY]), "--color never")
    piped = subprocess.run([nutgraf, STORY], capture_output=True, check=True, env={**os.environ, "NO_COLOR": ""})
    expect(b"\x1b" not in piped.stdout and b"\r" not in piped.stderr, "plain when piped")
    forced = subprocess.run([nutgraf, STORY], capture_output=True, check=True, env={**os.environ, "CLICOLOR_FORCE": "1"})
    expect(b"\x1b[" in forced.stdout, "CLICOLOR_FORCE")

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        # The bar needs a run of a quarter of a second: the input grows until this machine takes that long.
        text = STORY.read_text(encoding="utf-8")
        records = folder / "records.ndjson"
        line = json.dumps({"text": text}) + "\n"
        out = folder / "out.ndjson"
        for count in (1500, 6000, 24000, 96000):
            records.write_text(line * count + "bad\n", encoding="utf-8")
            shown = terminal([nutgraf, records], out=out)
            if "%" in shown:
                break
        expect(re.search(r"\r\[[=>]+ *\] +\d+ %  \d+ done, 0 failed, ", shown), "a stream of records has a bar")
        expect(re.search(rf"\D{count} done, 1 failed in [\d.]+ s\r\n$", shown), "its last line counts")
        expect(f"line {count + 1}" in shown and "]line" not in shown, "a message does not run into the bar")
        expect(len(out.read_text().splitlines()) == count + 1 and "\r" not in out.read_text(), "the bar is not in the output")
        expect("\r" not in terminal([nutgraf, "--quiet", records], out=out).replace("\r\n", "\n"), "--quiet has no bar")
        expect("[" not in terminal([nutgraf, records], out=out, TERM="dumb"), "nor has a dumb terminal")
        silent = subprocess.run([nutgraf, records], capture_output=True)
        expect(b"done" not in silent.stderr and silent.returncode == 1, "nor a log")
        many = folder / "many"
        many.mkdir()
        done = 0
        for count in (600, 2400, 9600, 38400):
            for number in range(done, count):
                (many / f"{number}.txt").write_text(text, encoding="utf-8")
            done = count
            shown = terminal([nutgraf, many, "no-such-file.txt"], out=out)
            if "%" in shown:
                break
        expect(re.search(r"\r\[[=>]+ *\] +\d+ %  \d+ done, 1 failed, ", shown), "a folder has a bar")
        expect(f"{count} done, 1 failed in " in shown, "and counts what was not found")
        narrow = terminal([nutgraf, many], columns=30, out=out)
        expect(all(width(part) < 60 for part in narrow.split("\r")) and "[" not in narrow, "a narrow one has counts alone")
        one = terminal([nutgraf, STORY], out=out)
        expect(one == "", "one article has no progress")
    print(f"{len(problems)} problems" if problems else "all holds")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
