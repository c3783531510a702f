"""A case file of a hundred exhibits of five pages, beside pypdf merging the same PDFs and no more.

The floor opens each PDF, appends its pages and writes the result: no stamp, no number, no outline,
no picture, no check. Each run has a process of its own: its peak memory is what it adds to what the
process held before it began.
"""

import ctypes
import gc
import io
import os
import statistics
import tempfile
import time
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from _invoices import AS_OF, make_customers, make_invoices
from _measure import as_user, seconds, tell, tell_ratio, undone
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.litige_management.pdf import bundle as pdf_bundle

EXHIBITS, PAGES, ROUNDS = 100, 5, 3
MOST_MEMORY = 250  # megabytes over idle
MB = 1 << 20


def make_exhibit(rank):
    """A PDF of five pages of text, every fourth with a scan, none like another."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for page in range(PAGES):
        text = canvas.beginText(50, 790)
        for line in range(48):
            text.textLine(f"Pièce {rank}, page {page}, ligne {line} : {rank * 7919 + line * 31}")
        canvas.drawText(text)
        if (rank + page) % 4 == 0:
            noise = Image.frombytes("L", (620, 200), os.urandom(620 * 200))
            canvas.drawImage(ImageReader(noise), 50, 60, 495, 160)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def in_a_process(action, *args):
    """Run in a process of its own: the seconds, and the megabytes at the peak over the start."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what the parent has freed is not there to be used again
    parent, child = get_context("fork").Pipe(duplex=False)

    def run():
        Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
        before, start = read_memory("VmRSS"), time.perf_counter()
        action(*args)
        child.send((time.perf_counter() - start, read_memory("VmHWM") - before))
        child.close()
        os._exit(0)  # the connections to the database are the parent's

    process = get_context("fork").Process(target=run)
    process.start()
    child.close()
    answer = parent.recv()
    process.join()
    return answer


def read_memory(name):
    """Megabytes, as the kernel counts them."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise KeyError(name)


def merge(paths):
    """What cannot be done without: the floor."""
    writer = PdfWriter()
    for path in paths:
        for page in PdfReader(path).pages:
            writer.add_page(page)
    with tempfile.TemporaryFile() as stream:
        writer.write(stream)


def assemble(paths, parts):
    """Ours, from the same files, with pages of our own."""
    with tempfile.TemporaryFile() as stream:
        bundle = pdf_bundle.Bundle(stream)
        for rank, path in enumerate(paths, 1):
            result = bundle.add(
                pdf_bundle.Exhibit(f"Pièce n° {rank}", f"Document {rank}", path.read_bytes)
            )
            assert result == (PAGES, ""), result
        bundle.finish(parts, title="Dossier", reference="LIT/2026/00001")


def make_whole(record, folder):
    """The PDF of the record as its user gets it: our pages rendered, exhibits read from Odoo."""
    exhibits = record._get_exhibits()
    record._write_pdf(Path(folder) / "whole.pdf", exhibits, lambda done: None)


def render_own(record):
    """The rendering of our own pages alone."""
    lines, statement = [], record._get_statement()
    exhibits = record._get_exhibits()
    numbers = record._get_numbers()
    for exhibit in exhibits:
        lines.append(record._make_line(exhibit, numbers, pdf_bundle.Result(PAGES)))
    record._print_parts(lines, statement)


def measure(env):
    contents = [make_exhibit(rank) for rank in range(1, EXHIBITS + 1)]
    moves = make_invoices(env, make_customers(env, 1), 5)
    case = open_case(env, moves)
    case._add_exhibits(
        [
            {
                "raw": content,
                "file_name": f"document_{rank}.pdf",
                "name": f"Document {rank}",
                "date": AS_OF - timedelta(rank),
            }
            for rank, content in enumerate(contents, 1)
        ]
    )
    vals = [{"audience": "court", "with_zip": False}]
    record = env["litige.bundle"]._request(case, vals).sudo()._as_requester()
    env.flush_all()
    env.invalidate_all()
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{rank}.pdf" for rank in range(EXHIBITS)]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        total = sum(map(len, contents)) / MB
        contents.clear()
        parts = [pdf_bundle.Part("Page de garde", make_exhibit(0))]
        runs = {name: [] for name in ("floor", "ours", "own", "whole")}
        for _round in range(ROUNDS):
            runs["floor"].append(in_a_process(merge, paths))
            runs["ours"].append(in_a_process(assemble, paths, parts))
            runs["own"].append(in_a_process(render_own, record))
            runs["whole"].append(in_a_process(make_whole, record, folder))
    report({name: median(found) for name, found in runs.items()}, total)


def median(runs):
    return tuple(statistics.median(values) for values in zip(*runs, strict=True))


def report(found, total):
    (floor, floor_peak), (ours, peak) = found["floor"], found["ours"]
    (own, _own_peak), (whole, whole_peak) = found["own"], found["whole"]
    tell(f"{EXHIBITS} exhibits of {PAGES} pages", f"{total:.1f} MB")
    tell("merged with pypdf alone (floor)", f"{seconds(floor)}, {floor_peak:.0f} MB")
    tell("assembled, stamped, numbered, outlined", f"{seconds(ours)}, {peak:.0f} MB")
    tell_ratio("  ours / floor", ours, floor, 1.5)
    tell("our own pages rendered", seconds(own))
    tell("the case file as its user gets it", f"{seconds(whole)}, {whole_peak:.0f} MB")
    tell_ratio("  less our own pages / floor", whole - own, floor, 1.5)
    for what, value in (("assembled", peak), ("case file", whole_peak)):
        met = value <= MOST_MEMORY
        tell(f"  peak over idle, {what}", f"{value:.0f} MB", f"at most {MOST_MEMORY} MB", met)


def open_case(env, moves):
    """One dispute on these invoices."""
    return env["litige.case.opening"]._open(
        [
            {
                "case": {
                    "company_id": moves[0].company_id.id,
                    "currency_id": moves[0].currency_id.id,
                    "partner_id": moves[0].commercial_partner_id.id,
                    "cause_id": env.ref("litige_management.litige_cause_non_payment").id,
                    "standing": "merchant",
                    "standing_confirmed": True,
                },
                "claims": [{"move": move, "disputed": move.amount_residual} for move in moves],
            }
        ]
    )


with undone(env):  # noqa: F821
    measure(as_user(env))  # noqa: F821
