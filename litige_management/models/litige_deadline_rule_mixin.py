from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..legal import procedure
from ..legal.rates import MissingLegalValue


class LitigeDeadlineRuleMixin(models.AbstractModel):
    """How the rule of a step is counted: from its day, or around the day that it announces."""

    _name = "litige.deadline.rule.mixin"
    _description = "Deadline Counted by a Rule"

    @api.model
    def _prepare_by_rule(self, step, rule):
        """Return from which day a delay runs, its last day, and the law it rests on.

        :raise UserError: the law of the day that decides is not in the tables
        """
        if rule.counted == "on":
            return {"source_date": step.date, "computed_date": step.announced_on, "basis": False}
        if rule.counted == "before":
            return self._prepare_count_back(step, rule)
        return self._prepare_count(
            step.case_id,
            step.date,
            rule.parameter_code,
            is_procedural=rule.is_procedural,
            far_party=rule.party if rule.adds_distance else None,
            law_day=rule._get_law_day(step),
        )

    @api.model
    def _prepare_count_back(self, step, rule):
        """Return the values of a delay that must be left whole before the day announced."""
        company = step.company_id
        values = self.env["litige.legal.rate"]._get_legal_values(company)
        try:
            parameter = values.parameter(rule.parameter_code, rule._get_law_day(step))
        except MissingLegalValue as error:
            raise UserError(str(error)) from error
        calendar = company._litige_get_calendar()
        told = step.case_id._in_company_language()
        return {
            "source_date": step.announced_on,
            "computed_date": procedure.latest_before(
                step.announced_on, int(parameter.value), calendar.is_working
            ),
            "basis": told.env._(
                "%(count)s days left before %(date)s: %(text)s",
                count=int(parameter.value),
                date=format_date(told.env, step.announced_on),
                text=parameter.source,
            ),
        }
