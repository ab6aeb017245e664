#!/usr/bin/env python3
"""The pages in a headless Chromium, over the newsroom: what a reader does, with and without scripts.

    python3 tests/browser/run.py target/debug/dateline [FOLDER FOR PICTURES]

Needs chromedriver and chromium (Debian: chromium-driver). Speaks the WebDriver protocol with the standard library alone.
"""
import base64, json, os, pathlib, subprocess, sys, tempfile, time, urllib.request

BINARY = os.path.abspath(sys.argv[1])
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
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
            self.devtools("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})

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

    def picture(self, name):
        if PICTURES:
            PICTURES.mkdir(parents=True, exist_ok=True)
            picture = self.ask("GET", self.session + "/screenshot")
            (PICTURES / f"{name}.png").write_bytes(base64.b64decode(picture))

    def errors(self):
        log = self.ask("POST", self.session + "/se/log", {"type": "browser"})
        return [line["message"] for line in log if line["level"] == "SEVERE"]

    def close(self):
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
    browser.go(site + "?q=ferry")
    browser.go(site + "?q=ferry&since=2024-01-01&until=2024-12-31")
    assert total(browser) < everything
    browser.go(site + "?q=ferry&view=lines")
    assert len(browser.find(".lines mark")) > 10
    browser.go(site + "?q=ferry")
    browser.click(".hits h2 a")
    until(lambda: "/article/" in browser.at())
    assert browser.find("article.text mark")
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
    assert browser.errors() == [], browser.errors()
    browser.close()


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
    assert browser.errors() == [], browser.errors()
    browser.close()


def looks(port, site, article):
    """No page is wider than its window, down to 320 pixels; pictures where a folder is given."""
    pages = {"search": "?q=ferry", "lines": "?q=ferry&view=lines", "article": f"article/{article}?q=ferry", "story": f"story/{article}",
             "stories": "stories?q=ferry", "sources": "sources", "help": "help", "beside": "beside?left=ferry&right=harbour"}
    for width, dark in [(1200, False), (1200, True), (320, False)]:
        browser = Browser(port, width, 1200, dark=dark)
        for name, address in pages.items():
            browser.go(site + address)
            wide = browser.run("return document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} wide at {width}"
            small = browser.run(
                "return [...document.querySelectorAll('button:not([hidden]), .facets a, .tools a, .chips a, .pages a, nav a')]"
                ".filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 23.5).map(e => e.outerHTML.slice(0, 90))")
            inline = [one for one in small if "export" not in one]
            assert not inline, f"{name}: targets under 24 pixels: {inline[:3]}"
            browser.picture(f"{name}-{width}{'-dark' if dark else ''}")
        assert browser.errors() == [], browser.errors()
        browser.close()


def main():
    with tempfile.TemporaryDirectory() as folder:
        index = os.path.join(folder, "index")
        subprocess.run([BINARY, "--index", index, "index", "-q", str(NEWSROOM)], check=True)
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
            looks(port, site, hits[1]["id"])
        finally:
            server.terminate()
            driver.terminate()
    print("the pages work in a browser")


main()
