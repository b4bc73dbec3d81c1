"""nutgraf on Spark gives the bytes of the command line. run-test.sh prepares what this needs and runs it.

The articles are those of eval/summaries.jsonl, several times over, with what has broken such pipelines in between.
Environment: NUTGRAF_BINARY, the binary to test. Everything runs on this machine, also the cluster.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import pyarrow as pa
import pyspark
from pyspark.sql import SparkSession

import nutgraf_spark
from nutgraf_spark import summarize_df

HERE = Path(__file__).resolve().parent
BINARY = os.path.abspath(os.environ["NUTGRAF_BINARY"])
CORPUS = HERE / "../../eval/summaries.jsonl"
ARTICLES = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").split("\n") if line]
# No text, no words, and everything that could end a line, a field or a string too early.
HAZARDS = [
    None,
    "",
    " \n\n\t ",
    'The mayor said: "C:\\temp\\new" is\na path.\r\nThe council\tagreed.\\',
    "Break\u2028here.\u2029And\x0bthere\x0c. \x85 Next\x1e one\x00 ends. 👩‍👩‍👧 e\u0301 \ufeff\U0010ffff",
    '{"id": "other", "text": "A record inside a record."}\n{"id": "more"}',
    "The pier was rebuilt in 1931 after the storm. " * 4000,
]
ROWS = [
    (f'{at:04} ø\n"', text, title)
    for at, (text, title) in enumerate(
        row
        for copy in range(3)
        for row in [(article["text"], article["title"]) for article in ARTICLES]
        + [(text, None if copy % 2 else 'Storm\n"hits"') for text in HAZARDS]
    )
]
SCHEMA = "name string, body string, headline string"

# Quick to start and to end, quiet, and closed to the outside.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
CONF = {
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.extraJavaOptions": JAVA,
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "OFF",
}


def session(master):
    builder = SparkSession.builder.master(master).appName("nutgraf")
    for key, value in CONF.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def command_line(rows, *options):
    """What the binary makes of the rows at the shell, in one go."""
    records = [{"id": id, "text": text, "title": title} for id, text, title in rows]
    done = subprocess.run(
        [BINARY, *options, "--input-format", "ndjson"],
        input="".join(json.dumps(record) + "\n" for record in records).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == (1 if any(text is None for _, text, _ in rows) else 0), done.stderr
    return done.stdout


def joined(records):
    return "".join(f"{record}\n" for record in records).encode()


def placeless(lines):
    """A record that failed tells line and column: each partition counts from 1, and JSON can be spaced in many ways."""
    return re.sub(rb'(?m)^(\{"id":.*),"line":\d+,("error":".*?)(?: at column \d+)?"\}$', rb'\1,\2"}', lines)


class Child(unittest.TestCase):
    """The pipe alone, without Spark: nothing hangs, nothing is lost without a word."""

    def run_script(self, script, rows=2000, size=2000):
        return self.run_command([sys.executable, "-c", "import sys, json\n" + script], rows, size)

    def run_command(self, command, rows=2000, size=2000):
        ids = [str(at) for at in range(rows)]
        batch = pa.RecordBatch.from_arrays(
            [pa.array(ids), pa.array([b"word " * (size // 5)] * rows)], names=["id", "field text"]
        )
        batches = nutgraf_spark._run(iter([batch, batch]), command, ["text"], ["json"], ["id", "json", "error"])
        rows = [row for made in batches for row in made.to_pylist()]
        self.assertEqual([row["id"] for row in rows], ids * 2)
        return rows

    def assert_fails(self, script, *reasons):
        with self.assertRaises(RuntimeError) as caught:
            self.run_script(script)
        for reason in reasons:
            self.assertIn(reason, str(caught.exception))

    ECHO = "record = json.loads(line); print(json.dumps({'id': record['id'], 'text': record['text']}))"

    def test_neither_side_waits_for_the_other(self):
        # Answers only when all has been read; answers are larger than any pipe; complaints too.
        self.run_script(f"for line in list(sys.stdin): {self.ECHO}")
        self.run_script(f"for line in sys.stdin:\n {self.ECHO}; sys.stderr.write('x' * 5000)")
        self.run_script(f"for line in sys.stdin:\n {self.ECHO}; print(end='', flush=True)", rows=20, size=500_000)
        self.run_command([BINARY, "--input-format", "ndjson", "--with-text"], rows=3, size=400_000)

    def test_a_child_that_fails_is_quoted(self):
        self.assert_fails("sys.stdin.read(); sys.exit('no such luck')", "exit code 1", "no such luck")
        self.assert_fails("print('not started', file=sys.stderr); sys.exit(2)", "exit code 2", "not started")
        self.assert_fails(f"for line in sys.stdin: {self.ECHO}\nsys.exit(7)", "exit code 7")
        self.assert_fails(f"for line in sys.stdin: {self.ECHO}\nsys.exit(1)", "exit code 1")
        with self.assertRaisesRegex(RuntimeError, "(?s)exit code 2.*--no-such-option"):
            self.run_command([BINARY, "--no-such-option"])
        with self.assertRaises(FileNotFoundError):
            self.run_command(["/nowhere/nutgraf"])

    def test_answers_are_counted(self):
        self.assert_fails("print(json.dumps({'id': '0'}))", "1 of ")
        self.assert_fails(f"for line in sys.stdin:\n if '\"7\"' not in line: {self.ECHO}", "answered")
        self.assert_fails(f"for line in sys.stdin: {self.ECHO}\nprint('{{}}')", "4001 of 4000")
        self.assert_fails("for line in list(sys.stdin): print(line)", "8000 of 4000")

    def test_ids_are_compared(self):
        swap = "lines = list(sys.stdin); lines[3:5] = lines[4], lines[3]\nfor line in lines: "
        self.assert_fails(swap + self.ECHO, "answered for '4' where '3' was due")
        self.assert_fails("for line in sys.stdin: print('[1]')", "no record: b'[1]'")

    def test_a_reader_that_leaves_ends_the_child(self):
        batch = pa.RecordBatch.from_arrays([pa.array(["a"]), pa.array([b"A word."])], names=["id", "field text"])
        command = [BINARY, "--input-format", "ndjson"]
        rows = nutgraf_spark._run(iter([batch] * 10_000), command, ["text"], [], ["id", "error"])
        next(rows)
        child = rows.gi_frame.f_locals["child"].process
        rows.close()
        self.assertIsNotNone(child.returncode)


class Local(unittest.TestCase):
    """local[2]: two tasks at a time in one machine's processes."""

    @classmethod
    def setUpClass(cls):
        cls.spark = session("local[2]")
        cls.articles = cls.spark.createDataFrame(ROWS, SCHEMA).repartition(4).cache()

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def test_gives_the_bytes_of_the_command_line(self):
        made = summarize_df(
            self.articles,
            BINARY,
            text="body",
            id="name",
            fields={"title": "headline"},
            keep=["headline"],
            columns=["summary", "sentences", "quotes", "title", "language", "json"],
        )
        rows = sorted(made.collect(), key=lambda row: row.name)
        self.assertEqual(
            made.columns,
            ["name", "headline", "summary", "sentences", "quotes", "title", "language", "json", "error"],
        )
        expected = command_line(ROWS)
        self.assertEqual(placeless(joined(row.json for row in rows)), placeless(expected))
        for row, sent, line in zip(rows, ROWS, expected.decode().split("\n")):
            record = json.loads(line)
            self.assertEqual((row.name, row.headline), (sent[0], sent[2]))
            self.assertEqual(row.error is None, "error" not in record)
            if sent[1] is None:
                self.assertIn('no "text"', row.error)
                self.assertEqual((row.summary, row.sentences, row.quotes), (None, None, None))
                continue
            self.assertEqual(row.summary, record["summary"]["text"])
            self.assertEqual(row.sentences, [sentence["text"] for sentence in record["summary"]["sentences"]])
            self.assertEqual(row.title, record["title"])
            self.assertEqual(
                [(quote.text, quote.speaker) for quote in row.quotes],
                [(quote["text"], (quote["speaker"] or {}).get("name")) for quote in record["quotes"]],
            )

    def test_options_numbers_as_ids_and_no_rows(self):
        rows = [(2**53 + at, article["text"], None) for at, article in enumerate(ARTICLES)]
        articles = self.spark.createDataFrame(rows, "id long, text string, title string")
        for options in (["-n", "1", "--keywords", "4"], ["quotes"]):
            made = summarize_df(articles, BINARY, options=options, columns=["keywords", "json"])
            made = sorted(made.collect(), key=lambda row: row.id)
            self.assertEqual(joined(row.json for row in made), command_line(rows, *options))
        self.assertEqual(summarize_df(articles.limit(0), "/nowhere/nutgraf").collect(), [])
        self.assertEqual(len(summarize_df(articles, BINARY).take(1)), 1)

    def test_bytes_that_are_no_text_cost_no_article(self):
        articles = self.spark.sql("SELECT 1 AS id, CAST(X'5468652074696465ff20726f73652e' AS STRING) AS text")
        (row,) = summarize_df(articles, BINARY).collect()
        self.assertEqual((row.summary, row.error), ("The tide\ufffd rose.", None))

    def test_what_cannot_work_is_refused_at_once(self):
        for error, arguments in [
            (TypeError, {"options": "-n 2"}),
            (TypeError, {"fields": {"title": "day"}}),
            (TypeError, {"id": "day"}),
            (ValueError, {"columns": ["resume"]}),
            (ValueError, {"columns": ["title"], "keep": ["title"]}),
            (ValueError, {"text": None}),
        ]:
            with self.assertRaises(error, msg=arguments):
                articles = self.spark.sql("SELECT 'a' AS id, 'b' AS text, 'c' AS title, DATE'2026-01-01' AS day")
                summarize_df(articles, BINARY, **arguments)

    def test_a_failing_child_fails_the_job(self):
        with self.assertRaisesRegex(Exception, "(?s)exit code 2.*--no-such-option"):
            summarize_df(self.articles, BINARY, text="body", id="name", options=["--no-such-option"]).collect()

    def test_the_forms_without_this_module(self):
        # The blocks of the README, run as they stand but for the place of the binary.
        readme = (HERE / "README.md").read_text(encoding="utf-8").replace("/opt/nutgraf/nutgraf", BINARY)
        articles = self.articles.selectExpr("name AS id", "body AS text", "headline AS title")
        articles.createOrReplaceTempView("articles")
        expected = placeless(command_line(ROWS))
        block = "(?s)<!-- tested: {} -->\n```.*?\n(.*?)```"
        pipe, transform = (re.search(block.format(name), readme)[1] for name in ("pipe", "transform"))
        names = {"spark": self.spark, "articles": articles}
        exec(pipe, names)
        for lines in (names["lines"].collect(), [row.record for row in self.spark.sql(transform).collect()]):
            lines.sort(key=lambda line: json.loads(line)["id"])
            self.assertEqual(placeless(joined(lines)), expected)


class Cluster(unittest.TestCase):
    """local-cluster: a master, two workers and their executors, each a process with a folder of its own."""

    def test_the_binary_travels_with_the_job(self):
        self.assertIsNone(shutil.which("nutgraf"), "the PATH must not help here")
        work = Path(os.environ.get("SPARK_HOME") or Path(pyspark.__file__).parent) / "work"
        before = set(work.glob("app-*"))
        with tempfile.TemporaryDirectory() as folder:
            shipped = shutil.copy(BINARY, Path(folder) / "nutgraf")
            spark = session("local-cluster[2,1,1024]")
            try:
                spark.sparkContext.addFile(str(shipped))
                self.run_on(spark)
                # Both executors had a copy.
                self.assertEqual(len(list(work.glob("app-*/*/nutgraf"))), 2, list(work.glob("app-*/*/*")))
            finally:
                spark.stop()
                for left in set(work.glob("app-*")) - before:
                    shutil.rmtree(left, ignore_errors=True)

    def run_on(self, spark):
        articles = spark.createDataFrame(ROWS, SCHEMA).repartition(4)
        made = summarize_df(articles, text="body", id="name", fields={"title": "headline"}, columns=["json"])
        rows = sorted(made.collect(), key=lambda row: row.name)
        self.assertEqual(placeless(joined(row.json for row in rows)), placeless(command_line(ROWS)))


if __name__ == "__main__":
    unittest.main(verbosity=2, failfast=True)
