"""What stands behind dev.py: fetch Odoo and its surroundings, then run, test and check the addon.

Standard library only: these modules run on the machine's own Python before anything is
installed. `inside/` is the exception, run by the environment's Python with Odoo at hand.

Read in this order: cli (the commands), setup (what is fetched, in which order), then
python_env, odoo_package, wkhtmltopdf, postgres (one thing each), databases and commands.
"""
