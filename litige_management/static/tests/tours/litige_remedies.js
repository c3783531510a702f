import { registry } from "@web/core/registry";

// What can be done now, looked at in a browser: closed doors say what opens them, open ones what
// they cost. Selectors, not words: it runs in any language.

const TAB = ".o_form_view [name=amicable].nav-link";

registry.category("web_tour.tours").add("litige_remedies_closed", {
    steps: () => [
        { content: "What can I do now?", trigger: TAB, run: "click" },
        {
            content: "The payment order is open, before one court, with its delay and cost",
            trigger: "[data-remedy=payment_order][data-status=open]:has(dl):has([data-act=start])",
        },
        {
            content: "The request is closed: an amicable attempt must come first",
            trigger: "[data-remedy=request_5000][data-status=closed]:has([data-act=conciliate])",
        },
        {
            content: "Nothing is to be done against a decision yet",
            trigger: "[data-stage=decision] [data-remedy=appeal][data-status=closed]:not(:has(button))",
        },
        {
            content: "An insolvency may be noted",
            trigger: "[data-remedy=insolvency_declaration] [data-act=note_insolvency]",
            run: "click",
        },
        {
            content: "Here; not this time",
            trigger: ".modal:has([name=litige_insolvency_kind]) .o_form_button_cancel",
            run: "click",
        },
        {
            content: "The lawsuit is closed too: propose a conciliation",
            trigger: "body:not(:has(.modal)) [data-remedy=lawsuit][data-status=closed] [data-act=conciliate]",
            run: "click",
        },
        {
            content: "The letter is ready",
            trigger: ".o_form_view button[name=action_confirm]",
        },
    ],
});

registry.category("web_tour.tours").add("litige_remedies_open", {
    steps: () => [
        { content: "What can I do now?", trigger: TAB, run: "click" },
        {
            content: "The certificate opened the request",
            trigger: "[data-remedy=request_5000][data-status=open]",
        },
        {
            content: "The lawsuit starts",
            trigger: "[data-remedy=lawsuit][data-status=open] [data-act=start]",
            run: "click",
        },
        {
            content: "Its form is open",
            trigger: ".o_form_view [name=remedy_id]",
        },
    ],
});
