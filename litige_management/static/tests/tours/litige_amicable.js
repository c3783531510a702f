import { registry } from "@web/core/registry";

// An amicable way from its card to its end: started, one step that starts a delay, ended without
// agreement. Selectors, not words: it runs in any language.

const IDLE = "body:not(:has(.modal))";

registry.category("web_tour.tours").add("litige_amicable", {
    steps: () => [
        {
            content: "Look at the amicable ways",
            trigger: ".o_form_view [name=amicable].nav-link",
            run: "click",
        },
        {
            content: "A consumer is informed of mediation, never sent to it",
            trigger:
                ".o_litige_remedies [data-remedy=consumer_mediation]:has([data-act=inform]):not(:has([data-act=propose]))",
        },
        {
            content: "Record a conciliation",
            trigger: ".o_litige_remedies [data-remedy=conciliation] [data-act=start]",
            run: "click",
        },
        {
            content: "Start it today",
            trigger: ".o_form_view:has([name=step_ids]) .o_form_button_save:enabled",
            run: "click",
        },
        {
            content: "It has started: add a step",
            trigger:
                ".o_form_view:has(button[name=action_end]) [name=step_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Which one?",
            trigger: ".o_selected_row [name=type_id] input",
            run: "click",
        },
        {
            content: "The proposal was sent",
            trigger: ".o_selected_row [name=type_id] .o-autocomplete--dropdown-item:not(:has(.fa-spin)):first",
            run: "click",
        },
        {
            content: "It is read",
            trigger: ".o_selected_row [name=party] span:not(:empty)",
        },
        {
            content: "Keep it",
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {
            content: "The time to answer runs",
            trigger: "[name=deadline_ids] .o_data_row",
        },
        {
            content: "No agreement was found",
            trigger: "button[name=action_end]",
            run: "click",
        },
        {
            content: "Say so",
            trigger: ".modal footer button[name=action_end]",
            run: "click",
        },
        {
            content: "It has ended",
            trigger: `${IDLE} .o_statusbar_status [data-value=ended].o_arrow_button_current`,
        },
    ],
});
