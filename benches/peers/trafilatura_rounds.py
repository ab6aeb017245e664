"""Goes over the HTML pages of a file once for each line on standard input, and prints the seconds of the processor that took."""

import gzip
import json
import logging
import sys
import time

from trafilatura import bare_extraction

logging.disable(logging.CRITICAL)
path = sys.argv[1]
with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
    records = [json.loads(line) for line in lines]
pages = [(record["html"], record.get("url")) for record in records if record.get("html")]
for _ in sys.stdin:
    start = time.process_time()
    for html, url in pages:
        bare_extraction(html, url=url, with_metadata=True)
    print(time.process_time() - start, flush=True)
