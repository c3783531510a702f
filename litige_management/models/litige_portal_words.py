from odoo import api, models


class LitigePortalWords(models.AbstractModel):
    """Why something sent from outside is refused, in the reader's language."""

    _name = "litige.portal.words"
    _description = "Words of the Portal"

    @api.model
    def _say(self, refused):
        """Return the sentence for a `portal.inputs.Refused`."""
        words, values = self.env._, refused.values
        sentences = {
            "text": lambda: words("Write something first."),
            "long": lambda: words("This text is too long: %(limit)s characters at most.", **values),
            "amount": lambda: words("Give an amount, for example 250.00."),
            "too_much": lambda: words("This is more than what is due: %(amount)s.", **values),
            "count": lambda: words("Choose from 1 to 60 payments."),
            "date": lambda: words("Choose a first day from today, within a year."),
            "invoice": lambda: words("This invoice can no longer be contested here."),
            "once": lambda: words(
                "We are already looking into this invoice, or it is not overdue."
            ),
            "closed": lambda: words("This file is closed: write to us."),
            "often": lambda: words("You wrote many times today: try again tomorrow."),
            "empty": lambda: words("%(name)s is empty.", **values),
            "big": lambda: words("%(name)s is too large: %(limit)s MB at most.", **values),
            "many": lambda: words("Join at most %(limit)s files at once.", **values),
            "type": lambda: words(
                "%(name)s cannot be received here: join PDF files or pictures.", **values
            ),
            "ban": lambda: words("A legal procedure forbids payments: nothing can be agreed here."),
            "offer": lambda: words("This offer is not there to be answered."),
            "offer_gone": lambda: words(
                "This offer is no longer on the table: it was answered, replaced or withdrawn, or "
                "its last day is over."
            ),
            "busy_offer": lambda: words("Your answer is being recorded: wait a moment."),
            "offer_same": lambda: words("We have received this proposal already."),
            **self._get_signing_sentences(values),
        }
        return sentences.get(refused.code, lambda: words("This could not be done."))()

    @api.model
    def _get_signing_sentences(self, values):
        words = self.env._
        return {
            "withdrawn": lambda: words(
                "This agreement can no longer be signed: it was withdrawn or replaced."
            ),
            "signed": lambda: words("This agreement is signed already."),
            "paper": lambda: words("This agreement is signed on paper."),
            "no_email": lambda: words(
                "The agreement names no e-mail address for this person: write to us."
            ),
            "mail": lambda: words("The e-mail could not be sent: please try again later."),
            "codes": lambda: words("Too many codes were asked for: try again in an hour."),
            "dead": lambda: words("This code is no longer valid: ask for a new one."),
            "wrong": lambda: words("This is not the code that was sent."),
            "consent": lambda: words("Tick your consent first."),
            "code": lambda: words("Too much time has passed: ask for a new code."),
            "altered": lambda: words("The document is not the one you were shown: write to us."),
            "name": lambda: words("Type your full name as in the agreement: %(name)s.", **values),
            "image": lambda: words("Draw or type your signature."),
            "busy": lambda: words("Your signature is being recorded: wait a moment."),
        }
