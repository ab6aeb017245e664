#!/usr/bin/env python3
"""The pages in a headless Chromium, over the newsroom: what a reader does, with and without scripts.

    python3 tests/browser/run.py target/debug/dateline [--axe axe.min.js] [--pictures FOLDER]

Needs chromedriver and chromium (Debian: chromium-driver). Speaks the WebDriver protocol with the standard library alone. With the script of
axe-core, which `.ci/browser` fetches, every page is checked for accessibility too.
"""
import argparse, base64, json, os, pathlib, subprocess, tempfile, time, urllib.parse, urllib.request

ARGUMENTS = argparse.ArgumentParser()
ARGUMENTS.add_argument("binary", type=os.path.abspath)
ARGUMENTS.add_argument("--axe", type=pathlib.Path)
ARGUMENTS.add_argument("--pictures", type=pathlib.Path)
ARGUMENTS = ARGUMENTS.parse_args()
BINARY, PICTURES = ARGUMENTS.binary, ARGUMENTS.pictures
AXE = ARGUMENTS.axe.read_text() if ARGUMENTS.axe else None
NEWSROOM = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "newsroom"


class Browser:
    """A session of one width, with or without scripts, in light or dark."""

    def __init__(self, port, width=1200, height=1500, scripts=True, dark=False):
        self.base = f"http://127.0.0.1:{port}"
        args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={max(width, 500)},{height}"]
        options = {"args": args, "prefs": {}}
        if not scripts:
            options["prefs"]["profile.managed_default_content_settings.javascript"] = 2
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        self.session = ""
        answer = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = "/session/" + answer["sessionId"]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
        if dark:
            self.media(prefers_color_scheme="dark")

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)["value"]

    def devtools(self, command, params):
        return self.ask("POST", self.session + "/goog/cdp/execute", {"cmd": command, "params": params})

    def go(self, address):
        self.ask("POST", self.session + "/url", {"url": address})

    def at(self):
        return self.ask("GET", self.session + "/url")

    def find(self, selector):
        found = self.ask("POST", self.session + "/elements", {"using": "css selector", "value": selector})
        return [next(iter(one.values())) for one in found]

    def click(self, selector):
        self.ask("POST", f"{self.session}/element/{self.find(selector)[0]}/click", {})

    def type(self, selector, text):
        self.ask("POST", f"{self.session}/element/{self.find(selector)[0]}/value", {"text": text})

    def text(self, selector):
        return self.ask("GET", f"{self.session}/element/{self.find(selector)[0]}/text")

    def run(self, script):
        return self.ask("POST", self.session + "/execute/sync", {"script": script, "args": []})

    def media(self, **features):
        """How the page is shown: media="print", or features such as prefers_color_scheme="dark"."""
        medium = features.pop("media", "")
        pairs = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.devtools("Emulation.setEmulatedMedia", {"media": medium, "features": pairs})

    def picture(self, name):
        if PICTURES:
            PICTURES.mkdir(parents=True, exist_ok=True)
            picture = self.ask("GET", self.session + "/screenshot")
            (PICTURES / f"{name}.png").write_bytes(base64.b64decode(picture))

    def close(self):
        """Ends the session, in which nothing may have gone wrong but a page that is asked for and is not there."""
        log = self.ask("POST", self.session + "/se/log", {"type": "browser"})
        errors = [line["message"] for line in log if line["level"] == "SEVERE" and "/nowhere" not in line["message"]]
        assert not errors, errors
        self.ask("DELETE", self.session)


def until(what, tries=100):
    """Waits for the page, at most ten seconds."""
    for _ in range(tries):
        if what():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come")


def total(browser):
    return int(browser.text("#results .status strong").split()[0])


def reader(port, site, scripts):
    """Search, facet, exclude, timeline, article, removed text, story, occurrences, form: by links and forms alone."""
    browser = Browser(port, scripts=scripts)
    browser.go(site)
    browser.type("form.search input[type=search]", "ferry")
    browser.click("form.search button")
    until(lambda: "q=ferry" in browser.at())
    everything = total(browser)
    assert everything > 10, everything
    browser.click(".facets section:first-child li:first-child a:first-child")
    until(lambda: "source=" in browser.at())
    assert total(browser) < everything
    browser.click(".chips a")
    until(lambda: "source=" not in browser.at())
    browser.click(".facets section:first-child li:first-child a.without")
    until(lambda: "not_source=" in browser.at())
    assert total(browser) < everything
    timeline(browser, site, everything)
    browser.go(site + "?q=ferry&view=lines")
    assert len(browser.find(".lines mark")) > 10
    browser.go(site + "?q=ferry")
    browser.click(".hits h2 a")
    until(lambda: "/article/" in browser.at())
    assert browser.find("article.text mark")
    removed(browser)
    browser.click("aside.about a[href^='/story/']")
    until(lambda: "/story/" in browser.at())
    assert browser.find("ol.told li")
    browser.go(site)
    browser.click("details.advanced summary")
    browser.type("details.advanced input[name=all]", "ferry harbour")
    browser.type("details.advanced input[name=without]", "football")
    browser.click("details.advanced button")
    until(lambda: "q=ferry" in browser.at())
    browser.click("details.advanced summary")
    wanted = "details.advanced input[name=without][value=football]"
    assert browser.find(wanted)
    # The form that was filled from the address leads to the same address.
    filled = browser.at()
    browser.click("details.advanced button")
    time.sleep(0.3)
    assert parameters(browser.at()) == parameters(filled), (browser.at(), filled)
    browser.close()


def parameters(address):
    return sorted(pair for pair in urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))


def timeline(browser, site, everything):
    """A bar is a link; two fields for days are the equal way, with nothing to drag (WCAG 2.5.7); the chart has a table (1.1.1)."""
    browser.go(site + "?q=ferry")
    bar = browser.find(".chart svg a")[0]
    # A link of a picture has no click of its own in the driver where it is higher than it is seen.
    browser.go(urllib.parse.urljoin(site, browser.ask("GET", f"{browser.session}/element/{bar}/attribute/href")))
    by_click = total(browser)
    assert 0 < by_click < everything
    narrowed = dict(parameters(browser.at()))
    browser.go(site + "?q=ferry")
    for name in ("since", "until"):
        year, month, day = narrowed[name].split("-")
        browser.type(f"form.days input[name={name}]", month + day + year)
    browser.click("form.days button")
    until(lambda: "since=" in browser.at())
    assert total(browser) == by_click
    browser.go(site + "?q=ferry")
    browser.click(".chart details summary")
    assert browser.find(".chart table th[scope=row]")
    assert browser.find(".status[role=status]"), "counts are status messages (WCAG 4.1.3)"


def removed(browser):
    """What cleaning left out stands in its place once it is asked for, with its reasons."""
    if browser.find("#reveal"):
        assert not browser.text(".gone"), "it is hidden until then"
        browser.click("#reveal")
        assert browser.text(".body > .gone")
        browser.picture("article-removed")
        browser.click("#reveal")
        assert not browser.text(".gone")


TIDE = "The lock at Skerrin opens at seven on every day of the year, the harbour office said on Tuesday. "


def two_texts(folder):
    """Captures of one address whose text has changed."""
    path = pathlib.Path(folder) / "tide.jsonl"
    later = TIDE + "It will stay shut on holidays, a clerk added later, and boats must wait outside of the wall."
    records = [{"url": "https://tide.example/2025/lock", "title": "The lock at Skerrin", "text": text, "captured": captured}
               for text, captured in [(TIDE * 2, "2025-03-01T08:00:00Z"), (later, "2025-03-02T08:00:00Z")]]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return str(path)


def versions(port, site):
    """An address that held two texts shows both, and what changed."""
    browser = Browser(port)
    browser.go(site + "?q=lock+skerrin")
    browser.click(".hits h2 a")
    until(lambda: "/article/" in browser.at())
    browser.click("aside.about a[href$='/versions']")
    until(lambda: browser.at().endswith("/versions"))
    assert "holidays" in browser.text("main")
    browser.close()


def zoom_and_print(port, site, article):
    """400 % of 1280 pixels is 320 (WCAG 1.4.10): nothing is wider. On paper the text stays, and what is clicked goes."""
    browser = Browser(port, 1280, 1024)
    metrics = {"width": 320, "height": 256, "deviceScaleFactor": 4, "mobile": False}
    browser.devtools("Emulation.setDeviceMetricsOverride", metrics)
    for address in ("?q=ferry", f"article/{article}?q=ferry", "sources"):
        browser.go(site + address)
        assert browser.run("return document.documentElement.scrollWidth") <= 320, address
    browser.go(f"{site}article/{article}?q=ferry")
    browser.media(media="print")
    shown = "return [...document.querySelectorAll('%s')].filter(e => e.getClientRects().length).length"
    assert browser.run(shown % "article.text p") > 0
    assert browser.run(shown % "form.search, header.masthead nav, .no-print") == 0
    browser.picture("article-print")
    browser.close()


def accessible(port, site, article):
    """No serious finding of axe-core on any page, in light and dark; each title and passage says its language (WCAG 3.1.2)."""
    findings = []
    for dark in (False, True):
        browser = Browser(port, dark=dark)
        for name, address in pages(article).items():
            browser.go(site + address)
            parts = browser.run("return [...document.querySelectorAll('.hits h2, .passage, article.text h1')].filter(e => !e.hasAttribute('lang') || !e.dir).length")
            assert parts == 0, f"{name}: {parts} titles or passages without language or direction"
            if AXE is None:
                continue
            browser.run(AXE)
            found = browser.ask("POST", browser.session + "/execute/async", {"args": [], "script":
                "const done = arguments[0]; axe.run().then(all => done(all.violations.map(one => [one.impact, one.id, one.nodes.slice(0, 2).map(node => node.html.slice(0, 160))])))"})
            serious = [one for one in found if one[0] in ("serious", "critical")]
            findings += [f"{name}{' dark' if dark else ''}: {one}" for one in serious]
        browser.close()
    assert not findings, "\n".join(findings)


def comfort(port, site):
    """Keys, and search as you type."""
    browser = Browser(port)
    browser.go(site + "?q=ferry")
    browser.type("body", "jj")
    assert browser.run("return [...document.querySelectorAll('.hits > li')].findIndex(li => li.classList.contains('at'))") == 1
    browser.click("#keys")
    browser.type("body", "j")
    assert browser.run("return [...document.querySelectorAll('.hits > li')].findIndex(li => li.classList.contains('at'))") == 1
    browser.click("#keys")
    browser.type("form.search input[type=search]", " inspection")
    until(lambda: "inspection" in browser.at())
    browser.close()


def pages(article):
    return {"front": "", "search": "?q=ferry", "lines": "?q=ferry&view=lines", "article": f"article/{article}?q=ferry", "story": f"story/{article}",
            "versions": f"article/{article}/versions", "facet": "facet/source?q=ferry", "stories": "stories?q=ferry", "sources": "sources",
            "help": "help", "beside": "beside?left=ferry&right=harbour", "nowhere": "nowhere"}


def looks(port, site, article):
    """No page is wider than its window, down to 320 pixels; pictures where a folder is given."""
    for width, dark in [(1200, False), (1200, True), (320, False)]:
        browser = Browser(port, width, 1200, dark=dark)
        for name, address in pages(article).items():
            browser.go(site + address)
            wide = browser.run("return document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} wide at {width}"
            small = browser.run(
                "return [...document.querySelectorAll('button:not([hidden]), .facets a, .tools a, .chips a, .pages a, nav a')]"
                ".filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 23.5).map(e => e.outerHTML.slice(0, 90))")
            inline = [one for one in small if "export" not in one]
            assert not inline, f"{name}: targets under 24 pixels: {inline[:3]}"
            browser.picture(f"{name}-{width}{'-dark' if dark else ''}")
        browser.close()


def main():
    with tempfile.TemporaryDirectory() as folder:
        index = os.path.join(folder, "index")
        subprocess.run([BINARY, "--index", index, "index", "-q", str(NEWSROOM), two_texts(folder)], check=True)
        server = subprocess.Popen([BINARY, "--index", index, "serve", "-q", "--port", "0"], stdout=subprocess.PIPE, text=True)
        driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        try:
            site = server.stdout.readline().strip()
            line = ""
            while "successfully on port" not in line:
                line = driver.stdout.readline()
            port = int(line.rsplit("on port", 1)[1].strip(" .\n"))
            with urllib.request.urlopen(site + "api/v1/search?q=ferry&limit=5") as reply:
                hits = json.load(reply)["hits"]
            for scripts in (True, False):
                reader(port, site, scripts)
            comfort(port, site)
            article = urllib.parse.quote(hits[1]["id"], safe="")
            versions(port, site)
            looks(port, site, article)
            zoom_and_print(port, site, article)
            accessible(port, site, article)
        finally:
            server.terminate()
            driver.terminate()
    print("the pages work in a browser")


main()
