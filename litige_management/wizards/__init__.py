from . import (
    litige_bundle_make,
    litige_case_close,
    litige_case_merge,
    litige_case_open,
    litige_case_reopen,
    litige_case_sender,
    litige_claim_hold,
    litige_exhibit_collect,
    litige_exhibit_withdraw,
    litige_letter_batch,
    litige_settlement_cancel,
    litige_settlement_instalments,
)
