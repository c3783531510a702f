"""Two people at the same second, with two real transactions on a database of their own."""

import threading

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError, ValidationError
from odoo.modules.registry import Registry
from odoo.service import db as db_service
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tools import config


@tagged("standard", "post_install", "-at_install")
class TestRace(BaseCase):
    """TransactionCase forbids commits: these tests copy the database and really commit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = config["db_name"][0]
        cls.copy = f"{cls.source}_race"
        db_service.exp_drop(cls.copy) if cls.copy in db_service.list_dbs(True) else None
