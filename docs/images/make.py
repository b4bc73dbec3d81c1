#!/usr/bin/env python3
"""Makes the pictures of README.md: the terminal and the report, as they are.

    docs/images/make.py PATH/TO/nutgraf [FOLDER]

The program runs on a terminal of its own (a pty, so not on Windows); what it writes there, colours included, becomes a
page, and headless Chromium takes the picture (see tests/browser/run.py for what it needs). FOLDER is this one unless told.
With the environment variable ALL set, every view is taken that a person should look at before a release.
"""

import base64
import html
import importlib.util
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
STORY = "tests/fixtures/articles/harbour-railway/source.txt"

# Colours of a light terminal; each has a contrast of 7 and more with its ground.
PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 16px; background: #fff; display: inline-block }
div { border: 1px solid #c9c9c9; border-radius: 8px; background: #fbfbf8; color: #1d1d1f; padding: 14px 18px }
pre { margin: 0; font: 14px/1.45 "DejaVu Sans Mono", "Liberation Mono", monospace }
.prompt { color: #555 } .bold { font-weight: bold } .dim { color: #595959 } .cyan { color: #005a66 }
</style><body><div><pre>%s</pre></div>"""
STYLES = {"1": "bold", "2": "dim", "36": "cyan"}


def load(path):
    """A test of the program as a module: the pictures are taken the way that the tests look."""
    spec = importlib.util.spec_from_file_location(path.parent.name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(typed, text):
    """The terminal as a page."""
    out, open_spans = [f'<span class="prompt">$ </span>{html.escape(typed)}\n'], 0
    for piece in re.split(r"(\x1b\[[0-9;]*m)", text):
        if not piece.startswith("\x1b["):
            out.append(html.escape(piece))
            continue
        codes = piece[2:-1].split(";")
        if codes in (["0"], [""]):
            out.append("</span>" * open_spans)
            open_spans = 0
        else:
            classes = " ".join(STYLES.get(code, "") for code in codes)
            out.append(f'<span class="{classes}">')
            open_spans += 1
    return PAGE % "".join(out).rstrip("\n")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    nutgraf = str(pathlib.Path(sys.argv[1]).resolve())
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ROOT / "docs/images")
    folder.mkdir(parents=True, exist_ok=True)
    on_terminal = load(ROOT / "tests/terminal/run.py").terminal
    browser = load(ROOT / "tests/browser/run.py").Browser()

    def shot(name, path, width, height=None, scale=1, dark=False):
        browser.open(path, width, dark)
        box = "const b = document.body.getBoundingClientRect(); return [b.width, Math.ceil(b.height)];"
        wide, high = browser.run(box)
        if height is None:
            width, height = wide, min(high, 4000)
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": scale}
        taken = browser.command("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        target = folder / f"{name}.png"
        target.write_bytes(base64.b64decode(taken["data"]))
        print(f"{target}: {target.stat().st_size >> 10} KiB")

    try:
        with tempfile.TemporaryDirectory() as work:
            work = pathlib.Path(work).resolve()

            def terminal(name, columns, *arguments, scale=1.0):
                text = on_terminal([nutgraf, *arguments, ROOT / STORY], columns).replace("\r\n", "\n")
                path = work / f"{name}.html"
                path.write_text(page(" ".join(["nutgraf", *arguments, "page.txt"]), text), encoding="utf-8")
                shot(name, path, 1400, scale=scale)

            terminal("terminal", 80, scale=1.25)
            report = work / "report.html"
            done = subprocess.run([nutgraf, "-f", "html", "--keywords", "5", "-o", report, STORY], cwd=ROOT)
            if done.returncode != 0:
                sys.exit(done.returncode)
            shot("report", report, 960, 1180)
            if os.environ.get("ALL"):
                terminal("terminal-120", 120)
                terminal("terminal-40", 40)
                for name, arguments in [("explain", ["--explain", "-n", "2"]), ("aside", ["clean", "--explain"])]:
                    for columns in (80, 120):
                        terminal(f"{name}-{columns}", columns, *arguments)
                browser.open(report, 1200)
                browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
                (folder / "report.pdf").write_bytes(base64.b64decode(browser.print()))
    finally:
        browser.close()


if __name__ == "__main__":
    main()
