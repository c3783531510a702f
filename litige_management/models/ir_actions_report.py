from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _litige_get_documents(self, report_ref, res_ids):
        """Return the records to print by our own engine, None for any other report."""
        model = self._get_report(report_ref).model
        if not res_ids or not hasattr(self.env.get(model), "_get_document_streams"):
            return None
        return self.env[model].browse([res_ids] if isinstance(res_ids, int) else res_ids)

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Serve the frozen bytes: printing a confirmed document never renders it again."""
        records = self._litige_get_documents(report_ref, res_ids)
        if records is None:
            return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        return self._render_qweb_pdf_prepare_streams(report_ref, data, records.ids), "pdf"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        records = self._litige_get_documents(report_ref, res_ids)
        if records is None:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        return records._get_document_streams()

    def _render_qweb_html(self, report_ref, docids, data=None):
        records = self._litige_get_documents(report_ref, docids)
        if records is None:
            return super()._render_qweb_html(report_ref, docids, data=data)
        records.check_access("read")
        return records._get_preview_html().encode(), "html"
