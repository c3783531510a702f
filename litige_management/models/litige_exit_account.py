from odoo import api, models

# Numbers of the French chart, the most precise first, for what each account is for. A proposal: an
# accountant's choice is asked for, and remembered.
PREFIXES = {
    "rebate": ("709",),
    "discount": ("665",),
    "doubtful": ("416",),
    "provision": ("68174", "6817"),
    "depreciation": ("491",),
    "reversal_provision": ("78174", "7817"),
    "reversal_write_off": ("7583", "7714"),
    "interest": ("7631", "763"),
    "indemnity": ("7581", "758"),
}


class LitigeExitAccount(models.AbstractModel):
    """Which account of the company's chart an exit could use: proposed, never decided."""

    _name = "litige.exit.account"
    _description = "Accounts of Accounting Exits"

    @api.model
    def _propose(self, company, role, claims=None, day=None):
        """Return (account, why) for a role, or (empty, why): a person always sees and chooses.

        The last account a person chose for this, else the only one of the chart with that number.

        :param claims: what a write-off is about: an earlier year's loss has its own account
        :param day: the accounting date, which says what the year is (default: today)
        """
        last = self._get_last(company, role)
        if last:
            return last, self.env._("%(account)s: as last time", account=self._name_account(last))
        for prefix in self._get_prefixes(company, role, claims, day):
            found = self._search_accounts(company, prefix)
            if len(found) == 1:
                return found, self.env._(
                    "%(account)s: the only account %(prefix)s of your chart. Check it with your "
                    "accountant.",
                    account=self._name_account(found),
                    prefix=prefix,
                )
            if found:
                return found.browse(), self.env._(
                    "Choose among the accounts %(prefix)s: %(accounts)s",
                    prefix=prefix,
                    accounts=", ".join(self._name_account(one) for one in found),
                )
        return self.env["account.account"], self.env._(
            "Your chart has no account for this: ask your accountant which one to use."
        )

    @api.model
    def _name_account(self, account):
        """Return the number and the name: Odoo shows the number to accountants only."""
        return f"{account.code} {account.name}"

    @api.model
    def _search_accounts(self, company, prefix):
        return (
            self.env["account.account"]
            .with_company(company)
            .search([("code", "=like", f"{prefix}%"), ("company_ids", "parent_of", company.id)])
            .filtered("active")
        )

    @api.model
    def _get_prefixes(self, company, role, claims, day=None):
        if role != "write_off":
            return PREFIXES.get(role, ())
        # Losses of the year and of earlier years have two accounts in the chart.
        invoiced = min(claims.mapped("date_invoice"), default=None) if claims else None
        start = company.compute_fiscalyear_dates(day or self.env.cr.now().date())["date_from"]
        return ("6544" if invoiced and invoiced < start else "6541", "654")

    @api.model
    def _get_last(self, company, role):
        """Return the account a person last chose for this in the company, if it is still used."""
        name = "counterpart_account_id" if role in ("depreciation", "indemnity") else "account_id"
        kinds = {"depreciation": "provision", "indemnity": "interest"}
        domain = [
            ("company_id", "=", company.id),
            ("kind", "=", kinds.get(role, role.split("_", 1)[0] if "reversal" in role else role)),
            (name, "!=", False),
        ]
        if role.startswith("reversal_"):
            domain.append(("origin_id.kind", "=", role.removeprefix("reversal_")))
        # An expense of this year and of earlier years: the number says which, not the habit.
        if role == "write_off":
            return self.env["account.account"]
        account = self.env["litige.exit"].search(domain, limit=1)[name].with_company(company)
        return account if account.active else account.browse()
