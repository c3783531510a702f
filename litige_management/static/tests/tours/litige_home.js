import { registry } from "@web/core/registry";

// The first steps of a company, then the erasure of what nothing keeps. Selectors, not words: it
// runs in any language.

const STEPS = ".o_litige_onboarding";

registry.category("web_tour.tours").add("litige_first_steps", {
    steps: () => [
        {
            content: "Leave the insurance out: there is none",
            trigger: `${STEPS} [data-step=insurance] .btn-link`,
            run: "click",
        },
        {
            content: "It is closed, and the next one is proposed",
            trigger: `${STEPS} [data-step=insurance].o_litige_onboarding_closed`,
        },
        {
            content: "Go where the reminders are switched on",
            trigger: `${STEPS} [data-step=reminders] button.btn:not(.btn-link)`,
            run: "click",
        },
        {
            content: "The levels are there",
            trigger: ".o_list_view .o_data_row",
        },
        {
            content: "Back to the disputes",
            trigger: ".o_menu_brand, .o_menu_toggle",
            run: "click",
        },
    ],
});

registry.category("web_tour.tours").add("litige_first_steps_away", {
    steps: () => [
        {
            content: "Put them all away",
            trigger: `${STEPS} > div > .btn-link`,
            run: "click",
        },
        {
            content: "The disputes are alone",
            trigger: `.o_kanban_view:not(:has(${STEPS}))`,
        },
    ],
});

registry.category("web_tour.tours").add("litige_erasure", {
    steps: () => [
        {
            content: "See what would go",
            trigger: ".o_form_view [name=report].nav-link",
            run: "click",
        },
        {
            content: "It is counted",
            trigger: ".o_form_view [name=report] table td",
        },
        {
            content: "Erase",
            trigger: "button[name=action_erase]:enabled",
            run: "click",
        },
        {
            content: "Yes, for good",
            trigger: ".modal footer .btn-primary:enabled",
            run: "click",
        },
        {
            content: "It is done, and the report stays",
            trigger: ".o_form_view:not(:has(button[name=action_erase])) [name=report] table td",
        },
    ],
});
