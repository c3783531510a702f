"""Properties of interest that hold for any invoice, and a slow oracle that agrees."""

from datetime import date, timedelta
from decimal import Decimal as D
from fractions import Fraction

from hypothesis import given, settings, strategies as st
from litige_legal import debts, statement
from litige_legal.debts import Instalment, Movement

from .law import TABLE, VALUES, make_debt, owed

FIRST, LAST = date(2023, 8, 1), date(2026, 12, 31)
days = st.dates(FIRST, LAST)
cents = st.integers(1, 500_000).map(lambda n: D(n).scaleb(-2))
HALF_CENT = Fraction(1, 200)
settings.register_profile("law", max_examples=200, deadline=None)
settings.load_profile("law")


@st.composite
def invoices(draw, standings=("merchant", "artisan", "consumer"), disputes=True):
    """Invoices with instalments and movements that never exceed the price."""
    instalments = draw(st.lists(st.builds(Instalment, days, cents), min_size=1, max_size=3))
    left = sum(part.amount for part in instalments)
    movements = []
    for _rank in range(draw(st.integers(0, 4))):
        if left <= D("0.01"):
            break
        amount = draw(st.decimals(D("0.01"), left, places=2))
        left -= amount
        movements.append(Movement(draw(st.sampled_from(debts.MOVEMENT_KINDS)), draw(days), amount))
    standing = draw(st.sampled_from(standings))
    disputed = draw(st.decimals(D(0), left, places=2)) if disputes and left else D(0)
    return make_debt(
        instalments=tuple(instalments),
        movements=tuple(movements),
        standing=standing,
        disputed=disputed,
        notice_on=draw(days) if standing == "consumer" else None,
        contract_rate=draw(st.none() | st.integers(0, 30).map(D)),
    )


def exact(line, until=LAST, part=None):
    """Interest of the segments before rounding, up to a day."""
    total = Fraction(0)
    for s in line.segments:
        last = min(s.date_to, until)
        if last >= s.date_from and part in (None, s.part):
            number = (last - s.date_from).days + 1
            total += Fraction(s.principal) * Fraction(s.rate.percent) * number
    return total / 36500


def all_interest(line):
    return line.interest + line.interest_disputed


def oracle(debt, as_of):
    """Interest and its undisputed share, day by day, instalment by instalment."""
    total = undisputed_total = Fraction(0)
    queue = sorted(debt.instalments)
    first = min(part.due_on for part in queue)
    for number in range((as_of - first).days + 1):
        day = first + timedelta(days=number)
        open_parts = [[part.due_on, part.amount] for part in queue]
        for movement in debt.movements:
            if movement.kind != debts.CREDIT_ERROR and movement.dated_on >= day:
                continue
            amount = movement.amount
            for part in open_parts:
                taken = min(part[1], amount)
                part[1] -= taken
                amount -= taken
        legal_only = debt.standing == "consumer"
        late = sum(
            amount
            for due_on, amount in open_parts
            if due_on < day and (not legal_only or debt.notice_on < day)
        )
        anchor = date(day.year, 1 if day.month < 7 else 7, 1)
        legal, central_bank = TABLE[anchor]
        if legal_only:
            percent = D(legal)
        elif debt.contract_rate is not None:
            percent = debt.contract_rate
        else:
            percent = D(central_bank) + 10
        factor = Fraction(percent) / 36500
        total += Fraction(late) * factor
        undisputed_total += max(Fraction(0), Fraction(late - debt.disputed)) * factor
    return total, undisputed_total


@given(invoices(), days)
@settings(max_examples=60)
def test_slow_day_by_day_oracle_agrees(debt, as_of):
    line = owed(debt, as_of)
    total, undisputed = oracle(debt, as_of)
    assert exact(line) == total
    assert exact(line, part=debts.UNDISPUTED) == undisputed
    for segment in line.segments:
        one = (Fraction(segment.principal) * segment.days * Fraction(segment.rate.percent)) / 36500
        assert abs(Fraction(segment.interest) - one) <= HALF_CENT


@given(invoices(), days, days)
def test_splitting_a_period_changes_nothing_but_rounding(debt, one, other):
    middle, end = sorted((one, other))
    # What is known at the end is known in the middle: credits for error apart, both
    # statements hold the same movements up to the middle.
    assert exact(owed(debt, end), until=middle) == exact(owed(debt, middle))


@given(invoices(), days, days, cents)
def test_payment_never_increases_interest(debt, as_of, paid_on, amount):
    line = owed(debt, as_of)
    amount = min(amount, debt.principal - sum((m.amount for m in debt.movements), D(0)))
    if amount <= 0:
        return
    paid = debt._replace(movements=(*debt.movements, Movement(debts.PAYMENT, paid_on, amount)))
    after = owed(paid, as_of)
    assert exact(after) <= exact(line)
    lines = len(after.segments) + len(line.segments)
    assert all_interest(after) <= all_interest(line) + D("0.005") * lines


@given(invoices(), days)
def test_nothing_before_the_first_due_date(debt, as_of):
    first = min(part.due_on for part in debt.instalments)
    line = owed(debt, min(as_of, first))
    assert (line.segments, line.indemnity, all_interest(line)) == ((), None, 0)


@given(st.lists(invoices(), min_size=1, max_size=4), days)
def test_statement_of_a_set_is_the_sum_of_its_invoices(portfolio, as_of):
    for mode in debts.MODES:
        together = statement.make_statement(portfolio, VALUES, as_of, mode)
        alone = [owed(debt, as_of, mode) for debt in portfolio]
        for figure in statement.TOTALS:
            expected = sum(getattr(line, figure) for line in alone)
            assert together.total(figure) == expected


@given(invoices(), days)
def test_order_of_movements_and_instalments_does_not_matter(debt, as_of):
    turned = debt._replace(instalments=debt.instalments[::-1], movements=debt.movements[::-1])
    for mode in (debts.CLAIMED, debts.SHOWN):
        one, other = owed(debt, as_of, mode), owed(turned, as_of, mode)
        assert one.segments == other.segments
        assert one.total_claimed == other.total_claimed


@given(invoices(), days)
def test_interest_first_accounts_for_every_cent(debt, as_of):
    line = owed(debt, as_of, debts.INTEREST_FIRST)
    account = line.imputation
    assert sum((p.amount for p in account.payments), D(0)) == line.paid
    for paid in account.payments:
        assert paid.to_interest + paid.to_principal == paid.amount
        assert min(paid.to_interest, paid.to_principal) >= 0
    accrued = sum(s.interest for s in account.segments if s.part == debts.UNDISPUTED)
    to_interest = sum((p.to_interest for p in account.payments), D(0))
    assert accrued - to_interest == account.interest_open >= 0
    rounding = D("0.005") * (len(account.segments) + len(line.segments))
    assert line.imputation_difference >= -rounding


@given(invoices(), days)
def test_nothing_owed_is_negative(debt, as_of):
    for mode in debts.MODES:
        line = owed(debt, as_of, mode)
        for figure in statement.TOTALS:
            if figure != "imputation_difference":
                assert getattr(line, figure) >= 0, figure
        assert line.principal_undisputed + line.principal_disputed == line.principal_due
