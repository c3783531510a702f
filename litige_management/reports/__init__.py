from . import litige_case_report, litige_phase_report
