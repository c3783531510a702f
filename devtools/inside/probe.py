"""Asks the PostgreSQL server that the environment names what dev.py must know; answers in JSON."""

import json
import sys

import psycopg2

try:
    connection = psycopg2.connect(dbname="postgres")
except psycopg2.OperationalError as error:
    json.dump({"error": " ".join(str(error).split())}, sys.stdout)
    sys.exit()
with connection.cursor() as cursor:
    cursor.execute(
        "SELECT current_user, rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    )
    user, may_create = cursor.fetchone()
    cursor.execute("SELECT datname FROM pg_database WHERE datallowconn")
    databases = [name for [name] in cursor.fetchall()]
json.dump({"user": user, "may_create": may_create, "databases": databases}, sys.stdout)
