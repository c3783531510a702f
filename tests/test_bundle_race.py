"""Case files made by real workers: never twice at once, and again when a worker is killed."""

import subprocess
import sys
import threading
from contextlib import closing
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from .bundle_common import make_pdf
from .race_common import RaceCommon

# A worker that stops in the middle of a case file, and waits there to be killed.
WORKER = """
import sys, time
import odoo.init
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

config.parse_config(sys.argv[2:])
registry = Registry(sys.argv[1])

def stuck(self, folder, report):
    report(1, 2)
    print("half way", flush=True)
    time.sleep(120)

registry["litige.bundle"]._make_files = stuck
with registry.cursor() as cr:
    api.Environment(cr, SUPERUSER_ID, {})["litige.bundle"]._cron_make()
"""


@tagged("standard", "post_install", "-at_install")
class TestBundleRace(RaceCommon):
    def _request(self, env):
        move_id = self._create_invoice(env)
        name = self._open(env, move_id)
        case = env["litige.case"].search([("name", "=", name)])
        case._add_exhibits([{"raw": make_pdf(), "file_name": "devis.pdf", "name": "Devis"}])
        return env["litige.bundle"]._request(case, [{"audience": "court"}]).id

    def _work(self):
        """Do what a cron worker does, with real commits."""
        with closing(self.registry.cursor()) as cr:
            api.Environment(cr, SUPERUSER_ID, {})["litige.bundle"]._cron_make()

    def _read(self, bundle_id):
        def read(env):
            bundle = env["litige.bundle"].browse(bundle_id)
            files = env["ir.attachment"].search_count(
                [
                    ("res_model", "=", bundle._name),
                    ("res_id", "=", bundle_id),
                    ("res_field", "!=", False),
                ]
            )
            kinds = bundle.case_id.event_ids.mapped("kind")
            return bundle.state, bundle.attempts, bundle.progress, files, kinds.count("bundle")

        return self._transaction(read)

    def test_two_workers_never_make_the_same_file(self):
        bundle_id = self._transaction(self._request)
        begun, go_on, made = threading.Event(), threading.Event(), []
        Bundle = self.registry["litige.bundle"]
        make = Bundle._make_files

        def slow(bundle, folder, report):
            made.append(bundle.id)
            begun.set()
            go_on.wait(60)
            return make(bundle, folder, report)

        with patch.object(Bundle, "_make_files", slow):
            first = threading.Thread(target=self._work)
            first.start()
            self.assertTrue(begun.wait(30))
            self.assertEqual(self._read(bundle_id)[0], "running", "its user sees it being made")
            self._work()  # the second comes while the first is at it, and leaves
            self.assertEqual(made, [bundle_id])
            go_on.set()
            first.join(60)
        self.assertEqual(self._read(bundle_id), ("done", 1, 100, 2, 1))
        self._work()
        self.assertEqual(self._read(bundle_id), ("done", 1, 100, 2, 1), "made once and for all")

    def test_file_of_a_killed_worker_is_made_by_the_next(self):
        bundle_id = self._transaction(self._request)
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, self.copy, *self._get_worker_options()],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(worker.stdout.close)
        self.assertEqual(worker.stdout.readline().strip(), "half way")
        self.assertEqual(self._read(bundle_id), ("running", 1, 50, 0, 0), "how far it is shows")
        worker.kill()
        worker.wait()
        self.assertEqual(self._read(bundle_id), ("running", 1, 50, 0, 0), "no half file")
        self._work()
        self.assertEqual(self._read(bundle_id), ("done", 2, 100, 2, 1))
