"""nutgraf on Apache Spark: every executor runs the nutgraf binary as a filter over NDJSON records.

    from nutgraf_spark import summarize_df

    spark.sparkContext.addFile("/opt/nutgraf/nutgraf")       # or have it on the PATH of every machine
    summaries = summarize_df(articles, text="body", id="url")

One process a partition, one row out for each row in, in the partition's order. Nothing of this is taken on trust: the
rows are counted, every id is compared with the one that was sent, and a process that fails takes the task down with
its last words. An article nutgraf cannot do is no failure: it stays a row, with the reason in the column `error`.

Why a process and not a library call? The binary is the same one that ran at the shell, so the results are the same
bytes; a crash costs a task, not an executor; and nothing is pickled but text.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections import deque

import pyarrow as pa

__all__ = ["COLUMNS", "summarize_df"]

# Rows that are sent, and handed on, at a time: bounds the memory that Python strings take.
ROWS = 512
# Bytes of a child's stderr that are kept for the message when it fails.
LAST_WORDS = 4096

_STRING = ("string", pa.string())
_STRINGS = ("array<string>", pa.list_(pa.string()))
_QUOTES = (
    "array<struct<kind:string,text:string,speaker:string,title:string,via:string,confidence:double>>",
    pa.list_(
        pa.struct(
            [
                ("kind", pa.string()),
                ("text", pa.string()),
                ("speaker", pa.string()),
                ("title", pa.string()),
                ("via", pa.string()),
                ("confidence", pa.float64()),
            ]
        )
    ),
)


def _quote(quote):
    speaker, via = quote.get("speaker") or {}, quote.get("via") or {}
    return {
        "kind": quote.get("kind"),
        "text": quote.get("text"),
        "speaker": speaker.get("name"),
        "title": speaker.get("title"),
        "via": via.get("name"),
        "confidence": quote.get("confidence"),
    }


def _parts(record, key, of):
    return None if record.get(key) is None else [of(part) for part in record[key]]


#: What a result may hold: name -> ((Spark type, Arrow type), value of a record). `json` is the whole record as nutgraf
#: wrote it, and `error` is always there; both are filled in elsewhere.
COLUMNS = {
    "summary": (_STRING, lambda record: (record.get("summary") or {}).get("text")),
    "sentences": (_STRINGS, lambda record: _parts(record.get("summary") or {}, "sentences", lambda part: part["text"])),
    "quotes": (_QUOTES, lambda record: _parts(record, "quotes", _quote)),
    "keywords": (_STRINGS, lambda record: _parts(record, "keywords", lambda part: part["text"])),
    "language": (_STRING, lambda record: record.get("language")),
    "title": (_STRING, lambda record: record.get("title")),
    "byline": (_STRING, lambda record: record.get("byline")),
    "dateline": (_STRING, lambda record: record.get("dateline")),
    "published": (_STRING, lambda record: record.get("published")),
    "json": (_STRING, None),
}


def summarize_df(
    df, binary=None, *, text="text", id="id", fields=None, keep=(), options=(), columns=("summary", "quotes", "json")
):
    """Summarizes each row of `df`: its id, the columns in `keep`, those in `columns`, and `error`.

    binary   what to run: a path that holds on every executor, or the name of a file shipped with
             `spark.sparkContext.addFile` or found on the executor's PATH. By default `nutgraf`.
    text     the column with the article; None if `fields` names an `html` column instead.
    id       the column that names it: text or a whole number. Need not be unique.
    fields   more of what a record may hold, as {"title": "headline", "published": "day"}: record field -> column.
             All of them are strings; cast a date first.
    keep     columns of `df` to carry over, of any type. Cheaper than a join afterwards.
    options  what else stands on the command line, as ["-n", "2"]. A command comes first: ["quotes", "--no-clean"].
    columns  names from COLUMNS. What is not there can be had from `json` with `from_json`.

    A null text gives a row with an error. Lazy, as every transformation.
    """
    from pyspark import cloudpickle
    from pyspark.sql import functions as F
    from pyspark.sql.types import (
        ByteType,
        DataType,
        IntegerType,
        LongType,
        ShortType,
        StringType,
        StructField,
        StructType,
    )

    if isinstance(options, str):
        raise TypeError(f'options is a list, such as ["-n", "2"], not {options!r}')
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise ValueError(f"no column {', '.join(unknown)}; there are {', '.join(COLUMNS)}")
    sent = dict(fields or {})
    if text is not None:
        sent = {"text": text, **sent}
    if not {"text", "article", "html"} & sent.keys():
        raise ValueError("there is nothing to summarize: give text, or fields with html")
    if "id" in sent:
        raise ValueError("the id has its own argument")

    def types(columns):
        return [field.dataType for field in df.select(*map(F.col, columns)).schema.fields]

    (id_type,) = types([id])
    if not isinstance(id_type, (StringType, ByteType, ShortType, IntegerType, LongType)):
        raise TypeError(f"an id is text or a whole number; {id} is {id_type.simpleString()}")
    for (field, column), found in zip(sent.items(), types(sent.values())):
        if not isinstance(found, StringType):
            raise TypeError(f"{field} is text; {column} is {found.simpleString()}")

    schema = StructType([StructField(id, id_type)])
    for name, found in zip(keep, types(keep)):
        schema.add(name, found)
    for name in columns:
        schema.add(name, DataType.fromDDL(COLUMNS[name][0][0]))
    names = schema.add("error", StringType()).names
    doubles = sorted({name for name in names if names.count(name) > 1})
    if doubles:
        raise ValueError(f"two columns named {', '.join(doubles)}; rename one before, or leave one out")

    chosen = df.select(
        F.col(id).alias("id"),
        *[F.col(column).cast("binary").alias(f"field {field}") for field, column in sent.items()],
        *[F.col(column).alias(f"kept {column}") for column in keep],
    )
    fields, options, columns, binary = list(sent), list(options), list(columns), binary and os.fspath(binary)

    def partition(batches):
        command = [_find(binary or "nutgraf"), *options, "--input-format", "ndjson", "--format", "ndjson"]
        command += ["--jobs", str(_cpus()), "--quiet"]
        return _run(batches, command, fields, columns, names)

    # The executors do not have this file: the functions travel whole.
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    return chosen.mapInArrow(partition, schema)


def _find(binary):
    """The binary on this executor."""
    from pyspark import SparkFiles

    if os.path.dirname(binary):
        return binary
    shipped = SparkFiles.get(binary)
    if os.path.isfile(shipped):
        return shipped
    found = shutil.which(binary)
    if found is None:
        raise FileNotFoundError(
            f"{binary} is not on this executor: ship it with spark.sparkContext.addFile(path), install it on the PATH, "
            "or give its path with binary="
        )
    return found


def _cpus():
    """Cores that Spark counts for this task (spark.task.cpus)."""
    from pyspark import TaskContext

    context = TaskContext.get()
    return context.cpus() if context else 1


def _run(batches, command, fields, columns, names):
    """Sends Arrow batches (id, fields…, kept columns…) through the command and yields batches named `names`."""
    child, waiting = None, deque()
    try:
        for batch in batches:
            for at in range(0, batch.num_rows, ROWS):
                # No rows, no process: Spark makes empty partitions freely.
                child = child or _Child(command)
                part = batch.slice(at, ROWS)
                ids = part.column(0).to_pylist()
                texts = [map(_text, column.to_pylist()) for column in part.columns[1 : 1 + len(fields)]]
                child.send({"id": id, **dict(zip(fields, row))} for id, *row in zip(ids, *texts))
                waiting.append((ids, [part.column(0), *part.columns[1 + len(fields) :]]))
                while waiting and len(child.lines) >= len(waiting[0][0]):
                    yield _batch(child, *waiting.popleft(), columns, names)
        if child:
            child.finish()
            while waiting:
                yield _batch(child, *waiting.popleft(), columns, names)
            child.check()
    finally:
        # A failure above, or nobody wants the rest (LIMIT).
        if child:
            child.stop()


def _text(value):
    """A string of Spark's may hold any bytes; JSON may not."""
    return None if value is None else value.decode(errors="replace")


def _batch(child, ids, kept, columns, names):
    """The rows of the next `len(ids)` lines."""
    rows, errors = [], []
    for id in ids:
        line = child.lines.popleft()
        try:
            record = json.loads(line)
            error, answered = record.get("error"), record["id"]
        except (ValueError, AttributeError, KeyError):
            child.fail(f"wrote what is no record: {line[:200]!r}")
        # Of an input it could not read at all it cannot tell the id.
        if answered != id and not (error is not None and answered is None):
            child.fail(f"answered for {answered!r} where {id!r} was due")
        child.received += 1
        child.errors += error is not None
        errors.append(error)
        rows.append((line, None if error is not None else record))
    arrays = list(kept)
    for name in columns:
        (_, arrow), value = COLUMNS[name]
        if name == "json":
            values = [line.decode() for line, _ in rows]
        else:
            values = [None if record is None else value(record) for _, record in rows]
        arrays.append(pa.array(values, arrow))
    arrays.append(pa.array(errors, pa.string()))
    return pa.RecordBatch.from_arrays(arrays, names=names)


class _Child:
    """A process between two pipes.

    The caller writes while threads of their own read stdout and stderr, so neither side ever waits for the other: not
    with records larger than a pipe holds, nor with a child that reads everything before it answers. What has been read
    waits in `lines`; there is no more of it than what the caller sent and has not taken yet.
    """

    def __init__(self, command):
        self.command = command
        self.sent = self.received = self.errors = 0
        self.lines = deque()
        self.last_words = b""
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=1 << 16
        )
        self.threads = [threading.Thread(target=target, daemon=True) for target in (self._answers, self._complaints)]
        for thread in self.threads:
            thread.start()

    def _answers(self):
        # Lines of bytes end at a newline and nowhere else.
        for line in self.process.stdout:
            self.lines.append(line.rstrip(b"\n"))

    def _complaints(self):
        while chunk := self.process.stderr.read1(LAST_WORDS):
            self.last_words = (self.last_words + chunk)[-LAST_WORDS:]

    def send(self, records):
        """Writes records, one a line: JSON keeps every newline inside a text from ending its record."""
        try:
            for record in records:
                self.sent += 1
                self.process.stdin.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            self.finish()
            self.fail(f"stopped reading at record {self.sent}")

    def finish(self):
        """No more records: waits for the last answers and the end."""
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        for thread in self.threads:
            thread.join()
        self.process.wait()
        unread = self.sent - self.received
        if self.process.returncode not in (0, 1):
            self.fail("failed")
        if len(self.lines) != unread:
            self.fail(f"answered {self.received + len(self.lines)} of {self.sent} records")

    def check(self):
        """Code 1 says that some records failed; each of them must have said so in its place."""
        if self.process.returncode == 1 and self.errors == 0:
            self.fail("failed")

    def fail(self, what):
        code = self.process.poll()
        self.stop()
        ended = "" if code is None else f" (exit code {code})"
        said = self.last_words.decode(errors="replace").strip() or "nothing"
        raise RuntimeError(f"{' '.join(self.command)}: {what}{ended}; it said: {said}")

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        for thread in self.threads:
            thread.join()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                pipe.close()
            except BrokenPipeError:
                pass
