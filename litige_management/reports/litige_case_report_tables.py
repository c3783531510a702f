"""The SQL of the figures: which rows there are, and what each holds."""

PHASES = ("identification", "assessment", "amicable", "judicial", "execution")
AGES = [
    ("0", "Not due yet"),
    ("1", "1 to 30 days"),
    ("2", "31 to 60 days"),
    ("3", "61 to 90 days"),
    ("4", "91 to 180 days"),
    ("5", "181 to 365 days"),
    ("6", "More than a year"),
]
# Outcomes of a proceeding that never came to anything: another way ended the dispute.
COMPLETE = ("inadmissible", "unavailable", "withdrawn")
# What is read through this view, so that it is written before.
DEPENDS = {
    "litige.case": [
        "cause_id",
        "root_cause_id",
        "company_id",
        "currency_id",
        "date_closed",
        "date_opened",
        "outcome",
        "partner_id",
        "phase",
        "resolver_id",
        "standing",
        "user_id",
    ],
    "litige.claim": [
        "case_id",
        "claimed_amount",
        "conceded_amount",
        "date_due",
        "disputed_amount",
        "held_amount",
        "move_id",
        "open_amount",
        "paid_amount",
        "settled_amount",
        "written_off_amount",
    ],
    "litige.case.stay": ["case_id", "phase", "date_from", "date_to"],
    "litige.cost": ["case_id", "amount"],
    "litige.letter": ["case_id", "kind", "state"],
    "litige.proceeding": ["case_id", "date_start", "outcome", "provider_id", "remedy_id"],
    "litige.settlement": ["case_id", "state"],
    "account.move": [
        "amount_total_in_currency_signed",
        "amount_total_signed",
        "invoice_user_id",
    ],
    "account.move.line": ["display_type", "move_id", "price_total", "product_id"],
    "product.product": ["product_tmpl_id"],
    "product.template": ["categ_id"],
}
# Each part of a claim: its product, and its share of the amounts. An id that stays the same, in
# what a browser can count.
LINES = """
    SELECT claim.id AS claim_id, line.product_id,
           claim.id * 2::bigint ^ 31 + COALESCE(line.id, 0) AS id,
           COALESCE(
               line.price_total / NULLIF(SUM(line.price_total) OVER claims, 0),
               1.0 / COUNT(*) OVER claims
           ) AS share
      FROM litige_claim claim
      LEFT JOIN account_move_line line
        ON line.move_id = claim.move_id AND line.display_type IN ('product', 'rounding')
    WINDOW claims AS (PARTITION BY claim.id)
"""
WHOLE = """
    SELECT claim.id AS claim_id, NULL::int AS product_id, claim.id * 2::bigint ^ 31 AS id,
           1.0 AS share
      FROM litige_claim claim
"""
TABLES = """
SELECT COALESCE(part.id, -c.id)::bigint AS id,
       c.id AS case_id, c.id AS case_count, c.company_id, %(currency)s AS currency_id,
       c.partner_id, c.standing, c.cause_id, c.root_cause_id, c.user_id, c.resolver_id,
       c.phase, c.outcome, c.date_opened, c.date_closed,
       claim.move_id, claim.date_due, move.invoice_user_id,
       part.product_id, template.categ_id AS product_categ_id,
       third.provider_id,
       COALESCE(
           way.remedy_id,
           CASE WHEN notice.case_id IS NULL
                THEN (SELECT id FROM litige_remedy WHERE code = 'negotiation' LIMIT 1)
                ELSE (SELECT id FROM litige_remedy WHERE code = 'formal_notice' LIMIT 1)
           END
       ) AS remedy_id,
       agreement.case_id IS NOT NULL AS is_agreement,
       CASE WHEN COALESCE(c.date_closed, %(today)s) - claim.date_due <= 0 THEN '0'
            WHEN COALESCE(c.date_closed, %(today)s) - claim.date_due <= 30 THEN '1'
            WHEN COALESCE(c.date_closed, %(today)s) - claim.date_due <= 60 THEN '2'
            WHEN COALESCE(c.date_closed, %(today)s) - claim.date_due <= 90 THEN '3'
            WHEN COALESCE(c.date_closed, %(today)s) - claim.date_due <= 180 THEN '4'
            WHEN COALESCE(c.date_closed, %(today)s) - claim.date_due <= 365 THEN '5'
            WHEN claim.date_due IS NOT NULL THEN '6'
       END AS age,
       claim.claimed_amount * rate.value AS claimed_amount,
       claim.disputed_amount * rate.value AS disputed_amount,
       claim.open_amount * rate.value AS open_amount,
       claim.held_amount * rate.value AS held_amount,
       COALESCE(claim.paid_amount, 0) * rate.value AS recovered_amount,
       COALESCE(claim.conceded_amount, 0) * rate.value AS credited_amount,
       COALESCE(claim.settled_amount, 0) * rate.value AS settled_amount,
       COALESCE(claim.written_off_amount, 0) * rate.value AS written_off_amount,
       (
           COALESCE(claim.conceded_amount, 0) + COALESCE(claim.settled_amount, 0)
           + COALESCE(claim.written_off_amount, 0)
       ) * rate.value AS conceded_amount,
       COALESCE(cost.amount, 0) * account_currency_table.rate * weight.value AS cost_amount,
       100 * COALESCE(claim.paid_amount, 0) / NULLIF(claim.claimed_amount, 0) AS recovery_rate,
       claim.paid_amount * rate.value
           / NULLIF(cost.amount * account_currency_table.rate * weight.value, 0)
           AS recovered_per_euro,
       claim.paid_amount * rate.value
           / NULLIF((COALESCE(c.date_closed, %(today)s) - c.date_opened) * weight.value, 0)
           AS recovered_per_day,
       COALESCE(c.date_closed, %(today)s) - c.date_opened AS days,
       stay.days_identification, stay.days_assessment, stay.days_amicable, stay.days_judicial,
       stay.days_execution,
       CASE WHEN c.outcome IN ('paid', 'settled', 'judgment_won') THEN 100
            WHEN c.outcome IS NOT NULL THEN 0
       END AS success_rate,
       weight.value AS weight,
       (COALESCE(c.date_closed, %(today)s) - c.date_opened) * weight.value AS spent_days
  FROM litige_case c
  JOIN %(currency_table)s ON account_currency_table.company_id = c.company_id
  LEFT JOIN litige_claim claim ON claim.case_id = c.id
  LEFT JOIN (%(parts)s) part ON part.claim_id = claim.id
  LEFT JOIN (
      SELECT case_id, SUM(claimed_amount) AS amount, COUNT(*) AS count
        FROM litige_claim GROUP BY case_id
  ) whole ON whole.case_id = c.id
  LEFT JOIN account_move move ON move.id = claim.move_id
  LEFT JOIN res_company company ON company.id = c.company_id
  LEFT JOIN product_product product ON product.id = part.product_id
  LEFT JOIN product_template template ON template.id = product.product_tmpl_id
  LEFT JOIN (
      SELECT case_id, SUM(amount) AS amount FROM litige_cost GROUP BY case_id
  ) cost ON cost.case_id = c.id
  LEFT JOIN (
      SELECT DISTINCT ON (case_id) case_id, remedy_id
        FROM litige_proceeding
       WHERE outcome IS NULL OR outcome NOT IN %(complete)s
       ORDER BY case_id, date_start DESC, id DESC
  ) way ON way.case_id = c.id
  LEFT JOIN (
      SELECT DISTINCT ON (case_id) case_id, provider_id
        FROM litige_proceeding WHERE provider_id IS NOT NULL
       ORDER BY case_id, date_start DESC, id DESC
  ) third ON third.case_id = c.id
  LEFT JOIN (
      SELECT case_id FROM litige_letter
       WHERE kind = 'notice' AND state = 'confirmed' AND case_id IS NOT NULL GROUP BY case_id
  ) notice ON notice.case_id = c.id
  LEFT JOIN (
      SELECT case_id FROM litige_settlement WHERE state = 'signed' GROUP BY case_id
  ) agreement ON agreement.case_id = c.id
  LEFT JOIN (
      SELECT case_id,
             SUM(days) FILTER (WHERE phase = 'identification') AS days_identification,
             SUM(days) FILTER (WHERE phase = 'assessment') AS days_assessment,
             SUM(days) FILTER (WHERE phase = 'amicable') AS days_amicable,
             SUM(days) FILTER (WHERE phase = 'judicial') AS days_judicial,
             SUM(days) FILTER (WHERE phase = 'execution') AS days_execution
        FROM (
            SELECT case_id, phase, COALESCE(date_to, %(today)s) - date_from AS days
              FROM litige_case_stay
        ) stays
       GROUP BY case_id
  ) stay ON stay.case_id = c.id
  CROSS JOIN LATERAL (
      SELECT COALESCE(part.share, 1)
             * COALESCE(claim.claimed_amount / NULLIF(whole.amount, 0), 1.0 / whole.count, 1)
             AS value
  ) weight
  CROSS JOIN LATERAL (
      SELECT part.share * account_currency_table.rate * CASE
             WHEN c.currency_id = company.currency_id THEN 1
             ELSE COALESCE(
                 ABS(move.amount_total_signed / NULLIF(move.amount_total_in_currency_signed, 0)), 1
             )
             END AS value
  ) rate
 WHERE c.outcome IS NULL OR c.outcome NOT IN ('merged', 'mistake')
"""
