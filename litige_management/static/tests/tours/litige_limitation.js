import { registry } from "@web/core/registry";

// A dispute whose last day to sue is near: it shouts, says why, and an act of enforcement moves it.
// Selectors, not words: it runs in any language.

const IDLE = "body:not(:has(.modal))";

registry.category("web_tour.tours").add("litige_limitation", {
    steps: () => [
        {
            content: "It shouts",
            trigger: ".o_form_view .alert-danger:has([name=limitation_date])",
        },
        {
            content: "Why?",
            trigger: ".o_form_view [name=deadlines].nav-link",
            run: "click",
        },
        {
            content: "Each invoice says why",
            trigger: ".o_litige_limitation_panel .text-danger",
        },
        {
            content: "Something moved it",
            trigger: "button[name=action_record_limitation_event]",
            run: "click",
        },
        {
            content: "An act of enforcement",
            trigger: ".modal [name=kind] input[data-value=enforcement]",
            run: "click",
        },
        {
            content: "On that day",
            trigger: ".modal [name=date] input",
            run: "edit 01/10/2026",
        },
        {
            content: "Record it",
            trigger: ".modal footer button[name=action_record]",
            run: "click",
        },
        {
            content: "It does not shout any more",
            trigger: `${IDLE} .o_form_view:not(:has(.alert-danger [name=limitation_date]))`,
        },
        {
            content: "And the panel says what moved it",
            trigger: ".o_litige_limitation_panel:not(:has(.text-danger)) li b",
        },
    ],
});
