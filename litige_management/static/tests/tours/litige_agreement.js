import { registry } from "@web/core/registry";

// The company's authorised person makes an agreement final and signs it. Selectors, not words: it
// runs in any language.

const IDLE = "body:not(:has(.modal))";
const FORM = ".o_form_view:has([name=commitment_ids])";

registry.category("web_tour.tours").add("litige_agreement_sign", {
    steps: () => [
        {
            content: "The agreement is complete: make it final",
            trigger: `${FORM} button[name=action_confirm]:enabled`,
            run: "click",
        },
        {
            content: "Yes, its text no longer changes",
            trigger: ".modal footer .btn-primary:enabled",
            run: "click",
        },
        {
            content: "Sign it for the company",
            trigger: `${IDLE} ${FORM} button[name=action_sign_here]:enabled`,
            run: "click",
        },
        {
            content: "Type the name that the agreement says",
            trigger: ".modal [name=full_name] input",
            run: "edit Odile Lacombe",
        },
        {
            content: "Draw the signature",
            trigger: ".modal [name=image] .o_signature",
            run: "click",
        },
        {
            content: "In a hand that Odoo draws",
            trigger: ".modal .o_web_sign_auto_button",
            run: "click",
        },
        {
            content: "Take it",
            trigger: ".modal:has(canvas) footer .btn-primary:enabled",
            run: "click",
        },
        {
            content: "It is there",
            trigger: ".modal:not(:has(canvas)) [name=image] img.o_signature",
        },
        {
            content: "I agree",
            trigger: ".modal [name=agreed] input",
            run: "check",
        },
        {
            content: "Sign",
            trigger: ".modal footer button[name=action_sign]:enabled",
            run: "click",
        },
        {
            content: "Signed by one side: the other one's turn",
            trigger: `${IDLE} ${FORM}:not(:has(button[name=action_sign_here]))`,
        },
    ],
});
