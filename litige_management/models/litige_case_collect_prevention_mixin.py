from odoo import models

from .litige_case_collect_mixin import Found


class LitigeCaseCollectPreventionMixin(models.AbstractModel):
    """What was done before the dispute, offered as exhibits: terms of sale, account statements."""

    _name = "litige.case.collect.prevention.mixin"
    _description = "Collecting What Came Before a Dispute"

    def _find_prevention(self):
        """Return the terms of sale that the invoices name, and the statements printed since."""
        moves = self.claim_ids.move_id
        return [*self._find_terms(moves), *self._find_account_statements(moves)]

    def _find_terms(self, moves):
        terms = moves.litige_terms_id.filtered("document_hash")
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", terms._name),
                ("res_field", "=", "document"),
                ("res_id", "in", terms.ids),
            ]
        )
        found = []
        for file in files:
            version = terms.browse(file.res_id)
            found.append(
                Found(
                    source=version,
                    file_name=version.document_name or f"{version.name}.pdf",
                    attachment=file,
                    type="terms",
                    name=self.env._(
                        "Terms of sale “%(name)s”, in force since %(date)s",
                        name=version.name,
                        date=self._in_full(version.date_from),
                    ),
                    date=version.date_from,
                )
            )
        return found

    def _find_account_statements(self, moves):
        dates = [day for day in moves.mapped("invoice_date") if day]
        statements = self.env["litige.account.statement"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("document_hash", "!=", False),
                ("date_to", ">=", min(dates, default=self.date_opened)),
            ]
        )
        files = statements._get_frozen_attachments()
        return [
            Found(
                source=statement,
                file_name=statement.document_name,
                attachment=file.with_env(self.env),
                type="account_statement",
                name=self.env._(
                    "Account statement on %(date)s", date=self._in_full(statement.date_to)
                ),
                date=statement.date_to,
            )
            for statement, file in files.items()
        ]
