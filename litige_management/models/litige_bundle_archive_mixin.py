import base64
from pathlib import Path

from odoo import models

from ..legal.statement import Statement
from ..pdf.archive import Archive, clean_extension, clean_name
from ..pdf.workbook import make_workbook
from .litige_bundle_words import make_tables


class LitigeBundleArchiveMixin(models.AbstractModel):
    """The ZIP of a case file: its PDF, the files as they were received, sums, fingerprints."""

    _name = "litige.bundle.archive.mixin"
    _description = "Archive of a Case File"

    def _write_zip(self, made, lines, statement, report):
        """Write the PDF, the original files, the workbook of sums and the fingerprints."""
        load = self._get_loader(self.env["litige.exhibit"].union(*(one.exhibit for one in lines)))
        with made.files["zip"].open("wb") as stream:
            archive = Archive(stream)
            archive.add_path(made.files["pdf"])
            for rank, line in enumerate(lines):
                report(rank)
                content = load(line.exhibit)
                archive.add(f"Pieces/{self._get_original_name(line)}", content)
            archive.add("Etat_des_sommes.xlsx", self._make_workbook(statement))
            for name, content in self._get_opinion_files():
                archive.add(f"Avis_avocat_CONFIDENTIEL/{name}", content)
            archive.close()

    def _get_original_name(self, line):
        file_name = line.exhibit.file_name or ""
        stem = line.caption if line.exhibit.name else Path(file_name).stem
        return f"Piece_{line.number:03d}_{clean_name(stem)}{clean_extension(file_name)}"

    def _make_workbook(self, statement):
        lines = statement.lines if isinstance(statement, Statement) else ()
        return make_workbook(make_tables(lines, self.case_id, self._get_contested_amount))

    def _get_opinion_files(self):
        """Return the (name, bytes) of the opinions that the user chose to hand to the lawyer."""
        if not self.with_opinions or self.audience != "court" or self.is_other_side:
            return []
        return [
            (
                f"Avis_{opinion.date}_{clean_name(opinion.lawyer_id.name or '')}"
                f"{clean_extension(opinion.document_name)}",
                base64.b64decode(opinion.with_context(bin_size=False).document),
            )
            for opinion in self.case_id.opinion_ids
            if opinion.document
        ]
