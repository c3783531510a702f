"""Screenshots of the main screens, in French, for the README and the app's description.

Not a test: run it by name, `pytest tests/browser/screens.py`, and look at what it wrote.
"""

import base64
import os
import shutil
import subprocess

from PIL import Image

from odoo.tests.common import ChromeBrowser

from .amicable_file import sign_with_mediator, take_ways
from .camera import STATIC, TARGET, Camera
from .case_file import keep_up
from .deal_file import get_scenes, make_deals
from .exit_file import get_exit_scenes
from .insurance_file import get_insurance_scenes
from .reminder_file import get_reminder_scenes
from .worklist_file import get_worklist_scenes, make_customers, tell, touch_bank

PUBLISHED = (
    "kanban form opening invoice letter exhibits assessment log chronology remedies_court papers "
    "worklist"
)
# Names of the screens to take; elsewhere than in the addon, all of them by default.
WANTED = os.environ.get("LITIGE_SHOTS", PUBLISHED if TARGET == STATIC else "").split()
SHOWN_PAGES = (0, 1, 3, 4)  # of the bundle, from 0


class Screens(Camera):
    browser_size = "1366x768"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(user=cls.claire, context={**cls.env.context, "lang": "fr_FR"})
        cls._make_disputes()

    @classmethod
    def _make_disputes(cls):
        cause = {
            code: cls.env.ref(f"litige_management.litige_cause_{code}")
            for code in (
                "non_payment",
                "non_conformity",
                "late_delivery",
                "price",
                "expectations",
                "misunderstanding",
            )
        }
        words = {
            "non_conformity": "Le vernis de l'escalier cloque à trois endroits.",
            "late_delivery": "Les fenêtres devaient être posées avant le 15.",
            "price": "Le devis portait sur 14 m², la facture sur 16.",
        }
        cls.shown = {}
        for name, amount, days, code, phase, hold_days, standing in (
            ("Boulangerie Perret", 860.0, 12, "price", "identification", 25, "artisan"),
            ("Hôtel des Alpes SAS", 4720.0, 41, "non_conformity", "identification", 12, "merchant"),
            ("Nadia Benali", 1340.5, 27, "late_delivery", "assessment", 19, "consumer"),
            ("Garage Moreau", 2980.0, 73, "non_payment", "assessment", -3, "merchant"),
            (
                "Clinique vétérinaire du Parc",
                6150.0,
                96,
                "expectations",
                "amicable",
                8,
                "professional",
            ),
            (
                "Syndicat des Terrasses",
                3275.0,
                58,
                "misunderstanding",
                "amicable",
                15,
                "non_professional",
            ),
            ("Transports Girard SA", 11890.0, 164, "non_payment", "judicial", 21, "merchant"),
        ):
            partner = cls._create_customer(
                name, is_company=name != "Nadia Benali", litige_standing=standing
            )
            case = cls._open_case(
                cls._create_overdue(partner, amount, days),
                cause_id=cause[code].id,
                description=words.get(code),
                hold=False,
                user_id=cls.claire.id,
            )
            case.claim_ids._apply_hold(
                case.cause_id.name, cls._in_days(max(hold_days, 0)), cls.claire
            )
            for step in ("assessment", "amicable", "judicial"):
                if case.phase != phase:
                    case._move_to(step)
            cls.shown[name] = case
        moves = cls._create_overdue(amount=1200.0, days=34) | cls._create_overdue(
            amount=2450.0, days=8
        )
        cls.invoice = moves[0]
        moves = cls._create_overdue(cls.consumer, 3600.0, 61) | cls._create_overdue(
            cls.consumer, 540.0, 30
        )
        cls.main = cls._open_case(
            moves,
            {moves[0]: 900.0},
            hold=False,
            cause_id=cause["non_conformity"].id,
            description="Deux portes du dressing ferment mal et une poignée manque. Je ne paierai "
            "le solde qu'une fois tout réparé.",
            standing_confirmed=False,
            user_id=cls.claire.id,
            resolver_id=cls.karim.id,
            contact_id=cls.consumer.id,
        )
        cls.main.claim_ids._apply_hold(cls.main.cause_id.name, cls._in_days(30), cls.claire)
        cls.main._move_to("assessment")
        cls._pay(moves[0], 1500.0, date=cls._in_days(-9))
        cls._tell(cls.main)
        cls.shown["Hôtel des Alpes SAS"].activity_schedule(
            "mail.mail_activity_data_call",
            cls._in_days(-1),
            "Rappeler la comptable",
            user_id=cls.claire.id,
        )
        cls.main.activity_schedule(
            "mail.mail_activity_data_meeting",
            cls._in_days(4),
            "Passer voir les portes",
            user_id=cls.claire.id,
        )
        cls.filed = cls.shown["Hôtel des Alpes SAS"]

    @classmethod
    def _tell(cls, case):
        """Write in the chronology what each side says, a correction and a secret."""

        def note(days, summary, kind="note", **values):
            return cls.env["litige.event"].create(
                {
                    "case_id": case.id,
                    "kind": kind,
                    "summary": summary,
                    "occurred_on": cls._in_days(-days),
                    **values,
                }
            )

        visit = note(20, "Visite sur place : deux portes à régler.", parties="Karim, Mme Martin")
        note(
            20,
            "Visite sur place : trois portes à régler, et non deux.",
            parties="Karim, Mme Martin",
            corrected_event_id=visit.id,
        )
        note(18, "Le devis ne comprenait pas les poignées.", standing="ours")
        note(
            15,
            "Les poignées étaient promises par le vendeur.",
            "complaint",
            standing="theirs",
            direction="in",
            parties="Mme Martin",
        )
        note(
            6,
            "Le conciliateur propose un partage des frais.",
            confidential=True,
            confidential_ground="mediation",
        )

    # === TAKING PICTURES === #

    def test_screens(self):
        keep_up(self.filed, self.claire)
        self.provider = sign_with_mediator(self.company.with_env(self.env(user=self.boss)))
        self.proceedings = take_ways(
            self.shown["Nadia Benali"], self.shown["Clinique vétérinaire du Parc"]
        )
        self.known = self.env.ref("litige_management.litige_provider_cm2c")
        self.bundle = self._make_bundle()
        self.deals = make_deals(self, self.shown)
        self.order = self._write_order()
        self.noticed = self._send_notice()
        touch_bank(self, self.today)
        tell(self, make_customers(self))
        self.env.flush_all()
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(self.login, self.login, browser=browser)
                self._shoot_all(browser)
                self._wait_remaining_requests()
        finally:
            browser.stop()

    def _shoot_all(self, browser):
        case, invoice, filed = self.main.id, self.invoice.id, self.filed.id
        for name, path, ready, steps in (
            ("kanban", "/odoo/disputes", ".o_kanban_record", ()),
            ("list", "/odoo/disputes?view_type=list", ".o_data_row", ()),
            ("form", f"/odoo/disputes/{case}", ".o_form_view .o_data_row", ()),
            (
                "form_new",
                f"/odoo/disputes/{self.shown['Hôtel des Alpes SAS'].id}",
                ".o_form_view .o_data_row",
                (),
            ),
            (
                "letter",
                f"/odoo/disputes/{case}",
                "button[name=action_write_notice]",
                ("button[name=action_write_notice]",),
            ),
            *(
                (
                    name,
                    f"/odoo/disputes/{filed}",
                    ".o_form_view .o_data_row",
                    (f"[name={name}].nav-link",),
                )
                for name in ("exhibits", "assessment", "chronology")
            ),
            *(
                (
                    name,
                    f"/odoo/disputes/{self.shown[customer].id}",
                    ".o_form_view .o_data_row",
                    ("[name=amicable].nav-link", *more),
                )
                for name, customer, *more in (
                    ("amicable", "Nadia Benali"),
                    ("amicable_business", "Clinique vétérinaire du Parc"),
                    ("remedies_court", "Nadia Benali"),
                    ("remedies_merchant", "Garage Moreau"),
                    ("insolvency", "Garage Moreau", "[data-act=note_insolvency]"),
                )
            ),
            ("order", f"/odoo/dispute-letters/{self.order.id}", ".o_form_view", ()),
            (
                "paper",
                f"/odoo/disputes/{self.noticed.id}",
                "button[name=action_write_paper]",
                ("button[name=action_write_paper]",),
            ),
            ("countdown", f"/odoo/disputes/{self.noticed.id}", ".o_form_view .o_data_row", ()),
            *(
                (name, f"/odoo/litige.proceeding/{proceeding.id}", ".o_form_view", ())
                for name, proceeding in zip(
                    ("proceeding", "proceeding_business"), self.proceedings, strict=True
                )
            ),
            (
                "proceeding_end",
                f"/odoo/litige.proceeding/{self.proceedings[1].id}",
                "button[name=action_end]",
                ("button[name=action_end]",),
            ),
            ("deadlines", "/odoo/dispute-deadlines", ".o_data_row", ()),
            (
                "deadlines_calendar",
                "/odoo/dispute-deadlines",
                ".o_data_row",
                ("button.o_switch_view.o_calendar",),
            ),
            ("providers", "/odoo/dispute-third-parties", ".o_data_row", ()),
            *(
                (name, f"/odoo/dispute-third-parties/{provider.id}", ".o_form_view", ())
                for name, provider in (("provider", self.provider), ("provider_known", self.known))
            ),
            *get_scenes(*self.deals),
            *get_insurance_scenes(self, WANTED),
            *get_exit_scenes(self, WANTED),
            *get_worklist_scenes(),
            *get_reminder_scenes(self, WANTED),
            (
                "log",
                f"/odoo/disputes/{filed}",
                "button[name=action_log]",
                ("button[name=action_log]",),
            ),
            *(
                (
                    name,
                    f"/odoo/disputes/{case}",
                    ".o_form_view .o_data_row",
                    ("[name=chronology].nav-link", f"button[name={button}]"),
                )
                for name, button in (
                    ("chronology_note", "action_add_note"),
                    ("chronology_seal", "action_verify_chronology"),
                )
            ),
            (
                "invoice",
                f"/odoo/customer-invoices/{invoice}",
                "button[name=action_litige_open]",
                (),
            ),
            (
                "invoice_disputed",
                f"/odoo/customer-invoices/{self.main.claim_ids.move_id[-1].id}",
                "button[name=action_litige_view]",
                (),
            ),
            (
                "opening",
                f"/odoo/customer-invoices/{invoice}",
                "button[name=action_litige_open]",
                ("button[name=action_litige_open]",),
            ),
            (
                "bundle",
                f"/odoo/disputes/{case}",
                ".o_litige_more_toggle",
                (".o_litige_more_toggle", ".o-dropdown--menu button[name=action_bundle]"),
            ),
            ("bundle_made", f"/odoo/litige.bundle/{self.bundle.id}", ".o_form_view", ()),
            ("invoices", "/odoo/disputes-overdue", ".o_data_row", ()),
            ("holds", "/odoo/disputes-holds", ".o_data_row", ()),
            ("calendar", "/odoo/disputes-calendar", ".fc-event", ()),
            ("analysis", "/odoo/disputes-analysis", "canvas", ()),
            (
                "partner",
                f"/odoo/res.partner/{self.consumer.id}",
                "button[name=action_litige_view_cases]",
                ("[name=litige].nav-link",),
            ),
            ("legal_rates", "/odoo/legal-rates", ".o_data_row", ()),
            ("legal_rate", "/odoo/legal-rates", ".o_data_row", (".o_data_row .o_data_cell",)),
            ("legal_parameters", "/odoo/legal-parameters", ".o_data_row", ()),
            *(
                (name, "/odoo/settings", key, (key,))
                for name in ("settings", "settings_mediator")
                for key in ("[data-key=litige_management]",)
            ),
        ):
            if WANTED and name not in WANTED:
                continue
            if name.startswith("settings") or name == "provider_known":
                self.authenticate(self.boss.login, self.boss.login, browser=browser)
            self._shoot(browser, name, path, ready, steps)

    def _write_order(self):
        """Return the draft of a request for a payment order."""
        court = self.env["litige.provider"].create(
            {"name": "Tribunal de commerce de Paris", "role": "court", "city": "Paris"}
        )
        action = self.filed._write_letter("payment_order", partner=court.partner_id)
        return self.env["litige.letter"].browse(action["res_id"])

    def _send_notice(self):
        """Return a dispute whose formal notice was first presented three days ago."""
        case = self.shown["Transports Girard SA"]
        letter = self.env["litige.letter"].browse(case._write_letter("notice")["res_id"])
        letter._refresh_checks()
        letter.check_ids.is_acknowledged = True
        self.assertFalse(letter._confirm())
        self.env["litige.delivery"].create(
            {
                "letter_id": letter.id,
                "date_posted": self._in_days(-5),
                "date_presented": self._in_days(-3),
            }
        )
        return case

    def _make_bundle(self):
        """Make the court's file; picture its first pages, when pdftoppm is there to draw them."""
        bundle = self.env["litige.bundle"]._request(self.filed, [{"audience": "court"}])
        bundle.action_make_now()
        self.assertEqual(bundle.state, "done", bundle.message)
        if shutil.which("pdftoppm") and (not WANTED or "papers" in WANTED):
            self._picture(bundle)
        return bundle

    def _picture(self, bundle):
        TARGET.mkdir(parents=True, exist_ok=True)
        sheet = TARGET / "bundle.pdf"
        sheet.write_bytes(base64.b64decode(bundle.pdf_file))
        subprocess.run(["pdftoppm", "-r", "75", "-png", sheet, TARGET / "page"], check=True)
        pages = sorted(TARGET.glob("page-*.png"))
        pictures = [Image.open(page) for page in pages]
        # Their lower third is blank.
        pictures = [one.crop((0, 0, one.width, one.height * 2 // 3)) for one in pictures]
        width, height = pictures[0].size
        shown = [pictures[rank] for rank in SHOWN_PAGES if rank < len(pictures)]
        paper = Image.new("RGB", (len(shown) * (width + 12) + 12, height + 24), "#d9d9d9")
        for rank, picture in enumerate(shown):
            paper.paste(picture, (12 + rank * (width + 12), 12))
        paper.save(TARGET / "screen_papers.png", optimize=True)
        for path in (sheet, *pages):
            path.unlink()
