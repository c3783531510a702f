"""Reads the tables of a dump, and of a database, as the same text: what differs has changed."""

import io
import lzma
import re
from pathlib import Path

DUMP = Path(__file__).with_name("19.0.1.0.0.sql.xz")
COPY = re.compile(r"COPY public\.(\S+) \((.*)\) FROM stdin;")


def read_dump():
    """Return the tables of the dump: {name: (columns, [rows])}, all of it text."""
    tables, rows = {}, None
    with lzma.open(DUMP, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if rows is None:
                if match := COPY.match(line):
                    rows = []
                    tables[match[1]] = (split(match[2]), rows)
            elif line == "\\.\n":
                rows = None
            else:
                rows.append(line[:-1].split("\t"))
    return tables


def split(columns):
    return [name.strip().strip('"') for name in columns.split(",")]


def read_table(cr, table, columns):
    """Return the rows of a table as a dump writes them."""
    named = ", ".join(f'"{name}"' for name in columns)
    stream = io.BytesIO()
    cr._obj.copy_expert(f'COPY (SELECT {named} FROM "{table}") TO STDOUT', stream)
    text = stream.getvalue().decode()
    return [line.split("\t") for line in text.split("\n")[:-1]]


def read_columns(cr, table):
    """Return the names of the columns of a table, none when there is no such table."""
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    return {name for (name,) in cr.fetchall()}
