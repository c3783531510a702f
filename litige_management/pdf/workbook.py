"""The sums of a dispute as a workbook: invoices, payments, interest, as numbers and dates."""

import io
from datetime import datetime

import xlsxwriter

EPOCH = datetime(2000, 1, 1)


class Table:
    """One sheet: its title, its columns (heading, kind, width) and its rows.

    Kinds: `text`, `date`, `amount`, `percent`, `integer`. A text is never taken for a formula.
    """

    def __init__(self, title, columns, rows, total=()):
        self.title = title
        self.columns = columns
        self.rows = rows
        self.total = total  # ranks of the columns that are summed


def make_workbook(tables):
    """Return the XLSX of the tables; the same tables give the same bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": EPOCH})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    formats = {
        "text": book.add_format({}),
        "date": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        "amount": book.add_format({"num_format": "#,##0.00"}),
        "percent": book.add_format({"num_format": '0.00##" %"'}),
        "integer": book.add_format({"num_format": "0"}),
    }
    total = book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
    for table in tables:
        sheet = book.add_worksheet(table.title)
        sheet.freeze_panes(1, 0)
        for column, (heading, _kind, width) in enumerate(table.columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, head)
        for rank, row in enumerate(table.rows, 1):
            for column, value in enumerate(row):
                kind = table.columns[column][1]
                _write(sheet, rank, column, value, kind, formats[kind])
        for column in table.total if table.rows else ():
            letter = xlsxwriter.utility.xl_col_to_name(column)
            last = len(table.rows) + 1
            known = sum(float(row[column] or 0) for row in table.rows)
            sheet.write_formula(last, column, f"=SUM({letter}2:{letter}{last})", total, known)
    book.close()
    return stream.getvalue()


def _write(sheet, rank, column, value, kind, style):
    if value is None or value is False or value == "":
        sheet.write_blank(rank, column, None, style)
    elif kind == "text":
        sheet.write_string(rank, column, str(value), style)
    elif kind == "date":
        sheet.write_datetime(rank, column, datetime(value.year, value.month, value.day), style)
    else:
        sheet.write_number(rank, column, float(value), style)
