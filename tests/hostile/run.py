#!/usr/bin/env python3
"""Hostile inputs, each under a limit of time and memory.

    tests/hostile/run.py PATH/TO/nutgraf [--seconds N] [--megabytes N] [--all] [CASE]...

Every case is made here, run through the whole program and measured: seconds, peak memory, exit code. A case fails when it
takes longer than --seconds (5), holds more than --megabytes (512), or ends with another exit code than it should. Prints a
table; exit code 0 when every case holds. Slow machines give themselves more time: the table is what tells. With --all, every
text goes through every command and every method as well, and every page through every command; without, through what does most.
"""

import argparse
import os
import pathlib
import resource
import select
import subprocess
import sys
import tempfile
import time

N = 1_000_000


def fill(piece, size=N):
    """As many of a piece as make about that many bytes."""
    return piece * (size // len(piece.encode()))


def entity_bomb():
    """Nested definitions that grow by ten at each level, in an HTML page."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE html [<!ENTITY e0 "boom">{levels}]><html><body><p>&e9;</p>'


# Made when their turn comes: what this script holds would count as the program's.
TEXT = {
    "dots": lambda: fill("."),
    "ellipses": lambda: fill("... "),
    "question marks": lambda: fill("?"),
    "exclamations, one a line": lambda: fill("!\n"),
    "opening quote marks": lambda: fill("“"),
    "straight quote marks": lambda: fill('"'),
    "straight single marks": lambda: fill("'"),
    "nested quote marks": lambda: fill("“‘"),
    "angle marks": lambda: fill("«»"),
    "opening brackets": lambda: fill("("),
    "nested brackets of all kinds": lambda: fill("([{"),
    "one word": lambda: fill("a"),
    "one word, capitals": lambda: fill("A"),
    "one word, digits": lambda: fill("1"),
    "hyphens": lambda: fill("-"),
    "apostrophes": lambda: fill("a'"),
    "commas": lambda: fill("a, "),
    "at signs": lambda: fill("@"),
    "addresses": lambda: fill("http://a.b/c "),
    "capitalised words": lambda: fill("Ab "),
    "abbreviations": lambda: fill("Mr. "),
    "dotted abbreviations": lambda: fill("U.S. "),
    "initials": lambda: fill("J. "),
    "a word again and again": lambda: fill("word "),
    "said": lambda: fill("said "),
    "according": lambda: fill("according "),
    "according to": lambda: fill("according to "),
    "that": lambda: fill("that "),
    "he said": lambda: fill("He said so. "),
    "he said, no stop": lambda: fill("he said that "),
    "of the": lambda: fill("the head of the "),
    "who": lambda: fill("the man who "),
    "small sentences": lambda: fill("A b. "),
    "small quotes": lambda: fill("“A.” "),
    "attributed quotes": lambda: fill("“a” said b. "),
    "quotes, no stop": lambda: fill("“a” said b, "),
    "names": lambda: fill("John Smith said that Mary Jones told Bill Brown. "),
    "one long name": lambda: fill("Anna "),
    "titles": lambda: fill("President "),
    "distinct names": lambda: " ".join(f"Name{n} said word{n}." for n in range(N // 22)),
    "distinct words, no stop": lambda: " ".join(f"w{n}" for n in range(N // 8)),
    "line feeds": lambda: fill("\n"),
    "carriage returns": lambda: fill("a\r"),
    "short lines": lambda: fill("a\n"),
    "bullets": lambda: fill("• a\n"),
    "numbered lines": lambda: fill("1. a\n"),
    "bylines": lambda: fill("By Ann Lee\n"),
    "dates": lambda: fill("4 March 2026\n"),
    "colons": lambda: fill("A: b\n"),
    "paragraphs": lambda: fill("The council voted on Tuesday to move it. “We won,” she said.\n\n"),
    "equal paragraphs": lambda: fill("She said no.\n\n"),
    "combining marks": lambda: fill("e\u0301"),
    "combining marks on one letter": lambda: "e" + fill("\u0301"),
    "right-to-left": lambda: fill("שלום עולם. "),
    "right-to-left overrides": lambda: fill("\u202eab\u202c "),
    "Arabic, no spaces": lambda: fill("ا"),
    "Chinese": lambda: fill("選挙。"),
    "Chinese, no stop": lambda: fill("選"),
    "Thai": lambda: fill("สภาเมือง"),
    "emoji joined": lambda: fill("👩\u200d"),
    "zero-width spaces": lambda: fill("\u200b"),
    "control characters": lambda: fill("a\x01"),
    "escape sequences": lambda: fill("\x1b[2J"),
    "soft hyphens": lambda: fill("a\u00ad"),
}

# Languages whose quotes are found by rules.
OTHERS = {
    "German, one long compound": ("de", lambda: f"Nach {fill('Abcdefghij')} sagte der Mann, es sei so. Laut {fill('x')}"),
    "German, reported": ("de", lambda: fill("Seiner Meinung nach sei es so. Das teilte er mit. „Ja, so ist es wohl.“ ")),
    "German, no stop": ("de", lambda: fill("so Voss, er geht davon aus, dass es, laut „Bild“, das teilte sie mit, ")),
    "French": ("fr", lambda: fill("« Oui, dit-il, c'est vrai », a ajouté le maire, selon lui. ")),
    "French, no stop": ("fr", lambda: fill("« oui », dit-il, selon le maire de la ville de l'île, ")),
    "Spanish, no stop": ("es", lambda: fill("«sí», dijo Ana, según el alcalde de la ciudad, que ")),
    "Italian, no stop": ("it", lambda: fill("«sì», ha detto Ana, secondo il sindaco della città, che ")),
    "Portuguese, no stop": ("pt", lambda: fill("“sim”, disse Ana, segundo o prefeito da cidade, que ")),
    "Dutch, no stop": ("nl", lambda: fill("“ja”, zei Ana, volgens de burgemeester van de stad, dat ")),
}

# Bytes that are no UTF-8, or no text at all; the exit code that is due.
BYTES = {
    "UTF-16 text": (lambda: b"\xff\xfe" + fill("The council — voted. ").encode("utf-16-le"), 0),
    "UTF-16, no mark": (lambda: fill("The council voted. ").encode("utf-16-be"), 0),
    "UTF-16, halves": (lambda: b"\xff\xfe" + b"\x00\xd8" * (N // 2), 0),
    "UTF-16, odd": (lambda: b"\xfe\xff" + b"\x00a" * (N // 2) + b"b", 2),
    "Latin-1": (lambda: fill("Le conseil a voté. ").encode("latin-1"), 0),
    "bytes that are no character": (lambda: b"\xff" * N, 0),
    "zeros": (lambda: b"\x00" * N, 0),
    "binary data": (lambda: bytes(range(256)) * (N // 256), 2),
}

COMMANDS = ["quotes", "sentences", "clean", "keywords"]
METHODS = ["lead", "tfidf", "textrank", "lexrank"]

PAGES = {
    "nested div": lambda: "<html><body>" + "<div>" * 50_000 + "x" + "</div>" * 50_000,
    "nested b": lambda: "<html><body>" + "<b>" * 50_000 + "x",
    "nested lists": lambda: "<html><body>" + "<ul><li>" * 50_000 + "x",
    "nested tables": lambda: "<html><body>" + "<table><tr><td>" * 20_000 + "x",
    "nested quotes": lambda: "<html><body>" + "<blockquote><p>x" * 50_000,
    "nested links": lambda: "<html><body>" + "<a href=x>" * 30_000,
    "misnested": lambda: "<html><body>" + "<b><p>" * 30_000 + "x",
    "fonts in paragraphs": lambda: "<html><body>" + "<p><font>" * 20_000 + "x",
    "entities": lambda: "<html><body><p>" + fill("&amp;"),
    "numeric entities": lambda: "<html><body><p>" + fill("&#x61;"),
    "broken entities": lambda: "<html><body><p>" + fill("&"),
    "entity bomb": lambda: entity_bomb(),
    "unclosed paragraphs": lambda: "<html><body>" + fill("<p>a"),
    "unclosed list items": lambda: "<html><body><ul>" + fill("<li>a"),
    "line breaks": lambda: "<html><body>" + fill("a<br>"),
    "spans": lambda: "<html><body><p>" + fill("<span>a</span>"),
    "links": lambda: "<html><body>" + fill("<a href=/x>read more</a> "),
    "attributes": lambda: "<html><body><p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
    "one attribute": lambda: "<html><body><p class='" + fill("a ") + "'>x",
    "metadata": lambda: "<html><head>" + fill("<meta property='og:title' content='a'>") + "</head><body><p>x",
    "linked data": lambda: "<html><body><script type='application/ld+json'>" + fill("[") + "</script><p>x",
    "less-than signs": lambda: "<html><body>" + fill("<"),
    "comments": lambda: "<html><body>" + fill("<!-- "),
    "script": lambda: "<html><body><script>" + fill("<!--"),
    "template": lambda: "<html><body>" + "<template>" * 20_000 + "x",
    "select": lambda: "<html><body>" + "<select><option>" * 20_000 + "x",
    "formatting": lambda: "<html><body>" + "<b><i><u><em><strong>" * 4_000 + "<p>x" * 4_000,
}


def stream(path, name):
    """Writes a stream of records; the number of them and the exit code that is due."""
    with open(path, "wb") as out:
        if name == "a line of 100 MB":
            # Over the default limit: answered by an error in its place, and the next one is done.
            out.write(b'{"id": 1, "text": "')
            out.writelines(b"word " * 200_000 for _ in range(100))
            out.write(b'"}\n{"id": 2, "text": "Two."}\n')
            return 2, 1
        if name == "a line of 100 MB, no end":
            out.writelines(b"x" * N for _ in range(100))
            return 1, 1
        if name == "a million tiny records":
            out.writelines(b'{"id":%d,"text":"A b."}\n' % n for n in range(N))
            return N, 0
        if name == "a million broken records":
            out.writelines(b"{}\n" for _ in range(N))
            return N, 1
        if name == "a hundred million blank lines":
            for _ in range(100):
                out.write(b"\n" * N)
            out.write(b'{"text":"A."}\n')
            return 1, 0
        if name == "deep JSON":
            out.write(b'{"text":"A.","x":' + b"[" * N + b"\n")
            return 1, 1
        if name == "deep JSON, closed":
            out.write(b'{"text":"A.","x":' + b"[" * N + b"]" * N + b"}\n")
            return 1, 0
        if name == "deep JSON as text":
            out.write(b'{"text":' + b'{"a":' * (N // 5) + b"1" + b"}" * (N // 5 + 1) + b"\n")
            return 1, 1
        if name == "a number of a million digits":
            out.write(b'{"text":"A.","n":' + b"9" * N + b',"id":' + b"9" * N + b"}\n")
            return 1, 1
        if name == "an exponent of a million digits":
            out.write(b'{"text":"A.","id":1e' + b"9" * N + b"}\n")
            return 1, 1
        if name == "one key a million times":
            out.write(b'{"text":"A."')
            out.writelines(b',"text":"B."' for n in range(N))
            out.write(b"}\n")
            return 1, 0
        if name == "lone surrogates":
            out.write(b'{"text":"' + b"\\ud800" * (N // 6) + b'"}\n')
            return 1, 0
        if name == "NUL escapes":
            out.write(b'{"text":"' + b"\\u0000" * (N // 6) + b'"}\n')
            return 1, 0
        if name == "byte order marks in lines":
            out.writelines(b'\xef\xbb\xbf{"text":"\xef\xbb\xbfA."}\n' for _ in range(N // 20))
            return N // 20, 0
        if name == "UTF-16":
            out.write(b"\xff\xfe" + ('{"text":"A b — c."}\n' * (N // 20)).encode("utf-16-le"))
            return N // 20, 0
        if name == "a million keys":
            out.write(b'{"text":"A."')
            out.writelines(b',"k%d":1' % n for n in range(N))
            out.write(b"}\n")
            return 1, 0
        if name == "escapes":
            out.write(b'{"text":"' + b"\\u0041" * (N // 6) + b'"}\n')
            return 1, 0
    raise KeyError(name)


STREAMS = [
    "a line of 100 MB",
    "a line of 100 MB, no end",
    "a million tiny records",
    "a million broken records",
    "a hundred million blank lines",
    "deep JSON",
    "deep JSON, closed",
    "deep JSON as text",
    "a number of a million digits",
    "an exponent of a million digits",
    "one key a million times",
    "lone surrogates",
    "NUL escapes",
    "byte order marks in lines",
    "UTF-16",
    "a million keys",
    "escapes",
]


def measure(command, stop):
    """Seconds, peak megabytes and exit code of a command; the code is None when it had to be stopped."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    lines = 0
    deadline = start + stop
    while True:
        ready, _, _ = select.select([child.stdout], [], [], max(0, deadline - time.monotonic()))
        block = os.read(child.stdout.fileno(), 1 << 20) if ready else b""
        if not ready:
            child.kill()
        if not block:
            break
        lines += block.count(b"\n")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    code = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - start
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code, lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("nutgraf")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--megabytes", type=float, default=512.0)
    parser.add_argument("--slowest", type=int, default=0, help="print only so many cases, the slowest")
    parser.add_argument("--all", action="store_true", help="every command and method")
    parser.add_argument("cases", nargs="*", metavar="CASE")
    wanted = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    rows, failed = [], 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "input"

        def case(name, arguments, due=0, records=None):
            nonlocal failed
            command = [wanted.nutgraf, *arguments, str(path)]
            # What waits for a processor is no fault of the program: time is that of its own work, on one core.
            wall, seconds, megabytes, code, lines = measure(command, wanted.seconds * 12)
            bad = []
            if seconds > wanted.seconds:
                bad.append("slow")
            if megabytes > wanted.megabytes:
                bad.append("large")
            if code != due:
                bad.append(f"exit code {code}, {due} is due")
            if records is not None and lines != records:
                bad.append(f"{lines} lines out for {records} records")
            failed += bool(bad)
            rows.append((seconds, f"{name:34} {wall:6.2f} s {seconds:6.2f} s of work {megabytes:5.0f} MB  {', '.join(bad)}"))
            if not wanted.slowest or bad:
                print(rows[-1][1], flush=True)

        def chosen(name):
            return not wanted.cases or name in wanted.cases

        for name, text in TEXT.items():
            if chosen(name):
                path.write_text(text(), newline="")
                case(name, ["-f", "json", "--indirect", "--input-format", "text"])
                case(f"{name}, not cleaned", ["-f", "json", "--indirect", "--no-clean", "--input-format", "text"])
                for command in COMMANDS if wanted.all else []:
                    case(f"{name}: {command}", [command, "-f", "json", "--no-clean", "--input-format", "text"])
                for method in METHODS if wanted.all else []:
                    case(f"{name}: {method}", ["--method", method, "-f", "json", "--no-clean", "--input-format", "text"])
        for name, (language, text) in OTHERS.items():
            if chosen(name):
                path.write_text(text(), newline="")
                case(name, ["quotes", "-f", "json", "--no-clean", "--language", language, "--input-format", "text"])
        for name, (made, due) in BYTES.items():
            if chosen(name):
                path.write_bytes(made())
                case(name, ["-f", "json", "--input-format", "text"], due)
        for name, page in PAGES.items():
            if chosen(name):
                path.write_text(page(), newline="")
                case(name, ["-f", "json", "--indirect", "--input-format", "html"])
                for command in COMMANDS if wanted.all else []:
                    case(f"{name}: {command}", [command, "-f", "json", "--input-format", "html"])
        for name in STREAMS:
            if chosen(name):
                records, due = stream(path, name)
                case(name, ["sentences", "-j", "1", "--input-format", "ndjson", "-f", "ndjson"], due, records)
        # In every format the page stays in bounds, not in JSON alone.
        if chosen("formats"):
            path.write_text(TEXT["attributed quotes"]())
            for form in ["text", "markdown", "html"]:
                case(f"attributed quotes as {form}", ["-f", form, "--keywords", "20", "--input-format", "text"])
    if wanted.slowest:
        for _, row in sorted(rows, reverse=True)[: wanted.slowest]:
            print(row)
    print(f"{len(rows)} cases, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
