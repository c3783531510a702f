import { registry } from "@web/core/registry";

// A payment order between merchants, from its card to the day it may be enforced. The days are those
// of the papers: the law of the order's day decides. Selectors, not words: it runs in any language.

const IDLE = "body:not(:has(.modal))";

/** Record one of the steps that may come next, by its rank, on the day that its paper says. */
function record(rank, day, more = []) {
    return [
        {
            content: `Take the step number ${rank} of those that may come next`,
            trigger: `${IDLE} .o_field_widget[name=next_type_ids] .o_data_row:nth-child(${rank}) button[name=action_record]`,
            run: "click",
        },
        {
            content: "Its day is today, unless said otherwise",
            trigger: ".modal button[data-field=date]",
            run: "click",
        },
        {
            content: `It was on ${day}`,
            trigger: ".modal input[data-field=date]",
            run: `edit ${day}`,
        },
        ...more,
        {
            content: "Record it",
            trigger: ".modal footer button[name=action_record]",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("litige_court", {
    steps: () => [
        {
            content: "See what can be done now",
            trigger: ".o_form_view [name=amicable].nav-link",
            run: "click",
        },
        {
            content: "The formal notice was left unanswered: a payment order is open",
            trigger:
                ".o_litige_remedies [data-remedy=payment_order]:not([data-status=closed]) [data-act=start]",
            run: "click",
        },
        {
            content: "It has started",
            trigger: `.o_form_view:has([name=step_ids]) .o_form_button_save:enabled`,
            run: "click",
        },
        ...record(1, "01/09/2026"),
        {
            content: "The clerk's costs are to be deposited: that delay was missed, and it shows",
            trigger: `${IDLE} .o_form_view .alert-danger [name=next_words]`,
        },
        ...record(1, "02/09/2026"),
        {
            content: "Nothing is late any more",
            trigger: `${IDLE} .o_form_view .alert-info [name=next_words]`,
        },
        ...record(1, "15/09/2026", [
            {
                content: "What was asked is proposed as granted",
                trigger: ".modal .o_field_widget[name=granted_principal] input",
                run({ anchor }) {
                    if (!anchor.value.includes("200")) {
                        throw new Error(`What is due should be proposed, not ${anchor.value}`);
                    }
                },
            },
        ]),
        ...record(1, "18/09/2026", [
            {
                content: "It asks how the order was served, and nothing of what was granted",
                trigger:
                    ".modal:not(:has(.o_field_widget[name=granted_principal])) [name=service] input[data-value=person]",
                run: "click",
            },
        ]),
        {
            content: "Nobody objected in time: it may be enforced",
            trigger: `${IDLE} .o_field_widget[name=next_type_ids] .o_data_row:nth-child(3) button[name=action_record]`,
            run: "click",
        },
        {
            content: "From the day after the last delay, as proposed",
            trigger: ".modal footer button[name=action_record]",
            run: "click",
        },
        {
            content: "The decision shows what is left to pay",
            trigger: `${IDLE} [name=result].nav-link`,
            run: "click",
        },
        {
            content: "It is there",
            trigger: "[name=award_ids] .o_data_row",
        },
    ],
});
