import re
from itertools import pairwise

from odoo import api, fields, models
from odoo.tools import SQL

PHASE_KINDS = ("phase", "closed", "reopened")


class LitigeCaseStay(models.Model):
    """The stay of a dispute in one phase, from one day to another.

    The chronology says it already, sealed: this only says it again in a narrow table, which adds up
    the days of ten thousand disputes at once. The moves of disputes write it, nobody else.
    """

    _name = "litige.case.stay"
    _description = "Stay of a Dispute in a Phase"
    _log_access = False
    _order = "date_from desc, id desc"
    _rec_name = "phase"

    case_id = fields.Many2one("litige.case", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True)
    phase = fields.Selection(selection="_selection_phase", required=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", help="Empty: the dispute is still there.")

    _current_uniq = models.UniqueIndex(
        "(case_id) WHERE date_to IS NULL", "A dispute is in one phase at a time."
    )
    _dates_check = models.Constraint(
        "CHECK (date_to >= date_from)", "A stay cannot end before it begins."
    )

    @api.model
    def _selection_phase(self):
        return self.env["litige.case"]._fields["phase"]._description_selection(self.env)

    @api.model
    def _begin(self, cases):
        """Note that new disputes are in their first phase, in one query."""
        if cases:
            self._insert_stays(cases, SQL("cases.phase"), SQL("cases.date_opened"))

    @api.model
    def _move(self, cases, phase, day):
        """Note that disputes leave the phase they are in for another, in two queries.

        :param day: what is told late happened no earlier than what was told before
        """
        if not cases:
            return
        self.flush_model()
        self.env.execute_query(
            SQL(
                "UPDATE litige_case_stay SET date_to = GREATEST(date_from, %s) "
                "WHERE case_id = ANY(%s) AND date_to IS NULL RETURNING id",
                day,
                cases.ids,
            )
        )
        self._insert_stays(
            cases,
            SQL("%s", phase),
            SQL(
                "GREATEST(%s, (SELECT MAX(date_to) FROM litige_case_stay "
                "WHERE case_id = cases.id))",
                day,
            ),
        )
        self.invalidate_model()

    @api.model
    def _insert_stays(self, cases, phase, day):
        self.env.execute_query(
            SQL(
                "INSERT INTO litige_case_stay (case_id, company_id, phase, date_from) "
                "SELECT cases.id, cases.company_id, %(phase)s, %(day)s "
                "FROM litige_case cases WHERE cases.id = ANY(%(ids)s) RETURNING id",
                phase=phase,
                day=day,
                ids=cases.ids,
            )
        )

    # === FROM THE CHRONOLOGY === #

    @api.model
    def _rebuild(self, cases):
        """Read the stays of disputes again from their chronologies.

        For what was written before there were stays. Entries of that time name the phases in words
        only: in those of any language that is installed.
        """
        self.search([("case_id", "in", cases.ids)]).unlink()
        events = self.env["litige.event"].search_fetch(
            [("case_id", "in", cases.ids), ("kind", "in", PHASE_KINDS)],
            ["case_id", "kind", "occurred_on", "summary", "details"],
            order="case_id, rank",
        )
        words = self._get_phase_words()
        by_case = events.grouped("case_id")
        self.create(
            [
                vals
                for case in cases
                for vals in self._prepare_stays(case, by_case.get(case, events.browse()), words)
            ]
        )

    @api.model
    def _prepare_stays(self, case, events, words):
        """Return the values of the stays of one dispute, first to last."""
        arrivals = [["identification", case.date_opened]]
        before = "identification"
        for event in events:
            if event.kind == "closed":
                before, phase = arrivals[-1][0], "closed"
            elif event.kind == "reopened":
                phase = before
            else:
                phase = (event.details or {}).get("phase") or self._read_phase(event, words)
            if phase and phase != arrivals[-1][0]:
                arrivals.append([phase, max(arrivals[-1][1], event.occurred_on)])
        if arrivals[-1][0] != case.phase:  # words that nobody can read any more
            arrivals.append([case.phase, arrivals[-1][1]])
        common = {"case_id": case.id, "company_id": case.company_id.id}
        for (phase, day), (_next, until) in pairwise([*arrivals, [None, False]]):
            yield {**common, "phase": phase, "date_from": day, "date_to": until}

    @api.model
    def _get_phase_words(self):
        """Return the phases by their names in every language."""
        field = self.env["litige.case"]._fields["phase"]
        return {
            name: phase
            for code, _name in self.env["res.lang"].get_installed()
            for phase, name in field._description_selection(self.with_context(lang=code).env)
        }

    @api.model
    def _read_phase(self, event, words):
        """Return the phase that an entry says was entered: the last one it quotes."""
        quoted = re.findall(r"[“«]\s*(.*?)\s*[”»]", event.summary or "")
        return words.get(quoted[-1]) if quoted else None
