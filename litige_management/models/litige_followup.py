from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

# How each tool is told to leave something alone: a mark on every receivable line (Odoo and its
# Enterprise follow-up; OCA account_invoice_blocking)…
LINE_MARKS = ("no_followup", "blocked")
# … a mark on the invoice (OCA account_invoice_overdue_reminder)…
MOVE_MARKS = ("no_overdue_reminder",)
# … or the policy that reminds of nothing (OCA account_credit_control), whose reminders not yet
# sent are set aside too.
POLICY = "credit_policy_id"
NO_FOLLOW = "account_credit_control.credit_control_no_follow"
REMINDER, WAITING, ASIDE = "credit.control.line", ("draft", "to_be_sent"), "ignored"
# The day before which Enterprise's follow-up leaves a customer alone.
NEXT_REMINDER = "followup_next_action_date"


class LitigeFollowup(models.AbstractModel):
    """The one way to keep invoices out of every follow-up tool, and to give them back.

    A tool is there when its field is: nothing depends on any of them. What each of them held
    before is remembered, invoice by invoice, as plain values:

    `move`, `lines`   the mark of Odoo: of the whole invoice, and of each receivable line by id
    `blocked`         the same two for the mark of that name
    `invoice`         the values of the invoice itself, by field
    `reminders`       the credit-control reminders that were waiting, by id
    """

    _name = "litige.followup"
    _description = "Other Follow-Up Tools"

    # === KEEPING OUT === #

    @api.model
    def _exclude(self, lines_by_move, memories):
        """Keep invoices out of every tool, in a constant number of queries.

        Again costs nothing, and takes in the tools installed and the lines made since.

        :param lines_by_move: the receivable lines of each invoice
        :param memories: what is remembered of each invoice, None for nothing yet
        :return: the same, completed
        """
        memories = {move: dict(memories.get(move) or {}) for move in lines_by_move}
        moves = self.env["account.move"].union(*lines_by_move)
        lines = self.env["account.move.line"].union(*lines_by_move.values())
        for name in self._get_marks(lines, LINE_MARKS):
            for move, memory in memories.items():
                self._remember_mark(memory, name, lines_by_move[move])
            self._write(lines, name, True)
        for name, value in self._get_move_values(moves).items():
            for move, memory in memories.items():
                before = memory.setdefault("invoice", {})
                before.setdefault(name, self._to_value(move[name]))
            self._write(moves, name, value)
        for move, reminders in self._set_reminders_aside(moves).items():
            memory = memories[move]
            memory["reminders"] = sorted({*memory.get("reminders", []), *reminders.ids})
        return memories

    @api.model
    def _remember(self, lines):
        """Return what Odoo itself remembers of the receivable lines of one invoice."""
        return self._get_mark(lines, "no_followup")

    @api.model
    def _remember_mark(self, memory, name, lines):
        if name == "no_followup":
            if "lines" not in memory:
                memory.update(self._get_mark(lines, name))
        elif name not in memory:
            memory[name] = self._get_mark(lines, name)

    @api.model
    def _get_mark(self, lines, name):
        return {
            "move": all(lines.mapped(name)),
            "lines": {str(line.id): line[name] for line in lines},
        }

    @api.model
    def _get_marks(self, records, names):
        """Return which of these marks are stored on such records."""
        found = [(name, records._fields.get(name)) for name in names]
        return [name for name, field in found if field and field.store and field.type == "boolean"]

    @api.model
    def _get_move_values(self, moves):
        """Return what keeps an invoice out of the tools that look at the invoice, by field."""
        values = dict.fromkeys(self._get_marks(moves, MOVE_MARKS), True)
        policy = self._get_no_follow_policy()
        if policy:
            values[POLICY] = policy.id
        return values

    @api.model
    def _get_no_follow_policy(self):
        field = self.env["account.move"]._fields.get(POLICY)
        if not field or field.type != "many2one" or not field.store:
            return None
        policy = self.env.ref(NO_FOLLOW, raise_if_not_found=False)
        Policy = self.env[field.comodel_name]
        return policy or Policy.search([("do_nothing", "=", True)], order="id", limit=1)

    @api.model
    def _set_reminders_aside(self, moves):
        """Set the reminders that wait to be sent aside; return them by invoice."""
        if REMINDER not in self.env or not moves:
            return {}
        waiting = self.env[REMINDER].search(
            [("invoice_id", "in", moves.ids), ("state", "in", WAITING)]
        )
        waiting.with_context(tracking_disable=True).write({"state": ASIDE})
        return waiting.grouped("invoice_id")

    # === GIVING BACK === #

    @api.model
    def _restore(self, lines_by_move, memories):
        """Give invoices back to every tool with exactly what each held before.

        A reminder set aside comes back as a draft, so that nothing leaves before somebody has
        looked at it again.

        :param lines_by_move: the receivable lines of each invoice
        :param memories: what is remembered of each invoice
        """
        lines = self.env["account.move.line"].union(*lines_by_move.values())
        for name in self._get_marks(lines, LINE_MARKS):
            self._restore_mark(name, lines_by_move, memories)
        for name, records_by_value in self._group_move_values(memories).items():
            for value, records in records_by_value.items():
                self._write(records, name, value)
        self._give_reminders_back(memories.values())

    @api.model
    def _restore_mark(self, name, lines_by_move, memories):
        wanted = defaultdict(lambda: self.env["account.move.line"])
        for move, lines in lines_by_move.items():
            before = memories[move] if name == "no_followup" else memories[move].get(name)
            for line in lines if before and "lines" in before else ():
                wanted[before["lines"].get(str(line.id), before["move"])] |= line
        for value, lines in wanted.items():
            self._write(lines, name, value)

    @api.model
    def _group_move_values(self, memories):
        """Return the invoices to give back, by field and by earlier value."""
        wanted = defaultdict(lambda: defaultdict(lambda: self.env["account.move"]))
        for move, memory in memories.items():
            for name, value in (memory.get("invoice") or {}).items():
                field = move._fields.get(name)
                if not field or not field.store:  # the tool is gone, and its field with it
                    continue
                if value and field.type == "many2one":
                    value = self.env[field.comodel_name].browse(value).exists().id
                wanted[name][value] |= move
        return wanted

    @api.model
    def _give_reminders_back(self, memories):
        if REMINDER not in self.env:
            return
        ids = {id_ for memory in memories for id_ in memory.get("reminders") or ()}
        if not ids:
            return
        aside = self.env[REMINDER].search([("id", "in", sorted(ids)), ("state", "=", ASIDE)])
        aside.with_context(tracking_disable=True).write({"state": "draft"})

    @api.model
    def _wait_until(self, claims, day):
        """Let the tools that remind by themselves leave the customers of claims alone until a day.

        A later day that somebody chose stays.
        """
        field = self.env["res.partner"]._fields.get(NEXT_REMINDER)
        if not field or field.type != "date":
            return
        for company, owned in claims.grouped("company_id").items():
            partners = owned.partner_id.with_company(company)
            partners.filtered(lambda one: not one[NEXT_REMINDER] or one[NEXT_REMINDER] < day)[
                NEXT_REMINDER
            ] = day

    # === WRITING === #

    @api.model
    def _to_value(self, value):
        return value.id if isinstance(value, models.BaseModel) else value

    @api.model
    def _write(self, records, name, value):
        """Write one stored value on exactly these records, in one query.

        The inverse of Odoo's own field would copy it to all the lines of each invoice, invoice by
        invoice, so that several instalments could not get their own earlier values back; and a
        write on a thousand posted invoices checks each of them for what this does not change.
        """
        records = records.filtered(lambda record: self._to_value(record[name]) != value)
        if not records:
            return
        records.flush_recordset([name])
        self.env.execute_query(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = ANY(%s) RETURNING id",
                SQL.identifier(records._table),
                SQL.identifier(name),
                value or (False if records._fields[name].type == "boolean" else None),
                records.ids,
            )
        )
        records.invalidate_recordset([name])
        records.modified([name])
