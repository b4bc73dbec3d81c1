#!/usr/bin/env python3
"""The HTML report in a real browser: headless Chromium, driven over WebDriver with the standard library alone.

    tests/browser/run.py PATH/TO/nutgraf [FOLDER FOR PICTURES]

Pages are made by the program itself (and by the snapshot of the library's tests), opened from disk and looked at from
inside: links resolve, nothing overflows on a phone, the console is silent, no request leaves the page, text of articles
stays text, headings and contrast are in order. Exit code 0 when all holds; 77 when there is no browser to ask.
"""

import base64
import html
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Each begins to run in a careless page. What runs sets window.hacked.
HOSTILE = [
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=2</script>",
    "</style><script>window.hacked=3</script>",
    "<img src=x onerror=window.hacked=4>",
    "\" onmouseover=\"window.hacked=5\" autofocus onfocus=\"window.hacked=5",
    "' onload='window.hacked=6",
    "<svg/onload=window.hacked=7>",
    "--><script>window.hacked=8</script><!--",
    "]]><script>window.hacked=9</script>",
    "<a href=javascript:window.hacked=10>Ann</a>",
    "<iframe src=http://127.0.0.1:9/ srcdoc='<script>parent.hacked=11</script>'></iframe>",
    "&lt;script&gt;window.hacked=12&lt;/script&gt; &#60;b&#62;",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<link rel=stylesheet href=http://127.0.0.1:9/a.css><base href=http://127.0.0.1:9/>",
    "\u202egnp.exe\u202c \u2066x\u2069 \x1b[2J",
    # The usual lists of injections: broken tags, odd cases and spaces, encodings, every way into a script.
    "<ScRiPt >window.hacked=13</sCrIpT >",
    "<scr<script>ipt>window.hacked=14</scr</script>ipt>",
    "<script\x0bsrc=data:,window.hacked=15></script>",
    "<script/xss>window.hacked=16</script\t\n bar>",
    "\u00bcscript\u00bewindow.hacked=17\u00bc/script\u00be",
    "\uff1cscript\uff1ewindow.hacked=18\uff1c/script\uff1e",
    "+ADw-script+AD4-window.hacked=19+ADw-/script+AD4-",
    "<body onload=window.hacked=20><html onpageshow=window.hacked=20>",
    "<img src='x' onerror='window.hacked=21' /><image href=x onerror=window.hacked=21>",
    "<img \"\"\"><script>window.hacked=22</script>\">",
    "<details open ontoggle=window.hacked=23><summary>x",
    "<video><source onerror=window.hacked=24></video><audio src=x onerror=window.hacked=24>",
    "<input autofocus onfocus=window.hacked=25><select autofocus onfocus=window.hacked=25>",
    "<marquee onstart=window.hacked=26>x</marquee><keygen autofocus onfocus=window.hacked=26>",
    "<math><mi xlink:href='data:x,<script>window.hacked=27</script>'>x</mi></math>",
    "<svg><script>window.hacked=28</script><animate onbegin=window.hacked=28 attributeName=x dur=1s></svg>",
    "<svg><style><img src=x onerror=window.hacked=29></style></svg>",
    "<noscript><p title='</noscript><img src=x onerror=window.hacked=30>'>",
    "<template><script>window.hacked=31</script></template><object data='javascript:window.hacked=31'>",
    "<embed src='data:text/html,<script>window.hacked=32</script>'><applet code=x>",
    "<a href='java\tscript:window.hacked=33' autofocus>Ann</a><a href='&#106;avascript:window.hacked=33'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a><a href='vbscript:x'>y</a>",
    "<form action='javascript:window.hacked=34'><button formaction='javascript:window.hacked=34' autofocus>",
    "<style>@import 'http://127.0.0.1:9/x.css';*{background:url(http://127.0.0.1:9/x.png)}</style>",
    "<div style='background:url(http://127.0.0.1:9/y.png);width:expression(window.hacked=35)'>",
    "</title><script>window.hacked=36</script></textarea><script>window.hacked=36</script>",
    "<!--[if gte IE 4]><script>window.hacked=37</script><![endif]--><!--><img src=x onerror=window.hacked=37>-->",
    "<![CDATA[<script>window.hacked=38</script>]]><?xml-stylesheet href='http://127.0.0.1:9/x'?>",
    "{{constructor.constructor('window.hacked=39')()}} ${window.hacked=39} <%= 39 %> #{39}",
    "\"}</script><script>window.hacked=40</script> \\u003cscript\\u003ewindow.hacked=40 \u2028window.hacked=40\u2029",
    "<base target=_blank><meta charset=utf-7><meta http-equiv=Content-Security-Policy content=\"script-src *\">",
    "<slot onslotchange=window.hacked=41></slot><dialog open onclose=window.hacked=41></dialog><portal src=x>",
    "<p id=a0><p id=__proto__><p name=hacked><a id=hacked href=#hacked>x</a>",
    "javascript:window.hacked=42//",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=window.hacked=43 )//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=window.hacked=43//>\\x3e",
]

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3

# Looks at the page from inside; every problem is a line.
LOOK = r"""
const problems = [];
const ids = new Map();
for (const e of document.querySelectorAll('[id]')) ids.set(e.id, (ids.get(e.id) || 0) + 1);
for (const [id, n] of ids) if (n > 1) problems.push(`id ${id} stands ${n} times`);
for (const a of document.querySelectorAll('a, area')) {
  const href = a.getAttribute('href') || '';
  if (!href.startsWith('#')) problems.push(`a link leaves the page: ${href}`);
  else if (!document.getElementById(href.slice(1))) problems.push(`a link leads nowhere: ${href}`);
  if (!(a.getAttribute('aria-label') || a.textContent).trim()) problems.push(`a link has no name: ${href}`);
}
for (const e of document.querySelectorAll('*')) {
  for (const at of e.attributes) {
    if (at.name.startsWith('on')) problems.push(`<${e.localName}> has ${at.name}`);
    if (/^\s*javascript:/i.test(at.value)) problems.push(`<${e.localName}> has a javascript: address`);
    if (['src', 'srcset', 'data', 'action', 'formaction', 'background', 'poster'].includes(at.name))
      problems.push(`<${e.localName}> has ${at.name}`);
  }
}
for (const name of ['img', 'iframe', 'object', 'embed', 'form', 'input', 'base', 'svg', 'video', 'audio', 'button'])
  if (document.querySelector(name)) problems.push(`there is a <${name}>`);
let articles = 0;
for (const e of document.querySelectorAll('script')) {
  if (e.type !== 'application/json') problems.push('there is a script');
  else try { JSON.parse(e.textContent); articles++; } catch (error) { problems.push(`embedded JSON: ${error}`); }
}
if (articles !== document.querySelectorAll('section.piece').length) problems.push('not each article has its JSON');
if (window.hacked !== undefined) problems.push(`text ran: ${window.hacked}`);
if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
let level = 0;
for (const h of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
  const now = +h.localName[1];
  if (now > level + 1) problems.push(`heading ${h.localName} after h${level}: ${h.textContent.slice(0, 40)}`);
  level = now;
}
if (!document.documentElement.lang || !document.title.trim()) problems.push('no language or no title');
for (const mark of document.querySelectorAll('mark')) {
  if (mark.closest('.legend')) continue;
  const link = mark.previousElementSibling;
  const there = link && document.getElementById(link.getAttribute('href').slice(1));
  const back = there && there.querySelector('a.n');
  if (!back || back.getAttribute('href') !== '#' + link.id) problems.push('a chosen sentence is not linked both ways');
}
return problems;
"""

# What every page must be, whatever else it is.
INERT = r"""
const problems = [];
if (window.hacked !== undefined) problems.push(`text ran: ${window.hacked}`);
for (const e of document.querySelectorAll('*')) {
  for (const at of e.attributes) {
    if (at.name.startsWith('on')) problems.push(`<${e.localName}> has ${at.name}`);
    if (/^\s*(java|vb)script:/i.test(at.value)) problems.push(`<${e.localName}> has a script's address`);
  }
}
for (const name of ['script:not([type="application/json"])', 'img', 'iframe', 'object', 'embed', 'form', 'base', 'link'])
  if (document.querySelector(name)) problems.push(`there is a <${name}>`);
return problems;
"""

# Text that is wider than the window. What scrolls inside its own box is no problem.
OVERFLOW = r"""
const wide = document.documentElement.clientWidth;
const problems = [];
if (document.documentElement.scrollWidth > wide) problems.push(`the page is ${document.documentElement.scrollWidth} wide`);
for (const e of document.querySelectorAll('body *')) {
  const box = e.getBoundingClientRect();
  if (!box.width || e.closest('.hidden, .skip')) continue;
  if (box.right > wide + 1 || box.left < -1) problems.push(`<${e.localName} class="${e.className}"> ${Math.round(box.left)}..${Math.round(box.right)}`);
}
return problems.slice(0, 5);
"""

# Contrast of every text with what lies behind it, as WCAG computes it.
CONTRAST = r"""
for (const d of document.querySelectorAll('details')) d.open = true;
const parse = c => c.match(/[\d.]+/g).map(Number);
const light = c => {
  const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = e => {
  for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c;
  }
  return [255, 255, 255];
};
const problems = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const e = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || e.closest('script, style, .hidden, .skip')) continue;
  const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) problems.add(`contrast ${ratio.toFixed(2)} in <${e.localName} class="${e.className}">`);
}
return [...problems].slice(0, 8);
"""


class Browser:
    """A WebDriver session."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.session = None
        self.profile = tempfile.mkdtemp()
        flags = ["--headless=new", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"]
        flags.append(f"--user-data-dir={self.profile}")
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": flags},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if binary:
            wanted["goog:chromeOptions"]["binary"] = binary
        for _ in range(100):
            try:
                self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
                # What the browser's own first page does is not ours.
                self.post("/url", {"url": "about:blank"})
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("chromedriver does not answer")

    def call(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            # The answer says what the matter is.
            told = json.loads(error.read() or b"{}").get("value") or {}
            raise RuntimeError(f"{path}: {told.get('message', error)}") from error

    def post(self, path, body):
        return self.call("POST", f"/session/{self.session}{path}", body)

    def print(self, **options):
        """The page as a PDF, base64. A machine under load may take longer than the ten seconds that are given to it."""
        for left in (2, 1, 0):
            try:
                return self.post("/print", options)
            except RuntimeError as error:
                if not left or "timeout" not in str(error).lower():
                    raise

    def run(self, script):
        return self.post("/execute/sync", {"script": script, "args": []})

    def command(self, name, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": name, "params": parameters})

    def log(self, kind):
        return self.post("/se/log", {"type": kind})

    def open(self, path, width=1200, dark=False):
        self.log("browser")
        self.log("performance")
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", features=[scheme])
        self.post("/url", {"url": path.as_uri()})

    def picture(self, path):
        width, height = self.run("return [innerWidth, Math.min(document.documentElement.scrollHeight, 5000)];")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        try:
            if self.session:
                self.call("DELETE", f"/session/{self.session}")
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.profile, ignore_errors=True)


def pages(nutgraf, folder):
    """Writes the pages; their names and paths."""

    def make(name, *arguments, text=None):
        path = folder / f"{name}.html"
        command = [nutgraf, "-f", "html", "--indirect", "--keywords", "5", "-o", path, *arguments]
        done = subprocess.run(command, input=text, capture_output=True)
        if done.returncode != 0:
            sys.exit(f"{name}: {done.stderr.decode()}")
        return name, path

    def records(articles):
        return "\n".join(json.dumps(article) for article in articles).encode()

    fixtures = ROOT / "tests/fixtures/articles"
    sources = sorted(fixtures.glob("*/source.txt"))
    hostile = [
        {
            "id": text,
            "title": f"{text} votes",
            "byline": text,
            "published": text,
            "text": f"{text}: The council voted on Tuesday {text}.\n\n"
            f"“We won {text},” Mara {text} Okafor, the {text} engineer, said {text}.\n\n{text}\n\nRead more: {text}\n",
        }
        for text in HOSTILE
    ]
    # The same in a page, as text and as markup, with links and metadata.
    linked = folder / "linked-source.html"
    linked.write_text(
        "<html><head><title>Vote</title><meta name=author content='javascript:window.hacked=50'>"
        "<link rel=canonical href='javascript:window.hacked=51'></head><body><article><h1>Vote</h1>"
        + "".join(
            f"<p>The council voted on Tuesday {html.escape(text)}. “We won,” said <a href='javascript:window.hacked=52'>"
            f"Mara {html.escape(text)}</a>.</p>{text}<p>It will cost $18 million, said Mara Okafor.</p>"
            for text in HOSTILE
        )
        + "</article></body></html>",
        encoding="utf-8",
    )
    # Names of files become names of articles.
    named = [folder / (text.replace("/", "\u2215") + ".txt") for text in HOSTILE if 0 < len(text.encode()) < 200]
    for path in named:
        path.write_text("The council voted on Tuesday. “We won,” Mara Okafor said.", encoding="utf-8")
    scripts = [
        {"id": "ar", "language": "ar", "title": "المجلس يصوت", "text": "صوت المجلس يوم الثلاثاء. وقالت المهندسة: «لن ننتظر». وكلف المشروع 18 مليون دولار."},
        {"id": "he", "language": "he", "title": "המועצה הצביעה", "text": "המועצה הצביעה ביום שלישי. „נצחנו”, אמרה המהנדסת."},
        {"id": "zh", "language": "zh", "title": "市议会投票", "text": "市议会周二投票决定迁移铁路。工程师说：“我们只剩十一个冬天。”" * 30},
        {"id": "th", "text": "สภาเมืองลงมติเมื่อวันอังคาร" * 40},
    ]
    long = {"id": LONG, "title": LONG, "byline": LONG, "text": f"{LONG} said. “{LONG},” {LONG} said.\n\n© {LONG}\n\nhttp://a.example/{LONG}?{LONG}\n"}
    book = {"id": "long", "title": "A long one", "text": "\n\n".join(f"“Point {n} is taken,” Mara Okafor said. It was close in ward {n}." for n in range(600))}
    made = [
        make("one", fixtures / "harbour-railway/source.txt"),
        make("words", "--words", "400", "--method", "lead", fixtures / "clinic-strike/source.txt"),
        make("several", *sources),
        make("hostile", "--input-format", "ndjson", "-", text=records(hostile)),
        make("linked", linked),
        make("named", *named),
        make("scripts", "--input-format", "ndjson", "-", text=records(scripts)),
        make("unbroken", "--input-format", "ndjson", "-", text=records([long])),
        make("book", "-n", "200", "--input-format", "ndjson", "-", text=records([book])),
        make("empty", "-", text=b""),
    ]
    again = make("again", *sources)[1].read_bytes()
    if again != made[2][1].read_bytes():
        sys.exit("the same inputs gave different pages")
    # The report of an evaluation, with hostile ids, summaries and names of systems; it is looked at for what runs only.
    corpus, predictions = folder / "corpus.jsonl", folder / "predictions.jsonl"
    corpus.write_bytes(records({"id": text, "text": f"{text}. It was close.", "references": [text]} for text in HOSTILE))
    predictions.write_bytes(records({"id": text, "summary": text} for text in HOSTILE))
    path = folder / "evaluation.html"
    command = [nutgraf, "eval", "summaries", corpus, "--format", "html", "--method", "lead", "-o", path]
    for text in HOSTILE[:12]:
        command += [f"--predictions={text.replace('=', ':')}={predictions}"]
    done = subprocess.run(command, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"evaluation: {done.stderr.decode()}")
    made.append(("evaluation", path))
    for snapshot in (ROOT / "src/render/snapshots").glob("*report*.html"):
        path = folder / "sample.html"
        shutil.copy(snapshot, path)
        made.append(("sample", path))
    return made


def check(browser, name, path, pictures):
    """The problems of a page, a line each."""
    problems = []
    allowed = path.as_uri()
    for width, dark in [(1200, False), (360, False), (1200, True), (360, True)]:
        view = f"{name} at {width}{', dark' if dark else ''}"
        browser.open(path, width, dark)
        if name == "evaluation":
            found = browser.run(INERT)
        else:
            found = browser.run(LOOK) if (width, dark) == (1200, False) else []
            found += browser.run(OVERFLOW)
            # With everything unfolded nothing may stick out either.
            found += browser.run(CONTRAST)
            found += browser.run(OVERFLOW)
        # Links are followed as a reader does; a script would wake up at the latest now.
        found += browser.run("const a = document.querySelector('.summary a.n'); if (a) a.click(); return [];")
        found += browser.run("return window.hacked === undefined ? [] : ['text ran'];")
        found += [f"console: {entry['message']}" for entry in browser.log("browser")]
        for entry in browser.log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if url.split("#")[0] != allowed and not url.startswith("data:"):
                    found.append(f"a request leaves the page: {url}")
        problems += [f"{view}: {problem}" for problem in dict.fromkeys(found)]
        if pictures:
            browser.open(path, width, dark)
            browser.picture(pictures / f"{name}-{width}{'-dark' if dark else ''}.png")
    if pictures:
        printed = browser.print(shrinkToFit=False)
        (pictures / f"{name}.pdf").write_bytes(base64.b64decode(printed))
    return problems


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if not shutil.which("chromedriver"):
        print("no chromedriver (Debian: apt-get install chromium chromium-driver); the report was not looked at")
        sys.exit(77)
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        made = pages(sys.argv[1], pathlib.Path(folder).resolve())
        browser = Browser()
        try:
            for name, path in made:
                found = check(browser, name, path, pictures)
                print(f"{name}: {'ok' if not found else f'{len(found)} problems'}")
                problems += found
        finally:
            browser.close()
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
