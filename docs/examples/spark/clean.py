"""Cleans a crawl on many machines: records in (JSON Lines), articles out (JSON Lines), one process of dateline for each part.

    spark-submit clean.py 'hdfs:///crawl/*.jsonl.gz' hdfs:///articles

Each record carries its own `id`, and its `path` where it has one: they are the article's, whichever part and machine cleans it. A part that fails is cleaned again, and
`dateline index hdfs-articles/ --index https://...` then loads what came out.
"""

import sys

from pyspark.sql import SparkSession

records, articles = sys.argv[1:3]
command = sys.argv[3] if len(sys.argv) > 3 else "dateline"

spark = SparkSession.builder.appName("dateline clean").getOrCreate()
lines = spark.sparkContext.textFile(records)
# A core has one task of Spark, so a process has one thread. A process that ends with an error ends its part with one: nothing is left out in silence.
cleaned = lines.pipe(f"{command} clean --quiet --json --threads 1 -", checkCode=True)
cleaned.saveAsTextFile(articles)
spark.stop()
