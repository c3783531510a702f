from odoo import api, models


class LitigePortalWords(models.AbstractModel):
    """Why something sent from outside is refused, in the reader's language."""

    _name = "litige.portal.words"
    _description = "Words of the Portal"

    @api.model
    def _say(self, refused):
        """Return the sentence for a `portal.inputs.Refused`."""
        values = refused.values
        sentences = {
            "text": lambda: self.env._("Write something first."),
            "long": lambda: self.env._(
                "This text is too long: %(limit)s characters at most.", **values
            ),
            "amount": lambda: self.env._("Give an amount, for example 250.00."),
            "too_much": lambda: self.env._("This is more than what is due: %(amount)s.", **values),
            "count": lambda: self.env._("Choose from 1 to 60 payments."),
            "date": lambda: self.env._("Choose a first day from today, within a year."),
            "invoice": lambda: self.env._("This invoice can no longer be contested here."),
            "once": lambda: self.env._(
                "We are already looking into this invoice, or it is not overdue."
            ),
            "closed": lambda: self.env._("This file is closed: write to us."),
            "often": lambda: self.env._("You wrote many times today: try again tomorrow."),
            "empty": lambda: self.env._("%(name)s is empty.", **values),
            "big": lambda: self.env._("%(name)s is too large: %(limit)s MB at most.", **values),
            "many": lambda: self.env._("Join at most %(limit)s files at once.", **values),
            "type": lambda: self.env._(
                "%(name)s cannot be received here: join PDF files or pictures.", **values
            ),
            "ban": lambda: self.env._(
                "A legal procedure forbids payments: nothing can be agreed here."
            ),
            "offer": lambda: self.env._("This offer is not there to be answered."),
            "offer_gone": lambda: self.env._(
                "This offer is no longer on the table: it was answered, replaced or withdrawn, or "
                "its last day is over."
            ),
            "busy_offer": lambda: self.env._("Your answer is being recorded: wait a moment."),
            "offer_same": lambda: self.env._("We have received this proposal already."),
            **self._get_signing_sentences(values),
        }
        return sentences.get(refused.code, lambda: self.env._("This could not be done."))()

    @api.model
    def _get_signing_sentences(self, values):
        return {
            "withdrawn": lambda: self.env._(
                "This agreement can no longer be signed: it was withdrawn or replaced."
            ),
            "signed": lambda: self.env._("This agreement is signed already."),
            "mention": lambda: self.env._("Write the sum yourself, in words and in figures."),
            "mention_words": lambda: self.env._(
                "The sum in words is not the one of this agreement: write it again."
            ),
            "mention_figures": lambda: self.env._(
                "The sum in figures is not the one of this agreement: write it again."
            ),
            "no_email": lambda: self.env._(
                "The agreement names no e-mail address for this person: write to us."
            ),
            "mail": lambda: self.env._("The e-mail could not be sent: please try again later."),
            "codes": lambda: self.env._("Too many codes were asked for: try again in an hour."),
            "dead": lambda: self.env._("This code is no longer valid: ask for a new one."),
            "wrong": lambda: self.env._("This is not the code that was sent."),
            "consent": lambda: self.env._("Tick your consent first."),
            "code": lambda: self.env._("Too much time has passed: ask for a new code."),
            "altered": lambda: self.env._(
                "The document is not the one you were shown: write to us."
            ),
            "name": lambda: self.env._(
                "Type your full name as in the agreement: %(name)s.", **values
            ),
            "image": lambda: self.env._("Draw or type your signature."),
            "busy": lambda: self.env._("Your signature is being recorded: wait a moment."),
        }
