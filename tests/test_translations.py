"""French is complete, well set, says one word for one thing, and reaches the screens."""

import re
from pathlib import Path

import polib
from lxml import etree

from odoo.tests import BaseCase, TransactionCase, tagged

from .common import LitigeCommon

I18N = Path(__file__).parents[1] / "litige_management" / "i18n"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\{.*?\}\}|t-out=\"[^\"]*\"")
MARKUP = re.compile(r"<[^>]*>")
NBSP = "\N{NO-BREAK SPACE}"
# Attributes of a view that people read.
SHOWN = ("string", "placeholder", "title", "help", "confirm", "sum", "aria-label")
# One thing, one word: a text that speaks of the first speaks of the second.
GLOSSARY = {
    r"formal notice": r"en demeure",
    r"credit notes?": r"avoirs?",
    r"chronology": r"chronologie",
    r"payment plan": r"échéancier",
    r"commitments?": r"engagements?",
    r"mediators?": r"médiateurs?",
    r"consumers?": r"consomm",
    r"over-indebtedness": r"surendett",
    r"merchants?": r"commerçant",
    r"(?<!you )hold": r"suspen|exclu",
    r"reminders?": r"relance|exclu|suspen",
    r"offers?": r"propos",
    r"conciliators?": r"conciliateur",
    r"certificates?": r"attestation|certificat|constat",
    r"limitation": r"prescription",
    r"enforceab\w+": r"exécutoire",
    r"instalments?": r"échéanc|échelonn",
    r"deadlines?": r"échéance|date limite",
    r"complaints?": r"réclamation|plainte",
    r"proceedings?": r"procédure",
    r"third part(?:y|ies)": r"tiers",
    r"portal": r"portail",
}


def french():
    return polib.pofile(str(I18N / "fr.po"))


def translated():
    """The entries that are translated: texts in both languages are written as e-mails are."""
    return [entry for entry in french() if 't-translation="off"' not in entry.msgid]


@tagged("standard", "post_install", "-at_install")
class TestFrenchFile(BaseCase):
    def assertNone(self, wrong, message):
        self.assertFalse(wrong, "\n".join([message, *map(repr, wrong)]))

    def test_every_term_has_its_french(self):
        po = french()
        self.assertGreater(len(po), 1000)
        self.assertNone([entry.msgid for entry in po.untranslated_entries()], "Not translated:")
        self.assertNone([entry.msgid for entry in po.fuzzy_entries()], "To be confirmed:")
        self.assertNone([entry.msgid for entry in po.obsolete_entries()], "No longer said:")

    def test_the_template_has_the_same_terms(self):
        template = polib.pofile(str(I18N / "litige_management.pot"))
        self.assertEqual({entry.msgid for entry in template}, {entry.msgid for entry in french()})

    def test_placeholders_survive(self):
        self.assertNone(
            [
                entry.msgid
                for entry in french()
                if sorted(PLACEHOLDER.findall(entry.msgid))
                != sorted(PLACEHOLDER.findall(entry.msgstr))
            ],
            "These say other values in French:",
        )

    def test_markup_survives(self):
        tags = re.compile(r"</?[a-z]+(?=[\s/>])")
        self.assertNone(
            [
                entry.msgid
                for entry in french()
                if tags.findall(entry.msgid) != tags.findall(entry.msgstr)
            ],
            "These have other markup in French:",
        )

    def test_spaces_are_those_of_french_printing(self):
        # A breaking space, or none, would leave a lone colon at the start of a line or look wrong.
        wrong = re.compile(rf"(?<!{NBSP})[:;?!»](?=[\s).,…]|$)|«(?!{NBSP})")
        self.assertNone(
            [
                entry.msgstr
                for entry in translated()
                if wrong.search(PLACEHOLDER.sub("x", MARKUP.sub("", entry.msgstr)))
            ],
            "No-break spaces are missing in:",
        )

    def test_apostrophes_and_dots_are_written_one_way(self):
        self.assertNone(
            [
                entry.msgstr
                for entry in translated()
                if "\N{RIGHT SINGLE QUOTATION MARK}" in entry.msgstr
            ],
            "The screens write straight apostrophes, as Odoo does:",
        )
        self.assertNone(
            [
                entry.msgstr
                for entry in translated()
                if "..." in entry.msgstr and "..." not in entry.msgid
            ],
            "Three dots are one character:",
        )

    def test_one_word_for_one_thing(self):
        wrong = []
        for entry in french():
            text = PLACEHOLDER.sub("", entry.msgid)
            for english, words in GLOSSARY.items():
                said = re.search(rf"\b{english}\b", text, re.IGNORECASE)
                if said and not re.search(words, entry.msgstr, re.IGNORECASE):
                    wrong.append((english, entry.msgid, entry.msgstr))
        self.assertNone(wrong, "Another word than the glossary's:")


@tagged("standard", "post_install", "-at_install")
class TestFrenchScreens(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.french = cls.env(context={"lang": "fr_FR"})
        # A text of ours that shows in English although French says it otherwise.
        cls.english = {
            " ".join(entry.msgid.split()) for entry in french() if entry.msgid != entry.msgstr
        } - {" ".join(entry.msgstr.split()) for entry in french()}

    def _models(self):
        return sorted(name for name in self.env.registry if name.startswith("litige."))

    def assertFrench(self, texts, where):
        left = {" ".join(text.split()) for text in texts if text} & self.english
        self.assertFalse(left, f"English on {where}: {sorted(left)}")

    def test_views(self):
        views = self.env["ir.ui.view"].search(
            [
                ("model", "like", "litige."),
                ("type", "!=", "qweb"),
                ("mode", "=", "primary"),
            ]
        )
        self.assertGreater(len(views), 30)
        for view in views:
            arch = self.french[view.model].get_view(view.id, view.type)["arch"]
            shown = set()
            for node in etree.fromstring(arch).iter(etree.Element):
                shown |= {node.text, node.tail, *(node.get(name) for name in SHOWN)}
            with self.subTest(view=view.name):
                self.assertFrench(shown, view.name)

    def test_fields(self):
        for name in self._models():
            # Fields that come with other modules speak their French.
            ours = [
                field.name
                for field in self.env[name]._fields.values()
                if field._modules == ("litige_management",)
            ]
            for field, facts in (
                self.french[name].fields_get(ours, ("string", "help", "selection")).items()
            ):
                labels = [label for _value, label in facts.get("selection") or ()]
                with self.subTest(field=f"{name}.{field}"):
                    self.assertFrench(
                        [facts["string"], facts.get("help"), *labels], f"{name}.{field}"
                    )

    def test_fields_added_to_invoices_and_contacts(self):
        for name in ("account.move", "res.partner", "res.company", "res.config.settings"):
            ours = [field for field in self.env[name]._fields if field.startswith("litige_")]
            self.assertTrue(ours)
            for field, facts in self.french[name].fields_get(ours, ("string", "help")).items():
                with self.subTest(field=f"{name}.{field}"):
                    self.assertFrench([facts["string"], facts.get("help")], f"{name}.{field}")

    def test_menus_actions_and_shipped_names(self):
        for model in (
            "ir.ui.menu",
            "ir.actions.act_window",
            "ir.actions.server",
            "ir.actions.report",
            "mail.activity.type",
            "mail.message.subtype",
            "litige.cause",
            "litige.legal.parameter",
            "res.groups",
        ):
            ids = (
                self.env["ir.model.data"]
                .search(
                    [
                        ("module", "=", "litige_management"),
                        ("model", "=", model),
                    ]
                )
                .mapped("res_id")
            )
            self.assertTrue(ids, model)
            self.assertFrench(self.french[model].browse(ids).mapped("name"), model)

    def test_the_words_people_look_for(self):
        """The main words on the main screens, read as a French user reads them."""
        menu = self.french.ref("litige_management.litige_management_menu_root")
        self.assertEqual(menu.name, "Litiges")
        labels = {
            name: facts["string"]
            for name, facts in self.french["litige.case"]
            .fields_get(
                ["cause_id", "open_amount", "standing", "oldest_due_date", "outcome"], ["string"]
            )
            .items()
        }
        self.assertEqual(
            labels,
            {
                "cause_id": "Motif",
                "open_amount": "Reste dû",
                "standing": "Qualité",
                "oldest_due_date": "Échéance la plus ancienne",
                "outcome": "Issue",
            },
        )
        arch = self.french["account.move"].get_view(
            self.env.ref("account.view_move_form").id, "form"
        )["arch"]
        self.assertIn("Ouvrir un litige", arch)


class TestFrenchChronology(LitigeCommon):
    """What happens by itself is written in the company's language, whoever makes it happen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.company.partner_id.lang = "fr_FR"
        cls.invoice = cls._create_overdue()
        cls.case = cls._open_case(cls.invoice)

    def test_a_payment_that_comes_in_without_a_language(self):
        """A nightly job has no language of its own, and a customer pays in theirs."""
        self.assertFalse(self.env.lang)
        self._pay(self.invoice, 300)
        payment = self.case.event_ids.filtered(lambda event: event.kind == "payment")
        self.assertIn(f"Paiement reçu sur {self.invoice.name}", payment.summary)

    def test_the_nightly_reminder_of_a_hold(self):
        self.case.claim_ids._write_protected({"hold_review_date": self.today})
        self.env["litige.claim"]._cron_review_holds()
        activity = self.case.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref("litige_management.mail_activity_type_hold_review")
            )
        )
        self.assertIn("Prolongez la suspension", activity.note)
