import { registry } from "@web/core/registry";

// An offer, the customer's other offer, accepted from the dispute: the agreement is there, filled in.
// Selectors, not words: it runs in any language.

const OFFER = ".o_form_view:has([name=expires_on])";

registry.category("web_tour.tours").add("litige_deal", {
    steps: () => [
        {
            content: "Look at the offers",
            trigger: ".o_form_view [name=offers].nav-link",
            run: "click",
        },
        {
            content: "Offer something",
            trigger: ".o_form_view button[name=action_new_offer]",
            run: "click",
        },
        {
            content: "A discount",
            trigger: `${OFFER} [name=amount] input`,
            run: "edit 1800",
        },
        {
            content: "Leave the amount",
            trigger: `${OFFER} [name=count] input`,
            run: "click",
        },
        {
            content: "The discount is counted",
            trigger: `${OFFER} [name=discount_amount]`,
        },
        {
            content: "In three payments",
            trigger: `${OFFER} [name=count] input`,
            run: "edit 3",
        },
        {
            content: "Put it on the table",
            trigger: `${OFFER} button[name=action_make]`,
            run: "click",
        },
        {
            content: "The customer offers something else",
            trigger: `${OFFER} button[name=action_counter]:visible`,
            run: "click",
        },
        {
            content: "It is theirs, with the same figures to start from",
            trigger: `${OFFER}:has([name=party] input[data-value=customer]:checked) [name=amount] input`,
            run: "edit 1500",
        },
        {
            content: "Put it on the table",
            trigger: `${OFFER} button[name=action_make]:visible`,
            run: "click",
        },
        {
            content: "It waits for our answer",
            trigger: `${OFFER} button[name=action_accept]:visible`,
        },
        {
            content: "Back to the dispute",
            trigger: `${OFFER} [name=case_id] a`,
            run: "click",
        },
        {
            content: "Its offers",
            trigger: ".o_form_view [name=offers].nav-link:not(.active)",
            run: "click",
        },
        {
            content: "What is on the table is told, and can be answered",
            trigger: ".tab-pane.active [name=offer_text]",
        },
        {
            content: "Accept it",
            trigger: ".tab-pane.active button[name=action_accept_offer]:visible",
            run: "click",
        },
        {
            content: "It binds",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "The draft agreement is there, with its instalments",
            trigger:
                "body:not(:has(.modal)) .o_form_view:has([name=settled_amount]) [name=commitment_ids] .o_data_row",
        },
    ],
});
